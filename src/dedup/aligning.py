"""Where articles align, and how sure it is that they do not by chance: from regions to pairs of passages."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled, interpreted
from dedup.config import Settings
from dedup.matching.columns import Batch
from dedup.matching.confidence import Table, measures_of, model_of, outermost
from dedup.matching.passages import Regions, align_all
from dedup.matching.presets import PRESETS
from dedup.matching.scoring import score
from dedup.model import PassageKind
from dedup.parts import Parts
from dedup.provenance import Found

# Matches between two of these do not count; those of these and headlines seldom say something.
FURNITURE = ("boilerplate", "byline", "caption", "credit")
TITLES = frozenset({*FURNITURE, "headline"})
# Below the confidence asked for, a match of this share of names is shown as set aside, as one of furniture is at any
# confidence; any other is dropped.
_NAMES_SHARE = 0.5
# Regions handed to a worker at a time.
_BATCH = 256
# Batches after which the columns they read are left to the system.
_RELEASED_EVERY = 32
# Words of neighbouring texts whose columns stay in memory while regions of them are aligned: of two stretches 3 GB.
_WORDS_AT_ONCE = 1 << 25
# Regions of fewer words (the shorter sides) are aligned in five seconds at most without compiled kernels.
_COMPILED_FROM_WORDS = 60_000


# Code points of both texts: left start, left end, right start, right end.
Spans = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Aligned regions that say something: `rows` of a batch, with their spans in both texts, kinds and confidence."""

    regions: Regions
    batch: Batch
    rows: NDArray[np.int64]
    spans: Sequence[Spans]
    kinds: Sequence[tuple[PassageKind, PassageKind]]
    confidence: Sequence[float]

    def measures(self) -> Table:
        """What the confidence of each of them rests on, stock wording included."""
        return measures_of(self.batch, self.rows, _furniture(self.kinds))


