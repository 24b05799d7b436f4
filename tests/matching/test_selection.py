"""Which articles stay, against the obvious way over all pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.matching.selection import KEPT, Selection, select

THRESHOLD = 0.7
Matrix = dict[tuple[int, int], float]


@st.composite
def similarities(draw: st.DrawFn) -> tuple[int, Matrix]:
    """How many articles there are, and the similarity of every pair. Some values come often, so that there are ties."""
    count = draw(st.integers(0, 9))
    value = st.sampled_from([0.0, 0.3, 0.69, 0.7, 0.8, 0.8, 1.0]) | st.floats(0, 1)
    return count, {pair: draw(value) for pair in combinations(range(count), 2)}


def naive(count: int, matrix: Matrix) -> dict[int, tuple[int, float]]:
    """By article that goes, the one that stays in its place, and their similarity."""
    gone: dict[int, tuple[int, float]] = {}
    for article in range(count):
        staying = [each for each in range(article) if each not in gone and matrix[each, article] >= THRESHOLD]
        if staying:
            best = max(staying, key=lambda each: (matrix[each, article], -each))
            gone[article] = best, matrix[best, article]
    return gone


def selected(count: int, matrix: Matrix, known: list[tuple[int, int]]) -> Selection:
    """The selection where only some of the similar pairs are known beforehand."""

    def compare(pairs: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.array([matrix[low, high] for low, high in pairs.tolist()])

    pairs = sorted(pair for pair in known if matrix[pair] >= THRESHOLD)
    values = np.array([matrix[pair] for pair in pairs], np.float64)
    numbers = np.array(pairs, np.int64).reshape(-1, 2)
    return select(count, numbers, values, jaccard=THRESHOLD, compare=compare)


def told(found: Selection) -> dict[int, tuple[int, float]]:
    gone = np.flatnonzero(found.kept != KEPT).tolist()
    return {article: (int(found.kept[article]), float(found.similarity[article])) for article in gone}


@given(similarities())
def test_of_all_pairs_it_is_the_obvious_way(made: tuple[int, Matrix]) -> None:
    count, matrix = made
    found = selected(count, matrix, list(matrix))
    assert told(found) == naive(count, matrix)
    assert all(found.similarity[each] == 1 for each in range(count) if found.kept[each] == KEPT)


@given(similarities(), st.data())
def test_of_some_pairs_nothing_goes_without_one_that_stays(made: tuple[int, Matrix], data: st.DataObject) -> None:
    count, matrix = made
    known = [pair for pair in matrix if data.draw(st.booleans())]
    found = told(selected(count, matrix, known))
    for article, (head, value) in found.items():
        assert head not in found and head < article
        assert value == matrix[head, article] >= THRESHOLD
    for low, high in known:  # and of a pair that is known to be similar one goes
        assert matrix[low, high] < THRESHOLD or low in found or high in found


def test_a_chain_keeps_what_is_like_nothing_that_stays() -> None:
    matrix = {(0, 1): 0.8, (1, 2): 0.8, (0, 2): 0.5}
    assert told(selected(3, matrix, list(matrix))) == {1: (0, 0.8)}


def test_who_met_its_predecessor_only_is_compared_with_what_that_went_for() -> None:
    matrix = dict.fromkeys(combinations(range(50), 2), 0.9)
    matrix[0, 49] = 0.6
    found = selected(50, matrix, [(at, at + 1) for at in range(49)])
    assert told(found) == dict.fromkeys(range(1, 49), (0, 0.9))
    assert found.compared == 48


def test_of_several_that_stay_the_most_similar_counts() -> None:
    matrix = {(0, 1): 0.1, (0, 2): 0.7, (1, 2): 0.9}
    assert told(selected(3, matrix, list(matrix))) == {2: (1, 0.9)}
