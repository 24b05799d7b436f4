"""Groups of equal values in a sorted array."""

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