class Aligner:
    """Aligns articles of a collection, by number."""

    def __init__(self, parts: Parts, settings: Settings, *, compiled: bool = False) -> None:
        self.parts = parts
        self.settings = settings
        self.preset = PRESETS[settings.preset]
        self.model = model_of(settings.preset)
        self._compiled = compiled

    def found(self, regions: Regions) -> Iterator[tuple[int, dict[tuple[int, int], list[Found]]]]:
        """For some regions at a time: how many these are, and the passages that are found, by pair of articles."""
        forms = compiled if self._worth_compiling(regions) else interpreted
        kernels = forms("dedup.matching.score_kernels")
        for kept in self.aligned(regions):
            told = score(kernels, kept.rows, kept.regions.pairs.astype(np.int64), kept.batch, self.parts.texts)
            passages: dict[tuple[int, int], list[Found]] = {}
            pairs, stock = kept.regions.pairs[kept.rows].tolist(), kept.batch.stock[kept.rows].tolist()
            for (left, right), counted, spans, confidence, each in zip(
                pairs, stock, kept.spans, kept.confidence, told, strict=True
            ):
                found = Found(
                    left=self.parts.passage(left, *spans[:2]),
                    right=self.parts.passage(right, *spans[2:]),
                    kind=each.kind,
                    confidence=confidence,
                    scores=each.scores,
                    common=each.common,
                )
                self.parts.note_stock(found.left, found.right, self.parts.share(counted))
                passages.setdefault((left, right), []).append(found)
            yield len(kept.regions), passages

    def is_evidence(self, found: Found) -> bool:
        """Whether a pair of passages says something of its articles: no furniture, no stock, sure enough."""
        furniture = found.left.kind in FURNITURE and found.right.kind in FURNITURE
        stock = self.parts.stock_of(found.left, found.right).mostly
        return found.confidence >= self.settings.min_confidence and not furniture and not stock

    def aligned(self, regions: Regions) -> Iterator[Kept]:
        """Regions, those of a pair of articles together, aligned; without those that say nothing or lie in others.

        They come in the order in which the columns of a large collection are read least often, see `_by_stretches`.
        """
        regions = _by_stretches(regions, self.parts.collection.table.offsets)
        for number, (part, batch) in enumerate(self._batches(regions), 1):
            yield self._whole(part, batch) if self.settings.level == "article" else self._kept(part, batch)
            if number % _RELEASED_EVERY == 0:
                self.parts.texts.release()
        self.parts.texts.release()

    @property
    def keeps_order(self) -> bool:
        """Whether regions are aligned in the order in which they are given: where all texts are one stretch."""
        return int(self.parts.collection.table.offsets[-1]) <= _WORDS_AT_ONCE

    def _worth_compiling(self, regions: Regions) -> bool:
        lengths = np.minimum(
            regions.places[:, 1] - regions.places[:, 0], regions.places[:, 3] - regions.places[:, 2]
        ).sum()
        return self._compiled or bool(lengths >= _COMPILED_FROM_WORDS)

    def _batches(self, regions: Regions) -> Iterator[tuple[Regions, Batch]]:
        """Regions aligned some pairs at a time, in order. Compiled kernels hold no lock, so threads use all cores."""
        whole = self.settings.level == "article"
        fast = self._worth_compiling(regions)
        kernels = (compiled if fast else interpreted)("dedup.matching.passage_kernels")
        texts = self.parts.texts
        limits = texts.limits(
            self.preset,
            trim_framing=self.preset.trim_framing and not whole,
            reasons=0 if whole else len(self.parts.stock.reasons),
        )
        parts = list(_parts(regions))
        workers = (self.settings.workers or cpu_count() or 1) if fast else 1
        if workers == 1 or len(parts) == 1:
            for part in parts:
                texts.read(np.unique(part.pairs).tolist())
                yield align_all(kernels, texts, part, limits)
            return
        with ThreadPoolExecutor(max_workers=workers) as pool:
            waiting: deque[Future[tuple[Regions, Batch]]] = deque()
            for part in parts:
                texts.read(np.unique(part.pairs).tolist())
                waiting.append(pool.submit(align_all, kernels, texts, part, limits))
                # What is aligned ahead of its turn takes memory: no more of it than keeps every worker busy.
                if len(waiting) > 2 * workers:
                    yield waiting.popleft().result()
            for future in waiting:
                yield future.result()

    def _whole(self, regions: Regions, batch: Batch) -> Kept:
        """The exact similarity was verified: the whole articles are the match, whatever can be aligned."""
        batch = batch._replace(places=regions.places.astype(np.int64))
        rows = np.arange(len(regions))
        spans = self._spans(regions, batch, rows)
        return Kept(
            regions=regions, batch=batch, rows=rows, spans=spans, kinds=self._kinds(regions, rows, spans),
            confidence=[1.0] * len(regions),
        )  # fmt: skip

    def _kept(self, regions: Regions, batch: Batch) -> Kept:
        least = np.where(batch.quoted, -(-self.settings.min_words // 2), self.settings.min_words)
        rows = np.flatnonzero(batch.aligned & (batch.words >= least))
        spans = self._spans(regions, batch, rows)
        if self.preset.least_characters:
            long = [min(i1 - i0, j1 - j0) >= self.preset.least_characters for i0, i1, j0, j1 in spans]
            rows, spans = rows[long], [each for each, enough in zip(spans, long, strict=True) if enough]
        kinds = self._kinds(regions, rows, spans)
        measures = measures_of(batch, rows, _furniture(kinds))
        confidence = self.model.probabilities(measures)
        # The confidence that it would have if its blocks were no furniture, and that where stock wording is worthless.
        as_text = self.model.probabilities({**measures, "furniture": np.zeros(len(rows))})
        bare = self.model.probabilities(measures_of(batch, rows, _furniture(kinds), bare=True))
        pairs, names, stock = (column[rows].tolist() for column in (regions.pairs, batch.names, batch.stock))
        shown: dict[tuple[int, int], list[int]] = {}
        for at, (left, right) in enumerate(pairs):
            if (
                confidence[at] >= self.settings.min_confidence
                or names[at] >= _NAMES_SHARE
                or (TITLES.issuperset(kinds[at]) and as_text[at] >= self.settings.min_confidence)
                or self.parts.share(stock[at]).mostly
            ):
                shown.setdefault((left, right), []).append(at)
        chosen: list[int] = []
        for group in shown.values():
            places = batch.places[rows[group]].tolist()
            believed = [min(confidence[at], bare[at]) for at in group]
            chosen.extend(group[at] for at in outermost(places, believed, self.settings.min_confidence))
        return Kept(
            regions=regions, batch=batch, rows=rows[chosen], spans=[spans[at] for at in chosen],
            kinds=[kinds[at] for at in chosen], confidence=[min(confidence[at], bare[at]) for at in chosen],
        )  # fmt: skip

    def _spans(self, regions: Regions, batch: Batch, rows: NDArray[np.int64]) -> list[Spans]:
        """Where aligned regions stand in the original texts."""
        table = self.parts.collection.table
        base = table.offsets[regions.pairs[rows]]
        places = batch.places[rows]
        columns = [
            column.tolist()
            for side in range(2)
            for column in (
                table.starts[base[:, side] + places[:, 2 * side]],
                table.ends[base[:, side] + places[:, 2 * side + 1] - 1],
            )
        ]
        return list(zip(*columns, strict=True))

    def _kinds(
        self, regions: Regions, rows: NDArray[np.int64], spans: Sequence[Spans]
    ) -> list[tuple[PassageKind, PassageKind]]:
        return [
            (self.parts.kind(left, i0, i1), self.parts.kind(right, j0, j1))
            for (left, right), (i0, i1, j0, j1) in zip(regions.pairs[rows].tolist(), spans, strict=True)
        ]


def _furniture(kinds: Sequence[tuple[PassageKind, PassageKind]]) -> NDArray[np.bool_]:
    """Of which pairs of passages either is a headline, a caption or the like."""
    return np.array([not TITLES.isdisjoint(each) for each in kinds], dtype=np.bool_)


def _changes(regions: Regions) -> NDArray[np.int64]:
    """Where the regions of each pair of articles end."""
    return np.append(np.flatnonzero((regions.pairs[1:] != regions.pairs[:-1]).any(axis=1)) + 1, len(regions))


def _by_stretches(regions: Regions, offsets: NDArray[np.int64]) -> Regions:
    """Regions of the same two stretches of texts one after the other, those of a pair of articles still together.

    A pair lies at any two places of the columns. Where these are larger than memory, each region would be read from the
    disk by itself, with all that the system reads around it.
    """
    stretches = np.sort(offsets[regions.pairs] // _WORDS_AT_ONCE, axis=1)
    order = np.lexsort((stretches[:, 1], stretches[:, 0]))
    return regions if np.array_equal(order, np.arange(len(order))) else regions.at(order)


def _parts(regions: Regions) -> Iterator[Regions]:
    """Regions some at a time, those of one pair of articles together."""
    changes = _changes(regions)
    begin = 0
    while begin < len(regions):
        end = int(changes[np.searchsorted(changes, min(begin + _BATCH, len(regions)))])
        yield regions.part(begin, end)
        begin = end
