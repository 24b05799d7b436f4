"""Where labels stand in a drawn network, and that no line runs over them if it need not."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.network.boxes import meet, over
from dedup.network.curves import control, point
from dedup.network.labels import Drawn, drawn, room
from dedup.network.layout import Point, layout

RADIUS, UNIT = 9.0, 150.0
Edges = list[tuple[str, str]]


def planned(keys: list[str], edges: Edges) -> Drawn:
    """The drawing of a network whose names are its keys."""
    places = {key: (x * UNIT, y * UNIT) for key, (x, y) in layout(keys, edges, apart=(1.0, 0.5)).items()}
    return drawn(places, dict.fromkeys(places, RADIUS), {key: room([key], 13.0) for key in places}, edges)


def made(count: int, edges: int) -> tuple[list[str], Edges]:
    """A network that hangs together, of so many outlets."""
    chance = random.Random(count)
    keys = [f"The Outlet No {at}" for at in range(count)]
    found = {(keys[chance.randrange(at)], keys[at]) for at in range(1, count)}
    while len(found) < edges:
        one, other = chance.sample(keys, 2)
        found.add((one, other))
    return keys, sorted(found)


def line(plan: Drawn, edge: tuple[str, str], bend: float) -> list[Point]:
    """A line from the middle of a node to that of another, in 100 straight pieces."""
    source, target = (plan.places[key] for key in edge)
    bow = control(source, target, bend)
    return [point(source, bow, target, step / 100) for step in range(101)]


def crossed(plan: Drawn, edges: Edges) -> list[tuple[str, tuple[str, str]]]:
    """The labels that a line runs over, and the line."""
    return [
        (key, edge)
        for edge, bend in zip(edges, plan.bends, strict=True)
        for key, label in plan.labels.items()
        if over(line(plan, edge, bend), label.box)
    ]


@pytest.mark.parametrize(("count", "edges"), [(2, 2), (3, 3), (3, 6), (10, 12), (10, 16), (30, 34), (30, 40)])
def test_no_line_runs_over_a_label_or_through_a_node(count: int, edges: int) -> None:
    keys, joined = made(count, edges)
    plan = planned(keys, joined)
    assert crossed(plan, joined) == []
    boxes = {key: label.box for key, label in plan.labels.items()}
    assert not [pair for pair in combinations(boxes, 2) if meet(boxes[pair[0]], boxes[pair[1]])]
    for edge, bend in zip(joined, plan.bends, strict=True):
        for key in set(keys) - set(edge):
            assert min(math.dist(each, plan.places[key]) for each in line(plan, edge, bend)) > RADIUS


def test_in_a_tangle_few_labels_are_crossed() -> None:
    keys, joined = made(30, 60)
    straight = {key: (x - 55, y + 12, x + 55, y + 28) for key, (x, y) in planned(keys, joined).places.items()}
    plan = planned(keys, joined)
    below = sum(
        over(line(plan, edge, 0.13), box) > 0 for edge in joined for box in straight.values()
    )  # all below their nodes, all lines bent alike
    assert len(crossed(plan, joined)) <= 6 < below / 4


def test_there_and_back_are_two_lines() -> None:
    plan = planned(["a", "b"], [("a", "b"), ("b", "a")])
    middles = [line(plan, edge, bend)[50] for edge, bend in zip([("a", "b"), ("b", "a")], plan.bends, strict=True)]
    assert math.dist(*middles) > 10


def test_a_name_of_wide_letters_has_more_room() -> None:
    assert room(["日本新聞"], 10.0)[0] > 1.5 * room(["abcd"], 10.0)[0]
    assert room(["ab", "abcd"], 10.0) == (room(["abcd"], 10.0)[0], 2 * room(["ab"], 10.0)[1])
    assert room([], 10.0) == (0.0, 0.0)


names = st.lists(st.text("abcdefgh", min_size=1, max_size=2), min_size=1, max_size=9, unique=True)


@given(names, st.data())
def test_any_network_is_drawn_whole_and_always_the_same(keys: list[str], data: st.DataObject) -> None:
    pairs = [(one, other) for one in keys for other in keys if one != other]
    edges = data.draw(st.lists(st.sampled_from(pairs), unique=True, max_size=14)) if pairs else []
    plan = planned(keys, edges)
    assert plan == planned(data.draw(st.permutations(keys)), edges)
    assert set(plan.labels) == set(keys) and len(plan.bends) == len(edges)
    left, top, right, bottom = plan.box
    for label in plan.labels.values():
        assert left <= label.box[0] <= label.box[2] <= right and top <= label.box[1] <= label.box[3] <= bottom
        for place in plan.places.values():
            assert not meet(label.box, (place[0] - 1, place[1] - 1, place[0] + 1, place[1] + 1))
