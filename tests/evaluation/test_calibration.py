"""Proper scores, reliability and calibration error against values small enough to work out by hand."""

from __future__ import annotations

import math
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import InputError
from dedup.evaluation.calibration import (
    Judgement,
    brier,
    calibration,
    chance_error,
    expected_error,
    log_loss,
    reliability,
)
from dedup.model import HYPOTHESES, Hypothesis


def judgement(truth: Hypothesis, group: str = "", **given: float) -> Judgement:
    """A judgement by its probabilities; `left_to_right=.7` and so on, the rest is common-source."""
    probabilities: dict[Hypothesis, float] = dict.fromkeys(HYPOTHESES, 0.0)
    for name in HYPOTHESES:
        probabilities[name] = given.get(name.replace("-", "_"), 0.0)
    probabilities["common-source"] += 1 - sum(given.values())
    return Judgement(truth=truth, label="", probabilities=probabilities, group=group)


def test_sure_and_right_costs_nothing_and_sure_and_wrong_costs_two() -> None:
    right, wrong = judgement("common-source"), judgement("incidental")
    assert brier([right]) == log_loss([right]) == 0.0
    assert brier([wrong]) == 2.0
    assert log_loss([wrong]) == pytest.approx(-math.log(1e-12))


def test_scores_of_a_hand_counted_set() -> None:
    each = [judgement("left-to-right", left_to_right=0.7), judgement("common-source", left_to_right=0.6)]
    assert brier(each) == pytest.approx((0.3**2 + 0.3**2 + 0.6**2 + 0.6**2) / 2)
    assert log_loss(each) == pytest.approx(-(math.log(0.7) + math.log(0.4)) / 2)
    found = calibration(each)
    assert found.brier_top == pytest.approx((0.3**2 + 0.6**2) / 2)
    # One bin each: .7 said and true, .6 said and not.
    assert found.ece == pytest.approx((0.3 + 0.6) / 2)
    assert found.ece_mass == pytest.approx((0.3 + 0.6) / 2)
    assert found.count == 2


def test_classwise_error_looks_at_every_hypothesis() -> None:
    # The top is right both times and .8 sure: that gap is .2. Two of six classes are off by .2, four are not.
    each = [judgement("common-source", left_to_right=0.2), judgement("common-source", left_to_right=0.2)]
    found = calibration(each)
    assert found.ece == pytest.approx(0.2)
    assert found.classwise == found.classwise_mass == pytest.approx(0.4 / 6)


def test_nothing_judged_scores_nothing() -> None:
    assert calibration([]).brier == calibration([]).ece == calibration([]).chance == 0.0


class TestBins:
    def test_an_upper_edge_belongs_to_its_bin(self) -> None:
        bins = reliability([(0.0, False), (0.1, True), (0.10001, True), (1.0, True)])
        assert [(each.low, each.high, each.count) for each in bins] == [(0.0, 0.1, 2), (0.1, 0.2, 1), (0.9, 1.0, 1)]
        assert bins[0].observed == 0.5

    def test_bins_of_equal_mass_do_not_split_equal_probabilities(self) -> None:
        forecasts = [(0.5, True)] * 7 + [(0.6, True), (0.7, True), (0.8, False)]
        bins = reliability(forecasts, 5, "mass")
        assert [each.count for each in bins] == [7, 1, 2]

    @pytest.mark.parametrize("forecasts", [[(1.2, True)], [(-0.1, False)]])
    def test_what_is_no_probability_is_refused(self, forecasts: list[tuple[float, bool]]) -> None:
        with pytest.raises(InputError, match="probabilities lie in"):
            reliability(forecasts)

    def test_fewer_than_one_bin_is_refused(self) -> None:
        with pytest.raises(InputError, match="at least one bin"):
            reliability([(0.5, True)], 0)


forecasts = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


@given(forecasts, st.integers(1, 20), st.sampled_from(["width", "mass"]))
def test_every_forecast_is_in_one_bin_and_the_order_is_no_matter(
    each: list[tuple[float, bool]], bins: int, by: str
) -> None:
    binning = "mass" if by == "mass" else "width"
    found = reliability(each, bins, binning)
    assert sum(entry.count for entry in found) == len(each)
    assert len(found) <= bins
    assert all(entry.low - 1e-12 <= entry.mean <= entry.high + 1e-12 for entry in found)
    assert 0.0 <= expected_error(found) <= 1.0
    assert reliability(each[::-1], bins, binning) == found


@given(forecasts)
def test_one_bin_holds_the_mean_against_the_rate(each: list[tuple[float, bool]]) -> None:
    if each:
        said = sum(p for p, _ in each) / len(each)
        came = sum(true for _, true in each) / len(each)
        assert expected_error(reliability(each, 1)) == pytest.approx(abs(said - came))


def test_perfect_calibration_has_the_error_that_chance_leaves() -> None:
    chance = random.Random(1)
    sets = []
    for _ in range(200):
        drawn = [chance.random() for _ in range(300)]
        bins = reliability([(p, chance.random() < p) for p in drawn])
        sets.append((expected_error(bins), chance_error(bins)))
    found, expected = (sum(column) / len(sets) for column in zip(*sets, strict=True))
    assert found == pytest.approx(expected, rel=0.05)


@given(st.lists(st.sampled_from(HYPOTHESES), min_size=1, max_size=20), st.floats(0.05, 0.9), st.floats(-0.04, 0.09))
def test_the_true_frequencies_score_best(truths: list[Hypothesis], said: float, off: float) -> None:
    """Both scores are proper: the frequency itself beats any other forecast that is the same for all."""
    rate = truths.count("left-to-right") / len(truths)
    two = ["left-to-right" if truth == "left-to-right" else "common-source" for truth in truths]

    def scored(p: float) -> tuple[float, float]:
        each = [judgement("left-to-right" if t == "left-to-right" else "common-source", left_to_right=p) for t in two]
        return brier(each), log_loss(each)

    best, other = scored(rate), scored(said + off)
    assert best[0] <= other[0] + 1e-9
    assert best[1] <= other[1] + 1e-9
