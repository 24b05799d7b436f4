"""Who is named beside a quotation without saying it: who is spoken to, behind "that", a place."""

from __future__ import annotations

import pytest
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"


def spoken(text: str) -> list[str | None]:
    return [None if name is None else name.display for name in read("a", text).speakers]


def speeches(text: str) -> list[str]:
    return [speech.speaker.display for speech in read("a", text).speeches]


class TestWhoIsNamedInTheQuotation:
    @pytest.mark.parametrize("told", ["Edda Quillane", "Quillane", "Ms Quillane", "Mr Quillane’s aide"])
    def test_does_not_say_it(self, told: str) -> None:
        assert spoken(f"Edda Quillane came home late. “{told} had it open since noon and all night.”") == [None]

    @pytest.mark.parametrize("says", ["Edda Quillane said", "said Edda Quillane", "Quillane said"])
    def test_does_where_a_verb_of_saying_has_it_so(self, says: str) -> None:
        (name,) = spoken(f"Edda Quillane came home late. “This is Quillane, and it is open since noon,” {says}.")
        assert name is not None and name.split()[-1] == "Quillane"

    def test_says_what_names_somebody_else(self) -> None:
        text = "Edda Quillane came home late. “Oskerby had it open since noon and all night.”"
        assert spoken(text) == ["Edda Quillane"]


@pytest.mark.parametrize(
    "told",
    [
        "It went back to a point that Edda Quillane had made at his press conference.",
        "It was a thing that Edda Quillane had seen in the hall.",
        "Nobody there knew that Edda Quillane was home.",
    ],
)
@pytest.mark.parametrize("says", [",” he said.", ".”"])
def test_a_full_name_behind_that_is_who_speaks_next(told: str, says: str) -> None:
    assert spoken(f"{told} “{GATE}{says}") == ["Edda Quillane"]


def test_behind_another_article_a_name_is_no_persons() -> None:
    assert spoken(f"Nobody there knew the Edda Quillane was home. “{GATE}.”") == [None]


class TestAPlace:
    @pytest.mark.parametrize("who", ["sources in", "officials in", "many from"])
    @pytest.mark.parametrize("verb", ["say", "said"])
    def test_where_unnamed_people_are_does_not_speak(self, who: str, verb: str) -> None:
        assert speeches(f"“{GATE},” {who} Velmira {verb}.") == []

    def test_a_name_without_where_does(self) -> None:
        assert speeches(f"“{GATE},” Quillane says.") == ["Quillane"]


@pytest.mark.parametrize("noun", ["newswire", "weekly"])
@pytest.mark.parametrize(
    "says", ["{} reported that it rained.", "“It rains,” {} reported.", "{} reported: “It rains.”"]
)
def test_a_name_behind_what_it_is_is_a_mediums(noun: str, says: str) -> None:
    found = read("a", says.format(f"the {noun} Tessaly"))
    assert found.speeches == ()
    assert [(item.name and item.name.display, item.nature) for item in found.attributions] == [("Tessaly", "channel")]
