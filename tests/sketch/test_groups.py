"""Groups of equal values, against sets and plain counting."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch.groups import distinct, group_bounds

numbers = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 4))


@given(numbers)
def test_distinct_values_are_the_set_in_order(values: list[int]) -> None:
    found = distinct(np.array(values, dtype=np.uint64))
    assert found.dtype == np.uint64
    assert found.tolist() == sorted(set(values))


@given(numbers)
def test_every_group_holds_one_value_and_its_neighbour_another(values: list[int]) -> None:
    ordered = np.array(sorted(values), dtype=np.uint64)
    bounds = group_bounds(ordered).tolist()
    groups = [ordered[begin:end].tolist() for begin, end in pairwise(bounds)]
    assert [value for group in groups for value in group] == ordered.tolist()
    assert [group[0] for group in groups] == sorted(set(values)) and all(len(set(group)) == 1 for group in groups)
