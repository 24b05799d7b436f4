"""The network as nodes and edges, for exports: of articles or of outlets, with the sources."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, get_args

from dedup.dates import Interval
from dedup.errors import UsageError
from dedup.model import Hypothesis, Match, PathEdge, Report
from dedup.network.flows import lag_hours, outlet_directions, source_flows, stretches
from dedup.network.source_names import named_alike, source_names
from dedup.network.sums import LIKELY_FROM, added, expected_words, stands_out, summed_label, turned, weight_of
from dedup.outlets import name_key, outlet_names

Level = Literal["articles", "outlets"]
NodeKind = Literal["article", "outlet", "named-source", "unnamed-source"]
EdgeKind = Literal["reuse", "source"]

LEVELS: tuple[Level, ...] = get_args(Level)
# What is less likely is left out unless a path holds it: each pair would have an edge each way.
LEAST_SHOWN = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An article, an outlet, or a common source. `key` is unique in the network; `name` is what to call it.

    `outlet` is that of an article, and of a named source the outlet in the report of the same name. `words` are the
    counted words of an article, or of an outlet's `articles`. `clusters` are those of which an unnamed source is the
    likeliest origin.
    """

    key: str
    kind: NodeKind
    name: str
    outlet: str | None = None
    title: str | None = None
    published: Interval | None = None
    articles: int | None = None
    words: int | None = None
    clusters: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Words that `target` may have from `source` (keys of nodes).

    Of `words`, in `passages`, the share `probability` is expected to have come this way (None where a cluster is too
    large to tell). `decided` says whether that share stands out by the rule of the verdicts, or is only how likely this
    way is. `likely` says whether some passage behind the edge is told so, whatever the others: by a verdict of this
    direction, or by one that makes the source at least as likely as not; where only paths hold the edge it is
    `decided`. Drawings go by it, as the words of reports do. `verdict` is that on the pair of articles: ``reuse`` where
    it is this direction; None in a network of outlets, where `confidence` is that of the `passages` judged so. `paths`
    counts the clusters whose path holds the edge. `lag_hours` (of outlets, the median) is below zero where the source
    is dated later.
    """

    source: str
    target: str
    kind: EdgeKind
    verdict: str | None = None
    probability: float | None
    decided: bool
    likely: bool
    words: int
    expected_words: float | None
    passages: int
    article_pairs: int | None = None
    confidence: float | None = None
    paths: int | None = None
    lag_hours: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes by key; edges by source, then target. At most one edge leads from one node to another."""

    level: Level
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def require_level(level: str) -> None:
    """Raise `UsageError` for a level that there is no network of."""
    if level not in LEVELS:
        raise UsageError(f"unknown network {level!a}; choose from {', '.join(LEVELS)}")


def network_of(report: Report, level: Level = "articles") -> Network:
    """The network that the matches of a report and the paths of its clusters make.

    Every article, or every known outlet, is a node, also one that shares nothing; so is each source that has an edge.
    Edges less likely than 5 % are left out unless a path holds them. Raises `UsageError` for an unknown level.
    """
    require_level(level)
    report = _named_alike(report)
    if level == "articles":
        unnamed = _unnamed_sources(report, {article.id: _ARTICLE + article.id for article in report.articles})
        own = list(_articles(report))
        edges = [*_article_edges(report), *_named_edges(report)]
    else:
        unnamed = _unnamed_sources(
            report, {id: _OUTLET + name for id, name in outlet_names(report.articles).items()}, least=2
        )
        own = list(_outlets(report))
        edges = [*_outlet_edges(report), *_source_flow_edges(report)]
    own += [node for node, _ in unnamed]
    edges += [edge for _, group in unnamed for edge in group]
    return Network(
        level=level,
        nodes=tuple(sorted((*own, *_named_sources(report, edges)), key=lambda node: node.key)),
        edges=tuple(sorted(edges, key=lambda edge: (edge.source, edge.target))),
    )


_FORWARD: Hypothesis = "left-to-right"
_BACKWARD: Hypothesis = "right-to-left"
_THE_OTHER_WAY: Mapping[str, str] = {_FORWARD: "reuse the other way", _BACKWARD: "reuse the other way"}
_ARTICLE, _OUTLET, _SOURCE, _UNNAMED = "article:", "outlet:", "source:", "unnamed:"


