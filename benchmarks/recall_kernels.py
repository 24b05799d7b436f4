"""Every window against every window, and where rare shared features vote: kernels in the sense of `dedup.compiled`."""

from __future__ import annotations

import numpy as np

from dedup.matching.region_kernels import find_regions, grown_rows

KERNELS = ("shared_worth", "promising", "window_regions", "voting", "similarity")

_DIAGONAL_ZERO = 1 << 30


def shared_worth(keys, plain, raised, x0, x1, y0, y1, low_x, high_x, low_y, high_y):
    """An upper bound of the evidence (nats) that the words of two windows can be, the lesser of both sides.

    `keys`, `plain`, `raised` go by token row: what a word is worth by itself, and where its neighbour matches too.
    The windows are rows ``x0:x1`` and ``y0:y1`` of texts ``low:high``. A word counts once on its side if the other
    window holds it at all.
    """
    best = np.zeros(y1 - y0, np.float64)
    left = 0.0
    for x in range(x0, x1):
        key = keys[x]
        most = 0.0
        for y in range(y0, y1):
            if keys[y] != key:
                continue
            run = (x > low_x and y > low_y and keys[x - 1] == keys[y - 1]) or (
                x + 1 < high_x and y + 1 < high_y and keys[x + 1] == keys[y + 1]
            )
            most = max(most, raised[x] if run else plain[x])
            best[y - y0] = max(best[y - y0], raised[y] if run else plain[y])
        left += most
    return min(left, best.sum())


def promising(windows, owners, apart, offsets, keys, plain, raised, least):
    """Pairs of windows (numbers, low text first) whose shared worth reaches `least`; and how many were looked at.

    `windows` are rows (first, end) of token rows, ordered by text; `owners` their texts; ``apart[t, u]`` says whether
    the pair of texts counts.
    """
    found = np.empty((1024, 2), np.int64)
    size = 0
    looked = 0
    for one in range(owners.size):
        text = owners[one]
        for two in range(one + 1, owners.size):
            other = owners[two]
            if text == other or not apart[text, other]:
                continue
            looked += 1
            worth = shared_worth(
                keys, plain, raised, windows[one, 0], windows[one, 1], windows[two, 0], windows[two, 1],
                offsets[text], offsets[text + 1], offsets[other], offsets[other + 1],
            )  # fmt: skip
            if worth < least:
                continue
            if size == found.shape[0]:
                found = grown_rows(found)
            found[size, 0] = one
            found[size, 1] = two
            size += 1
    return found[:size], looked


def window_regions(pairs, windows, owners, offsets, keys, worth, local, common, limits):
    """Regions of each pair of windows, as rows (text, other, i0, i1, j0, j1), ends inclusive, words within the text.

    Every equal word is a match here, whatever stands beside it; function words need two others in a row. The first
    region of a pair reaches from its first match to its last, the others are those of `find_regions`.
    """
    found = np.empty((1024, 6), np.int64)
    size = 0
    for pair in range(pairs.shape[0]):
        one = pairs[pair, 0]
        two = pairs[pair, 1]
        low_x = offsets[owners[one]]
        high_x = offsets[owners[one] + 1]
        low_y = offsets[owners[two]]
        high_y = offsets[owners[two] + 1]
        points = np.empty((windows[one, 1] - windows[one, 0]) * (windows[two, 1] - windows[two, 0]), np.int64)
        n = 0
        i0 = 1 << 40
        i1 = -1
        j0 = 1 << 40
        j1 = -1
        for x in range(windows[one, 0], windows[one, 1]):
            for y in range(windows[two, 0], windows[two, 1]):
                if keys[x] != keys[y]:
                    continue
                if common[keys[x]]:
                    back = 0
                    while (
                        back < 2 and x - back > low_x and y - back > low_y and keys[x - back - 1] == keys[y - back - 1]
                    ):
                        back += 1
                    on = 0
                    while (
                        on < 2 and x + on + 1 < high_x and y + on + 1 < high_y and keys[x + on + 1] == keys[y + on + 1]
                    ):
                        on += 1
                    if back + on < 2:
                        continue
                i = x - low_x
                j = y - low_y
                points[n] = ((j - i + _DIAGONAL_ZERO) << 32) | i
                n += 1
                i0 = min(i0, i)
                i1 = max(i1, i)
                j0 = min(j0, j)
                j1 = max(j1, j)
        if n == 0:
            continue
        points = np.sort(points[:n])
        regions = find_regions(
            points, np.ones(n, np.int64), worth[low_x:high_x], local[low_x:high_x], worth[low_y:high_y],
            local[low_y:high_y], limits,
        )  # fmt: skip
        while size + 1 + regions.shape[0] > found.shape[0]:
            found = grown_rows(found)
        found[size, 0] = owners[one]
        found[size, 1] = owners[two]
        found[size, 2] = i0
        found[size, 3] = i1
        found[size, 4] = j0
        found[size, 5] = j1
        size += 1
        for x in range(regions.shape[0]):
            found[size, 0] = owners[one]
            found[size, 1] = owners[two]
            for column in range(4):
                found[size, 2 + column] = np.int64(regions[x, column])
            size += 1
    return found[:size]


def voting(pairs, features, here, there, worth, least, reach):
    """Which features vote together, by the rule of `dedup.matching.search_kernels.near_enough`.

    Row x is a place of ``features[x]``, which the texts of ``pairs[x]`` share: it begins at word ``here[x]`` and
    ``there[x]`` and is `worth` so much. Rows are ordered by pair, then by `here`.
    """
    taken = np.zeros(pairs.size, np.bool_)
    counted = np.full(features.max() + 1 if features.size else 0, -1, np.int64)
    at = 0
    while at < pairs.size:
        upto = at
        total = 0.0
        while upto < pairs.size and pairs[upto] == pairs[at]:
            total += worth[upto]
            upto += 1
        x = at
        while total >= least and x < upto:
            near = 0.0
            y = x
            while y < upto and here[y] - here[x] <= reach:
                if abs(there[y] - there[x]) <= reach and counted[features[y]] != x:
                    near += worth[y]
                    counted[features[y]] = x
                y += 1
            while near >= least and y > x:
                y -= 1
                if abs(there[y] - there[x]) <= reach:
                    taken[y] = True
            x += 1
        at = upto
    return taken


def similarity(hashes, offsets, pairs):
    """Exact Jaccard similarity of each pair of sets, set ``s`` being ``hashes[offsets[s]:offsets[s + 1]]``."""
    found = np.empty(pairs.shape[0], np.float64)
    for pair in range(pairs.shape[0]):
        one = np.sort(hashes[offsets[pairs[pair, 0]] : offsets[pairs[pair, 0] + 1]])
        two = np.sort(hashes[offsets[pairs[pair, 1]] : offsets[pairs[pair, 1] + 1]])
        shared = 0
        either = 0
        a = 0
        b = 0
        while a < one.size or b < two.size:
            if b == two.size or (a < one.size and one[a] <= two[b]):
                value = one[a]
            else:
                value = two[b]
            in_one = a < one.size and one[a] == value
            in_two = b < two.size and two[b] == value
            while a < one.size and one[a] == value:
                a += 1
            while b < two.size and two[b] == value:
                b += 1
            either += 1
            if in_one and in_two:
                shared += 1
        found[pair] = shared / either if either else 0.0
    return found
