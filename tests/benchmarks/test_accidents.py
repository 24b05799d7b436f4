"""What is counted as planted, and as an accident."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from accidents import count, planted_pairs, related
from generate import Recipe, generate
from hypothesis import given
from hypothesis import strategies as st

from dedup.matching.collection import prepare


@given(st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=12))
def test_related_are_those_that_pairs_join(pairs: list[tuple[int, int]]) -> None:
    """Against the closure, made pair by pair."""
    joined = {at: {at} for at in range(12)}
    for one, other in pairs:
        both = joined[one] | joined[other]
        joined.update(dict.fromkeys(both, both))
    assert related(pairs, 12) == [min(joined[at]) for at in range(12)]


def test_planted_are_copies_of_one_article_and_quotations_of_one_another() -> None:
    articles = list(generate(60, Recipe(seed=3, copies=0.4, quoted=0.3)))
    number = {each.id: at for at, each in enumerate(articles)}
    planted = planted_pairs(articles)
    assert any(each.quotes for each in articles) and any(each.copy_of for each in articles)
    for low, high in combinations(range(60), 2):
        one, other = articles[low], articles[high]
        copies = other.copy_of == one.id or (one.copy_of is not None and one.copy_of == other.copy_of)
        assert ((low, high) in planted) == (copies or other.quotes == one.id)
    assert all(number[each.copy_of] < at for at, each in enumerate(articles) if each.copy_of)


def test_planted_pairs_are_found_and_others_are_accidents() -> None:
    articles = list(generate(40, Recipe(seed=3, copies=0.4, replaced=(0.0, 0.05))))
    texts = [each.text for each in articles]
    planted = planted_pairs(articles)
    family = related(planted, 40)
    before = count(prepare(texts), planted, "growing")
    assert before.planted == before.found == len(planted) > 5
    pairs = np.array([(low, high) for low, high in combinations(range(40), 2) if family[low] != family[high]])
    for low, high in pairs[:: len(pairs) // 40][:40].tolist():
        texts[low] += f" harbour{low} spillway{high} rubber{low} stamp{high} verdict{low}"
        texts[high] += f" harbour{low} spillway{high} rubber{low} stamp{high} verdict{low}"
    after = count(prepare(texts), planted, "growing")
    assert after.found == before.found
    assert before.accidents + 30 < after.accidents <= len(pairs)
