"""Which articles a baseline tells to have been there, and on whom the findings are then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from findings_by_hand import match, passage, report
from hypothesis import given
from hypothesis import strategies as st

from dedup import Article
from dedup.checking import Checked, accept_all, judge
from dedup.gate import Gate
from dedup.gate.baseline import Baseline, baseline_of
from dedup.model import Match, Passage, PassageKind

# What an article and its partners say, each passage at its own place; each text is told by its words alone.
RAIN = "eleven days of rain had filled the reservoir above the town when both gates were opened at night"
WRECK = "the dredger had sunk beside the northern breakwater and no buoy marked the wreck for the pilots"
SIREN = "the siren above the pump house had not been sounded in earnest for longer than anybody remembers"
PLACES = {RAIN: 0, WRECK: 1_000, SIREN: 2_000}


def says(article: str, words: str, kind: PassageKind = "narration") -> Passage:
    return passage(article, words, PLACES[words], kind)


def pair(left: str, right: str, words: str, label: str = "common-source") -> Match:
    return match(says(left, words), says(right, words), label=label)


def judged(*matches: Match, baseline: Baseline | None = None, dates: dict[str, str] | None = None) -> Checked:
    """A check of all the articles in these matches, as an audit makes it."""
    found = report(*matches, published=dates)
    articles = [Article(id=each.id, text="-" * 3_000) for each in found.articles]
    return judge(found, articles, Gate(fail_on="any"), baseline=baseline)


def accepting(*matches: Match, dates: dict[str, str] | None = None) -> Baseline:
    return accept_all(judged(*matches, dates=dates))[1]


def failing(checked: Checked) -> set[tuple[str, str]]:
    return {(each.article, each.other.article) for each in checked.findings if each.failing}


OLD = pair("held-1", "held-2", RAIN)


@pytest.mark.parametrize("newcomer", ["a-new", "z-new"])
@pytest.mark.parametrize("label", ["common-source", "left-to-right", "right-to-left", "undetermined"])
@pytest.mark.parametrize("date", [None, "2020-01-01", "2040-01-01"])
def test_the_article_without_accepted_passages_has_the_finding(newcomer: str, label: str, date: str | None) -> None:
    dates = {"held-1": "2031-03-04", "held-2": "2031-03-04", **({newcomer: date} if date else {})}
    for copied in (pair(newcomer, "held-2", WRECK, label), pair("held-2", newcomer, WRECK, label)):
        checked = judged(OLD, copied, baseline=accepting(OLD), dates=dates)
        assert failing(checked) == {(newcomer, "held-2")} and checked.failed == {newcomer}
        assert checked.status == {newcomer: "new", "held-1": "known", "held-2": "known"}
        (found,) = [each for each in checked.findings if each.failing]
        assert found.passage.article == newcomer and found.since == ()


def test_rule_and_holders_are_those_of_the_side_it_is_on() -> None:
    # The larger id is the quoting one; the newcomer says it as its own.
    copied = match(says("a-new", WRECK), says("held-1", WRECK, "quotation"))
    half = match(says("a-new", WRECK), passage("held-2", WRECK[:40], 1_000))
    checked = judged(OLD, copied, half, baseline=accepting(OLD))
    found = {each.other.article: each for each in checked.findings if each.failing}
    assert found["held-1"].rule == "dedup/near" and found["held-1"].holders == 3


def test_where_both_have_accepted_passages_or_none_dates_and_then_ids_decide() -> None:
    both = pair("held-1", "held-2", WRECK)
    assert failing(judged(OLD, both, baseline=accepting(OLD))) == {("held-2", "held-1")}
    dates = {"held-1": "2031-03-09", "held-2": "2031-03-04"}
    assert failing(judged(OLD, both, baseline=accepting(OLD, dates=dates), dates=dates)) == {("held-1", "held-2")}
    none = pair("new-1", "new-2", WRECK)
    assert failing(judged(OLD, none, baseline=accepting(OLD))) == {("new-2", "new-1")}
    dates = {"new-1": "2031-03-09", "new-2": "2031-03-04"}
    assert failing(judged(OLD, none, baseline=accepting(OLD), dates=dates)) == {("new-1", "new-2")}


def test_newcomers_that_copy_each_other_too_all_fail() -> None:
    copies = [pair("a-new", "held-1", WRECK), pair("b-new", "held-1", WRECK), pair("a-new", "b-new", WRECK)]
    checked = judged(OLD, *copies, baseline=accepting(OLD))
    assert failing(checked) == {("a-new", "held-1"), ("b-new", "held-1"), ("b-new", "a-new")}


def test_what_fails_again_says_because_of_whom() -> None:
    part = RAIN[: len(RAIN) * 2 // 3]
    copies = [match(says(held, RAIN), passage(id, part)) for held in ("held-1", "held-2") for id in ("a-new", "b-new")]
    checked = judged(OLD, *copies, baseline=accepting(OLD))
    found = {(each.article, each.other.article): each for each in checked.findings}
    again = found["held-2", "held-1"]
    assert again.failing and again.since == ("a-new", "b-new")
    assert {each.since for key, each in found.items() if key != ("held-2", "held-1")} == {()}
    assert checked.status == {"a-new": "new", "b-new": "new", "held-1": "known", "held-2": "known"}


def test_a_verbatim_copy_of_an_accepted_passage_is_the_newcomers() -> None:
    """Its fingerprint is that of the accepted one: only other accepted passages tell who was there."""
    before = (OLD, pair("held-1", "held-2", SIREN))
    third = (pair("a-new", "held-1", RAIN), pair("a-new", "held-2", RAIN))
    checked = judged(*before, *third, baseline=accepting(*before))
    assert failing(checked) == {("a-new", "held-1"), ("a-new", "held-2"), ("held-2", "held-1")}
    assert {each.since for each in checked.findings if each.failing and each.article == "held-2"} == {("a-new",)}


def test_the_names_in_a_baseline_tell_a_copy_of_the_very_words_apart() -> None:
    checked = judged(OLD, pair("a-new", "held-1", RAIN), pair("a-new", "held-2", RAIN), baseline=accepting(OLD))
    assert checked.status == {"a-new": "new", "held-1": "known", "held-2": "known"}
    assert failing(checked) == {("a-new", "held-1"), ("a-new", "held-2"), ("held-2", "held-1")}
    assert {each.since for each in checked.findings if each.article == "held-2"} == {("a-new",)}


def test_where_nothing_tells_the_copy_apart_nobody_is_called_known() -> None:
    """Articles have other names than when the baseline was written, or it is of version 1."""
    nameless = Baseline(entries={known: replace(entry, articles=()) for known, entry in accepting(OLD).entries.items()})
    checked = judged(OLD, pair("a-new", "held-1", RAIN), pair("a-new", "held-2", RAIN), baseline=nameless)
    assert set(checked.status.values()) == {"new"} and not checked.passed
    assert failing(checked) == {("held-1", "a-new"), ("held-2", "a-new"), ("held-2", "held-1")}
    assert {each.since for each in checked.findings} == {()}


def test_a_copy_of_what_three_hold_in_two_wordings_is_not_taken_for_one_of_them() -> None:
    """Three hold the passage, one in words of its own; a copy brings the very words to three again."""
    own = RAIN.replace("both gates", "the gates")
    before = (
        OLD,
        match(says("held-1", RAIN), passage("other", own)),
        match(says("held-2", RAIN), passage("other", own)),
    )
    copies = (
        pair("a-new", "held-1", RAIN),
        pair("a-new", "held-2", RAIN),
        match(says("a-new", RAIN), passage("other", own)),
    )
    known = (pair("held-1", "held-2", SIREN),)
    checked = judged(*before, *known, *copies, baseline=accepting(*before, *known))
    assert checked.status["a-new"] == "new" and "a-new" in checked.failed
    assert all(each.article == "a-new" for each in checked.findings if "a-new" in (each.article, each.other.article)
               and each.other.article.startswith("held"))  # fmt: skip


def test_a_status_that_an_index_gives_stays() -> None:
    found = report(OLD)
    articles = [Article(id=each.id, text="-" * 3_000) for each in found.articles]
    given_ = {"held-1": "held", "held-2": "new-version"}
    assert judge(found, articles, baseline=accepting(OLD), status=given_).status == given_  # type: ignore[arg-type]


_IDS = ["a", "b", "c", "d"]


def _matches(shared: Iterable[tuple[int, int, str]]) -> list[Match]:
    """One for each two articles and words."""
    return [pair(_IDS[i], _IDS[j], words) for i, j, words in sorted({(min(i, j), max(i, j), w) for i, j, w in shared})
            if i != j]  # fmt: skip


_SHARED = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.sampled_from([RAIN, WRECK, SIREN])), max_size=8)


@given(_SHARED, _SHARED)
def test_after_all_is_accepted_everything_passes_whatever_the_baseline_before(
    before: list[tuple[int, int, str]], now: list[tuple[int, int, str]]
) -> None:
    old = accepting(*_matches(before))
    passing, baseline = accept_all(judged(*_matches(now), baseline=old))
    assert passing.passed and baseline == baseline_of(passing.findings)
    again = judged(*_matches(now), baseline=baseline)
    assert again == replace(passing, newly_accepted=frozenset()) and again.passed
    assert passing.newly_accepted == {each.match.id for each in again.findings if not old.accepts(each)}


@given(_SHARED, _SHARED)
def test_a_baseline_moves_findings_and_neither_adds_nor_accepts_any(
    before: list[tuple[int, int, str]], now: list[tuple[int, int, str]]
) -> None:
    baseline = accepting(*_matches(before))
    alone, found = judged(*_matches(now)), judged(*_matches(now), baseline=baseline)
    assert [each.match for each in found.findings] == [each.match for each in alone.findings]
    assert [each.accepted for each in found.findings] == [baseline.accepts(each) for each in alone.findings]
