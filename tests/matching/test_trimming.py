"""What is left away at the ends of a passage: what stands alone stays, however common its words are."""

from __future__ import annotations

from collections.abc import Container
from itertools import permutations

import numpy as np
import pytest
from made_alignments import texts

import dedup
from dedup import Article
from dedup.compiled import compiled, interpreted

KERNELS = [interpreted("dedup.matching.trimming_kernels"), compiled("dedup.matching.trimming_kernels")]
QUOTE = "it is what we said we would do and they will see that it was right"
FIRST = "Nobody drew the old chalk line at Ostrel"


def stays(
    kernels: object,
    second: str,
    words: int,
    worth: float,
    step: int = 1,
    *,
    names: bool = False,
    without: Container[int] = (),
) -> bool:
    """Whether so many matched words of a second paragraph stay behind eight of the first, each of that worth."""
    every = texts(f"{FIRST}.\n\n{second}.", "other words")
    left = interpreted("dedup.matching.passage_kernels").side_of(every.columns, 0)
    left = left._replace(worth=np.where(np.arange(left.keys.size) < 8, 2.0, worth))
    lexicon = every.lexicon
    if names:
        lexicon = lexicon._replace(name=np.isin(np.arange(lexicon.name.size), left.keys[8:]))
    second_rows = [at for at in range(16) if at not in without][: step * words : step]
    rows = [*range(8), *(8 + at for at in second_rows)]
    ordered = np.array([(row, 10 + row) for row in rows], np.int64)
    none = np.empty((0, 2), np.int64)
    kept, _ = kernels.without_stubs(left, ordered, none, lexicon)  # type: ignore[attr-defined]
    assert kept.shape[0] in (8, 8 + words)
    return bool(kept.shape[0] > 8)


@pytest.mark.parametrize("kernels", KERNELS)
def test_words_in_a_row_stand_alone_however_common(kernels: object) -> None:
    assert stays(kernels, QUOTE, 16, worth=0.1)
    assert stays(kernels, QUOTE, 8, worth=0.1)
    assert not stays(kernels, QUOTE, 7, worth=0.1)
    assert not stays(kernels, QUOTE, 8, worth=0.1, step=2)
    assert not stays(kernels, QUOTE, 10, worth=0.1, without=(2, 5, 8, 11, 14))  # in pairs
    # Of words that say something four are enough, in whatever order they stand.
    assert stays(kernels, QUOTE, 8, worth=2.0, step=2)


@pytest.mark.parametrize("kernels", KERNELS)
def test_names_do_not(kernels: object) -> None:
    assert not stays(kernels, QUOTE, 16, worth=2.0, names=True)


@pytest.mark.parametrize("swapped", [False, True])
@pytest.mark.parametrize("between", ["", "Many wept. The council meets in May."])
def test_two_quotations_in_the_other_order_are_both_found(between: str, swapped: bool) -> None:
    narrated = "The dam was built in 1931 and nobody living had ever seen its spillway run until that night"
    said = f"“{FIRST},” Ada Pell said."
    one = Article(id="a", text=f"{narrated}.\n\n{between}\n\n{said}")
    two = Article(id="b", text=f"The river rose for a week. {said} Farms stood under water. {narrated}.")
    found = dedup.compare(two, one) if swapped else dedup.compare(one, two)
    covered = {
        match.left.text[each.left_start - match.left.start : each.left_end - match.left.start]
        for match in found
        for each in match.common
    }
    assert {narrated, FIRST} <= covered


SAID = (
    FIRST,
    "We heard the sluice gates groan before dawn on Tuesday",
    "My brother carried nineteen lambs up the quarry road alone",
    "The captain swore he would never anchor there again",
)


@pytest.mark.parametrize("head", ["Ash fell.", "Zinc rose."])  # which text sorts first decides from where it is aligned
@pytest.mark.parametrize("order", [*permutations(range(3)), (3, 2, 1, 0), (0, 1, 3, 2), (2, 3, 0, 1)])
def test_quotations_are_found_in_whatever_order(order: tuple[int, ...], head: str) -> None:
    narrated = "The dam was built in 1931 and nobody living had ever seen its spillway run until that night"
    quoted = [f"“{words}.” Ada Pell spoke." for words in SAID[: len(order)]]
    one = Article(id="a", text="\n\n".join([f"{narrated}.", *quoted]))
    mixed = " ".join(quoted[at] for at in order)
    two = Article(id="b", text=f"{head}\n\nThe river rose for a week. {mixed} Farms stood under water. {narrated}.")
    found = dedup.compare(one, two)
    for words in (narrated, *SAID[: len(order)]):
        assert any(words.removeprefix("The ") in match.left.text for match in found), words
