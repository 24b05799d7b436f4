"""Media that a text tells by what they are: the magazine that it named before, a local paper, and no club or board."""

from __future__ import annotations

from operator import attrgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance.language.media import SOME_MEDIUM
from dedup.provenance.signals import attribution
from dedup.provenance.view import Attribution
from dedup.provenance.weights import default_weights

MODEL = default_weights()
WORDS = "The gate had been open since noon and the water ran through it"
SOME = [
    "“{}”, Ada Pell told a local paper.",
    "“{}”, Ada Pell told an online magazine.",
    "“{}”, Ada Pell told two newspapers.",
    "“{}”, according to media reports.",
    "“{}”, a local newspaper reported.",
    "According to one trade publication, {}.",
    "According to media reports, {}.",
]
ALL = [
    "“{}”, Ada Pell told the press.",
    "“{}”, Drovnian state media say.",
    "“{}”, Chinese state media say.",
    "“{}”, state media say.",
    "“{}”, Ada Pell told its newspaper.",
    "According to the press, {}.",
    "According to the media, {}.",
]


def said(text: str) -> tuple[Attribution, ...]:
    return read("a", text).attributions


def told(text: str) -> list[str]:
    """The names of the channels that a text cites."""
    return [item.name.display for item in said(text) if item.name is not None and item.nature == "channel"]


class TestTheMagazine:
    @pytest.mark.parametrize(
        ("before", "noun", "name"),
        [
            ("The Varnian-language magazine Meia-Luz ran it first.", "magazine", "Meia-Luz"),
            ("The French magazine Meia-Luz ran it first.", "magazine", "Meia-Luz"),
            ("She gave it to the Varnian weekly Meia-Luz.", "weekly", "Meia-Luz"),
            ("The Sable magazine ran it first.", "magazine", "Sable"),
        ],
    )
    def test_is_the_one_that_was_named_by_what_it_is(self, before: str, noun: str, name: str) -> None:
        assert told(f"{before} “{WORDS},” Ada Pell told the {noun}.") == [name]

    @pytest.mark.parametrize("which", ["A French", "The French", "The French-language", "Meia-Luz is a French"])
    def test_is_none_that_was_told_by_its_people_alone(self, which: str) -> None:
        assert told(f"{which} magazine. “{WORDS},” Ada Pell told the magazine.") == []

    def test_is_the_last_of_two(self) -> None:
        text = f"The magazine Meia-Luz ran it, and the magazine Ostra did. “{WORDS},” Ada Pell told the magazine."
        assert told(text) == ["Ostra"]


@pytest.mark.parametrize(
    ("medium", "name"),
    [
        ("the Cordazan magazine Meia-Luz", "Meia-Luz"),
        ("the Cordazan sports daily Diario Meta", "Meta"),
        ("the weekly newspaper Ostra", "Ostra"),
    ],
)
@pytest.mark.parametrize(
    "cue", ["Ada Pell told", "she said in an interview with", "she said in a phone interview with"]
)
def test_a_medium_behind_what_it_is_has_its_own_name(medium: str, name: str, cue: str) -> None:
    (found,) = told(f"Ada Pell was there. “{WORDS},” {cue} {medium}.")
    assert name in found and "Cordazan" not in found


@pytest.mark.parametrize("body", ["Falmere City", "Falmere Rovers", "Calder Motors", "the Calder Alliance"])
def test_a_body_that_was_told_passes_nothing_on(body: str) -> None:
    assert told(f"“{WORDS},” Ada Pell told {body}.") == []


@pytest.mark.parametrize("medium", ["Sable Post", "Calder City News", "Ostrel Broadcasting Network", "BBC Two"])
def test_a_medium_that_was_told_does(medium: str) -> None:
    assert told(f"“{WORDS},” Ada Pell told the {medium}.") == [medium]


