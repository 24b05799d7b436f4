"""How the wording of a cluster most probably spread: for each of its articles, where it has it from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from dedup.dates import Interval
from dedup.model import ArticleSummary, Cluster, Match, PathEdge
from dedup.network.pairs import pairs_of
from dedup.network.source_names import named_alike, source_names
from dedup.network.spread import Spread
from dedup.network.sums import stands_out
from dedup.outlets import name_key, outlet_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is known of articles besides their matches: their outlets and publication times, and their order.

    `rank` decides between equally probable paths: published first, then the longer, then the smaller id.
    """

    outlet_of: Mapping[str, str]
    published: Mapping[str, Interval | None]
    rank: Callable[[str], tuple[Any, ...]]

    @classmethod
    def of(cls, articles: Iterable[ArticleSummary]) -> Known:
        known = tuple(articles)
        order: dict[str, tuple[Any, ...]] = {}
        for article in known:
            when = article.published
            order[article.id] = (when is None, when.latest.timestamp() if when else 0.0, -article.words)
        return cls(
            outlet_of=outlet_names(known),
            published={article.id: article.published for article in known},
            rank=lambda article: (*order.get(article, (True, 0.0, 0)), article),
        )

    def may_precede(self, one: str, other: str) -> bool:
        """Whether the dates allow that an article was out before another one."""
        first, second = self.published.get(one), self.published.get(other)
        return first is None or second is None or not second.before(first)


def with_paths(
    clusters: Iterable[Cluster], matches: Iterable[Match], articles: Iterable[ArticleSummary]
) -> tuple[Cluster, ...]:
    """The clusters, each with its most probable path; a source has one name in all of them."""
    known = Known.of(articles)
    found = tuple(matches)
    by_id = {match.id: match for match in named_alike(found, source_names(found, known.outlet_of))}
    return tuple(
        replace(cluster, path=cluster_path(cluster.articles, map(by_id.__getitem__, cluster.matches), known))
        for cluster in clusters
    )


def cluster_path(articles: Iterable[str], matches: Iterable[Match], known: Known) -> tuple[PathEdge, ...]:
    """One edge into each article, sorted by id: the maximum spanning arborescence, each edge with its marginal.

    Takes O(E log² V) steps, and the cube of the number of articles for the marginals of at most
    `dedup.network.spread.LARGEST_FOR_MARGINALS` of them.
    """
    ordered = sorted(set(articles), key=known.rank)
    spread = Spread(
        ordered,
        pairs_of(ordered, matches),
        _speakers(ordered, known.outlet_of),
        lambda one, other: known.may_precede(ordered[one], ordered[other]),
    )
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
