"""Which articles hold which codes: an inverted index in blocks, the way search engines keep theirs.

A code is a 64-bit hash, of a seed feature or of a sentence. What is added together makes a segment: its codes lie in
equal parts of their range, a row each, so that asking for some codes reads a few hundred bytes for each of them,
however much there is. Segments are merged when there are several of a size (as in log-structured merge trees: O'Neil
and others, 1996), so that there are never many.

Inside a segment articles are numbered in the order of a collection, by what their texts hash to. Of a code 48 bits are
kept: where a segment has 65,536 blocks or more, the upper 16 of these are told by the block. Of a hundred million codes
another one is taken for a given code once in three million times.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.index.blocks import BITS, LOW_BITS, MOST_ARTICLES, Entries, articles_of, given_to, pack, places, unpack
from dedup.index.lookup import check, stored
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
_ENTRIES_AT_ONCE = 1 << 22
_AT_ONCE = 16_384


def write(db: sqlite3.Connection, roll: Roll, entries: Entries) -> None:
    """A new segment of articles that are in none yet, at most `MOST_ARTICLES`, in the order of their texts."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM segment").fetchone()
    large, small = ((len(entries) // size).bit_length() for size in (_BLOCK, _SMALL_BLOCK))
    bits = max(large, min(small, BITS - LOW_BITS))
    most = np.zeros(1 << bits, np.uint16)
    for low, high in pairwise(_portions(entries, bits)):
        packed = pack(number, bits, entries[low:high])
        most[packed.numbers] = packed.most
        keys = (packed.numbers | number << 32).tolist()
        db.executemany("INSERT INTO posting VALUES (?, ?)", zip(keys, packed.blocks, strict=True))
    record(db, Segment(number=number, bits=bits, postings=len(entries), roll=roll, most=most))


def merge(db: sqlite3.Connection, *, everything: bool = False) -> None:
    """Merge segments of a size while there are several, or `everything` that fits into one. What is gone is dropped."""
    while chosen := _to_merge(segments(db), everything):
        rolls = [segment.roll for segment in chosen]
        orders = np.concatenate([roll.orders for roll in rolls])
        numbers = np.concatenate([roll.numbers for roll in rolls])
        order = np.argsort(orders, kind="stable")
        order = order[numbers[order] > 0]
        local = np.zeros(len(orders), np.int64)
        local[order] = np.arange(len(order))
        first = np.concatenate([[0], np.cumsum([len(roll) for roll in rolls])])
        parts = [
            given_to(entries, local[first[at] + articles_of(entries)])
            for at, segment in enumerate(chosen)
            for entries in _all(db, segment)
        ]
        roll = Roll(
            numbers=numbers[order],
            orders=orders[order],
            outlets=np.concatenate([each.outlets for each in rolls])[order],
        )
        for segment in chosen:
            _drop(db, segment)
        if len(roll):
            write(db, roll, distinct(np.concatenate([np.empty(0, np.uint64), *parts])))


def forget(db: sqlite3.Connection, segment: Segment, articles: Sequence[int], codes: NDArray[np.uint64]) -> None:
    """Take articles out of a segment, by their places in it, with all their postings: those of these codes, `kept`."""
    gone = np.array(sorted(articles), dtype=np.int64)
    leaves = np.zeros(MOST_ARTICLES, np.bool_)
    leaves[gone] = True
    lost = 0
    wanted = distinct(places(codes, segment.bits))
    for low in range(0, len(wanted), _AT_ONCE):
        for key, block in zip(*stored(db, segment.number, segment.bits, wanted[low : low + _AT_ONCE]), strict=True):
            entries = unpack(key, segment.bits, block)
            stays = ~leaves[articles_of(entries)]
            lost += int(np.count_nonzero(~stays))
            if not stays.any():
                db.execute("DELETE FROM posting WHERE place = ?", (key,))
            elif not stays.all():
                (packed,) = pack(segment.number, segment.bits, entries[stays]).blocks
                db.execute("UPDATE posting SET block = ? WHERE place = ?", (packed, key))
    numbers, outlets = segment.roll.numbers.copy(), segment.roll.outlets.copy()
    numbers[gone] = outlets[gone] = 0
    if not numbers.any():
        _drop(db, segment)
    else:
        drop(db, segment)
        roll = replace(segment.roll, numbers=numbers, outlets=outlets)
        # `most` is left as it is: no code has more holders than it says.
        record(db, replace(segment, roll=roll, postings=segment.postings - lost))


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    for segment in segments(db):
        count = 0
        for entries in _all(db, segment):
            count += len(entries)
            if int(articles_of(entries).max(initial=0)) >= len(segment.roll):
                yield f"segment {segment.number} names articles that it has not"
        if count != segment.postings:
            yield f"segment {segment.number} has {count:,} postings instead of {segment.postings:,}"
    one = "SELECT 1 FROM posting WHERE place >> 32 NOT IN (SELECT number FROM segment) LIMIT 1"
    if db.execute(one).fetchone():
        yield "there are postings of no segment"


def _to_merge(found: Sequence[Segment], everything: bool) -> Sequence[Segment]:
    by_level: dict[int, list[Segment]] = {}
    for segment in sorted(found, key=lambda each: len(each.roll)):
        by_level.setdefault(0 if everything else segment.level, []).append(segment)
    for some in by_level.values():
        chosen: list[Segment] = []
        for segment in some:
            if sum(len(each.roll) for each in (*chosen, segment)) <= MOST_ARTICLES:
                chosen.append(segment)
        gaps = everything and any(not each.roll.numbers.all() for each in chosen)
        if len(chosen) >= (2 if everything else _FANOUT) or gaps:
            return chosen
    return ()


def _portions(entries: Entries, bits: int) -> list[int]:
    """Where to cut entries between blocks, so that some blocks are packed together."""
    step = max(1, (1 << bits) * _ENTRIES_AT_ONCE // max(1, len(entries)))
    ends = np.arange(step, 1 << bits, step, dtype=np.uint64) << np.uint64(64 - bits) if bits else np.empty(0, np.uint64)
    return [0, *distinct(np.searchsorted(entries, ends)).tolist(), len(entries)]


def _all(db: sqlite3.Connection, segment: Segment) -> Iterator[Entries]:
    """All postings of a segment, block by block."""
    keys = segment.number << 32, segment.number + 1 << 32
    for key, block in db.execute(
        "SELECT place, block FROM posting WHERE place >= ? AND place < ? ORDER BY place", keys
    ):
        check(db, [key], [block], segment.bits)
        yield unpack(key, segment.bits, block)


def _drop(db: sqlite3.Connection, segment: Segment) -> None:
    """A segment and its postings."""
    drop(db, segment)
    keys = segment.number << 32, segment.number + 1 << 32
    db.execute("DELETE FROM posting WHERE place >= ? AND place < ?", keys)
