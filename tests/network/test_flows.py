"""Sums over passages: pairs of articles, directions between outlets, sources that the texts name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from network_cases import match, mirrored, report, summary

from dedup.dates import parse_published
from dedup.model import Flow, Match, OutletFlow, Place, Source
from dedup.network import expected_words, source_flows, summed_label
from dedup.network.flows import lag_hours, stretches
from dedup.network.pairs import pairs_of
from dedup.network.sums import turned


def only_flow(matches: Sequence[Match], **dates: str) -> OutletFlow:
    """The flow between outlet One (articles that begin with a) and Two (those with b)."""
    ids = sorted({side.article for each in matches for side in (each.left, each.right)})
    articles = [summary(id, "One" if id[0] == "a" else "Two", dates.get(id)) for id in ids]
    (found,) = report(matches, articles).outlet_flows
    return found


def test_expected_words_are_words_times_probability() -> None:
    found = expected_words(
        [match("a", "b", words=40, forward=0.75, common=0.25), match("a", "b", words=10, common=1.0, at=(50, 50))]
    )
    assert found["left-to-right"] == pytest.approx(30)
    assert found["common-source"] == pytest.approx(20)
    assert summed_label(found) == ("left-to-right", pytest.approx(0.6))


def test_the_label_of_a_sum_follows_the_rule_of_verdicts() -> None:
    assert summed_label({"left-to-right": 57, "common-source": 43}) == ("undetermined", pytest.approx(0.57))
    assert summed_label({"left-to-right": 49, "common-source": 26, "incidental": 25})[0] == "undetermined"
    assert summed_label({"common-source": 1.0}) == ("common-source", 1.0)
    assert summed_label({}) == ("undetermined", 0.0)


@given(st.lists(st.tuples(st.integers(1, 90), st.floats(0, 0.5), st.floats(0, 0.5)), min_size=1), st.randoms())
def test_the_sum_is_the_same_in_any_order_and_mirrored(rows: list[tuple[int, float, float]], chance: object) -> None:
    matches = [
        match("a", "b", words=words, forward=one, backward=two, at=(at, at))
        for at, (words, one, two) in enumerate(rows)
    ]
    shuffled = sorted(matches, key=lambda each: chance.random())  # type: ignore[attr-defined]
    assert expected_words(shuffled) == expected_words(matches)
    assert turned(expected_words(map(mirrored, matches))) == expected_words(matches)


def test_a_pair_of_articles_has_the_sum_of_its_passages() -> None:
    matches = [match("a", "b", words=40, forward=0.9), match("a", "b", words=10, common=0.9, at=(50, 50))]
    (pair,) = report(matches, [summary("a"), summary("b")]).article_pairs
    assert (pair.label, pair.probability) == ("left-to-right", pytest.approx(0.72))
    assert sum(pair.expected_words.values()) == pytest.approx(50)


def test_each_direction_has_its_own_passages_words_and_confidence() -> None:
    found = only_flow(
        [
            match("a1", "b1", words=30, forward=0.8, common=0.2),
            match("a1", "b1", words=10, forward=0.6, common=0.4, at=(50, 50)),
            match("a2", "b1", words=20, backward=0.7, common=0.3),
            match("a2", "b2", words=50, common=1.0),
        ]
    )
    assert found.left_to_right == Flow(
        words=40, expected_words=30.0, passages=2, article_pairs=1, confidence=pytest.approx(0.75)
    )
    assert (found.right_to_left.passages, found.right_to_left.words) == (1, 20)
    assert found.right_to_left.confidence == pytest.approx(0.7)


def test_outlets_whose_articles_stand_the_other_way_round() -> None:
    """Left is the smaller id in a match, and the smaller name in a flow."""
    matches = [match("1", "2", words=30, forward=0.8)]
    (found,) = report(matches, [summary("1", "Zebra"), summary("2", "Ant")]).outlet_flows
    assert (found.left, found.right) == ("Ant", "Zebra")
    assert found.right_to_left.passages == 1 and found.left_to_right == Flow(expected_words=0.0)


def test_the_lag_is_the_median_over_pairs_of_articles_with_both_dates() -> None:
    matches = [
        match("a1", "b1", forward=0.9),
        match("a1", "b1", forward=0.9, at=(50, 50)),  # no second vote for this pair
        match("a2", "b2", forward=0.9),
        match("a3", "b3", forward=0.9),
        match("a4", "b4", forward=0.9),
    ]
    noon = "2031-03-04T12:00Z"
    dates = {"a1": noon, "b1": "2031-03-04T14:00Z", "a2": noon, "b2": "2031-03-05T12:00Z", "a3": noon, "a4": noon,
             "b4": "2031-03-04T11:00Z"}  # fmt: skip
    assert only_flow(matches, **dates).left_to_right.median_lag_hours == pytest.approx(2.0)
    assert only_flow(matches[-1:], **dates).left_to_right.median_lag_hours == pytest.approx(-1.0)
    assert only_flow(matches[:1]).left_to_right.median_lag_hours is None


def test_the_middle_of_a_day_is_that_of_its_interval() -> None:
    day, moment = parse_published("2031-03-04"), parse_published("2031-03-04T23:00Z")
    assert lag_hours(day, moment) == pytest.approx(12.0)  # the day's interval has its middle at 11:00
    assert lag_hours(moment, day) == pytest.approx(-12.0)
    assert lag_hours(None, day) is None and lag_hours(day, None) is None


def test_a_source_of_a_stretch_counts_for_its_words_alone() -> None:
    whole = match("a", "b", {"common-source": 1.0}, words=20, sources={"APA": 0.5})
    spans = tuple(Place(article=id, start=0, end=5) for id in ("a", "b"))
    part = Source(name="Mayor", probability=0.8, spans=spans)
    found = replace(whole, verdict=replace(whole.verdict, sources=(*whole.verdict.sources, part)))
    rows = {(row.source, row.outlet): row for row in source_flows([found], {"a": "A", "b": "B"})}
    assert rows["APA", "A"].words == 20 and rows["Mayor", "A"].words == rows["Mayor", "B"].words == 10
    assert rows["Mayor", "A"].confidence == 0.8
    (pair,) = pairs_of(["a", "b"], [found])
    assert pair.named == {"APA": 0.5, "Mayor": 0.4}


def test_a_source_of_a_stretch_within_one_article_counts_on_its_own_side() -> None:
    whole = match("a", "a", {"common-source": 1.0}, words=20, at=(0, 50))
    longer = replace(whole.right, end=70, text="x" * 20)
    spans = (Place(article="a", start=0, end=5), Place(article="a", start=50, end=60))
    part = Source(name="Mayor", probability=0.8, spans=spans)
    found = replace(whole, right=longer, verdict=replace(whole.verdict, sources=(part,)))
    assert [(each.article, each.words) for each in stretches([found])] == [("a", 10), ("a", 10)]


def test_words_that_many_share_count_once_for_a_source() -> None:
    ids = ["a1", "a2", "a3", "b1"]
    matches = [match(*ends, words=20, common=0.9, sources={"APA": 0.8}) for ends in combinations(ids, 2)]
    outlets = {id: "One" if id[0] == "a" else "Two" for id in ids}
    one, two = source_flows(matches, outlets)
    assert (one.source, one.outlet, one.articles, one.passages, one.words) == ("APA", "One", 3, 3, 60)
    assert (two.articles, two.passages, two.words) == (1, 1, 20)
    assert one.confidence == pytest.approx(0.8)


def test_passages_apart_count_each_and_the_strongest_of_overlapping_ones() -> None:
    matches = [
        match("a", "b", words=20, common=0.9, sources={"APA": 0.1}),
        match("a", "c", words=10, common=0.9, sources={"APA": 0.8}, at=(5, 0)),
        match("a", "b", words=30, common=0.9, sources={"APA": 0.4}, at=(70, 70)),
    ]
    (found,) = source_flows(matches, {"a": "One"})
    assert (found.passages, found.words) == (2, 40)
    assert found.confidence == pytest.approx((10 * 0.8 + 30 * 0.4) / 40)


def test_articles_of_unknown_outlets_have_no_flow() -> None:
    matches = [match("a", "b", forward=0.9, sources={"APA": 0.1})]
    found = report(matches, [summary("a"), summary("b", "Two")])
    assert found.outlet_flows == ()
    assert [flow.outlet for flow in found.source_flows] == ["Two"]


def test_an_outlet_has_nothing_from_itself() -> None:
    """An earlier article of one of the two may be the source of both."""
    matches = [match("a", "b", common=0.9, sources={"The Meridian": 0.6})]
    (found,) = source_flows(matches, {"a": "The Meridian", "b": "Two"})
    assert (found.source, found.outlet) == ("The Meridian", "Two")
