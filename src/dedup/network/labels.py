"""Where the labels of a drawn network stand, and how its lines bend, so that no line runs over a word if it need not.

Each label has a few dozen places around its node and each line a few bends; by turns each takes what is best while all
others stay, until nobody moves (the discrete gradient descent of Christensen, Marks and Shieber, "An Empirical Study of
Algorithms for Point-Feature Label Placement", 1995). No chance is in it: the same drawing has the same labels.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from dedup.network.boxes import Box, around, meet, over
from dedup.network.curves import BEND, control, point
from dedup.network.layout import Point

Line = tuple[Box, tuple[Point, ...]]  # a drawn line as points, with the box around them

_SWEEPS = 8
_POINTS = 14  # of a line, as which it is looked at
_GAP = 4.0  # from a node to its label
_PAD = 3.0  # around a label, that the middle of a line keeps from: half of a stout one
_OVER_WORDS, _OVER_NODE, _CROSSED = 60.0, 40.0, 10.0  # what it costs to stand over a label, a node, to be crossed
_CROSSED_MORE = 0.25  # for each unit of a line over a label
_SLID = 0.6  # what a label costs that does not stand straight below its node, at most
_BENDS = (BEND, -BEND, 0.05, -0.05, 0.22, -0.22, 0.32, -0.32, 0.42, -0.42)
_TOGETHER, _CLOSE = 6.0, 16.0  # what it costs to meet a node where another line does, and from which distance on
_HEAD = 12.0  # from a node to about the middle of a head
_OTHER_BEND, _BENT = 0.3, 6.0  # what a bend costs that is not the usual one, and what its excess does
_STRETCHES = (1.0, 1.15, 1.3, 1.45)
_LARGER = 3.0  # crossings that a drawing of twice the size must be rid of
_EMS, _EMS_UPPER, _EMS_WIDE, _LINE = 0.59, 0.7, 1.05, 1.2  # of a letter, and the height of a line, in ems


class _Way(NamedTuple):
    """A bend that a line may have, what it costs, the line, and where that comes near each of its nodes."""

    cost: float
    bend: float
    line: Line
    near: Mapping[str, Point]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A label's place; `lines` say whether its lines begin at its left, end at its right, or have one middle."""

    box: Box
    lines: Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """The places of nodes, the bend of each line in the order of the lines, and the label of each node."""

    places: Mapping[str, Point]
    bends: tuple[float, ...]
    labels: Mapping[str, Label]

    @property
    def box(self) -> Box:
        """What all labels and the middles of all nodes lie in."""
        corners = [*self.places.values()]
        for label in self.labels.values():
            corners += (label.box[:2], label.box[2:])
        return around(corners)


def drawn(
    places: Mapping[str, Point],
    radii: Mapping[str, float],
    sizes: Mapping[str, Point],
    edges: Sequence[tuple[str, str]],
) -> Drawn:
    """The labels of nodes at `places` of these `radii`, as wide and high as in `sizes`, and bends of the `edges`.

    All in one unit, about a point of type, downwards being more. Where lines cross labels, the places are tried further
    apart too. Work grows with the labels times the edges: 0.1 s for 30 and 40, and four times that.
    """
    tried: list[tuple[float, Drawn]] = []
    for stretch in _STRETCHES:
        wider = {key: (x * stretch, y * stretch) for key, (x, y) in places.items()}
        crossed, found = _settled(wider, radii, sizes, edges)
        tried.append((crossed + _LARGER * (stretch - 1), found))
        if not crossed:
            break
    return min(tried, key=lambda each: each[0])[1]


def room(lines: Sequence[str], size: float) -> Point:
    """About how wide and high some lines of a sans-serif type of this size are."""
    widths = [
        math.fsum(
            _EMS_WIDE if unicodedata.east_asian_width(char) in "WF" else _EMS_UPPER if char.isupper() else _EMS
            for char in line
        )
        for line in lines
    ]
    return size * max(widths, default=0.0), size * _LINE * len(lines)


def _settled(
    places: Mapping[str, Point],
    radii: Mapping[str, float],
    sizes: Mapping[str, Point],
    edges: Sequence[tuple[str, str]],
) -> tuple[int, Drawn]:
    """Labels and bends at fixed places, and how many times a line crosses a label."""
    keys = sorted(places)
    spots = {key: _spots(places[key], radii[key], sizes[key]) for key in keys}
    both = set(edges)
    ways = [_ways(edge, places, radii, there_and_back=(edge[1], edge[0]) in both) for edge in edges]
    label = {key: spots[key][0][1] for key in keys}
    bent = [each[0] for each in ways]
    nodes = {key: (places[key], radii[key]) for key in keys}
    for _ in range(_SWEEPS):
        before = dict(label), list(bent)
        lines = [way.line for way in bent]
        for key in keys:
            others = [label[other].box for other in keys if other != key]
            label[key] = min(
                spots[key], key=lambda spot: spot[0] + _label_cost(spot[1].box, others, nodes.values(), lines)
            )[1]
        boxes = [label[key].box for key in keys]
        for at, edge in enumerate(edges):
            passed = [nodes[key] for key in keys if key not in edge]
            met = {
                key: [way.near[key] for other, way in enumerate(bent) if other != at and key in way.near]
                for key in edge
            }
            bent[at] = min(
                ways[at], key=lambda way: way.cost + _line_cost(way.line, boxes, passed) + _meeting_cost(way.near, met)
            )
        if (label, bent) == before:
            break
    crossed = sum(_crossing(way.line, label[key].box) > 0 for way in bent for key in keys)
    return crossed, Drawn(places=places, bends=tuple(way.bend for way in bent), labels=label)


