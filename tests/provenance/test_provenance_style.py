"""Style: a passage fits the article it was written for, the sides mirror, and little text says nothing."""

from __future__ import annotations

import random

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import flipped, mirrored, pair, read

from dedup.provenance import Dossier, Found
from dedup.provenance.signals.style import evidence, fit
from dedup.provenance.weights import default_weights

MODEL = default_weights()
DAM = (
    "spillway", "engineer", "turbine", "reservoir", "sluice", "embankment", "gauge", "leak", "concrete", "valley",
    "flooding", "penstock",
)  # fmt: skip
BALLET = (
    "dancer", "orchestra", "costume", "rehearsal", "conductor", "applause", "soloist", "curtain", "score", "stage",
    "ticket", "matinee",
)  # fmt: skip


def prose(words: tuple[str, ...], seed: int, sentences: int = 14) -> str:
    """Sentences of one subject, not twice the same."""
    draw = random.Random(seed)
    return " ".join(f"The {' and the '.join(draw.sample(words, 4))} came up again." for _ in range(sentences))


PASSAGE = prose(DAM, 99, 3)


def placed(passage: str, words: tuple[str, ...], seed: int, id: str, sentences: int = 14) -> Dossier:
    return read(id, f"{prose(words, seed, sentences)}\n\n{passage}\n\n{prose(words, seed + 1, sentences)}")


def both(passage: str = PASSAGE, sentences: int = 14) -> tuple[Found, Dossier, Dossier]:
    left, right = placed(passage, DAM, 1, "a", sentences), placed(passage, BALLET, 3, "b", sentences)
    return pair(left, right, passage), left, right


def test_a_passage_speaks_for_the_article_it_fits() -> None:
    found, left, right = both()
    (entry,) = evidence(found, left, right, MODEL)
    assert entry.signal == "style.fit"
    assert entry.weights["left-to-right"] > 0.5 and entry.weights["right-to-left"] < -0.5
    assert [span.article for span in entry.spans] == ["a"]
    (entry,) = evidence(mirrored(found), right, left, MODEL)
    assert entry.weights["right-to-left"] > 0.5


def test_it_is_the_rest_of_the_article_that_counts() -> None:
    left, right = (read(id, f"{prose(BALLET, 5)}\n\n{PASSAGE}\n\n{prose(BALLET, 6)}") for id in "ab")
    assert fit(pair(left, right, PASSAGE), left, right) == (0.0, pytest.approx(len(PASSAGE), rel=0.1))
    assert evidence(pair(left, right, PASSAGE), left, right, MODEL) == ()


def test_marks_and_case_say_nothing() -> None:
    found, left, right = both()
    shouted = read("a", left.article.text.upper().replace(". T", " —— T"))
    words = PASSAGE.upper().replace(". T", " —— T")
    assert fit(pair(shouted, right, words, PASSAGE), shouted, right) == fit(found, left, right)


def test_a_longer_article_has_no_advantage() -> None:
    left = placed(PASSAGE, BALLET, 1, "a", sentences=8)
    right = placed(PASSAGE, BALLET, 3, "b", sentences=300)
    difference, _ = fit(pair(left, right, PASSAGE), left, right) or (1.0, 0)
    assert abs(difference) < 0.1


def test_quoted_words_are_weighed_apart() -> None:
    left, right = (placed(f"“{PASSAGE}” Arvo Kelm said.", words, 1, id) for words, id in ((DAM, "a"), (BALLET, "b")))
    (entry,) = evidence(pair(left, right, PASSAGE), left, right, MODEL)
    assert entry.signal == "style.fit-quote"


@pytest.mark.parametrize(
    "left, right",
    [(PASSAGE, PASSAGE), (f"Short. {PASSAGE}", f"{prose(DAM, 7)} {PASSAGE}"), ("", "")],
)
def test_too_little_text_says_nothing(left: str, right: str) -> None:
    words = PASSAGE if left else ""
    one, other = read("a", left), read("b", right)
    assert evidence(pair(one, other, words), one, other, MODEL) == ()


def test_a_few_words_are_no_sample() -> None:
    assert evidence(*both("the gauge by the sluice, they said"), MODEL) == ()


@given(
    st.lists(st.sampled_from(DAM + BALLET), min_size=8, max_size=60),
    st.integers(0, 99),
    st.integers(0, 99),
    st.sampled_from([6, 14, 40]),
)
def test_swapping_the_sides_negates_the_difference(words: list[str], one: int, other: int, sentences: int) -> None:
    passage = " ".join(words)
    left, right = placed(passage, DAM, one, "a", sentences), placed(passage, BALLET, other, "b")
    found = pair(left, right, passage)
    there, back = fit(found, left, right), fit(mirrored(found), right, left)
    assert (there is None) == (back is None)
    if there is not None and back is not None:
        assert there == (-back[0], back[1])
    assert [flipped(entry) for entry in evidence(found, left, right, MODEL)] == list(
        evidence(mirrored(found), right, left, MODEL)
    )


@pytest.mark.parametrize("text", ["\ud800" * 900, "İ" * 900, "汉" * 900, "\u0000 " * 900, "𝔘" * 900])
def test_any_letters_will_do(text: str) -> None:
    left, right = read("a", f"{text}\n\n{PASSAGE}"), read("b", f"{PASSAGE}\n\n{prose(DAM, 2)}")
    for entry in evidence(pair(left, right, PASSAGE), left, right, MODEL):
        assert entry.weights["right-to-left"] > 0


def test_many_passages_of_long_articles_take_no_more_each() -> None:
    def work(length: int) -> None:
        left, right = (placed(PASSAGE, DAM, seed, id, length // 120) for seed, id in ((1, "a"), (5, "b")))
        found = pair(left, right, PASSAGE)
        for _ in range(3):
            fit(found, left, right)

    assert growth(work, 8_000) < 1.5
