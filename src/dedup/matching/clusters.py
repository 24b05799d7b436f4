"""Clusters: articles joined by verified matches, as connected components."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from dedup.model import Cluster


def clusters(pairs: Iterable[tuple[str, str]], rank: Callable[[str], tuple[Any, ...]]) -> tuple[Cluster, ...]:
    """Group articles that verified pairs connect; the largest cluster first, ties by the first article's id.

    A cluster claims only the pairs it lists: in a chain A–B–C nothing is said about A and C. Its
    representative is the member of lowest `rank`.
    """
    parent: dict[str, str] = {}

    def root(article: str) -> str:
        parent.setdefault(article, article)
        while parent[article] != article:
            parent[article] = parent[parent[article]]
            article = parent[article]
        return article

    edges = sorted(set(pairs))
    for left, right in edges:
        one, two = root(left), root(right)
        parent[max(one, two)] = min(one, two)
    members: dict[str, list[str]] = {}
    for article in sorted(parent):
        members.setdefault(root(article), []).append(article)
    listed: dict[str, list[tuple[str, str]]] = {}
    for left, right in edges:
        listed.setdefault(root(left), []).append((left, right))
    ordered = sorted(members.items(), key=lambda item: (-len(item[1]), item[1][0]))
    return tuple(
        Cluster(
            id=number,
            articles=tuple(articles),
            representative=min(articles, key=lambda article: (rank(article), article)),
            pairs=tuple(listed[key]),
        )
        for number, (key, articles) in enumerate(ordered, 1)
    )
