"""Binary search in many sorted stretches of one array at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

# Bits of a hash by which those are left out that are not looked for.
_UPPER = 18

# What stands at some places, of some rows.
Values = Callable[[NDArray[np.int64], NDArray[np.int64]], NDArray[Any]]


def bisected(
    values: Values | NDArray[Any], begin: NDArray[np.int64], end: NDArray[np.int64], wanted: NDArray[Any]
) -> NDArray[np.int64]:
    """By row, where its wanted value stands, or would, in its stretch: the first place with none that is smaller.

    `values` ascend in each stretch from `begin` to `end`. Few places are looked at, however long a stretch is.

    >>> bisected(np.array([3, 5, 8, 1, 5]), np.array([0, 3, 3]), np.array([3, 5, 5]), np.array([5, 0, 9])).tolist()
    [1, 3, 5]
    """
    low, high = begin.copy(), end.copy()
    # Rows that are done stay as they are; the longest stretch decides how often all are halved.
    for _ in range(int((end - begin).max(initial=0)).bit_length()):
        open_ = np.flatnonzero(low < high)
        middle = (low[open_] + high[open_]) >> 1
        found = values[middle] if isinstance(values, np.ndarray) else values(open_, middle)
        smaller = found < wanted[open_]
        low[open_[smaller]] = middle[smaller] + 1
        high[open_[~smaller]] = middle[~smaller]
    return low


def are_in(values: NDArray[np.uint64], known: NDArray[np.uint64]) -> NDArray[np.bool_]:
    """Which hashes are among known ones, sorted."""
    found = np.zeros(len(values), np.bool_)
    if not len(known):
        return found
    # Hashes: few have the upper bits of a known one, and of hundreds of thousands only these are searched for.
    upper = np.zeros(1 << _UPPER, np.bool_)
    upper[known >> np.uint64(64 - _UPPER)] = True
    at = np.flatnonzero(upper[values >> np.uint64(64 - _UPPER)])
    near = values[at]
    found[at] = known[np.minimum(np.searchsorted(known, near), len(known) - 1)] == near
    return found
