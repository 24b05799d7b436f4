"""Long passages begin and end with a sentence where one is near; short ones stay exact to the word."""

from __future__ import annotations

import numpy as np
import pytest

from dedup.matching.collection import prepare
from dedup.matching.passages import Region, Side, larger_neighbours, to_sentences
from dedup.model import Span
from dedup.text.outline import outline


def side(text: str) -> Side:
    return Side(prepare([text, "nothing of that kind"]), 0, outline(text))


def sentences(*lengths: int) -> str:
    """Sentences of so many words, every word another one."""
    count = iter(range(10_000))
    return " ".join(" ".join(f"Wort{next(count)}" for _ in range(length)) + "." for length in lengths)


def moved(left: tuple[int, int], right: tuple[int, int], texts: tuple[str, str]) -> tuple[tuple[int, int], ...]:
    region = Region(left=Span(*left), right=Span(*right), rarity=0.5, summary=1)
    found = to_sentences(side(texts[0]), side(texts[1]), region)
    assert (found.rarity, found.summary) == (0.5, 1)
    return (found.left.start, found.left.end), (found.right.start, found.right.end)


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


def region(i0: int, i1: int, j0: int, j1: int) -> Region:
    return Region(left=Span(i0, i1), right=Span(j0, j1))


def test_larger_regions_near_by_are_kept_clear_of() -> None:
    name, quotation, sentence = region(0, 2, 30, 32), region(5, 25, 5, 25), region(30, 45, 40, 55)
    assert larger_neighbours([name, quotation, sentence]) == [[quotation, sentence], [], [quotation]]
    assert larger_neighbours([quotation, quotation]) == [[], [quotation]]
    assert larger_neighbours([]) == []


@pytest.mark.parametrize("count", [200])
def test_only_neighbours_on_either_side_are_looked_at(count: int) -> None:
    generator = np.random.default_rng(3)
    places = generator.permutation(count)
    regions = [region(20 * at, 20 * at + 9, 20 * int(j), 20 * int(j) + 9 + at % 3) for at, j in enumerate(places)]
    assert max(map(len, larger_neighbours(regions))) <= 32
