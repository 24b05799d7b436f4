"""Word alignment of two passages: which words match, in order, as a variant, or moved.

The in-order part is the heaviest common subsequence of word keys, found over the match points alone
(Hunt & Szymanski 1977, with weights in a Fenwick tree of maxima) and with a bonus for each step along a
diagonal, which is the affine gap: a match that continues a run is worth more than one that starts anew.
Content words left over on both sides are moved words.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

# A function word alone is worth little, a step along the diagonal a little more (nats; content words: 2 to 6).
_STEP_BONUS = 0.5
# Sequences longer than this (the shorter one) are cut at words that both hold once, in one order (patience
# diff, Cohen): 500 words align in a tenth of the time. An anchor counts when another one stands near it on its
# diagonal.
_LONG, _NEIGHBOUR = 120, 4
# Texts made to have one anchor at a time are not cut more often than this.
_DEEPEST = 8
# More places than this (product over both sides) and a word is left to the extension of its neighbours; less
# where all words together would make more than `_POINTS` matches.
_CROWD, _POINTS = 400, 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Matched token numbers, counted from the start of each side.

    `pairs` run in order on both sides; `moved` are matches out of order, sorted by the left side.
    """

    pairs: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]


def align(left: Sequence[int], right: Sequence[int], weight: Sequence[float], common: Sequence[bool]) -> Alignment:
    """Align two sequences of keys. `weight` and `common` (function words) are indexed by key."""
    start = _equal_run(left, right)
    stop = _equal_run(left[start:][::-1], right[start:][::-1])
    inner_left, inner_right = left[start : len(left) - stop], right[start : len(right) - stop]
    inner = [(i + start, j + start) for i, j in _anchored(inner_left, inner_right, weight)]
    tail = [(len(left) - stop + x, len(right) - stop + x) for x in range(stop)]
    pairs = [(x, x) for x in range(start)] + inner + tail
    pairs = _without_strays(_extended(pairs, left, right), left, common)
    return Alignment(pairs=tuple(pairs), moved=tuple(_moved(pairs, left, right, common)))


def _equal_run(left: Sequence[int], right: Sequence[int]) -> int:
    count = 0
    for one, two in zip(left, right, strict=False):
        if one != two:
            break
        count += 1
    return count


def _anchored(
    left: Sequence[int], right: Sequence[int], weight: Sequence[float], depth: int = 0
) -> list[tuple[int, int]]:
    if min(len(left), len(right)) <= _LONG or depth == _DEEPEST:
        return _heaviest(left, right, weight)
    once_left, once_right = _once(left), _once(right)
    shared = [(i, once_right[key]) for key, i in once_left.items() if key in once_right]
    rising = _longest_rising(sorted(shared))
    anchors = [
        (i, j)
        for at, (i, j) in enumerate(rising)
        if any(near[0] - near[1] == i - j and abs(near[0] - i) <= _NEIGHBOUR for near in _beside(rising, at))
    ]
    if not anchors:
        return _heaviest(left, right, weight)
    pairs: list[tuple[int, int]] = []
    for (i0, j0), (i1, j1) in pairwise([(-1, -1), *anchors, (len(left), len(right))]):
        inside = _anchored(left[i0 + 1 : i1], right[j0 + 1 : j1], weight, depth + 1)
        pairs.extend((i + i0 + 1, j + j0 + 1) for i, j in inside)
        pairs.append((i1, j1))
    return pairs[:-1]


def _once(keys: Sequence[int]) -> dict[int, int]:
    """Where each key stands that occurs once."""
    counts = Counter(keys)
    return {key: at for at, key in enumerate(keys) if counts[key] == 1}


def _beside(pairs: list[tuple[int, int]], at: int) -> list[tuple[int, int]]:
    return [*pairs[max(0, at - 1) : at], *pairs[at + 1 : at + 2]]


