"""`audit` and `compare`: the only composition of the steps from articles to a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Protocol

from dedup.ahead import Processes
from dedup.aligning import FURNITURE
from dedup.config import Settings
from dedup.distinct import all_skipped, distinct, duplicate
from dedup.errors import UsageError
from dedup.matching.articles import NearDuplicates
from dedup.matching.clusters import article_clusters, passage_clusters
from dedup.matching.stock_file import Listed, read_stock
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
)
from dedup.network import source_flows, with_paths
from dedup.outlets import outlet_names, same_outlet
from dedup.parts import Parts
from dedup.provenance.signals.timing import of_two_occasions
from dedup.provenance.weights import default_weights
from dedup.text.order import place_of
from dedup.totals import article_pairs, outlet_flows
from dedup.work import Met, Progress, Work

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
    input gives an empty report. `skipped` is carried into the report, and so is what a `Reading` skipped that is given
    for `articles`; `progress` is told the stage, how much of it is done and how much there is.

    Raises `DuplicateId` where one id has two different texts.

    >>> from dedup import Article, audit
    >>> words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    >>> report = audit([Article(id="a", text=words + ".", outlet="A"), Article(id="b", text=words + "!", outlet="B")])
    >>> [(match.left.article, match.right.article, match.kind) for match in report.matches]
    [('a', 'b', 'verbatim')]
    """
    by_id = distinct(articles)
    ordered = [by_id[article] for article in sorted(by_id)]
    return _report(ordered, settings or Settings(), skipped=all_skipped(articles, skipped), progress=progress)


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


def audit_of_part(
    articles: Sequence[Article],
    met: Met,
    settings: Settings,
    shown: Shown | None = None,
    *,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Report:
    """What an audit of a whole collection reports of its new articles: matches of which one side is among them.

    `articles`, in the order of the collection, are those that `met` tells of. Where their words are not those to
    report, `shown` says which are.
    """
    ordered = sorted(articles, key=lambda article: article.id)
    return _report(ordered, settings, skipped=skipped, progress=progress, by_text=articles, met=met, shown=shown)


def require_passages(settings: Settings) -> None:
    """Raise `UsageError` where an `audit_of_part` is not what is asked for: it finds passages alone."""
    if settings.level != "passage":
        raise UsageError(
            "an index finds passages: set level to passage; for near-duplicate articles use "
            "'dedup audit --level article' or 'dedup filter'"
        )


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
        raise duplicate(left, right)
    chosen = replace(settings or Settings(), same_outlet=True)
    return _report([left, right], chosen, skipped=skipped, progress=progress)


class Shown(Protocol):
    """What a report shows in place of what was compared."""

    def listed(self, listed: Listed) -> Listed:
        """Phrases of stock wording as the texts that are compared have them."""

    def match(self, match: Match) -> Match: ...

    def detail(self, detail: str) -> str: ...

    def summary(self, summary: ArticleSummary) -> ArticleSummary: ...


def _report(
    articles: Sequence[Article],
    settings: Settings,
    *,
    skipped: Sequence[Skipped],
    progress: Progress | None,
    by_text: Sequence[Article] | None = None,
    near: NearDuplicates | None = None,
    met: Met | None = None,
    shown: Shown | None = None,
) -> Report:
    """The report on articles, in the order that decides which of two is left."""
    rank = {article.id: number for number, article in enumerate(articles)}
    # Inside, texts go by their words: what is found must not depend on what the articles are called.
    if by_text is None and settings.level == "passage":
        by_text = sorted(articles, key=lambda article: (place_of(article.text, article.id), rank[article.id]))
    by_text = by_text or sorted(articles, key=lambda article: (article.text, rank[article.id]))
    with Processes(settings.workers) as processes:
        listed = read_stock(settings.stock)
        if shown is not None:
            listed = shown.listed(listed)
        work = Work(by_text, settings, progress, processes, near, met, listed)
        found = sorted(work.matches(rank), key=lambda match: _match_order(match, rank))
    matches: list[Match] = []
    set_aside: list[SetAside] = []
    for match in found:
        aside = _why_aside(match, work.parts, settings)
        told = match if shown is None else shown.match(match)
        if aside is None:
            matches.append(told)
        else:
            detail = aside[1] if shown is None else shown.detail(aside[1])
            set_aside.append(SetAside(match=told, reason=aside[0], detail=detail))
    parts = work.parts
    pairs = article_pairs(matches, parts.words_of)
    wanted = None if met is None else met.new | {side.article for match in found for side in (match.left, match.right)}
    summaries = tuple(
        sorted(
            (summary if shown is None else shown.summary(summary) for summary in work.summaries(wanted)),
            key=lambda summary: rank[summary.id],
        )
    )
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
            "articles": len(summaries),
            **({} if met is None else {"held": met.collection.size - len(met.new)}),
            "words": sum(each.words for each in summaries),
            **work.stats,
            "matches": len(matches),
            "set_aside": len(set_aside),
            "skipped": len(skipped),
        },
        source_flows=source_flows(matches, outlet_names(summaries)),
        # A dict: a report can be copied and given to another process.
        priors=dict(default_weights().priors),
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
        apart = of_two_occasions(match.verdict.ledger)
        return "incidental", "said on another occasion" if apart else "stock phrase, name or shared fact"
    return None


def _match_order(match: Match, rank: Mapping[str, int]) -> tuple[int, int, Passage, Passage, str]:
    return rank[match.left.article], rank[match.right.article], match.left, match.right, match.id
