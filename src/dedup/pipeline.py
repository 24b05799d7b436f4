"""`audit` and `compare`: the only composition of the steps from articles to a report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from hashlib import sha256
from itertools import groupby

import numpy as np

from dedup.config import Settings
from dedup.errors import DuplicateId
from dedup.matching.articles import near_duplicates
from dedup.matching.clusters import clusters
from dedup.matching.collection import Collection, prepare
from dedup.matching.passages import Aligned, Region, Side, refine
from dedup.matching.presets import PRESETS
from dedup.matching.scoring import common_spans, confidence, kind_of_match, long_enough, score, shingles
from dedup.matching.search import search
from dedup.matching.windows import window_candidates
from dedup.model import (
    SCHEMA_VERSION,
    Article,
    ArticleSummary,
    Common,
    Edits,
    Match,
    Passage,
    Report,
    SetAside,
    SetAsideReason,
    Skipped,
    Span,
    Verdict,
)
from dedup.provenance import Dossier, Found, PairContext, dossier, judge
from dedup.text.outline import Outline, kind_of, outline
from dedup.totals import Words, article_pairs, outlet_flows

Progress = Callable[[str, int, int], None]

# From this many words on the compiled kernels are worth loading.
_COMPILED_FROM_WORDS = 60_000
# Parts of this many articles are kept at hand; regions come sorted, so the left article changes slowly.
_KEPT = 1024
_BOILERPLATE = ("boilerplate", "byline", "caption", "credit")
# Below the confidence asked for, a match of this share of names is shown as set aside, not dropped.
_NAMES_SHARE = 0.5


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
    settings = settings or Settings()
    ordered = _in_order(articles)
    work = _Work(ordered, settings)
    matches: list[Match] = []
    set_aside: list[SetAside] = []
    for match in work.matches(progress):
        aside = _why_aside(match, work, settings)
        if aside is None:
            matches.append(match)
        else:
            set_aside.append(SetAside(match=match, reason=aside[0], detail=aside[1]))
    pairs = article_pairs(matches, work.words_of)
    summaries = tuple(work.summary(number) for number in range(len(ordered)))
    stats = {
        "articles": len(ordered),
        "words": len(work.collection.table.words),
        **work.stats,
        "matches": len(matches),
        "set_aside": len(set_aside),
        "skipped": len(skipped),
    }
    return Report(
        schema_version=SCHEMA_VERSION,
        settings={name: value for name, value in asdict(settings).items() if name != "workers"},
        articles=summaries,
        matches=tuple(matches),
        set_aside=tuple(set_aside),
        article_pairs=pairs,
        outlet_flows=outlet_flows(pairs, matches, summaries, work.words_of),
        clusters=clusters(((pair.left, pair.right) for pair in pairs), work.rank),
        skipped=tuple(sorted(skipped, key=lambda each: (each.path, each.line or 0, each.reason))),
        stats=stats,
    )


def compare(left: str | Article, right: str | Article, settings: Settings | None = None) -> tuple[Match, ...]:
    """The passages that two texts share, `left` the first. ``compare(b, a)`` is the mirror of ``compare(a, b)``.

    >>> words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    >>> [match.left.text for match in compare(f"He said: “{words}.”", f"{words}, she wrote.")]
    ['The dam was built in 1931 and nobody living had ever seen its spillway run']
    """
    settings = replace(settings or Settings(), same_outlet=True)
    first = left if isinstance(left, Article) else Article(id="left", text=left)
    second = right if isinstance(right, Article) else Article(id="right", text=right)
    # One canonical order inside, so that the mirror is exact whatever ties the search has to break.
    swapped = (first.text, first.id) > (second.text, second.id)
    work = _Work([second, first] if swapped else [first, second], settings)
    found = [match for match in work.matches(None) if _why_aside(match, work, settings) is None]
    if swapped:
        found = [_mirrored(match, work) for match in found]
    return tuple(sorted(found, key=_match_order))


def _in_order(articles: Iterable[Article]) -> list[Article]:
    by_id: dict[str, Article] = {}
    for article in articles:
        known = by_id.setdefault(article.id, article)
        if known.text != article.text:
            raise DuplicateId(
                f"two different texts have the id {article.id!r} ({known.source or 'no source'}, "
                f"{article.source or 'no source'}); give each article an id of its own"
            )
    return [by_id[article] for article in sorted(by_id)]


@dataclass(frozen=True, slots=True)
class _Pair:
    """A pair of passages on its way to a match."""

    aligned: Aligned
    found: Found


class _Work:
    """One audit under way: the collection, and what is read of single articles when they are needed."""

    def __init__(self, articles: Sequence[Article], settings: Settings) -> None:
        self.articles = articles
        self.settings = settings
        self.preset = PRESETS[settings.preset]
        self.collection: Collection = prepare([article.text for article in articles])
        self.compiled = len(self.collection.table.words) >= _COMPILED_FROM_WORDS
        self.weight: list[float] = self.collection.lexicon.weight.tolist()
        self.common: list[bool] = self.collection.lexicon.common.tolist()
        self.number = {article.id: number for number, article in enumerate(articles)}
        self.stats: dict[str, int] = {}
        self.outline: Callable[[int], Outline] = lru_cache(maxsize=_KEPT)(self._outline)
        self.side: Callable[[int], Side] = lru_cache(maxsize=_KEPT)(self._side)
        self.dossier: Callable[[int], Dossier] = lru_cache(maxsize=_KEPT)(self._dossier)
        self.words: Callable[[int], Words] = lru_cache(maxsize=_KEPT)(self._words)

    def _outline(self, number: int) -> Outline:
        return outline(self.articles[number].text)

    def _side(self, number: int) -> Side:
        return Side(self.collection, number, self.outline(number))

    def _dossier(self, number: int) -> Dossier:
        return dossier(self.articles[number], self.outline(number))

    def _words(self, number: int) -> Words:
        side = self.side(number)
        blocks = [block.span for block in self.outline(number).blocks if block.kind == "boilerplate"]
        counted = [
            at for at, start in enumerate(side.starts) if not any(span.start <= start < span.end for span in blocks)
        ]
        return Words(
            starts=[side.starts[at] for at in counted],
            quoted=[side.quoted[at] >= 0 for at in counted],
            shingles=frozenset(hash(each) for each in shingles([side.words[at] for at in counted], 3)),
        )

    def words_of(self, article: str) -> Words:
        return self.words(self.number[article])

    def rank(self, article: str) -> tuple[bool, float, int]:
        """What makes an article the representative of its cluster: published first, then the longest."""
        chosen = self.articles[self.number[article]]
        when = chosen.published
        return when is None, when.latest.timestamp() if when else 0.0, -len(chosen.text)

    def summary(self, number: int) -> ArticleSummary:
        article = self.articles[number]
        return ArticleSummary(
            id=article.id,
            outlet=article.outlet,
            outlet_origin=article.outlet_origin,
            published=article.published,
            published_origin=article.published_origin,
            title=article.title,
            url=article.url,
            source=article.source,
            words=len(self.side(number).starts),
            counted_words=len(self.words(number).starts),
            extra=article.extra,
        )

    def matches(self, progress: Progress | None) -> Iterator[Match]:
        """Every match with its verdict, in the order of the report."""
        found = self._articles(progress) if self.settings.level == "article" else self._passages(progress)
        done = 0
        for (left, right), group in groupby(found, key=lambda each: each[:2]):
            aligned = self._aligned(left, right, [region for _, _, region in group])
            made = [_Pair(one, self._found(left, right, one)) for one in aligned]
            kept = [pair for pair in made if self._worth_showing(pair)]
            context = _context([pair.found for pair in kept])
            matches = [
                _match(pair.found, judge(pair.found, self.dossier(left), self.dossier(right), context=context))
                for pair in kept
            ]
            yield from sorted(matches, key=_match_order)
            done += len(aligned)
            if progress:
                progress("align", done, self.stats["regions"])

    def _passages(self, progress: Progress | None) -> Sequence[tuple[int, int, Region]]:
        extra, buckets = window_candidates(
            self.collection.features, seed=self.settings.seed, compiled=self.compiled
        )
        result = search(
            self.collection,
            self.preset,
            extra,
            compiled=self.compiled,
            workers=self.settings.workers,
            progress=(lambda done, total: progress("compare", done, total)) if progress else None,
        )
        self.stats.update(
            pairs_compared=result.pairs_compared,
            features_capped=result.features_chained,
            buckets_capped=buckets,
            regions=len(result.regions),
        )
        return result.regions

    def _articles(self, progress: Progress | None) -> Sequence[tuple[int, int, Region]]:
        table = self.collection.table
        settings = self.settings
        result = near_duplicates(
            table, jaccard=settings.jaccard, num_perm=settings.num_perm, seed=settings.seed
        )
        lengths = np.diff(table.offsets).tolist()
        self.stats.update(
            pairs_compared=result.candidates, buckets_capped=result.buckets_chained, regions=len(result.pairs)
        )
        return [
            (low, high, Region(left=Span(0, lengths[low]), right=Span(0, lengths[high])))
            for low, high in result.pairs.tolist()
        ]

    def _aligned(self, left: int, right: int, regions: list[Region]) -> list[Aligned]:
        sides = self.side(left), self.side(right)
        refined = (refine(*sides, region, self.weight, self.common, self.preset) for region in regions)
        distinct: dict[Region, Aligned] = {}
        for aligned in refined:
            if aligned is not None:
                distinct.setdefault(aligned.region, aligned)
        return list(distinct.values())

    def _found(self, left: int, right: int, aligned: Aligned) -> Found:
        sides = self.side(left), self.side(right)
        return Found(
            left=self._passage(left, aligned.region.left),
            right=self._passage(right, aligned.region.right),
            kind=kind_of_match(*sides, aligned),
            confidence=1.0 if self.settings.level == "article" else confidence(aligned, self.preset),
            scores=score(*sides, aligned, self.weight),
            common=common_spans(*sides, aligned),
        )

    def _passage(self, number: int, words: Span) -> Passage:
        side, article = self.side(number), self.articles[number]
        span = Span(side.starts[words.start], side.ends[words.end - 1])
        return Passage(
            article=article.id,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            kind=kind_of(self.outline(number), span),
        )

    def _worth_showing(self, pair: _Pair) -> bool:
        found = pair.found
        if not long_enough(pair.aligned, self.settings.min_words):
            return False
        if min(len(found.left.text), len(found.right.text)) < self.preset.least_characters:
            return False
        return found.confidence >= self.settings.min_confidence or pair.aligned.names >= _NAMES_SHARE


def _context(found: Sequence[Found]) -> PairContext:
    narration = sum(each.scores.aligned_words for each in found if each.left.kind == each.right.kind == "narration")
    ordered = sorted(found, key=lambda each: each.left.start)
    return PairContext(
        matches=len(found),
        narration_words=narration,
        in_order=all(one.right.start <= two.right.start for one, two in zip(ordered, ordered[1:], strict=False)),
    )


def _why_aside(match: Match, work: _Work, settings: Settings) -> tuple[SetAsideReason, str] | None:
    """Why a match does not count, or None where it does."""
    left, right = (work.articles[work.number[side.article]] for side in (match.left, match.right))
    if match.left.kind in _BOILERPLATE and match.right.kind in _BOILERPLATE:
        return "boilerplate", match.left.kind if match.left.kind == match.right.kind else "template line"
    if not settings.same_outlet and left.outlet and right.outlet and left.outlet.casefold() == right.outlet.casefold():
        return "same-outlet", left.outlet
    if match.confidence < settings.min_confidence:
        return "incidental", "mostly names and titles"
    if match.verdict.label == "incidental":
        return "incidental", "stock phrase, name or shared fact"
    return None


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


def _match_order(match: Match) -> tuple[Passage, Passage, str]:
    return match.left, match.right, match.id


def _mirrored(match: Match, work: _Work) -> Match:
    """The match seen from the other side; judged again, since a verdict is the judge's to mirror."""
    scores, edits = match.scores, match.scores.edits
    found = Found(
        left=match.right,
        right=match.left,
        kind=match.kind,
        confidence=match.confidence,
        scores=replace(
            scores,
            containment_left=scores.containment_right,
            containment_right=scores.containment_left,
            share_left=scores.share_right,
            share_right=scores.share_left,
            edits=Edits(insert=edits.delete, delete=edits.insert, substitute=edits.substitute, move=edits.move),
        ),
        common=tuple(
            sorted(
                Common(
                    left_start=one.right_start,
                    left_end=one.right_end,
                    right_start=one.left_start,
                    right_end=one.left_end,
                    kind=one.kind,
                )
                for one in match.common
            )
        ),
    )
    left, right = (work.dossier(work.number[side.article]) for side in (found.left, found.right))
    return _match(found, judge(found, left, right))
