"""Boxes and lines in a plane: what lies in what."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from dedup.network.layout import Point

Box = tuple[float, float, float, float]  # left, top, right, bottom; downwards is more


def around(points: Sequence[Point]) -> Box:
    """The least box that holds some points."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def meet(one: Box, other: Box) -> bool:
    """Whether two boxes have more than an edge in common."""
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def over(line: Sequence[Point], box: Box) -> float:
    """How much of a line of straight pieces lies in a box."""
    return math.fsum(math.dist(one, other) * _inside(one, other, box) for one, other in pairwise(line))


def _inside(one: Point, other: Point, box: Box) -> float:
    """The share of a straight piece that lies in a box (Liang and Barsky, 1984)."""
    first, last = 0.0, 1.0
    for axis in (0, 1):
        start, step = one[axis], other[axis] - one[axis]
        if step == 0.0:
            if not box[axis] <= start <= box[axis + 2]:
                return 0.0
            continue
        near, far = sorted(((box[axis] - start) / step, (box[axis + 2] - start) / step))
        first, last = max(first, near), min(last, far)
        if first >= last:
            return 0.0
    return last - first
