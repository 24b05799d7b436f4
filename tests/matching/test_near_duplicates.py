"""Near-duplicate articles against the comparison of all pairs: precision exact, recall as banding promises."""

from __future__ import annotations

from itertools import combinations
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import edited, sentence

from dedup.matching.articles import CLIQUE, RECALL, bands_for, near_duplicates
from dedup.sketch.bands import Bands
from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize


def grams(text: str) -> set[tuple[str, ...]]:
    words = [fold_word(text[start:end]) for start, end, _ in tokenize(text)]
    return {tuple(words[at : at + 5]) for at in range(max(1, len(words) - 4))} if words else set()


def similarity(left: set[tuple[str, ...]], right: set[tuple[str, ...]]) -> float:
    return len(left & right) / len(left | right) if left | right else 0.0


def copies(seed: int, texts: int) -> list[str]:
    """Texts of 60 to 120 words and copies of them with ever more edits."""
    random = Random(seed)
    found: list[str] = []
    while len(found) < texts:
        words = sentence(random, random.randint(60, 120))
        found.extend(" ".join(edited(random, words, share)) for share in (0.0, 0.01, 0.03, 0.06, 0.1))
    random.shuffle(found)
    return found


@pytest.mark.parametrize("jaccard", [0.3, 0.5, 0.7, 0.9])
def test_every_pair_reported_is_one_and_nearly_every_one_is_reported(jaccard: float) -> None:
    texts = copies(1, 120)
    sets = [grams(text) for text in texts]
    exact = {(one, two): similarity(sets[one], sets[two]) for one, two in combinations(range(len(texts)), 2)}
    wanted = {pair for pair, value in exact.items() if value >= jaccard}
    for compiled in (False, True):
        found = near_duplicates(texts, jaccard=jaccard, compiled=compiled)
        pairs = [tuple(pair) for pair in found.pairs.tolist()]
        assert pairs == sorted(set(pairs)) and set(pairs) <= wanted
        assert found.jaccard.tolist() == pytest.approx([exact[pair] for pair in pairs])
        assert found.candidates >= len(pairs)
        chances = [Bands(bands=32, rows=4).probability(exact[pair]) for pair in wanted]
        deviation = sum(chance * (1 - chance) for chance in chances) ** 0.5
        assert len(pairs) >= sum(chances) - 3 * deviation
        if jaccard >= 0.7:
            assert set(pairs) == wanted


@settings(deadline=None, max_examples=40)
@given(st.lists(st.lists(st.sampled_from("dam of river the council".split()), max_size=9).map(" ".join), max_size=8))
def test_both_paths_agree_and_say_the_exact_similarity(texts: list[str]) -> None:
    slow, fast = (near_duplicates(texts, jaccard=0.2, compiled=compiled) for compiled in (False, True))
    assert slow.pairs.tolist() == fast.pairs.tolist() and slow.jaccard.tolist() == fast.jaccard.tolist()
    assert (slow.candidates, slow.buckets_chained) == (fast.candidates, fast.buckets_chained)
    for (one, two), value in zip(slow.pairs.tolist(), slow.jaccard.tolist(), strict=True):
        assert value == pytest.approx(similarity(grams(texts[one]), grams(texts[two])))


def test_short_and_empty_texts() -> None:
    found = near_duplicates(["dam", "", "Dam!", "…", "a b c d", "a b c d"], jaccard=0.7)
    assert found.pairs.tolist() == [[0, 2], [4, 5]] and found.jaccard.tolist() == [1.0, 1.0]
    assert near_duplicates([], jaccard=0.7).pairs.shape == (0, 2)


def test_thousands_of_equal_texts_give_a_chain() -> None:
    text = " ".join(sentence(Random(2), 30))
    found = near_duplicates([text] * 3_000, jaccard=0.7)
    assert found.pairs.tolist() == [[at, at + 1] for at in range(2_999)]
    assert found.candidates == 2_999 and found.buckets_chained == 32


def test_a_group_of_the_clique_size_gives_all_pairs() -> None:
    text = " ".join(sentence(Random(3), 30))
    assert len(near_duplicates([text] * CLIQUE, jaccard=0.7).pairs) == CLIQUE * (CLIQUE - 1) // 2


def test_the_threshold_counts_as_reached() -> None:
    words = sentence(Random(4), 40)
    texts = [" ".join(words), " ".join(words[:30])]  # 26 of 36 five-grams
    assert len(near_duplicates(texts, jaccard=26 / 36).pairs) == 1
    assert len(near_duplicates(texts, jaccard=np.nextafter(26 / 36, 1.0)).pairs) == 0


def test_seed_and_number_of_permutations_are_those_asked_for() -> None:
    texts = copies(5, 60)
    candidates = {
        near_duplicates(texts, jaccard=0.6, num_perm=num_perm, seed=seed).candidates
        for num_perm, seed in ((16, 1), (16, 2), (16, 3), (256, 1))
    }
    assert len(candidates) > 1


@pytest.mark.parametrize("num_perm", [16, 64, 128, 100])
@pytest.mark.parametrize("jaccard", [0.05, 0.3, 0.5, 0.7, 0.9])
def test_bands_follow_from_the_similarity_asked_for(num_perm: int, jaccard: float) -> None:
    bands = bands_for(num_perm, jaccard)
    assert bands.bands * bands.rows <= num_perm
    if bands.rows > 1:
        assert bands.probability(jaccard) >= RECALL
    steeper = Bands(bands=num_perm // (bands.rows + 1), rows=bands.rows + 1)
    assert steeper.probability(jaccard) < RECALL
