"""How the wording of a cluster most probably spread: for each of its articles, where it has it from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dedup.model import ArticleSummary, Cluster, Match, PathEdge
from dedup.network.pairs import pairs_of
from dedup.network.spread import Spread
from dedup.network.sums import stands_out
from dedup.outlets import name_key, outlet_names

Rank = Callable[[str], tuple[Any, ...]]


def with_paths(
    clusters: Iterable[Cluster], matches: Iterable[Match], articles: Iterable[ArticleSummary]
) -> tuple[Cluster, ...]:
    """The clusters, each with its most probable path."""
    by_id = {match.id: match for match in matches}
    known = tuple(articles)
    rank, outlet_of = rank_of(known), outlet_names(known)
    return tuple(
        replace(cluster, path=cluster_path(cluster.articles, map(by_id.__getitem__, cluster.matches), rank, outlet_of))
        for cluster in clusters
    )


def rank_of(articles: Iterable[ArticleSummary]) -> Rank:
    """What decides between equally probable paths: published first, then the longer, then the smaller id."""
    order: dict[str, tuple[Any, ...]] = {}
    for article in articles:
        when = article.published
        order[article.id] = (when is None, when.latest.timestamp() if when else 0.0, -article.words)
    return lambda article: (*order.get(article, (True, 0.0, 0)), article)


def cluster_path(
    articles: Iterable[str], matches: Iterable[Match], rank: Rank, outlet_of: Mapping[str, str]
) -> tuple[PathEdge, ...]:
    """One edge into each article, sorted by id: the maximum spanning arborescence, each edge with its marginal.

    `outlet_of` names the outlets of articles, where known. Takes O(E log² V) steps, and the cube of the number of
    articles for the marginals of at most `dedup.network.spread.LARGEST_FOR_MARGINALS` of them.
    """
    ordered = sorted(set(articles), key=rank)
    spread = Spread(ordered, pairs_of(ordered, matches), _speakers(ordered, outlet_of))
    return tuple(sorted((_edge(spread, node) for node in range(len(ordered))), key=lambda edge: edge.target))


def _speakers(articles: Sequence[str], outlet_of: Mapping[str, str]) -> dict[tuple[str, ...], int]:
    """The only article of each outlet, by the key of its name."""
    found: dict[tuple[str, ...], list[int]] = {}
    for number, article in enumerate(articles):
        if article in outlet_of:
            found.setdefault(name_key(outlet_of[article]), []).append(number)
    return {key: numbers[0] for key, numbers in found.items() if len(numbers) == 1}


def _edge(spread: Spread, node: int) -> PathEdge:
    parent, pair = spread.parents[node]
    chances = spread.chances(node)
    probability = None if chances is None else chances.pop(parent, 0.0)
    rest = 0.0 if chances is None else max(chances.values(), default=0.0)
    return PathEdge(
        source=parent.name,
        source_kind=parent.kind,
        target=spread.articles[node],
        probability=probability,
        decided=probability is not None and probability >= rest and stands_out((probability, rest)),
        words=pair.words if pair else 0,
        matches=pair.matches if pair else (),
    )
