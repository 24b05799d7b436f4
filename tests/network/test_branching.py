"""The maximum branching against networkx, against all trees, and what it costs."""

from __future__ import annotations

import random
from itertools import product

import networkx
import pytest
from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.network.branching import maximum_branching

Edges = list[tuple[int, int, int]]


@st.composite
def graphs(draw: st.DrawFn, largest: int = 7, scores: st.SearchStrategy[int] | None = None) -> tuple[int, Edges]:
    size = draw(st.integers(1, largest))
    node = st.integers(0, size - 1)
    chosen = scores if scores is not None else st.integers(-4, 9)
    return size, draw(st.lists(st.tuples(node, node, chosen), max_size=3 * size))


def score(edges: Edges, entering: list[int | None]) -> int:
    return sum(edges[number][2] for number in entering if number is not None)


def is_branching(edges: Edges, entering: list[int | None]) -> bool:
    for node, number in enumerate(entering):
        if number is None:
            continue
        if edges[number][1] != node or edges[number][2] <= 0:
            return False
        seen, at = {node}, edges[number][0]
        while (above := entering[at]) is not None and at not in seen:
            seen.add(at)
            at = edges[above][0]
        if at in seen:
            return False
    return True


@settings(max_examples=300, deadline=None)
@given(graphs())
def test_it_scores_what_networkx_finds(graph: tuple[int, Edges]) -> None:
    size, edges = graph
    entering = maximum_branching(size, edges)
    assert is_branching(edges, entering)
    oracle = networkx.MultiDiGraph()
    oracle.add_nodes_from(range(size))
    oracle.add_edges_from(("root", node, {"weight": 0}) for node in range(size))
    best: dict[tuple[int, int], int] = {}
    for tail, head, value in edges:
        best[tail, head] = max(best.get((tail, head), value), value)
    plain = networkx.DiGraph(oracle)
    plain.add_weighted_edges_from((tail, head, value) for (tail, head), value in best.items() if tail != head)
    tree = networkx.maximum_spanning_arborescence(plain, attr="weight", preserve_attrs=True)
    assert score(edges, entering) == sum(data["weight"] for *_, data in tree.edges(data=True))


@settings(max_examples=150, deadline=None)
@given(graphs(largest=4))
def test_no_other_choice_of_edges_scores_more(graph: tuple[int, Edges]) -> None:
    size, edges = graph
    into = [[None, *(at for at, edge in enumerate(edges) if edge[1] == node)] for node in range(size)]
    some = [list(choice) for choice in product(*(each[:6] for each in into))]
    best = max(score(edges, choice) for choice in some if is_branching(edges, choice))
    assert score(edges, maximum_branching(size, edges)) >= best


@settings(max_examples=150, deadline=None)
@given(graphs(scores=st.integers(1, 10**12)), st.randoms(use_true_random=False))
def test_renamed_nodes_and_shuffled_edges_give_the_same_branching(
    graph: tuple[int, Edges], chance: random.Random
) -> None:
    size, edges = graph
    # Scores whose every sum is its own: nothing is left to how nodes and edges are numbered.
    edges = [(tail, head, (value << 40) + (1 << at)) for at, (tail, head, value) in enumerate(edges)]
    order, names = list(range(len(edges))), list(range(size))
    chance.shuffle(order)
    chance.shuffle(names)
    moved = [(names[edges[at][0]], names[edges[at][1]], edges[at][2]) for at in order]
    found = maximum_branching(size, moved)
    back = [None if (number := found[names[node]]) is None else order[number] for node in range(size)]
    assert back == maximum_branching(size, edges)


def test_a_tie_goes_to_a_root_then_to_the_earlier_node_then_to_the_earlier_edge() -> None:
    assert maximum_branching(2, [(0, 1, 0), (1, 0, 0)]) == [None, None]
    assert maximum_branching(2, [(0, 1, 3), (1, 0, 3)]) == [None, 0]
    assert maximum_branching(2, [(1, 0, 3), (0, 1, 3)]) == [None, 1]
    assert maximum_branching(3, [(1, 2, 5), (0, 2, 5)]) == [None, None, 0]


def test_a_cycle_is_opened_where_that_costs_least_or_from_without() -> None:
    ring = [(0, 1, 9), (1, 2, 9), (2, 0, 4)]
    assert maximum_branching(3, ring) == [None, 0, 1]
    entered = [*ring, (3, 2, 8)]
    assert maximum_branching(4, entered) == [2, 0, 3, None]


def test_nested_cycles_are_opened_one_by_one() -> None:
    edges = [(0, 1, 10), (1, 0, 10), (1, 2, 8), (2, 1, 8), (2, 3, 6), (3, 2, 6)]
    entering = maximum_branching(4, edges)
    assert is_branching(edges, entering) and score(edges, entering) == 24


@pytest.mark.parametrize("shape", ["chain", "star", "ring"])
def test_the_work_grows_with_the_edges(shape: str) -> None:
    """Thousands of equal copies hang together in chains, each direction as likely as the other."""

    def job(size: int) -> object:
        if shape == "star":
            edges = [(0, node, 5) for node in range(1, size)] + [(node, 0, 5) for node in range(1, size)]
        else:
            edges = [(node, node + 1, 5) for node in range(size - 1)] + [
                (node + 1, node, 5) for node in range(size - 1)
            ]
            edges += [(size - 1, 0, 7)] if shape == "ring" else []
        return maximum_branching(size, edges)

    assert growth(job, 300) < 1.6
