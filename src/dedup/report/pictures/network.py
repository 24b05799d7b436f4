"""Who has whose wording, as a drawn network: what is worth drawing, and how."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from dedup.model import Report
from dedup.network import LIKELY_FROM, Edge, Level, Node, network_of
from dedup.network.curves import curve
from dedup.network.labels import Drawn, Label, drawn, room
from dedup.network.layout import Point, layout
from dedup.report.escape import visible
from dedup.report.names import LONGEST_NAME, name_articles
from dedup.report.pictures import canvas
from dedup.report.pictures.style import (
    FAINT,
    INK,
    OUTLET,
    PAPER,
    SOURCE,
    Color,
    Letters,
    certain,
    certainty_scale,
    shades,
)
from dedup.report.wording import count

Look = Literal["likely", "likelier", "open"]
_SOURCES = frozenset({"named-source", "unnamed-source"})

MOST_WAYS, MOST_SOURCES = 120, 12  # beyond that a picture is a tangle
_OPEN = 0.6  # both ways together, above which only the direction is open, as in a verdict
_UNIT = (1.35, 1.05)  # inches that a step of the layout takes, across and down
_APART = (0.9, 0.6)  # steps between two nodes: room for a label below each
_MARGIN = 0.12  # inches around the network
_FOOT = 1.05  # inches below the network, for the legend
_LEAST = (6.6, 1.6)  # inches of a network, so that the legend fits below it
_LETTERS, _SMALLEST_LETTERS = 8.0, 5.0  # points
_LINE, _LINES = 18, 2  # characters on a line of a label, and lines
_SMALLEST, _LARGEST = 9.0, 26.0  # points across, of a node
_THINNEST, _THICKEST = 0.9, 6.5  # points, of a line
_DASHES: Mapping[Look, Any] = {"likely": "solid", "likelier": (0, (4, 2)), "open": (0, (0.8, 1.6))}
_KINDS = {
    "outlet": "outlet, larger: more words",
    "article": "article, larger: more words",
    "named-source": "source that the texts name",
    "unnamed-source": "source that none names",
}
_SAID: Mapping[Look, str] = {
    "likely": "likely in some passage",
    "likelier": "only the likelier way, in no passage clearly",
    "open": "one from the other, which way is open",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """A line to draw. `words` are those expected to have come this way, or either way where the direction is open."""

    source: str
    target: str
    look: Look
    probability: float
    words: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """The nodes that have a way and these, the heaviest first. `left` says what is left out, a sentence each, and
    `instead` what there is to say where there is no way."""

    level: Level
    nodes: Sequence[Node]
    names: Mapping[str, str]
    ways: Sequence[Way]
    left: Sequence[str]
    instead: str


def ways_of(report: Report, level: Level) -> Ways:
    """What of a report's network is worth drawing. Raises `UsageError` for an unknown level."""
    network = network_of(report, level)
    kinds = {node.key: node.kind for node in network.nodes}
    ways = sorted(_likely(network.edges), key=lambda way: (-way.words, way.source, way.target))
    sources = _heaviest_sources([way for way in ways if kinds[way.source] in _SOURCES])
    kept = [way for way in ways if way.source in sources or kinds[way.source] not in _SOURCES]
    shown = kept[:MOST_WAYS]
    joined = {key for way in shown for key in (way.source, way.target)}
    others = len({way.source for way in ways if kinds[way.source] in _SOURCES} - sources)
    alone = sum(kind not in _SOURCES and key not in joined for key, kind in kinds.items())
    left = [
        f"Not drawn: {count(others, 'source')} with fewer words." if others else "",
        f"Not drawn: {count(len(kept) - len(shown), 'way')} with fewer words." if len(kept) > len(shown) else "",
        f"Without a likely way: {count(alone, level[:-1])}." if alone else "",
    ]
    return Ways(
        level=level,
        nodes=[node for node in network.nodes if node.key in joined],
        names=_names(report, network.nodes),
        ways=shown,
        left=[sentence for sentence in left if sentence],
        instead=canvas.instead(report, level, f"Of no two {level} it is likely that one has wording from the other."),
    )


def _names(report: Report, nodes: Sequence[Node]) -> dict[str, str]:
    """What to call each node. A source of the name of an outlet is that outlet as others name it."""
    spoken = name_articles(report, visible, LONGEST_NAME).spoken
    own = {node.name for node in nodes if node.kind == "outlet"}
    return {
        node.key: spoken[node.name]
        if node.kind == "article"
        else f"{node.name} (named)"
        if node.kind == "named-source" and (node.outlet is not None or node.name in own)
        else node.name
        for node in nodes
    }


def _heaviest_sources(ways: Sequence[Way]) -> set[str]:
    """The sources to draw: those that several have words from before those of one alone, by the words."""
    words, ends = Counter[str](), Counter[str]()
    for way in ways:
        words[way.source] += math.ceil(way.words)
        ends[way.source] += 1
    order = sorted(words, key=lambda key: (ends[key] < 2, -words[key], key))
    return set(order[:MOST_SOURCES])


