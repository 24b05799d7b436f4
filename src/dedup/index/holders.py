"""Who of all texts holds which codes: looked up once, then asked for numbers, neighbours and names.

A code that very many hold is asked for two of them, or for a number. So what is looked up stays as it is stored, and
only what is wanted of it is taken out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.index.bisecting import bisected
from dedup.index.lookup import Found, joined

Codes = NDArray[np.uint64]


class Holders:
    """Who of some texts, known by handles, holds codes. Texts lie in segments, and these in lots: by segment, `bounds`
    are where its lots begin and the last one ends; `orders` of the texts ascend in each lot.

    `look_up` finds codes as `kept`, sorted, in each segment; those of the handles `gone` do not count.
    """

    def __init__(
        self,
        orders: NDArray[np.uint64],
        bounds: Sequence[Sequence[int]],
        look_up: Callable[[Codes], Sequence[Found]],
        gone: NDArray[np.int64],
    ) -> None:
        self._lots = [
            (segment, lot, low, orders[low:high])
            for segment, those in enumerate(bounds)
            for lot, (low, high) in enumerate(pairwise(those))
        ]
        self._look_up = look_up
        self._gone = gone
        self._orders = orders
        self._codes = np.empty(0, np.uint64)
        self._found: list[Found] = []

    def sizes(self, codes: Codes) -> NDArray[np.int64]:
        """How many hold each of some codes, sorted and unique."""
        return self._sizes(self._known(codes))

    def of(self, codes: Codes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The handles of those that hold some codes: ``handles[bounds[c]:bounds[c + 1]]``, in order in each lot."""
        rows = self._known(codes)
        bounds = np.concatenate([[0], np.cumsum(self._sizes(rows))])
        handles = np.empty(int(bounds[-1]), np.int64)
        begin = bounds[:-1].copy()
        for segment, lot, first, _ in self._lots:
            found = self._found[segment]
            size = found.size[lot, rows]
            at = np.repeat(begin - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
            handles[at] = found.of(lot, rows) + first
            begin += size
        return bounds, handles

    def around(self, codes: Codes, orders: NDArray[np.uint64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """By row, the last holder of its code that comes before its order, and the first after; −1 for none."""
        rows = self._distinct(codes)
        before, after = (np.full(len(rows), -1, np.int64) for _ in range(2))
        for articles, begin, end, first, own in self._stretches(rows):
            last = bisected(articles, begin, end, np.searchsorted(own, orders)) - 1
            row = np.flatnonzero(last >= begin)
            self._nearer(before, row, articles[last[row]].astype(np.int64) + first, later=True)
            next_ = bisected(articles, begin, end, np.searchsorted(own, orders, side="right"))
            row = np.flatnonzero(next_ < end)
            self._nearer(after, row, articles[next_[row]].astype(np.int64) + first, later=False)
        return before, after

    def between(self, codes: Codes, begin: NDArray[np.uint64], end: NDArray[np.uint64]) -> NDArray[np.int64]:
        """By row, how many hold its code that come after one order and before another."""
        rows = self._distinct(codes)
        count = np.zeros(len(rows), np.int64)
        for articles, low, high, _, own in self._stretches(rows):
            after = np.searchsorted(own, begin, side="right")
            until = np.maximum(after, np.searchsorted(own, end))
            count += bisected(articles, low, high, until) - bisected(articles, low, high, after)
        return count

    def _stretches(
        self, rows: NDArray[np.int64]
    ) -> Iterator[tuple[NDArray[Any], NDArray[np.int64], NDArray[np.int64], int, NDArray[np.uint64]]]:
        """Of each lot: articles, where those begin and end that hold the code of each row, the handle of the lot's
        first text, and the orders of its texts."""
        for segment, lot, first, own in self._lots:
            found = self._found[segment]
            begin = found.begin[lot, rows]
            yield found.articles, begin, begin + found.size[lot, rows], first, own

    def _sizes(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        total = np.zeros(len(rows), np.int64)
        for found in self._found:
            total += found.size[:, rows].sum(axis=0)
        return total

    def _nearer(
        self, known: NDArray[np.int64], rows: NDArray[np.int64], found: NDArray[np.int64], *, later: bool
    ) -> None:
        """Let what was found for some rows take the place of what is known, where that is none or farther."""
        old = known[rows]
        one, two = self._orders[old], self._orders[found]
        better = (old < 0) | ((two > one) if later else (two < one))
        known[rows[better]] = found[better]

    def _distinct(self, codes: Codes) -> NDArray[np.int64]:
        """`_known`, of codes in any order, with repeats."""
        wanted, row = np.unique(codes, return_inverse=True)
        return self._known(wanted)[row]

    def _known(self, codes: Codes) -> NDArray[np.int64]:
        """The rows of some codes among all that there have been, these among them."""
        at = np.searchsorted(self._codes, codes)
        there = at < len(self._codes)
        there[there] = self._codes[at[there]] == codes[there]
        if not self._found or not there.all():
            missing = codes[~there]
            new = [self._here(segment, found) for segment, found in enumerate(self._look_up(missing))]
            known = [joined(both) for both in zip(self._found, new, strict=True)] if self._found else new
            self._codes = np.concatenate([self._codes, missing])
            order = np.argsort(self._codes)
            self._codes = self._codes[order]
            self._found = [Found(found.begin[:, order], found.size[:, order], found.articles) for found in known]
            at = np.searchsorted(self._codes, codes)
        return at

    def _here(self, segment: int, found: Found) -> Found:
        """What was found in a segment, without those who are gone."""
        if not len(self._gone):
            return found
        begin, size, articles, count = found.begin.copy(), found.size.copy(), [found.articles], len(found.articles)
        for of, lot, first, own in self._lots:
            gone = self._gone[(self._gone >= first) & (self._gone < first + len(own))] - first
            if of == segment and len(gone):
                places = found.of(lot, np.arange(size.shape[1]))
                stays = ~np.isin(places, gone)
                upto = np.concatenate([[0], np.cumsum(stays)])[np.concatenate([[0], np.cumsum(size[lot])])]
                begin[lot], size[lot] = count + upto[:-1], np.diff(upto)
                articles.append(places[stays])
                count += len(articles[-1])
        return Found(begin, size, np.concatenate(articles))
