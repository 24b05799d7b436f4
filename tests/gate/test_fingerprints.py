"""What a fingerprint depends on, and what not."""

from __future__ import annotations

import re

from findings_by_hand import WORDS, match, passage
from hypothesis import given
from hypothesis import strategies as st

from dedup.gate.fingerprints import fingerprint
from dedup.model import Match
from dedup.text.tokens import tokenize


def both(left: str, right: str = WORDS) -> Match:
    return match(passage("a", left), passage("b", right))


def test_it_is_the_same_in_every_run() -> None:
    # Baselines are kept for years: another value makes every entry of all of them stale.
    assert fingerprint(both(WORDS)) == "4e629eeb2953447acb63d52243c54db9"


def test_case_quotes_and_typing_do_not_matter() -> None:
    assert fingerprint(both(WORDS.upper().replace(" ", "\u00a0"))) == fingerprint(both(WORDS))
    assert fingerprint(both("the mayor's dam")) == fingerprint(both("the mayor’s — dam"))


def test_another_word_on_either_side_matters() -> None:
    marks = {fingerprint(both(WORDS)), fingerprint(both(WORDS.replace("rain", "snow")))}
    assert len(marks | {fingerprint(both(WORDS.replace("rain", "snow"), WORDS.replace("rain", "snow")))}) == 3


def test_the_order_of_words_matters() -> None:
    assert fingerprint(both("dam above town")) != fingerprint(both("above dam town"))
    assert fingerprint(both("one two", "three")) != fingerprint(both("one", "two three"))


def test_which_side_is_left_does_not_matter() -> None:
    assert fingerprint(both("a dam", "the dam")) == fingerprint(both("the dam", "a dam"))


def test_only_shared_words_count() -> None:
    # "opened" is shared, what stands around it is not.
    left, right = passage("a", "they opened it", start=10), passage("b", "gates opened")
    shared = match(left, right, common=[(15, 21, 6, 12)])
    assert fingerprint(shared) == fingerprint(match(passage("c", "opened"), passage("d", "opened")))


def test_without_aligned_words_all_count() -> None:
    bare = match(passage("a"), passage("b"), common=[])
    assert fingerprint(bare) == fingerprint(both(WORDS))


PLACES = st.tuples(st.integers(0, 70), st.integers(0, 70)).map(lambda ends: (min(ends), max(ends)))


@given(st.text("ab c", max_size=60), st.integers(0, 5), st.lists(PLACES, min_size=1, max_size=6))
def test_shared_are_the_words_that_begin_inside_a_stretch(text: str, start: int, places: list[tuple[int, int]]) -> None:
    inside = {place for begin, end in places for place in range(begin, end)}
    words = [text[begin:end] for begin, end, _ in tokenize(text) if begin in inside]
    found = match(
        passage("a", text, start=start),
        passage("b", WORDS),
        common=[(start + begin, start + end, 0, len(WORDS)) for begin, end in places],
    )
    assert fingerprint(found) == fingerprint(match(passage("c", " ".join(words) or "."), passage("d", WORDS)))


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_text_has_one(left: str, right: str) -> None:
    found = fingerprint(both(left, right))
    assert re.fullmatch("[0-9a-f]{32}", found)
    assert found == fingerprint(both(right, left))