def _likely(edges: Sequence[Edge]) -> list[Way]:
    by_ends = {(edge.source, edge.target): edge for edge in edges}
    found = []
    for edge in edges:
        back = by_ends.get((edge.target, edge.source))
        either = (edge.probability or 0.0) + (back.probability or 0.0 if back else 0.0)
        if back is not None and either > _OPEN and not edge.likely and not back.likely:
            if edge.source < edge.target:
                words = (edge.expected_words or 0.0) + (back.expected_words or 0.0)
                found.append(
                    Way(source=edge.source, target=edge.target, look="open", probability=min(1.0, either), words=words)
                )
        # What is likely in no passage, and less likely than not over all of them, is not drawn.
        elif edge.likely or (edge.probability or 0.0) >= LIKELY_FROM:
            found.append(
                Way(
                    source=edge.source,
                    target=edge.target,
                    look="likely" if edge.likely else "likelier",
                    # Of a cluster that is too large to tell it is not known: no line may look surer than its verdicts.
                    probability=LIKELY_FROM if edge.probability is None else edge.probability,
                    words=float(edge.words) if edge.expected_words is None else edge.expected_words,
                )
            )
    return found


def draw(ways: Ways, ax: Any = None) -> Any:
    """A figure of it, on `ax` or of its own."""
    if not ways.ways:
        return canvas.said(ax, ways.instead)
    letters = Letters(ways.names[node.key] for node in ways.nodes)
    sizes = _sizes(ways.nodes)
    names = {node.key: letters.shown(ways.names[node.key], _LINE, _LINES) for node in ways.nodes}
    plan = _planned(ways, sizes, names)
    left, top, right, bottom = plan.box
    width, height = max(_LEAST[0], (right - left) / 72 + 2 * _MARGIN), max(_LEAST[1], (bottom - top) / 72 + 2 * _MARGIN)
    on = canvas.axes(ax, width, height, foot=_FOOT)
    box = canvas.inches(on)
    scale = min(1.0, box[0] / width, box[1] / height)
    # All of the axes, whatever their form: what a given one has more of is room at its sides.
    middle = (left + right) / 2, (top + bottom) / 2
    half = max(box[0] / scale, width) * 36, max(box[1] / scale, height) * 36
    on.set_xlim(middle[0] - half[0], middle[0] + half[0])
    on.set_ylim(middle[1] + half[1], middle[1] - half[1])
    on.set_aspect("equal")
    on.set_axis_off()
    heaviest = max(way.words for way in ways.ways)
    for way, bend in reversed(list(zip(ways.ways, plan.bends, strict=True))):
        _line(on, way, bend, plan.places, sizes, heaviest, scale)
    for node in ways.nodes:
        _node(on, node, plan.places[node.key], sizes[node.key] * scale)
        _label(on, letters, names[node.key], plan.labels[node.key], scale)
    _legend(on, ways, heaviest, box)
    return canvas.figure_of(on)


def _planned(ways: Ways, sizes: Mapping[str, float], names: Mapping[str, str]) -> Drawn:
    """Where all stands, in points, so that sizes of nodes and lines are those of the page."""
    edges = [(way.source, way.target) for way in ways.ways]
    return drawn(
        {
            key: (x * _UNIT[0] * 72, y * _UNIT[1] * 72)
            for key, (x, y) in layout((node.key for node in ways.nodes), edges, apart=_APART).items()
        },
        {key: size / 2 for key, size in sizes.items()},
        {key: room(name.split("\n"), _LETTERS) for key, name in names.items()},
        edges,
    )


def _sizes(nodes: Sequence[Node]) -> dict[str, float]:
    """Points across: an area that grows with the counted words, and one size for sources, of which none are known."""
    most = max((node.words or 0 for node in nodes), default=0) or 1
    return {
        node.key: 13.0 if node.words is None else max(_SMALLEST, _LARGEST * math.sqrt(node.words / most))
        for node in nodes
    }


def _width(words: float, heaviest: float) -> float:
    return max(_THINNEST, _THICKEST * math.sqrt(words / heaviest))


def _line(
    on: Any,
    way: Way,
    bend: float,
    at: Mapping[str, Point],
    sizes: Mapping[str, float],
    heaviest: float,
    scale: float,
) -> None:
    from matplotlib.patches import PathPatch, Polygon
    from matplotlib.path import Path

    width = _width(way.words, heaviest)
    head = 0.0 if way.look == "open" else 5.0 + 1.3 * width
    ends = sizes[way.source] / 2 + 2, sizes[way.target] / 2 + 2
    start, bow, base, tip = curve(at[way.source], at[way.target], ends, head, bend)
    style: dict[str, Any] = {"color": certain(way.probability), "zorder": 1 + way.words / heaviest / 2}
    path = Path([start, bow, base], [Path.MOVETO, Path.CURVE3, Path.CURVE3])
    look = {"linewidth": width * scale, "linestyle": _DASHES[way.look], "capstyle": "butt", "fill": False}
    on.add_patch(PathPatch(path, **style, **look))
    if head:
        # By itself: the outline of an arrow's head would be dashed as its line is.
        long = math.dist(base, tip) or 1.0
        x, y = ((base[1] - tip[1]) / long * 0.42 * head, (tip[0] - base[0]) / long * 0.42 * head)
        on.add_patch(Polygon([tip, (base[0] + x, base[1] + y), (base[0] - x, base[1] - y)], linewidth=0, **style))


