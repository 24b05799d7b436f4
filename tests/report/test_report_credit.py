"""Whether who copied says from whom: in the verdict, in the first lines and in the tables."""

from __future__ import annotations

import dataclasses

import pytest
from samples import match, realistic, verdict

import dedup
from dedup.credit import Credit, credit
from dedup.model import Article, Evidence, Match, SideName
from dedup.report.credit import counted
from dedup.report.judgement import verdict as in_words
from dedup.report.names import name_articles
from dedup.report.summary import origins
from dedup.report.wording import ASCII_MARKS, Voice

BOTH = {"a", "b"}
WORDS = "The bridge was shut for eleven days while divers looked for the cracked pier below the old mill"


def copied(label: str, *signals: tuple[str, SideName]) -> Match:
    ledger = tuple(
        Evidence(signal=signal, weights={}, trigger="w", strength=1.0, origin=origin) for signal, origin in signals
    )
    made = match(
        "m", ("a", 0, "one two three"), ("b", 0, "one two three"), verdict({"left-to-right": 0.8}, label=label)
    )
    return dataclasses.replace(made, verdict=dataclasses.replace(made.verdict, ledger=ledger))


@pytest.mark.parametrize("label", ["left-to-right", "right-to-left"])
@pytest.mark.parametrize(
    ("signal", "found"),
    [
        ("attribution.other-outlet", "passage"), ("attribution.other-credit", "passage"),
        ("companions.credit", "elsewhere"), ("companions.credit-quote", "elsewhere"),
        ("attribution.elsewhere", "elsewhere"), ("timing.order", "none"),
    ],
)  # fmt: skip
def test_a_credit_counts_of_whoever_copied(label: str, signal: str, found: Credit) -> None:
    origin: SideName = "left" if label == "left-to-right" else "right"
    other: SideName = "right" if label == "left-to-right" else "left"
    assert credit(copied(label, (signal, origin)), BOTH) == found
    assert credit(copied(label, (signal, other)), BOTH) == "none"
    assert credit(copied(label, ("attribution.other-outlet", origin), (signal, origin)), BOTH) == "passage"
    assert credit(copied("common-source", (signal, origin)), BOTH) is None
    copier = "b" if label == "left-to-right" else "a"
    # Nobody can credit an outlet of no name.
    assert credit(copied(label, (signal, origin)), {copier}) == (None if found == "none" else found)


def test_how_many_are_credited_is_told() -> None:
    here, there = copied("left-to-right", ("attribution.other-outlet", "left")), copied("left-to-right")
    elsewhere = copied("left-to-right", ("companions.credit", "left"))
    assert counted([here, there, here], BOTH) == ", 2 with credit"
    assert counted([there, elsewhere], BOTH) == ", 1 named beside other words"
    assert counted([here, elsewhere, elsewhere], BOTH) == ", 1 with credit, 2 named beside other words"
    assert counted([there, there], BOTH) == ", no credit found"
    assert counted([there, there], {"b"}) == ""


MORE = "It had been built in 1911 by two brothers who could not swim, and nobody had looked at it since the war"


def copying(text: str) -> tuple[list[Match], str, Voice]:
    """The copies of an article of the Courier in another, the first lines on them, and how these speak."""
    origin = f"CALDER (Calder Courier) - {WORDS}. {MORE}."
    one = Article(id="a", text=origin, outlet="Calder Courier", published="2031-03-04T08:00Z")
    two = Article(id="b", text=text, outlet="Merrow Post", published="2031-03-05T08:00Z")
    report = dedup.audit([one, two])
    voice = Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)
    directed = [found for found in report.matches if found.verdict.label == "left-to-right"]
    assert directed, "a copy of the Courier's words"
    return directed, " ".join(origins(report, voice)), voice


@pytest.mark.parametrize(
    ("text", "said", "first"),
    [
        (f"People asked why. {WORDS}, the Calder Courier reported. {MORE}, the Calder Courier reported.",
         ", with credit", "with credit"),
        (f"People asked why. {WORDS}. {MORE}.", ", no credit found", "no credit found"),
        (f"People asked why. {WORDS}. {MORE}.\n\n" + "Nobody knew more.\n\n" * 2
         + "Sheep in the far valley had foot rot, according to the Calder Courier.",
         ", named beside other words", "1 named beside other words"),
    ],
)  # fmt: skip
def test_an_audit_says_so(text: str, said: str, first: str) -> None:
    directed, lines, voice = copying(text)
    assert all(in_words(found, voice).endswith(said) for found in directed)
    assert first in lines


def test_a_verdict_without_a_direction_says_nothing_of_it() -> None:
    report = realistic()
    voice = Voice(names=name_articles(report, str), marks=ASCII_MARKS, clean=str)
    told = {found.verdict.label: in_words(found, voice) for found in report.matches}
    assert "credit" not in told["common-source"]
