"""Long passages begin and end with a sentence where one is near; short ones stay exact to the word."""

from __future__ import annotations

import numpy as np
import pytest
from made_alignments import texts as read

from dedup.compiled import interpreted

PLAIN = interpreted("dedup.matching.passage_kernels")
Place = tuple[int, int, int, int]


def sentences(*lengths: int) -> str:
    """Sentences of so many words, every word another one."""
    count = iter(range(10_000))
    return " ".join(" ".join(f"Wort{next(count)}" for _ in range(length)) + "." for length in lengths)


def moved(left: tuple[int, int], right: tuple[int, int], texts: tuple[str, str]) -> tuple[tuple[int, int], ...]:
    both = read(*texts)
    sides = (PLAIN.side_of(both.columns, number) for number in range(2))
    i0, i1, j0, j1 = (
        interpreted("dedup.matching.trimming_kernels")
        .to_sentences(*sides, np.array([*left, *right]), both.lexicon)
        .tolist()
    )
    return (i0, i1), (j0, j1)


TEXT = sentences(10, 40, 40, 10)  # sentences end at words 10, 50, 90 and 100


@pytest.mark.parametrize(
    "found, wanted",
    [
        ((10, 90), (10, 90)),
        ((12, 88), (10, 90)),
        ((13, 87), (10, 90)),
        ((14, 86), (14, 86)),
        ((8, 92), (10, 90)),
        ((7, 93), (10, 90)),
        ((6, 94), (6, 94)),
        ((13, 93), (10, 90)),
        ((2, 98), (0, 100)),
    ],
)
def test_ends_of_a_long_passage_go_to_the_ends_of_sentences(found: tuple[int, int], wanted: tuple[int, int]) -> None:
    assert moved(found, found, (TEXT, TEXT)) == (wanted, wanted)


def test_each_side_has_its_own_words_missing() -> None:
    other = sentences(11, 38, 40, 10)  # ends at 11, 49, 89
    assert moved((10, 87), (13, 89), (TEXT, other)) == ((10, 90), (11, 89))


def test_both_sides_must_have_a_sentence_near() -> None:
    other = sentences(20, 30, 50)
    assert moved((12, 88), (12, 88), (TEXT, other)) == ((12, 88), (12, 88))


def test_a_short_passage_stays_exact() -> None:
    assert moved((12, 71), (12, 71), (TEXT, TEXT)) == ((12, 71), (12, 71))
    assert moved((52, 88), (10, 88), (TEXT, TEXT)) == ((52, 88), (10, 88))


def test_sixty_words_of_a_script_without_spaces_are_more_characters() -> None:
    text = "字" * 10 + "。" + "甲乙丙丁" * 20 + "。" + "末" * 10 + "。"
    assert moved((11, 89), (11, 89), (text, text)) == ((11, 89), (11, 89))
    text = "字" * 10 + "。" + "甲乙丙丁" * 40 + "。" + "末" * 10 + "。"
    assert moved((11, 169), (11, 169), (text, text)) == ((10, 170), (10, 170))


def larger(places: list[Place]) -> list[set[Place]]:
    rows, bounds = PLAIN.larger_neighbours(np.array(places, dtype=np.int64).reshape(-1, 4))
    return [
        {(i0, i1, j0, j1) for i0, i1, j0, j1 in rows[bounds[at] : bounds[at + 1]].tolist()} for at in range(len(places))
    ]


def test_larger_regions_near_by_are_kept_clear_of() -> None:
    name, quotation, sentence = (0, 2, 30, 32), (5, 25, 5, 25), (30, 45, 40, 55)
    assert larger([name, quotation, sentence]) == [{quotation, sentence}, set(), {quotation}]
    assert larger([quotation, quotation]) == [set(), {quotation}]
    assert larger([]) == []


@pytest.mark.parametrize("count", [200])
def test_only_neighbours_on_either_side_are_looked_at(count: int) -> None:
    generator = np.random.default_rng(3)
    places = generator.permutation(count)
    regions = [(20 * at, 20 * at + 9, 20 * int(j), 20 * int(j) + 9 + at % 3) for at, j in enumerate(places)]
    assert max(map(len, larger(regions))) <= 32


def test_equal_words_that_close_a_sentence_on_both_sides_are_matched() -> None:
    """Beside the ends alone, and no further than both sides reach."""
    both = read(*(f"{first} {TEXT} {last}" for first, last in (("Some the", "or so it"), ("All the", "or not it"))))
    sides = tuple(PLAIN.side_of(both.columns, number) for number in range(2))
    with_ends = interpreted("dedup.matching.trimming_kernels").with_ends
    found = np.array([[3, 3], [5, 5]])
    matched, whole = np.array([2, 102, 2, 102]), np.array([0, 105, 0, 105])
    assert with_ends(*sides, found, matched, whole).tolist() == [[1, 1], [3, 3], [5, 5], [102, 102]]
    assert with_ends(*sides, found, matched, matched).tolist() == found.tolist()
    assert with_ends(*sides, found[:0], matched, np.array([0, 105, 2, 102])).tolist() == []
