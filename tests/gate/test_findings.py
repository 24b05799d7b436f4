"""Which matches are findings, on which article, by which rule, and how many hold the words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from findings_by_hand import WORDS, articles, match, passage, report, verdict
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import UsageError
from dedup.gate import FAILING, RULES, Gate, Rule
from dedup.gate.decision import decided
from dedup.gate.findings import findings, rule_of
from dedup.model import Evidence, MatchKind, PassageKind, Place, SideName


def test_a_finding_is_on_the_new_article_whichever_side_it_is() -> None:
    both = match(passage("a"), passage("b"))
    (left,), (right,) = findings(report(both), articles("a")), findings(report(both), articles("b"))
    assert (left.article, left.side, left.passage, left.other) == ("a", "left", both.left, both.right)
    assert (right.article, right.side, right.passage, right.other) == ("b", "right", both.right, both.left)
    assert left.fingerprint == right.fingerprint


def test_two_held_articles_make_no_finding() -> None:
    assert findings(report(match(passage("a"), passage("b"))), articles("c")) == ()


@pytest.mark.parametrize(
    "label, published, later",
    [
        ("left-to-right", {}, "b"),
        ("right-to-left", {}, "a"),
        # The verdict has weighed the dates already.
        ("right-to-left", {"a": "2031-01-01", "b": "2031-03-01"}, "a"),
        ("common-source", {"a": "2031-01-01", "b": "2031-03-01"}, "b"),
        ("common-source", {"a": "2031-03-01", "b": "2031-01-01"}, "a"),
        ("common-source", {"a": "2031-03-01"}, "b"),
        ("undetermined", {}, "b"),
        # Days that overlap order nothing.
        ("undetermined", {"a": "2031-03-02", "b": "2031-03-02T12:00Z"}, "b"),
    ],
)
def test_of_two_new_articles_the_later_user_has_the_finding(label: str, published: dict[str, str], later: str) -> None:
    found = findings(report(match(passage("a"), passage("b"), label=label), published=published), articles("a", "b"))
    assert [each.article for each in found] == [later]


def test_the_gravest_rule_that_fits() -> None:
    own, quoted = passage("b"), passage("b", kind="quotation")
    held = passage("a")
    assert rule_of(match(held, own, label="left-to-right"), "right", WORDS) == "dedup/copied"
    assert rule_of(match(held, own, label="right-to-left"), "right", WORDS) == "dedup/copied"
    assert rule_of(match(held, own), "right", WORDS) == "dedup/near"
    assert rule_of(match(held, own, kind="near-verbatim", label="undetermined"), "right", WORDS) == "dedup/near"
    assert rule_of(match(held, own, kind="reworded"), "right", WORDS) == "dedup/common-source"
    assert rule_of(match(held, quoted), "right", WORDS) == "dedup/common-source"
    assert rule_of(match(held, quoted, label="independent-renderings"), "right", WORDS) == "dedup/shared"
    assert rule_of(match(held, own, kind="reordered", label="undetermined"), "right", WORDS) == "dedup/shared"


def test_equal_words_that_may_be_chance_are_not_near() -> None:
    """A phrase of eight words, 52 % sure not by chance, stopped an article."""
    phrase = match(passage("a"), passage("b"), label="undetermined")
    for sure, rule in ((0.52, "dedup/shared"), (0.794, "dedup/shared"), (0.796, "dedup/near"), (0.8, "dedup/near")):
        assert rule_of(replace(phrase, confidence=sure), "right", WORDS) == rule
    assert rule_of(replace(match(passage("a"), passage("b")), confidence=0.5), "right", WORDS) == "dedup/common-source"


FIFTEEN = "Nobody who worked at the dam would say on Tuesday why both of its gates"


@pytest.mark.parametrize(
    ("text", "shared", "kind", "of", "rule"),
    [
        (f"{FIFTEEN} were shut.", FIFTEEN, "reworded", "narration", "dedup/near"),
        (f"{FIFTEEN} were shut.", FIFTEEN.removesuffix(" gates"), "reworded", "narration", "dedup/common-source"),
        (f"{FIFTEEN} were shut.", FIFTEEN, "reordered", "narration", "dedup/near"),
        # A passage that quotes for the most part may tell a sentence as well.
        (f"{FIFTEEN} were shut. “I cannot,” she said.", FIFTEEN, "verbatim", "quotation", "dedup/near"),
        (f"“{FIFTEEN} were shut,” she said.", FIFTEEN, "reworded", "narration", "dedup/common-source"),
        (f"Nobody “{FIFTEEN[7:40]}” {FIFTEEN[41:]}.", FIFTEEN, "reworded", "narration", "dedup/common-source"),
    ],
)  # fmt: skip
def test_many_words_in_a_row_are_near_whatever_stands_around_them(
    text: str, shared: str, kind: MatchKind, of: PassageKind, rule: Rule
) -> None:
    """A sentence lifted word for word passed where the passage around it was reworded, or quoted somebody."""
    begin, end = text.index(shared[:6]), text.index(shared[-6:]) + 6
    found = match(passage("a", text), passage("b", text, kind=of), kind=kind, common=[(begin, end, begin, end)])
    assert rule_of(found, "right", text) == rule
    assert rule_of(replace(found, confidence=0.79), "right", text) == "dedup/common-source"


def test_marks_count_on_the_side_that_is_new() -> None:
    both = match(passage("a", kind="quotation"), passage("b"))
    assert rule_of(both, "right", WORDS) == "dedup/near"
    assert rule_of(both, "left", WORDS) == "dedup/common-source"


def test_copied_with_an_open_direction_is_copied() -> None:
    quoted = passage("a", kind="quotation"), passage("b", kind="quotation")
    open_way = verdict("undetermined", left_to_right=0.4, right_to_left=0.35, common_source=0.25)
    undecided = verdict("undetermined", left_to_right=0.3, right_to_left=0.25, common_source=0.45)
    assert rule_of(match(*quoted, judged=open_way), "right", WORDS) == "dedup/copied"
    assert rule_of(match(*quoted, judged=undecided), "right", WORDS) == "dedup/shared"


def test_each_level_of_the_gate_fails_on_more_than_the_next() -> None:
    assert FAILING["none"] < FAILING["copied"] < FAILING["near"] < FAILING["any"] == {*RULES} - {"dedup/reuse"}
    assert FAILING["uncredited"] == FAILING["near"]


@pytest.mark.parametrize(
    ("label", "signal", "origin", "trigger", "names", "fails"),
    [
        ("left-to-right", "attribution.other-outlet", "left", "the Courier", "b", False),
        ("left-to-right", "attribution.elsewhere", "left", "the Courier", "b", True),
        ("left-to-right", "attribution.source", None, "APA: “APA”", "b", True),
        # Of two articles with the words of an agency each has to name it.
        ("common-source", "attribution.shared-source", None, "APA: “APA”", "b", False),
        ("common-source", "attribution.source", None, "APA: “APA”", "a", True),
        ("common-source", "attribution.carried-source", None, "APA: “polled by APA”", "b", True),
        ("common-source", "attribution.carried-source", None, "APA: “APA”", "b", False),
        ("common-source", "attribution.shared-source", None, "APA Sport: “APA Sport”", "b", True),
        ("independent-renderings", "attribution.source", None, "APA: “APA”", "b", False),
        ("undetermined", "attribution.shared-source", None, "APA: “APA”", "b", True),
    ],
)
def test_what_is_credited_passes_a_gate_for_what_is_not(
    label: str, signal: str, origin: SideName | None, trigger: str, names: str, fails: bool
) -> None:
    named = Evidence(
        signal=signal, weights={}, trigger=trigger, spans=(Place(article=names, start=0, end=3),), origin=origin
    )
    judged = replace(verdict(label), source="APA", ledger=(named,))
    found = findings(report(match(passage("a"), passage("b"), judged=judged)), articles("b"))
    assert [each.failing for each in decided(found, Gate(fail_on="uncredited"))] == [fails]
    assert [each.failing for each in decided(found, Gate(fail_on="near"))] == [True]


def test_a_copy_is_credited_by_whoever_has_it_from_the_other() -> None:
    """A new article may be the older one, of which a held one says that it has the words from there."""
    named = Evidence(signal="attribution.other-outlet", weights={}, trigger="the Courier", origin="right")
    judged = replace(verdict("right-to-left"), ledger=(named,))
    (found,) = findings(report(match(passage("a"), passage("b"), judged=judged)), articles("b"))
    assert found.rule == "dedup/copied" and found.credited


def test_all_who_share_the_passage_hold_it() -> None:
    shared = report(match(passage("a"), passage("n")), match(passage("b"), passage("n")))
    assert [each.holders for each in findings(shared, articles("n"))] == [3, 3]


def test_one_who_shares_it_twice_is_one_holder() -> None:
    shared = report(match(passage("a"), passage("n")), match(passage("a", start=500), passage("n")))
    assert [each.holders for each in findings(shared, articles("n"))] == [2, 2]


def test_a_holder_of_another_passage_does_not_count() -> None:
    shared = report(match(passage("a"), passage("n")), match(passage("b"), passage("n", start=1_000)))
    assert [each.holders for each in findings(shared, articles("n"))] == [2, 2]


def test_a_holder_of_half_the_passage_counts_and_one_of_less_does_not() -> None:
    whole, half, less = (passage("n", "x" * length) for length in (100, 50, 49))
    found = findings(
        report(match(passage("a"), whole), match(passage("b"), half), match(passage("c"), less)), articles("n")
    )
    assert [each.holders for each in found] == [3, 4, 4]


@given(st.permutations(["a", "b", "c", "n"]))
def test_findings_follow_the_order_of_the_matches(order: list[str]) -> None:
    matches = [match(passage(one, start=at), passage("n")) for at, one in enumerate(order) if one != "n"]
    assert [each.match for each in findings(report(*matches), articles("n"))] == matches


@given(st.integers(0, 3), st.text(alphabet="ab .,“”\n", max_size=30))
def test_a_finding_does_not_depend_on_where_the_passage_stands(start: int, text: str) -> None:
    words = f"{text} {WORDS}"
    here, there = (
        match(passage("a", words), passage("n", words)),
        match(passage("b", words, start=start), passage("m", words, start=start + 70)),
    )
    assert findings(report(here), articles("n"))[0].fingerprint == findings(report(there), articles("m"))[0].fingerprint


@pytest.mark.parametrize("fail_on", ["Near", "", None])
def test_a_gate_of_no_level_is_refused(fail_on: Any) -> None:
    with pytest.raises(UsageError, match=r"fail_on: .* give any or near or uncredited or copied or none"):
        Gate(fail_on=fail_on)


@pytest.mark.parametrize("share", [float("nan"), "30", -1, 101, None, True])
def test_a_gate_of_no_percentage_is_refused(share: Any) -> None:
    with pytest.raises(UsageError, match="is no percentage from 0 to 100"):
        Gate(max_reuse=share)
