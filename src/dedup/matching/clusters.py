"""Clusters: what verified matches join, and no more than that.

Near-duplicate articles form connected components. Passages form stars: a representative, and every passage that has a
verified match with it. A component of passages would chain from subject to subject until half of a large collection
hung together.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from heapq import heapify, heappop, heappush
from typing import Any

from dedup.model import Cluster, Match, Passage, Place

Rank = Callable[[str], tuple[Any, ...]]


class DisjointSets:
    """Disjoint sets of numbers; the smallest member stands for its set."""

    def __init__(self, size: int) -> None:
        self.parent = list(range(size))

    def root(self, one: int) -> int:
        while self.parent[one] != one:
            self.parent[one] = self.parent[self.parent[one]]
            one = self.parent[one]
        return one

    def join(self, one: int, two: int) -> None:
        one, two = self.root(one), self.root(two)
        self.parent[max(one, two)] = min(one, two)


def article_clusters(matches: Iterable[Match], rank: Rank) -> tuple[Cluster, ...]:
    """Articles that verified matches connect; the largest cluster first, ties by the first passage.

    A cluster claims only the pairs it lists: in a chain A–B–C nothing is said about A and C. Its representative is
    the member of lowest `rank`.
    """
    places, edges = _graph(matches, lambda spans: [0] * len(spans))
    sets = DisjointSets(len(places))
    for one, two in edges:
        sets.join(one, two)
    members: dict[int, list[int]] = defaultdict(list)
    for number in range(len(places)):
        members[sets.root(number)].append(number)
    heads = {
        root: min(group, key=lambda each: (rank(places[each].article), places[each])) for root, group in members.items()
    }
    return _told([(heads[root], group) for root, group in members.items()], places, edges)


def passage_clusters(matches: Iterable[Match], rank: Rank) -> tuple[Cluster, ...]:
    """Passages of one origin: each has a verified match with the representative, or equals one that has.

    Passages of an article that are nearly one stretch count as one place. Equal passages are one to begin with, since
    of thousands of copies neighbours only are compared. The place with the most matched places becomes the
    representative of these (ties: lowest `rank`, then the smaller place); what is left goes on so. A place belongs to
    one cluster at most. The largest cluster comes first, ties by the first passage.
    """
    matches = tuple(matches)
    places, edges = _graph(matches, _stretches)
    equal = DisjointSets(len(places))
    for (one, two), known in edges.items():
        if any(match.kind == "verbatim" for match in known):
            equal.join(one, two)
    groups: dict[int, list[int]] = defaultdict(list)
    for number in range(len(places)):
        groups[equal.root(number)].append(number)
    near: dict[int, set[int]] = {root: set() for root in groups}
    for one, two in edges:
        low, high = equal.root(one), equal.root(two)
        if low != high:
            near[low].add(high)
            near[high].add(low)
    heads = {
        root: min(group, key=lambda each: (rank(places[each].article), places[each])) for root, group in groups.items()
    }

    def order(root: int) -> tuple[int, tuple[Any, ...], Place, int]:
        reached = len(groups[root]) + sum(len(groups[other]) for other in near[root])
        return -reached, rank(places[heads[root]].article), places[heads[root]], root

    waiting = [order(root) for root in groups]
    heapify(waiting)
    stars: list[tuple[int, list[int]]] = []
    while waiting:
        entry = heappop(waiting)
        root = entry[-1]
        if root not in near:
            continue
        if order(root) != entry:  # neighbours have gone since
            heappush(waiting, order(root))
            continue
        taken = [root, *near[root]]
        stars.append((heads[root], [number for each in taken for number in groups[each]]))
        for each in taken:
            for other in near.pop(each):
                if other in near:
                    near[other].discard(each)
    return _told([star for star in stars if len(star[1]) > 1], places, edges)


def _graph(
    matches: Iterable[Match], places_of: Callable[[Sequence[Passage]], Sequence[int]]
) -> tuple[list[Place], dict[tuple[int, int], list[Match]]]:
    """Places, sorted, and the matches between each two of them. `places_of` numbers the places of one article."""
    every = sorted(matches, key=lambda match: match.id)
    spans: dict[str, list[Passage]] = defaultdict(list)
    for match in every:
        for side in (match.left, match.right):
            spans[side.article].append(side)
    numbers: dict[tuple[str, int, int], int] = {}
    places: list[Place] = []
    for article in sorted(spans):
        distinct = sorted(
            {(each.start, each.end): each for each in spans[article]}.values(), key=lambda each: (each.start, each.end)
        )
        held: dict[int, list[Passage]] = defaultdict(list)
        for each, place in zip(distinct, places_of(distinct), strict=True):
            held[place].append(each)
        for group in sorted(held.values(), key=lambda group: (group[0].start, group[0].end)):
            for each in group:
                numbers[article, each.start, each.end] = len(places)
            places.append(Place(article=article, start=min(e.start for e in group), end=max(e.end for e in group)))
    edges: dict[tuple[int, int], list[Match]] = defaultdict(list)
    for match in every:
        one, two = (numbers[side.article, side.start, side.end] for side in (match.left, match.right))
        if one != two:
            edges[min(one, two), max(one, two)].append(match)
    return places, edges


def _stretches(spans: Sequence[Passage]) -> Sequence[int]:
    """The place of each span, longest first: a span joins a place when it covers at least half of it."""
    number = [0] * len(spans)
    # Twice the middle of the first span of a place, and the place. What covers half of a span covers its middle; and
    # few spans that cover no half of each other, none shorter than this one, have their middles in it.
    middles: list[tuple[int, int]] = []
    heads: list[Passage] = []
    for at in sorted(range(len(spans)), key=lambda at: (spans[at].start - spans[at].end, at)):
        span = spans[at]
        low, high = bisect_left(middles, (2 * span.start, 0)), bisect_left(middles, (2 * span.end + 1, 0))
        near = sorted(place for _, place in middles[low:high])
        joined = next((place for place in near if _covers_half(span, heads[place])), None)
        if joined is None:
            joined = len(heads)
            heads.append(span)
            insort(middles, (span.start + span.end, joined))
        number[at] = joined
    return number


def _covers_half(span: Passage, head: Passage) -> bool:
    return 2 * (min(span.end, head.end) - max(span.start, head.start)) >= head.end - head.start


def _told(
    stars: Iterable[tuple[int, list[int]]], places: Sequence[Place], edges: dict[tuple[int, int], list[Match]]
) -> tuple[Cluster, ...]:
    ordered = sorted(((head, sorted(group)) for head, group in stars), key=lambda star: (-len(star[1]), star[1][0]))
    cluster_of = {number: at for at, (_, group) in enumerate(ordered) for number in group}
    inside: list[list[Match]] = [[] for _ in ordered]
    for (one, two), known in edges.items():
        if one in cluster_of and cluster_of[one] == cluster_of.get(two):
            inside[cluster_of[one]].extend(known)
    return tuple(
        Cluster(
            id=at + 1,
            articles=tuple(sorted({places[number].article for number in group})),
            representative=places[head].article,
            passages=(places[head], *(places[number] for number in group if number != head)),
            pairs=tuple(sorted({(match.left.article, match.right.article) for match in inside[at]})),
            matches=tuple(sorted({match.id for match in inside[at]})),
        )
        for at, (head, group) in enumerate(ordered)
    )
