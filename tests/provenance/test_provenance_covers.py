"""What an attribution means and how far it goes: titles that name nobody, papers put out before, and colons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup.provenance import Dossier, judge
from dedup.provenance.signals import attribution
from dedup.provenance.view import Attribution
from dedup.provenance.weights import default_weights

GATE = "The gate had been open since noon and the water ran through it"


def channels(text: str) -> list[str]:
    return [item.name.display for item in read("a", text).attributions if item.name and item.nature == "channel"]


def covered(text: str) -> str:
    """What the one channel that a text names is cited for."""
    (item,) = [item for item in read("a", text).local if named(item)]
    return text[item.covers.start : item.covers.end]


def named(item: Attribution) -> bool:
    return item.name is not None and item.nature == "channel"


def reach(own: Dossier, other: Dossier) -> float:
    """How far a text names the outlet of the other for their words."""
    borne = attribution.bearings(pair(own, other, GATE), own, other, default_weights())
    return max((item.reach for item in borne if item.role == "other-outlet"), default=0.0)


class TestALineAboveTheText:
    @pytest.mark.parametrize("line", ["DEADLINE", "VESTA TELECOM", "FLOOD BOARD"])
    @pytest.mark.parametrize("lead", ["", "It rained all night. "])
    def test_is_not_what_it_said(self, line: str, lead: str) -> None:
        assert channels(f"{line}\n\n{lead}“{GATE},” it said in a statement.\n\nIt was dry.") == []

    def test_in_the_text_it_is(self) -> None:
        assert channels(f"VESTA TELECOM regrets it. “{GATE},” it said in a statement.") == ["VESTA TELECOM"]


@pytest.mark.parametrize(
    ("before", "reads", "name"),
    [
        ("Later in the day, the Foreign Ministry of Varnia posted a statement.", "the document reads",
         "Foreign Ministry of Varnia"),
        ("On Monday, the Tarn Water Board put out a notice.", "it reads", "Tarn Water Board"),
        ("In the evening, the Tarn Water Board posted a notice.", "the note reads", "Tarn Water Board"),
        ("The Tarn Water Board posted a notice.", "reads the statement", "Tarn Water Board"),
    ],
)  # fmt: skip
def test_a_paper_is_of_whom_a_sentence_names_behind_a_few_words(before: str, reads: str, name: str) -> None:
    assert channels(f"{before} “{GATE},” {reads}.") == [name]


def test_even_behind_many_words() -> None:
    lead = "Later in the day on which all the rest had gone home to the hills again"
    text = f"{lead}, the Foreign Ministry of Varnia posted a statement. “{GATE},” the document reads."
    assert channels(text) == ["Foreign Ministry of Varnia"]


class TestAnOfficeOfMoreThanAWord:
    @pytest.mark.parametrize("office", ["Minister of Public Works", "Head of City Works", "Director of Police"])
    @pytest.mark.parametrize("said", ["answered", "said", "told reporters"])
    def test_is_a_persons(self, office: str, said: str) -> None:
        found = read("a", f"It rained. “{GATE},” {office} Ada Pell {said}.")
        assert channels(found.article.text) == []
        assert [name and name.display for name in found.speakers] == ["Ada Pell"]

    def test_without_a_name_it_is_none(self) -> None:
        assert read("a", f"It rained. “{GATE},” the Department of Public Works said.").speakers == (None,)


class TestSomebodyOfSomethingUnknown:
    @pytest.mark.parametrize("paper", ["an email", "a statement", "a letter"])
    def test_is_the_one_who_wrote(self, paper: str) -> None:
        assert channels(f"It rained. “{GATE},” Ada Pell of Pell Moss said in {paper}.") == ["statement by Ada Pell"]

    def test_whose_statement_is_the_source(self) -> None:
        left = read("a", f"It rained. “{GATE},” Ada Pell of Pell Moss said in an email.", "Sable Post")
        right = read("b", f"“{GATE},” somebody wrote on the wall.", "Northmoor Gazette")
        found = pair(left, right, GATE, kinds=("quotation", "quotation"))
        assert judge(found, left, right).source == "statement by Ada Pell"

    def test_not_of_an_institution(self) -> None:
        text = f"It rained. “{GATE},” Ada Pell of the Tarn Water Board said in an email."
        assert channels(text) == ["Tarn Water Board"]


COLON = ["Ada Pell told the Sable Post", "The Sable Post reported this", "The Sable Post reported what it saw"]


class TestAColon:
    @pytest.mark.parametrize("cue", COLON)
    def test_leads_to_the_next_paragraph(self, cue: str) -> None:
        assert covered(f"{cue}:\n\n{GATE}.\n\nNobody came.") == f"{cue}:\n\n{GATE}."
        assert covered(f"{cue}.\n\n{GATE}.\n\nNobody came.") == f"{cue}."

    @pytest.mark.parametrize("cue", COLON)
    def test_and_to_what_goes_on_in_quotation_marks(self, cue: str) -> None:
        told = f"{cue}:\n\n“{GATE}.\n\n“Nobody came.\n\n“The river rose.”"
        assert covered(f"{told}\n\nIt was dry.\n\n“The library opens late.”") == told

    def test_so_does_one_behind_a_name_in_no_cue(self) -> None:
        """The other outlet, named in passing before a colon."""
        other = read("a", f"{GATE}.", "The Sable Post")
        told = "This is what the Sable Post has of the night{}\n\n" + GATE + ".\n\nThe library opens late."
        reached = {mark: reach(read("b", told.format(mark), "Northmoor Gazette"), other) for mark in (":", ".")}
        assert reached[":"] > reached["."]

    def test_at_the_end_of_a_text_it_leads_nowhere(self) -> None:
        assert covered("Ada Pell told the Sable Post:") == "Ada Pell told the Sable Post:"

    @given(st.lists(st.booleans(), max_size=5), st.booleans())
    def test_it_ends_where_a_paragraph_opens_without_marks(self, marked: list[bool], colon: bool) -> None:
        head = "Ada Pell told the Sable Post" + (":" if colon else ".")
        paragraphs = [f"“Ward {at} was wet.”" if mark else f"Ward {at} was dry." for at, mark in enumerate(marked)]
        covers = 1 if colon and marked else 0
        while covers and covers < len(marked) and marked[covers]:
            covers += 1
        assert covered("\n\n".join([head, *paragraphs])) == "\n\n".join([head, *paragraphs[:covers]])


def test_a_colon_behind_another_persons_sentence_leads_to_that_persons_words() -> None:
    lead = "According to the Tarn Council, the bridge is shut. Orr was home. Chief Ada Pell spoke of what she saw:"
    text = f"{lead}\n\n“The keeper wound the spare chain by hand for nine hours.”"
    (item,) = [each for each in read("a", text).attributions if each.name and each.name.display == "Tarn Council"]
    assert item.covers.end <= len(lead)


def test_a_short_sentence_without_a_name_may_stand_before_the_colon() -> None:
    lead = "According to the Tarn Council, the bridge is shut. Here is the whole of what came:"
    text = f"{lead}\n\n“The keeper wound the spare chain by hand for nine hours.”"
    (item,) = [each for each in read("a", text).attributions if each.name and each.name.display == "Tarn Council"]
    assert item.covers.end == len(text)
