"""Regions of shared wording between two texts: join seeds, link them, trim, judge, split.

Kernels in the sense of `dedup.compiled`. All positions are token numbers within their text. The method:
seed features confirm single word matches (points); points on one diagonal make runs; runs close to each
other in both texts make a group, in any order; a group is trimmed to the stretch whose weight is densest
(the largest sum of a sequence whose unmatched words cost: Bentley 1984, Kadane's scan) and kept when weight
and density suffice; a group too thin is split by linking it again at half the gap.
"""

from __future__ import annotations

import numpy as np

KERNELS = ("grown", "grown_rows", "join", "repeats", "link", "densest", "find_regions")

# A run of matches on one diagonal bridges up to this many words that differ.
_RUN_REACH = 6
_DIAGONAL_ZERO = 1 << 30


def grown(array):
    """A copy with room for twice as many values."""
    larger = np.empty(array.size * 2, array.dtype)
    larger[: array.size] = array
    return larger


def grown_rows(array):
    """A copy with room for twice as many rows."""
    larger = np.empty((array.shape[0] * 2, array.shape[1]), array.dtype)
    larger[: array.shape[0]] = array
    return larger


def join(keys_a, codes_a, first_a, middle_a, last_a, holders_a, keys_b, codes_b, first_b, middle_b, last_b, most):
    """Word matches (i, j) that equal features confirm, as sorted unique ``(j - i + 2**30) << 32 | i``.

    A feature whose places in both texts multiply to more than `most` is a refrain and confirms nothing. The
    second result is, for every match, how many texts hold the rarest feature that confirms it.
    """
    points = np.empty(256, np.int64)
    spread = np.empty(256, np.int64)
    n = 0
    a = 0
    b = 0
    while a < codes_a.size and b < codes_b.size:
        if codes_a[a] < codes_b[b]:
            a += 1
            continue
        if codes_a[a] > codes_b[b]:
            b += 1
            continue
        end_a = a + 1
        while end_a < codes_a.size and codes_a[end_a] == codes_a[a]:
            end_a += 1
        end_b = b + 1
        while end_b < codes_b.size and codes_b[end_b] == codes_b[b]:
            end_b += 1
        if (end_a - a) * (end_b - b) <= most:
            for x in range(a, end_a):
                for y in range(b, end_b):
                    if n + 3 > points.size:
                        points = grown(points)
                        spread = grown(spread)
                    i0 = np.int64(first_a[x])
                    i1 = np.int64(last_a[x])
                    j0 = np.int64(first_b[y])
                    j1 = np.int64(last_b[y])
                    if middle_a[x] < 0 and keys_a[i0] != keys_b[j0]:
                        j0, j1 = j1, j0  # the pair stands the other way round
                    if keys_a[i0] != keys_b[j0] or keys_a[i1] != keys_b[j1]:
                        continue  # two features, one code
                    points[n] = ((j0 - i0 + _DIAGONAL_ZERO) << 32) | i0
                    points[n + 1] = ((j1 - i1 + _DIAGONAL_ZERO) << 32) | i1
                    spread[n] = holders_a[x]
                    spread[n + 1] = holders_a[x]
                    n += 2
                    if middle_a[x] >= 0 and middle_b[y] >= 0 and keys_a[i0 + 1] == keys_b[j0 + 1]:
                        points[n] = ((j0 - i0 + _DIAGONAL_ZERO) << 32) | (i0 + 1)
                        spread[n] = holders_a[x]
                        n += 1
        a = end_a
        b = end_b
    order = np.argsort(points[:n], kind="mergesort")
    size = 0
    distinct = np.empty(n, np.int64)
    rarest = np.empty(n, np.int64)
    for at in order:
        if size and distinct[size - 1] == points[at]:
            rarest[size - 1] = min(rarest[size - 1], spread[at])
        else:
            distinct[size] = points[at]
            rarest[size] = spread[at]
            size += 1
    return distinct[:size], rarest[:size]


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


