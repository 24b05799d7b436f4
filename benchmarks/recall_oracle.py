"""The oracle: all passages that the alignment and the decision would accept, if only they were given every place.

Every window of every text is held against every window of every other text. What keeps two windows apart is one exact
upper bound: words they do not share cannot be evidence. All the rest is the pipeline's own: `refine`, the confidence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from recall_windows import window_candidates

from dedup.aligning import TITLES
from dedup.compiled import compiled as compiled_kernels
from dedup.compiled import interpreted
from dedup.evaluation.labelled import Labelled, span
from dedup.matching.collection import Collection, prepare
from dedup.matching.columns import Batch, Meetings
from dedup.matching.confidence import measures_of, model_of
from dedup.matching.passages import Aligned, Region, align, aligned_of, regions_of
from dedup.matching.presets import NEWS, Preset
from dedup.matching.scoring import kind_of_match
from dedup.matching.search import limits_of, postings_of, search, seeds_of
from dedup.model import Article, MatchKind, Span
from dedup.parts import Outlines, Parts
from dedup.provenance import same_outlet

WORDS, STRIDE = 16, 8
# Two windows are aligned when they can hold this share of the least evidence of a passage: one of 12 words has at least
# 8 of them in some pair of windows, wherever it begins. The page shows what a smaller share would add.
SHARE = 2 / 3
MIN_WORDS, MIN_CONFIDENCE = 8, 0.5


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """A passage as word numbers of two texts (`low` < `high`), with its matched words in order of the first."""

    low: int
    high: int
    left: Span
    right: Span
    matched: tuple[tuple[int, int], ...]
    kind: MatchKind

    @property
    def words(self) -> int:
        """Words of the shorter side."""
        return min(len(self.left), len(self.right))


@dataclass(frozen=True, slots=True, kw_only=True)
class Oracle:
    """What the oracle found, and what it looked at: pairs of windows, those within the bound, regions aligned."""

    passages: tuple[Place, ...]
    looked: int
    promising: int
    aligned: int


# Meetings with no text.
NOBODY = Meetings(
    owners=np.empty(0, np.int64),
    bounds=np.zeros(1, np.int64),
    here=np.empty(0, np.int32),
    feature=np.empty(0, np.int32),
    first=np.empty(0, np.int32),
    shape=np.empty(0, np.int8),
    votes=np.empty(0, np.float64),
)


class Bench:
    """A collection made ready once for the oracle and every tier. Articles stand in order of their ids."""

    def __init__(self, articles: Sequence[Article], *, compiled: bool = True, preset: Preset = NEWS) -> None:
        self.articles = sorted(articles, key=lambda article: article.id)
        self.compiled = compiled
        self.preset = preset
        texts = [article.text for article in self.articles]
        self.collection: Collection = prepare(texts, compiled=compiled)
        self.parts = Parts(self.articles, self.collection, Outlines(texts))
        self.texts = self.parts.texts
        self.texts.read(range(len(self.articles)))
        self._limits = self.texts.limits(preset, trim_framing=preset.trim_framing, whole=False)
        self.apart: NDArray[np.bool_] = np.array(
            [[not same_outlet(one, other) for other in self.articles] for one in self.articles], dtype=np.bool_
        )
        self._model = model_of("news")
        self.seeds = seeds_of(self.collection, clique=0)
        kernels = self.kernels("dedup.matching.search_kernels")
        self.postings = postings_of(kernels, self.seeds, self.collection.features)
        self.spread: dict[tuple[int, int], dict[tuple[int, int], int]] = {}

    def kernels(self, module: str) -> Any:
        return (compiled_kernels if self.compiled else interpreted)(module)

    def judged(self, low: int, high: int, region: Region, *, searched: bool = False) -> Aligned | None:
        """A region aligned, or None where the pipeline would not report it.

        What was not `searched` by the pipeline must yet meet the limits that the search sets to regions.
        """
        batch, aligned = self.aligned(low, high, region)
        least = -(-MIN_WORDS // 2) if batch.quoted[0] else MIN_WORDS
        if aligned is None or batch.words[0] < least:
            return None
        if not searched:
            rarity = self._rarity(low, high, aligned)
            batch = batch._replace(evidence=batch.evidence * rarity)
            aligned = replace(aligned, evidence=aligned.evidence * rarity)
            if aligned.evidence < self.preset.weight or aligned.density < self.preset.density:
                return None
        spans = self.parts.span(low, aligned.region.left), self.parts.span(high, aligned.region.right)
        kinds = {self.parts.kind(text, span.start, span.end) for text, span in zip((low, high), spans, strict=True)}
        furniture = np.array([not kinds.isdisjoint(TITLES)])
        probability = self._model.probabilities(measures_of(batch, np.array([0]), furniture))[0]
        return aligned if probability >= MIN_CONFIDENCE else None

    def aligned(self, low: int, high: int, region: Region) -> tuple[Batch, Aligned | None]:
        """One region aligned, whatever it is worth."""
        batch = align(
            self.kernels("dedup.matching.passage_kernels"), self.texts, regions_of([(low, high, region)]), self._limits
        )
        return batch, aligned_of(batch, 0, region)

    def place(self, low: int, high: int, aligned: Aligned) -> Place:
        region = aligned.region
        words, offsets = self.collection.table.words, self.collection.table.offsets
        one, two = (
            words[offsets[text] + span.start : offsets[text] + span.end]
            for text, span in ((low, region.left), (high, region.right))
        )
        shorter, longer = sorted((len(region.left), len(region.right)))
        kind = kind_of_match(np.array_equal(one, two), len(aligned.pairs), len(aligned.matched), shorter, longer)
        return Place(
            low=low, high=high, left=region.left, right=region.right, matched=tuple(aligned.matched), kind=kind
        )

    def _rarity(self, low: int, high: int, aligned: Aligned) -> float:
        """The share of its worth that a passage keeps when phrases of many texts count for less: see `find_regions`."""
        spread = self.spread.get((low, high))
        if spread is None:
            spread = self.spread[low, high] = self._spread(low, high)
        lexicon, offsets = self.collection.lexicon, self.collection.table.offsets
        whole = kept = 0.0
        for i, j in aligned.matched:
            rows = [offsets[low] + i, offsets[high] + j]
            worth = float(lexicon.worth[rows].min()) / (1.0 + self.preset.locality * log(lexicon.local[rows].max()))
            holders = spread.get((i, j), 1)
            whole += worth
            kept += worth / (1.0 + log(holders / self.preset.stock)) if holders > self.preset.stock else worth
        return kept / max(whole, 1e-9)

    def _spread(self, low: int, high: int) -> dict[tuple[int, int], int]:
        # As if every feature were crowded: then all of them are looked for in both texts.
        seeds, table = self.seeds, self.collection.table
        rows = np.full(seeds.crowded, -1, np.int64)
        kernels = self.kernels("dedup.matching.point_kernels")
        kernels.place_crowded(low, self.postings, rows)
        common, room = np.empty(len(seeds.groups), np.int64), np.empty(256, np.int64)
        points, spread, size = kernels.join(
            NOBODY, 0, 0, low, high, rows, common, seeds, self.postings, self.preset.refrain, room, room.copy()
        )
        points, spread = points[:size], spread[:size]
        lengths = np.diff(table.offsets)
        if points.size > 0.5 * max(lengths[low], lengths[high]):
            return {}  # copies of one article hold its phrases because they are copies
        here = points & 0xFFFFFFFF
        there = (points >> 32) - (1 << 30) + here
        return dict(zip(zip(here.tolist(), there.tolist(), strict=True), spread.tolist(), strict=True))


def every_window(offsets: NDArray[np.int64], words: int, stride: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """All windows of all texts as (first, end) of token rows, and their texts. The last may be shorter."""
    windows, owners = [], []
    for text in range(len(offsets) - 1):
        begin, end = int(offsets[text]), int(offsets[text + 1])
        for first in range(begin, max(begin + 1, end - words + stride), stride):
            windows.append((first, min(first + words, end)))
            owners.append(text)
    return np.array(windows, dtype=np.int64).reshape(-1, 2), np.array(owners, dtype=np.int64)


def oracle(bench: Bench, *, stride: int = STRIDE, share: float = SHARE) -> Oracle:
    """Find every passage that would be accepted."""
    preset, table, lexicon = bench.preset, bench.collection.table, bench.collection.lexicon
    windows, owners = every_window(table.offsets, WORDS, stride)
    plain = lexicon.worth / (1.0 + preset.locality * np.log(lexicon.local))
    telling = (lexicon.worth > 0.0) & ~lexicon.name[lexicon.keys]
    raised = np.where(telling, np.maximum(plain, preset.floor), plain)
    least = share * preset.weight
    kernels = bench.kernels("recall_kernels")
    pairs, looked = kernels.promising(windows, owners, bench.apart, table.offsets, lexicon.keys, plain, raised, least)
    regions = kernels.window_regions(
        pairs, windows, owners, table.offsets, lexicon.keys, lexicon.worth, lexicon.local, lexicon.common,
        limits_of(bench.collection, preset)[2]._replace(weight=least),
    )  # fmt: skip
    regions = np.unique(regions, axis=0)
    by_pair: dict[tuple[int, int], list[tuple[Span, Span]]] = defaultdict(list)
    for low, high, i0, i1, j0, j1 in regions.tolist():
        by_pair[low, high].append((Span(i0, i1 + 1), Span(j0, j1 + 1)))
    found: list[Place] = []
    aligned = 0
    for (low, high), places in sorted(by_pair.items()):
        here, tried = _passages(bench, low, high, places)
        found.extend(here)
        aligned += tried
    return Oracle(passages=tuple(found), looked=int(looked), promising=len(pairs), aligned=aligned)


def _passages(bench: Bench, low: int, high: int, places: list[tuple[Span, Span]]) -> tuple[list[Place], int]:
    """The distinct passages of a pair of texts, the longest where some overlap on both sides."""
    accepted: dict[Region, Aligned] = {}
    tried = 0
    for left, right in places:
        # What lies in a passage already found could only give a part of it.
        if any(inside(left, each.left) and inside(right, each.right) for each in accepted):
            continue
        tried += 1
        aligned = bench.judged(low, high, Region(left=left, right=right))
        if aligned is not None:
            accepted.setdefault(aligned.region, aligned)
    kept: list[Region] = []
    for region in sorted(accepted, key=_longest_first):
        if not any(overlap(region.left, each.left) and overlap(region.right, each.right) for each in kept):
            kept.append(region)
    return sorted(bench.place(low, high, accepted[region]) for region in kept), tried


def _longest_first(region: Region) -> tuple[int, int, Span, Span]:
    lengths = len(region.left), len(region.right)
    return -min(lengths), -max(lengths), region.left, region.right


def inside(span: Span, other: Span) -> bool:
    return other.start <= span.start and span.end <= other.end


def overlap(span: Span, other: Span) -> int:
    """How many words two stretches have in common."""
    return max(0, min(span.end, other.end) - max(span.start, other.start))


def labelled_places(bench: Bench, labelled: Labelled) -> tuple[Place, ...]:
    """The passages that a labelled set counts as shared, with its kinds and the matched words of their alignment."""
    found = []
    for passage in labelled.passages:
        if passage.set_aside:
            continue
        low, high = (bench.parts.number[side.article] for side in (passage.left, passage.right))
        left = _words(bench, low, span(passage.left))
        right = _words(bench, high, span(passage.right))
        _, aligned = bench.aligned(low, high, Region(left=left, right=right))
        matched = [
            (i, j)
            for i, j in (aligned.matched if aligned else ())
            if left.start <= i < left.end and right.start <= j < right.end
        ]
        found.append(Place(low=low, high=high, left=left, right=right, matched=tuple(matched), kind=passage.kind))
    return tuple(sorted(found))


def _words(bench: Bench, text: int, characters: Span) -> Span:
    """The words that stand in a stretch of characters."""
    table = bench.collection.table
    rows = table.rows(text)
    return Span(
        int(np.searchsorted(table.ends[rows], characters.start, side="right")),
        int(np.searchsorted(table.starts[rows], characters.end, side="left")),
    )


def found_by_finder(bench: Bench) -> Iterator[Place]:
    """What the pipeline reports: regions of its search, judged in the same way."""
    extra, _ = window_candidates(bench.collection.features, seed=1, compiled=bench.compiled)
    for low, high, region in search(bench.collection, bench.preset, extra, compiled=bench.compiled, workers=1).regions:
        if low != high and bench.apart[low, high]:
            aligned = bench.judged(low, high, region, searched=True)
            if aligned is not None:
                yield bench.place(low, high, aligned)
