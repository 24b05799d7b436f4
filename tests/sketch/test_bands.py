"""Banding: all pairs that agree in a band, chains where a bucket is crowded, and the probability of meeting."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.sketch.bands import Bands, band_keys, bucket_pairs, candidate_pairs, shared_buckets, unique_pairs
from dedup.sketch.minhash import EMPTY


def brute_force(signatures: NDArray[np.uint32], bands: Bands) -> list[list[int]]:
    def agree(one: int, two: int) -> bool:
        width = bands.rows
        return any(
            signatures[one, at : at + width].tolist() == signatures[two, at : at + width].tolist()
            for at in range(0, bands.bands * width, width)
        )

    rows = [row for row in range(len(signatures)) if (signatures[row] != EMPTY).any()]
    return [[one, two] for one, two in combinations(rows, 2) if agree(one, two)]


@st.composite
def signed(draw: st.DrawFn) -> tuple[NDArray[np.uint32], Bands]:
    bands = Bands(bands=draw(st.integers(1, 4)), rows=draw(st.integers(1, 3)))
    count = draw(st.integers(0, 14))
    value = st.sampled_from([0, 1, 2, 0xFFFFFFFE])
    row = st.lists(value, min_size=bands.bands * bands.rows, max_size=bands.bands * bands.rows)
    rows = [
        [0xFFFFFFFF] * (bands.bands * bands.rows) if draw(st.integers(0, 9)) == 0 else draw(row) for _ in range(count)
    ]
    return np.array(rows, dtype=np.uint32).reshape(count, bands.bands * bands.rows), bands


@settings(deadline=None, max_examples=200)
@given(signed())
def test_all_pairs_that_agree_in_a_band(case: tuple[NDArray[np.uint32], Bands]) -> None:
    signatures, bands = case
    pairs, chained = candidate_pairs(signatures, bands, clique=100)
    assert pairs.tolist() == brute_force(signatures, bands)
    assert chained == 0 and pairs.shape[1:] == (2,)


@settings(deadline=None, max_examples=100)
@given(signed(), st.integers(1, 4))
def test_a_chain_joins_the_same_rows_as_a_clique(case: tuple[NDArray[np.uint32], Bands], clique: int) -> None:
    import networkx as nx

    signatures, bands = case
    pairs, _ = candidate_pairs(signatures, bands, clique=clique)
    expected = brute_force(signatures, bands)
    assert all(pair in expected for pair in pairs.tolist())
    found, wanted = nx.Graph(pairs.tolist()), nx.Graph(expected)
    assert {frozenset(part) for part in nx.connected_components(found)} == {
        frozenset(part) for part in nx.connected_components(wanted)
    }


def test_a_crowded_bucket_gives_a_chain() -> None:
    signatures = np.zeros((1_000, 8), dtype=np.uint32)
    pairs, chained = candidate_pairs(signatures, Bands(bands=4, rows=2), clique=16)
    assert pairs.tolist() == [[at, at + 1] for at in range(999)]
    assert chained == 4


def test_a_bucket_of_exactly_the_clique_gives_all_pairs() -> None:
    signatures = np.zeros((5, 2), dtype=np.uint32)
    assert len(candidate_pairs(signatures, Bands(bands=1, rows=2), clique=5)[0]) == 10
    pairs, chained = candidate_pairs(signatures, Bands(bands=1, rows=2), clique=4)
    assert pairs.tolist() == [[0, 1], [1, 2], [2, 3], [3, 4]] and chained == 1


def test_values_beyond_the_last_band_are_not_looked_at() -> None:
    signatures = np.array([[1, 2, 3, 9, 9], [4, 5, 6, 9, 9]], dtype=np.uint32)
    assert candidate_pairs(signatures, Bands(bands=1, rows=3), clique=9)[0].size == 0


def test_equal_values_in_different_bands_do_not_meet() -> None:
    signatures = np.array([[1, 2, 3, 4], [3, 4, 1, 2]], dtype=np.uint32)
    assert candidate_pairs(signatures, Bands(bands=2, rows=2), clique=9)[0].size == 0


def test_rows_without_shingles_meet_nobody() -> None:
    signatures = np.full((4, 6), EMPTY, dtype=np.uint32)
    for rows in (signatures, signatures[:0]):
        pairs, chained = candidate_pairs(rows, Bands(bands=2, rows=3), clique=2)
        assert pairs.shape == (0, 2) and chained == 0


def test_buckets_keep_the_numbers_of_their_members() -> None:
    keys, members = np.array([7, 1, 7, 1, 5], dtype=np.uint64), np.array([10, 20, 30, 40, 50])
    pairs, chained = bucket_pairs(keys, members, clique=2)
    assert sorted(pairs.tolist()) == [[10, 30], [20, 40]] and chained == 0


@pytest.mark.parametrize("bands, rows", [(32, 4), (42, 3), (1, 1), (1, 5)])
@pytest.mark.parametrize("similarity", [0.0, 0.3, 0.7, 1.0])
def test_the_probability_of_meeting(bands: int, rows: int, similarity: float) -> None:
    expected = 1 - (1 - similarity**rows) ** bands
    assert Bands(bands=bands, rows=rows).probability(similarity) == pytest.approx(expected, abs=1e-12)


def test_sets_meet_as_often_as_the_formula_says() -> None:
    from dedup.sketch.minhash import signatures

    generator, bands, trials = np.random.default_rng(11), Bands(bands=8, rows=3), 400
    met = 0
    for _ in range(trials):  # 10 of 20 hashes shared: similarity 1/2
        hashes = generator.integers(0, 2**64, 20, dtype=np.uint64)
        two_sets = np.concatenate([hashes[:15], hashes[5:]])
        signed = signatures(two_sets, np.array([0, 15, 30]), num_perm=24, compiled=False)
        met += len(candidate_pairs(signed, bands, clique=9)[0])
    assert met / trials == pytest.approx(bands.probability(0.5), abs=0.08)


@settings(deadline=None)
@given(st.lists(st.lists(st.tuples(st.integers(0, 2**31 - 1), st.integers(0, 2**31 - 1)), max_size=6), max_size=4))
def test_unique_pairs_sorts_and_drops_repeats(parts: list[list[tuple[int, int]]]) -> None:
    found = unique_pairs([np.array(part, dtype=np.int64).reshape(-1, 2) for part in parts])
    assert [tuple(pair) for pair in found.tolist()] == sorted({pair for part in parts for pair in part})
    assert found.dtype == np.int64 and found.shape[1:] == (2,)


@given(st.lists(st.lists(st.integers(0, 2), min_size=4, max_size=4), max_size=12), st.data())
def test_shared_buckets_are_those_of_equal_keys(values: list[list[int]], data: st.DataObject) -> None:
    signatures = np.array(values, np.uint32).reshape(-1, 4)
    empty = [row for row in range(len(values)) if data.draw(st.integers(0, 4)) == 0]
    signatures[empty] = EMPTY
    bands = Bands(bands=2, rows=2)
    offsets, buckets = shared_buckets(signatures, bands)
    members: dict[int, set[int]] = {}
    for row in range(len(values)):
        for bucket in buckets[offsets[row] : offsets[row + 1]].tolist():
            members.setdefault(bucket, set()).add(row)
    plain: dict[tuple[int, int], set[int]] = {}
    for band in range(bands.bands):
        for row, key in enumerate(band_keys(signatures, bands, band).tolist()):
            if row not in empty:
                plain.setdefault((band, key), set()).add(row)
    assert sorted(map(sorted, members.values())) == sorted(sorted(each) for each in plain.values() if len(each) > 1)