def link(runs, alive, gap):
    """Group runs whose boxes lie within `gap` words of each other in both texts (single linkage).

    `runs` are rows (i0, i1, j0, j1), inclusive, sorted by i0. Returns the smallest member of each run's group.
    """
    parent = np.arange(runs.shape[0])
    for x in range(runs.shape[0]):
        if not alive[x]:
            continue
        for y in range(x + 1, runs.shape[0]):
            if runs[y, 0] - runs[x, 1] > gap:
                break
            if not alive[y] or runs[y, 2] - runs[x, 3] > gap or runs[x, 2] - runs[y, 3] > gap:
                continue
            one = x
            while parent[one] != one:
                parent[one] = parent[parent[one]]
                one = parent[one]
            two = y
            while parent[two] != two:
                parent[two] = parent[parent[two]]
                two = parent[two]
            if one < two:
                parent[two] = one
            else:
                parent[one] = two
    for x in range(runs.shape[0]):
        root = x
        while parent[root] != root:
            root = parent[root]
        parent[x] = root
    return parent


def densest(partner, rarity, weights, local, partner_local, begin, locality, floor, cost):
    """Trim one side of a group: its densest stretch, and the weights that stretch holds.

    ``partner[x]`` is the token matched with token ``begin + x`` or −1, ``rarity[x]`` the share of its worth that
    the match keeps (less in phrases that many texts hold). A word that a text repeats is worth
    less, ``w / (1 + locality · ln(count))``: what an article is about, it says often, and so does the next
    article on the subject. A word in a run of matches is worth at least `floor`, however common: ten function
    words in the same order are no chance. Returns the first and the last word (inclusive) of the stretch, its
    matched weight, its total weight, and the matched weight before `rarity`.
    """
    size = partner.size
    worth = np.empty(size, np.float64)
    whole = np.empty(size, np.float64)
    matched = 0.0
    for x in range(size):
        count = local[begin + x]
        if partner[x] >= 0:
            count = max(count, partner_local[partner[x]])
        worth[x] = weights[begin + x] / (1.0 + locality * np.log(count))
        if partner[x] >= 0:
            follows = x > 0 and partner[x - 1] >= 0 and partner[x - 1] == partner[x] - 1
            leads = x + 1 < size and partner[x + 1] == partner[x] + 1
            if (follows or leads) and weights[begin + x] > 0.0:
                worth[x] = max(worth[x], floor)
        whole[x] = worth[x]
        if partner[x] >= 0:
            worth[x] *= rarity[x]
            matched += worth[x]
    penalty = cost * matched / size
    best = 0.0
    total = 0.0
    start = 0
    first = 0
    last = size - 1
    for x in range(size):
        if total <= 0.0:
            total = 0.0
            start = x
        total += worth[x] if partner[x] >= 0 else -penalty
        if total > best:
            best = total
            first = start
            last = x
    inside = 0.0
    everything = 0.0
    before = 0.0
    for x in range(first, last + 1):
        everything += worth[x]
        if partner[x] >= 0:
            inside += worth[x]
            before += whole[x]
    return begin + first, begin + last, inside, everything, before


