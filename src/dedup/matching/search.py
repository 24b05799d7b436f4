"""Which texts share wording, and roughly where: candidates, then regions, over a whole collection.

Candidates are texts that hold rare seed features in common in one place (`search_kernels.partners`), which costs time
in proportion to the text and what it shares. What does not fit into memory together is compared stretch by stretch, and
each text is looked up once more for each further stretch. Why nothing else is looked for: ``docs/decisions/0020``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from math import log
from os import cpu_count
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.compiled import interpreted
from dedup.errors import InputError
from dedup.matching.collection import Collection
from dedup.matching.columns import Brevity, Linking, Postings, Seeds, Voting
from dedup.matching.features import Features
from dedup.matching.lexicon import rarity, thinning
from dedup.matching.passages import Regions
from dedup.matching.presets import Preset
from dedup.scratch import release, zeros
from dedup.sketch.groups import cuts

_KERNELS = "dedup.matching.search_kernels"
# Features held by more texts than this link neighbours only.
CLIQUE = 32
# So few texts are all compared with each other.
FEW = 6
# Votes count together when they begin within this many words of each other on both sides.
REACH = 40
# The votes a pair must gather in one place, in nats: three rare words in a row, or two pairs of words.
LEAST_VOTES = 10.0
# Texts up to which this limit and those of presets hold as they are: the power of two above the largest collection that
# they were chosen on.
MEASURED = 16_384
# A text repeats itself only over this distance in words; nearer, it is a figure of speech.
_APART = 12
# Texts handed to a worker at a time: enough to hide the hand-over, few enough to show progress.
_BATCH = 64
# Rows of features posted at a time.
_ROWS_AT_ONCE = 2_000_000
# Places posted in one go through all rows: they are written here and there, and of more of them the system would write
# the same pages to disk again and again.
_PLACES_AT_ONCE = 1 << 26
# Rows of the texts with which others are compared at a time. Every text reads here and there in their places: 2 GB.
_ROWS_IN_REACH = 1 << 28
# Groups of equal features are numbers of 32 bits.
_MOST_GROUPS = int(np.iinfo(np.int32).max)
# Texts after which what is behind is left to the system.
_RELEASED_EVERY = 4_096

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search found: `regions` of a text and a later one or itself, sorted; and what it cost."""

    regions: Regions
    pairs_compared: int
    features_chained: int


def every_pair(texts: int) -> NDArray[np.int64]:
    """All pairs of texts (low, high), sorted."""
    return np.column_stack(np.triu_indices(texts, k=1)).astype(np.int64)


