"""Whose words a passage is: the statement, briefing or institution behind a speaker, named as the texts name it."""

from __future__ import annotations

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import judged_with_a_third, mirrored, pair, read

from dedup.model import Verdict
from dedup.provenance import judge
from dedup.provenance.article.occasions import occasion_of, occasions
from dedup.provenance.language.meant import spelt_out
from dedup.provenance.language.naming import name_of
from dedup.provenance.language.scan import searched
from dedup.provenance.language.words import words_before

WORDS = "we know how distressing it is to be woken in the night and told to leave"
PLAIN = f"Douglas Arkle admitted it was late. “{WORDS.capitalize()},” Arkle said."


def verdict(left: str, right: str, words: str = WORDS, right_words: str | None = None) -> Verdict:
    one = read("a", left, "The Meridian", "2031-03-04")
    two = read("b", right, "Selwick Herald", "2031-03-05")
    found = pair(one, two, words, right_words, kinds=("quotation", "quotation"))
    judged = judge(found, one, two)
    mirror = judge(mirrored(found), two, one)
    assert [(item.name, item.probability) for item in mirror.sources] == [
        (item.name, item.probability) for item in judged.sources
    ]
    return judged


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            (
                "The Tarn Water Board said in a statement that the dam was sound.\n\n"
                f"Douglas Arkle, the board’s chief executive, added: “{WORDS}.”"
            ),
            "Tarn Water Board",
        ),
        (
            (
                "The Tarn Water Board said in a statement that the dam was sound. Its chief executive, Douglas Arkle, "
                f"apologised. “{WORDS},” he said."
            ),
            "Tarn Water Board",
        ),
        (
            f"At a briefing at noon Douglas Arkle, of Calder Valley Police, was asked about it. “{WORDS},” he said.",
            "Calder Valley Police briefing",
        ),
        (
            (
                f"Douglas Arkle, speaking at a police briefing outside, took questions. “{WORDS},” he said.\n\n"
                "Anyone who saw it should call the Corvane police."
            ),
            "Corvane police briefing",
        ),
        (f"Douglas Arkle told a news conference: “{WORDS}.”", "Douglas Arkle's press conference"),
        (
            (
                "The Tarn Water Board said the dam was sound, according to a release by the Tarn Water Board.\n\n"
                f"It will be drained by May.\n\n“{WORDS},” Douglas Arkle said in the statement."
            ),
            "Tarn Water Board",
        ),
        (f"Douglas Arkle spoke in Italian to Radio Verra. “{WORDS},” he said.", "Radio Verra"),
        (f"Douglas Arkle described the night to Calder Sound. “{WORDS},” he said.", "Calder Sound"),
        (f"Douglas Arkle said it at home. “{WORDS},” he said.", "statement by Douglas Arkle"),
    ],
    ids=["added", "its chief", "of", "police briefing", "press conference", "the statement", "radio", "sound", "alone"],
)
def test_the_channel_behind_a_speaker_is_the_source(text: str, source: str) -> None:
    right_words = WORDS.capitalize()
    assert verdict(text, PLAIN, right_words=right_words).source == source


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("The operator, Isles Line, said {words}.", "Isles Line"),
        ("Isles Line, the ferry operator, apologised. The company said {words}.", "Isles Line"),
        ("The Three Rivers League has been quick. “{words},” it said.", "Three Rivers League"),
        ("In a statement the Three Rivers League said it was sorry. It went on: “{words}.”", "Three Rivers League"),
        ("The Varnian defence ministry’s read-out, in English, recorded “{words}”.", "Varnian defence ministry"),
        ("A statement from the Varnian defence ministry described “{words}”.", "Varnian defence ministry"),
        (
            ("State television Ostrel One carried it. The Varnian defence ministry put out its own summary. "
            "It said {words}."),
            "Varnian defence ministry",
        ),
        ("The Falkenau central bank said {words}.", "Falkenau central bank"),
    ],
)  # fmt: skip
def test_what_it_and_the_company_stand_for(text: str, source: str) -> None:
    assert verdict(text.format(words=WORDS), f"“{WORDS},” somebody wrote on the wall.").source == source