def find_regions(
    points, spread, weights_a, local_a, weights_b, local_b,
    gap, least_gap, weight, density, cost, locality, floor, stock,
):  # fmt: skip
    """Regions of two texts that share wording, as rows (i0, i1, j0, j1, rarity), ends inclusive.

    `points` and `spread` come from `join`. `weight` (nats) and `density` (matched share of the weight, the
    lesser of both sides) are the least a region must reach. A phrase that more than `stock` texts hold keeps
    ``1 / (1 + ln(texts / stock))`` of its worth; `rarity` is the share that the region keeps on average.
    """
    n = points.size
    pi = np.empty(n, np.int64)
    pj = np.empty(n, np.int64)
    bounds = np.empty((n, 4), np.int64)
    begins = np.empty(n + 1, np.int64)
    count = 0
    for x in range(n):
        i = points[x] & 0xFFFFFFFF
        j = (points[x] >> 32) - _DIAGONAL_ZERO + i
        pi[x] = i
        pj[x] = j
        if count and j - i == pj[x - 1] - pi[x - 1] and i - pi[x - 1] <= _RUN_REACH:
            bounds[count - 1, 1] = i
            bounds[count - 1, 3] = j
        else:
            bounds[count, 0] = i
            bounds[count, 1] = i
            bounds[count, 2] = j
            bounds[count, 3] = j
            begins[count] = x
            count += 1
    begins[count] = n
    order = np.argsort(bounds[:count, 0], kind="mergesort")
    runs = bounds[:count][order]
    alive = np.ones(count, np.bool_)
    found = np.empty((8, 5), np.float64)
    size = 0
    while gap >= least_gap:
        parent = link(runs, alive, gap)
        by_group = np.argsort(parent, kind="mergesort")
        at = 0
        while at < count:
            upto = at
            while upto < count and parent[by_group[upto]] == parent[by_group[at]]:
                upto += 1
            members = by_group[at:upto]
            at = upto
            pending = np.ones(members.size, np.bool_)
            for m in range(members.size):
                pending[m] = alive[members[m]]
            while True:  # peel regions off one group until nothing in it is worth a region
                i0 = 1 << 40
                i1 = -1
                j0 = 1 << 40
                j1 = -1
                for m in range(members.size):
                    if pending[m]:
                        run = runs[members[m]]
                        i0 = min(i0, run[0])
                        i1 = max(i1, run[1])
                        j0 = min(j0, run[2])
                        j1 = max(j1, run[3])
                if i1 < 0:
                    break
                inside_a = 0.0
                inside_b = 0.0
                before_a = 0.0
                before_b = 0.0
                ratio = 0.0
                for _ in range(4):  # each side's trimming can free words of the other; it settles at once or twice
                    side_a = np.full(i1 - i0 + 1, -1, np.int64)
                    side_b = np.full(j1 - j0 + 1, -1, np.int64)
                    rare_a = np.ones(i1 - i0 + 1, np.float64)
                    rare_b = np.ones(j1 - j0 + 1, np.float64)
                    for m in range(members.size):
                        if not pending[m]:
                            continue
                        source = order[members[m]]
                        for x in range(begins[source], begins[source + 1]):
                            if i0 <= pi[x] <= i1 and j0 <= pj[x] <= j1:
                                side_a[pi[x] - i0] = pj[x]
                                side_b[pj[x] - j0] = pi[x]
                                if spread[x] > stock:
                                    rare_a[pi[x] - i0] = 1.0 / (1.0 + np.log(spread[x] / stock))
                                    rare_b[pj[x] - j0] = rare_a[pi[x] - i0]
                    first_a, last_a, inside_a, all_a, before_a = densest(
                        side_a, rare_a, weights_a, local_a, local_b, i0, locality, floor, cost
                    )
                    first_b, last_b, inside_b, all_b, before_b = densest(
                        side_b, rare_b, weights_b, local_b, local_a, j0, locality, floor, cost
                    )
                    ratio = min(inside_a / max(all_a, 1e-9), inside_b / max(all_b, 1e-9))
                    settled = first_a == i0 and last_a == i1 and first_b == j0 and last_b == j1
                    i0, i1, j0, j1 = first_a, last_a, first_b, last_b
                    if settled:
                        break
                if min(inside_a, inside_b) < weight:
                    for m in range(members.size):
                        if pending[m]:
                            alive[members[m]] = False
                    break
                if ratio >= density:
                    if size == found.shape[0]:
                        found = grown_rows(found)
                    found[size, 0] = i0
                    found[size, 1] = i1
                    found[size, 2] = j0
                    found[size, 3] = j1
                    found[size, 4] = min(inside_a / max(before_a, 1e-9), inside_b / max(before_b, 1e-9))
                    size += 1
                left_over = False
                for m in range(members.size):
                    if not pending[m]:
                        continue
                    run = runs[members[m]]
                    outside = (run[1] < i0 or run[0] > i1) and (run[3] < j0 or run[2] > j1)
                    if ratio >= density and not outside:
                        alive[members[m]] = False
                    pending[m] = outside
                    left_over = left_over or outside
                if not left_over:
                    break
        gap //= 2
    return found[:size]
