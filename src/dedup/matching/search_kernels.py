"""The search over a collection: partners of a text, then regions with each of them.

Kernels in the sense of `dedup.compiled`; those of `dedup.matching.region_kernels` do the comparing.
"""

from __future__ import annotations

import numpy as np

from dedup.matching.condensed_kernels import condensed, part_of_summary
from dedup.matching.region_kernels import find_regions, grown, grown_rows, join, repeats

KERNELS = ("partners", "search")


def partners(text, owners, bounds, first, votes, group_of, group_bounds, postings, clique, reach, least):
    """Later texts that share enough rare features with `text` in one place to be worth comparing, sorted.

    ``bounds[t]:bounds[t + 1]`` are the feature rows of text ``t``, ``group_of`` the group of equal features
    each row belongs to, ``postings[group_bounds[g]:group_bounds[g + 1]]`` the rows of a group by owner. A
    feature held by more than `clique` texts links a text to the next holder only (a chain, not a clique:
    8,000 equal articles are 32 million pairs). A partner qualifies when the votes (nats) of features that
    begin within `reach` words of each other in both texts add up to `least`.
    """
    capacity = 1024
    codes = np.empty(capacity, np.int64)
    there = np.empty(capacity, np.int32)
    worth = np.empty(capacity, np.float64)
    n = 0
    for row in range(bounds[text], bounds[text + 1]):
        group = group_of[row]
        low = group_bounds[group]
        high = group_bounds[group + 1]
        end = high
        while low < high:  # the first posting of a later text
            middle = (low + high) // 2
            if owners[postings[middle]] <= text:
                low = middle + 1
            else:
                high = middle
        if end - group_bounds[group] > clique:
            end = min(end, low + 1)
        for at in range(low, end):
            if n == capacity:
                capacity *= 2
                codes = grown(codes)
                there = grown(there)
                worth = grown(worth)
            other = postings[at]
            codes[n] = (np.int64(owners[other]) << 32) | first[row]
            there[n] = first[other]
            worth[n] = min(votes[row], votes[other])
            n += 1
    order = np.argsort(codes[:n], kind="mergesort")
    found = np.empty(n, np.int64)
    size = 0
    at = 0
    while at < n:
        partner = codes[order[at]] >> 32
        upto = at
        total = 0.0
        while upto < n and codes[order[upto]] >> 32 == partner:
            total += worth[order[upto]]
            upto += 1
        x = at
        while total >= least and x < upto:
            here = codes[order[x]] & 0xFFFFFFFF
            near = 0.0
            y = x
            while y < upto and (codes[order[y]] & 0xFFFFFFFF) - here <= reach:
                if abs(there[order[y]] - there[order[x]]) <= reach:
                    near += worth[order[y]]
                y += 1
            if near >= least:
                found[size] = partner
                size += 1
                break
            x += 1
        at = upto
    return found[:size]


def search(
    texts,
    extra_bounds,
    extra,
    offsets,
    keys,
    worth,
    local,
    bounds,
    owners,
    codes,
    first,
    middle,
    last,
    holders,
    votes,
    group_of,
    group_bounds,
    postings,
    clique,
    reach,
    least,
    apart,
    refrain,
    gap,
    least_gap,
    weight,
    density,
    cost,
    locality,
    floor,
    stock,
    share,
    least_summary,
    spread_out,
):
    """Regions of the given texts with all later ones and themselves.

    Rows are (text, partner, i0, i1, j0, j1, rarity, side); `side` is 1 or 2 where that side is a summary of the
    other, else 0. Summaries are looked for where `least_summary` is above 0.

    ``extra[extra_bounds[t]:extra_bounds[t + 1]]`` are further partners of text ``t``, sorted. The second
    result counts the pairs compared.
    """
    found = np.zeros((64, 8), np.float64)
    size = 0
    compared = 0
    for text in texts:
        near = partners(text, owners, bounds, first, votes, group_of, group_bounds, postings, clique, reach, least)
        both = np.unique(np.concatenate((near, extra[extra_bounds[text] : extra_bounds[text + 1]])))
        ra = offsets[text]
        rb = offsets[text + 1]
        fa = bounds[text]
        fb = bounds[text + 1]
        points = repeats(keys[ra:rb], worth[ra:rb], apart)
        if points.size > 0:
            regions = find_regions(
                points, np.ones(points.size, np.int64), worth[ra:rb], local[ra:rb], worth[ra:rb], local[ra:rb],
                gap, least_gap, weight, density, cost, locality, floor, stock,
            )  # fmt: skip
            for x in range(regions.shape[0]):
                if regions[x, 1] >= regions[x, 2]:
                    continue  # a stretch and itself, shifted
                if size == found.shape[0]:
                    found = grown_rows(found)
                found[size, 0] = text
                found[size, 1] = text
                found[size, 2:7] = regions[x]
                found[size, 7] = 0
                size += 1
        for partner in both:
            sa = offsets[partner]
            sb = offsets[partner + 1]
            ga = bounds[partner]
            gb = bounds[partner + 1]
            compared += 1
            points, spread = join(
                keys[ra:rb], codes[fa:fb], first[fa:fb], middle[fa:fb], last[fa:fb], holders[fa:fb],
                keys[sa:sb], codes[ga:gb], first[ga:gb], middle[ga:gb], last[ga:gb],
                refrain,
            )  # fmt: skip
            if points.size == 0:
                continue
            if points.size > 0.5 * max(rb - ra, sb - sa):
                spread[:] = 1  # copies of one article hold its phrases because they are copies
            regions = find_regions(
                points, spread, worth[ra:rb], local[ra:rb], worth[sa:sb], local[sa:sb],
                gap, least_gap, weight, density, cost, locality, floor, stock,
            )  # fmt: skip
            summaries = np.empty((0, 5), np.int64)
            if least_summary > 0.0:
                summaries = condensed(
                    points, regions, worth[ra:rb], local[ra:rb], worth[sa:sb], local[sa:sb],
                    share, least_summary, spread_out,
                )  # fmt: skip
            for x in range(regions.shape[0] + summaries.shape[0]):
                if size == found.shape[0]:
                    found = grown_rows(found)
                if x < regions.shape[0]:
                    if part_of_summary(regions[x], summaries):
                        continue
                    found[size, 2:7] = regions[x]
                    found[size, 7] = 0
                else:
                    found[size, 2:6] = summaries[x - regions.shape[0], :4]
                    found[size, 6] = 1.0
                    found[size, 7] = summaries[x - regions.shape[0], 4]
                found[size, 0] = text
                found[size, 1] = partner
                size += 1
    return found[:size], compared