def _named_alike(report: Report) -> Report:
    """The report with one name for each source, also in paths of one that was written with several."""
    called = source_names(report.matches, outlet_names(report.articles))
    if all(name == given for given, name in called.items()):
        return report

    def named(edge: PathEdge) -> PathEdge:
        of_source = edge.source_kind == "named-source" and edge.source is not None
        return replace(edge, source=called.get(edge.source or "", edge.source)) if of_source else edge

    return replace(
        report,
        matches=named_alike(report.matches, called),
        clusters=tuple(replace(each, path=tuple(map(named, each.path))) for each in report.clusters),
    )


def _named_sources(report: Report, edges: Sequence[Edge]) -> Iterator[Node]:
    outlets: dict[tuple[str, ...], set[str]] = {}
    for outlet in outlet_names(report.articles).values():
        outlets.setdefault(name_key(outlet), set()).add(outlet)
    for key in sorted({edge.source for edge in edges if edge.source.startswith(_SOURCE)}):
        name = key.removeprefix(_SOURCE)
        same = outlets.get(name_key(name), set())
        yield Node(key=key, kind="named-source", name=name, outlet=min(same) if len(same) == 1 else None)


def _articles(report: Report) -> Iterator[Node]:
    outlet_of = outlet_names(report.articles)
    for article in report.articles:
        yield Node(
            key=_ARTICLE + article.id,
            kind="article",
            name=article.id,
            outlet=outlet_of.get(article.id),
            title=article.title,
            published=article.published,
            words=article.counted_words,
        )


def _article_edges(report: Report) -> Iterator[Edge]:
    published = {article.id: article.published for article in report.articles}
    on_paths: dict[tuple[str, str], list[PathEdge]] = {}
    for edge in _path_edges(report):
        if edge.source_kind == "article" and edge.source is not None:
            on_paths.setdefault((edge.source, edge.target), []).append(edge)
    pairs: dict[tuple[str, str], list[Match]] = {}
    for match in report.matches:
        pairs.setdefault((match.left.article, match.right.article), []).append(match)
    for (left, right), matches in pairs.items():
        words, total = expected_words(matches), sum(map(weight_of, matches))
        label, _ = summed_label(words)
        for source, target, direction in ((left, right, _FORWARD), (right, left, _BACKWARD)):
            probability = min(1.0, words[direction] / total)
            paths = len(on_paths.pop((source, target), ()))
            if probability >= LEAST_SHOWN or paths:
                yield Edge(
                    source=_ARTICLE + source,
                    target=_ARTICLE + target,
                    kind="reuse",
                    verdict="reuse" if label == direction else _THE_OTHER_WAY.get(label, label),
                    probability=probability,
                    decided=label == direction,
                    likely=any(match.verdict.label == direction for match in matches),
                    words=total,
                    expected_words=words[direction],
                    passages=len(matches),
                    paths=paths,
                    lag_hours=lag_hours(published.get(source), published.get(target)),
                )
    # Two articles that share nothing by themselves: the text of one names the other's outlet as its source.
    for (source, target), group in on_paths.items():
        lag = lag_hours(published.get(source), published.get(target))
        yield _along_paths(_ARTICLE + source, _ARTICLE + target, "reuse", group, paths=len(group), lag=lag)


def _path_edges(report: Report) -> Iterator[PathEdge]:
    return (edge for cluster in report.clusters for edge in cluster.path)


def _named_edges(report: Report) -> Iterator[Edge]:
    paths = Counter((edge.source, edge.target) for edge in _path_edges(report) if edge.source_kind == "named-source")
    for (source, article), found in groupby(stretches(report.matches), key=lambda each: (each.source, each.article)):
        group = list(found)
        words = sum(each.words for each in group)
        expected = math.fsum(each.words * each.probability for each in group)
        if expected >= LEAST_SHOWN * words or paths[source, article]:
            yield Edge(
                source=_SOURCE + source,
                target=_ARTICLE + article,
                kind="source",
                probability=min(1.0, expected / words),
                decided=_outweighs(expected / words),
                likely=any(each.likeliest >= LIKELY_FROM for each in group),
                words=words,
                expected_words=expected,
                passages=len(group),
                paths=paths[source, article],
            )


