"""Regions to passages: both forms of the kernels agree, batches change nothing, and the sides can be exchanged."""

from __future__ import annotations

from collections import Counter
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_alignments import texts
from made_texts import edited, sentence

from dedup.compiled import compiled, interpreted
from dedup.matching.columns import Batch
from dedup.matching.passages import Placed, Region, Texts, align, aligned_of, oriented, regions_of
from dedup.matching.presets import LONGFORM, NEWS, Preset
from dedup.model import Span

KERNELS = "dedup.matching.passage_kernels"
PLAIN = interpreted(KERNELS)
WORTH = interpreted("dedup.matching.worth_kernels")


def written(random: Random, words: list[str]) -> str:
    """Words as sentences and paragraphs, some of them between quotation marks."""
    parts = []
    while words:
        cut = random.randint(3, 14)
        part, words = " ".join(words[:cut]), words[cut:]
        part = f"“{part},” she said." if random.random() < 0.3 else part.capitalize() + "."
        parts.append(part + ("\n\n" if random.random() < 0.3 else " "))
    return "".join(parts)


def made(seed: int) -> tuple[Texts, list[Placed]]:
    """Some texts made of each other, with stock wording here and there, and regions of them."""
    random = Random(seed)
    stories = [sentence(random, random.randint(20, 90)) for _ in range(2)]
    own = [written(random, [*edited(random, random.choice(stories), 0.3), *sentence(random, 9)]) for _ in range(3)]
    every = texts(own[0], own[1], own[2], own[0])
    every.columns.stock[np.array([random.random() < 0.1 for _ in every.columns.stock])] = random.randint(0, 2)
    lengths = np.diff(every.columns.offsets).tolist()

    def span(low: int, high: int) -> Span:
        start = random.randint(low, high - 1)
        return Span(start, random.randint(start + 1, high))

    regions = []
    for left in range(4):
        for right in range(left, 4):
            for _ in range(random.randint(0, 3)):
                half = lengths[left] // 2  # a text repeats itself behind its own stretch
                one, two = (
                    (span(0, half), span(half, lengths[left]))
                    if left == right
                    else (span(0, lengths[left]), span(0, lengths[right]))
                )
                region = Region(left=one, right=two, rarity=random.random(), summary=random.choice([0, 0, 1, 2]))
                regions.append((left, right, region))
    return every, regions


def columns(batch: Batch) -> dict[str, list[object]]:
    return {name: column.tolist() for name, column in batch._asdict().items()}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6), st.sampled_from([NEWS, LONGFORM]), st.booleans())
def test_compiled_is_interpreted_to_the_last_digit(seed: int, preset: Preset, whole: bool) -> None:
    every, regions = made(seed)
    limits = every.limits(preset, trim_framing=preset.trim_framing, whole=whole, reasons=3)
    fast, plain = (align(form(KERNELS), every, regions_of(regions), limits) for form in (compiled, interpreted))
    assert columns(fast) == columns(plain)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 10**6))
