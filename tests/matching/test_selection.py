"""Which articles stay, against the obvious way over all pairs."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import example, given, settings
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


def bursts(
    seed: int, pairs: int, variants: list[int], away: float, changed: float, *, mixed: bool
) -> tuple[Matrix, Buckets, NDArray[np.uint32]]:
    """Pairs of articles, then bursts of so many variants of one earlier version, each family in a bucket of its own:
    the similarities within each, the buckets and the signatures.

    An article is a row of columns, similar to another in the share in which they agree; the first 128 are its
    signature, a sample as MinHash takes one. Variants are `away` from their earlier version all in the same columns and
    have `changed` ones of their own, so that they may be more alike to each other than to it.
    """
    random = np.random.default_rng(seed)
    of = np.repeat(np.arange(pairs + len(variants)), [2] * pairs + [1 + each for each in variants])
    if mixed:
        random.shuffle(of)

    def edited(rows: NDArray[np.int64], share: float) -> NDArray[np.int64]:
        return np.where(random.random(rows.shape) < share, random.integers(0, 1 << 31, rows.shape), rows)

    earlier = random.integers(0, 1 << 31, (pairs + len(variants), 512))
    rows = edited(edited(earlier, away)[of], changed)
    rows[np.unique(of, return_index=True)[1]] = earlier
    matrix: Matrix = {}
    for family in range(len(earlier)):
        members = np.flatnonzero(of == family)
        alike = (rows[members, None] == rows[members]).mean(axis=2)
        for low, high in combinations(range(len(members)), 2):
            matrix[int(members[low]), int(members[high])] = float(alike[low, high])
    return matrix, [[each] for each in of.tolist()], rows[:, :128].astype(np.uint32)


def naive(count: int, matrix: Matrix) -> dict[int, tuple[int, float]]:
    """By article that goes, the one that stays in its place, and their similarity. Pairs that it lacks do not meet."""
    gone: dict[int, tuple[int, float]] = {}
    for article in range(count):
        staying = [each for each in range(article) if each not in gone and matrix.get((each, article), 0) >= THRESHOLD]
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
    assert found.keys() == naive(count, {pair: matrix[pair] for pair in meet}).keys()
    for article, (head, value) in found.items():
        assert head not in found and (head, article) in meet
        assert value == matrix[head, article] >= THRESHOLD


@settings(max_examples=30)
@given(st.integers(0, 1 << 32), st.sampled_from([0.07, 0.1, 0.3]))
def test_whoever_is_like_one_of_many_that_stay_goes(seed: int, share: float) -> None:
    """Some ten to fifty stay, and signatures do not tell which of them an article is like."""
    found = np.random.default_rng(seed).random((300, 300)) < share
    matrix = {pair: 0.8 if found[pair] else 0.3 for pair in combinations(range(300), 2)}
    assert told(selected(300, matrix, [[0]] * 300)).keys() == naive(300, matrix).keys()


@settings(max_examples=30)
@given(
    st.integers(0, 1 << 32),
    st.integers(0, 150),
    st.lists(st.integers(1, 150), max_size=3),
    st.floats(0, 0.35),
    st.floats(0, 0.1),
    st.booleans(),
)
@example(0, 128, [150], 0.22, 0.01, False)
@example(0, 150, [100, 120], 0.25, 0.02, False)
def test_of_a_burst_of_variants_stays_what_comparing_all_would_leave(
    seed: int, pairs: int, variants: list[int], away: float, changed: float, mixed: bool
) -> None:
    """More than 64 variants in one block were each compared with 64 others of them, which all went for the earlier
    version: 15 to 35 of 1,000 stayed."""
    matrix, buckets, signatures = bursts(seed, pairs, variants, away, changed, mixed=mixed)
    count = len(buckets)
    assert told(selected(count, matrix, buckets, signatures)).keys() == naive(count, matrix).keys()


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
    assert (found.kept == KEPT).all() and found.compared <= (64 + 32) * count


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