def test_a_common_noun_on_one_side_means_the_name_on_the_other() -> None:
    judged = verdict(
        f"“{WORDS},” the company said in a statement issued by its owner.",
        f"The ferry company, Isles Line, said in a statement: “{WORDS}.”",
    )
    assert judged.source == "Isles Line"
    assert any(item.signal == "attribution.shared-source" for item in judged.ledger)


def test_a_common_noun_that_may_mean_two_names_stays_apart() -> None:
    judged = verdict(
        f"“{WORDS},” the bank said in a statement.",
        f"The Tarn Bank and the Calder Bank agreed: “{WORDS},” the Tarn Bank said in a statement with the other.",
    )
    assert all(item.signal != "attribution.shared-source" or "Bank" in item.trigger for item in judged.ledger)


def test_local_radio_is_the_station_that_the_other_side_names() -> None:
    judged = verdict(f"“{WORDS},” Douglas Arkle told local radio.", f"Douglas Arkle told Radio Calder: “{WORDS}.”")
    assert judged.source == "Radio Calder"
    assert len(judged.sources) == 1


def test_a_speaker_both_sides_quote_comes_before_a_wire_that_one_side_credits() -> None:
    left = f"SELWICK (APA) — It rained.\n\n“{WORDS},” Marguerite Holloway said.\n\nThe count goes on."
    right = f"It rained.\n\n“{WORDS},” said the returning officer, Marguerite Holloway."
    judged = verdict(left, right)
    assert judged.source == "statement by Marguerite Holloway"
    assert [item.name for item in judged.sources] == ["statement by Marguerite Holloway", "APA"]


def test_a_wire_that_both_sides_credit_comes_first() -> None:
    left = f"SELWICK (APA) — It rained.\n\n“{WORDS},” Marguerite Holloway said."
    right = f"SELWICK (APA) — It was wet.\n\n“{WORDS},” Marguerite Holloway said."
    assert verdict(left, right).source == "APA"


def test_an_institution_named_by_what_it_is_of() -> None:
    text = "The central bank of Keldan raised its rate on Thursday. In its notice the bank said that “{}”."
    assert spelt_out(text, "bank") == name_of("Keldan central bank")
    assert spelt_out("Monks at the abbey of Merrow heard of it first.", "abbey") == name_of("Merrow abbey")


class TestOutletsOfTheCollection:
    """A third article that holds the words: its outlet may be their source, if a text names it and the dates allow."""

    def judged(self, left: str, right: str, third: str, dates: tuple[str, str, str]) -> Verdict:
        outlets = ("Selwick Herald", "Northmoor Gazette", "The Calder Courier")
        texts = [each.format(WORDS) for each in (left, right, third)]
        return judged_with_a_third(texts, outlets, dates, WORDS)

    EARLY, LATE = ("2031-03-04", "2031-03-05", "2031-03-02"), ("2031-03-02", "2031-03-05", "2031-03-04")
    PASSENGER = "“{},” said Dilys Amory, a passenger from Tarrow. She held a tray."
    NAMING = "Of all that the Calder Courier had on that night one thing stays: “{},” said Dilys Amory, 58."

    def test_one_that_a_text_names_in_passing(self) -> None:
        named = self.judged(self.PASSENGER, self.NAMING, self.PASSENGER, self.EARLY)
        assert named.source == "The Calder Courier"
        plain = self.NAMING.replace("the Calder Courier", "the baker")
        assert self.judged(self.PASSENGER, plain, self.PASSENGER, self.EARLY).source == "statement by Dilys Amory"

    def test_not_one_that_had_the_words_later(self) -> None:
        told = "“{},” Dilys Amory told The Calder Courier."
        assert self.judged(self.PASSENGER, told, told, self.EARLY).source == "Calder Courier"
        assert self.judged(self.PASSENGER, told, told, self.LATE).source == "statement by Dilys Amory"
        assert self.judged(self.PASSENGER, self.NAMING, self.PASSENGER, self.LATE).source == "statement by Dilys Amory"


