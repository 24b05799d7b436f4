"""Summaries: a short stretch of one text whose words come from all over the other.

Kernels in the sense of `dedup.compiled`. A region needs its words together on both sides; a summary has them together
on one side only. The stretch is the densest of its text (Kadane's scan: confirmed words pay, others cost); what it
condenses is the other text from the first to the last word confirmed.
"""

from __future__ import annotations

import numpy as np

KERNELS = ("densest_stretch", "condensed", "part_of_summary")

_DIAGONAL_ZERO = 1 << 30
# Stretches looked for in one direction of one pair of texts.
_MOST = 4
# The words of regions longer than this are told by the region.
_LONG = 60


def densest_stretch(worth, hit, price):
    """The first and last word of the stretch with the largest balance, and that balance (nats)."""
    best = 0.0
    total = 0.0
    start = 0
    first = 0
    last = -1
    for x in range(worth.size):
        if total <= 0.0:
            total = 0.0
            start = x
        total += worth[x] if hit[x] else -price * worth[x]
        if total > best:
            best = total
            first = start
            last = x
    return first, last, best


def condensed(points, regions, weights_a, local_a, weights_b, local_b, brevity):
    """Pairs of a stretch and what it condenses, as rows (i0, i1, j0, j1, side), ends inclusive.

    `points` come from `point_kernels.join`, `regions` (i0, i1, j0, j1, …) from `region_kernels.find_regions`.
    `side` is 1 where the first text is the shorter, 2 where the second is. Texts on one subject share words
    everywhere: of a stretch at least `brevity.share` of the worth must be shared, and twice as much as in the whole
    text, with a balance of `brevity.least` nats. The middle half of the counterparts must lie over at least
    `brevity.spread` times as many words as the stretch has: a copy is no summary. Nor is a stretch of which one
    region holds most words.
    """
    found = np.empty((2 * _MOST, 5), np.int64)
    size = 0
    one = points & 0xFFFFFFFF
    other = (points >> 32) - _DIAGONAL_ZERO + one
    for side in (1, 2):
        if side == 2:
            one, other = other, one
            weights_a, local_a = weights_b, local_b
        column = 2 * side - 2
        order = np.argsort(one, kind="mergesort")
        here = one[order]
        there = other[order]
        hit = np.zeros(weights_a.size, np.bool_)
        free = np.ones(here.size, np.bool_)
        for x in range(regions.shape[0]):
            j0, j1 = int(regions[x, 2 - column]), int(regions[x, 3 - column])
            if regions[x, column + 1] - regions[x, column] >= _LONG:
                for at in range(
                    np.searchsorted(here, int(regions[x, column])),
                    np.searchsorted(here, int(regions[x, column + 1]) + 1),
                ):
                    if j0 <= there[at] <= j1:
                        free[at] = False
        here = here[free]
        there = there[free]
        for at in here:
            hit[at] = True
        # Summed one by one: NumPy's sums and the compiler's differ in the last digit.
        shared = 0.0
        for at in range(hit.size):
            if hit[at]:
                shared += weights_a[at] / brevity.thinning[local_a[at]]
        if shared < brevity.least:
            continue  # the words of a stretch are among these, in this order: no balance is larger
        everything = 0.0
        worth = np.empty(weights_a.size, np.float64)
        for at in range(worth.size):
            worth[at] = weights_a[at] / brevity.thinning[local_a[at]]
            everything += worth[at]
        usual = shared / max(everything, 1e-9)
        even = min(0.9, max(brevity.share, 2.0 * usual))
        for _ in range(_MOST):
            first, last, balance = densest_stretch(worth, hit, even / (1.0 - even))
            if balance < brevity.least:
                break
            places = np.sort(there[np.searchsorted(here, first) : np.searchsorted(here, last + 1)])
            words = last - first + 1
            middle = places[3 * places.size // 4] - places[places.size // 4]
            most = 0
            for x in range(regions.shape[0]):
                most = max(most, min(int(regions[x, column + 1]), last) - max(int(regions[x, column]), first) + 1)
            if middle >= brevity.spread * words and 2 * most < words:
                found[size, column] = first
                found[size, column + 1] = last
                found[size, 2 - column] = places[0]
                found[size, 3 - column] = places[-1]
                found[size, 4] = side
                size += 1
            hit[first : last + 1] = False
    return found[:size]


def part_of_summary(region, summaries):
    """Whether a region lies, for half of its words or more, in the short side of a summary."""
    for x in range(summaries.shape[0]):
        side = summaries[x, 4]
        low, high = summaries[x, 2 * side - 2], summaries[x, 2 * side - 1]
        first, last = region[2 * side - 2], region[2 * side - 1]
        if 2 * (min(last, high) - max(first, low) + 1) >= last - first + 1:
            return True
    return False
