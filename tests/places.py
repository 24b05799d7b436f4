"""Where features stand and who holds them, by row, spelt out from the columns of `Features`."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dedup.matching.features import Features


def last(features: Features) -> NDArray[np.int32]:
    """The last word of each row."""
    return features.first + (features.shape >> 2)


def middle(features: Features) -> NDArray[np.int32]:
    """The word between in a run of three, else −1."""
    return np.where(features.shape & 2, features.first + 1, np.int32(-1))


def holders_of(features: Features) -> NDArray[np.int32]:
    """The number of texts that hold the feature of each row."""
    return features.texts[features.groups]