def _longest_rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest part of pairs, sorted by their left, whose rights rise too (patience sorting)."""
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        tops[pile : pile + 1], ends[pile : pile + 1] = [j], [number]
    chain = []
    number = ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1]


def _heaviest(left: Sequence[int], right: Sequence[int], weight: Sequence[float]) -> list[tuple[int, int]]:
    places: dict[int, list[int]] = {}
    for j, key in enumerate(right):
        places.setdefault(key, []).append(j)
    counts: dict[int, int] = {}
    for key in left:
        counts[key] = counts.get(key, 0) + 1
    crowd = _CROWD
    while (
        crowd > 1
        and sum(n for key, count in counts.items() if (n := count * len(places.get(key, ()))) <= crowd) > _POINTS
    ):
        crowd //= 4
    # tree[x] holds the best chain (value, negated point) that ends in a column of x's range.
    size = len(right) + 1
    tree: list[tuple[float, int]] = [(0.0, -1)] * (size + 1)
    points: list[tuple[int, int, int]] = []  # left, right, number of the previous point
    values: dict[tuple[int, int], tuple[float, int]] = {}
    for i, key in enumerate(left):
        columns = places.get(key, ())
        if len(columns) * counts[key] > crowd:
            continue
        fresh: list[tuple[int, float]] = []
        for j in columns:
            value, before = 0.0, -1
            x = j
            while x > 0:
                if tree[x][0] > value:
                    value, before = tree[x]
                x -= x & -x
            step = values.get((i - 1, j - 1))
            if step is not None and step[0] + _STEP_BONUS >= value:
                value, before = step[0] + _STEP_BONUS, step[1]
            value += weight[key]
            values[i, j] = (value, len(points))
            points.append((i, j, before))
            fresh.append((j + 1, value))
        for offset, (x, value) in enumerate(fresh):  # after the row: two matches of one word cannot chain
            number = len(points) - len(fresh) + offset
            while x <= size:
                if value > tree[x][0]:
                    tree[x] = (value, number)
                x += x & -x
    best = max(values.values(), key=lambda entry: (entry[0], -entry[1]), default=(0.0, -1))[1]
    chain = []
    while best >= 0:
        i, j, best = points[best]
        chain.append((i, j))
    return chain[::-1]


def _extended(pairs: list[tuple[int, int]], left: Sequence[int], right: Sequence[int]) -> list[tuple[int, int]]:
    """Let every match grow along its diagonal into the gap after and before it while the words agree."""
    grown: list[tuple[int, int]] = []
    bounds = [(-1, -1), *pairs, (len(left), len(right))]
    for (i0, j0), (i1, j1) in pairwise(bounds):
        if i0 >= 0:
            grown.append((i0, j0))
        forward = 0
        while i0 >= 0 and i0 + forward + 1 < i1 and j0 + forward + 1 < j1:
            if left[i0 + forward + 1] != right[j0 + forward + 1]:
                break
            forward += 1
            grown.append((i0 + forward, j0 + forward))
        back = 0
        while i1 < len(left) and i1 - back - 1 > i0 + forward and j1 - back - 1 > j0 + forward:
            if left[i1 - back - 1] != right[j1 - back - 1]:
                break
            back += 1
        grown.extend((i1 - x, j1 - x) for x in range(back, 0, -1))
    return grown


def _without_strays(pairs: list[tuple[int, int]], left: Sequence[int], common: Sequence[bool]) -> list[tuple[int, int]]:
    """Drop runs of nothing but function words shorter than three: they match by chance."""
    kept: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for pair in [*pairs, (-9, -9)]:
        if run and (pair[0] != run[-1][0] + 1 or pair[1] != run[-1][1] + 1):
            if len(run) >= 3 or not all(common[left[i]] for i, _ in run):
                kept.extend(run)
            run = []
        run.append(pair)
    return kept


def _moved(
    pairs: list[tuple[int, int]], left: Sequence[int], right: Sequence[int], common: Sequence[bool]
) -> list[tuple[int, int]]:
    in_left, in_right = {i for i, _ in pairs}, {j for _, j in pairs}
    free: dict[int, list[int]] = {}
    for j in range(len(right) - 1, -1, -1):
        if j not in in_right and not common[right[j]]:
            free.setdefault(right[j], []).append(j)
    return [
        (i, free[key].pop()) for i, key in enumerate(left) if i not in in_left and not common[key] and free.get(key)
    ]
