"""Agencies, outlets, spokespersons and persons: who is meant by which name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import pair, read

from dedup.model import Article, Verdict
from dedup.provenance import judge, same_outlet
from dedup.provenance.language.agencies import agencies_in, agency_name

WORDS = "the barge broke its moorings shortly after four and drifted three miles before a tug caught it off the mole"
QUOTE = "We will open the line without delay and test it every morning before the boats go out"


def verdict_of(
    left: str, right: str, outlets: tuple[str | None, str | None] = ("Alpha", "Beta"), words: str = WORDS
) -> Verdict:
    one, two = read("a", left, outlets[0]), read("b", right, outlets[1])
    return judge(pair(one, two, words), one, two)


# --- outlets ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("The Calder Courier", "Calder Courier", True),
        ("THE  CALDER COURIER", "the Calder Courier", True),
        ("The Times", "The New York Times", False),
        ("The Sun", "Selwick Sun", False),
        ("The Post", "The Sable Post", False),
        ("Die Presse", "La Presse", False),
        ("The", "A", False),
        (None, None, False),
        (None, "Alpha", False),
        ("Alpha", "", False),
    ],
)
def test_same_outlet_is_same_name(one: str | None, two: str | None, same: bool) -> None:
    first, second = Article(id="a", text="x", outlet=one), Article(id="b", text="x", outlet=two)
    assert same_outlet(first, second) is same
    assert same_outlet(second, first) is same


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("https://www.calder.example/a", "http://calder.example:80/b", True),
        ("https://news.calder.example/a", "https://calder.example/b", False),
        ("https://[broken", "https://[broken", False),
        ("no address", "no address", False),
        (None, "https://calder.example/b", False),
    ],
)
def test_same_outlet_is_one_host(one: str | None, two: str | None, same: bool) -> None:
    first, second = Article(id="a", text="x", url=one), Article(id="b", text="x", url=two)
    assert same_outlet(first, second) is same


@given(st.text(max_size=20), st.text(max_size=20))
def test_same_outlet_takes_any_name_and_address(name: str, url: str) -> None:
    one = Article(id="a", text="x", outlet=name, url=url)
    assert same_outlet(one, one) is (bool(name.strip()) or same_outlet(one, Article(id="b", text="y", url=url)))


@pytest.mark.parametrize(
    "outlets", [("The Times", "The New York Times"), ("The Sun", "Baltimore Sun"), ("The Post", "The Washington Post")]
)
def test_outlets_that_share_a_word_are_two(outlets: tuple[str, str]) -> None:
    verdict = verdict_of(f"It blew; {WORDS}.", f"All night; {WORDS}.", outlets)
    assert verdict.probabilities["same-origin"] < 0.05
    assert "structure.other-outlet" in {item.signal for item in verdict.ledger}


def test_pages_of_one_host_are_of_one_origin_without_a_name() -> None:
    one = read("a", f"It blew; {WORDS}.", url="https://www.calder.example/1")
    two = read("b", f"All night; {WORDS}.", url="https://calder.example/2")
    assert judge(pair(one, two, WORDS), one, two).label == "same-origin"


def test_a_paper_of_a_longer_name_is_another() -> None:
    verdict = verdict_of(
        f"It blew; {WORDS}.", f"All night; {WORDS}, as reported by the Baltimore Sun.", ("The Sun", "Beta")
    )
    assert not {"attribution.other-outlet", "attribution.other-credit"} & {item.signal for item in verdict.ledger}


# --- agencies ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Arden Press Agency", "Arden Press Agency"),
        ("Coastal News Service", "Coastal News Service"),
        ("Coastal Newswire", "Coastal Newswire"),
        ("Agencia Costera", "Agencia Costera"),
        ("By Arden Press Agency", "Arden Press Agency"),
        ("Ola Brandt, Arden Press Agency", None),
        ("the agency", None),
        ("Agency", None),
        ("Kelm joined the Arden Press Agency", None),
        ("The Calder Courier", None),
    ],
)
def test_what_is_only_an_agencys_name(text: str, name: str | None) -> None:
    found = agency_name(text)
    assert (found.display if found else None) == name


@given(st.text(max_size=200))
def test_agencies_are_looked_for_in_any_text(text: str) -> None:
    assert agencies_in(text) == agencies_in(text)


@pytest.mark.parametrize(
    "head",
    [
        "Arden Press Agency\n\n",
        "By Arden Press Agency\n\n",
        "By Saskia Verdon, Arden Press Agency\n\n",
        "KELMOUTH (Arden Press Agency) — ",
    ],
)
def test_a_line_that_is_an_agencys_name_credits_the_text(head: str) -> None:
    text = f"Storm over Kelmouth\n\n{head}A storm came in and {WORDS}."
    (credit,) = read("a", text, "Alpha").credits
    assert credit.name is not None and credit.name.display == "Arden Press Agency"


@pytest.mark.parametrize(
    "other",
    [
        f"All night; {WORDS}.\n\nNobody was hurt, Arden Press Agency said.",
        f"All night; {WORDS}.\n\nA reporter of the Arden Press Agency fell in.",
        f"All night; {WORDS}, the Arden Press Agency reported.",
    ],
)
def test_an_acronym_is_spelt_out_by_the_other_article(other: str) -> None:
    verdict = verdict_of(f"KELMOUTH (APA) — A storm came in and {WORDS}.", other)
    assert [source.name for source in verdict.sources] == ["Arden Press Agency"]


def test_a_known_agencys_acronym_stays_its_own() -> None:
    other = f"All night; {WORDS}.\n\nNobody was hurt, Arden Police said."
    assert verdict_of(f"KELMOUTH (AP) — A storm came in and {WORDS}.", other).source == "AP"


@pytest.mark.parametrize(
    ("outlet", "credit"),
    [("Arden Press Agency", "APA"), ("APA", "Arden Press Agency"), ("Reuters News", "Reuters"), ("AP News", "AP")],
)
@pytest.mark.parametrize("quoted", [True, False])
def test_the_agencys_own_article_is_the_origin(outlet: str, credit: str, quoted: bool) -> None:
    words = QUOTE if quoted else WORDS
    body = f"“{QUOTE},” Arvo Kelm said." if quoted else f"A storm came in and {WORDS}."
    verdict = verdict_of(body, f"KELMOUTH ({credit}) — It was late. {body}", (outlet, "Beta"), words)
    assert verdict.label == "left-to-right"


def test_a_credit_at_the_foot_of_an_unknown_outlet_is_its_publishers() -> None:
    def of(credit: str, outlet: str | None) -> Verdict:
        return verdict_of(f"A storm came in and {WORDS}.\n\nSource: {credit}", f"All night; {WORDS}.", (outlet, "Beta"))

    assert of("CNN", None).source is None
    assert of("CNN", None).label != "common-source"
    assert of("CNN", "CNN").source is None
    assert of("CNN", "Alpha").source == "CNN"
    assert of("Reuters", None).source == "Reuters"
    assert of("Arden Press Agency", None).source == "Arden Press Agency"


# --- spokespersons and persons ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("phrase", "source"),
    [
        ("the spokesperson said", "Varnian military"),
        ("the spokeswoman added", "Varnian military"),
        ("a military spokesperson said last week", "Varnian military"),
        ("a ministry spokesperson said last week", None),
    ],
)
def test_a_spokesperson_speaks_for_the_office_named_before(phrase: str, source: str | None) -> None:
    head = "Talks ended late, a spokesperson for the Varnian military said. Officials of the Tarn Water Board left."
    verdict = verdict_of(f"{head}\n\nIt rained.\n\nIn the north {WORDS}, {phrase}.", f"All night; {WORDS}.")
    assert verdict.source == source
    assert {"attribution.source", "attribution.unnamed"} & {item.signal for item in verdict.ledger}


def test_a_side_that_names_nobody_agrees_with_one_that_names_the_source() -> None:
    named = f"Talks ended late. In the north {WORDS}, a spokesperson for the Varnian military said."
    alone, agreeing = (
        verdict_of(named, text)
        for text in (f"All night; {WORDS}.", f"All night; {WORDS}, a ministry spokesperson said last week.")
    )
    assert alone.source == agreeing.source == "Varnian military"
    told = {item.signal for item in agreeing.ledger} - {item.signal for item in alone.ledger}
    assert "attribution.unnamed" in told
    assert sum(item.signal == "attribution.unnamed" for item in agreeing.ledger) == 1, "not on the side that names it"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Blushing Ola Brandt said: “We will count the votes again by hand in the morning.”", "Ola Brandt"),
        ("Gran Dilys Amory, 58, said: “No horn was heard on the boat at all.”", "Dilys Amory"),
        ("Ex-teacher Lupe Arrieta got out. “I took the dog and the photographs,” she said.", "Lupe Arrieta"),
        ("“I took the dog and the photographs,” Commander Dale Brandt said. Dale Brandt left.", "Dale Brandt"),
        ("“I took the dog and the photographs,” Mary Jane Brandt said.", "Mary Jane Brandt"),
        ("“I took the dog and the photographs,” Arvo Kelm said. Ola Kelm left.", "Arvo Kelm"),
    ],
)
def test_a_person_goes_without_adjectives_and_ranks(text: str, speaker: str) -> None:
    found = read("a", text).speakers[0]
    assert found is not None and found.display == speaker


def test_a_statement_bears_the_speakers_full_name() -> None:
    verdict = verdict_of(f"“{QUOTE},” Kelm said.", f"Arvo Kelm said so. “{QUOTE},” Kelm said.", words=QUOTE)
    assert verdict.source == "statement by Arvo Kelm"
