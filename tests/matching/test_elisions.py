"""Quotations that leave something out, and statements that two texts quote in other words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_alignments import texts

import dedup
from dedup.matching.passages import elided_before

WHOLE = (
    "Nobody in our valley is talking about money. We had grandmothers and milkmen on that roof and we counted them "
    "one by one"
)
LEAD = "The council met late, and the lamps of the town hall burned until the last tram had gone."
OTHER = "It rained on Tuesday."


def shared(left: str, right: str) -> list[tuple[str, str]]:
    return [(match.left.text, match.right.text) for match in dedup.compare(left, right)]


def said(quotation: str, lead: str = LEAD) -> str:
    return f"{lead}\n\n“{quotation},” said Ilmar Koskela, who keeps the ferry."


@pytest.mark.parametrize("mark", ["…", "...", " ... ", " … ", " . . . ", "[…] ", " (...) "])
def test_the_passage_goes_on_behind_an_ellipsis(mark: str) -> None:
    short = f"Nobody in our valley is talking about money{mark}we counted them one by one"
    ((left, right),) = shared(said(WHOLE), said(short, OTHER))
    assert left.endswith("one by one") and right.endswith("one by one")
    assert left.startswith("Nobody") and right.startswith("Nobody")
    ((left, right),) = shared(said(short, OTHER), said(WHOLE))
    assert left.endswith("one by one") and right.endswith("one by one")


def test_backwards_too() -> None:
    whole = (
        "We counted them one by one, since nobody on that roof knew how many grandmothers and milkmen had come up the "
        "ladder"
    )
    short = "We counted them one by one ... grandmothers and milkmen had come up the ladder"
    for left, right in ((whole, short), (short, whole)):
        ((one, two),) = shared(said(left), said(right, OTHER))
        assert one.startswith("We counted") and two.startswith("We counted")


def test_several_ellipses_in_one_quotation() -> None:
    whole = (
        "The cutter turned at the buoy, as it does every night of the year, and its master waved at us. The harbour "
        "was dark, the lamps were out, and the bell of the chapel rang twice. Then came the wave, and it took the "
        "nets, the boats and the whole of the eastern pier"
    )
    short = "The cutter turned at the buoy … the bell of the chapel rang twice … the whole of the eastern pier"
    ((left, right),) = shared(said(whole), said(short, OTHER))
    assert left.startswith("The cutter") and left.endswith("eastern pier")
    assert right == short


def test_without_an_ellipsis_a_gap_stays_a_gap() -> None:
    gap = (
        "Nobody in our valley is talking about money. It was a long and stormy night, with hail as large as plums, "
        "when we saw"
    )
    passages = shared(f"{LEAD}\n\n{WHOLE}.", f"It rained.\n\n{gap} them off one by one.")
    assert all("money" not in left or "one by one" not in left for left, _ in passages)


def test_an_ellipsis_with_something_else_behind_it_changes_nothing() -> None:
    short = "Nobody in our valley is talking about money ... the trams were late on Saturday"
    ((left, right),) = shared(said(WHOLE), said(short, OTHER))
    assert left == right == "Nobody in our valley is talking about money"


def test_two_tellings_of_one_statement_are_one_passage() -> None:
    one = (
        "We were informed shortly before the announcement. In our view the step is appropriate, but it will raise the "
        "price of bread in the hill country. The guild sees no reason to change its own course, and will counter any "
        "disorderly movement in the ferry tolls"
    )
    two = (
        "We were notified just ahead of the announcement. From our standpoint the move is reasonable, but it is going "
        "to increase what bread is sold for in the hill country. At present the guild has no cause to alter its own "
        "course, and it will oppose any disorderly move in the ferry tolls"
    )
    ((left, right),) = shared(said(one), said(two, OTHER))
    assert left.endswith("ferry tolls") and right.endswith("ferry tolls")
    assert len(left) > 0.8 * len(one) and len(right) > 0.8 * len(two)


def test_quotations_that_share_a_phrase_alone_share_no_more() -> None:
    phrase = "the whole of the eastern pier"
    one = (
        f"Nobody told the fishermen, and {phrase} went under before the cook had lit a stove or found a lamp, while "
        "our grandmothers sang upstairs and the milkmen argued over umbrellas, turnips and the price of a saddle"
    )
    two = (
        f"I bought {phrase} from a widow who bred horses, who wanted to see Lisbon once more before her eyes gave out, "
        "and the lamp I sold on to a dentist, whose three sons still quarrel about the wiring and the paint"
    )
    ((left, right),) = shared(said(one), said(two, OTHER))
    assert len(left.split()) < 14 and len(right.split()) < 14


words = st.lists(
    st.sampled_from(["ferry", "lamp", "the", "of", "valley", "roof", "…", "...", "bell", "tower"]), max_size=40
)


@given(words, words)
def test_what_is_found_is_mirrored(one: list[str], two: list[str]) -> None:
    left, right = said(" ".join(one)), said(" ".join(two), "It rained.")
    assert shared(left, right) == [(b, a) for a, b in shared(right, left)]


@given(st.lists(st.sampled_from(["word", "…", "...", ". . .", ".", " ", "\n", "“"]), max_size=30))
def test_every_ellipsis_is_before_the_next_word(pieces: list[str]) -> None:
    text = "".join(pieces)
    read = texts(text)
    starts, elided = read.starts.tolist(), read.columns.elided.tolist()
    assert np.array_equal(elided_before(read.starts, text), elided)
    for at, start in enumerate(starts):
        between = text[(starts[at - 1] + 4 if at else 0) : start]
        if "…" in between or "..." in between:
            assert elided[at]
        if not any(mark in between for mark in ("…", ".")):
            assert not elided[at]
