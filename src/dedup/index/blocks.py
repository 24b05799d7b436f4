"""Blocks of postings: how they are packed, and read many at a time.

A posting is a code, of which 48 bits are kept, and the place of an article in its lot, two bytes. A block has those of
an equal part of all codes: a checksum, and for each lot of the segment how many codes and articles there are, the codes
in order (of the upper bits, which all share, its number tells 16 at most), where the articles of each end, and these.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.groups import distinct, group_bounds

# Bits of a code, those that stand in every block, and those of an article's place.
BITS, LOW_BITS, _ARTICLE_BITS = 48, 32, 16
# Articles of a lot: two bytes number them.
LOT = 1 << _ARTICLE_BITS
# Halves of words: of the checksum, and of the two counts of a lot.
_CHECKSUM, _COUNTS = 2, 4
_NARROW = 1 << 16
_MOST = 0xFFFF

# Postings of a lot, sorted and unique: a code, as `kept`, in the upper 48 bits, and an article's place in it below.
Entries = NDArray[np.uint64]


class Packed(NamedTuple):
    """Some blocks as they are stored, by their numbers in the segment, and how many hold the commonest code of each."""

    numbers: NDArray[np.int64]
    blocks: Sequence[bytes]
    most: NDArray[np.uint16]


class Stored(NamedTuple):
    """Blocks as they were stored, by their `numbers` in the segment: all one after another, as `halves` of words, and
    where each begins."""

    numbers: NDArray[np.int64]
    halves: NDArray[np.uint16]
    begin: NDArray[np.int64]


class Laid(NamedTuple):
    """Where what blocks have of a lot lies among halves of words: the codes (their lower 32 bits, then 16 more where
    `wide`), the ends of their articles, of one or two halves (`step`), and these; how many codes, and where it ends."""

    size: NDArray[np.int64]
    step: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]
    ends: NDArray[np.int64]
    articles: NDArray[np.int64]
    upto: NDArray[np.int64]
    wide: int


def kept(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What an index keeps of some codes."""
    return codes >> np.uint64(64 - BITS)


