"""When pairs of articles are read and judged: what is known of an article is kept no longer than it is asked for.

A verdict on a pair hears all pairs of its two articles, for who holds a passage too is a witness. So one group of
articles that share something comes after the other, and within a group one date after the other: of real news nearly
all is one group, and what articles share they share mostly within days.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.matching.clusters import DisjointSets
from dedup.model import Article

Pair = tuple[int, int]


def turns(articles: Sequence[Article], pairs: NDArray[np.integer]) -> NDArray[np.int64]:
    """When the turn of each article comes, from 0. It decides what is kept how long, and no result.

    Articles that `pairs` connect (of numbers, two columns) come together, and by date; those without one last, in the
    order that they have. Groups come by their first dates.
    """
    sets = DisjointSets(len(articles))
    for one, two in np.unique(pairs, axis=0).tolist():
        sets.join(one, two)
    when = [_when(article) for article in articles]
    group = [sets.root(number) for number in range(len(articles))]
    begins = when.copy()
    for root, at in zip(group, when, strict=True):
        begins[root] = min(begins[root], at)
    order = sorted(range(len(articles)), key=lambda number: (begins[group[number]], group[number], when[number]))
    turn = np.empty(len(order), np.int64)
    turn[order] = np.arange(len(order))
    return turn


def _when(article: Article) -> tuple[bool, float]:
    published = article.published
    return published is None, published.earliest.timestamp() if published is not None else 0.0


class Settling:
    """Which pairs of articles can be judged, while one after the other is read, and which articles are done with.

    >>> settling = Settling([(0, 1), (1, 2), (3, 4)])
    >>> list(settling.read((0, 1))), list(settling.read((1, 2))), list(settling.read((3, 4)))
    ([], [(0, 1), (1, 2)], [(3, 4)])
    """

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._unread = Counter(number for pair in pairs for number in {*pair})
        self._unjudged = self._unread.copy()
        self._waiting: dict[int, list[Pair]] = defaultdict(list)

    def read(self, pair: Pair) -> Iterator[Pair]:
        """The pairs that can be judged now that this one is read: those of which it was the last of either article."""
        for number in sorted({*pair}):
            self._waiting[number].append(pair)
            self._unread[number] -= 1
            if not self._unread[number]:
                yield from (each for each in self._waiting.pop(number) if not any(self._unread[one] for one in each))

    def is_read(self, number: int) -> bool:
        """Whether every pair of an article is read."""
        return not self._unread[number]

    def judged(self, pair: Pair) -> Iterator[int]:
        """The articles of which nothing is left to judge, now that this pair is judged."""
        for number in {*pair}:
            self._unjudged[number] -= 1
            if not self._unjudged[number]:
                yield number
