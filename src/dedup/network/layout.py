"""Where the nodes of a drawn network stand: the same places for the same network, in plain Python.

Each connected part is laid out by stress majorization (Gansner, Koren and North, "Graph Drawing by Stress
Majorization", 2004): nodes come to stand as far apart as the path between them is long, which needs no temperature
and no chance. Then the parts are set beside each other in rows, as lines of a text.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Collection, Iterable, Mapping, Sequence
from heapq import heappop, heappush

Point = tuple[float, float]

_SWEEPS = 120
_SETTLED = 1e-3  # edge lengths; what nobody can see move
_APART_SWEEPS = 400  # a hundred around one node need 200
_LOOSE = 1.5  # of the least room that nodes apart take: less, and they are pushed into a heap
_ROOM = 0.38  # of an edge's length, by the root of the nodes around it
_DECIMALS = 3  # the last bits of sines differ between machines


def layout(
    keys: Iterable[str],
    edges: Iterable[tuple[str, str]],
    *,
    aspect: float = 1.6,
    apart: Point = (0.9, 0.5),
) -> dict[str, Point]:
    """A place for each of `keys`, from (0, 0) at the top left; 1 is the length that an edge would like to have.

    `edges` join two keys each, direction and repeats making no difference; others are ignored. Any two nodes stand
    `apart` across or down (room for their labels). `aspect` is about how much wider than high the whole gets. The order
    of the input makes no difference. Work grows with the square of the nodes in a part: 0.1 s for 50, 2 s for 250.

    >>> layout(["b", "a"], [("a", "b")])
    {'a': (0.0, 0.0), 'b': (1.0, 0.0)}
    """
    near: dict[str, set[str]] = {key: set() for key in sorted(set(keys))}
    for one, other in edges:
        if one != other and one in near and other in near:
            near[one].add(other)
            near[other].add(one)
    neighbours = {key: sorted(found) for key, found in near.items()}
    parts = [_apart(_lying(_stressed(part, neighbours)), apart) for part in _parts(neighbours)]
    places = _in_rows(parts, aspect, apart)
    return {key: places[key] for key in neighbours}


def _parts(neighbours: Mapping[str, Sequence[str]]) -> list[list[str]]:
    """The connected parts, the largest first; each in the order of a walk from its best-connected node."""
    found: list[list[str]] = []
    seen: set[str] = set()
    for start in sorted(neighbours, key=lambda key: (-len(neighbours[key]), key)):
        if start not in seen:
            part = list(_distances(start, neighbours))
            seen.update(part)
            found.append(part)
    return sorted(found, key=lambda part: (-len(part), min(part)))


def _distances(start: str, neighbours: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many edges lead from `start` to each node that it reaches, nearest first."""
    found = {start: 0}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there in neighbours[here]:
            if there not in found:
                found[there] = found[here] + 1
                waiting.append(there)
    return found


def _stressed(part: Sequence[str], neighbours: Mapping[str, Sequence[str]]) -> dict[str, Point]:
    """Places of least stress for a connected part, from a circle in its order."""
    count = len(part)
    if count <= 2:
        return {key: (float(at), 0.0) for at, key in enumerate(part)}
    wanted = _wanted(part, neighbours)
    turn, radius = 2 * math.pi / count, count / 6
    xs = [radius * math.cos(turn * at) for at in range(count)]
    ys = [radius * math.sin(turn * at) for at in range(count)]
    for _ in range(_SWEEPS):
        moved = 0.0
        for at in range(count):
            x, y = _least_stress(at, xs, ys, wanted[at])
            moved = max(moved, abs(x - xs[at]), abs(y - ys[at]))
            xs[at], ys[at] = x, y
        if moved < _SETTLED:
            break
    return dict(zip(part, zip(xs, ys, strict=True), strict=True))


def _wanted(part: Sequence[str], neighbours: Mapping[str, Sequence[str]]) -> list[list[float]]:
    """How far each node of a part would like to stand from each: the lengths of the edges of the shortest path.

    An edge is the longer, the more other nodes stand around its ends that are not common to both, so that those have
    room (as in `neato` of Graphviz).
    """
    around = {key: set(neighbours[key]) for key in part}
    found = []
    for start in part:
        reached = {start: 0.0}
        waiting = [(0.0, start)]
        done = set()
        while waiting:
            far, here = heappop(waiting)
            if here in done:
                continue
            done.add(here)
            for there in neighbours[here]:
                other = far + max(1.0, _ROOM * math.sqrt(len(around[here] ^ around[there])))
                if other < reached.get(there, math.inf):
                    reached[there] = other
                    heappush(waiting, (other, there))
        found.append([reached[other] for other in part])
    return found