def test_a_pair_of_texts_is_aligned_alike_in_any_batch(seed: int) -> None:
    every, regions = made(seed)
    limits = every.limits(NEWS, trim_framing=True, reasons=3)
    together = align(compiled(KERNELS), every, regions_of(regions), limits)
    for pair in sorted({each[:2] for each in regions}):
        numbers = [at for at, each in enumerate(regions) if each[:2] == pair]
        alone = align(compiled(KERNELS), every, regions_of([regions[at] for at in numbers]), limits)
        for at, number in enumerate(numbers):
            region = regions[number][2]
            assert aligned_of(alone, at, region) == aligned_of(together, number, region)


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 10**6))
def test_what_every_aligned_region_holds(seed: int) -> None:
    every, regions = made(seed)
    batch = align(compiled(KERNELS), every, regions_of(regions), every.limits(NEWS, trim_framing=True, reasons=3))
    table = every.columns
    for at, (left, right, region) in enumerate(regions):
        aligned = aligned_of(batch, at, region)
        if aligned is None:
            continue
        keys = [table.keys[table.offsets[text] : table.offsets[text + 1]] for text in (left, right)]
        one, two = aligned.region.left, aligned.region.right
        assert 0 <= one.start < one.end <= len(keys[0]) and 0 <= two.start < two.end <= len(keys[1])
        assert all(one.start <= i < one.end and two.start <= j < two.end for i, j in aligned.matched)
        assert all(keys[0][i] == keys[1][j] for i, j in aligned.matched)
        assert 0.0 <= aligned.density <= 1.0 and 0.0 <= aligned.names <= 1.0
        assert batch.bare_evidence[at] <= aligned.evidence
        words, stock, reason = batch.stock[at].tolist()
        marks = [table.stock[table.offsets[text] : table.offsets[text + 1]] for text in (left, right)]
        either = [(marks[0][i], marks[1][j]) for i, j in aligned.matched if max(marks[0][i], marks[1][j]) >= 0]
        told = Counter(int(max(pair) if min(pair) < 0 else min(pair)) for pair in either)
        assert (words, stock) == (len(aligned.matched), len(either))
        assert reason == (min(told, key=lambda each: (-told[each], each)) if told else -1)


@given(st.integers(0, 10**6))
def test_words_in_common_are_the_same_from_either_side(seed: int) -> None:
    random = Random(seed)
    words = sentence(random, 12)
    both = texts(" ".join(words), " ".join([*edited(random, words, 0.4), *sentence(random, 3)]))
    one, two = (PLAIN.side_of(both.columns, number) for number in range(2))
    place = [0, one.keys.size, 0, two.keys.size]
    found = WORTH.shared_words(one, two, place, both.lexicon)
    assert found == WORTH.shared_words(two, one, [*place[2:], *place[:2]], both.lexicon)
    bags = Counter(one.keys.tolist()), Counter(two.keys.tolist())
    assert found[1:] == ((bags[0] & bags[1]).total(), (bags[0] | bags[1]).total())
    weight = both.lexicon.weight
    above, below = (sum(weight[key] * bag[key] for key in bag) for bag in (bags[0] & bags[1], bags[0] | bags[1]))
    assert found[0] == pytest.approx(above / below)


def test_regions_are_what_they_were_made_of() -> None:
    _, placed = made(2)
    regions = regions_of(placed)
    assert list(regions) == placed and len(regions) == len(placed) > 4
    assert list(regions.part(1, 3)) == placed[1:3]
    assert regions == regions_of(list(regions)) != regions.part(0, 3)
    assert list(regions_of([])) == []


def test_oriented_regions_have_the_text_on_their_left_that_sorts_first() -> None:
    here, there = Span(3, 9), Span(20, 25)
    placed = [
        (0, 1, Region(left=here, right=there, rarity=0.5, summary=1)),
        (0, 2, Region(left=there, right=here, summary=1)),
        (1, 1, Region(left=here, right=there)),
        (1, 2, Region(left=here, right=there, summary=2)),
        (1, 2, Region(left=Span(5, 9), right=Span(1, 2))),
    ]
    found = list(oriented(regions_of(placed), ["b", "a", "c"]))
    assert found == [
        (0, 2, placed[1][2]),
        (1, 0, Region(left=there, right=here, rarity=0.5, summary=2)),
        (1, 1, placed[2][2]),
        (1, 2, placed[3][2]),
        (1, 2, placed[4][2]),
    ]
    assert list(oriented(regions_of(found), ["b", "a", "c"])) == found
    # The texts in another order: the same regions, by the texts that they are of.
    number = [2, 0, 1]
    again = [(number[one], number[two], region) for one, two, region in placed]
    assert {(number[one], number[two], region) for one, two, region in found} == set(
        oriented(regions_of(again), ["a", "c", "b"])
    )
    assert len(oriented(regions_of([]), [])) == 0
