"""The oracle of the article level, against plain sets and against what dedup finds."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from articles_oracle import Truth, score, truth
from generate import generate
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.articles import near_duplicates
from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize

WORDS = ("dam", "Reef", "reef", "it’s", "3.5", "Straße", "STRASSE", "ö", "—")


def by_sets(texts: list[str], least: float, size: int) -> dict[tuple[int, int], float]:
    """Every pair of texts, as the definition has it."""
    sets = []
    for text in texts:
        words = [fold_word(text[start:end]) for start, end, _ in tokenize(text)]
        grams = {tuple(words[at : at + size]) for at in range(max(1, len(words) - size + 1))}
        sets.append(grams - {()})
    alike = {
        (low, high): len(sets[low] & sets[high]) / len(sets[low] | sets[high])
        for low, high in combinations(range(len(texts)), 2)
        if sets[low] | sets[high]
    }
    return {pair: jaccard for pair, jaccard in alike.items() if jaccard >= least}


def as_dict(known: Truth) -> dict[tuple[int, int], float]:
    return {(low, high): j for (low, high), j in zip(known.pairs.tolist(), known.jaccard.tolist(), strict=True)}


@given(
    st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=7),
    st.sampled_from([0.01, 0.25, 0.5, 0.7, 1.0]),
    st.integers(1, 5),
)
def test_the_oracle_is_the_definition(texts: list[str], least: float, size: int) -> None:
    assert as_dict(truth(texts, least, size=size)) == by_sets(texts, least, size)


def test_what_a_phrase_of_all_texts_adds_is_counted() -> None:
    stock = "all rights are reserved by the harbour gazette of pellworth"
    texts = [f"{stock} {' '.join(f'w{number}{at}' for at in range(3))}" for number in range(40)]
    known = truth(texts, 0.3)
    assert len(known.pairs) == 40 * 39 // 2
    assert set(known.jaccard.tolist()) == {6 / 12}


def test_short_and_wordless_texts() -> None:
    known = truth(["", "…", "dam", "Dam!", "a b c d", "a b c", "a b c d"], 0.5)
    assert as_dict(known) == {(2, 3): 1.0, (4, 6): 1.0}
    assert truth([], 0.5).pairs.shape == (0, 2)


def test_pairs_are_sorted_and_cut_at_a_similarity() -> None:
    texts = [each.text for each in generate(150)]
    known = truth(texts, 0.2)
    assert known.pairs.tolist() == sorted(known.pairs.tolist())
    assert len(known.reaching(0.9)) < len(known.reaching(0.2)) == len(known.pairs) > 5
    assert as_dict(truth(texts, 0.7)) == {pair: j for pair, j in as_dict(known).items() if j >= 0.7}
    with pytest.raises(ValueError, match=r"from 0\.2"):
        known.reaching(0.1)
    with pytest.raises(ValueError, match="above 0"):
        truth(texts, 0.0)


def test_dedup_finds_what_the_oracle_knows() -> None:
    texts = [each.text for each in generate(300)]
    known = truth(texts, 0.7)
    found = near_duplicates(texts, jaccard=0.7, compiled=False)
    assert len(known.pairs) > 10
    np.testing.assert_array_equal(found.pairs, known.pairs)
    np.testing.assert_array_equal(found.jaccard, known.jaccard)


def test_recall_and_precision() -> None:
    known = Truth(
        texts=9, least=0.5, pairs=np.array([[0, 1], [2, 3], [4, 5], [6, 7]]), jaccard=np.array([1.0, 0.7, 0.69, 0.5])
    )
    told = [(1, 0), (0, 1), (4, 5), (7, 8)]
    at_7, at_5 = score(told, known, 0.7), score(told, known, 0.5)
    assert (at_7.recall, at_7.precision) == (1 / 2, 1 / 3)
    assert (at_5.recall, at_5.precision) == (2 / 4, 2 / 3)
    assert (score([], known, 0.7).recall, score([], known, 0.7).precision) == (0.0, None)
    nothing = Truth(texts=2, least=0.5, pairs=np.empty((0, 2), np.int64), jaccard=np.empty(0))
    assert (score([(0, 1)], nothing, 0.7).recall, score([(0, 1)], nothing, 0.7).precision) == (None, 0.0)
