"""Who put out a paper that a text goes on to quote: "then came a notice from the Seed Inspection Office: …"."""

from __future__ import annotations

import pytest
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"
OFFICE = "Seed Inspection Office"


def channels(text: str) -> list[str]:
    return [item.name.display for item in read("a", text).attributions if item.name and item.nature == "channel"]


class TestANoticeFromAnOffice:
    @pytest.mark.parametrize(
        "came",
        [
            "Then came a notice from the {}.",
            "Late on Friday evening there came a notice from the {}.",
            "Nobody who lives there had yet seen the letter from the {}.",
            "Edda Quillane found a note on the door, a notice by the {}.",
        ],
    )
    @pytest.mark.parametrize("reads", ["‘{}’, it reads.", "It said: “{}.”"])
    def test_is_what_it_reads(self, came: str, reads: str) -> None:
        assert channels(f"{came.format(OFFICE)} {reads.format(GATE)}") == [OFFICE]

    def test_from_a_person_is_no_offices(self) -> None:
        assert channels(f"Late on Friday there came a notice from Edda Quillane. “{GATE},” it reads.") == []


@pytest.mark.parametrize("when", ["At 15.00", "At noon", "By then", "In Velmira"])
def test_the_office_that_published_it_is_who_it_is(when: str) -> None:
    assert channels(f"{when} the {OFFICE} published Notice 27. It says that it rains.") == [OFFICE]
    assert channels(f"{when} the {OFFICE} published Notice 27. “{GATE},” it said.") == [OFFICE]


@pytest.mark.parametrize(
    "how", ["in a notice on its website", "in a letter", "on its website", "via a letter to staff"]
)
def test_an_authority_with_its_paper_between_marks_says_it(how: str) -> None:
    text = f"The Ravenholt Transit Authority, {how}, said that it rained."
    assert channels(text) == ["Ravenholt Transit Authority"]


@pytest.mark.parametrize("how", ["in a notice on its website", "in a letter"])
def test_a_person_with_a_paper_between_marks_is_no_channel(how: str) -> None:
    assert channels(f"Edda Quillane, {how}, said that it rained.") == []


class TestALetterFrom:
    @pytest.mark.parametrize("paper", ["An open letter", "A statement"])
    @pytest.mark.parametrize("says", ["says", "to the mayor says"])
    def test_a_name_with_an_article_is_no_persons(self, paper: str, says: str) -> None:
        assert channels(f"{paper} from the Friends of the Meadow {says}: “{GATE}.”") == ["Friends of the Meadow"]

    @pytest.mark.parametrize("who", ["Edda Quillane", "a Friend of the Meadow", "Friends in Velmira"])
    def test_without_one_names_no_channel(self, who: str) -> None:
        assert channels(f"A letter from {who} to the mayor says: “{GATE}.”") == []

    def test_is_none_where_nothing_is_quoted(self) -> None:
        assert channels("An open letter from the Friends of the Meadow lay on the floor of the hall.") == []
