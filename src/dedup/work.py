"""One audit under way: from articles to the passages that they share, and who reused whose."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import compress
from operator import not_
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.ahead import Processes
from dedup.aligning import Aligner
from dedup.compiled import worth_compiling
from dedup.config import Settings
from dedup.matching.articles import NearDuplicates, near_duplicates
from dedup.matching.collection import Collection, prepare
from dedup.matching.passages import Regions, oriented
from dedup.matching.presets import PRESETS
from dedup.matching.scoring import mirrored
from dedup.matching.search import FEW, Search, every_pair, meetings, search
from dedup.matching.shelf import Shelf
from dedup.matching.stock_file import NOTHING_LISTED, Listed
from dedup.model import Article, ArticleSummary, Match, Passage, Verdict
from dedup.outlets import same_outlet
from dedup.parts import Outlines, Parts, summary
from dedup.provenance import Case, Found, Reading, Tradition, alone, cases, conclude, pair_context, read, skim
from dedup.scratch import give_back
from dedup.turns import Settling, turns

Progress = Callable[[str, int, int], None]

# Small texts can meet in many places: from this many on (or this many texts) the search is compiled too.
_COMPILED_FROM_TEXTS, _COMPILED_FROM_MEETINGS = 2_000, 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """What some articles of a collection, the `new` ones by id, share with others.

    In the `collection` at hand are these and all that share wording with one in some place, which `found` tells. The
    `shelf` says who of all holds what.
    """

    new: Set[str]
    collection: Collection
    found: Search
    shelf: Shelf


class Parted(NamedTuple):
    """Of a pair of articles the passages that are evidence and those that are not."""

    numbers: tuple[int, int]
    counted: list[Found]
    rest: list[Found]


class Work:
    """One audit under way. `parts` knows the articles that can have matches, by number in order of their texts.

    Where these are of new articles alone, `met` says what was found of them. `listed` is stock wording.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        settings: Settings,
        progress: Progress | None = None,
        processes: Processes | None = None,
        near: NearDuplicates | None = None,
        met: Met | None = None,
        listed: Listed = NOTHING_LISTED,
    ) -> None:
        self.articles = articles
        self.settings = settings
        self._progress = progress
        self._processes = processes
        self._met = met
        self.stats: dict[str, int] = {}
        self._compiled = False
        self.tell("read words", 0, len(articles))
        if settings.level == "article":
            self.regions, self.parts, self.lengths = self._near_duplicates(near or self._compared())
        else:
            texts = [article.text for article in articles]
            outlines = Outlines(texts, processes)
            outlines.announce(range(len(texts)))
            compiled = worth_compiling(sum(map(len, texts)))
            collection = prepare(texts, compiled=compiled) if met is None else met.collection
            self.parts = Parts(articles, collection, outlines, processes)
            # Repeats of one outlet that were asked for are not its stock.
            self.parts.find_stock(listed, learn=not settings.same_outlet, shelf=None if met is None else met.shelf)
            self.tell("read words", len(articles), len(articles))
            self._compiled = compiled
            self.regions = self._passages(collection) if met is None else self._told(met.found)
            # Seed features are for the search alone.
            self.parts.collection = collection.of_words()
        self.aligner = Aligner(self.parts, settings, compiled=self._compiled)
        self._turns = turns(self.parts.articles, self.regions.pairs)
        self.regions = self._in_turn(self.regions)
        give_back()

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(stage, done, total)

    def matches(self, rank: Mapping[str, int]) -> Iterator[Match]:
        """Every match with its verdict; left is the article of lower `rank`.

        A pair is judged as soon as all pairs of its articles are read, and let go of then: see `dedup.turns`.
        """
        pairs = self.pairs(rank)
        give_back()
        done, steps = 0, sum(1 + len(pair.counted) for pair in pairs)
        settling = Settling(pair.numbers for pair in pairs if pair.counted)
        tradition = Tradition()
        opened: dict[tuple[int, int], tuple[Case, ...]] = {}
        for pair in pairs:
            counted, aside = self.readings(pair)
            yield from (_match(each.found, conclude(alone(each))) for each in aside)
            done += 1
            self.tell("judge", done, steps)
            if not counted:
                continue
            opened[pair.numbers] = cases(counted)
            tradition.add(opened[pair.numbers])
            for numbers in settling.read(pair.numbers):
                for case in opened.pop(numbers):
                    if self._is_asked_for(case.reading.found):
                        yield _match(case.reading.found, conclude(case, tradition.testimony(case)))
                    done += 1
                    self.tell("judge", done, steps)
                for number in settling.judged(numbers):
                    tradition.forget(self.parts.articles[number].id)
            for number in filter(settling.is_read, pair.numbers):
                self.parts.forget_dossier(number)

    def pairs(self, rank: Mapping[str, int]) -> list[Parted]:
        """The pairs of articles that share passages, by when the turn of the later one comes, then of the earlier one;
        left is the article of lower `rank`.

        In that order their articles are read by other processes: while this one aligns, unless the collection is so
        large that it is aligned in another order. Of a part of a collection old articles come last there.
        """
        pairs = list(self._aligned(self.regions, rank))
        if self._met is not None:
            # What others share with each other says something of new ones where both share with one of these what
            # counts: who holds a passage besides two articles has it in common with either.
            heard = {number for pair in pairs if pair.counted for number in pair.numbers}
            apart = self._aligned(self._in_turn(self._among(heard, self._met)), rank)
            pairs.extend(pair._replace(rest=[]) for pair in apart)
        turn = self._turns.tolist()
        pairs.sort(key=lambda pair: sorted((turn[number] for number in pair.numbers), reverse=True))
        if not self.aligner.keeps_order:
            for pair in pairs:
                self._announce(pair)
        return pairs

    def _in_turn(self, regions: Regions) -> Regions:
        """Regions in the order of their pairs of articles, as in `pairs`."""
        return regions.at(np.lexsort(np.sort(self._turns[regions.pairs], axis=1).T))

    def _aligned(self, regions: Regions, rank: Mapping[str, int]) -> Iterator[Parted]:
        for numbers, found in self._pairs(regions, rank):
            pair = Parted(numbers, *self._parted(found))
            if self.aligner.keeps_order:
                self._announce(pair)
            yield pair

    def _announce(self, pair: Parted) -> None:
        if pair.counted and not self._of_one_outlet(*pair.numbers):
            self.parts.told.announce(pair.numbers)

    def readings(self, pair: Parted) -> tuple[list[Reading], list[Reading]]:
        """What the passages of a pair of articles say: those that count, and those that are to be set aside."""
        (left, right), counted, rest = pair
        aside = self._skimmed(left, right, rest)
        if not counted or self._of_one_outlet(left, right):
            return self._skimmed(left, right, counted), aside
        whole = self.parts.dossier(left), self.parts.dossier(right)
        context = pair_context(counted)
        return [read(each, *whole, context=context) for each in counted], aside

    def _skimmed(self, left: int, right: int, found: Sequence[Found]) -> list[Reading]:
        return skim(found, self.parts.brief_dossier(left), self.parts.brief_dossier(right)) if found else []

    def _is_asked_for(self, found: Found) -> bool:
        """Whether a verdict on these passages is asked for."""
        return self._met is None or not self._met.new.isdisjoint((found.left.article, found.right.article))

    def _of_one_outlet(self, left: int, right: int) -> bool:
        return left == right or same_outlet(self.parts.articles[left], self.parts.articles[right])

    def _parted(self, found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
        """Passages that are evidence, and those that are not."""
        evident = [self.aligner.is_evidence(each) for each in found]
        return list(compress(found, evident)), list(compress(found, map(not_, evident)))

    def _pairs(self, regions: Regions, rank: Mapping[str, int]) -> Iterator[tuple[tuple[int, int], list[Found]]]:
        """Each pair of articles that shares passages, and these; left is the article of lower `rank`."""
        done = 0
        for count, passages in self.aligner.found(regions):
            for (left, right), found in passages.items():
                if rank[self.parts.articles[left].id] > rank[self.parts.articles[right].id]:
                    yield (right, left), [_mirrored(each) for each in found]
                else:
                    yield (left, right), found
            done = min(done + count, len(regions))  # what is left over of a region is aligned too
            self.tell("align", done, len(regions))

    def _passages(self, collection: Collection) -> Regions:
        self._compiled = self._compiled or worth_compiled(collection)
        result = searched(collection, self.settings, compiled=self._compiled, progress=self._progress)
        return self._told(result)

    def _told(self, result: Search) -> Regions:
        """The regions of a search, as they are aligned; what it cost is counted."""
        counted = {
            "pairs_compared": result.pairs_compared,
            "features_capped": result.features_chained,
            "buckets_capped": 0,
            "regions": len(result.regions),
        }
        self.stats.update({name: self.stats.get(name, 0) + count for name, count in counted.items()})
        return oriented(result.regions, self.parts.collection.texts)

    def _among(self, numbers: Iterable[int], met: Met) -> Regions:
        """What some articles that are not new share with each other."""
        old = np.array(sorted(each for each in numbers if self.articles[each].id not in met.new), dtype=np.int64)
        collection = met.collection.of(old, searched=True)
        compiled = self._compiled or worth_compiled(collection)
        result = searched(collection, self.settings, compiled=compiled, progress=self._progress)
        pairs = old[result.regions.pairs].astype(np.int32)
        return self._told(replace(result, regions=replace(result.regions, pairs=pairs)))

    def _compared(self) -> NearDuplicates:
        chosen = self.settings
        return near_duplicates(
            [article.text for article in self.articles],
            jaccard=chosen.jaccard,
            num_perm=chosen.num_perm,
            seed=chosen.seed,
            workers=chosen.workers,
        )

    def _near_duplicates(self, result: NearDuplicates) -> tuple[Regions, Parts, list[int]]:
        """Pairs of near-duplicate articles, as regions of whole texts, and the parts of those articles alone.

        The third result is the number of words of every article.
        """
        self.tell("read words", len(self.articles), len(self.articles))
        self.stats.update(
            pairs_compared=result.candidates,
            features_capped=0,
            buckets_capped=result.buckets_chained,
            regions=len(result.pairs),
        )
        lengths = result.words.tolist()
        involved, renumbered = np.unique(result.pairs, return_inverse=True)
        articles = [self.articles[number] for number in involved.tolist()]
        texts = [article.text for article in articles]
        outlines = Outlines(texts, self._processes)
        outlines.announce(range(len(texts)))
        parts = Parts(articles, prepare(texts), outlines, self._processes, every_word=True)
        pairs = renumbered.reshape(-1, 2)
        ends = result.words[involved][pairs]
        regions = Regions(
            pairs=pairs.astype(np.int32),
            places=np.stack([0 * ends[:, 0], ends[:, 0], 0 * ends[:, 1], ends[:, 1]], axis=1).astype(np.int32),
            rarity=np.ones(len(pairs)),
            summary=np.zeros(len(pairs), dtype=np.int8),
        )
        return regions, parts, lengths

    def summaries(self, wanted: Set[str] | None = None) -> tuple[ArticleSummary, ...]:
        """Every article with its words, or every `wanted` one, by id.

        At article level all words count: no text is taken apart for that.
        """
        if self.settings.level == "article":
            return tuple(
                summary(article, length, length) for article, length in zip(self.articles, self.lengths, strict=True)
            )
        offsets = np.diff(self.parts.collection.table.offsets).tolist()
        return tuple(
            summary(article, offsets[number], self.parts.counted_words(number))
            for number, article in enumerate(self.articles)
            if wanted is None or article.id in wanted
        )


def searched(
    collection: Collection,
    settings: Settings,
    *,
    compiled: bool,
    progress: Progress | None = None,
    wanted: NDArray[np.int8] | None = None,
) -> Search:
    """Where the texts of a collection may share wording: see `dedup.matching.search.search`."""
    return search(
        collection,
        PRESETS[settings.preset],
        every_pair(len(collection.texts) if collection.size <= FEW else 0),
        compiled=compiled,
        workers=settings.workers,
        progress=None if progress is None else lambda done, total: progress("compare", done, total),
        wanted=wanted,
    )


def worth_compiled(collection: Collection) -> bool:
    """Whether a search takes longer than loading its compiled kernels."""
    return len(collection.texts) >= _COMPILED_FROM_TEXTS or meetings(collection) >= _COMPILED_FROM_MEETINGS


def _mirrored(found: Found) -> Found:
    """The pair of passages seen from the other side."""
    scores, common = mirrored(found.scores, found.common)
    return Found(
        left=found.right, right=found.left, kind=found.kind, confidence=found.confidence, scores=scores, common=common
    )


def _match(found: Found, verdict: Verdict) -> Match:
    return Match(
        id=_match_id(found.left, found.right),
        left=found.left,
        right=found.right,
        kind=found.kind,
        confidence=found.confidence,
        scores=found.scores,
        common=found.common,
        verdict=verdict,
    )


def _match_id(left: Passage, right: Passage) -> str:
    named = "\0".join(f"{side.article}\0{side.start}\0{side.end}" for side in (left, right))
    return sha256(named.encode("utf-8", "surrogatepass")).hexdigest()[:12]