def test_a_speakers_full_name_is_looked_for_in_both_articles() -> None:
    left = f"Odile Farrant shook his hand.\n\n“{WORDS},” Ms Farrant said."
    right = f"“{WORDS},” Farrant said."
    assert verdict(left, right).source == "statement by Odile Farrant"


def test_a_speaker_is_called_as_the_other_article_does_without_an_adjective() -> None:
    full = f"Ilse Kolbe came last.\n\n“{WORDS},” Kolbe said."
    assert verdict(full, f"Stoical Ilse Kolbe said: “{WORDS}.”").source == "statement by Ilse Kolbe"
    assert (
        verdict(f"“{WORDS},” she said.", f"Anna Maria Kolbe said: “{WORDS}.”").source == "statement by Anna Maria Kolbe"
    )


def test_two_bearers_of_a_surname_are_not_told_apart() -> None:
    left = f"Odile Farrant and Hugo Farrant shook hands.\n\n“{WORDS},” Farrant said."
    assert verdict(left, f"“{WORDS},” Farrant said.").source == "statement by Farrant"


def test_somebody_elses_briefing_is_not_the_speakers() -> None:
    text = (
        "At a briefing at noon Gareth Pell, of Calder Valley Police, said that nobody was hurt.\n\n"
        f"Douglas Arkle was at home. “{WORDS},” Arkle said."
    )
    assert verdict(text, PLAIN, right_words=WORDS.capitalize()).source == "statement by Douglas Arkle"


def test_a_persons_office_is_no_source_of_narration() -> None:
    text = f"Gareth Pell, of Calder Valley Police, said {WORDS}."
    one, two = read("a", text, "The Meridian"), read("b", f"It was known {WORDS}.", "Selwick Herald")
    assert judge(pair(one, two, WORDS), one, two).source == "statement by Gareth Pell"


@given(st.sampled_from(["Arkle", "Pell", "Farrant"]), st.sampled_from(["Arkle", "Pell", "Farrant"]), st.booleans())
def test_probabilities_of_sources_never_exceed_that_of_a_common_source(one: str, two: str, credit: bool) -> None:
    head = "SELWICK (APA) — It rained.\n\n" if credit else ""
    judged = verdict(f"{head}“{WORDS},” Ada {one} said.", f"“{WORDS},” {two} told a press conference.")
    common = judged.probabilities["common-source"] + judged.probabilities["independent-renderings"]
    assert sum(item.probability for item in judged.sources) <= common + 1e-12
    assert list(judged.sources) == sorted(judged.sources, key=lambda item: (-item.probability, item.name))
    assert judged.source == (judged.sources[0].name if judged.sources else None)


@pytest.mark.parametrize("unit", ["Police held a press conference. ", "The chief in his statement. ", "A hearing.\n\n"])
def test_many_occasions_take_work_in_proportion(unit: str) -> None:
    def work(length: int) -> None:
        for kept in (searched, spelt_out, words_before):
            kept.cache_clear()
        occasions(unit * (length // len(unit)))

    assert growth(work, 4_000) < 1.5


def test_an_occasion_near_the_passage_is_found_without_the_rest() -> None:
    text = "\n\n".join(["The Corvane police held a press conference."] * 60)
    told = f"Douglas Arkle told a hearing: “{WORDS}.”"
    known = {size: read("a", "\n\n".join([told, *[text] * size])) for size in (1, 4)}

    def work(size: int) -> None:
        one = known[size]
        assert occasion_of(one, pair(one, one, WORDS).left, None) is not None

    assert growth(work, 1) < 0.5


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("At a hearing in Kessel she said that it rained.", ["hearing"]),
        ("“What I'm hearing, which is bad, is that it rains,” she said.", []),
        ("They came to rally the town, and spoke at a rally there.", ["rally"]),
    ],
)
def test_an_occasion_is_a_noun(text: str, told: list[str]) -> None:
    assert [item.what for item in occasions(text)] == told
