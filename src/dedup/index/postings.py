"""Which articles hold which codes: an inverted index in blocks, the way search engines keep theirs.

A code is a 64-bit hash, of a seed feature or of a sentence. What is added together makes a segment: its codes lie in
equal parts of their range, a row each, so that asking for some codes reads a few hundred bytes for each of them,
however much there is. Segments are merged when there are several of a size (as in log-structured merge trees: O'Neil
and others, 1996), so that there are never many.

Inside a segment articles are numbered in the order of a collection, by what their texts hash to. Of a code 48 bits are
kept (`kept`): where a segment has 65,536 blocks or more, the upper 16 of these are told by the block. Of a hundred
million codes another one is taken for a given code once in three million times.
"""

from __future__ import annotations

import json
import sqlite3
import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.bisecting import bisected
from dedup.index.rows import corrupt, opened, sealed
from dedup.sketch.groups import distinct, group_bounds

TABLES = """
CREATE TABLE segment (
    number INTEGER PRIMARY KEY,
    bits INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    articles BLOB NOT NULL,
    orders BLOB NOT NULL,
    outlets BLOB NOT NULL,
    checksum BLOB NOT NULL
);
CREATE TABLE posting (
    place INTEGER PRIMARY KEY,
    block BLOB NOT NULL
);
"""

# Articles of a segment: two bytes number them.
MOST_ARTICLES = 1 << 16
# Postings of a block: 1 kB, several to a page. Fewer where that lets the place of a block tell 16 bits of its codes.
_BLOCK, _SMALL_BLOCK = 256, 128
# So many segments of a size are merged, into one of the next.
_FANOUT = 4
_BITS, _LOW_BITS, _ARTICLE_BITS = 48, 32, 16
_HEADER = struct.Struct("<III")
_HEADER_HALVES = _HEADER.size // 2
_NARROW = 1 << 16
_ENTRIES_AT_ONCE = 1 << 22
_AT_ONCE = 16_384


