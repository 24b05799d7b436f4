"""A region grown over words that stand near it on both sides, in any order and one at a time.

Seed features need two or three words together; where a quotation is told in other words after a shared beginning,
single words are all that is left of it. From an end of a region the growth takes in the stretch whose shared words
outweigh `price` times what is not shared, and stops where the paragraph ends, or the quotation if both sides mark one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """How far a region grows: at most `reach` words a side; `price` of unshared words, lower inside quotations."""

    reach: int
    price: float
    quoted_price: float


def grown_by(
    left_keys: Sequence[int],
    left_worth: Sequence[float],
    right_keys: Sequence[int],
    right_worth: Sequence[float],
    price: float,
) -> tuple[int, int]:
    """How many words of each side to take in; both sequences begin at the region and lead away from it.

    The words that both hold are paired nearest first; of all prefixes of these pairs the one with the largest
    balance counts: shared worth less `price` times the mean unshared worth of the sides up to there.
    """
    places: dict[int, list[int]] = {}
    for at, key in enumerate(right_keys):
        if right_worth[at] > 0.0:
            places.setdefault(key, []).append(at)
    shared = []
    for at, key in enumerate(left_keys):
        free = places.get(key)
        if free and left_worth[at] > 0.0:
            nearest = min(free, key=lambda there: (abs(there - at), there))
            free.remove(nearest)
            shared.append((max(at, nearest), at, nearest))
    total_left, total_right = list(accumulate(left_worth)), list(accumulate(right_worth))
    best, taken = 0.0, (0, 0)
    gained = 0.0
    far_left = far_right = -1
    for _, at, there in sorted(shared):
        gained += min(left_worth[at], right_worth[there])
        far_left, far_right = max(far_left, at), max(far_right, there)
        balance = gained - price * ((total_left[far_left] + total_right[far_right]) / 2 - gained)
        if balance > best:
            best, taken = balance, (far_left + 1, far_right + 1)
    return taken
