"""Who of some texts holds which codes: looked up once, then asked for numbers, neighbours and names.

A code that very many hold is asked for two of them, or for a number. So what is looked up stays as it is stored, and
only what is wanted of it is taken out.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from dedup.index.bisecting import bisected
from dedup.index.lookup import Found, joined

Codes = NDArray[np.uint64]


class Holders:
    """Who of some texts, which have a row of handles from `first` on, holds codes. `orders` of these texts ascend.

    `look_up` finds codes as `kept`, sorted, by the places of texts; those of the places `gone` do not count.
    """

    def __init__(
        self, first: int, orders: NDArray[np.uint64], look_up: Callable[[Codes], Found], gone: NDArray[np.int64]
    ) -> None:
        self._first = first
        self._orders = orders
        self._look_up = look_up
        self._gone = gone
        self._codes = np.empty(0, np.uint64)
        self._found: Found | None = None

    def sizes(self, codes: Codes) -> NDArray[np.int64]:
        """How many hold each of some codes, sorted and unique."""
        found, rows = self._known(codes)
        return found.size[rows]

    def of(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The handles of those that hold some codes: ``handles[bounds[c]:bounds[c + 1]]``, in order."""
        found, rows = self._known(codes)
        bounds, places = found.of(rows)
        return bounds, places + self._first

    def around(self, codes: Codes, orders: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """By row, the last holder of its code that comes before its order, and the first after; −1 for none."""
        found, rows = self._distinct(codes)
        begin, end = found.begin[rows], found.begin[rows] + found.size[rows]
        low = bisected(found.articles, begin, end, np.searchsorted(self._orders, orders)) - 1
        high = bisected(found.articles, begin, end, np.searchsorted(self._orders, orders, side="right"))
        last = max(0, len(found.articles) - 1)
        if not len(found.articles):
            return np.full(len(rows), -1, np.int64), np.full(len(rows), -1, np.int64)
        before = np.where(low >= begin, found.articles[np.maximum(low, 0)].astype(np.int64) + self._first, -1)
        after = np.where(high < end, found.articles[np.minimum(high, last)].astype(np.int64) + self._first, -1)
        return before, after

    def between(self, codes: Codes, begin: NDArray[np.uint64], end: NDArray[np.uint64]) -> NDArray[np.int64]:
        """By row, how many hold its code that come after one order and before another."""
        found, rows = self._distinct(codes)
        low, high = found.begin[rows], found.begin[rows] + found.size[rows]
        after = np.searchsorted(self._orders, begin, side="right")
        until = np.maximum(after, np.searchsorted(self._orders, end))
        return bisected(found.articles, low, high, until) - bisected(found.articles, low, high, after)

    def _distinct(self, codes: Codes) -> tuple[Found, NDArray[np.int64]]:
        """`_known`, of codes in any order, with repeats."""
        wanted, row = np.unique(codes, return_inverse=True)
        found, rows = self._known(wanted)
        return found, rows[row]

    def _known(self, codes: Codes) -> tuple[Found, NDArray[np.int64]]:
        """What is known of all codes there have been, these among them, and the rows of these."""
        at = np.searchsorted(self._codes, codes)
        there = at < len(self._codes)
        there[there] = self._codes[at[there]] == codes[there]
        if self._found is None or not there.all():
            missing = codes[~there]
            found = self._here(self._look_up(missing))
            self._codes = np.concatenate([self._codes, missing])
            found = found if self._found is None else joined([self._found, found])
            order = np.argsort(self._codes)
            self._codes = self._codes[order]
            self._found = Found(found.begin[order], found.size[order], found.articles)
            at = np.searchsorted(self._codes, codes)
        return self._found, at

    def _here(self, found: Found) -> Found:
        """What was found, without those who are gone."""
        if not len(self._gone):
            return found
        bounds, places = found.of(np.arange(len(found.size)))
        stays = ~np.isin(places, self._gone)
        bounds = np.concatenate([[0], np.cumsum(stays)])[bounds]
        return Found(bounds[:-1], np.diff(bounds), places[stays])
