"""Where the nodes of a drawn network stand."""

from __future__ import annotations

import math
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.network.layout import layout

keys = st.lists(st.text("abcdefgh", min_size=1, max_size=2), max_size=14, unique=True)


def test_nothing_has_no_places_and_one_stands_at_the_corner() -> None:
    assert layout([], []) == {}
    assert layout(["a"], []) == {"a": (0.0, 0.0)}


def test_an_edge_is_one_long_and_a_chain_lies() -> None:
    places = layout("abcd", ["ab", "bc", "cd"])
    assert [round(math.dist(places[one], places[two]), 1) for one, two in ["ab", "bc", "cd"]] == [1.0, 1.0, 1.0]
    xs = [x for x, _ in places.values()]
    assert max(xs) > 2.5, "not along the page"


def test_the_hub_of_a_star_stands_in_its_middle() -> None:
    places = layout("abcdefg", [("a", other) for other in "bcdefg"])
    middle = [sum(place[axis] for place in places.values()) / 7 for axis in (0, 1)]
    assert math.dist(places["a"], middle) < 0.3


@pytest.mark.parametrize("count", [40, 80])
def test_many_around_one_have_room_too_and_stand_around_it(count: int) -> None:
    leaves = [f"n{at:02}" for at in range(count)]
    places = layout(["hub", *leaves], [("hub", leaf) for leaf in leaves], apart=(0.85, 0.6))
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) > 0.84 or abs(one[1] - other[1]) > 0.59
    width, height = (max(place[axis] for place in places.values()) for axis in (0, 1))
    assert 0.75 < width / height < 1.6


def test_parts_do_not_lie_over_each_other() -> None:
    places = layout("abcdef", ["ab", "bc", "ac", "de", "ef", "df"])
    first, second = ([places[key] for key in part] for part in ("abc", "def"))
    apart_across = max(x for x, _ in first) < min(x for x, _ in second)
    apart_down = max(y for _, y in first) < min(y for _, y in second)
    assert apart_across or apart_down


def test_edges_to_unknown_nodes_and_to_itself_make_no_difference() -> None:
    assert layout("ab", ["ab", "aa", "ax"]) == layout("ab", ["ab"])


@given(keys, st.data())
def test_the_order_of_the_input_makes_no_difference_and_labels_have_room(found: list[str], data: st.DataObject) -> None:
    edges = data.draw(st.lists(st.sampled_from(list(combinations(found, 2))), max_size=30)) if len(found) > 1 else []
    places = layout(found, edges)
    turned = [(other, one) for one, other in reversed(edges)]
    assert layout(data.draw(st.permutations(found)), turned + turned) == places
    assert set(places) == set(found)
    assert all(math.isfinite(x) and math.isfinite(y) and x >= 0 and y >= 0 for x, y in places.values())
    for one, other in combinations(places.values(), 2):
        assert abs(one[0] - other[0]) > 0.85 or abs(one[1] - other[1]) > 0.45
