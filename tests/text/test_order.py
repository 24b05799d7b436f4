"""The order of texts: by what they say, then by their ids."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dedup.text.order import place_of

ANY = st.text(max_size=20)


@given(ANY, ANY, ANY, ANY)
def test_equal_texts_stand_together_by_their_ids(one: str, other: str, first: str, second: str) -> None:
    """What an article is called says nothing but where equal texts stand among each other."""
    here = [place_of(one, id) >> 32 for id in (first, second)]
    assert here[0] == here[1]
    apart = place_of(other, first) >> 32
    assert (apart == here[0]) == (one == other)
    assert 0 <= place_of(one, first) < 1 << 64
    assert (place_of(one, first) == place_of(one, second)) == (first == second)


def test_places_are_kept_in_files_and_never_change() -> None:
    assert place_of("", "") == 0x1271CF25_1271CF25
    assert place_of("The dam broke.", "a") != place_of("The dam broke. ", "a")
    assert place_of("\ud800", "\udfff") >= 0  # a lone surrogate has a place too
