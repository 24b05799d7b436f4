"""Candidates from overlapping windows: MinHash/LSH over the seed features that begin in each window.

A window is `WINDOW` words, a new one begins every `STRIDE` words, so a passage of up to 9 words lies whole in
one of them. Its shingles are the seed features it holds that any other text holds too: groups of words,
some in either order, so that a window survives swapped words. Bands are explicit: at 42 bands of 3 rows two
windows of similarity .3 meet with probability .68, of .4 with .94, of .05 with .005.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.matching.features import Features
from dedup.sketch.bands import Bands, candidate_pairs, unique_pairs
from dedup.sketch.groups import group_bounds
from dedup.sketch.minhash import signatures

WINDOW, STRIDE = 16, 8
BANDS = Bands(bands=42, rows=3)
# A bucket of more windows than this gives a chain.
CLIQUE = 16
# Fewer shingles say too little: two windows that share one name would have similarity 1.
_LEAST_SHINGLES = 5
_BANDS_AT_ONCE = 6
# So few texts are all compared with each other: that is exact, and costs less than windows and bands.
FEW = 6


def every_pair(texts: int) -> NDArray[np.int64]:
    """All pairs of texts (low, high), sorted."""
    return np.column_stack(np.triu_indices(texts, k=1)).astype(np.int64)


def window_candidates(features: Features, *, seed: int, compiled: bool) -> tuple[NDArray[np.int64], int]:
    """Pairs of texts (low, high) with windows that meet, sorted and unique, and how many buckets were chained."""
    texts = np.repeat(np.arange(len(features.offsets) - 1, dtype=np.int64), np.diff(features.offsets))
    number = features.first.astype(np.int64) // STRIDE
    ends = features.last.astype(np.int64)
    rows = [
        np.flatnonzero((number >= back) & (ends < (number - back) * STRIDE + WINDOW))
        for back in range(WINDOW // STRIDE)
    ]
    windows = np.concatenate([(texts[inside] << 32) | (number[inside] - back) for back, inside in enumerate(rows)])
    codes = np.concatenate([features.codes[inside] for inside in rows])
    order = np.argsort(windows, kind="stable")
    windows, codes = windows[order], codes[order]
    bounds = group_bounds(windows)
    begins, sizes = bounds[:-1], np.diff(bounds)
    rich = np.repeat(sizes >= _LEAST_SHINGLES, sizes)
    owners = windows[begins[sizes >= _LEAST_SHINGLES]] >> 32
    offsets = np.concatenate([[0], np.cumsum(sizes[sizes >= _LEAST_SHINGLES])]).astype(np.int64)
    codes = codes[rich]
    found: list[NDArray[np.int64]] = []
    chained = 0
    # Some bands at a time: two million windows with whole signatures are a gigabyte.
    for first in range(0, BANDS.bands, _BANDS_AT_ONCE):
        columns = slice(first * BANDS.rows, (first + _BANDS_AT_ONCE) * BANDS.rows)
        signed = signatures(
            codes, offsets, num_perm=BANDS.bands * BANDS.rows, seed=seed, columns=columns, compiled=compiled
        )
        part = Bands(bands=signed.shape[1] // BANDS.rows, rows=BANDS.rows)
        pairs, crowded = candidate_pairs(signed, part, clique=CLIQUE)
        between = np.stack([owners[pairs[:, 0]], owners[pairs[:, 1]]], axis=1)
        found.append(between[between[:, 0] < between[:, 1]])
        chained += crowded
    return unique_pairs(found), chained