def _unnamed_sources(report: Report, key_of: Mapping[str, str], least: int = 1) -> list[tuple[Node, list[Edge]]]:
    """The common sources that nobody names, and what each article, or its outlet, has from them on paths of clusters.

    `key_of` says by the id of an article whose node it is. A source that the same nodes share in several clusters is
    one; one that fewer than `least` share is none.
    """
    groups: dict[tuple[str, ...], list[tuple[int, Mapping[str, list[PathEdge]]]]] = {}
    for cluster in report.clusters:
        found: dict[str, list[PathEdge]] = {}
        for edge in cluster.path:
            if edge.source_kind == "unnamed-source" and edge.target in key_of:
                found.setdefault(key_of[edge.target], []).append(edge)
        if len(found) >= least:
            groups.setdefault(tuple(sorted(found)), []).append((cluster.id, found))
    sources = []
    for number, (targets, members) in enumerate(groups.items(), 1):
        node = Node(
            key=f"{_UNNAMED}{number}",
            kind="unnamed-source",
            name=f"unnamed source {number}",
            clusters=tuple(id for id, _ in members),
        )
        each = {target: [edge for _, of in members for edge in of[target]] for target in targets}
        edges = [_along_paths(node.key, target, "source", each[target], paths=len(members)) for target in targets]
        sources.append((node, edges))
    return sources


def _along_paths(
    source: str, target: str, kind: EdgeKind, group: Sequence[PathEdge], *, paths: int, lag: float | None = None
) -> Edge:
    """One edge for those of several paths between the same two nodes, with their mean probability by words."""
    words = sum(edge.words for edge in group)
    known = [edge.words * edge.probability for edge in group if edge.probability is not None]
    expected = math.fsum(known) if len(known) == len(group) else None
    decided = all(edge.decided for edge in group)
    return Edge(
        source=source,
        target=target,
        kind=kind,
        probability=None if expected is None or not words else min(1.0, expected / words),
        decided=decided,
        likely=decided,
        words=words,
        expected_words=expected,
        passages=len(group),
        paths=paths,
        lag_hours=lag,
    )


def _outweighs(probability: float) -> bool:
    """Whether a named source stands out even if all that speaks for other origins spoke for one."""
    return probability >= 0.5 and stands_out((probability, 1.0 - probability))


def _outlets(report: Report) -> Iterator[Node]:
    outlet_of = outlet_names(report.articles)
    articles, words = Counter[str](), Counter[str]()
    for article in report.articles:
        if article.id in outlet_of:
            articles[outlet_of[article.id]] += 1
            words[outlet_of[article.id]] += article.counted_words
    for name in sorted(articles):
        yield Node(key=_OUTLET + name, kind="outlet", name=name, articles=articles[name], words=words[name])


def _outlet_edges(report: Report) -> Iterator[Edge]:
    outlet_of = outlet_names(report.articles)
    between = {(row.left, row.right) for row in report.outlet_flows}
    total = Counter[tuple[str, str]]()
    apart: dict[tuple[str, str], list[Match]] = {}
    for match in report.matches:
        one, two = (outlet_of.get(side.article, "") for side in (match.left, match.right))
        total[min(one, two), max(one, two)] += weight_of(match)
        apart.setdefault((one, two), []).append(match)
    for (source, target), flow in outlet_directions(report.matches, report.articles, outlet_of).items():
        ends = min(source, target), max(source, target)
        if ends in between and flow.expected_words >= LEAST_SHOWN * total[ends]:
            this, other = (expected_words(apart.get(each, ())) for each in ((source, target), (target, source)))
            label, _ = summed_label(added((this, turned(other))))
            yield Edge(
                source=_OUTLET + source,
                target=_OUTLET + target,
                kind="reuse",
                probability=min(1.0, flow.expected_words / total[ends]),
                decided=label == _FORWARD,
                likely=flow.passages > 0,
                words=total[ends],
                expected_words=flow.expected_words,
                passages=flow.passages,
                article_pairs=flow.article_pairs,
                confidence=flow.confidence,
                lag_hours=flow.median_lag_hours,
            )


def _source_flow_edges(report: Report) -> Iterator[Edge]:
    outlet_of = outlet_names(report.articles)
    likely = {
        (each.source, outlet_of.get(each.article))
        for each in stretches(report.matches)
        if each.likeliest >= LIKELY_FROM
    }
    for row in source_flows(report.matches, outlet_of):
        if row.confidence >= LEAST_SHOWN:
            yield Edge(
                source=_SOURCE + row.source,
                target=_OUTLET + row.outlet,
                kind="source",
                probability=row.confidence,
                decided=_outweighs(row.confidence),
                likely=(row.source, row.outlet) in likely,
                words=row.words,
                expected_words=row.words * row.confidence,
                passages=row.passages,
            )
