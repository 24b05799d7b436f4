"""Media that are known by name alone, and the words behind which a name is a medium's or a programme's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

from dedup.provenance.language.known import is_medium, name_lists
from dedup.provenance.language.naming import medium_with_article, name_of

GATE = "The gate had been open since noon and the water ran through it"


def channels(text: str) -> list[tuple[str, str]]:
    found = read("a", text).attributions
    return [(item.name.display, item.kind) for item in found if item.name and item.nature == "channel"]


def spoken(text: str) -> list[str | None]:
    return [name and name.display for name in read("a", text).speakers]


@given(st.sampled_from(sorted(name_lists().media.values())))
def test_a_known_medium_is_one_with_its_article_or_without(shown: str) -> None:
    name = name_of(shown)
    assert name is not None and name.display == shown and is_medium(shown)
    bare = name_of(" ".join(name.display.split()[1:])) if len(name.tokens) < len(shown.split()) else name
    assert bare is not None and bare.tokens == name.tokens


@given(st.sampled_from(sorted(name_lists().media_with_article.values())))
def test_some_are_none_without_it(shown: str) -> None:
    word = shown.partition(" ")[2]
    assert is_medium(shown) and not is_medium(word) and not is_medium(shown.lower())
    assert medium_with_article(shown) is not None and medium_with_article(word) is None
    assert medium_with_article(shown.lower()) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (f"{GATE}, Politico reported.", "Politico"),
        (f"{GATE}, The Hill reported.", "The Hill"),
        (f"{GATE}, Politico first reported.", "Politico"),
        (f"{GATE}, according to Der Spiegel.", "Der Spiegel"),
        (f"{GATE}, reports Le Monde.", "Le Monde"),
        (f"{GATE}, reported the Dunmarsh Echo.", "Dunmarsh Echo"),
        (f"“{GATE},” Ada Pell told Le Monde's Edda Quillane.", "Le Monde"),
        (f"“{GATE},” Ada Pell wrote in the Dunmarsh Echo.", "Dunmarsh Echo"),
        (f"“{GATE},” Ada Pell wrote in an op-ed for the Dunmarsh Echo.", "Dunmarsh Echo"),
    ],
)
def test_says_it_itself(text: str, name: str) -> None:
    assert [shown for shown, _ in channels(text)] == [name]


@pytest.mark.parametrize(
    "leads",
    [
        "In an exclusive interview with {}", "During an interview with {} on Monday", "In her first interview with {}",
        "In interviews with {} this week", "In a {} interview", "During her second {} appearance", "Interviewed by {}",
    ],
)  # fmt: skip
@pytest.mark.parametrize(("medium", "name"), [("Politico", "Politico"), ("Vesta News", "Vesta News")])
def test_is_told_in_an_interview(leads: str, medium: str, name: str) -> None:
    assert channels(f"{leads.format(medium)}, Ada Pell said: “{GATE}.”") == [(name, "interview")]


@pytest.mark.parametrize("leads", ["In a January interview", "In a long interview", "Her interview", "In an interview"])
def test_an_interview_without_a_medium_names_none(leads: str) -> None:
    assert channels(f"{leads}, Ada Pell said: “{GATE}.”") == []


def test_a_medium_before_an_interview_is_nearer_than_who_led_it() -> None:
    assert channels(f"In a CNN interview with Hugh Oskerby, Ada Pell said: “{GATE}.”") == [("CNN", "interview")]


class TestWhatSomebodySpeaksOn:
    @pytest.mark.parametrize("cue", ["speaking on", "in an appearance on", "in a phone interview on"])
    def test_is_a_programme_though_nothing_else_tells_so(self, cue: str) -> None:
        assert channels(f"{cue.capitalize()} Good Morning Wold, Ada Pell said: “{GATE}.”") == [
            ("Good Morning Wold", "report")
        ]

    @pytest.mark.parametrize(
        "place", ["Capitol Hill", "Air Force One", "Monday", "a local Ostrel show", "Kessel Street", "German soil"]
    )
    def test_is_no_place_and_no_day(self, place: str) -> None:
        assert channels(f"Speaking on {place}, Ada Pell said: “{GATE}.”") == []

    @pytest.mark.parametrize(("what", "names"), [("Radio Wold", ["Radio Wold"]), ("the CSX train", [])])
    def test_was_on_is_said_of_trains_too(self, what: str, names: list[str]) -> None:
        found = channels(f"Ada Pell was on {what} this morning. “{GATE},” she said.")
        assert [name for name, _ in found] == names


@pytest.mark.parametrize(
    "text",
    [
        f"“{GATE},” it said in a statement published in Drovnian on its website.",
        f"“{GATE},” she wrote in a post on the company's blog.",
        "The hall sold 71 per cent of its seats, and five per head.",
        f"Ada Pell was interviewed by the FBI on Monday. “{GATE},” she said.",
        f"Ada Pell was interviewed by the Metropolitan Police. “{GATE},” she said.",
        f"Ada Pell sat down with the Seamen's Union. “{GATE},” she said.",
        f"Ada Pell had an interview with the Ministry of Defence. “{GATE},” she said.",
        f"The deadlock was broken by the Supreme Court on Monday. {GATE}.",
        f"“{GATE},” Ada Pell said in the Radio Building.",
        f"“{GATE},” Ada Pell said in the Post Office on Monday.",
        f"In the Times Square appearance, Ada Pell said: “{GATE}.”",
        f"{GATE}, the president said in the State of the Union.",
    ],
)
def test_names_no_medium(text: str) -> None:
    assert channels(text) == [] and all(item.noun is None for item in read("a", text).attributions)


def test_per_cent_is_no_source() -> None:
    assert read("a", "The hall sold 71 per cent of its seats on the first day.").attributions == ()
    assert [name for name, _ in channels("The hall sold 71 seats, per the Dunmarsh Echo.")] == ["Dunmarsh Echo"]


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Diario Meta", "Diario Meta"),
        ("el diario Meta", "Meta"),
        ("Agence Valdoire-Presse", "Agence Valdoire-Presse"),
        ("Agencia EFE", "EFE"),
        ("Nachrichtenagentur dpa", "dpa"),
        ("Zeitung Falkenau", "Falkenau"),
    ],
)
def test_what_a_medium_is_belongs_to_its_name_where_it_has_a_capital(given: str, shown: str) -> None:
    name = name_of(given)
    assert name is not None and name.display == shown


def test_a_paper_named_behind_what_it_is_keeps_its_article() -> None:
    assert channels(f"Ada Pell told the newspaper La Verdad on Thursday: “{GATE}.”") == [("La Verdad", "interview")]


def test_whom_no_text_names_is_nobody_who_interviewed() -> None:
    social = "Social media were full of it. "
    assert channels(f"{social}Ada Pell was interviewed by a media figure. “{GATE},” she said.") == []
