"""What a source is called: an outlet by its full name, and what was said to many without an owner by who said it."""

from __future__ import annotations

import pytest
from provenance_pairs import judged_with_a_third, pair, read

from dedup.provenance import judge

WORDS = "The keeper wound the spare chain by hand for nine hours until the pencil lines of last year were under water"
LEAD = "It rained all week in the valley, and nobody who lives there had seen the river so high before the harvest."
OUTLETS, DATES = ("Selwick Herald", "Ottermere Echo"), ("2031-03-04", "2031-03-05", "2031-03-02")


def source(told: str, third: str) -> str | None:
    """The source of words that one text gives so, where a third article, of an outlet, holds them."""
    texts = [f"{LEAD} “{WORDS},” {each}." for each in ("said Edda Quillane", told, "said Edda Quillane")]
    return judged_with_a_third(texts, (*OUTLETS, third), DATES, WORDS).source


def spoken(told: str) -> str | None:
    """The source of words that one text gives so, and another as Oskerby's."""
    one = read("a", f"{told}: “{WORDS}.”", OUTLETS[0], DATES[0])
    two = read("b", f"Hugh Oskerby admitted it was late. “{WORDS},” Oskerby said.", OUTLETS[1], DATES[1])
    return judge(pair(one, two, WORDS, kinds=("quotation", "quotation")), one, two).source


class TestAnOutletThatHoldsTheWords:
    @pytest.mark.parametrize(
        "told",
        [
            "the Mercury reported", "she told the Mercury", "according to the Mercury",
            "the Ellismoor Mercury reported",
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("third", ["Ellismoor Mercury", "The Ellismoor Mercury"])
    def test_is_called_by_its_full_name(self, told: str, third: str) -> None:
        assert source(told, third) == "Ellismoor Mercury"

    @pytest.mark.parametrize("third", ["Ottermere Lantern", "Northway"])
    def test_of_another_name_leaves_the_text_its_own(self, third: str) -> None:
        assert source("the Mercury reported", third) == "Mercury"

    def test_leaves_the_name_of_another(self) -> None:
        assert source("the Lindral Mercury reported", "Ellismoor Mercury") == "Lindral Mercury"


class TestToMany:
    @pytest.mark.parametrize("told", ["told a rally", "told a hearing in Velmira"])
    @pytest.mark.parametrize("who", ["Hugh Oskerby", "Hugh Oskerby, of Ravenholt Police,"])
    def test_at_a_rally_or_hearing_it_is_the_speakers_statement(self, told: str, who: str) -> None:
        assert spoken(f"{who} {told}") == "statement by Hugh Oskerby"

    @pytest.mark.parametrize("what", ["press conference", "news conference"])
    def test_at_a_press_conference_it_is_that_of_who_gives_it(self, what: str) -> None:
        assert spoken(f"Hugh Oskerby told a {what}") == "Hugh Oskerby's press conference"
        assert spoken(f"Hugh Oskerby, of Ravenholt Police, told a {what}") == "Ravenholt Police press conference"

    @pytest.mark.parametrize("whose", ["a Ravenholt Water Board", "the Ravenholt Water Board's"])
    def test_at_a_hearing_with_an_owner_it_is_the_owners(self, whose: str) -> None:
        assert spoken(f"Hugh Oskerby told {whose} hearing") == "Ravenholt Water Board"

    def test_at_a_hearing_of_the_police_it_is_of_those_the_text_names(self) -> None:
        lead = "Anyone who saw it should call the Velmira police."
        assert spoken(f"{lead}\n\nHugh Oskerby, at a police hearing there, said") == "Velmira police hearing"
