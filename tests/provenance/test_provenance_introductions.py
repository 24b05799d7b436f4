"""Introductions: a passage names people as the article it was written for has introduced them."""

from __future__ import annotations

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.model import Evidence
from dedup.provenance.manner.appellations import appellations
from dedup.provenance.signals.introductions import evidence
from dedup.provenance.weights import default_weights

MODEL = default_weights()
SIDES = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}


def introductions(left_text: str, right_text: str, passage: str, other: str | None = None) -> tuple[Evidence, ...]:
    left, right = read("a", left_text), read("b", right_text)
    found = pair(left, right, passage, other)
    entries = evidence(found, left, right, MODEL)
    mirror = evidence(mirrored(found), right, left, MODEL)
    assert [(item.trigger, item.spans) for item in mirror] == [(item.trigger, item.spans) for item in entries]
    for one, two in zip(entries, mirror, strict=True):
        assert two.weights == {SIDES.get(key, key): value for key, value in one.weights.items()}
    return entries


SHORT = "the water rose all night and Kelm walked the crest with a lamp in his hand"
FULL = "the water rose all night and Arvo Kelm walked the crest with a lamp in his hand"


def test_who_is_short_was_introduced_in_the_article_of_origin() -> None:
    (entry,) = introductions(
        f"Defence Minister Arvo Kelm came. Then {SHORT}.", f"Nobody slept in town. Then {SHORT}.", SHORT
    )
    assert entry.weights["left-to-right"] > 0 > entry.weights["right-to-left"]
    assert "“Kelm”" in entry.trigger


def test_whom_a_passage_introduces_is_short_later_on_in_the_article_of_origin() -> None:
    (entry,) = introductions(f"In town {FULL}. At dawn Mr Kelm slept.", f"In town {FULL}. At dawn all slept.", FULL)
    assert entry.weights["left-to-right"] > 0
    assert "“Arvo Kelm”" in entry.trigger


def test_an_acronym_is_short_for_what_was_spelt_out() -> None:
    words = "the gauge was read by APA staff who saw it rise through the night"
    (entry,) = introductions(
        f"Nothing of it was known. At four {words}.", f"The Arden Press Agency (APA) came. At four {words}.", words
    )
    assert entry.weights["right-to-left"] > 0


@pytest.mark.parametrize(
    "left, right, passage",
    [
        (f"Arvo Kelm came. Then {SHORT}.", f"Minister Arvo Kelm sat. Then {SHORT}.", SHORT),
        (f"It was so. Then {SHORT}.", f"It was not so. Then {SHORT}.", SHORT),
        (f"The White House spoke. Now {FULL}.", f"Nobody spoke. Now {FULL}.", FULL),
        (f"Then {SHORT}. Arvo Kelm came later.", f"Then {SHORT}. Nobody came.", SHORT),
    ],
)
def test_what_both_or_neither_introduce_says_nothing(left: str, right: str, passage: str) -> None:
    assert introductions(left, right, passage) == ()


def test_who_mended_the_name_hides_the_seam() -> None:
    left = f"Defence Minister Arvo Kelm came. Then {SHORT}."
    right = f"Nobody slept. Then {FULL}. At dawn Kelm slept."
    assert introductions(left, right, SHORT, FULL) == ()


def test_titles_and_sentence_openers_are_no_first_names() -> None:
    text = "But Kelm left. President Kelm spoke. On Monday Mr Kelm sat. Ada von Kelm came."
    found = appellations(text)
    assert [one.full for one in found.every if one.name == "Kelm"] == [False, False, False, True]


pieces = st.lists(
    st.sampled_from(
        ["Arvo Kelm", "Kelm", "Mr Kelm", "the Arden Agency (AA)", "AA", "rose.", "and", "Then", "İ", "É Kelm"]
    ),
    max_size=12,
).map(" ".join)


@given(pieces, pieces, pieces, pieces)
def test_any_mixture_mirrors(before: str, after: str, passage: str, other: str) -> None:
    words = f"it says {passage} here"
    for entry in introductions(f"{before} {words} {after}", f"{other} {words} {before}", words):
        assert 0 < entry.strength <= 1 and entry.origin in ("left", "right")
        assert entry.weights == MODEL.of(entry.signal, entry.strength, entry.origin)


@pytest.mark.parametrize("unit", ["Kelm ", "Arvo Kelm. ", "A. ", "(AA) ", "A-", "Kelm de ", "The "])
def test_a_long_text_of_names_takes_work_in_proportion(unit: str) -> None:
    def work(length: int) -> None:
        appellations(unit * (length // len(unit)))

    assert growth(work, 4_000) < 1.5
    # A step that is quadratic inside of C code is not counted, and would not come back from this.
    appellations(unit * (1_000_000 // len(unit)))