def search(
    collection: Collection,
    preset: Preset,
    extra: NDArray[np.int64],
    *,
    compiled: bool,
    workers: int = 0,
    progress: Progress | None = None,
    wanted: NDArray[np.int8] | None = None,
) -> Search:
    """Compare every candidate pair of texts of which one is `wanted`: 1 with others, 2 also with itself.

    By default all are wanted, and those that are looked at for themselves are 2.

    `extra` are candidates whatever they share, (low, high), sorted.
    """
    kernels = compiled_kernels(_KERNELS) if compiled else interpreted(_KERNELS)
    seeds = seeds_of(collection)
    if wanted is None:
        whole = collection.whole
        wanted = np.full(len(collection.table), 2, np.int8) if whole is None else whole.roles()
    limits = limits_of(collection, preset)
    rows: list[NDArray[np.float64]] = []
    compared = done = 0
    stretches = list(pairwise(cuts(collection.features.offsets, _ROWS_IN_REACH)))
    steps = sum(end for _, end in stretches)
    for postings in postings_by(kernels, seeds, collection.features, stretches):
        here = extra[(extra[:, 1] >= postings.begin) & (extra[:, 1] < postings.end)]
        extra_bounds = np.searchsorted(here[:, 0], np.arange(len(collection.table) + 1))
        arguments = wanted, seeds, postings, extra_bounds, np.ascontiguousarray(here[:, 1]), *limits
        for part, count, texts in _run(kernels, arguments, postings.end, workers if compiled else 1):
            rows.append(part)
            compared += count
            # A text's own rows are read once, in order; those of others now and then.
            if done // _RELEASED_EVERY < (done + texts) // _RELEASED_EVERY:
                release(seeds.keys, seeds.groups, seeds.first, seeds.shape, postings.seats, postings.crowd)
            done += texts
            if progress:
                progress(done * len(collection.table) // steps, len(collection.table))
        del postings, arguments  # before those of the next stretch are made
    release(*seeds)
    found = np.concatenate([np.empty((0, 8)), *rows])
    rows.clear()
    found = found[np.lexsort(found.T[::-1])]
    regions = Regions(
        pairs=found[:, :2].astype(np.int32),
        places=(found[:, 2:6] + (0, 1, 0, 1)).astype(np.int32),
        rarity=found[:, 6].copy(),
        summary=found[:, 7].astype(np.int8),
    )
    return Search(regions=regions, pairs_compared=compared, features_chained=seeds.crowded)


def meetings(collection: Collection) -> int:
    """How many times two texts meet in a shared feature: what a search has to look at."""
    features = collection.features
    return int((np.minimum(features.texts - 1, CLIQUE) * features.sizes.astype(np.int64)).sum()) // 2


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


def seeds_of(collection: Collection, clique: int = CLIQUE) -> Seeds:
    """What the search reads of a collection. Features that more than `clique` texts hold are crowded."""
    table, lexicon, features = collection.table, collection.lexicon, collection.features
    crowded = int(np.count_nonzero(features.texts > clique))
    return Seeds(
        offsets=table.offsets,
        keys=lexicon.keys,
        worth=lexicon.worth,
        local=lexicon.local,
        bounds=features.offsets,
        groups=features.groups,
        first=features.first,
        shape=features.shape,
        texts=features.texts,
        crowded=crowded,
        followed=np.empty(0, np.bool_)
        if collection.whole is None
        else collection.whole.followed(features.groups, features.offsets, features.codes[:crowded]),
    )


def postings_of(kernels: Any, seeds: Seeds, features: Features) -> Postings:
    """The features of a whole collection by what they are equal to: one stretch, for whoever looks at single texts."""
    return next(postings_by(kernels, seeds, features, [(0, len(features.offsets) - 1)]))


def postings_by(
    kernels: Any, seeds: Seeds, features: Features, stretches: Iterable[tuple[int, int]]
) -> Iterator[Postings]:
    """The features of each stretch of texts, from and to, in order: what is looked at together fits into memory.

    `kernels` are those of the search. Those of one stretch are let go of before the next are made, if the caller does.
    Raises `InputError` where there are more groups of equal features than can be numbered.
    """
    if len(features.sizes) > _MOST_GROUPS:
        raise InputError(
            f"too large a collection: {len(features.sizes):,} small groups of words that several articles hold, of "
            f"which {_MOST_GROUPS:,} can be compared; audit fewer articles at a time, or at level article"
        )
    crowd_bounds = np.zeros(len(features.offsets), np.int64)
    crowd = zeros(int(features.sizes[: seeds.crowded].sum(dtype=np.int64)), np.int64)
    latest = np.full(seeds.crowded, -1, np.int64)
    for begin, end in stretches:
        rows = slice(int(features.offsets[begin]), int(features.offsets[end]))
        bounds = np.zeros(len(features.sizes) + 1, np.int32)
        kernels.counted(features.groups[rows], bounds[1:])
        np.cumsum(bounds, dtype=np.int32, out=bounds)
        postings = Postings(
            begin=begin,
            end=end,
            base=rows.start,
            bounds=bounds,
            places=zeros(rows.stop - rows.start, np.int64),
            seats=zeros(rows.stop - rows.start, np.int32),
            last=latest.copy(),
            crowd_bounds=crowd_bounds,
            crowd=crowd,
        )
        ends = bounds.copy()
        for groups in pairwise(cuts(bounds, _PLACES_AT_ONCE)):
            for start, stop in pairwise(cuts(features.offsets[begin : end + 1] - rows.start, _ROWS_AT_ONCE)):
                kernels.posted(seeds, postings, (begin + start, begin + stop), groups, ends, latest)
                release(*seeds, postings.seats, crowd)
        del ends
        yield postings
        del postings


def accidents(texts: int) -> float:
    """How much more a place must be worth, in nats, among so many texts, for chance meetings to stay as rare.

    *n* texts are *n*²/2 pairs, and what two of them share is worth the logarithm of how improbable it is: so a limit
    that grows by 2 ln *n* lets as many accidents through whatever *n* is (E-values: Karlin and Altschul, PNAS, 1990).
    """
    return 2.0 * log(max(1.0, texts / MEASURED))


def limits_of(collection: Collection, preset: Preset) -> tuple[Voting, int, Linking, Brevity]:
    """What the kernels ask for; the second is how far apart a text repeats itself."""
    summary, most = preset.summary, int(collection.lexicon.local.max(initial=1))
    beyond = accidents(collection.size)
    return (
        Voting(reach=REACH, least=LEAST_VOTES + beyond, refrain=preset.refrain),
        _APART,
        Linking(
            gap=preset.gap,
            least_gap=preset.least_gap,
            weight=preset.weight + beyond,
            density=preset.density,
            cost=preset.cost,
            floor=preset.floor,
            thinning=thinning(preset.locality, most),
            rarity=rarity(preset.stock, int(collection.features.texts.max(initial=1))),
        ),
        Brevity(share=summary.share, least=summary.least, spread=summary.spread, thinning=thinning(1.0, most)),
    )
