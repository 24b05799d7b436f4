"""Clusters are connected components, and claim the pairs they were given."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.clusters import clusters

names = st.sampled_from("abcdefghijkl")
edges = st.lists(
    st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: (min(pair), max(pair))),
    max_size=16,
)


def by_letter(article: str) -> tuple[int]:
    return (-ord(article[0]),)


@settings(deadline=None)
@given(edges)
def test_clusters_are_the_components(pairs: list[tuple[str, str]]) -> None:
    found = clusters(pairs, by_letter)
    graph = nx.Graph(pairs)
    assert {frozenset(each.articles) for each in found} == {frozenset(part) for part in nx.connected_components(graph)}
    assert sorted(pair for each in found for pair in each.pairs) == sorted(set(pairs))
    for each in found:
        assert list(each.articles) == sorted(each.articles) and list(each.pairs) == sorted(each.pairs)
        assert all({left, right} <= set(each.articles) for left, right in each.pairs)
        assert each.representative == max(each.articles)  # the lowest rank
    assert [each.id for each in found] == list(range(1, len(found) + 1))
    order = [(-len(each.articles), each.articles[0]) for each in found]
    assert order == sorted(order)


@settings(deadline=None)
@given(edges, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_pairs_never_matters(pairs: list[tuple[str, str]], random: object) -> None:
    again = [*pairs, *pairs]
    random.shuffle(again)  # type: ignore[attr-defined]
    assert clusters(again, by_letter) == clusters(pairs, by_letter)


def test_a_chain_is_one_cluster_and_claims_no_edge_between_its_ends() -> None:
    (found,) = clusters([("a", "b"), ("b", "c")], by_letter)
    assert found.articles == ("a", "b", "c") and found.pairs == (("a", "b"), ("b", "c"))


def test_a_tie_of_ranks_goes_to_the_smaller_id() -> None:
    (found,) = clusters([("b", "c"), ("a", "c")], lambda article: (0,))
    assert found.representative == "a"


def test_nothing_connected() -> None:
    assert clusters([], by_letter) == ()


def test_a_long_chain_needs_no_deep_recursion() -> None:
    ids = [f"{number:06}" for number in range(20_000)]
    (found,) = clusters(pairwise(ids), lambda article: (article,))
    assert len(found.articles) == 20_000 and found.representative == "000000"
