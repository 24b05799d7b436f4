"""Who of a segment holds which codes: blocks read together, and codes found in them by binary search."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.bisecting import bisected
from dedup.index.blocks import LOW_BITS, damaged, laid, of_halves, places
from dedup.index.rows import corrupt
from dedup.sketch.groups import distinct

# Codes looked up at a time.
_AT_ONCE = 16_384


class Found(NamedTuple):
    """Who holds some codes: ``articles[begin[c]:begin[c] + size[c]]``, in order. Between may be anything."""

    begin: NDArray[np.int64]
    size: NDArray[np.int64]
    articles: NDArray[Any]

    def of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The articles that hold some of the codes, by their rows: ``articles[bounds[r]:bounds[r + 1]]``."""
        size = self.size[rows]
        bounds = np.concatenate([[0], np.cumsum(size)])
        places = np.repeat(self.begin[rows] - bounds[:-1], size) + np.arange(bounds[-1])
        return bounds, self.articles[places].astype(np.int64)


def joined(found: Sequence[Found]) -> Found:
    """Who holds the codes of several, one after another."""
    before = np.cumsum([0, *(len(each.articles) for each in found)]).tolist()
    return Found(
        np.concatenate([each.begin + first for first, each in zip(before[:-1], found, strict=True)]),
        np.concatenate([each.size for each in found]),
        np.concatenate([each.articles for each in found]),
    )


def find(db: sqlite3.Connection, segment: int, bits: int, codes: NDArray[np.uint64]) -> Found:
    """Who of a segment, of 2 to the power of `bits` blocks, holds some codes, as `kept`, sorted.

    Raises `IndexCorrupt`.
    """
    found = [_find(db, segment, bits, codes[low : low + _AT_ONCE]) for low in range(0, max(1, len(codes)), _AT_ONCE)]
    return found[0] if len(found) == 1 else joined(found)


def stored(
    db: sqlite3.Connection, segment: int, bits: int, wanted: NDArray[np.int64]
) -> tuple[Sequence[int], Sequence[bytes]]:
    """Blocks of a segment as they are stored, and their keys, in order; those that are empty are not there.

    Raises `IndexCorrupt`.
    """
    asked = json.dumps((wanted + (segment << 32)).tolist())
    rows = db.execute(
        "SELECT place, block FROM posting WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place", (asked,)
    ).fetchall()
    if not rows:
        return (), ()
    keys, blocks = zip(*rows, strict=True)
    check(db, keys, blocks, bits)
    return keys, blocks


def check(db: sqlite3.Connection, keys: Sequence[int], blocks: Sequence[bytes], bits: int) -> None:
    """Raise `IndexCorrupt` where a block is not as it was packed."""
    for key in damaged(keys, blocks, bits):
        raise corrupt(db, f"block {key & 0xFFFF_FFFF} of segment {key >> 32}: its checksum differs")


def _find(db: sqlite3.Connection, segment: int, bits: int, codes: NDArray[np.uint64]) -> Found:
    asked = places(codes, bits)
    keys, blocks = stored(db, segment, bits, distinct(asked))
    if not keys:
        return Found(np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64), np.empty(0, np.uint16))
    # All blocks at once, as halves of words: a Python step for each would take most of the time of a query.
    place = np.array(keys, dtype=np.int64) & 0xFFFF_FFFF
    halves = np.frombuffer(b"".join(blocks), "<u2")
    at = np.cumsum([0, *map(len, blocks)])[:-1] // 2
    # The block of each code; where it is empty another, in which the code is not.
    block = np.minimum(np.searchsorted(place, asked), len(place) - 1)
    every = laid(halves, at, bits)
    size, step, lows, highs, ends, articles = (column[block] for column in every[:-1])

    def known(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is kept of a code of each row's block."""
        code = of_halves(halves, lows[rows] + 2 * inside)
        return code | halves[highs[rows] + inside].astype(np.int64) << LOW_BITS if every.wide else code

    def upto(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the articles of a code end; 0 before the first."""
        end = ends[rows] + step[rows] * np.maximum(inside, 0)
        found = np.where(step[rows] == 2, of_halves(halves, end), halves[end])
        return np.where(inside < 0, 0, found)

    # Codes of a block are in order. Those that its place does not tell whole are compared whole.
    wanted = codes.astype(np.int64) & ((1 << (LOW_BITS + 16 * every.wide)) - 1)
    inside = bisected(known, np.zeros(len(codes), np.int64), size, wanted)
    rows = np.flatnonzero((place[block] == asked) & (inside < size))
    rows = rows[known(rows, inside[rows]) == wanted[rows]]
    begin, held = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    first = upto(rows, inside[rows] - 1)
    begin[rows] = articles[rows] + first
    held[rows] = upto(rows, inside[rows]) - first
    return Found(begin, held, halves)
