"""Which of near-duplicate articles stay: greedily in order of preference, never along a chain.

An article goes only where its similarity with one that stays reaches the threshold. In a chain A–B–C without A–C, in
this order of preference, B goes and A and C stay: who keeps one article of each connected component would lose C,
which is like nothing that is left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Compare = Callable[[NDArray[np.int64]], NDArray[np.float64]]

KEPT = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """By article the one that stays in its place (`KEPT`: it stays itself), and how similar the two are (1 itself)."""

    kept: NDArray[np.int64]
    similarity: NDArray[np.float64]
    compared: int


def select(
    count: int, pairs: NDArray[np.int64], similarity: NDArray[np.float64], *, jaccard: float, compare: Compare
) -> Selection:
    """Select from articles ``0 … count - 1``, the most preferred first.

    `pairs` (low, high) are those known to be similar, sorted and unique, with their `similarity`. Of several that stay
    an article goes for the most similar one, of these for the most preferred. Thousands of articles in one bucket are
    compared in a chain only: one whose similar predecessors all went is compared with those for which they went, by
    `compare`, which gives the similarities of pairs; `compared` counts these pairs.
    """
    kept = np.full(count, KEPT, np.int64)
    alike = np.ones(count, np.float64)
    order = np.lexsort((pairs[:, 0], pairs[:, 1]))
    highs, firsts = np.unique(pairs[order, 1], return_index=True)
    lows, values = pairs[order, 0].tolist(), similarity[order].tolist()
    bounds = [*firsts.tolist(), len(order)]
    gone: dict[int, int] = {}  # by article the one that stays in its place
    compared = 0
    for high, begin, end in zip(highs.tolist(), bounds[:-1], bounds[1:], strict=True):
        staying = [(-values[at], lows[at]) for at in range(begin, end) if lows[at] not in gone]
        if not staying:
            heads = sorted({gone[lows[at]] for at in range(begin, end)})
            found = compare(np.array([(head, high) for head in heads], np.int64)).tolist()
            compared += len(heads)
            staying = [(-value, head) for value, head in zip(found, heads, strict=True) if value >= jaccard]
        if staying:
            negated, head = min(staying)
            gone[high] = kept[high] = head
            alike[high] = -negated
    return Selection(kept=kept, similarity=alike, compared=compared)
