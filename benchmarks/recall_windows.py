"""Candidates from overlapping windows: MinHash/LSH over the seed features that begin in each window.

No tier of dedup any more (``docs/decisions/0020``): what recall is measured against.

A window is `WINDOW` words, a new one begins every `STRIDE` words, so a passage of up to 9 words lies whole in
one of them. Its shingles are the seed features it holds that any other text holds too: groups of words,
some in either order, so that a window survives swapped words. Bands are explicit: at 32 bands of 4 rows two
windows of similarity .3 meet with probability .23, of .5 with .87, of .05 with .0002.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.matching.features import Features
from dedup.scratch import Column, release
from dedup.sketch.bands import Bands, candidate_pairs, unique_pairs
from dedup.sketch.groups import cuts, group_bounds
from dedup.sketch.minhash import signatures

WINDOW, STRIDE = 16, 8
BANDS = Bands(bands=32, rows=4)
# A bucket of more windows than this gives a chain.
CLIQUE = 16
# Fewer shingles say too little: two windows that share one name would have similarity 1.
_LEAST_SHINGLES = 5
_BANDS_AT_ONCE = 2
# Rows of features distributed over windows at a time.
_ROWS_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Windows of `words` words, a new one every `stride` (a divisor of `words`), which meet in `bands`."""

    words: int = WINDOW
    stride: int = STRIDE
    bands: Bands = BANDS


# As it was shipped.
DROPPED = Grid()


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """The windows with enough shingles, ordered by text and place.

    Window ``w`` begins at word ``number[w] * stride`` of text ``owner[w]``; its shingles are
    ``codes[offsets[w]:offsets[w + 1]]``, in no order and with repeats.
    """

    owner: NDArray[np.int32]
    number: NDArray[np.int32]
    offsets: NDArray[np.int64]
    codes: NDArray[np.uint64]


def windows_of(features: Features, grid: Grid = DROPPED) -> Windows:
    """Distribute the seed features of a collection over windows: each to all that hold it whole."""
    columns = [Column(kind) for kind in (np.int32, np.int32, np.int64, np.uint64)]
    # Some texts at a time: the rows of all windows with what sorts them are many times what is kept of them.
    for begin, end in pairwise(cuts(features.offsets, _ROWS_AT_ONCE)):
        kept, sizes, codes = _some_windows(features, begin, end, grid)
        for column, piece in zip(columns, (kept >> 32, kept & 0xFFFFFFFF, sizes, codes), strict=True):
            column.append(piece)
        release(features.groups, features.first, features.shape)
    owner, number, sizes, codes = (column.whole() for column in columns)
    return Windows(owner=owner, number=number, offsets=np.concatenate([[0], np.cumsum(sizes)]), codes=codes)


def _some_windows(
    features: Features, begin: int, end: int, grid: Grid
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.uint64]]:
    """Windows of the texts from `begin` to `end`, as ``text << 32 | number``, their numbers of codes, and the codes."""
    part = slice(int(features.offsets[begin]), int(features.offsets[end]))
    texts = np.repeat(np.arange(begin, end, dtype=np.int64), np.diff(features.offsets[begin : end + 1]))
    number = features.first[part].astype(np.int64) // grid.stride
    ends = features.first[part] + (features.shape[part] >> 2)
    rows = [
        np.flatnonzero((number >= back) & (ends < (number - back) * grid.stride + grid.words))
        for back in range(grid.words // grid.stride)
    ]
    windows = np.concatenate([(texts[inside] << 32) | (number[inside] - back) for back, inside in enumerate(rows)])
    order = np.argsort(windows, kind="stable")
    windows = windows[order]
    bounds = group_bounds(windows)
    begins, sizes = bounds[:-1], np.diff(bounds)
    enough = sizes >= _LEAST_SHINGLES
    held = np.concatenate(rows)[order[np.repeat(enough, sizes)]]
    return windows[begins[enough]], sizes[enough], features.codes[features.groups[part][held]]


def meeting_windows(
    windows: Windows, bands: Bands = BANDS, *, seed: int, compiled: bool
) -> Iterator[tuple[NDArray[np.int64], int]]:
    """Pairs of windows (low, high) that share a bucket, some bands at a time, and how many buckets were chained."""
    # Some bands at a time: six million windows, of 100,000 articles, with whole signatures are three gigabytes.
    for first in range(0, bands.bands, _BANDS_AT_ONCE):
        columns = slice(first * bands.rows, (first + _BANDS_AT_ONCE) * bands.rows)
        signed = signatures(
            windows.codes,
            windows.offsets,
            num_perm=bands.bands * bands.rows,
            seed=seed,
            columns=columns,
            compiled=compiled,
        )
        release(windows.codes)
        part = Bands(bands=signed.shape[1] // bands.rows, rows=bands.rows)
        yield candidate_pairs(signed, part, clique=CLIQUE)


def window_candidates(
    features: Features, *, seed: int, compiled: bool, grid: Grid = DROPPED
) -> tuple[NDArray[np.int64], int]:
    """Pairs of texts (low, high) with windows that meet, sorted and unique, and how many buckets were chained."""
    windows = windows_of(features, grid)
    found: list[NDArray[np.int64]] = []
    chained = 0
    for pairs, crowded in meeting_windows(windows, grid.bands, seed=seed, compiled=compiled):
        between = windows.owner[pairs].astype(np.int64)
        found.append(between[between[:, 0] < between[:, 1]])
        chained += crowded
    return unique_pairs(found), chained
