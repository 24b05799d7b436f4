"""Marginals by the matrix-tree theorem against all trees, one by one."""

from __future__ import annotations

import math
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.network.marginals import edge_marginals

Odds = dict[tuple[int, int], float]


def by_enumeration(size: int, odds: Odds) -> tuple[Odds, list[float]]:
    """Every tree below the virtual root, with its weight."""
    edges, roots, total = dict.fromkeys(odds, 0.0), [0.0] * size, 0.0
    for parents in product([None, *range(size)], repeat=size):
        weight = 1.0
        for node, parent in enumerate(parents):
            weight *= 1.0 if parent is None else odds.get((parent, node), 0.0) if parent != node else 0.0
            seen, at = {node}, parent
            while at is not None and at not in seen:
                seen.add(at)
                at = parents[at]
            weight *= at is None
        total += weight
        for node, parent in enumerate(parents):
            if parent is None:
                roots[node] += weight
            elif (parent, node) in edges:
                edges[parent, node] += weight
    return {edge: weight / total for edge, weight in edges.items()}, [weight / total for weight in roots]


@st.composite
def graphs(draw: st.DrawFn, largest: int = 4) -> tuple[int, Odds]:
    size = draw(st.integers(1, largest))
    edges = [(tail, head) for tail in range(size) for head in range(size) if tail != head]
    odd = st.floats(-6, 6).map(lambda power: 10.0**power) | st.just(0.0)
    return size, {edge: draw(odd) for edge in edges if draw(st.booleans())}


@settings(max_examples=200, deadline=None)
@given(graphs())
def test_it_equals_the_sum_over_all_trees(graph: tuple[int, Odds]) -> None:
    size, odds = graph
    edges, roots = edge_marginals(size, odds)
    expected_edges, expected_roots = by_enumeration(size, odds)
    assert edges == pytest.approx(expected_edges, abs=1e-8)
    assert roots == pytest.approx(expected_roots, abs=1e-8)


def test_five_nodes_with_every_edge() -> None:
    odds = {(a, b): 0.3 + ((7 * a + 3 * b) % 11) for a in range(5) for b in range(5) if a != b}
    edges, roots = edge_marginals(5, odds)
    expected_edges, expected_roots = by_enumeration(5, odds)
    assert edges == pytest.approx(expected_edges, abs=1e-12)
    assert roots == pytest.approx(expected_roots, abs=1e-12)


@settings(max_examples=50, deadline=None)
@given(graphs(largest=12))
def test_each_node_has_one_parent(graph: tuple[int, Odds]) -> None:
    size, odds = graph
    edges, roots = edge_marginals(size, odds)
    for node in range(size):
        assert roots[node] + math.fsum(edges[edge] for edge in edges if edge[1] == node) == pytest.approx(1.0, abs=1e-7)


def test_extreme_odds_on_two_hundred_nodes_stay_finite_and_add_up() -> None:
    size = 200
    odds = {(at, at + 1): 1e6 for at in range(size - 1)} | {(at + 1, at): 1e6 for at in range(size - 1)}
    edges, roots = edge_marginals(size, odds)
    assert all(0.0 <= value <= 1.0 for value in (*edges.values(), *roots))
    # Of equals in a chain each is the first as likely as any other, were it never cut; at such odds it hardly is.
    assert roots == pytest.approx([1 / size] * size, rel=2e-2)
    assert edges[0, 1] == pytest.approx(1 / size, rel=2e-2)
    assert edges[size - 2, size - 1] == pytest.approx(1 - 1 / size, rel=2e-2)


def test_two_nodes_give_back_the_verdict_and_loops_are_ignored() -> None:
    edges, roots = edge_marginals(2, {(0, 1): 0.5 / 0.3, (1, 0): 0.2 / 0.3, (0, 0): 5.0})
    assert edges == pytest.approx({(0, 1): 0.5, (1, 0): 0.2})
    assert roots == pytest.approx([0.8, 0.5])
