"""Which articles hold which codes: an inverted index in blocks, the way search engines keep theirs.

A code is a 64-bit hash, of a seed feature or of a sentence. What is added together makes a segment: its codes lie in
equal parts of their range, a row each, so that asking for some codes reads a few hundred bytes for each of them,
however much there is. Segments are merged when there are several of a size (as in log-structured merge trees: O'Neil
and others, 1996), so that there are never many.

Inside a segment articles are numbered in the order of a collection, by what their texts hash to, in lots of 65,536: a
row has what each lot holds of its codes. Of a code 48 bits are kept: where a segment has 65,536 blocks or more, the
upper 16 of these are told by the block. Of a hundred million codes another one is taken for a given code once in three
million times. Where texts are masked fewer bits are kept (`dedup.index.tight`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dedup.index.blocks import (
    BITS,
    LOT,
    LOW_BITS,
    Entries,
    articles_of,
    codes_of,
    lots_of,
    places,
    within,
)
from dedup.index.lookup import between, named
from dedup.index.segments import Roll, Segment, drop, record, segments
from dedup.sketch.groups import distinct

TABLES = """
CREATE TABLE posting (
    place INTEGER PRIMARY KEY,
    block BLOB NOT NULL
);
"""

# Postings of a block: 1 kB, several to a page. Fewer where that lets the place of a block tell 16 bits of its codes.
_BLOCK, _SMALL_BLOCK = 256, 128
# So many segments of a size are merged, into one of the next.
_FANOUT = 4
# Postings that are packed together, and blocks that are written anew, or looked through, together.
_ENTRIES_AT_ONCE = 1 << 18
_AT_ONCE, _CHECKED_AT_ONCE = 16_384, 2_048


def write(db: sqlite3.Connection, roll: Roll, entries: Entries, width: int = BITS) -> None:
    """A new segment of articles that are in none yet, one lot of them at most, in the order of their texts.

    Codes are `shortened` to so many bits, the same in all segments of an index.
    """
    _write(db, roll, width, len(entries), lambda low, high: [within(entries, low, high)])


def merge(db: sqlite3.Connection, *, everything: bool = False) -> None:
    """Merge segments of a size while there are several, or `everything` into one. What is gone is dropped."""
    while chosen := _to_merge(segments(db), everything):
        rolls = [segment.roll for segment in chosen]
        orders = np.concatenate([roll.orders for roll in rolls])
        numbers = np.concatenate([roll.numbers for roll in rolls])
        order = np.argsort(orders, kind="stable")
        order = order[numbers[order] > 0]
        place = np.zeros(len(orders), np.int64)
        place[order] = np.arange(len(order))
        roll = Roll(
            numbers=numbers[order],
            orders=orders[order],
            outlets=np.concatenate([each.outlets for each in rolls])[order],
        )
        parts = np.split(place, np.cumsum([len(each) for each in rolls])[:-1])
        if len(roll):
            merged = _Merged(db, chosen, parts, len(roll))
            _write(db, roll, chosen[0].width, sum(segment.postings for segment in chosen), merged.between)
        for segment in chosen:
            _drop(db, segment, 1 << segment.bits)
            drop(db, segment)


class _Merged:
    """The postings of several segments as those of one of `size` articles; `places` are those of theirs in it."""

    def __init__(
        self, db: sqlite3.Connection, chosen: Sequence[Segment], places: Sequence[NDArray[np.int64]], size: int
    ) -> None:
        self._db = db
        self._parts = list(zip(chosen, places, strict=True))
        self._lots = -(-size // LOT)

    def between(self, low: int, high: int) -> list[Entries]:
        """The postings of codes from `low` on to before `high`, which are asked for in order; they leave the others."""
        codes, articles = [np.empty(0, np.uint64)], [np.empty(0, np.int64)]
        for segment, place in self._parts:
            shift = BITS - segment.bits
            stored = between(self._db, segment, low >> shift, -(-high >> shift))
            for lot, entries in enumerate(segment.unpack(stored)):
                some = within(entries, low, high)
                codes.append(codes_of(some))
                articles.append(place[LOT * lot + articles_of(some)])
            _drop(self._db, segment, high >> shift)
        return lots_of(np.concatenate(codes), np.concatenate(articles), self._lots)


def _write(
    db: sqlite3.Connection, roll: Roll, width: int, postings: int, some: Callable[[int, int], Sequence[Entries]]
) -> None:
    """A new segment; `some` gives the postings of each of its lots of codes from one on to before another."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM segment").fetchone()
    large, small = ((postings // size).bit_length() for size in (_BLOCK, _SMALL_BLOCK))
    bits = max(large, min(small, BITS - LOW_BITS)) if width == BITS else min(large, width)
    most = np.zeros(1 << bits, np.uint16)
    segment = Segment(number=number, width=width, bits=bits, postings=postings, roll=roll, most=most)
    step = max(1, (1 << bits) * _ENTRIES_AT_ONCE // max(1, postings))
    for low in range(0, 1 << bits, step):
        high = min(low + step, 1 << bits)
        packed = segment.pack(some(low << BITS - bits, high << BITS - bits))
        most[packed.numbers] = packed.most
        keys = (packed.numbers | number << 32).tolist()
        db.executemany("INSERT INTO posting VALUES (?, ?)", zip(keys, packed.blocks, strict=True))
    record(db, segment)


def forget(db: sqlite3.Connection, segment: Segment, articles: Sequence[int], codes: NDArray[np.uint64]) -> None:
    """Take articles out of a segment, by their places in it, with all their postings: those of these codes, `kept`."""
    gone = np.array(sorted(articles), dtype=np.int64)
    leaves = np.zeros(LOT * segment.lots, np.bool_)
    leaves[gone] = True
    lost = 0
    wanted = distinct(places(codes, segment.bits))
    for low in range(0, len(wanted), _AT_ONCE):
        lost += _forget(db, segment, leaves.reshape(-1, LOT), wanted[low : low + _AT_ONCE])
    numbers, outlets = segment.roll.numbers.copy(), segment.roll.outlets.copy()
    numbers[gone] = outlets[gone] = 0
    drop(db, segment)
    if not numbers.any():
        _drop(db, segment, 1 << segment.bits)
    else:
        roll = replace(segment.roll, numbers=numbers, outlets=outlets)
        # `most` is left as it is: no code has more holders than it says.
        record(db, replace(segment, roll=roll, postings=segment.postings - lost))


def _forget(db: sqlite3.Connection, segment: Segment, leaves: NDArray[np.bool_], numbers: NDArray[np.int64]) -> int:
    """Write some blocks anew without the articles that leave, by lot; how many postings that were."""
    lots = segment.unpack(named(db, segment, numbers))
    goes = [gone[articles_of(entries)] for gone, entries in zip(leaves, lots, strict=True)]
    at = [places(codes_of(entries), segment.bits) for entries in lots]
    changed = distinct(np.concatenate([some[gone] for some, gone in zip(at, goes, strict=True)]))
    stay = [entries[np.isin(some, changed) & ~gone] for entries, some, gone in zip(lots, at, goes, strict=True)]
    packed = segment.pack(stay)
    first = segment.number << 32
    empty = (np.setdiff1d(changed, packed.numbers) + first).tolist()
    db.executemany("DELETE FROM posting WHERE place = ?", ((key,) for key in empty))
    keys = (packed.numbers + first).tolist()
    db.executemany("UPDATE posting SET block = ? WHERE place = ?", zip(packed.blocks, keys, strict=True))
    return sum(int(np.count_nonzero(gone)) for gone in goes)


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    for segment in segments(db):
        count = 0
        strangers = False
        for low in range(0, 1 << segment.bits, _CHECKED_AT_ONCE):
            stored = between(db, segment, low, low + _CHECKED_AT_ONCE)
            for lot, entries in enumerate(segment.unpack(stored)):
                count += len(entries)
                strangers |= LOT * lot + int(articles_of(entries).max(initial=0)) >= len(segment.roll)
        if strangers:
            yield f"segment {segment.number} names articles that it has not"
        if count != segment.postings:
            yield f"segment {segment.number} has {count:,} postings instead of {segment.postings:,}"
    one = "SELECT 1 FROM posting WHERE place >> 32 NOT IN (SELECT number FROM segment) LIMIT 1"
    if db.execute(one).fetchone():
        yield "there are postings of no segment"


def _to_merge(found: Sequence[Segment], everything: bool) -> Sequence[Segment]:
    """Segments to make one of. What an addition merges is one lot at most: more is written anew by choice alone."""
    if everything:
        return found if len(found) > 1 or any(not each.roll.numbers.all() for each in found) else ()
    by_level: dict[int, list[Segment]] = {}
    for segment in sorted(found, key=lambda each: len(each.roll)):
        by_level.setdefault(segment.level, []).append(segment)
    for some in by_level.values():
        chosen: list[Segment] = []
        for segment in some:
            if sum(len(each.roll) for each in (*chosen, segment)) <= LOT:
                chosen.append(segment)
        if len(chosen) >= _FANOUT:
            return chosen
    return ()


def _drop(db: sqlite3.Connection, segment: Segment, before: int) -> None:
    """The blocks of a segment before one number."""
    keys = segment.number << 32, (segment.number << 32) + before
    db.execute("DELETE FROM posting WHERE place >= ? AND place < ?", keys)
