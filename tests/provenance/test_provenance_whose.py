"""Whose some words most likely are by the names around them, where no rule tells."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.model import PassageKind, Source, Span
from dedup.provenance import judge
from dedup.provenance.verdicts.whose import chances

GATE = "the gate had been open since noon and the water ran through it"
OUTLETS = ("The Meridian", "Selwick Herald")
SENTENCES = [
    f"Ada Pell said {GATE}.", f"“{GATE},” Bob Ross said.", "The Harbour Board met at noon.", "It rained in Ostrel.",
    "According to the Sable Post, nobody came.", "“Nobody came,” she told Bob Ross.", "A court filing says so.",
    "The police saw the letter.", "In Varnia, Ada Pell and the Inspectorate of Mines (IM) differ.", "He said no.",
]  # fmt: skip
VIEWS = [
    "Not so, in the view of Ada Pell: {}.", "Not so in the eyes of Ada Pell: {}.", "In Ada Pell’s eyes {}.",
    "There was a line from Ada Pell: {}.",
]  # fmt: skip


def likely(text: str, words: str = GATE, outlet: str | None = None) -> dict[str, float]:
    start = text.index(words)
    found = chances(read("a", text, outlet), Span(start, start + len(words)))
    return {candidate.name.display: chance for candidate, chance in found}


def sources(left: str, right: str, kind: PassageKind = "narration") -> list[tuple[str, float]]:
    """The sources of the words in two articles, which are the same when these change sides."""
    one, two = read("a", left, OUTLETS[0], "2031-03-04"), read("b", right, OUTLETS[1], "2031-03-05")
    found = pair(one, two, GATE, kinds=(kind, kind))
    judged, turned = judge(found, one, two).sources, judge(mirrored(found), two, one).sources
    assert told(turned) == told(judged)
    return told(judged)


def told(items: tuple[Source, ...]) -> list[tuple[str, float]]:
    return [(item.name, pytest.approx(item.probability)) for item in items]


class TestChances:
    @given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6), st.sampled_from([" ", "\n\n"]), st.data())
    def test_are_positive_and_never_more_than_one(self, sentences: list[str], joint: str, data: st.DataObject) -> None:
        text = joint.join(sentences)
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        found = chances(read("a", text), Span(start, end))
        assert all(chance > 0 for _, chance in found)
        assert math.fsum(chance for _, chance in found) <= 1 + 1e-12
        assert all(0 <= each.span.start < each.span.end <= len(text) for each, _ in found)

    @pytest.mark.parametrize("says", ["Ada Pell said {}.", "“{},” Ada Pell said.", "{}, Ada Pell said."])
    @pytest.mark.parametrize("other", ["Bob Ross came home.", "It rained on Bob Ross.", "The board met Mr Bob Ross."])
    def test_are_higher_for_who_says_it_than_for_a_name_elsewhere(self, says: str, other: str) -> None:
        for text in (f"{other}\n\n{says.format(GATE)}", f"{says.format(GATE)}\n\n{other}"):
            found = likely(text)
            assert found["Ada Pell"] > found["Bob Ross"]

    def test_are_higher_for_the_nearest(self) -> None:
        found = likely(f"Bob Ross said no. It rained. Ada Pell said {GATE}.")
        assert found["Ada Pell"] > found["Bob Ross"]

    @pytest.mark.parametrize("tells", ["found", "concludes"])
    def test_are_higher_before_a_verb_by_which_one_tells(self, tells: str) -> None:
        nobodys = [1 - likely(f"Ada Pell {verb} {GATE}.")["Ada Pell"] for verb in (tells, "painted")]
        assert 2 * nobodys[0] < nobodys[1]

    def test_are_lower_for_the_articles_own_outlet(self) -> None:
        text = f"There was a line from the Sable Post: {GATE}."
        assert likely(text, outlet="The Sable Post")["Sable Post"] < likely(text)["Sable Post"]

    def test_are_of_names_that_end_with_their_sentence(self) -> None:
        assert set(likely(f"It rained on Bob Ross. Ada Pell said {GATE}.")) == {"Ada Pell", "Bob Ross"}

    def test_are_of_nobody_who_is_only_quoted(self) -> None:
        assert "Bob Ross" not in likely(f"“It was Bob Ross,” Ada Pell said {GATE}.")

    def test_are_of_what_a_common_noun_means(self) -> None:
        told = likely(f"Mellby Bank has its seat in Ostrel. In the view of the bank {GATE}.")
        assert "Mellby Bank" in told and "bank" not in told
        assert "bank" in likely(f"In the view of the bank {GATE}.")
        told = likely(
            f"Kestrel Airlines flies to Ostrel. {'It rained all day. ' * 40}In the view of the airline {GATE}."
        )
        assert "Kestrel Airlines" in told and "airline" not in told

    def test_are_nobodys_where_a_company_has_no_name(self) -> None:
        assert "company" not in likely(f"In the view of the company {GATE}.")

    def test_are_none_where_the_language_has_no_list(self) -> None:
        words = "das Tor seit dem Mittag offen stand und das Wasser durch die Wiesen lief"
        text = f"Der Fluss war über die Ufer getreten. Ada Pell sagte, dass {words}. Es regnete in der Stadt."
        assert [each.language for each in read("a", text).languages] == ["de"]
        assert likely(text, words) == {}


class TestSources:
    @pytest.mark.parametrize("left", VIEWS)
    @pytest.mark.parametrize("right", VIEWS)
    def test_are_whom_both_articles_report_without_a_verb_of_saying(self, left: str, right: str) -> None:
        assert [name for name, _ in sources(left.format(GATE), right.format(GATE))] == ["statement by Ada Pell"]

    def test_are_bodies_by_their_names(self) -> None:
        left, right = "The Harbour Board had it so: {}.", "That was the view of the Harbour Board: {}."
        for marks in ("{}", "“{}”"):
            found = sources(left.format(marks.format(GATE)), right.format(marks.format(GATE)))
            assert [name for name, _ in found] == ["Harbour Board"]

    @pytest.mark.parametrize("kind", ["narration", "quotation"])
    @pytest.mark.parametrize("left", ["There was a line from the Selwick Herald: {}.", "The Meridian had it so: {}."])
    @pytest.mark.parametrize("right", ["The Selwick Herald had it so: {}.", "There was a line from The Meridian: {}."])
    def test_are_never_the_two_outlets(self, left: str, right: str, kind: PassageKind) -> None:
        marks = "“{}”" if kind == "quotation" else "{}"
        assert sources(left.format(marks.format(GATE)), right.format(marks.format(GATE)), kind) == []

    @pytest.mark.parametrize("view", VIEWS)
    def test_are_not_guessed_where_a_rule_names_one(self, view: str) -> None:
        left = f"According to the Harbour Board, {GATE}. It was read out for Ada Pell."
        assert [name for name, _ in sources(left, view.format(GATE))] == ["Harbour Board"]

    @pytest.mark.parametrize("view", ["Not so, in the view of {}: {}.", "There was a line from {}: {}."])
    def test_are_called_by_the_fullest_name(self, view: str) -> None:
        found = sources(view.format("Mrs Pell", GATE), view.format("Ada Pell", GATE))
        assert [name for name, _ in found] == ["statement by Ada Pell"]

    def test_never_exceed_a_common_source_together(self) -> None:
        left, right = f"Ada Pell said {GATE}. Bob Ross had it so too.", f"Bob Ross had it so: {GATE}."
        one, two = read("a", left, OUTLETS[0], "2031-03-04"), read("b", right, OUTLETS[1], "2031-03-05")
        judged = judge(pair(one, two, GATE), one, two)
        common = judged.probabilities["common-source"] + judged.probabilities["independent-renderings"]
        assert sum(item.probability for item in judged.sources) <= common + 1e-12

    @pytest.mark.parametrize("paper", ["report", "letter"])
    def test_are_no_paper_by_its_common_noun(self, paper: str) -> None:
        """Nobody reads whose it is: "report" is no name, however likely the words are from one."""
        text = f"There was a line from the {paper}: {GATE}."
        assert likely(text)[paper] > 0.4
        assert sources(text, text) == []

    def test_are_none_without_names_around(self) -> None:
        assert sources(f"It was late, and {GATE}.", f"It was dark, and {GATE}.") == []

    @given(st.sampled_from(VIEWS), st.sampled_from(VIEWS), st.lists(st.sampled_from(SENTENCES[2:]), max_size=2))
    def test_stay_when_the_articles_change_sides(self, left: str, right: str, more: list[str]) -> None:
        sources(" ".join([*more, left.format(GATE)]), right.format(GATE))  # which compares them
