"""Which texts share wording, and roughly where: candidates, then regions, over a whole collection.

Candidates come from two tiers. Rare seed features held in common in one place (`search_kernels.partners`) cost
time in proportion to the text and what it shares. Overlapping windows that meet in MinHash/LSH
(`dedup.matching.windows`) add passages whose words were reordered or exchanged too thoroughly for that.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.compiled import interpreted
from dedup.matching.collection import Collection
from dedup.matching.passages import Region
from dedup.matching.presets import Preset
from dedup.model import Span
from dedup.sketch.groups import group_bounds

_KERNELS = "dedup.matching.search_kernels"
# Features held by more texts than this link neighbours only.
CLIQUE = 32
# Votes count together when they begin within this many words of each other on both sides.
_REACH = 40
# The votes a pair must gather in one place, in nats: three rare words in a row, or two pairs of words.
_LEAST_VOTES = 10.0
# A text repeats itself only over this distance in words; nearer, it is a figure of speech.
_APART = 12
# Texts handed to a worker at a time: enough to hide the hand-over, few enough to show progress.
_BATCH = 64

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found: `regions` as (text, later or same text, region), sorted; and what it cost."""

    regions: tuple[tuple[int, int, Region], ...]
    pairs_compared: int
    features_chained: int


def search(
    collection: Collection,
    preset: Preset,
    extra: NDArray[np.int64],
    *,
    compiled: bool,
    workers: int = 0,
    progress: Progress | None = None,
) -> Search:
    """Compare every candidate pair of texts. `extra` are candidates found elsewhere, (low, high), sorted."""
    kernels = compiled_kernels(_KERNELS) if compiled else interpreted(_KERNELS)
    arguments, chained = _arguments(collection, preset, extra)
    rows: list[NDArray[np.float64]] = []
    compared = done = 0
    for part, count, texts in _run(kernels, arguments, len(collection.table), workers if compiled else 1):
        rows.append(part)
        compared += count
        done += texts
        if progress:
            progress(done, len(collection.table))
    found = np.concatenate([np.empty((0, 8)), *rows])
    found = found[np.lexsort(found.T[::-1])]
    places = found[:, :6].astype(np.int64).tolist()
    regions = tuple(
        (text, partner, Region(left=Span(i0, i1 + 1), right=Span(j0, j1 + 1), rarity=rarity, summary=int(side)))
        for (text, partner, i0, i1, j0, j1), (rarity, side) in zip(places, found[:, 6:].tolist(), strict=True)
    )
    return Search(regions=regions, pairs_compared=compared, features_chained=chained)


def meetings(collection: Collection) -> int:
    """How many times two texts meet in a shared feature: what a search has to look at."""
    return int(np.minimum(collection.features.holders - 1, CLIQUE).sum()) // 2


def _run(
    kernels: Any, arguments: tuple[Any, ...], texts: int, workers: int
) -> Iterator[tuple[NDArray[np.float64], int, int]]:
    """Results batch by batch, in order. Compiled kernels hold no lock, so threads use all cores."""
    batches = [np.arange(at, min(at + _BATCH, texts)) for at in range(0, texts, _BATCH)]
    if workers == 1 or len(batches) < 2:
        for batch in batches:
            yield *kernels.search(batch, *arguments), len(batch)
        return
    with ThreadPoolExecutor(max_workers=workers or cpu_count() or 1) as pool:
        for batch, (rows, count) in zip(
            batches, pool.map(lambda each: kernels.search(each, *arguments), batches), strict=True
        ):
            yield rows, count, len(batch)


@dataclass(frozen=True, slots=True, kw_only=True)
class Postings:
    """The rows of `Features` by what they are equal to.

    `owners` (text) and `votes` (nats) go by row, as does `group_of`, the group of equal features; rows
    ``rows[bounds[g]:bounds[g + 1]]`` are group ``g``, by owner.
    """

    owners: NDArray[np.int32]
    votes: NDArray[np.float64]
    group_of: NDArray[np.int64]
    bounds: NDArray[np.int64]
    rows: NDArray[np.int64]


def postings_of(collection: Collection) -> Postings:
    """Group the features of a collection, with what sharing each is worth."""
    table, lexicon, features = collection.table, collection.lexicon, collection.features
    owners = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(features.offsets))
    base = table.offsets[owners]
    votes = lexicon.worth[base + features.first] + lexicon.worth[base + features.last]
    between = features.middle >= 0
    votes[between] += lexicon.worth[base[between] + features.middle[between]]
    # Rows are ordered by text, so a stable sort by code leaves every group ordered by owner.
    rows = np.argsort(features.codes, kind="stable")
    bounds = group_bounds(features.codes[rows])
    group_of = np.empty(len(rows), dtype=np.int64)
    group_of[rows] = np.repeat(np.arange(len(bounds) - 1), np.diff(bounds))
    return Postings(owners=owners, votes=votes, group_of=group_of, bounds=bounds, rows=rows)


def _arguments(collection: Collection, preset: Preset, extra: NDArray[np.int64]) -> tuple[tuple[Any, ...], int]:
    table, lexicon, features = collection.table, collection.lexicon, collection.features
    postings = postings_of(collection)
    chained = int((np.diff(postings.bounds) > CLIQUE).sum())
    extra_bounds = np.searchsorted(extra[:, 0], np.arange(len(table) + 1)).astype(np.int64)
    return (
        extra_bounds, np.ascontiguousarray(extra[:, 1]),
        table.offsets, lexicon.keys, lexicon.worth, lexicon.local,
        features.offsets, postings.owners,
        features.codes, features.first, features.middle, features.last, features.holders,
        postings.votes, postings.group_of, postings.bounds, postings.rows,
        CLIQUE, _REACH, _LEAST_VOTES, _APART, preset.refrain,
        preset.gap, preset.least_gap, preset.weight, preset.density, preset.cost,
        preset.locality, preset.floor, preset.stock,
        preset.summary.share, preset.summary.least, preset.summary.spread,
    ), chained  # fmt: skip
