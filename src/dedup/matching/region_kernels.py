"""Regions of shared wording between two texts: link points, trim, judge, split.

Kernels in the sense of `dedup.compiled`. All positions are token numbers within their text. The method:
seed features confirm single word matches (points, see `dedup.matching.point_kernels`); points on one diagonal make
runs; runs close to each other in both texts make a group, in any order; a group is trimmed to the stretch whose
weight is densest (the largest sum of a sequence whose unmatched words cost: Bentley 1984, Kadane's scan) and kept
when weight and density suffice; a group too thin is split by linking it again at half the gap.
"""

from __future__ import annotations

import numpy as np

KERNELS = ("grown", "grown_rows", "runs_of", "link", "densest", "worth_trimming", "find_regions")

# A run of matches on one diagonal bridges up to this many words that differ.
_RUN_REACH = 6
_DIAGONAL_ZERO = 1 << 30
# Sums of one sequence in another order differ by less than this share.
_ROUNDING = 1e-9


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


def runs_of(points, spread, weights_a, local_a, weights_b, local_b, limits):
    """Runs of points on one diagonal, as rows (i0, i1, j0, j1), ends inclusive, sorted by i0.

    Run ``x`` is made of the points ``begins[x]:ends[x]``. ``most[x]`` is the weight on each side that all of them
    together can have in a region: what `densest` gives a word that follows another.
    """
    bounds = np.empty((points.size, 4), np.int64)
    first = np.empty(points.size + 1, np.int64)
    order = np.empty(points.size, np.int64)
    count = 0
    diagonal = -1
    for x in range(points.size):
        i = points[x] & 0xFFFFFFFF
        if count and points[x] >> 32 == diagonal and i - bounds[count - 1, 1] <= _RUN_REACH:
            bounds[count - 1, 1] = i
            bounds[count - 1, 3] = i + diagonal - _DIAGONAL_ZERO
        else:
            diagonal = points[x] >> 32
            bounds[count, 0] = i
            bounds[count, 1] = i
            bounds[count, 2] = i + diagonal - _DIAGONAL_ZERO
            bounds[count, 3] = i + diagonal - _DIAGONAL_ZERO
            first[count] = x
            order[count] = (i << 32) | count
            count += 1
    first[count] = points.size
    order = order[:count]
    order.sort()
    runs = np.empty((count, 4), np.int64)
    begins = np.empty(count, np.int64)
    ends = np.empty(count, np.int64)
    most = np.zeros((count, 2), np.float64)
    for to in range(count):
        source = order[to] & 0xFFFFFFFF
        begins[to] = first[source]
        ends[to] = first[source + 1]
        for column in range(4):
            runs[to, column] = bounds[source, column]
        for x in range(begins[to], ends[to]):
            i = points[x] & 0xFFFFFFFF
            j = (points[x] >> 32) - _DIAGONAL_ZERO + i
            thinning = limits.thinning[max(local_a[i], local_b[j])]
            rarity = limits.rarity[spread[x]]
            if weights_a[i] > 0.0:
                most[to, 0] += max(weights_a[i] / thinning, limits.floor) * rarity
            if weights_b[j] > 0.0:
                most[to, 1] += max(weights_b[j] / thinning, limits.floor) * rarity
    return runs, begins, ends, most


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


def densest(partner, rarity, weights, local, partner_local, begin, limits):
    """Trim one side of a group: its densest stretch, and the weights that stretch holds.

    ``partner[x]`` is the token matched with token ``begin + x`` or −1, ``rarity[x]`` the share of its worth that
    the match keeps (less in phrases that many texts hold). A word that a text repeats is worth less, divided by
    `limits.thinning`: what an article is about, it says often, and so does the next article on the subject. A word in
    a run of matches is worth at least `limits.floor`, however common: ten function words in the same order are no
    chance. Returns the first and the last word (inclusive) of the stretch, its matched weight, its total weight, and
    the matched weight before `rarity`.
    """
    size = partner.size
    worth = np.empty(size, np.float64)
    whole = np.empty(size, np.float64)
    matched = 0.0
    for x in range(size):
        count = local[begin + x]
        if partner[x] >= 0:
            count = max(count, partner_local[partner[x]])
        worth[x] = weights[begin + x] / limits.thinning[count]
        if partner[x] >= 0:
            follows = x > 0 and partner[x - 1] >= 0 and partner[x - 1] == partner[x] - 1
            leads = x + 1 < size and partner[x + 1] == partner[x] + 1
            if (follows or leads) and weights[begin + x] > 0.0:
                worth[x] = max(worth[x], limits.floor)
        whole[x] = worth[x]
        if partner[x] >= 0:
            worth[x] *= rarity[x]
            matched += worth[x]
    penalty = limits.cost * matched / size
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


