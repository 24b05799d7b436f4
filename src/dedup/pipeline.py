"""`audit` and `compare`: the only composition of the steps from articles to a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from itertools import compress
from operator import not_
from typing import Any

import numpy as np

from dedup.ahead import Processes
from dedup.aligning import FURNITURE, Aligner
from dedup.compiled import worth_compiling
from dedup.config import Settings
from dedup.errors import DuplicateId
from dedup.matching.articles import NearDuplicates, near_duplicates
from dedup.matching.clusters import article_clusters, passage_clusters
from dedup.matching.collection import Collection, prepare
from dedup.matching.passages import Regions
from dedup.matching.presets import PRESETS
from dedup.matching.scoring import mirrored
from dedup.matching.search import meetings, search
from dedup.matching.stock_file import read_stock
from dedup.matching.windows import FEW, every_pair, window_candidates
from dedup.model import (
    SCHEMA_VERSION,
    Article,
    ArticleSummary,
    Match,
    Passage,
    Report,
    SetAside,
    SetAsideReason,
    Skipped,
    Verdict,
)
from dedup.network import source_flows, with_paths
from dedup.outlets import outlet_names, same_outlet
from dedup.parts import Outlines, Parts, summary
from dedup.provenance import Case, Found, Reading, Tradition, alone, cases, conclude, pair_context, read, skim
from dedup.totals import article_pairs, outlet_flows

Progress = Callable[[str, int, int], None]

# Small texts can meet in many places: from this many on (or this many texts) the search is compiled too.
_COMPILED_FROM_TEXTS, _COMPILED_FROM_MEETINGS = 2_000, 100_000
# Below the confidence asked for, a match of this share of stock wording fell below it for that.
_STOCK_SHARE = 0.2


def audit(
    articles: Iterable[Article],
    settings: Settings | None = None,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """Find what wording articles share and judge who reused whose.

    In every match `left` is the article with the smaller id; the order of the input never matters. An empty
    input gives an empty report. `skipped` is carried into the report; `progress` is told the stage, how much
    of it is done and how much there is.

    Raises `DuplicateId` where one id has two different texts.

    >>> from dedup import Article, audit
    >>> words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    >>> report = audit([Article(id="a", text=words + ".", outlet="A"), Article(id="b", text=words + "!", outlet="B")])
    >>> [(match.left.article, match.right.article, match.kind) for match in report.matches]
    [('a', 'b', 'verbatim')]
    """
    by_id: dict[str, Article] = {}
    for article in articles:
        known = by_id.setdefault(article.id, article)
        if known.text != article.text:
            raise _duplicate(known, article)
        # The same text twice: which one counts must not depend on the order of the input.
        by_id[article.id] = min(known, article, key=_by_what_is_known)
    ordered = [by_id[article] for article in sorted(by_id)]
    return _report(ordered, settings or Settings(), skipped=skipped, progress=progress)


def audit_of_near_duplicates(
    articles: Sequence[Article],
    found: NearDuplicates,
    settings: Settings,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """`audit` at level ``article`` of near-duplicates that were found elsewhere: the same report.

    `articles` come in the order of their texts and ids, by which `found` numbers them; those in none of its pairs need
    no text.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    return _report(ordered, settings, skipped=skipped, progress=progress, near=found, by_text=articles)


def compare(left: str | Article, right: str | Article, settings: Settings | None = None) -> tuple[Match, ...]:
    """The passages that two texts share, `left` the first. ``compare(b, a)`` is the mirror of ``compare(a, b)``.

    >>> words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    >>> [match.left.text for match in compare(f"He said: “{words}.”", f"{words}, she wrote.")]
    ['The dam was built in 1931 and nobody living had ever seen its spillway run']
    """
    taken = right.id if isinstance(right, Article) else None
    first = left if isinstance(left, Article) else Article(id="right" if taken == "left" else "left", text=left)
    second = right if isinstance(right, Article) else Article(id="left" if first.id == "right" else "right", text=right)
    return compare_report(first, second, settings).matches


