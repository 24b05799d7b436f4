"""What a pair of articles shares as a whole."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from counting import growth
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import mirrored, pair, read

from dedup.model import PassageKind, Span
from dedup.provenance import Found, PairContext, pair_context

WORDS = "one two three four five six seven eight nine ten"
LEFT, RIGHT = read("a", WORDS), read("b", f"zero {WORDS}")
WHOLE = pair(LEFT, RIGHT, WORDS)


def made(left: tuple[int, int], right: tuple[int, int], words: int = 5, kind: PassageKind = "narration") -> Found:
    """A pair of passages that stand there; only where, how long and of what kind counts here."""
    return replace(
        WHOLE,
        left=replace(WHOLE.left, start=left[0], end=left[1], kind=kind),
        right=replace(WHOLE.right, start=right[0], end=right[1], kind=kind),
        scores=replace(WHOLE.scores, aligned_words=words),
    )


def test_nothing_shared() -> None:
    assert pair_context([]) == PairContext(matches=0, narration_words=0, in_order=True)


def test_one_passage() -> None:
    assert pair_context([WHOLE]) == PairContext(
        matches=1, narration_words=10, in_order=True,
        shared_left=(Span(0, len(WORDS)),), shared_right=(Span(5, 5 + len(WORDS)),),
    )  # fmt: skip


def test_narration_counts_where_it_is_narration_on_both_sides() -> None:
    quoted = made((100, 150), (200, 250), words=7, kind="quotation")
    half = replace(quoted, left=replace(quoted.left, kind="narration"))
    context = pair_context([made((0, 50), (0, 50), words=9), quoted, half, made((300, 350), (300, 350), words=11)])
    assert (context.matches, context.narration_words) == (4, 20)


@pytest.mark.parametrize(
    "starts, in_order",
    [
        ([(0, 0), (10, 10), (20, 20)], True),
        ([(20, 20), (0, 0), (10, 10)], True),  # the order in which they are given is not that of the texts
        ([(0, 10), (10, 0)], False),
        ([(0, 0), (10, 20), (20, 10)], False),
        ([(0, 0), (0, 10)], True),  # one passage repeated in the other text
        ([(0, 10), (10, 10)], True),
    ],
)
def test_order(starts: list[tuple[int, int]], in_order: bool) -> None:
    assert pair_context([made((a, a + 5), (b, b + 5)) for a, b in starts]).in_order is in_order


def test_stretches_that_touch_or_overlap_are_one() -> None:
    context = pair_context(
        [made((10, 20), (0, 5)), made((20, 30), (6, 9)), made((0, 5), (8, 20)), made((12, 14), (30, 31))]
    )
    assert context.shared_left == (Span(0, 5), Span(10, 30))
    assert context.shared_right == (Span(0, 5), Span(6, 20), Span(30, 31))


ends = st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda at: (at[0], at[0] + at[1]))
found = st.lists(
    st.builds(made, ends, ends, st.integers(1, 9), st.sampled_from(["narration", "quotation"])), max_size=8
)


@given(found)
def test_stretches_are_ordered_and_disjoint_and_cover_what_the_passages_cover(here: list[Found]) -> None:
    context = pair_context(here)
    for spans, sides in (
        (context.shared_left, [each.left for each in here]), (context.shared_right, [each.right for each in here]),
    ):  # fmt: skip
        assert all(one.end < two.start for one, two in pairwise(spans))
        covered = {at for side in sides for at in range(side.start, side.end)}
        assert {at for span in spans for at in range(span.start, span.end)} == covered


@given(found, st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_side_changes_anything(here: list[Found], draw: object) -> None:
    context = pair_context(here)
    shuffled = list(here)
    draw.shuffle(shuffled)  # type: ignore[attr-defined]
    assert pair_context(shuffled) == context
    assert pair_context([mirrored(each) for each in here]) == replace(
        context, shared_left=context.shared_right, shared_right=context.shared_left
    )


def test_many_passages_take_work_in_step_with_their_number() -> None:
    assert growth(lambda many: pair_context([made((9 * at, 9 * at + 5), (at, at + 5)) for at in range(many)]), 50) < 1.2
