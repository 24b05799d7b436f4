"""Who holds which codes, against lists of holders."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.index.bisecting import bisected
from dedup.index.holders import Holders
from dedup.index.lookup import Found

# What texts go by: numbers of 64 bits, with gaps.
ORDER = st.integers(0, (1 << 64) - 1)
CODES = 12


def looked_up(lots: list[list[list[int]]], codes: NDArray[np.uint64]) -> Found:
    """Who of each lot of a segment holds some codes, as an index finds them: something stands between."""
    articles: list[int] = []
    begin, size = [], []
    for held in lots:
        for code in codes.tolist():
            articles.append(60_000)
            begin.append(len(articles))
            size.append(len(held[code]))
            articles += held[code]
    shape = len(lots), len(codes)
    return Found(
        np.array(begin, np.int64).reshape(shape), np.array(size, np.int64).reshape(shape), np.array(articles, np.uint16)
    )


@settings(deadline=None, max_examples=150)
@given(st.data())
def test_holders_are_as_in_lists(data: st.DataObject) -> None:
    """Texts lie in segments, these in lots, and in order in each lot; who holds a code stands lot by lot."""
    lot = st.sets(ORDER, max_size=9).map(sorted)
    segments = data.draw(st.lists(st.lists(lot, min_size=1, max_size=3), min_size=1, max_size=3))
    orders = [each for lots in segments for lot in lots for each in lot]
    bounds: list[list[int]] = []
    for lots in segments:
        bounds.append(list(itertools.accumulate(map(len, lots), initial=bounds[-1][-1] if bounds else 0)))
    places = st.sets(st.sampled_from(range(len(orders)))).map(sorted) if orders else st.just([])
    held = [data.draw(places) for _ in range(CODES)]
    gone = data.draw(places)
    asked: list[list[int]] = []

    def look_up(codes: NDArray[np.uint64]) -> list[Found]:
        asked.append(codes.tolist())
        return [
            looked_up(
                [
                    [[at - low for at in each if low <= at < high] for each in held]
                    for low, high in itertools.pairwise(those)
                ],
                codes,
            )
            for those in bounds
        ]

    holders = Holders(np.array(orders, np.uint64), bounds, look_up, np.array(gone, np.int64))
    stay = [[place for place in each if place not in gone] for each in held]
    for _ in range(data.draw(st.integers(1, 4))):
        codes = data.draw(st.sets(st.integers(0, CODES - 1)).map(sorted))
        wanted = np.array(codes, np.uint64)
        assert holders.sizes(wanted).tolist() == [len(stay[code]) for code in codes]
        found, handles = holders.of(wanted)
        assert [handles[low:high].tolist() for low, high in itertools.pairwise(found)] == [stay[code] for code in codes]
        rows = data.draw(st.lists(st.tuples(st.integers(0, CODES - 1), ends := order(orders), ends), max_size=8))
        some = np.array([code for code, *_ in rows], np.uint64)
        one, two = (np.array([row[at] for row in rows], np.uint64) for at in (1, 2))
        before, after = holders.around(some, one)
        assert before.tolist() == [
            max((at for at in stay[code] if orders[at] < mark), key=orders.__getitem__, default=-1)
            for code, mark, _ in rows
        ]
        assert after.tolist() == [
            min((at for at in stay[code] if orders[at] > mark), key=orders.__getitem__, default=-1)
            for code, mark, _ in rows
        ]
        assert holders.between(some, one, two).tolist() == [
            sum(low < orders[at] < high for at in stay[code]) for code, low, high in rows
        ]
    # Nothing is looked up twice.
    told = [code for codes in asked for code in codes]
    assert len(told) == len(set(told))


def order(orders: list[int]) -> st.SearchStrategy[int]:
    """What texts go by: these, their neighbours and others."""
    near = sorted({min(max(each + step, 0), (1 << 64) - 1) for each in orders for step in (-1, 0, 1)})
    return st.sampled_from(near) | ORDER if near else ORDER


@settings(deadline=None, max_examples=100)
@given(st.lists(st.tuples(st.lists(st.integers(0, 9), max_size=9).map(sorted), st.integers(-1, 10)), max_size=6))
def test_many_stretches_are_searched_as_one_by_one(stretches: list[tuple[list[int], int]]) -> None:
    values = np.array([value for stretch, _ in stretches for value in stretch], np.int64)
    ends = np.cumsum([0, *(len(stretch) for stretch, _ in stretches)])
    wanted = np.array([each for _, each in stretches], np.int64)
    expected = [
        int(first + np.searchsorted(stretch, each)) for first, (stretch, each) in zip(ends, stretches, strict=False)
    ]
    assert bisected(values, ends[:-1], ends[1:], wanted).tolist() == expected
    assert bisected(lambda rows, places: values[places], ends[:-1], ends[1:], wanted).tolist() == expected
