"""Words beside a region that the other text has inside of it."""

from __future__ import annotations

import numpy as np
import pytest
from made_alignments import texts

import dedup
from dedup.compiled import compiled, interpreted
from dedup.matching.passages import Texts

CORE = "I chose Calder for it on purpose in order to show how much the old ferry means to our"
EARLY = f"“This is the first summer journey since I became Sundholm’s harbour warden. {CORE} islands,” Kelm said."
LATE = f"Kelm told why. “After I was made Warden of the Harbour, this is the first journey by sea. {CORE} coast”."
KERNELS = [interpreted("dedup.matching.edge_kernels"), compiled("dedup.matching.edge_kernels")]


@pytest.mark.parametrize("swapped", [False, True])
def test_a_sentence_begins_with_the_words_that_the_other_text_has_inside(swapped: bool) -> None:
    (match,) = dedup.compare(LATE, EARLY) if swapped else dedup.compare(EARLY, LATE)
    early = match.right if swapped else match.left
    assert early.text.startswith("This is the first summer journey since")
    told = {
        match.left.text[each.left_start - match.left.start : each.left_end - match.left.start].lower()
        for each in match.common
    }
    assert {"this is the first", "journey"} <= told


def rows(every: Texts, left: str, right: str) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """The matches of words that both texts have once, in order."""
    one, two = left.split(), right.split()
    found = [(at, two.index(word)) for at, word in enumerate(one) if one.count(word) == two.count(word) == 1]
    return np.array(found, np.int64).reshape(-1, 2)


@pytest.mark.parametrize("kernels", KERNELS)
@pytest.mark.parametrize(
    ("left", "right", "taken"),
    [
        ("so it was then and red blue green", "red so it was then blue green", 5),
        # Three in a row stand in any two sentences.
        ("so it was and red blue green", "red so it was blue green", 0),
        # In a match already.
        ("so it was then and red so it was then blue green", "red so it was then blue green", 0),
        ("other words there are red blue green", "red so it was then blue green", 0),
    ],
)
def test_four_words_in_a_row_that_are_in_no_match_are_taken_in(
    kernels: object, left: str, right: str, taken: int
) -> None:
    every = texts(left, right)
    sides = [interpreted("dedup.matching.passage_kernels").side_of(every.columns, text) for text in (0, 1)]
    begin = left.split().index("red")
    place = np.array([begin, len(left.split()), 0, len(right.split())], np.int64)
    inner = " ".join(left.split()[begin:])
    ordered = rows(every, inner, right) + np.array([begin, 0])
    grown = kernels.with_runs_beside(*sides, place, ordered, np.empty((0, 4), np.int64))  # type: ignore[attr-defined]
    assert grown.tolist() == [begin - taken, *place[1:].tolist()]
    back = kernels.with_runs_beside(  # type: ignore[attr-defined]
        *sides[::-1], place[[2, 3, 0, 1]], ordered[:, ::-1].copy(), np.empty((0, 4), np.int64)
    )
    assert back.tolist() == grown[[2, 3, 0, 1]].tolist()


@pytest.mark.parametrize("kernels", KERNELS)
def test_matches_are_lost_that_are_not_among_others(kernels: object) -> None:
    def lost(before: list[tuple[int, int]], after: list[tuple[int, int]]) -> int:
        one, two = (np.array(each, np.int64).reshape(-1, 2) for each in (before, after))
        return int(kernels.rows_lost(one, two))  # type: ignore[attr-defined]

    before = [(1, 4), (2, 5), (7, 9)]
    assert lost(before, before) == lost([], before) == 0
    assert lost(before, []) == 3
    assert lost(before, [(0, 0), (2, 5), (3, 6), (7, 10)]) == 2
