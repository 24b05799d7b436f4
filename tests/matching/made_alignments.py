"""Kernels of the alignment called with lists, and alignments of two whole texts made by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from dedup.compiled import interpreted
from dedup.matching.collection import prepare
from dedup.matching.columns import Batch
from dedup.matching.passages import Texts
from dedup.matching.stock import no_stock
from dedup.text.outline import outline

Pairs = Sequence[tuple[int, int]]


class Alignment(NamedTuple):
    """Matches in order, and moved ones."""

    pairs: tuple[tuple[int, int], ...]
    moved: tuple[tuple[int, int], ...]


def align(
    left: Sequence[int], right: Sequence[int], weight: Sequence[float], common: Sequence[bool], kernels: Any = None
) -> Alignment:
    """Two sequences of keys aligned; the kernel leaves its board as it found it."""
    kernels = kernels or interpreted("dedup.matching.alignment_kernels")
    heads = np.full(max([0, *left, *right]) + 1, -1, np.int32)
    one, two = (np.array(keys, dtype=np.int32) for keys in (left, right))
    found = kernels.align(one, two, np.array(weight, np.float64), np.array(common, np.bool_), heads)
    if (heads != -1).any():
        raise AssertionError("the board is not wiped")
    pairs, moved = (tuple((i, j) for i, j in part.tolist()) for part in found)
    return Alignment(pairs, moved)


def whole_rows(
    found: Alignment, left: Sequence[int], right: Sequence[int], common: Sequence[bool], kernels: Any = None
) -> tuple[tuple[int, int], ...]:
    """The moved words of an alignment with the function words in a row with them."""
    kernels = kernels or interpreted("dedup.matching.row_kernels")
    ordered, moved = (np.array(part, np.int64).reshape(-1, 2) for part in found)
    one, two = (np.array(keys, dtype=np.int32) for keys in (left, right))
    rows = kernels.whole_rows(ordered, moved, one, two, np.array(common, np.bool_))
    return tuple((i, j) for i, j in rows.tolist())


def texts(*read: str) -> Texts:
    """Texts as the alignment reads them."""
    ready = prepare(read)
    found = Texts(ready, lambda number: outline(read[number]), no_stock(ready).marks)
    found.read(range(len(read)))
    return found


def batch(
    one: int, two: int, pairs: Pairs, moved: Pairs = (), *, evidence: float = 20.0, density: float = 0.5,
    quoted: bool = False, names: float = 0.0, overlap: float = 0.5, words: float = 0.0, summary: int = 0,
) -> Batch:  # fmt: skip
    """Two whole texts of so many words, with the alignment given."""
    return Batch(
        aligned=np.array([True]),
        places=np.array([[0, one, 0, two]]),
        bounds=np.array([0, len(pairs) + len(moved)]),
        in_order=np.array([len(pairs)]),
        pairs=np.array([*pairs, *moved], dtype=np.int64).reshape(-1, 2),
        evidence=np.array([evidence]),
        density=np.array([density]),
        bare_evidence=np.array([evidence]),
        bare_density=np.array([density]),
        quoted=np.array([quoted]),
        names=np.array([names]),
        overlap=np.array([overlap]),
        words=np.array([words or float(min(one, two))]),
        stock=np.zeros((1, 3), np.int64),
        summary=np.array([summary]),
        left_over=np.zeros((0, 5), np.int64),
    )
