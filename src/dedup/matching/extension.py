"""A region grown over words that stand near it on both sides, in any order and one at a time.

Seed features need two or three words together; where a quotation is told in other words after a shared beginning,
single words are all that is left of it. From an end of a region the growth takes in the stretch whose shared words
outweigh `price` times what is not shared, and stops where the paragraph ends, or the quotation if both sides mark one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby


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

    The words that both hold are paired nearest first. Of all distances from the region the one with the largest
    balance counts: worth of the pairs within it, less `price` times the mean unshared worth of the sides up to the
    farthest of these pairs. Exchanging the sides exchanges the numbers.
    """
    places: dict[int, list[int]] = {}
    for at, key in enumerate(right_keys):
        if right_worth[at] > 0.0:
            places.setdefault(key, []).append(at)
    near = [
        (abs(there - at), min(at, there), at, there)
        for at, key in enumerate(left_keys)
        if left_worth[at] > 0.0
        for there in places.get(key, ())
    ]
    paired: dict[int, int] = {}
    gone: set[int] = set()
    for _, _, at, there in sorted(near):
        if at not in paired and there not in gone:
            paired[at] = there
            gone.add(there)
    shared = sorted((max(pair), *pair) for pair in paired.items())
    total_left, total_right = list(accumulate(left_worth)), list(accumulate(right_worth))
    best, taken = 0.0, (0, 0)
    gained = 0.0
    far_left = far_right = -1
    for _, within in groupby(shared, key=lambda each: each[0]):
        for _, at, there in within:
            gained += min(left_worth[at], right_worth[there])
            far_left, far_right = max(far_left, at), max(far_right, there)
        balance = gained - price * ((total_left[far_left] + total_right[far_right]) / 2 - gained)
        if balance > best:
            best, taken = balance, (far_left + 1, far_right + 1)
    return taken