def _marker(kind: str, size: float) -> dict[str, Any]:
    """How a kind of node looks: its shape says it, its colour says it again."""
    filled: dict[str, tuple[str, Color, Color]] = {
        "outlet": ("o", OUTLET, PAPER),
        "article": ("o", OUTLET, PAPER),
        "named-source": ("D", SOURCE, PAPER),
        "unnamed-source": ("s", PAPER, SOURCE),
    }
    shape, face, edge = filled[kind]
    return {
        "marker": shape,
        "markersize": size * (0.8 if shape != "o" else 1.0),
        "markerfacecolor": face,
        "markeredgecolor": edge,
        "markeredgewidth": 2.0 if kind == "unnamed-source" else 0.8,
        "linestyle": "none",
    }


def _node(on: Any, node: Node, place: Point, size: float) -> None:
    on.plot([place[0]], [place[1]], zorder=3, **_marker(node.kind, size))
    if node.kind == "unnamed-source":
        on.text(*place, "?", ha="center", va="center_baseline", fontsize=8, color=INK, zorder=4)


def _label(on: Any, letters: Letters, name: str, label: Label, scale: float) -> None:
    left, top, right, bottom = label.box
    at, side = {
        "start": (left, "left"),
        "middle": ((left + right) / 2, "center"),
        "end": (right, "right"),
    }[label.lines]
    on.text(
        at,
        (top + bottom) / 2,
        name,
        ha=side,
        va="center",
        multialignment=side,
        fontsize=max(_SMALLEST_LETTERS, _LETTERS * scale),
        linespacing=1.2,
        family=letters.families,
        color=INK,
        parse_math=False,
        zorder=5,
        # No halo: an SVG would hold the outline of every letter anew, ten times the bytes.
        bbox={"boxstyle": "round,pad=0.1", "facecolor": "white", "edgecolor": "none", "alpha": 0.72},
    )


def _legend(on: Any, ways: Ways, heaviest: float, box: Point) -> None:
    """What shapes, lines, widths and colours mean, and what is left out: below the network."""
    import textwrap

    from matplotlib.cm import ScalarMappable
    from matplotlib.colors import ListedColormap, Normalize
    from matplotlib.lines import Line2D

    kinds = {node.kind for node in ways.nodes}
    looks = {way.look for way in ways.ways}
    columns = [
        [Line2D([], [], label=said, **_marker(kind, 9.0)) for kind, said in _KINDS.items() if kind in kinds],
        [
            Line2D([], [], color=INK, linewidth=1.8, linestyle=_DASHES[look], label=said)
            for look, said in _SAID.items()
            if look in looks
        ],
        [
            Line2D([], [], color=FAINT, linewidth=_width(words, heaviest), label=count(words, "word"))
            for words in _samples(heaviest)
        ],
    ]
    rows = max(map(len, columns))
    blank = Line2D([], [], linestyle="none", label=" ")
    wide = box[0] > 6.0
    sentences = " ".join(("An arrow leads from whose words they are to who has them.", *ways.left))
    told = textwrap.wrap(sentences, max(40, int(box[0] / 0.062)))
    on.legend(
        handles=[entry for column in columns for entry in (*column, *[blank] * (rows - len(column) if wide else 0))],
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        ncols=len(columns) if wide else 1,
        frameon=False,
        fontsize=8,
        labelcolor=INK,
        title="\n".join(told),
        title_fontsize=8,
        alignment="left",
        borderaxespad=0.2,
    )
    likely = ListedColormap([shades()(certainty_scale(0.5 + step / 64)) for step in range(33)])
    across = 1.0 / box[0]
    scale = on.inset_axes((1.0 - 1.25 * across, -(0.48 + 0.14 * len(told)) / box[1], across, 0.1 / box[1]))
    ticks = (0.5, 0.75, 1.0)
    bar = canvas.figure_of(on).colorbar(
        ScalarMappable(Normalize(0.5, 1.0), likely), cax=scale, orientation="horizontal", ticks=ticks
    )
    bar.outline.set_visible(False)
    bar.solids.set_edgecolor("face")  # else thin lines of paper between its shades
    scale.tick_params(labelsize=8, colors=INK, length=2)
    scale.set_xticks(ticks, ["\u2264 50%", "75%", "100%"])  # what is likely in some passage may be less so over all
    scale.set_title("how likely", fontsize=8, color=INK, pad=3)


def _samples(heaviest: float) -> list[int]:
    """Up to three round numbers of words for the key of widths, the largest of them no more than there are."""
    most = max(1, int(heaviest))
    rounds = [each * 10**power for power in range(len(str(most))) for each in (1, 2, 5) if each * 10**power <= most]
    return sorted({rounds[-1], rounds[max(0, len(rounds) - 3)], rounds[max(0, len(rounds) - 6)]})
