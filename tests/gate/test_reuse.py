"""How much of a new article is reused: which words count, and which are apart."""

from __future__ import annotations

from dataclasses import replace

import pytest
from findings_by_hand import finding, match, passage, verdict

from dedup import Article
from dedup.gate import Finding, Reuse
from dedup.model import Evidence
from dedup.reuse import reuse

LEAD = "The dam above Calder was opened at midnight after eleven days of rain."
QUOTE = "“There is no danger to the town,”"
SAID = "said Ines Calloway, the chief engineer."
LAST = "Farmers moved their cattle to the upper fields in the dark."
TEXT = f"{LEAD}\n\n{QUOTE} {SAID}\n\n{LAST}"


def shares(*words: str, accepted: bool = False) -> Finding:
    """A finding whose shared words are these stretches of `TEXT`."""
    places = [(TEXT.index(each), TEXT.index(each) + len(each)) for each in words]
    own = passage("n", TEXT)
    shared = match(passage("a", TEXT), own, common=[(start, end, start, end) for start, end in places])
    return finding(shared, accepted=accepted)


def of(*findings: Finding) -> Reuse:
    (found,) = reuse(findings, {"n": Article(id="n", text=TEXT)})
    return found


def test_words_that_are_shared_and_those_of_speakers() -> None:
    found = of(shares(LEAD, QUOTE))
    assert (found.words, found.counted_words, found.reused_words) == (37, 37, 20)
    assert (found.own_words, found.reused_own_words) == (30, 13)
    assert found.percent == 100 * 13 / 30


def test_a_word_that_two_findings_share_counts_once() -> None:
    assert of(shares(LEAD), shares(LEAD[:20], LAST)) == of(shares(LEAD, LAST))


def test_accepted_words_are_not_held_against_the_gate() -> None:
    found = of(shares(LEAD, accepted=True), shares(LAST))
    assert (found.reused_own_words, found.accepted_own_words) == (24, 13)
    assert found.percent == 100 * 11 / 30


def test_words_of_an_accepted_and_a_new_finding_are_new() -> None:
    assert of(shares(LEAD, accepted=True), shares(LEAD)).accepted_own_words == 0


def test_a_quotation_that_nobody_speaks_counts() -> None:
    text = "The dam is a “model for every valley in the land” and was opened."
    shared = match(passage("a", text), passage("n", text))
    (found,) = reuse([finding(shared)], {"n": Article(id="n", text=text)})
    assert found.own_words == found.words == found.reused_own_words


@pytest.mark.parametrize(("label", "own"), [("left-to-right", 6), ("right-to-left", 13), ("undetermined", 13)])
def test_a_quotation_of_a_credited_passage_is_attributed(label: str, own: int) -> None:
    """Of 15 words "with credit" the line below said that they were the article's own."""
    text = "It is, in the Courier, a “model for every valley in the land”."
    named = Evidence(signal="attribution.other-outlet", weights={}, trigger="the Courier", origin="left")
    shared = match(passage("a", text), passage("n", text), judged=replace(verdict(label), ledger=(named,)))
    (found,) = reuse([finding(shared)], {"n": Article(id="n", text=text)})
    assert (found.words, found.own_words, found.reused_own_words) == (13, own, own)


def test_boilerplate_counts_on_neither_side_of_the_share() -> None:
    text = f"By Ada Finch\n\n{LEAD}\n\n© 2031 Calder Courier. All rights reserved."
    shared = match(passage("a", text), passage("n", text))
    (found,) = reuse([finding(shared)], {"n": Article(id="n", text=text)})
    assert found.words > found.counted_words == found.reused_words == 13
    assert found.percent == 100.0


def test_an_article_without_words_of_its_own_has_no_share() -> None:
    text = f"{QUOTE} {SAID}"
    shared = match(passage("a", QUOTE), passage("n", QUOTE))
    (found,) = reuse([finding(shared)], {"n": Article(id="n", text=text)})
    assert found.percent == 0.0
    empty = Reuse(
        article="n", words=0, counted_words=0, reused_words=0, own_words=0, reused_own_words=0, accepted_own_words=0
    )
    assert empty.percent == 0.0


def test_one_for_each_article_with_findings_by_id() -> None:
    findings = [finding(match(passage("a", LEAD), passage(new, LEAD))) for new in ("z", "b")]
    articles = {name: Article(id=name, text=LEAD) for name in ("z", "b", "silent")}
    assert [each.article for each in reuse(findings, articles)] == ["b", "z"]
