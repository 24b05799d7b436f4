"""Groups of equal values in arrays."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray


def group_bounds(ordered: NDArray[Any]) -> NDArray[np.int64]:
    """Where each group of equal neighbours begins, and the length at the end: group g is ``b[g]:b[g + 1]``.

    >>> group_bounds(np.array([3, 3, 5])).tolist(), group_bounds(np.array([])).tolist()
    ([0, 2, 3], [0])
    """
    if not len(ordered):
        return np.zeros(1, dtype=np.int64)
    fresh = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    return np.concatenate([[0], fresh, [len(ordered)]]).astype(np.int64)


def distinct(values: NDArray[Any]) -> NDArray[Any]:
    """The different values of an array, sorted.

    What `numpy.unique` gives, which hashes integers from NumPy 2.3 on: 2.6 s for six million, a sort takes 0.2 s.

    >>> distinct(np.array([5, 3, 5])).tolist()
    [3, 5]
    """
    ordered = np.sort(values)
    return ordered[group_bounds(ordered)[:-1]]
