"""What the signals are measured on, and how: transplants are made as told, and the area is that of the curve."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from text_signals import area, wilson
from transplants import Story, transplants

SUBJECT = ("reservoir", "spillway", "engineer", "turbine", "sluice", "embankment", "keeper", "penstock")


def story(id: str, outlet: str, shift: int, day: str = "2031-03-04") -> Story:
    words = itertools.cycle(SUBJECT)
    paragraphs = [
        " ".join(f"{next(words)} {outlet}{number + shift}{place}" for place in range(35)) for number in range(9)
    ]
    return Story(id=id, outlet=outlet, day=day, topic="dams", paragraphs=tuple(paragraphs))


def others(count: int) -> list[Story]:
    """Articles on other subjects, so that the words of the one above tell something."""
    return [
        Story(id=f"z{n}", outlet=f"z{n}", day="2031-01-01", topic="else", paragraphs=(f"word{n} thing{n} " * 20,) * 5)
        for n in range(count)
    ]


def test_a_transplant_stands_in_both_and_its_direction_is_known() -> None:
    one, two = story("a", "alpha", 0), story("b", "beta", 0)
    (window,) = transplants([one, two, *others(20)], 1, 5)
    assert window.left[window.left_span.start : window.left_span.end] == (
        passage := window.right[window.right_span.start : window.right_span.end]
    )
    source = one if window.source == "a" else two
    assert passage in "\n\n".join(source.paragraphs)
    text = window.left if window.direction == "left-to-right" else window.right
    other = window.right if window.direction == "left-to-right" else window.left
    assert set(text.split()) <= set("\n\n".join(source.paragraphs).split())
    assert not set(other.split()) <= set("\n\n".join(source.paragraphs).split())
    assert len(window.left.split()) == len(window.right.split())
    assert window.left[: window.left_span.start].split() != window.right[: window.right_span.start].split()


def test_only_articles_of_one_day_and_two_outlets_are_paired() -> None:
    one = story("a", "alpha", 0)
    for other in (story("b", "beta", 0, day="2031-03-05"), story("b", "alpha", 500)):
        assert not list(transplants([one, other, *others(20)], 1, 5))


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=30))
def test_the_area_is_the_chance_of_a_vote_for_the_truth_to_be_the_higher(values: list[int]) -> None:
    plain = sum((one > -other) + (one == -other) / 2 for one in values for other in values)
    assert area([float(value) for value in values]) == pytest.approx(plain / len(values) ** 2)


def test_wilsons_interval() -> None:
    assert wilson(8, 10) == pytest.approx((0.490, 0.943), abs=0.001)