# Postings, sorted and unique: a code, as `kept`, in the upper 48 bits, and an article's place in its segment below.
Entries = NDArray[np.uint64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The articles of a segment in the order of their texts: numbers (0: gone), what texts go by, outlets (0: none)."""

    numbers: NDArray[np.uint32]
    orders: NDArray[np.uint64]
    outlets: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Of 2 to the power of `bits` blocks. `first`: how many articles the segments before it have."""

    number: int
    bits: int
    postings: int
    roll: Roll
    first: int = 0

    @cached_property
    def level(self) -> int:
        return max(0, (len(self.roll) - 1).bit_length() // (_FANOUT.bit_length() - 1))


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


def segments(db: sqlite3.Connection) -> tuple[Segment, ...]:
    """All segments there are. Raises `IndexCorrupt`."""
    found: list[Segment] = []
    first = 0
    for row in db.execute("SELECT number, bits, postings, articles, orders, outlets, checksum FROM segment"):
        number, bits, postings, *columns = opened(row, db, f"segment {row[0]}")
        numbers, orders, outlets = (
            np.frombuffer(column, kind) for column, kind in zip(columns, ("<u4", "<u8", "<u8"), strict=True)
        )
        roll = Roll(numbers=numbers, orders=orders, outlets=outlets)
        found.append(Segment(number=number, bits=bits, postings=postings, roll=roll, first=first))
        first += len(roll)
    return tuple(found)


def kept(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What an index keeps of some codes."""
    return codes >> np.uint64(64 - _BITS)


def find(db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]) -> Found:
    """Who of a segment holds some codes, as `kept`, sorted. Raises `IndexCorrupt`."""
    found = [_find(db, segment, codes[low : low + _AT_ONCE]) for low in range(0, max(1, len(codes)), _AT_ONCE)]
    return found[0] if len(found) == 1 else joined(found)


def joined(found: Sequence[Found]) -> Found:
    """Who holds the codes of several, one after another."""
    before = np.cumsum([0, *(len(each.articles) for each in found)]).tolist()
    return Found(
        np.concatenate([each.begin + first for first, each in zip(before[:-1], found, strict=True)]),
        np.concatenate([each.size for each in found]),
        np.concatenate([each.articles for each in found]),
    )


def _find(db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]) -> Found:
    asked = _places(codes, segment.bits)
    keys: list[int] = []
    begins = [0]
    # One buffer, not thousands of blocks at a time: they would leave as many gaps behind.
    buffer = bytearray()
    for key, written in _stored(db, segment, distinct(asked)):
        keys.append(key)
        buffer += written
        begins.append(len(buffer))
    if not keys:
        return Found(np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64), np.empty(0, np.uint16))
    # All blocks at once, as halves of words: a Python step for each would take most of the time of a query.
    place = np.array(keys, dtype=np.int64) & 0xFFFF_FFFF
    halves, at = np.frombuffer(buffer, "<u2"), np.array(begins[:-1], dtype=np.int64) // 2
    # The block of each code; where it is empty another, in which the code is not.
    block = np.minimum(np.searchsorted(place, asked), len(place) - 1)
    wide = int(segment.bits < _BITS - _LOW_BITS)
    size = _of_halves(halves, at + 2)[block]
    step = np.where(_of_halves(halves, at + 4) < _NARROW, 1, 2)[block]
    lows = (at + _HEADER_HALVES)[block]
    highs = lows + 2 * size
    ends = highs + wide * size
    articles = ends + step * size

    def stored(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """What is kept of a code of each row's block."""
        code = _of_halves(halves, lows[rows] + 2 * inside)
        return code | halves[highs[rows] + inside].astype(np.int64) << _LOW_BITS if wide else code

    def upto(rows: NDArray[np.int64], inside: NDArray[np.int64]) -> NDArray[np.int64]:
        """Where the articles of a code end; 0 before the first."""
        end = ends[rows] + step[rows] * np.maximum(inside, 0)
        found = np.where(step[rows] == 2, _of_halves(halves, end), halves[end])
        return np.where(inside < 0, 0, found)

    # Codes of a block are in order. Those that its place does not tell whole are compared whole.
    wanted = codes.astype(np.int64) & ((1 << (_LOW_BITS + 16 * wide)) - 1)
    inside = bisected(stored, np.zeros(len(codes), np.int64), size, wanted)
    rows = np.flatnonzero((place[block] == asked) & (inside < size))
    rows = rows[stored(rows, inside[rows]) == wanted[rows]]
    begin, held = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
    first = upto(rows, inside[rows] - 1)
    begin[rows] = articles[rows] + first
    held[rows] = upto(rows, inside[rows]) - first
    return Found(begin, held, halves)


def _of_halves(halves: NDArray[np.uint16], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of 32 bits at some places, of two halves each."""
    number: NDArray[np.int64] = (
        halves[at].astype(np.int64) | halves[np.minimum(at + 1, len(halves) - 1)].astype(np.int64) << 16
    )
    return number


def write(db: sqlite3.Connection, roll: Roll, entries: Entries) -> None:
    """A new segment of articles that are in none yet, at most `MOST_ARTICLES`, in the order of their texts."""
    (number,) = db.execute("SELECT coalesce(max(number), 0) + 1 FROM segment").fetchone()
    large, small = ((len(entries) // size).bit_length() for size in (_BLOCK, _SMALL_BLOCK))
    bits = max(large, min(small, _BITS - _LOW_BITS))
    _record(db, Segment(number=number, bits=bits, postings=len(entries), roll=roll))
    for low, high in pairwise(_portions(entries, bits)):
        db.executemany("INSERT INTO posting VALUES (?, ?)", _packed(number, bits, entries[low:high]))


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
        below = np.uint64(MOST_ARTICLES - 1)
        parts = [
            entries & ~below | local[first[at] + (entries & below).astype(np.int64)].astype(np.uint64)
            for at, entries in _all(db, chosen)
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


def packed(codes: NDArray[np.uint64], articles: NDArray[np.uint64]) -> Entries:
    """One posting for each code, as `kept`, and article: in any order, with repeats."""
    return codes << np.uint64(_ARTICLE_BITS) | articles


def forget(db: sqlite3.Connection, segment: Segment, articles: Sequence[int], codes: NDArray[np.uint64]) -> None:
    """Take articles out of a segment, by their places in it, with all their postings: those of these codes, `kept`."""
    gone = np.array(sorted(articles), dtype=np.uint64)
    lost = 0
    for some in np.split(wanted := distinct(_places(codes, segment.bits)), range(_AT_ONCE, len(wanted), _AT_ONCE)):
        for key, stored in list(_stored(db, segment, some)):
            entries = _unpacked(key, segment.bits, stored)
            stays = ~np.isin(entries & np.uint64(MOST_ARTICLES - 1), gone)
            lost += int(np.count_nonzero(~stays))
            if not stays.any():
                db.execute("DELETE FROM posting WHERE place = ?", (key,))
            elif not stays.all():
                ((_, packed),) = _packed(segment.number, segment.bits, entries[stays])
                db.execute("UPDATE posting SET block = ? WHERE place = ?", (packed, key))
    numbers, outlets = segment.roll.numbers.copy(), segment.roll.outlets.copy()
    places = gone.astype(np.int64)
    numbers[places] = outlets[places] = 0
    _drop(db, segment, postings=not numbers.any())
    if numbers.any():
        roll = replace(segment.roll, numbers=numbers, outlets=outlets)
        _record(db, replace(segment, roll=roll, postings=segment.postings - lost))


def move(db: sqlite3.Connection, number: int, outlet: int) -> None:
    """Let an article be another outlet's."""
    for segment in segments(db):
        at = np.flatnonzero(segment.roll.numbers == number)
        if len(at) and int(segment.roll.outlets[at[0]]) != outlet:
            outlets = segment.roll.outlets.copy()
            outlets[at] = outlet
            _drop(db, segment, postings=False)
            _record(db, replace(segment, roll=replace(segment.roll, outlets=outlets)))


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    for segment in segments(db):
        count = 0
        for _, entries in _all(db, [segment]):
            count += len(entries)
            if len(entries) and int((entries & np.uint64(MOST_ARTICLES - 1)).max()) >= len(segment.roll):
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


def _packed(segment: int, bits: int, entries: Entries) -> Iterator[tuple[int, bytes]]:
    """Blocks as they are stored: checksum, counts, codes, ends, articles; each with its key.

    All are made at once, as halves of words: a Python step for each part of each would take most of the time.
    """
    if not len(entries):
        return
    codes = entries >> np.uint64(_ARTICLE_BITS)
    begins = group_bounds(codes)
    codes = codes[begins[:-1]]
    place = _places(codes, bits)
    blocks = group_bounds(place)
    sizes = np.diff(blocks)
    counts = np.diff(begins[blocks])
    wide = int(bits < _BITS - _LOW_BITS)
    step = np.where(counts < _NARROW, 1, 2)
    lows = np.cumsum([0, *(_HEADER_HALVES + (2 + wide + step) * sizes + counts)[:-1].tolist()]) + _HEADER_HALVES
    highs = lows + 2 * sizes
    ends = highs + wide * sizes
    articles = ends + step * sizes
    halves = np.zeros(int(articles[-1] + counts[-1]) if len(sizes) else 0, np.uint16)
    for at, values in ((2, sizes), (4, counts)):
        halves[lows - _HEADER_HALVES + at] = values & 0xFFFF
        halves[lows - _HEADER_HALVES + at + 1] = values >> 16
    block = np.repeat(np.arange(len(sizes)), sizes)
    inside = np.arange(len(codes)) - blocks[block]
    low = lows[block] + 2 * inside
    halves[low] = codes & np.uint64(0xFFFF)
    halves[low + 1] = codes >> np.uint64(16) & np.uint64(0xFFFF)
    if wide:
        halves[highs[block] + inside] = codes >> np.uint64(32)
    upto = begins[1:] - begins[blocks[block]]
    end = ends[block] + step[block] * inside
    halves[end] = upto & 0xFFFF
    large = step[block] == 2
    halves[end[large] + 1] = upto[large] >> 16
    of_entry = np.repeat(np.arange(len(sizes)), counts)
    at = articles[of_entry] + np.arange(len(entries)) - begins[blocks[of_entry]]
    halves[at] = entries & np.uint64(MOST_ARTICLES - 1)
    stored = memoryview(halves.astype("<u2").tobytes())
    base = segment << 32
    cuts = [*(2 * (lows - _HEADER_HALVES)).tolist(), len(stored)]
    for number, (first, last) in zip(place[blocks[:-1]].tolist(), pairwise(cuts), strict=True):
        yield (
            base | number,
            _checksum(base | number, stored[first:last]).to_bytes(4, "little") + stored[first + 4 : last],
        )


def _check(db: sqlite3.Connection, key: int, bits: int, stored: bytes) -> None:
    """Raise `IndexCorrupt` where a block is not as it was packed."""
    try:
        checksum, codes, articles = _HEADER.unpack_from(stored)
    except (struct.error, TypeError):
        checksum = codes = articles = -1
    size = 4 + 2 * (bits < _BITS - _LOW_BITS) + (2 if articles < _NARROW else 4)
    if codes < 0 or _HEADER.size + codes * size + 2 * articles != len(stored) or checksum != _checksum(key, stored):
        raise corrupt(db, f"block {key & 0xFFFF_FFFF} of segment {key >> 32}: its checksum differs")


def _unpacked(key: int, bits: int, stored: bytes) -> Entries:
    """The entries of a block. The codes of a block share the bits that its place has."""
    _, codes, articles = _HEADER.unpack_from(stored)
    at = _HEADER.size
    known = np.frombuffer(stored, "<u4", codes, at).astype(np.uint64)
    at += 4 * codes
    if bits < _BITS - _LOW_BITS:
        known |= np.frombuffer(stored, "<u2", codes, at).astype(np.uint64) << np.uint64(_LOW_BITS)
        at += 2 * codes
    else:
        known |= np.uint64((key & 0xFFFF_FFFF) >> (bits + _LOW_BITS - _BITS) << _LOW_BITS)
    ends = np.frombuffer(stored, "<u2" if articles < _NARROW else "<u4", codes, at)
    whose = np.frombuffer(stored, "<u2", articles, len(stored) - 2 * articles)
    counts = np.diff(np.concatenate([[0], ends]))
    entries: Entries = np.repeat(known, counts) << np.uint64(_ARTICLE_BITS) | whose
    return entries


def _checksum(key: int, stored: bytes | memoryview) -> int:
    """Of a block at its place, all but the checksum itself."""
    return zlib.crc32(memoryview(stored)[4:], key & 0xFFFF_FFFF ^ key >> 32)


def _all(db: sqlite3.Connection, chosen: Sequence[Segment]) -> Iterator[tuple[int, Entries]]:
    """All postings, by the place of their segment in `chosen`, block by block."""
    for at, segment in enumerate(chosen):
        keys = segment.number << 32, segment.number + 1 << 32
        rows = db.execute("SELECT place, block FROM posting WHERE place >= ? AND place < ? ORDER BY place", keys)
        for key, stored in rows:
            _check(db, key, segment.bits, stored)
            yield at, _unpacked(key, segment.bits, stored)


def _stored(db: sqlite3.Connection, segment: Segment, wanted: NDArray[np.int64]) -> Iterator[tuple[int, bytes]]:
    """Blocks of a segment as they are stored, in order; those that are empty are not there."""
    asked = json.dumps((wanted + (segment.number << 32)).tolist())
    rows = "SELECT place, block FROM posting WHERE place IN (SELECT value FROM json_each(?)) ORDER BY place"
    for key, stored in db.execute(rows, (asked,)):
        _check(db, key, segment.bits, stored)
        yield key, stored


def _places(codes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """The blocks of codes: what their upper bits say."""
    return (codes >> np.uint64(_BITS - bits)).astype(np.int64)


def _record(db: sqlite3.Connection, segment: Segment) -> None:
    roll = segment.roll
    columns = (
        roll.numbers.astype("<u4").tobytes(), roll.orders.astype("<u8").tobytes(), roll.outlets.astype("<u8").tobytes()
    )  # fmt: skip
    row = sealed(segment.number, segment.bits, segment.postings, *columns)
    db.execute("INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?, ?)", row)


def _drop(db: sqlite3.Connection, segment: Segment, *, postings: bool = True) -> None:
    db.execute("DELETE FROM segment WHERE number = ?", (segment.number,))
    if postings:
        keys = segment.number << 32, segment.number + 1 << 32
        db.execute("DELETE FROM posting WHERE place >= ? AND place < ?", keys)