def _least_stress(at: int, xs: Sequence[float], ys: Sequence[float], wanted: Sequence[float]) -> Point:
    """The place of least stress for one node while all others stay: each pulls to its distance, by 1/distance²."""
    here_x, here_y = xs[at], ys[at]
    sum_x = sum_y = total = 0.0
    for other, distance in enumerate(wanted):
        if other == at:
            continue
        weight = 1.0 / (distance * distance)
        dx, dy = here_x - xs[other], here_y - ys[other]
        length = math.sqrt(dx * dx + dy * dy)
        scale = distance / length if length > 1e-9 else 0.0
        sum_x += weight * (xs[other] + scale * dx)
        sum_y += weight * (ys[other] + scale * dy)
        total += weight
    return sum_x / total, sum_y / total


def _lying(places: Mapping[str, Point]) -> dict[str, Point]:
    """A part turned so that its longest extent lies across: labels are wide, and so are pages."""
    count = len(places)
    middle_x = sum(x for x, _ in places.values()) / count
    middle_y = sum(y for _, y in places.values()) / count
    centred = {key: (x - middle_x, y - middle_y) for key, (x, y) in places.items()}
    xx = sum(x * x for x, _ in centred.values())
    yy = sum(y * y for _, y in centred.values())
    xy = sum(x * y for x, y in centred.values())
    angle = 0.5 * math.atan2(2 * xy, xx - yy)  # of the principal axis
    cosine, sine = math.cos(angle), math.sin(angle)
    return {key: (x * cosine + y * sine, y * cosine - x * sine) for key, (x, y) in centred.items()}


def _apart(places: Mapping[str, Point], apart: Point) -> dict[str, Point]:
    """The places, pushed from each other where two would stand nearer than `apart` both across and down."""
    keys = sorted(places, key=lambda key: (places[key], key))
    across, down = apart
    wider = _stretch(places.values(), apart)
    xs, ys = [places[key][0] * wider for key in keys], [places[key][1] * wider for key in keys]
    for _ in range(_APART_SWEEPS):
        pushed = False
        for one in range(len(keys)):
            for other in range(one + 1, len(keys)):
                dx, dy = xs[other] - xs[one], ys[other] - ys[one]
                lack_x, lack_y = across - abs(dx), down - abs(dy)
                if lack_x <= 1e-6 or lack_y <= 1e-6:
                    continue
                pushed = True
                if lack_y <= lack_x:
                    step = lack_y / 2 if dy >= 0 else -lack_y / 2
                    ys[one] -= step
                    ys[other] += step
                else:
                    step = lack_x / 2 if dx >= 0 else -lack_x / 2
                    xs[one] -= step
                    xs[other] += step
        if not pushed:
            break
    return dict(zip(keys, zip(xs, ys, strict=True), strict=True))


def _stretch(places: Collection[Point], apart: Point) -> float:
    """By how much to stretch a part that has too little room for its nodes, so that pushing them keeps its form."""
    if len(places) <= 2:  # an edge has the length that it would like to have
        return 1.0
    room = [
        max(place[axis] for place in places) - min(place[axis] for place in places) + apart[axis] for axis in (0, 1)
    ]
    return max(1.0, math.sqrt(_LOOSE * len(places) * apart[0] * apart[1] / (room[0] * room[1])))


def _in_rows(parts: Collection[Mapping[str, Point]], aspect: float, apart: Point) -> dict[str, Point]:
    """All parts in one plane, row by row, as wide as makes the whole about `aspect` times as wide as high."""
    boxes = []
    for part in parts:
        left, top = min(x for x, _ in part.values()), min(y for _, y in part.values())
        width = max(x for x, _ in part.values()) - left + apart[0]
        height = max(y for _, y in part.values()) - top + apart[1]
        boxes.append((part, left, top, width, height))
    room = sum(width * height for _, _, _, width, height in boxes)
    widest = max([math.sqrt(room * aspect), *(width for _, _, _, width, _ in boxes)], default=0.0)
    placed: dict[str, Point] = {}
    row_top = row_height = at = 0.0
    for part, left, top, width, height in boxes:
        if at > 0.0 and at + width > widest + 1e-6:
            row_top, row_height, at = row_top + row_height, 0.0, 0.0
        for key, (x, y) in part.items():
            placed[key] = (round(x - left + at, _DECIMALS) + 0.0, round(y - top + row_top, _DECIMALS) + 0.0)
        at += width
        row_height = max(row_height, height)
    return placed