def _spots(place: Point, radius: float, size: Point) -> list[tuple[float, Label]]:
    """The places that a label may have, straight below first, each with what it costs."""
    (x, y), (wide, high), away = place, size, radius + _GAP
    found = []

    def spot(cost: float, left: float, top: float, lines: Literal["start", "middle", "end"]) -> None:
        found.append((cost, Label(box=(left, top, left + wide, top + high), lines=lines)))

    for cost, slid in ((0.0, 0.0), (0.5, 0.2), (0.5, -0.2), (0.9, 0.4), (0.9, -0.4)):
        for worse, top in ((0.0, y + away), (0.1, y - away - high)):
            spot((cost + worse) * _SLID, x - wide / 2 + slid * wide, top, "middle")
    for cost, slid in ((0.3, 0.0), (0.7, 0.4), (0.7, -0.4)):
        for worse, left, lines in ((0.0, x + away, "start"), (0.05, x - away - wide, "end")):
            spot((cost + worse) * _SLID, left, y - high / 2 + slid * high, lines)  # type: ignore[arg-type]
    for far, aside, down in ((0.8, 0.75 * away, 0.45 * away), (1.6, 1.3 * away, 1.1 * away)):
        for worse, top in ((0.0, y + down), (0.05, y - down - high)):
            spot((far + worse) * _SLID, x + aside, top, "start")
            spot((far + worse + 0.05) * _SLID, x - aside - wide, top, "end")
    return found


def _ways(
    edge: tuple[str, str], places: Mapping[str, Point], radii: Mapping[str, float], *, there_and_back: bool
) -> list[_Way]:
    """The bends that a line may have, the usual one first."""
    source, target = (places[key] for key in edge)
    found = []
    for bend in _BENDS:
        if bend < 0 and there_and_back:  # as two lines they bow to different sides already
            continue
        bow = control(source, target, bend)
        points = tuple(point(source, bow, target, step / _POINTS) for step in range(_POINTS + 1))
        cost = _OTHER_BEND * (bend != BEND) + _BENT * max(0.0, abs(bend) - BEND)
        near = {
            edge[0]: _outside(points, source, radii[edge[0]]),
            edge[1]: _outside(points[::-1], target, radii[edge[1]]),
        }
        found.append(_Way(cost, bend, (around(points), points), near))
    return found


def _outside(points: Sequence[Point], place: Point, radius: float) -> Point:
    """Where a line from a node is as far from it as a head would be."""
    away = radius + _HEAD
    for one, other in pairwise(points):
        first, last = math.dist(one, place), math.dist(other, place)
        if last >= away:
            share = (away - first) / (last - first) if last > first else 1.0
            return one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1])
    return points[-1]


def _label_cost(box: Box, others: Sequence[Box], nodes: Iterable[tuple[Point, float]], lines: Sequence[Line]) -> float:
    cost = math.fsum(_OVER_WORDS for other in others if meet(box, other))
    cost += math.fsum(_OVER_NODE for node in nodes if _near(node, box))
    return cost + math.fsum(_crossing(line, box) for line in lines)


def _line_cost(line: Line, boxes: Sequence[Box], nodes: Iterable[tuple[Point, float]]) -> float:
    cost = math.fsum(_crossing(line, box) for box in boxes)
    for (x, y), radius in nodes:
        around = (x - radius - 2, y - radius - 2, x + radius + 2, y + radius + 2)
        if meet(line[0], around) and over(line[1], around):
            cost += _OVER_NODE
    return cost


def _meeting_cost(near: Mapping[str, Point], met: Mapping[str, Sequence[Point]]) -> float:
    """Heads that lie over each other cannot be told apart."""
    return math.fsum(
        _TOGETHER * max(0.0, 1 - math.dist(point, other) / _CLOSE) for key, point in near.items() for other in met[key]
    )


def _crossing(line: Line, box: Box) -> float:
    wider = (box[0] - _PAD, box[1] - _PAD, box[2] + _PAD, box[3] + _PAD)
    if not meet(line[0], wider):
        return 0.0
    long = over(line[1], wider)
    return _CROSSED + _CROSSED_MORE * long if long else 0.0


def _near(node: tuple[Point, float], box: Box) -> bool:
    (x, y), radius = node
    return math.hypot(x - min(max(x, box[0]), box[2]), y - min(max(y, box[1]), box[3])) < radius + 1
