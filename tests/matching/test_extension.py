"""Growth over single words: what an end of a region takes in, from either side and at any size."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest
from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.compiled import compiled, interpreted

# Whole numbers and halves: sums are exact, so that ties are ties from both sides.
sides = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4).map(float)), max_size=14)
prices = st.sampled_from([0.0, 0.25, 0.5, 1.0, 2.0])


def grown(
    left: list[tuple[int, float]], right: list[tuple[int, float]], price: float, *, fast: bool = False
) -> tuple[int, int]:
    kernels = (compiled if fast else interpreted)("dedup.matching.growth_kernels")
    heads = np.full(max((key for key, _ in (*left, *right)), default=0) + 1, -1, np.int32)
    columns = [
        np.array(column, dtype=kind)
        for side in (left, right)
        for column, kind in (([key for key, _ in side], np.int32), ([worth for _, worth in side], np.float64))
    ]
    taken = kernels.grown_by(*columns, price, heads)
    assert (heads == -1).all()
    return int(taken[0]), int(taken[1])


def even(keys: str) -> list[tuple[int, float]]:
    """Words of one letter, all worth 1, dots worth nothing."""
    return [(ord(key), 0.0 if key == "." else 1.0) for key in keys]


@pytest.mark.parametrize(
    "left, right, price, taken",
    [
        ("abc", "abc", 1.0, (3, 3)),
        ("abc", "cba", 1.0, (3, 3)),
        ("abc", "xyz", 1.0, (0, 0)),
        ("", "abc", 0.0, (0, 0)),
        ("xa", "a", 1.0, (2, 1)),  # ½ word unshared on average, one shared
        ("xxa", "a", 1.0, (0, 0)),  # one and one: no gain
        ("xxa", "a", 0.9, (3, 1)),
        ("axxxxxb", "ayyyyyb", 0.3, (1, 1)),  # the second word costs five at .3
        ("axxxxxbcd", "ayyyyybcd", 0.3, (9, 9)),  # three pay for them
        ("..a..", "a", 0.5, (3, 1)),  # words worth nothing cost nothing and are not taken in after the last
        ("aa", "a", 0.0, (1, 1)),  # a word pairs once
    ],
)
def test_what_is_taken_in(left: str, right: str, price: float, taken: tuple[int, int]) -> None:
    assert grown(even(left), even(right), price) == taken


def test_the_nearest_words_pair_first_from_either_side() -> None:
    # The first a of the longer side is farther from the only a of the other than the second.
    assert grown(even("a..a"), even("...a"), 0.0) == (4, 4)
    assert grown(even("...a"), even("a..a"), 0.0) == (4, 4)


@given(sides, sides, prices)
def test_the_sides_exchanged_exchange_the_numbers(
    left: list[tuple[int, float]], right: list[tuple[int, float]], price: float
) -> None:
    assert grown(left, right, price) == grown(right, left, price)[::-1]


@settings(deadline=None)
@given(sides, sides, prices)
def test_compiled_is_interpreted(left: list[tuple[int, float]], right: list[tuple[int, float]], price: float) -> None:
    assert grown(left, right, price, fast=True) == grown(left, right, price)


@given(sides, sides, prices)
def test_growth_stays_inside_and_ends_in_shared_words(
    left: list[tuple[int, float]], right: list[tuple[int, float]], price: float
) -> None:
    taken = grown(left, right, price)
    assert (taken[0] == 0) == (taken[1] == 0)
    assert 0 <= taken[0] <= len(left) and 0 <= taken[1] <= len(right)
    for side, other, (here, there) in ((left, right, taken), (right, left, taken[::-1])):
        if here:
            key, worth = side[here - 1]
            assert worth > 0.0 and key in {each for each, value in other[:there] if value > 0.0}


@given(sides, sides)
def test_words_that_only_one_side_holds_are_no_growth(
    left: list[tuple[int, float]], right: list[tuple[int, float]]
) -> None:
    assert grown(left, [(key + 100, worth) for key, worth in right], 0.0) == (0, 0)


@given(sides, sides)
def test_for_nothing_growth_takes_the_farthest_shared_word(
    left: list[tuple[int, float]], right: list[tuple[int, float]]
) -> None:
    """Of words that stand once on each side, so that there is no doubt which of them are shared."""
    left, right = (list({key: (key, worth) for key, worth in side}.values()) for side in (left, right))
    telling = {key for key, worth in left if worth > 0.0} & {key for key, worth in right if worth > 0.0}
    farthest = tuple(
        max((at + 1 for at, (key, _) in enumerate(side) if key in telling), default=0) for side in (left, right)
    )
    assert grown(left, right, 0.0) == farthest


@given(sides, sides, prices, prices)
def test_a_higher_price_never_takes_more(
    left: list[tuple[int, float]], right: list[tuple[int, float]], one: float, other: float
) -> None:
    cheap, dear = grown(left, right, min(one, other)), grown(left, right, max(one, other))
    assert dear[0] <= cheap[0] and dear[1] <= cheap[1]


def test_words_that_all_differ_cost_no_more_than_their_number() -> None:
    def job(size: int) -> None:
        words = [(at, 1.0) for at in range(size)]
        Random(1).shuffle(words)
        grown(words, words[::-1], 0.5)

    assert growth(job, 200) < 1.5
