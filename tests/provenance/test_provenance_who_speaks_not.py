"""Who is no speaker: places, reporters of bylines, who asks, whose saying is spoken of; and businesses by one word."""

from __future__ import annotations

import pytest
from provenance_pairs import read

from dedup.text.outline import outline

GATE = "The gate had been open since noon and the water ran through it"


def spoken(text: str) -> list[str | None]:
    return [name and name.display for name in read("a", text).speakers]


def heard(text: str) -> list[str]:
    return [speech.speaker.display for speech in read("a", text).speeches]


class TestAPlace:
    @pytest.mark.parametrize("kind", ["village", "town", "district", "island"])
    def test_asks_nothing(self, kind: str) -> None:
        text = f"A woman from the {kind} of Upper Brae, who was no journalist, asked who would pay."
        assert heard(text) == []

    def test_leaves_the_words_to_whom_the_paragraph_names(self) -> None:
        asked = "A woman from the village of Upper Brae, who was no journalist, asked who would pay."
        assert spoken(f"{asked} Ada Pell put down her glasses. “{GATE},” the governor said.") == ["Ada Pell"]


class TestAnOffice:
    def test_is_of_nobody_named_in_another_paragraph(self) -> None:
        assert spoken(f"Ada Pell put down her glasses.\n\nIt rained. “{GATE},” the governor said.") == [None]

    def test_is_of_its_holder_before_whoever_the_paragraph_names(self) -> None:
        known = "Governor Ada Pell said that it rained."
        assert spoken(f"{known}\n\nBob Ross came in. “{GATE},” the governor said.") == ["Ada Pell"]

    def test_is_of_nobody_in_a_later_paragraph_either(self) -> None:
        here = f"Ada Pell put down her glasses. “{GATE},” the governor said."
        assert heard(f"{here}\n\nIt rained. “{GATE},” the governor said.") == ["Ada Pell"]

    @pytest.mark.parametrize(
        "text",
        [
            f"Bob Ross was arrested by police. “{GATE},” the inspector said.",
            f"The court heard that Bob Ross stole a car. “{GATE},” the judge said.",
            f"Bob Ross left. Ada Pell wept. “{GATE},” the governor said.",
            f"It was not known where Bob Ross was. “{GATE},” the governor said.",
        ],
    )
    def test_is_of_nobody_whom_it_speaks_of(self, text: str) -> None:
        assert heard(text) == [] and spoken(text) == [None]

    def test_is_of_whom_the_text_calls_so_though_he_speaks_nowhere(self) -> None:
        text = f"President Ada Pell was away. Bob Ross, the whip, said no.\n\nIt rained. “{GATE},” the president wrote."
        assert spoken(text) == ["Ada Pell"]


class TestAByline:
    LINE = "Ines Corrado reports from Lannick"

    def test_is_one_by_its_form(self) -> None:
        text = f"A headline about the dam\n\n{self.LINE}\n\nIt rained in the valley all day, and nobody came.\n"
        assert [block.kind for block in outline(text).blocks][1] == "byline"

    @pytest.mark.parametrize(
        "line",
        [
            "Ines Corrado reports from Lannick.",
            "she reports from Lannick",
            "Ines Corrado reports from the scene",
            "Valley Flood: Inspector Ines Corrado Reports From Lannick",
            "Dunmarsh Flood Disaster: Ines Corrado reports from Lannick",
            "Ines Corrado reports from Lannick As Rivers Rise",
        ],
    )
    def test_is_none_as_a_sentence(self, line: str) -> None:
        text = f"A headline about the dam\n\n{line}\n\nIt rained in the valley all day, and nobody came.\n"
        assert [block.kind for block in outline(text).blocks][1] != "byline"

    def test_names_nobody_who_speaks(self) -> None:
        text = f"A headline about the dam\n\n{self.LINE}\n\nIt rained all day. “{GATE},” the governor said."
        assert heard(text) == [] and spoken(text) == [None]


@pytest.mark.parametrize("verb", ["Asked", "Pressed", "Questioned", "Interviewed"])
@pytest.mark.parametrize("title", ["", "presenter "])
def test_who_asks_does_not_answer(verb: str, title: str) -> None:
    asked = f"{verb} by {title}Bob Ross whether it was so, she said: “{GATE}.”"
    assert spoken(f"Ada Pell said no. {asked}") == ["Ada Pell"]


@pytest.mark.parametrize("what", ["what", "whatever"])
def test_whose_saying_is_spoken_of_does_not_speak(what: str) -> None:
    assert spoken(f"Ada Pell called {what} Governor Ross said “late and cheap and open since noon”.") == ["Ada Pell"]


@pytest.mark.parametrize(
    "text",
    [
        f"“{GATE}” is what Ada Pell said on Monday.",
        f"This is what Ada Pell told the Courier: “{GATE}.”",
        f"What Ada Pell said on Monday was “{GATE}”.",
    ],
)
def test_whose_saying_it_is_speaks(text: str) -> None:
    assert spoken(text) == ["Ada Pell"] and heard(text) == ["Ada Pell"]


def test_a_short_verb_behind_a_word_is_none_of_a_name() -> None:
    assert spoken(f"It rained.\n\nHere’s Ada Pell this morning:\n\n“{GATE}.”") == ["Ada Pell"]


class TestABusinessByOneWord:
    SHARES = "Shares in Halloran Minerals fell. "

    def channels(self, text: str) -> list[str]:
        return [item.name.display for item in read("a", text).attributions if item.name and item.nature == "channel"]

    def test_is_meant_in_full(self) -> None:
        text = f"{self.SHARES}Halloran said it had “stopped all work at the site this morning”."
        assert self.channels(text) == ["Halloran Minerals"] and heard(text) == []

    @pytest.mark.parametrize("person", ["Ada Halloran left. ", "Mr Halloran left. "])
    def test_is_none_where_somebody_has_the_name(self, person: str) -> None:
        text = f"{self.SHARES}{person}Halloran said it had “stopped all work at the site this morning”."
        assert self.channels(text) == []

    def test_is_none_where_nothing_is_said_that_a_business_has(self) -> None:
        assert self.channels(f"Halloran Minerals was here. Halloran said: “{GATE}.”") == []


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        ("The Board of the Aldous Philharmonic met. ", "Board of the Aldous Philharmonic"),
        ("The Board of Ostrel met. ", "Board of Ostrel"),
        ("The Board of Ostrel Governor Ada Pell met. ", "Board of Ostrel"),
    ],
)
def test_a_body_is_of_all_that_follows(body: str, shown: str) -> None:
    found = read("a", f"{body}It rained. The board said: “{GATE}.”").attributions
    assert [item.name.display for item in found if item.name] == [shown]
