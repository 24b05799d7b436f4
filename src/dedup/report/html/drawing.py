"""The network as an SVG drawing in the page: every name and every arrow is a link to the passages behind it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.network import Edge, Node
from dedup.network.curves import curve
from dedup.network.labels import Label, drawn, room
from dedup.network.layout import Point, layout
from dedup.report.escape import html_words
from dedup.report.html.parts import address
from dedup.report.names import label_lines
from dedup.report.wording import likelihood

_LETTERS, _LINE, _LINES = 13.0, 18, 2  # pixels of type, characters on a line of a label, and lines
_UNIT, _MARGIN = (158.0, 132.0), 14.0  # pixels of an edge across and down, around the drawing
_APART = (0.88, 0.46)  # room for a label, in edges
_RADIUS, _CORNER = 9.0, 11.0  # of a node, of a source
_THINNEST, _THICKEST = 1.2, 7.2
_AWAY = 3.0  # from a node to a line
_ANCHORS = {"start": 0.0, "middle": 0.5, "end": 1.0}
_UNNAMED_KEY = '<path class="node source unnamed" d="M11 1l6 6-6 6-6-6z"/>'
_KEYS = (
    ('<circle class="node" cx="11" cy="7" r="6"/>', "{what}"),
    ('<path class="node source" d="M11 0l7 7-7 7-7-7z"/>', "named source"),
    (_UNNAMED_KEY, "source that nobody names"),
    ('<path class="edge" d="M1 7h20"/>', "reuse"),
    ('<path class="edge from-source" d="M1 7h20"/>', "from a common source, or each rendered what it said"),
    (
        '<path class="edge open" d="M1 4h20"/><path class="edge from-source open" d="M1 10h20"/>',
        "pale: likely in no single passage",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What to call a node, and the state of the page that shows its passages."""

    name: str
    state: Mapping[str, str]


def drawing(
    nodes: Sequence[Node],
    edges: Sequence[Edge],
    shown: Mapping[str, Shown],
    states: Sequence[Mapping[str, str]],
) -> Iterator[str]:
    """`edges`, at least one, with the states that show their passages, and those of `nodes` that they join.

    Those that are likely in no single passage are pale.
    """
    joined = [(edge.source, edge.target) for edge in edges]
    found = layout({key for ends in joined for key in ends}, joined, apart=_APART)
    kept = [node for node in nodes if node.key in found]
    lines = {node.key: label_lines(shown[node.key].name, _LINE, _LINES) for node in kept}
    plan = drawn(
        {key: (x * _UNIT[0], y * _UNIT[1]) for key, (x, y) in found.items()},
        {node.key: _reach(node) for node in kept},
        {key: room(each, _LETTERS) for key, each in lines.items()},
        joined,
    )
    left, top, right, bottom = plan.box
    left, top = left - _MARGIN, top - _MARGIN
    width, height = right - left + _MARGIN, bottom - top + _MARGIN
    most = max(edge.expected_words or 0.0 for edge in edges) or 1.0
    yield '<div class="scroll drawing" role="region" tabindex="0" aria-label="Drawing">'
    yield '<svg class="network" role="group" aria-labelledby="flow-h" '
    yield f'viewBox="{left:.0f} {top:.0f} {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}">\n'
    reach = {node.key: _reach(node) + _AWAY for node in kept}
    for edge, state, bend in zip(edges, states, plan.bends, strict=True):
        stroke = _THINNEST + (_THICKEST - _THINNEST) * math.sqrt((edge.expected_words or 0.0) / most)
        ends = curve(
            plan.places[edge.source],
            plan.places[edge.target],
            (reach[edge.source], reach[edge.target]),
            6 + stroke,
            bend,
        )
        yield _arrow(edge, ends, shown, address(**state), stroke)
    for node in kept:
        yield _node(node, plan.places[node.key], shown[node.key], lines[node.key], plan.labels[node.key])
    yield "</svg></div>\n"


def keys_of(what: str, *, unnamed: bool) -> Iterator[str]:
    """The legend; `what` the round nodes are, and whether there are `unnamed` sources."""
    yield '<ul class="legend">\n'
    for shape, words in _KEYS:
        if shape == _UNNAMED_KEY and not unnamed:
            continue
        drawn = f'<svg class="key" viewBox="0 0 22 14" aria-hidden="true">{shape}</svg>'
        yield f"<li>{drawn} {words.format(what=what)}</li>\n"
    yield "</ul>\n"


def _arrow(
    edge: Edge,
    ends: tuple[Point, Point, Point, Point],
    shown: Mapping[str, Shown],
    href: str,
    stroke: float,
) -> str:
    start, bow, base, tip = ends
    aside = (tip[1] - base[1]) / 2, (base[0] - tip[0]) / 2
    corners = [tip, (base[0] + aside[0], base[1] + aside[1]), (base[0] - aside[0], base[1] - aside[1])]
    likely = "" if edge.probability is None else f", {likelihood(edge.probability)} of them this way"
    words = f"{edge.expected_words or 0:,.0f} words expected{likely}"
    title = html_words(f"{shown[edge.target].name} from {shown[edge.source].name}: {words}")
    kind = "edge" + " from-source" * (edge.kind == "source") + " open" * (not edge.likely)
    # A list of all arrows follows as a table: the keyboard stops at the nodes alone.
    return (
        f'<a href="{href}" tabindex="-1" class="{kind}" aria-label="{title}"><title>{title}</title>'
        f'<path class="{kind}" stroke-width="{stroke:.1f}" d="M{_at(start)}Q{_at(bow)} {_at(base)}"/>'
        f'<path class="head" d="M{"L".join(map(_at, corners))}z"/></a>\n'
    )


def _at(point: Point) -> str:
    return f"{point[0]:.1f} {point[1]:.1f}"


def _reach(node: Node) -> float:
    """How far a node reaches from its middle."""
    return _RADIUS if _is_party(node) else _CORNER


def _is_party(node: Node) -> bool:
    return node.kind in ("outlet", "article")


def _node(node: Node, place: Point, shown: Shown, lines: Sequence[str], label: Label) -> str:
    x, y = place
    if _is_party(node):
        shape = f'<circle class="node" cx="{x:.1f}" cy="{y:.1f}" r="{_RADIUS}"/>'
    else:
        step = f"{_CORNER:g}"
        kind = "node source" + " unnamed" * (node.kind == "unnamed-source")
        shape = f'<path class="{kind}" d="M{x:.1f} {y - _CORNER:.1f}l{step} {step}-{step} {step}-{step}-{step}z"/>'
    left, top, right, bottom = label.box
    at = left + (right - left) * _ANCHORS[label.lines]
    high = (bottom - top) / max(1, len(lines))
    words = "".join(
        f'<tspan x="{at:.1f}" y="{top + high * (number + 0.8):.1f}">{html_words(line)}</tspan>'
        for number, line in enumerate(lines)
    )
    return (
        f'<a href="{address(**shown.state)}"><title>{html_words(shown.name)}</title>{shape}'
        f'<text text-anchor="{label.lines}">{words}</text></a>\n'
    )
