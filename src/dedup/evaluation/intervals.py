"""Confidence intervals of figures: of a share, and by drawing whole groups again."""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from dedup.errors import InputError

DRAWS = 1000
_Z95 = 1.959963984540054  # the .975 quantile of the normal distribution
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfidenceInterval:
    """A figure and the interval that holds it with 95 % confidence."""

    value: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}]"


def wilson(hits: int, of: int) -> ConfidenceInterval:
    """The score interval of a share of independent trials (Wilson 1927); all of [0, 1] where there is none."""
    if not 0 <= hits <= of:
        raise InputError(f"wilson: {hits} of {of} is no share")
    if of == 0:
        return ConfidenceInterval(value=0.0, low=0.0, high=1.0)
    rate, square = hits / of, _Z95 * _Z95
    middle = (rate + square / (2 * of)) / (1 + square / of)
    half = _Z95 / (1 + square / of) * math.sqrt(rate * (1 - rate) / of + square / (4 * of * of))
    return ConfidenceInterval(
        value=rate, low=min(rate, max(0.0, middle - half)), high=max(rate, min(1.0, middle + half))
    )


def clustered(
    items: Sequence[_T],
    group: Callable[[_T], str],
    figure: Callable[[Sequence[_T]], float],
    *,
    draws: int = DRAWS,
    seed: int = 1,
) -> ConfidenceInterval:
    """The percentile bootstrap of a figure that draws whole groups with replacement (Davison and Hinkley 1997, 3.8).

    Passages of one event or one source are not independent: drawing them one by one would make the interval too
    narrow. The same items, whatever their order, give the same interval only if `figure` does not depend on order.
    """
    groups: dict[str, list[_T]] = {}
    for item in items:
        groups.setdefault(group(item), []).append(item)
    names = sorted(groups)
    value = figure(items)
    if not names:
        return ConfidenceInterval(value=value, low=value, high=value)
    chance = random.Random(seed)
    drawn = sorted(
        figure([item for name in chance.choices(names, k=len(names)) for item in groups[name]]) for _ in range(draws)
    )
    low, high = (drawn[min(draws - 1, max(0, math.floor(share * draws)))] for share in (0.025, 0.975))
    return ConfidenceInterval(value=value, low=low, high=high)
