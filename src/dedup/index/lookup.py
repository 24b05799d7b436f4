"""Who of a segment holds which codes: blocks read together, and codes found in them by binary search."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index import tight
from dedup.index.bisecting import bisected
from dedup.index.blocks import LOW_BITS, Laid, Stored, damaged, laid, of_halves, places
from dedup.index.rows import corrupt
from dedup.index.segments import Segment
from dedup.sketch.groups import distinct

# Codes looked up at a time.
_AT_ONCE = 16_384


class Found(NamedTuple):
    """Who of each lot of a segment holds some codes: ``articles[begin[l, c]:begin[l, c] + size[l, c]]``, in order, by
    their places in the lot. Between may be anything."""

    begin: NDArray[np.int64]
    size: NDArray[np.int64]
    articles: NDArray[Any]

    def of(self, lot: int, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The articles of a lot that hold some of the codes, by their rows, one code's after another's."""
        size = self.size[lot, rows]
        places = np.repeat(self.begin[lot, rows] - (np.cumsum(size) - size), size) + np.arange(int(size.sum()))
        return self.articles[places].astype(np.int64)


def joined(found: Sequence[Found]) -> Found:
    """Who holds the codes of several, one after another."""
    before = np.cumsum([0, *(len(each.articles) for each in found)]).tolist()
    return Found(
        np.concatenate([each.begin + first for first, each in zip(before[:-1], found, strict=True)], axis=1),
        np.concatenate([each.size for each in found], axis=1),
        np.concatenate([each.articles for each in found]),
    )


def find(db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]) -> Found:
    """Who of a segment holds some codes, as `kept`, sorted. Raises `IndexCorrupt`."""
    found = [_find(db, segment, codes[low : low + _AT_ONCE]) for low in range(0, max(1, len(codes)), _AT_ONCE)]
    return found[0] if len(found) == 1 else joined(found)


def named(db: sqlite3.Connection, segment: Segment, numbers: NDArray[np.int64]) -> Stored:
    """Blocks of a segment by their numbers, sorted; those that are empty are not there. Raises `IndexCorrupt`."""
    asked = json.dumps((numbers + (segment.number << 32)).tolist())
    query = "SELECT place, block FROM posting WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place"
    return _stored(db, db.execute(query, (asked,)).fetchall())


def between(db: sqlite3.Connection, segment: Segment, low: int, high: int) -> Stored:
    """The blocks of a segment from one number on to before another. Raises `IndexCorrupt`."""
    asked = (segment.number << 32) + low, (segment.number << 32) + high
    query = "SELECT place, block FROM posting WHERE place >= ? AND place < ? ORDER BY place"
    return _stored(db, db.execute(query, asked).fetchall())


def _stored(db: sqlite3.Connection, rows: Sequence[tuple[int, bytes]]) -> Stored:
    keys, blocks = zip(*rows, strict=True) if rows else ((), ())
    for key in damaged(keys, blocks):
        raise corrupt(db, f"block {key & 0xFFFF_FFFF} of segment {key >> 32}: its checksum differs")
    # All at once: a Python step for each would take most of the time of a query.
    return Stored(
        np.array(keys, dtype=np.int64) & 0xFFFF_FFFF, b"".join(blocks), np.cumsum([0, *map(len, blocks)])[:-1]
    )


def _find(db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]) -> Found:
    asked = places(codes, segment.bits)
    stored = named(db, segment, distinct(asked))
    if segment.is_tight:
        lots = tight.find(stored, segment.width, segment.bits, len(segment.roll), codes)
        before = np.cumsum([0, *(len(articles) for _, _, articles in lots)])
        return Found(
            np.array([begin + first for (begin, _, _), first in zip(lots, before[:-1], strict=True)]),
            np.array([size for _, size, _ in lots]),
            np.concatenate([articles for _, _, articles in lots]),
        )
    begin, size = (np.zeros((segment.lots, len(codes)), np.int64) for _ in range(2))
    if len(stored.numbers):
        # The block of each code; where it is empty another, in which the code is not.
        block = np.minimum(np.searchsorted(stored.numbers, asked), len(stored.numbers) - 1)
        there = stored.numbers[block] == asked
        for number, lot in enumerate(laid(stored, segment.bits, segment.lots)):
            own = Laid._make([*(column[block] for column in lot[:-1]), lot.wide])
            begin[number], size[number] = _found(stored.halves, own, there, codes)
    return Found(begin, size, stored.halves)


def _found(
    halves: NDArray[np.uint16], lot: Laid, there: NDArray[np.bool_], codes: NDArray[np.uint64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where those of a lot stand that hold some codes, and how many; `lot` is of the block of each code, if `there`."""

    def known(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is kept of a code of each row's block."""
        code = of_halves(halves, lot.lows[rows] + 2 * inside)
        return code | halves[lot.highs[rows] + inside].astype(np.int64) << LOW_BITS if lot.wide else code

    def upto(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the articles of a code end; 0 before the first."""
        end = lot.ends[rows] + lot.step[rows] * np.maximum(inside, 0)
        found = np.where(lot.step[rows] == 2, of_halves(halves, end), halves[end])
        return np.where(inside < 0, 0, found)

    # Codes of a block are in order. Those that its place does not tell whole are compared whole.
    wanted = codes.astype(np.int64) & ((1 << (LOW_BITS + 16 * lot.wide)) - 1)
    inside = bisected(known, np.zeros(len(codes), np.int64), lot.size, wanted)
    rows = np.flatnonzero(there & (inside < lot.size))
    rows = rows[known(rows, inside[rows]) == wanted[rows]]
    begin, held = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    first = upto(rows, inside[rows] - 1)
    begin[rows] = lot.articles[rows] + first
    held[rows] = upto(rows, inside[rows]) - first
    return begin, held