class TestWithoutAName:
    @pytest.mark.parametrize("text", SOME)
    def test_it_is_some_medium(self, text: str) -> None:
        (item,) = said(f"It rained. {text.format(WORDS)}")
        assert (item.name, item.nature, item.noun) == (None, "unnamed", SOME_MEDIUM)

    @pytest.mark.parametrize("text", ALL)
    def test_all_media_and_those_of_a_state_are_none(self, text: str) -> None:
        assert SOME_MEDIUM not in [item.noun for item in said(f"It rained. {text.format(WORDS)}")]

    @pytest.mark.parametrize("text", SOME)
    def test_the_words_may_be_the_other_outlets(self, text: str) -> None:
        (item,) = compared(text)
        assert (item.signal, item.origin) == ("attribution.some-medium", "left")
        assert item.weights == MODEL.of("attribution.some-medium", item.strength, "left")
        assert 0 < item.strength <= 1

    @pytest.mark.parametrize("text", ALL)
    def test_of_all_media_they_are_nobodys(self, text: str) -> None:
        assert compared(text) == []


def compared(text: str) -> list[Evidence]:
    """What is said of some medium where the right text says so of the left one's words; mirrored exactly."""
    other = read("a", f"Nobody came.\n\n{WORDS}.\n\nThe library opens late.", "Sable Post")
    own = read("b", f"It rained. {text.format(WORDS)}", "Northmoor Gazette")
    found, turned = pair(other, own, WORDS), mirrored(pair(other, own, WORDS))
    borne = attribution.bearings(found, other, own, MODEL)
    entries = attribution.evidence(found, other, own, borne, (), MODEL)
    again = attribution.evidence(turned, own, other, attribution.bearings(turned, own, other, MODEL), (), MODEL)
    assert sorted(map(flipped, again), key=attrgetter("signal")) == sorted(entries, key=attrgetter("signal"))
    return [item for item in entries if item.signal == "attribution.some-medium"]


NOUNS = st.sampled_from(["paper", "newspaper", "magazine", "station", "broadcaster", "website", "publication"])


@given(st.sampled_from(["a", "one", "another"]), st.sampled_from(["", "local ", "trade ", "small local "]), NOUNS)
def test_however_it_is_called(article: str, what: str, noun: str) -> None:
    (item,) = said(f"It rained. “{WORDS},” Ada Pell told {article} {what}{noun}.")
    assert (item.name, item.noun) == (None, SOME_MEDIUM)


class TestANameThatTheTextGivesIsTaken:
    @pytest.mark.parametrize(
        ("text", "name"),
        [
            ("According to public broadcaster Verra TV, {}.", "Verra TV"),
            ("According to the news website Vesta News, {}.", "Vesta News"),
            ("According to local newspaper The Tarn Echo, {}.", "Tarn Echo"),
            ("“{},” Ada Pell told the public broadcaster Verra TV.", "Verra TV"),
            ("According to a press release from the Ministry of Transport, {}.", "Ministry of Transport"),
            ("According to weekly figures from the Tarn Water Board, {}.", "Tarn Water Board"),
        ],
    )
    def test_behind_what_it_is(self, text: str, name: str) -> None:
        assert told(text.format(WORDS)) == [name]

    @pytest.mark.parametrize(
        "text",
        [
            "He told a press conference: “{}.”",
            "He told a daily briefing: “{}.”",
            "According to a network of activists, {}.",
            "According to a paper published in Nature Physics, {}.",
            "According to a station manager, {}.",
            "“{},” Pell told the paper Mr Orr had lied.",
            "“{},” Pell told the station Ostrel was to blame.",
            "Tarn Police station was on fire. “{},” Pell told the magazine.",
        ],
    )
    def test_and_what_is_no_medium_is_none(self, text: str) -> None:
        found = said(text.format(WORDS))
        assert not [item for item in found if item.noun == SOME_MEDIUM]
        assert not told(text.format(WORDS))

    def test_the_magazine_is_the_one_named_before_though_it_was_spoken_of_since(self) -> None:
        text = f"The magazine Meia-Luz ran it. The magazine said so. “{WORDS},” Pell told the magazine."
        assert told(text) == ["Meia-Luz"]