def compare_report(
    left: Article,
    right: Article,
    settings: Settings | None = None,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """`compare` as a whole report. Repeats of one outlet count, since they were asked for by name.

    Raises `DuplicateId` where both articles have one id.
    """
    if left.id == right.id:
        raise _duplicate(left, right)
    chosen = replace(settings or Settings(), same_outlet=True)
    return _report([left, right], chosen, skipped=skipped, progress=progress)


def _by_what_is_known(article: Article) -> tuple[Any, ...]:
    """Prefers what says more of the article; all else decides in some fixed way."""
    known = (article.outlet, article.published, article.title, article.url, article.first_seen, article.source)
    rest = (
        article.outlet_origin,
        article.published_origin,
        sorted((str(k), repr(v)) for k, v in article.extra.items()),
    )
    return *(each is None for each in known), *map(str, known), *map(str, rest)


def _duplicate(one: Article, two: Article) -> DuplicateId:
    places = " and ".join(ascii(each.source) if each.source else "an article without a source" for each in (one, two))
    return DuplicateId(f"two articles have the id {one.id!a} ({places}); give each an id of its own")


def _report(
    articles: Sequence[Article],
    settings: Settings,
    *,
    skipped: Sequence[Skipped],
    progress: Progress | None,
    by_text: Sequence[Article] | None = None,
    near: NearDuplicates | None = None,
) -> Report:
    """The report on articles, in the order that decides which of two is left."""
    rank = {article.id: number for number, article in enumerate(articles)}
    # Inside, texts stand in the order of their words: what is found must not depend on what the articles are called.
    by_text = by_text or sorted(articles, key=lambda article: (article.text, rank[article.id]))
    with Processes(settings.workers) as processes:
        work = Work(by_text, settings, progress, processes, near)
        found = sorted(work.matches(rank), key=lambda match: _match_order(match, rank))
    matches: list[Match] = []
    set_aside: list[SetAside] = []
    for match in found:
        aside = _why_aside(match, work.parts, settings)
        if aside is None:
            matches.append(match)
        else:
            set_aside.append(SetAside(match=match, reason=aside[0], detail=aside[1]))
    parts = work.parts
    pairs = article_pairs(matches, parts.words_of)
    summaries = tuple(sorted(work.summaries(), key=lambda summary: rank[summary.id]))
    clusters = (article_clusters if settings.level == "article" else passage_clusters)(matches, parts.rank)
    return Report(
        schema_version=SCHEMA_VERSION,
        # The number of workers never changes a result, so it is none of the report's business.
        settings={name: value for name, value in asdict(settings).items() if name != "workers"},
        articles=summaries,
        matches=tuple(matches),
        set_aside=tuple(set_aside),
        article_pairs=pairs,
        outlet_flows=outlet_flows(pairs, matches, summaries, parts.words_of, parts.of_one_outlet),
        clusters=with_paths(clusters, matches, summaries),
        skipped=tuple(sorted(skipped, key=lambda each: (each.path, each.line or 0, each.reason))),
        stats={
            "articles": len(articles),
            "words": sum(each.words for each in summaries),
            **work.stats,
            "matches": len(matches),
            "set_aside": len(set_aside),
            "skipped": len(skipped),
        },
        source_flows=source_flows(matches, outlet_names(summaries)),
    )


class Work:
    """One audit under way. `parts` knows the articles that can have matches, by number in order of their texts."""

    def __init__(
        self,
        articles: Sequence[Article],
        settings: Settings,
        progress: Progress | None = None,
        processes: Processes | None = None,
        near: NearDuplicates | None = None,
    ) -> None:
        self.articles = articles
        self.settings = settings
        self._progress = progress
        self._processes = processes
        self.stats: dict[str, int] = {}
        self._compiled = False
        listed = read_stock(settings.stock)
        self.tell("read words", 0, len(articles))
        if settings.level == "article":
            self.regions, self.parts, self.lengths = self._near_duplicates(near or self._compared())
        else:
            texts = [article.text for article in articles]
            outlines = Outlines(texts, processes)
            outlines.announce(range(len(texts)))
            compiled = worth_compiling(sum(map(len, texts)))
            collection = prepare(texts, compiled=compiled)
            self.parts = Parts(articles, collection, outlines, processes)
            # Repeats of one outlet that were asked for are not its stock.
            self.parts.find_stock(listed, learn=not settings.same_outlet)
            self.tell("read words", len(articles), len(articles))
            self.regions = self._passages(collection, compiled)
        self.aligner = Aligner(self.parts, settings, compiled=self._compiled)

    def tell(self, stage: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(stage, done, total)

    def matches(self, rank: Mapping[str, int]) -> Iterator[Match]:
        """Every match with its verdict; left is the article of lower `rank`."""
        opened: list[Case] = []
        for counted, aside in self.readings(rank):
            opened.extend(cases(counted))
            yield from (_match(each.found, conclude(alone(each))) for each in aside)
        tradition = Tradition(opened)
        for done, case in enumerate(opened, 1):
            yield _match(case.reading.found, conclude(case, tradition.testimony(case)))
            self.tell("judge", done, len(opened))

    def readings(self, rank: Mapping[str, int]) -> Iterator[tuple[list[Reading], list[Reading]]]:
        """For each pair of articles what its passages say: those that count, and those that are to be set aside."""
        pairs = [(pair, *self._parted(found)) for pair, found in self._pairs(rank)]
        self.parts.told.announce(
            number for pair, counted, _ in pairs if counted and not self._of_one_outlet(*pair) for number in pair
        )
        for done, ((left, right), counted, rest) in enumerate(pairs, 1):
            brief = self.parts.brief_dossier(left), self.parts.brief_dossier(right)
            aside = skim(rest, *brief)
            if self._of_one_outlet(left, right):
                yield skim(counted, *brief), aside
            elif counted:
                whole = self.parts.dossier(left), self.parts.dossier(right)
                context = pair_context(counted)
                yield [read(each, *whole, context=context) for each in counted], aside
            else:
                yield [], aside
            self.tell("read", done, len(pairs))

    def _of_one_outlet(self, left: int, right: int) -> bool:
        return left == right or same_outlet(self.parts.articles[left], self.parts.articles[right])

    def _parted(self, found: Sequence[Found]) -> tuple[list[Found], list[Found]]:
        """Passages that are evidence, and those that are not."""
        evident = [self.aligner.is_evidence(each) for each in found]
        return list(compress(found, evident)), list(compress(found, map(not_, evident)))

    def _pairs(self, rank: Mapping[str, int]) -> Iterator[tuple[tuple[int, int], list[Found]]]:
        """The passages that each pair of articles shares, if any; left is the article of lower `rank`."""
        done = 0
        for left, right, regions, found in self.aligner.found(self.regions):
            if rank[self.parts.articles[left].id] > rank[self.parts.articles[right].id]:
                left, right = right, left
                found = [_mirrored(each) for each in found]
            if found:
                yield (left, right), found
            done += regions
            self.tell("align", done, len(self.regions))

    def _passages(self, collection: Collection, compiled: bool) -> Regions:
        compiled = (
            compiled or len(collection.texts) >= _COMPILED_FROM_TEXTS or meetings(collection) >= _COMPILED_FROM_MEETINGS
        )
        self._compiled = compiled
        if len(collection.texts) <= FEW:
            extra, buckets = every_pair(len(collection.texts)), 0
        else:
            extra, buckets = window_candidates(collection.features, seed=self.settings.seed, compiled=compiled)
        result = search(
            collection,
            PRESETS[self.settings.preset],
            extra,
            compiled=compiled,
            workers=self.settings.workers,
            progress=lambda done, total: self.tell("compare", done, total),
        )
        self.stats.update(
            pairs_compared=result.pairs_compared,
            features_capped=result.features_chained,
            buckets_capped=buckets,
            regions=len(result.regions),
        )
        return result.regions

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

    def summaries(self) -> tuple[ArticleSummary, ...]:
        """Every article with its words. At article level all of them count: no text is taken apart for that."""
        if self.settings.level == "article":
            return tuple(
                summary(article, length, length) for article, length in zip(self.articles, self.lengths, strict=True)
            )
        offsets = np.diff(self.parts.collection.table.offsets).tolist()
        return tuple(
            summary(article, offsets[number], self.parts.counted_words(number))
            for number, article in enumerate(self.articles)
        )


def _why_aside(match: Match, parts: Parts, settings: Settings) -> tuple[SetAsideReason, str] | None:
    """Why a match does not count, or None where it does."""
    left, right = (parts.articles[parts.number[side.article]] for side in (match.left, match.right))
    if left is right:
        return "same-article", "repeated inside one article"
    stock = parts.stock_of(match.left, match.right)
    if match.left.kind in FURNITURE and match.right.kind in FURNITURE:
        kind = match.left.kind if match.left.kind == match.right.kind else "template line"
        return "boilerplate", stock.reason or kind
    if stock.mostly or (stock.stock >= _STOCK_SHARE * stock.words > 0 and match.confidence < settings.min_confidence):
        return "stock", stock.reason
    if not settings.same_outlet and same_outlet(left, right):
        return "same-outlet", left.outlet or right.outlet or "one host"
    if settings.level == "article":
        return None
    if match.left.kind == match.right.kind == "headline":
        return "incidental", "headline"
    if match.confidence < settings.min_confidence and {match.left.kind, match.right.kind} <= {*FURNITURE, "headline"}:
        return "boilerplate", "headline or template line"
    if match.confidence < settings.min_confidence:
        return "incidental", "mostly names and titles"
    if parts.is_title(match.left) and parts.is_title(match.right):
        return "incidental", "title or name"
    if match.verdict.label == "incidental":
        return "incidental", "stock phrase, name or shared fact"
    return None


def _mirrored(found: Found) -> Found:
    """The pair of passages seen from the other side."""
    scores, common = mirrored(found.scores, found.common)
    return replace(found, left=found.right, right=found.left, scores=scores, common=common)


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


def _match_order(match: Match, rank: Mapping[str, int]) -> tuple[int, int, Passage, Passage, str]:
    return rank[match.left.article], rank[match.right.article], match.left, match.right, match.id
