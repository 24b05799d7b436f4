"""A body is called by its whole name, and "the company" is the one business that a text speaks of."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

GATE = "the gate had been open since noon and the water ran through it"
RELEASE = f"The company said in a press release that {GATE}."
HAS = [
    "Shares of {} fell", "Shares in {} fell", "Few of {}’s customers knew", "It rained when {} shares fell",
    "The board met {}’s investors",
]  # fmt: skip


def names(text: str) -> list[str | None]:
    return [item.name and item.name.display for item in read("a", text).local]


class TestANameWithAnAnd:
    @pytest.mark.parametrize("name", ["Dene and Wold Hospitals Trust", "Ostrel and Varnia Water Board"])
    @pytest.mark.parametrize("told", ["The {} said in a statement that {}.", "“{1},” the {0} said in a statement."])
    def test_stays_whole_behind_an_article(self, name: str, told: str) -> None:
        assert names(told.format(name, GATE)) == [name]

    def test_is_cut_where_each_has_its_own_article(self) -> None:
        assert names(f"The Dene and the Wold Hospitals Trust said in a statement that {GATE}.") == [
            "Wold Hospitals Trust"
        ]


class TestTheCompany:
    @given(st.sampled_from(HAS), st.sampled_from(["Quillstack", "Ostrelan"]))
    def test_is_the_business_by_what_it_has(self, has: str, name: str) -> None:
        assert names(f"{has.format(name)}. {RELEASE}") == [name]

    @given(st.sampled_from(HAS), st.sampled_from(HAS))
    def test_is_nobody_where_two_have_as_much(self, one: str, other: str) -> None:
        assert names(f"{one.format('Quillstack')}. {other.format('Ostrelan')}. {RELEASE}") == [None]

    def test_is_the_one_that_has_more(self) -> None:
        text = f"Shares of Quillstack fell. Shares of Ostrelan rose. Few of Ostrelan’s customers knew. {RELEASE}"
        assert names(text) == ["Ostrelan"]

    def test_is_nobody_by_a_name_alone(self) -> None:
        assert names(f"Quillstack fell. {RELEASE}") == [None]
