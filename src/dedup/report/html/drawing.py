"""The network as an SVG drawing in the page: every name and every arrow is a link to the passages behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.network import Edge, Node
from dedup.network.layout import Point, layout
from dedup.report.escape import html_words
from dedup.report.html.parts import address
from dedup.report.names import shorten
from dedup.report.wording import likelihood

_LONGEST_LABEL = 24
_UNIT, _MARGIN_X, _MARGIN_Y, _LABEL_Y = 150.0, 90.0, 34.0, 14.0  # pixels of an edge, around the drawing, of a label
_APART = (1.05, 0.42)  # room for a label, in edges
_RADIUS, _CORNER = 9.0, 11.0  # of a node, of a source
_THINNEST, _THICKEST = 1.2, 7.2
_BEND = 0.12  # how far an edge bows, of its length: two that lead there and back stay apart
_NEAREST = _RADIUS + 3  # of an arrow to the middle of a node
_KEYS = (
    ('<circle class="node" cx="11" cy="7" r="6"/>', "{what}"),
    ('<path class="node source" d="M11 0l7 7-7 7-7-7z"/>', "named source"),
    ('<path class="edge" d="M1 7h20"/>', "reuse"),
    ('<path class="edge from-source" d="M1 7h20"/>', "from a common source"),
    ('<path class="edge open" d="M1 7h20"/>', "pale: does not stand out"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What to call a node, and the state of the page that shows its passages."""

    name: str
    state: Mapping[str, str]


def drawing(
    nodes: Sequence[Node], edges: Sequence[Edge], shown: Mapping[str, Shown], states: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    """`edges`, at least one, with the states that show their passages, and those of `nodes` that they join."""
    joined = [(edge.source, edge.target) for edge in edges]
    keys = {key for ends in joined for key in ends}
    places = {
        key: (x * _UNIT + _MARGIN_X, y * _UNIT + _MARGIN_Y)
        for key, (x, y) in layout(keys, joined, apart=_APART).items()
    }
    width = max(x for x, _ in places.values()) + _MARGIN_X
    height = max(y for _, y in places.values()) + _MARGIN_Y + _LABEL_Y
    most = max(edge.expected_words or 0.0 for edge in edges) or 1.0
    yield '<div class="scroll drawing" role="region" tabindex="0" aria-label="Drawing">'
    yield '<svg class="network" role="group" aria-labelledby="flow-h" '
    yield f'viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">\n'
    for edge, state in zip(edges, states, strict=True):
        stroke = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt((edge.expected_words or 0.0) / most)
        yield _arrow(edge, places, shown, address(**state), stroke)
    for node in nodes:
        if node.key in places:
            yield _node(node, places[node.key], shown[node.key])
    yield "</svg></div>\n"


def keys_of(what: str) -> Iterator[str]:
    """The legend; `what` the round nodes are."""
    yield '<ul class="legend">\n'
    for shape, words in _KEYS:
        drawn = f'<svg class="key" viewBox="0 0 22 14" aria-hidden="true">{shape}</svg>'
        yield f"<li>{drawn} {words.format(what=what)}</li>\n"
    yield "</ul>\n"


def _arrow(edge: Edge, places: Mapping[str, Point], shown: Mapping[str, Shown], href: str, stroke: float) -> str:
    (x0, y0), (x1, y1) = places[edge.source], places[edge.target]
    # The control point stands beside the middle; both ends leave room for the nodes, the second for the head too.
    bow = (x0 + x1) / 2 - (y1 - y0) * _BEND, (y0 + y1) / 2 + (x1 - x0) * _BEND
    size = 6 + stroke
    start = _towards((x0, y0), bow, _NEAREST)
    tip, base = _towards((x1, y1), bow, _NEAREST), _towards((x1, y1), bow, _NEAREST + size)
    aside = (tip[1] - base[1]) / 2, (base[0] - tip[0]) / 2
    corners = [tip, (base[0] + aside[0], base[1] + aside[1]), (base[0] - aside[0], base[1] - aside[1])]
    likely = "" if edge.probability is None else f", {likelihood(edge.probability)} of them this way"
    words = f"{edge.expected_words or 0:,.0f} words expected{likely}"
    title = html_words(f"{shown[edge.target].name} from {shown[edge.source].name}: {words}")
    kind = "edge" + " from-source" * (edge.kind == "source") + " open" * (not edge.decided)
    # A list of all arrows follows as a table: the keyboard stops at the nodes alone.
    return (
        f'<a href="{href}" tabindex="-1" class="{kind}" aria-label="{title}"><title>{title}</title>'
        f'<path class="{kind}" stroke-width="{stroke:.1f}" d="M{_at(start)}Q{_at(bow)} {_at(base)}"/>'
        f'<path class="head" d="M{"L".join(map(_at, corners))}z"/></a>\n'
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.dist(point, other) or 1.0
    return tuple(a + (b - a) / length * distance for a, b in zip(point, other, strict=True))  # type: ignore[return-value]


def _node(node: Node, place: Point, shown: Shown) -> str:
    x, y = place
    label = html_words(shorten(shown.name, _LONGEST_LABEL))
    if node.kind in ("outlet", "article"):
        shape = f'<circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
    else:
        step = f"{_CORNER:g}"
        shape = f'<path class="node source" d="M{x:.1f} {y - _CORNER:.1f}l{step} {step}-{step} {step}-{step}-{step}z"/>'
    return (
        f'<a href="{address(**shown.state)}"><title>{html_words(shown.name)}</title>{shape}'
        f'<text x="{x:.1f}" y="{y + _RADIUS + _LABEL_Y:.1f}">{label}</text></a>\n'
    )
