"""Summaries: found once, from either side, and nothing else taken for one."""

from __future__ import annotations

from itertools import pairwise
from random import Random
from typing import Any

import numpy as np
import pytest
from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import sentence

from dedup import Settings, compare
from dedup.compiled import compiled, interpreted
from dedup.matching.collection import prepare
from dedup.matching.columns import Brevity
from dedup.matching.lexicon import thinning
from dedup.matching.passages import Region
from dedup.matching.presets import LONGFORM, NEWS, Preset
from dedup.matching.search import search

PLAIN = interpreted("dedup.matching.condensed_kernels")
EVERY = np.array([[0, 1]])
ZERO = 1 << 30


def brevity(least: float, spread: float) -> Brevity:
    return Brevity(share=0.15, least=least, spread=spread, thinning=thinning(1.0, 3))


def sentences(random: Random, count: int) -> list[list[str]]:
    return [sentence(random, 16) for _ in range(count)]


def text(parts: list[list[str]]) -> str:
    return " ".join(" ".join(part).capitalize() + "." for part in parts)


def summed_up(seed: int, count: int = 80, picked: int = 10) -> tuple[str, str, int, int]:
    """A long text, one that sums it up between sentences of its own, and the words where the summary stands."""
    random = Random(seed)
    long = sentences(random, count)
    chosen = [long[(2 * at + 1) * count // (2 * picked)] for at in range(picked)]
    short = [[word for word in part if random.random() < 0.8] for part in chosen]
    before, after = sentences(random, 15), sentences(random, 15)
    begin = sum(map(len, before))
    return text(long), text([*before, *short, *after]), begin, begin + sum(map(len, short))


def regions(left: str, right: str, preset: Preset, *, compiled: bool = False) -> list[Region]:
    ready = prepare([left, right])
    return [region for one, two, region in search(ready, preset, EVERY, compiled=compiled).regions if one != two]


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("turned", [False, True])
def test_a_summary_is_found_once_from_either_side(seed: int, turned: bool) -> None:
    long, short, begin, end = summed_up(seed)
    (found,) = regions(*((short, long) if turned else (long, short)), LONGFORM)
    brief, whole = (found.left, found.right) if turned else (found.right, found.left)
    assert found.summary == (1 if turned else 2)
    assert begin <= brief.start < begin + 20 and end - 20 < brief.end <= end
    # From the fourth sentence of eighty to the seventy-sixth.
    assert 4 * 16 <= whole.start < 6 * 16 and 75 * 16 < whole.end <= 77 * 16


def test_news_does_not_look_for_summaries() -> None:
    long, short, *_ = summed_up(1)
    found = regions(long, short, NEWS)
    assert len(found) > 5 and {each.summary for each in found} == {0}


def test_a_summary_is_one_match_with_longform_and_none_with_news() -> None:
    long, short, *_ = summed_up(2)
    (match,) = compare(long, short, Settings(preset="longform"))
    assert len(match.left.text) > 0.8 * len(long) and len(match.right.text) < 0.4 * len(short)
    assert max(len(each.left.text) for each in compare(long, short)) < 0.1 * len(long)


@pytest.mark.parametrize("share", [1.0, 0.7])
def test_a_copy_is_no_summary(share: float) -> None:
    random = Random(3)
    long = sentences(random, 40)
    copy = [[word for word in part if random.random() < share] for part in long[10:30]]
    found = regions(text(long), text([*sentences(random, 15), *copy, *sentences(random, 15)]), LONGFORM)
    assert found and {each.summary for each in found} == {0}


def test_texts_without_shared_wording_have_no_summary() -> None:
    random = Random(4)
    assert regions(text(sentences(random, 80)), text(sentences(random, 40)), LONGFORM) == []


def test_shared_words_all_over_both_texts_are_no_summary() -> None:
    """Two reports on one subject: pairs of words in common everywhere, together nowhere."""
    random = Random(5)
    common = [sentence(random, 2) for _ in range(40)]
    texts = [text([[*sentence(random, 12), *common[at]] for at in random.sample(range(40), 40)]) for _ in range(2)]
    assert all(each.summary == 0 for each in regions(*texts, LONGFORM))


weights = st.lists(st.sampled_from([0.0, 0.1, 1.0, 2.5, 6.0]), min_size=1, max_size=40)
places = st.lists(st.tuples(st.integers(0, 39), st.integers(0, 39)), max_size=60)
boxes = st.lists(st.tuples(*[st.integers(0, 39)] * 4), max_size=4)


def arguments(
    points: list[tuple[int, int]], spots: list[tuple[int, int, int, int]], left: list[float], right: list[float]
) -> tuple[Any, ...]:
    inside = {(i % len(left), j % len(right)) for i, j in points}
    coded = np.array(sorted(((j - i + ZERO) << 32) | i for i, j in inside), dtype=np.int64)
    rows = [
        (*sorted((a % len(left), b % len(left))), *sorted((c % len(right), d % len(right))), 1.0)
        for a, b, c, d in spots
    ]
    one, two = np.array(left), np.array(right)
    locals_ = [np.arange(len(each), dtype=np.int32) % 3 + 1 for each in (left, right)]
    return coded, np.array(rows, dtype=np.float64).reshape(-1, 5), one, locals_[0], two, locals_[1]


@settings(deadline=None)
@given(places, boxes, weights, weights, st.sampled_from([0.5, 2.0, 6.0]), st.sampled_from([0.0, 1.5]))
def test_both_speeds_find_the_same_in_the_texts(
    points: list[tuple[int, int]],
    spots: list[tuple[int, int, int, int]],
    left: list[float],
    right: list[float],
    least: float,
    spread: float,
) -> None:
    given_ = arguments(points, spots, left, right)
    found = PLAIN.condensed(*given_, brevity(least, spread))
    fast = compiled("dedup.matching.condensed_kernels").condensed(*given_, brevity(least, spread))
    assert found.tolist() == fast.tolist()
    for i0, i1, j0, j1, side in found.tolist():
        assert 0 <= i0 <= i1 < len(left) and 0 <= j0 <= j1 < len(right) and side in (1, 2)
    for side in (1, 2):  # what one direction finds lies apart
        column = 2 * side - 2
        spans = sorted(row[column : column + 2] for row in found.tolist() if row[4] == side)
        assert all(one[1] < two[0] for one, two in pairwise(spans))


@settings(deadline=None)
@given(places, boxes, weights, weights)
def test_the_texts_exchanged_exchange_the_sides(
    points: list[tuple[int, int]], spots: list[tuple[int, int, int, int]], left: list[float], right: list[float]
) -> None:
    found = PLAIN.condensed(*arguments(points, spots, left, right), brevity(1.0, 1.5)).tolist()
    turned = PLAIN.condensed(
        *arguments([(j, i) for i, j in points], [(c, d, a, b) for a, b, c, d in spots], right, left), brevity(1.0, 1.5)
    ).tolist()
    assert sorted([j0, j1, i0, i1, 3 - side] for i0, i1, j0, j1, side in found) == sorted(turned)


@given(weights, st.data(), st.sampled_from([0.25, 0.5, 1.0]))
def test_the_densest_stretch_is_the_best_of_all(worth: list[float], data: st.DataObject, price: float) -> None:
    exact = [round(2 * each) / 2 for each in worth]  # sums without rounding
    hit = data.draw(st.lists(st.booleans(), min_size=len(worth), max_size=len(worth)))
    first, last, best = PLAIN.densest_stretch(np.array(exact), np.array(hit), price)
    values = [each if shared else -price * each for each, shared in zip(exact, hit, strict=True)]
    sums = [sum(values[a : b + 1]) for a in range(len(values)) for b in range(a, len(values))]
    assert best == max(0.0, *sums)
    assert best == 0.0 or sum(values[first : last + 1]) == best


def test_a_region_belongs_to_a_summary_by_half_of_its_words() -> None:
    summaries = np.array([[10, 19, 0, 500, 1], [0, 900, 40, 59, 2]])
    assert PLAIN.part_of_summary(np.array([15, 24, 700, 709, 1.0]), summaries)
    assert not PLAIN.part_of_summary(np.array([16, 25, 700, 709, 1.0]), summaries)
    assert PLAIN.part_of_summary(np.array([990, 999, 55, 64, 1.0]), summaries)
    assert not PLAIN.part_of_summary(np.array([990, 999, 56, 65, 1.0]), summaries)
    assert not PLAIN.part_of_summary(np.array([0, 9, 0, 9, 1.0]), summaries[:0])


def test_long_regions_one_after_the_other_cost_no_more_than_their_number() -> None:
    """A copied book is hundreds of long regions: none may look at every match."""

    def job(size: int) -> None:
        at = np.arange(70 * size)
        rows = [(70 * x, 70 * x + 65, 70 * x, 70 * x + 65, 1.0) for x in range(size)]
        worth = np.ones(at.size)
        one = np.ones(at.size, dtype=np.int32)
        PLAIN.condensed((ZERO << 32) | at, np.array(rows), worth, one, worth, one, brevity(36.0, 1.5))

    assert growth(job, 10) < 1.5
