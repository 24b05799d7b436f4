"""Whom somebody told: a medium passes it on, and of anybody else the institution that speaks is the source."""

from __future__ import annotations

import pytest
from provenance_pairs import read

GATE = "The gate had been open since noon and the water ran through it"
BODIES = ["Ravenholt Water Board", "Velmira Nurses' Union"]


def channels(text: str) -> list[tuple[str, str]]:
    found = read("a", text).attributions
    return [(item.name.display, item.kind) for item in found if item.name and item.nature == "channel"]


class TestAnInstitutionThatTellsAMedium:
    @pytest.mark.parametrize("body", BODIES)
    @pytest.mark.parametrize(
        ("whom", "name"), [("Reuters", "Reuters"), ("the Dunmarsh Echo", "Dunmarsh Echo"), ("the Courier", "Courier")]
    )
    def test_leaves_it_to_the_medium(self, body: str, whom: str, name: str) -> None:
        assert channels(f"It rained. The {body} told {whom} that it rained.") == [(name, "interview")]

    @pytest.mark.parametrize("who", ["Edda Quillane", "Ravenholt Water Board director Edda Quillane"])
    def test_is_no_person(self, who: str) -> None:
        assert channels(f"It rained. {who} told Ottermere City: “{GATE}.”") == []


class TestALocalPaperWithItsName:
    @pytest.mark.parametrize("paper", ["her local paper", "one trade publication"])
    @pytest.mark.parametrize("goes_on", [" about it", ", on Monday", ""])
    def test_is_the_one_named_behind_it(self, paper: str, goes_on: str) -> None:
        text = f"“{GATE},” Edda Quillane told {paper}, the Dunmarsh Echo{goes_on if goes_on[:1] == ',' else ''}."
        about = f"Edda Quillane told {paper}, the Dunmarsh Echo,{goes_on}: “{GATE}.”"
        assert channels(text) == channels(about) == [("Dunmarsh Echo", "interview")]

    @pytest.mark.parametrize("goes_on", ["who asked", "and Hugh Oskerby agreed", "the best of all"])
    def test_is_still_some_medium_where_no_name_follows(self, goes_on: str) -> None:
        (item,) = read("a", f"“{GATE},” Edda Quillane told a local paper, {goes_on}.").attributions
        assert (item.name, item.noun) == (None, "medium")


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("told viewers of Second Channel", "Second Channel"),
        ("told listeners of Radio Lindral", "Radio Lindral"),
        ("told listeners to Radio Lindral", "Radio Lindral"),
        ("told readers of the Dunmarsh Echo", "Dunmarsh Echo"),
        ("told the presenter of Channel Forty's talk show", "Channel Forty"),
        ("told the host of Channel Forty's talk show", "Channel Forty"),
        ("told the hosts of Channel Forty's breakfast show", "Channel Forty"),
    ],
)
def test_who_watches_or_asks_is_told_by_what_they_watch(told: str, name: str) -> None:
    assert channels(f"“{GATE}”, Edda Quillane {told}.") == [(name, "interview")]
    assert channels(f"Edda Quillane {told}: “{GATE}.”") == [(name, "interview")]


@pytest.mark.parametrize("programme", ["eight o'clock news", "podcast"])
@pytest.mark.parametrize(
    "says", ["said on Monday, reading from a card on", "said, with a card in her hand, on", "said on"]
)
def test_a_card_read_on_a_programme_is_read_on_its_channel(programme: str, says: str) -> None:
    assert channels(f"“{GATE},” Edda Quillane {says} Second Channel's {programme}.") == [("Second Channel", "report")]


@pytest.mark.parametrize("what", ["front steps", "roof"])
def test_what_else_a_channel_has_is_none(what: str) -> None:
    assert channels(f"“{GATE},” Edda Quillane said on Second Channel's {what}.") == []
