"""Articles, matches, clusters and what was set aside or skipped, as records for the page's script.

All text in them is clean. Numbers named `…number` stand for a string of the table of strings, articles for their place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dedup.model import ArticleSummary, Cluster, Match, PathEdge, SetAside, Verdict
from dedup.report.dates import dated
from dedup.report.escape import inert, web_url
from dedup.report.html.collection import Collection
from dedup.report.html.details import compared, scores_of
from dedup.report.html.tables import Strings
from dedup.report.judgement import chance_of, verdict
from dedup.report.names import distinct
from dedup.report.reasons import reason
from dedup.report.summary import group_of
from dedup.report.wording import REASONS, aside_detail, facts, likelihood, outlet_of, when

_ARROWS = {"left-to-right": 1, "right-to-left": 2}
_DECIMALS = 4
_A_HALF = 0.5  # of an origin: below it all others together are likelier

Record = dict[str, Any]


def articles(collection: Collection, strings: Strings) -> Iterator[Record]:
    """All articles that the report mentions, in their order; of those that it does not list only names are known."""
    listed = {article.id: article for article in collection.report.articles}
    # Addresses go by ids, and cleaned ones may be alike, or empty.
    ids = distinct([inert(id) for id in collection.number])
    for id, shown in zip(collection.number, ids, strict=True):
        yield {
            "id": shown,
            "name": collection.names.spoken[id],
            "party": strings.number(collection.party[id]),
            "whole": int(collection.texts[id].whole),
            **_described(listed.get(id), collection),
        }


def _described(article: ArticleSummary | None, collection: Collection) -> Record:
    """What is known of an article; its publication in minutes since 1970."""
    marks, published = collection.voice.marks, article.published if article else None
    return {
        "outlet": outlet_of(article, collection.voice) if article and article.outlet else "",
        "title": inert(article.title or "") if article else "",
        "url": web_url(article.url) or "" if article else "",
        "published": when(published, marks) if published else "",
        "dated": dated(article) if article else "",
        "earliest": int(published.earliest.timestamp() // 60) if published else None,
        "latest": int(published.latest.timestamp() // 60) if published else None,
        "words": article.words if article else None,
    }


def matches(collection: Collection, strings: Strings) -> Iterator[Record]:
    """The matches, strongest first: what the lists show and filter by."""
    cluster_of = {match: cluster.id for cluster in collection.report.clusters for match in cluster.matches}
    for match in collection.matches:
        judged = match.verdict
        yield {
            **_placed(match, collection),
            "kind": strings.number(match.kind),
            "confidence": round(match.confidence, _DECIMALS),
            "words": match.scores.aligned_words,
            "run": match.scores.longest_run,
            "group": strings.number(group_of(match)),
            "chance": round(chance_of(judged), _DECIMALS),
            "arrow": _ARROWS.get(judged.label, 0),
            "said": strings.number(verdict(match, collection.voice)),
            "facts": strings.number(facts(match)),
            "why": strings.number(reason(match, collection.voice)),
            "sources": [strings.number(name) for name in _sources(judged, collection)],
            "cluster": cluster_of.get(match.id, 0),
        }


def _sources(judged: Verdict, collection: Collection) -> list[str]:
    """The named sources, each under the one name that filters and drawings have for it."""
    return list(dict.fromkeys(inert(collection.sources[source.name]) for source in judged.sources))


def _placed(match: Match, collection: Collection) -> Record:
    left, right = (collection.texts[side.article].unit for side in (match.left, match.right))
    return {
        "id": inert(match.id),
        "left": collection.number[match.left.article],
        "right": collection.number[match.right.article],
        "leftStart": left(match.left.start),
        "leftEnd": left(match.left.end),
        "rightStart": right(match.right.start),
        "rightEnd": right(match.right.end),
    }


def asides(collection: Collection, strings: Strings) -> Iterator[Record]:
    """What was set aside, by reason, most words first; with the comparison, and without a ledger."""

    def order(aside: SetAside) -> tuple[str, int, str]:
        return aside.reason, -aside.match.scores.aligned_words, aside.match.id

    for aside in sorted(collection.report.set_aside, key=order):
        yield {
            **_placed(aside.match, collection),
            "reason": strings.number(REASONS[aside.reason]),
            "detail": strings.number(inert(aside_detail(aside) or "")),
            "facts": strings.number(facts(aside.match)),
            "compared": compared(aside.match, collection),
            "scores": scores_of(aside.match),
        }


def clusters(collection: Collection, strings: Strings) -> Iterator[Record]:
    """The clusters with the places of their matches, and where each article has the wording from.

    Those of most articles come first, of these those with the strongest match.
    """
    place = {match.id: at for at, match in enumerate(collection.matches)}
    number = collection.number
    last = len(place)

    def widest(cluster: Cluster) -> tuple[int, int, int]:
        return -len(cluster.articles), min((place.get(id, last) for id in cluster.matches), default=last), cluster.id

    for cluster in sorted(collection.report.clusters, key=widest):
        yield {
            "id": cluster.id,
            "articles": [number[id] for id in cluster.articles if id in number],
            "matches": sorted(place[id] for id in cluster.matches if id in place),
            "path": [_edge(edge, collection, strings) for edge in cluster.path if edge.target in collection.number],
        }


def _edge(edge: PathEdge, collection: Collection, strings: Strings) -> list[Any]:
    """Target, kind of source, source, how likely, and whether that is decided, open, or below a half."""
    number, given = collection.number, edge.source or ""
    called = collection.sources.get(given, given)
    source = number.get(given) if edge.source_kind == "article" else strings.number(inert(called))
    likely = None if edge.probability is None else likelihood(edge.probability)
    unlikely = edge.probability is not None and round(edge.probability, 2) < _A_HALF
    standing = "decided" if edge.decided else "unlikely" if unlikely else "open"
    return [number[edge.target], edge.source_kind, source, likely, standing]


def skipped(collection: Collection) -> Iterator[Record]:
    """The inputs that were not read."""
    for each in collection.report.skipped:
        yield {"path": inert(each.path), "line": each.line, "reason": inert(each.reason)}
