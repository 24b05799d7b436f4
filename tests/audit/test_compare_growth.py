"""Passages that grow and summaries: what two texts share is the same from either side, and told once."""

from __future__ import annotations

from itertools import combinations
from random import Random
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_articles import pair
from test_compare import by_place, mirror

from dedup import Article, Match, Settings, audit, compare

_SYLLABLES = "ba co di fu ga ho ju ka li mo nu pe ra so ti vu".split()
LENIENT = Settings(min_confidence=0.0, min_words=3)


def sentence(random: Random, length: int = 14) -> list[str]:
    return [
        random.choice(["the", "of", "and", "in", "was"])
        if random.random() < 0.4
        else "".join(random.choice(_SYLLABLES) for _ in range(3))
        for _ in range(length)
    ]


def rewritten(random: Random, words: list[str]) -> list[str]:
    kept = [word for word in words if random.random() < 0.8]
    if random.random() < 0.5:
        at = random.randrange(len(kept) + 1)
        kept = [*kept[at:], *kept[:at]]
    return kept


def articles(seed: int, picked: int) -> tuple[Article, Article]:
    """A text of forty sentences and one that repeats `picked` of them, rewritten, in one place."""
    random = Random(seed)
    source = [sentence(random) for _ in range(40)]
    own = [sentence(random) for _ in range(12)]
    chosen = [rewritten(random, source[at]) for at in sorted(random.sample(range(40), picked))]
    texts = (
        "\n\n".join(
            " ".join(" ".join(part).capitalize() + "." for part in parts[at : at + 5]) for at in range(0, 40, 5)
        )
        for parts in (source, [*own[:6], *chosen, *own[6:]])
    )
    one, two = texts
    return Article(id="one", text=one), Article(id="two", text=two)


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 10_000), st.integers(1, 12), st.sampled_from(["news", "longform"]))
def test_the_other_way_round_is_the_mirror(seed: int, picked: int, preset: Literal["news", "longform"]) -> None:
    one, two = articles(seed, picked)
    chosen = Settings(preset=preset, min_confidence=0.0, min_words=3)
    found = compare(one, two, chosen)
    assert by_place(tuple(map(mirror, found))) == by_place(compare(two, one, chosen))


def test_the_made_texts_hold_summaries() -> None:
    found = [compare(*articles(seed, 10), Settings(preset="longform")) for seed in range(4)]
    assert any(len(match.left.text) > 4 * len(match.right.text) for each in found for match in each)


def within(one: Match, other: Match) -> bool:
    """Whether a match lies in another on both sides."""
    sides = ((one.left, other.left), (one.right, other.right))
    return all(inner.start >= outer.start and inner.end <= outer.end for inner, outer in sides)


@pytest.mark.parametrize("preset", ["news", "longform"])
@pytest.mark.parametrize("seed", range(6))
def test_no_match_lies_within_another(seed: int, preset: Literal["news", "longform"]) -> None:
    chosen = Settings(preset=preset, min_confidence=0.3, min_words=5)
    for left, right in (articles(seed, 9), pair(seed)):
        found = compare(left, right, chosen)
        assert not any(within(one, two) or within(two, one) for one, two in combinations(found, 2))


@pytest.mark.parametrize("seed", range(5))
def test_what_a_text_repeats_of_itself_never_grows_into_itself(seed: int) -> None:
    random = Random(seed)
    shared, between = sentence(random, 14), sentence(random, 12 + seed)
    near = [*between[:3], *random.sample(between, 5)]  # words that the two ends have in common
    text = " ".join([*sentence(random, 9), *shared, *between, *near, *rewritten(random, shared), *between[:5]])
    report = audit([Article(id="a", text=text.capitalize() + ".")], LENIENT)
    assert all(each.match.left.end <= each.match.right.start for each in report.set_aside)
