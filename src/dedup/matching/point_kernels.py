"""Words that two texts share in one place each: points, confirmed by seed features.

Kernels in the sense of `dedup.compiled`. All positions are token numbers within their text; a point (i, j) is coded
as ``(j - i + 2**30) << 32 | i``, so that sorted points stand diagonal by diagonal.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.region_kernels import grown

KERNELS = ("sort_together", "confirm", "place_crowded", "clear_crowded", "join", "repeats")

_DIAGONAL_ZERO = 1 << 30


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


def confirm(here, first, shape, seeds, points, n):
    """Write the points of one feature after the first `n`; returns how many there are then.

    Row `here` of a text is equal to the feature of that `shape` which begins at word `first` of another.
    """
    i0 = np.int64(seeds.first[here])
    i1 = i0 + (seeds.shape[here] >> 2)
    j0 = np.int64(first)
    j1 = j0 + (shape >> 2)
    if (shape ^ seeds.shape[here]) & 1:
        j0, j1 = j1, j0  # the pair stands the other way round
    points[n] = ((j0 - i0 + _DIAGONAL_ZERO) << 32) | i0
    points[n + 1] = ((j1 - i1 + _DIAGONAL_ZERO) << 32) | i1
    n += 2
    if shape & 2:
        points[n] = points[n - 2] + 1
        n += 1
    return n


def place_crowded(text, seeds, rows):
    """Make ``rows[group]`` the first row of a text in each crowded group. `rows` holds −1 for all of them."""
    for row in range(seeds.bounds[text], seeds.bounds[text + 1]):
        group = seeds.groups[row]
        if group >= seeds.crowded:
            break
        if rows[group] < 0:
            rows[group] = row


def clear_crowded(text, seeds, rows):
    """Undo `place_crowded`."""
    for row in range(seeds.bounds[text], seeds.bounds[text + 1]):
        if seeds.groups[row] >= seeds.crowded:
            break
        rows[seeds.groups[row]] = -1


def join(meetings, low, high, text, partner, rows, seeds, refrain, points, spread):
    """The points that features of two texts confirm, sorted and unique.

    `meetings` from `low` to `high` are those of rare features; ``rows[group]`` is the first row of `text` in a crowded
    group, or −1. A feature whose places in both texts multiply to more than `refrain` confirms nothing. `points` and
    `spread` are filled, or larger ones in their place: returns both and how many points there are. The spread of a
    point is how many texts hold the rarest feature that confirms it.
    """
    n = 0
    groups = seeds.groups
    for at in range(low, high):
        if meetings.shape[at] < 0:
            continue
        if n + 3 > points.size:
            points = grown(points)
            spread = grown(spread)
        upto = confirm(meetings.here[at], meetings.first[at], meetings.shape[at], seeds, points, n)
        spread[n:upto] = seeds.texts[groups[meetings.here[at]]]
        n = upto
    end_a = seeds.bounds[text + 1]
    end_b = seeds.bounds[partner]
    while end_b < seeds.bounds[partner + 1] and groups[end_b] < seeds.crowded:
        b = end_b
        group = groups[b]
        end_b += 1
        a = rows[group]
        if a < 0:
            continue
        while end_b < seeds.bounds[partner + 1] and groups[end_b] == group:
            end_b += 1
        upto_a = a + 1
        while upto_a < end_a and groups[upto_a] == group:
            upto_a += 1
        if (upto_a - a) * (end_b - b) > refrain:
            continue
        for x in range(a, upto_a):
            for y in range(b, end_b):
                if n + 3 > points.size:
                    points = grown(points)
                    spread = grown(spread)
                upto = confirm(x, seeds.first[y], seeds.shape[y], seeds, points, n)
                spread[n:upto] = seeds.texts[group]
                n = upto
    sort_together(points, spread, n)
    size = 0
    for at in range(n):
        if size and points[size - 1] == points[at]:
            spread[size - 1] = min(spread[size - 1], spread[at])
        else:
            points[size] = points[at]
            spread[size] = spread[at]
            size += 1
    return points, spread, size


def repeats(keys, worth, apart):
    """Word matches of a text with itself, coded as in `join`: equal runs of three words `apart` words or more apart.

    Runs of function words alone, and runs that stand more than four times, are left out.
    """
    size = max(0, keys.size - 2)
    codes = np.zeros(size, np.int64)
    for x in range(size):
        telling = worth[x] > 1.0 or worth[x + 1] > 1.0 or worth[x + 2] > 1.0
        # A cheap code that wraps; equal codes are compared word by word below.
        codes[x] = (np.int64(keys[x]) << 42) ^ (np.int64(keys[x + 1]) << 21) ^ np.int64(keys[x + 2]) if telling else -1
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
