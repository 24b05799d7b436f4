"""Named tuples kept as columns: those that went in, in order, wherever they are asked for."""

from __future__ import annotations

import pickle

from hypothesis import given
from hypothesis import strategies as st

from dedup.provenance.manner.appellations import Appellation
from dedup.provenance.manner.placed import Placed

PLACES = st.integers(0, 99)
ROWS = st.lists(st.builds(Appellation, PLACES, PLACES, st.sampled_from(["Pell", "Kelm", ""]), st.booleans()))


@given(ROWS, PLACES, PLACES)
def test_they_come_back_in_order_and_from_any_stretch(rows: list[Appellation], start: int, end: int) -> None:
    placed = Placed(Appellation, rows)
    assert list(placed) == sorted(rows)
    assert len(placed) == len(rows)
    assert list(placed.within(start, end)) == [row for row in sorted(rows) if start <= row.position < end]


@given(ROWS, ROWS)
def test_they_are_equal_where_their_tuples_are_and_go_to_other_processes(
    one: list[Appellation], two: list[Appellation]
) -> None:
    placed = Placed(Appellation, one)
    assert (placed == Placed(Appellation, two)) == (sorted(one) == sorted(two))
    sent = pickle.loads(pickle.dumps(placed))  # noqa: S301
    assert sent == placed == Placed(Appellation, reversed(one))
    assert hash(sent) == hash(placed)
