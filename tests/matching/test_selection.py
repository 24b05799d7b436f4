"""Which articles stay, against the obvious way over all pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.matching import selection
from dedup.matching.selection import KEPT, Selection, select

THRESHOLD = 0.7
Matrix = dict[tuple[int, int], float]
Buckets = list[list[int]]


@st.composite
def similarities(draw: st.DrawFn) -> tuple[int, Matrix]:
    """How many articles there are, and the similarity of every pair. Some values come often, so that there are ties."""
    count = draw(st.integers(0, 9))
    value = st.sampled_from([0.0, 0.3, 0.69, 0.7, 0.8, 0.8, 1.0]) | st.floats(0, 1)
    return count, {pair: draw(value) for pair in combinations(range(count), 2)}


def naive(count: int, matrix: Matrix, meet: set[tuple[int, int]] | None = None) -> dict[int, tuple[int, float]]:
    """By article that goes, the one that stays in its place, and their similarity."""
    gone: dict[int, tuple[int, float]] = {}
    for article in range(count):
        staying = [
            each
            for each in range(article)
            if each not in gone and matrix[each, article] >= THRESHOLD and (meet is None or (each, article) in meet)
        ]
        if staying:
            best = max(staying, key=lambda each: (matrix[each, article], -each))
            gone[article] = best, matrix[best, article]
    return gone


def selected(count: int, matrix: Matrix, buckets: Buckets, signatures: NDArray[np.uint32] | None = None) -> Selection:
    """The selection of articles that meet in buckets; by their signatures all may be alike."""

    def compare(pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        assert pairs.tolist() == sorted(pairs.tolist()) and (pairs[:, 0] < pairs[:, 1]).all()
        return np.array([matrix[low, high] for low, high in pairs.tolist()])

    same = np.zeros((count, 8), np.uint32) if signatures is None else signatures
    offsets = np.cumsum([0, *map(len, buckets)])
    joined = np.array([each for of in buckets for each in of], np.int64)
    return select(same, offsets, joined, jaccard=THRESHOLD, compare=compare)


def told(found: Selection) -> dict[int, tuple[int, float]]:
    gone = np.flatnonzero(found.kept != KEPT).tolist()
    return {article: (int(found.kept[article]), float(found.similarity[article])) for article in gone}


@given(similarities(), st.integers(1, 4))
def test_where_all_meet_it_is_the_obvious_way(made: tuple[int, Matrix], block: int) -> None:
    count, matrix = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "_BLOCK", block)
        patch.setattr(selection, "_LEAST", block)
        found = selected(count, matrix, [[0]] * count)
    assert told(found).keys() == naive(count, matrix).keys()
    assert all(found.similarity[each] == 1 for each in range(count) if found.kept[each] == KEPT)
    assert found.crowded == 0


@given(similarities())
def test_whoever_stayed_before_the_block_is_told_by_similarity(made: tuple[int, Matrix]) -> None:
    """One by one nothing of an article's own block comes first: it goes for the most similar."""
    count, matrix = made
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(selection, "_BLOCK", 1)
        patch.setattr(selection, "_LEAST", 1)
        assert told(selected(count, matrix, [[0]] * count)) == naive(count, matrix)


@given(similarities(), st.data())
def test_nothing_goes_without_one_that_stays_and_meets_it(made: tuple[int, Matrix], data: st.DataObject) -> None:
    count, matrix = made
    buckets = [sorted(data.draw(st.sets(st.integers(0, 3)))) for _ in range(count)]
    meet = {(low, high) for low, high in matrix if set(buckets[low]) & set(buckets[high])}
    found = told(selected(count, matrix, buckets))
    assert found.keys() == naive(count, matrix, meet).keys()
    for article, (head, value) in found.items():
        assert head not in found and (head, article) in meet
        assert value == matrix[head, article] >= THRESHOLD


def test_a_chain_keeps_what_is_like_nothing_that_stays() -> None:
    matrix = {(0, 1): 0.8, (1, 2): 0.8, (0, 2): 0.5}
    assert told(selected(3, matrix, [[0]] * 3)) == {1: (0, 0.8)}


def test_thousands_of_copies_cost_one_comparison_each() -> None:
    """They were compared with each other, bucket by bucket: 8,000 of one template took four minutes."""
    count = 3_000
    found = select(
        np.zeros((count, 8), np.uint32),
        np.arange(count + 1),
        np.zeros(count, np.int64),
        jaccard=THRESHOLD,
        compare=lambda pairs: np.full(len(pairs), 0.9),
    )
    assert (found.kept == np.array([KEPT, *[0] * (count - 1)])).all() and found.compared < count + 150


def test_of_a_template_whose_copies_all_stay_few_are_compared() -> None:
    """Each was compared with all that it met, up to 256 in every bucket."""
    count = 1_000
    found = select(
        np.zeros((count, 8), np.uint32),
        np.arange(0, 4 * count + 1, 4),
        np.tile(np.arange(4), count),
        jaccard=THRESHOLD,
        compare=lambda pairs: np.full(len(pairs), 0.6),
    )
    assert (found.kept == KEPT).all() and found.compared <= 2 * 64 * count


def test_signatures_that_agree_in_too_little_are_not_compared() -> None:
    signatures = np.tile(np.arange(128, dtype=np.uint32), (3, 1))
    signatures[1, :100] += 1_000  # agrees with the first in 28 of 128: no .7, which is 4.5 deviations and more away
    signatures[2, :30] += 2_000
    matrix = {(0, 1): 1.0, (0, 2): 0.8, (1, 2): 0.0}
    found = selected(3, matrix, [[0]] * 3, signatures)
    assert told(found) == {2: (0, 0.8)} and found.compared == 1


def test_in_a_crowded_bucket_the_most_preferred_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "MOST", 2)
    matrix = dict.fromkeys(combinations(range(5), 2), 0.1)
    matrix[2, 4] = matrix[1, 3] = 0.9
    found = selected(5, matrix, [[0]] * 5)
    assert told(found) == {3: (1, 0.9)} and found.crowded == 1
    assert told(selected(5, matrix, [[0], [0], [0, 1], [0], [0, 1]])) == {3: (1, 0.9), 4: (2, 0.9)}


@pytest.mark.parametrize("first", [1, 16])
def test_those_that_are_less_likely_are_compared_where_the_likeliest_will_not_do(
    monkeypatch: pytest.MonkeyPatch, first: int
) -> None:
    monkeypatch.setattr(selection, "_FIRST", first)
    monkeypatch.setattr(selection, "_LEAST", 2)
    matrix = {(0, 1): 0.1, (0, 2): 0.1, (1, 2): 0.9}
    assert told(selected(3, matrix, [[0]] * 3)) == {2: (1, 0.9)}