def entries_of(codes: NDArray[np.uint64], articles: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """One posting for each code, as `kept`, and article: in any order, with repeats."""
    return codes << np.uint64(_ARTICLE_BITS) | articles


def codes_of(entries: Entries) -> NDArray[np.uint64]:
    """Of which codes, as `kept`, some postings are."""
    return entries >> np.uint64(_ARTICLE_BITS)


def places(codes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """In which of 2 to the power of `bits` blocks codes are: what their upper bits say."""
    return (codes >> np.uint64(BITS - bits)).astype(np.int64)


def articles_of(entries: Entries) -> NDArray[np.int64]:
    """Whose some postings are."""
    return (entries & np.uint64(_MOST)).astype(np.int64)


def within(entries: Entries, low: int, high: int) -> Entries:
    """The postings of codes, as `kept`, from one on to before another."""
    first, last = np.uint64(low << _ARTICLE_BITS), np.uint64((high << _ARTICLE_BITS) - 1)
    return entries[np.searchsorted(entries, first) : np.searchsorted(entries, last, side="right")]


def lots_of(codes: NDArray[np.uint64], articles: NDArray[np.int64], lots: int) -> list[Entries]:
    """The postings of codes, as `kept`, and articles, by their places in a segment of several lots."""
    lot, place = np.divmod(articles, LOT)
    entries = entries_of(codes, place.astype(np.uint64))
    if lots == 1:
        return [distinct(entries)]
    return [distinct(entries[lot == each]) for each in range(lots)]


def of_halves(halves: NDArray[np.uint16], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of 32 bits at some places, of two halves each."""
    number: NDArray[np.int64] = (
        halves[at].astype(np.int64) | halves[np.minimum(at + 1, len(halves) - 1)].astype(np.int64) << 16
    )
    return number


def laid(stored: Stored, bits: int, lots: int) -> Iterator[Laid]:
    """How blocks are laid out, lot by lot."""
    at = stored.begin + _CHECKSUM
    for _ in range(lots):
        lot = _laid(at, of_halves(stored.halves, at), of_halves(stored.halves, at + 2), bits)
        yield lot
        at = lot.upto


def _laid(at: NDArray[np.int64], size: NDArray[np.int64], articles: NDArray[np.int64], bits: int) -> Laid:
    wide = int(bits < BITS - LOW_BITS)
    step = np.where(articles < _NARROW, 1, 2).astype(np.int64)
    lows = at + _COUNTS
    highs = lows + 2 * size
    ends = highs + wide * size
    first = ends + step * size
    return Laid(size, step, lows, highs, ends, first, first + articles, wide)


def pack(segment: int, bits: int, lots: Sequence[Entries]) -> Packed:
    """The blocks of the postings of some lots.

    All are made at once, as halves of words: a Python step for each part of each would take most of the time.
    """
    grouped = [_grouped(entries, bits) for entries in lots]
    numbers = distinct(np.concatenate([lot.place for lot in grouped]))
    if not len(numbers):
        return Packed(np.empty(0, np.int64), [], np.empty(0, np.uint16))
    where: list[Laid] = []
    counts: list[tuple[NDArray[np.int64], NDArray[np.int64]]] = []
    halves_each = np.full(len(numbers), _CHECKSUM, np.int64)
    for lot in grouped:
        bounds = np.searchsorted(lot.place, np.append(numbers, 1 << bits))
        counts.append((np.diff(bounds), np.diff(lot.begins[bounds])))
        where.append(_laid(halves_each, *counts[-1], bits))
        halves_each = where[-1].upto
    at = np.concatenate([[0], np.cumsum(halves_each)])
    halves = np.zeros(int(at[-1]), np.uint16)
    most = np.zeros(len(numbers), np.int64)
    for lot, parts, each, entries in zip(grouped, where, counts, lots, strict=True):
        most += _put(halves, at[:-1], parts, each, lot, entries)
    stored = memoryview(halves.astype("<u2").tobytes())
    blocks = [
        _checksum(key, stored[first + 4 : last]).to_bytes(4, "little") + stored[first + 4 : last]
        for key, (first, last) in zip((numbers | segment << 32).tolist(), pairwise((2 * at).tolist()), strict=True)
    ]
    return Packed(numbers, blocks, np.minimum(most, _MOST).astype(np.uint16))


class _Grouped(NamedTuple):
    """The different codes of postings, in order, where those of each begin, and the block of each code."""

    codes: NDArray[np.uint64]
    begins: NDArray[np.int64]
    place: NDArray[np.int64]


def _grouped(entries: Entries, bits: int) -> _Grouped:
    codes = codes_of(entries)
    begins = group_bounds(codes)
    codes = codes[begins[:-1]]
    return _Grouped(codes, begins, places(codes, bits))


def _put(
    halves: NDArray[np.uint16],
    at: NDArray[np.int64],
    where: Laid,
    counts: tuple[NDArray[np.int64], NDArray[np.int64]],
    lot: _Grouped,
    entries: Entries,
) -> NDArray[np.int64]:
    """Put what blocks that begin at some places have of a lot `where` it belongs in each; the most holders of a code of
    each block."""
    sizes, articles = counts
    head = at + where.lows - _COUNTS
    for offset, values in ((0, sizes), (2, articles)):
        halves[head + offset] = values & 0xFFFF
        halves[head + offset + 1] = values >> 16
    block = np.repeat(np.arange(len(sizes)), sizes)
    inside = np.arange(len(lot.codes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    low = (at + where.lows)[block] + 2 * inside
    halves[low] = lot.codes & np.uint64(0xFFFF)
    halves[low + 1] = lot.codes >> np.uint64(16) & np.uint64(0xFFFF)
    if where.wide:
        halves[(at + where.highs)[block] + inside] = lot.codes >> np.uint64(LOW_BITS)
    first = np.cumsum(articles) - articles
    upto = lot.begins[1:] - first[block]
    end = (at + where.ends)[block] + where.step[block] * inside
    halves[end] = upto & 0xFFFF
    large = where.step[block] == 2
    halves[end[large] + 1] = upto[large] >> 16
    halves[np.repeat(at + where.articles - first, articles) + np.arange(len(entries))] = entries & np.uint64(_MOST)
    most = np.zeros(len(sizes), np.int64)
    filled = np.flatnonzero(sizes)
    if len(filled):
        most[filled] = np.maximum.reduceat(np.diff(lot.begins), (np.cumsum(sizes) - sizes)[filled])
    return most


def unpack(stored: Stored, bits: int, lots: int) -> list[Entries]:
    """The postings of each lot in some blocks, whose numbers ascend."""
    return [_unpacked(stored, lot, bits) for lot in laid(stored, bits, lots)]


def _unpacked(stored: Stored, lot: Laid, bits: int) -> Entries:
    halves = stored.halves
    block = np.repeat(np.arange(len(lot.size)), lot.size)
    inside = np.arange(len(block)) - np.repeat(np.cumsum(lot.size) - lot.size, lot.size)
    codes = of_halves(halves, lot.lows[block] + 2 * inside).astype(np.uint64)
    if lot.wide:
        upper = halves[lot.highs[block] + inside].astype(np.uint64)
    else:  # The codes of a block share the bits that its number has.
        upper = (stored.numbers >> (bits + LOW_BITS - BITS)).astype(np.uint64)[block]
    codes |= upper << np.uint64(LOW_BITS)
    end = lot.ends[block] + lot.step[block] * inside
    ends = np.where(lot.step[block] == 2, of_halves(halves, end), halves[end])
    counts = np.diff(ends, prepend=0)
    first = np.flatnonzero(inside == 0)
    counts[first] = ends[first]
    articles = lot.upto - lot.articles
    at = np.repeat(lot.articles - (np.cumsum(articles) - articles), articles) + np.arange(int(articles.sum()))
    return entries_of(np.repeat(codes, counts), halves[at].astype(np.uint64))


def damaged(keys: Sequence[int], blocks: Sequence[bytes]) -> Iterator[int]:
    """The keys of those blocks that are not as they were packed."""
    for key, block in zip(keys, blocks, strict=True):
        # A slice of a small block is copied sooner than a view of it is made.
        whole = isinstance(block, bytes) and len(block) > 4
        if not whole or int.from_bytes(block[:4], "little") != _checksum(key, block[4:]):
            yield key


def _checksum(key: int, content: bytes | memoryview) -> int:
    """Of a block at its place, all but the checksum itself."""
    return zlib.crc32(content, key & 0xFFFF_FFFF ^ key >> 32)
