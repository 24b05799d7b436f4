"""Bent lines between nodes, so that the way there and the way back are two."""

from __future__ import annotations

import math

from dedup.network.layout import Point

BEND = 0.13  # of the distance, to the right of the way
_STEPS = 200


def control(source: Point, target: Point, bend: float = BEND) -> Point:
    """The control point of the curve between two nodes, `bend` of their distance beside its middle."""
    across = (target[0] - source[0], target[1] - source[1])
    return (source[0] + target[0]) / 2 - bend * across[1], (source[1] + target[1]) / 2 + bend * across[0]


def point(source: Point, bow: Point, target: Point, share: float) -> Point:
    """The point of a quadratic curve that lies at this share of its way."""
    rest = 1 - share
    one, two, three = rest * rest, 2 * rest * share, share * share
    return one * source[0] + two * bow[0] + three * target[0], one * source[1] + two * bow[1] + three * target[1]


def curve(
    source: Point, target: Point, room: tuple[float, float], head: float, bend: float = BEND
) -> tuple[Point, Point, Point, Point]:
    """A quadratic curve from one node to another: where it begins, its control point, where the head of its arrow
    begins and where that ends.

    `room` is how far it keeps from the middle of either node, and `head` how long the head is. Where there is too
    little room for all of it the head is what is left.
    """
    bow = control(source, target, bend)
    steps = [point(source, bow, target, step / _STEPS) for step in range(_STEPS + 1)]
    away = [step for step, each in enumerate(steps) if math.dist(each, source) >= room[0]]
    first = min(away[0] if away else 0, _STEPS // 2)
    last = max((step for step, each in enumerate(steps) if math.dist(each, target) >= room[1]), default=_STEPS)
    last = max(last, first + 2)
    tip = steps[min(last, _STEPS)]
    neck = max((step for step in range(first + 1, last) if math.dist(steps[step], tip) >= head), default=first + 1)
    begin, end = first / _STEPS, neck / _STEPS
    # The part of a quadratic curve between two of its points has the control point that both tangents meet in.
    x, y = (
        (1 - begin) * (1 - end) * source[axis]
        + (begin + end - 2 * begin * end) * bow[axis]
        + begin * end * target[axis]
        for axis in (0, 1)
    )
    return steps[first], (x, y), steps[neck], tip
