"""Groups of equal values, against sets and plain counting."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.sketch import groups
from dedup.sketch.groups import cuts, distinct, group_bounds, settle, stable_order

numbers = st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 4))


@given(numbers)
def test_distinct_values_are_the_set_in_order(values: list[int]) -> None:
    found = distinct(np.array(values, dtype=np.uint64))
    assert found.dtype == np.uint64
    assert found.tolist() == sorted(set(values))


@given(numbers, st.integers(1, 9))
def test_values_settle_in_their_own_memory(values: list[int], at_once: int) -> None:
    array = np.array(values, dtype=np.uint64)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(groups, "_AT_ONCE", at_once)
        found = settle(array)
    assert found.tolist() == sorted(set(values))
    assert not values or found.base is array


@given(numbers)
def test_every_group_holds_one_value_and_its_neighbour_another(values: list[int]) -> None:
    ordered = np.array(sorted(values), dtype=np.uint64)
    bounds = group_bounds(ordered).tolist()
    groups = [ordered[begin:end].tolist() for begin, end in pairwise(bounds)]
    assert [value for group in groups for value in group] == ordered.tolist()
    assert [group[0] for group in groups] == sorted(set(values)) and all(len(set(group)) == 1 for group in groups)


@given(numbers)
def test_the_stable_order_is_that_of_a_stable_sort(values: list[int]) -> None:
    array = np.array(values, dtype=np.uint64)
    assert stable_order(array).tolist() == np.argsort(array, kind="stable").tolist()


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 12))
def test_cuts_part_groups_so_that_few_rows_lie_between(sizes: list[int], rows: int) -> None:
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    found = cuts(offsets, rows)
    assert found[0] == 0 and found[-1] == len(sizes) and found == sorted(set(found))
    # No more than was asked for, and the rest of a group that begins before that.
    assert all(offsets[end] - offsets[begin] < rows + 2 * 5 for begin, end in pairwise(found))
