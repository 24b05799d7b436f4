"""Coverage curves, intervals, and the baseline that knows only dates."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_calibration import judgement

from dedup.errors import InputError
from dedup.evaluation.calibration import Judgement, brier
from dedup.evaluation.dates_only import by_dates, fit_dates_only, older
from dedup.evaluation.intervals import clustered, wilson
from dedup.evaluation.selective import at_coverage, at_threshold, coverage_curve, direction_curve
from dedup.model import HYPOTHESES, Article


class TestCurve:
    def test_a_point_for_each_probability_from_the_surest_on(self) -> None:
        curve = coverage_curve([(0.6, False), (0.9, True), (0.6, True), (0.7, True)], of=8)
        assert [(p.threshold, p.coverage, p.accuracy) for p in curve] == [
            (0.9, 0.125, 1.0),
            (0.7, 0.25, 1.0),
            (0.6, 0.5, 0.75),
        ]
        at_quarter = at_coverage(curve, 0.2)
        assert at_quarter is not None and at_quarter.threshold == 0.7
        assert at_coverage(curve, 0.6) is None
        above = at_threshold(curve, 0.6)
        assert above is not None and above.decided == 2
        assert at_threshold(curve, 0.9) is None

    def test_directions_that_are_even_are_never_decided(self) -> None:
        curve = direction_curve(
            [
                judgement("left-to-right", left_to_right=0.5, right_to_left=0.1),
                judgement("right-to-left", left_to_right=0.3, right_to_left=0.2),
                judgement("left-to-right", left_to_right=0.2, right_to_left=0.2),
                judgement("common-source", left_to_right=0.9),
            ]
        )
        assert [(p.decided, p.right) for p in curve] == [(1, 1), (2, 1)]
        assert curve[-1].coverage == pytest.approx(2 / 3)


class TestIntervals:
    def test_wilson_as_published(self) -> None:
        # Newcombe (1998), table I: 81 of 263 gives .2553 to .3662.
        found = wilson(81, 263)
        assert (round(found.low, 4), round(found.high, 4)) == (0.2553, 0.3662)

    @given(st.integers(0, 500), st.integers(0, 500))
    def test_wilson_holds_its_share(self, hits: int, more: int) -> None:
        found = wilson(hits, hits + more)
        assert 0.0 <= found.low <= found.value <= found.high <= 1.0

    def test_more_hits_than_trials_are_refused(self) -> None:
        with pytest.raises(InputError, match="no share"):
            wilson(3, 2)

    def test_groups_are_drawn_whole(self) -> None:
        """Fifty copies of one outcome are one event: the interval must not shrink with them."""
        few = [("a", 1.0), ("b", 0.0), ("c", 1.0), ("d", 0.0)]
        many = few * 50

        def mean(items: object) -> float:
            values = [value for _, value in items]  # type: ignore[attr-defined]
            return sum(values) / len(values)

        one = clustered(few, lambda item: item[0], mean)
        other = clustered(many, lambda item: item[0], mean)
        alone = clustered(list(enumerate([1.0, 0.0] * 100)), lambda item: str(item[0]), mean)
        assert (one.low, one.high) == (other.low, other.high)
        assert alone.high - alone.low < 0.4 < other.high - other.low
        assert clustered(few, lambda item: item[0], mean) == one


class TestDatesOnly:
    def test_frequencies_turn_with_the_order(self) -> None:
        baseline = fit_dates_only(
            [
                ("left-to-right", "left"),
                ("right-to-left", "right"),
                ("common-source", "left"),
                ("left-to-right", "unknown"),
            ]
        )
        left, right = baseline.probabilities("left"), baseline.probabilities("right")
        assert left["left-to-right"] == right["right-to-left"] == pytest.approx((2 + 1) / (3 + 6))
        assert left["right-to-left"] == right["left-to-right"] == pytest.approx(1 / 9)
        even = baseline.probabilities("unknown")
        assert even["left-to-right"] == even["right-to-left"] == pytest.approx(1.5 / 7)
        for probabilities in (left, right, even):
            assert sum(probabilities.values()) == pytest.approx(1.0)

    @pytest.mark.parametrize(
        ("left", "right", "order"),
        [
            ("2031-03-04", "2031-03-09", "left"),
            ("2031-03-05", "2031-03-04", "right"),  # days in any zone overlap, and one is still the likelier first
            ("2031-03-04", "2031-03-04", "unknown"),
            (None, "2031-03-04", "unknown"),
        ],
    )
    def test_the_older_article(self, left: str | None, right: str, order: str) -> None:
        one, other = Article(id="a", text="x", published=left), Article(id="b", text="x", published=right)
        assert older(one, other) == order

    def test_it_is_scored_as_a_judgement(self) -> None:
        baseline = fit_dates_only([("left-to-right", "left")] * 8)
        right = by_dates(judgement("right-to-left"), baseline, "right")
        assert isinstance(right, Judgement)
        assert right.label == "right-to-left"
        assert brier([right]) < brier([by_dates(judgement("incidental"), baseline, "right")])
        assert set(right.probabilities) == set(HYPOTHESES)
