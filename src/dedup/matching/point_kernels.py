"""Words that two texts share in one place each: points, confirmed by seed features.

Kernels in the sense of `dedup.compiled`. All positions are token numbers within their text; a point (i, j) is coded
as ``(j - i + 2**30) << 32 | i``, so that sorted points stand diagonal by diagonal.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.region_kernels import grown

KERNELS = (
    "sort_together",
    "confirm",
    "place_crowded",
    "clear_crowded",
    "rare_points",
    "crowd_in_common",
    "crowded_points",
    "distinct",
    "join",
    "repeats",
)

_DIAGONAL_ZERO = 1 << 30
# Bits below the text or the group of a place in `Postings`, and below its first word; the shape takes five, and the
# sixth says that a word of the feature is worth nothing here. They stand in a file of kernels so that compiled kernels
# know of changes.
OWNER, SHAPE = 37, 6
FIRST_MASK = (1 << (OWNER - SHAPE)) - 1
SHAPE_MASK = 31
WORTHLESS = 32


def sort_together(keys, values, size):
    """Sort the first `size` keys in place, each with its value: Shell's sort with the gaps of Knuth (1973).

    Most pairs of texts have a few dozen points, and a call that allocates costs more than sorting them.
    """
    gap = 1
    while gap * 9 < size:
        gap = 3 * gap + 1
    while gap > 0:
        for at in range(gap, size):
            key = keys[at]
            value = values[at]
            to = at
            while to >= gap and keys[to - gap] > key:
                keys[to] = keys[to - gap]
                values[to] = values[to - gap]
                to -= gap
            keys[to] = key
            values[to] = value
        gap //= 3


def confirm(i0, shape_a, j0, shape_b, points, n):
    """Write the points of one feature after the first `n`; returns how many there are then.

    It begins at word `i0` of one text and `j0` of the other, with the shapes of `dedup.matching.features.Features`.
    """
    i1 = i0 + (shape_a >> 2)
    j1 = j0 + (shape_b >> 2)
    if (shape_a ^ shape_b) & 1:
        j0, j1 = j1, j0  # the pair stands the other way round
    points[n] = ((j0 - i0 + _DIAGONAL_ZERO) << 32) | i0
    points[n + 1] = ((j1 - i1 + _DIAGONAL_ZERO) << 32) | i1
    n += 2
    if shape_a & 2:
        points[n] = points[n - 2] + 1
        n += 1
    return n


def place_crowded(text, postings, rows):
    """Make ``rows[group]`` the first place of a text in `postings.crowd` for each group; `rows` holds −1 for all."""
    for at in range(postings.crowd_bounds[text + 1] - 1, postings.crowd_bounds[text] - 1, -1):
        rows[postings.crowd[at] >> OWNER] = at


def clear_crowded(text, postings, rows):
    """Undo `place_crowded`."""
    for at in range(postings.crowd_bounds[text], postings.crowd_bounds[text + 1]):
        rows[postings.crowd[at] >> OWNER] = -1


def rare_points(low, high, here, first, shape, row_first, row_shape, groups, texts, points, spread):
    """Write the points of meetings from `low` to `high`; returns how many there are."""
    n = 0
    for at in range(low, high):
        if shape[at] < 0:
            continue
        row = here[at]
        upto = confirm(np.int64(row_first[row]), row_shape[row], np.int64(first[at]), shape[at], points, n)
        for x in range(n, upto):
            spread[x] = texts[groups[row]]
        n = upto
    return n


def crowd_in_common(crowd, low, high, rows, common):
    """Which places of a crowd, from `low` to `high`, the text of `rows` has too: written to `common`, counted."""
    count = 0
    for at in range(low, high):
        common[count] = at
        count += rows[crowd[at] >> OWNER] >= 0
    return count


def crowded_points(crowd, common, count, rows, end, refrain, texts, points, spread, n):
    """Write the points of places in `common` after the first `n`; returns how many there are then.

    The places of the text of `rows` end at `end`.
    """
    upto_b = 0
    while upto_b < count:
        b = upto_b
        group = crowd[common[b]] >> OWNER
        while upto_b < count and crowd[common[upto_b]] >> OWNER == group:
            upto_b += 1
        a = rows[group]
        upto_a = a + 1
        while upto_a < end and crowd[upto_a] >> OWNER == group:
            upto_a += 1
        if (upto_a - a) * (upto_b - b) > refrain:
            continue
        for x in range(a, upto_a):
            here = crowd[x]
            for y in range(b, upto_b):
                there = crowd[common[y]]
                upto = confirm(
                    (here >> SHAPE) & FIRST_MASK, here & SHAPE_MASK,
                    (there >> SHAPE) & FIRST_MASK, there & SHAPE_MASK, points, n,
                )  # fmt: skip
                for z in range(n, upto):
                    spread[z] = texts[group]
                n = upto
    return n


def distinct(points, spread, n):
    """Sort the first `n` points and leave each once, with its least spread; returns how many are left."""
    sort_together(points, spread, n)
    size = 0
    for at in range(n):
        if size and points[size - 1] == points[at]:
            spread[size - 1] = min(spread[size - 1], spread[at])
        else:
            points[size] = points[at]
            spread[size] = spread[at]
            size += 1
    return size


def join(meetings, low, high, text, partner, rows, common, seeds, postings, refrain, points, spread):
    """The points that features of two texts confirm, sorted and unique.

    `meetings` from `low` to `high` are those of rare features; `rows` is where those of `text` are that many texts
    hold, see `place_crowded`; `common` has room for the crowded places of a text. A feature whose places in both texts
    multiply to more than `refrain` confirms nothing. `points` and `spread` are filled, or larger ones in their place:
    returns both and how many points there are. The spread of a point is how many texts hold the rarest feature that
    confirms it.
    """
    bounds = postings.crowd_bounds
    count = crowd_in_common(postings.crowd, bounds[partner], bounds[partner + 1], rows, common)
    room = 3 * (high - low + refrain * count)
    if room > points.size:
        points = np.empty(2 * room, np.int64)
        spread = np.empty(2 * room, np.int64)
    n = rare_points(
        low, high, meetings.here, meetings.first, meetings.shape, seeds.first, seeds.shape, seeds.groups, seeds.texts,
        points, spread,
    )  # fmt: skip
    n = crowded_points(
        postings.crowd, common, count, rows, bounds[text + 1], refrain, seeds.texts, points, spread, n
    )  # fmt: skip
    return points, spread, distinct(points, spread, n)


def repeats(keys, worth, apart):
    """Word matches of a text with itself, coded as in `join`: equal runs of three words `apart` words or more apart.

    Runs of function words alone, and runs that stand more than four times, are left out.
    """
    size = max(0, keys.size - 2)
    codes = np.zeros(size, np.int64)
    for x in range(size):
        telling = worth[x] > 1.0 or worth[x + 1] > 1.0 or worth[x + 2] > 1.0
        # A cheap code that wraps, below the sign; equal codes are compared word by word below.
        code = (np.int64(keys[x]) << 42) ^ (np.int64(keys[x + 1]) << 21) ^ np.int64(keys[x + 2])
        codes[x] = code & 0x7FFFFFFFFFFFFFFF if telling else -1
    order = np.argsort(codes, kind="mergesort")
    points = np.empty(64, np.int64)
    n = 0
    at = 0
    while at < size:
        upto = at + 1
        while upto < size and codes[order[upto]] == codes[order[at]]:
            upto += 1
        if codes[order[at]] >= 0 and 2 <= upto - at <= 4:
            for x in range(at, upto):
                for y in range(x + 1, upto):
                    i = order[x]
                    j = order[y]
                    if j - i < apart or keys[i] != keys[j] or keys[i + 1] != keys[j + 1] or keys[i + 2] != keys[j + 2]:
                        continue
                    if n + 3 > points.size:
                        points = grown(points)
                    for step in range(3):
                        points[n + step] = ((j - i + _DIAGONAL_ZERO) << 32) | (i + step)
                    n += 3
        at = upto
    return np.unique(points[:n])
