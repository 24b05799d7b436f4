"""An institution behind where it speaks: the place and the article between are no part of its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from provenance_pairs import read

PLACES = st.sampled_from(["Tarnova", "Velmira", "Sankt Orel", "Ottermere"])
BODIES = [
    "Kordian foreign ministry",
    "foreign ministry",
    "Ministry of the Interior",
    "Kordian Ministry of the Interior",
]


def names(text: str) -> list[str]:
    return [item.name.display for item in read("a", text).attributions if item.name is not None]


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("says", ["called it “a very long night of rain”", "said that it rained"])
def test_speaks_by_its_own_name(body: str, says: str) -> None:
    assert names(f"In Tarnova the {body} {says}.") == [body]


@given(PLACES, st.sampled_from(BODIES))
def test_wherever_it_speaks(place: str, body: str) -> None:
    assert names(f"It rained. In {place} the {body} said that it was dry.") == [body]


@pytest.mark.parametrize("body", ["Ministry of the Interior", "Department of the Environment", "Bank of the North"])
@pytest.mark.parametrize("cites", ["The {} said that it rained.", "It rained, according to the {}."])
def test_an_article_within_a_name_stays(body: str, cites: str) -> None:
    assert names(cites.format(body)) == [body]