def worth_trimming(parent, alive, most, weight):
    """The runs of each group, as a list to be followed: ``head[root]``, then ``following[run]``, until −1.

    Groups whose runs together cannot have the `weight` of a region are left out, and are `alive` no more.
    """
    total = np.zeros((parent.size, 2), np.float64)
    for x in range(parent.size):
        if alive[x]:
            total[parent[x], 0] += most[x, 0]
            total[parent[x], 1] += most[x, 1]
    head = np.full(parent.size, -1, np.int64)
    following = np.empty(parent.size, np.int64)
    for x in range(parent.size - 1, -1, -1):
        if not alive[x]:
            continue
        if min(total[parent[x], 0], total[parent[x], 1]) * (1.0 + _ROUNDING) < weight:
            alive[x] = False
            continue
        following[x] = head[parent[x]]
        head[parent[x]] = x
    return head, following


def find_regions(points, spread, weights_a, local_a, weights_b, local_b, limits):
    """Regions of two texts that share wording, as rows (i0, i1, j0, j1, rarity), ends inclusive.

    `points` and `spread` come from `dedup.matching.point_kernels.join`. `limits` (see `Linking`) has the weight (nats)
    and the density (matched share of the weight, the lesser of both sides) that are the least a region must reach.
    `rarity` is the share of its worth that the region keeps on average when phrases of many texts are worth less.
    """
    runs, begins, ends, most = runs_of(points, spread, weights_a, local_a, weights_b, local_b, limits)
    count = runs.shape[0]
    alive = np.ones(count, np.bool_)
    pending = np.empty(count, np.bool_)
    found = np.empty((8, 5), np.float64)
    size = 0
    gap = limits.gap
    while gap >= limits.least_gap and alive.any():
        head, following = worth_trimming(link(runs, alive, gap), alive, most, limits.weight)
        for root in range(count):
            m = head[root]
            while m >= 0:
                pending[m] = True
                m = following[m]
            while head[root] >= 0:  # peel regions off one group until nothing in it is worth a region
                i0 = 1 << 40
                i1 = -1
                j0 = 1 << 40
                j1 = -1
                m = head[root]
                while m >= 0:
                    if pending[m]:
                        i0 = min(i0, runs[m, 0])
                        i1 = max(i1, runs[m, 1])
                        j0 = min(j0, runs[m, 2])
                        j1 = max(j1, runs[m, 3])
                    m = following[m]
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
                    m = head[root]
                    while m >= 0:
                        for x in range(begins[m], ends[m] if pending[m] else begins[m]):
                            i = points[x] & 0xFFFFFFFF
                            j = (points[x] >> 32) - _DIAGONAL_ZERO + i
                            if i0 <= i <= i1 and j0 <= j <= j1:
                                side_a[i - i0] = j
                                side_b[j - j0] = i
                                if limits.rarity[spread[x]] < 1.0:
                                    rare_a[i - i0] = limits.rarity[spread[x]]
                                    rare_b[j - j0] = limits.rarity[spread[x]]
                        m = following[m]
                    first_a, last_a, inside_a, all_a, before_a = densest(
                        side_a, rare_a, weights_a, local_a, local_b, i0, limits
                    )
                    first_b, last_b, inside_b, all_b, before_b = densest(
                        side_b, rare_b, weights_b, local_b, local_a, j0, limits
                    )
                    ratio = min(inside_a / max(all_a, 1e-9), inside_b / max(all_b, 1e-9))
                    settled = first_a == i0 and last_a == i1 and first_b == j0 and last_b == j1
                    i0, i1, j0, j1 = first_a, last_a, first_b, last_b
                    if settled:
                        break
                light = min(inside_a, inside_b) < limits.weight
                if not light and ratio >= limits.density:
                    if size == found.shape[0]:
                        found = grown_rows(found)
                    found[size, 0] = i0
                    found[size, 1] = i1
                    found[size, 2] = j0
                    found[size, 3] = j1
                    found[size, 4] = min(inside_a / max(before_a, 1e-9), inside_b / max(before_b, 1e-9))
                    size += 1
                m = head[root]
                while m >= 0:
                    if pending[m]:
                        outside = (runs[m, 1] < i0 or runs[m, 0] > i1) and (runs[m, 3] < j0 or runs[m, 2] > j1)
                        if light or (ratio >= limits.density and not outside):
                            alive[m] = False
                        pending[m] = outside and not light
                    m = following[m]
        gap //= 2
    return found[:size]
