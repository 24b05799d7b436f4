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
    """Blocks as they were stored, by their `numbers` in the segment: all one after another, and the byte at which each
    begins."""

    numbers: NDArray[np.int64]
    content: bytes
    begin: NDArray[np.int64]

    @property
    def halves(self) -> NDArray[np.uint16]:
        """The content as halves of words."""
        return np.frombuffer(self.content, "<u2")


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
    at, halves = stored.begin // 2 + _CHECKSUM, stored.halves
    for _ in range(lots):
        lot = _laid(at, of_halves(halves, at), of_halves(halves, at + 2), bits)
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
    numbers, parts = divided(lots, bits)
    where: list[Laid] = []
    halves_each = np.full(len(numbers), _CHECKSUM, np.int64)
    for lot in parts:
        where.append(_laid(halves_each, lot.sizes, lot.articles, bits))
        halves_each = where[-1].upto
    at = np.concatenate([[0], np.cumsum(halves_each)])
    halves = np.zeros(int(at[-1]), np.uint16)
    for lot, laid_out, entries in zip(parts, where, lots, strict=True):
        _put(halves, at[:-1], laid_out, lot, entries)
    return finished(segment, numbers, halves.astype("<u2").tobytes(), 2 * at, parts)


class Divided(NamedTuple):
    """The postings of a lot by code and by block: the different codes, in order, where the postings of each begin, and
    how many codes and postings each block has."""

    codes: NDArray[np.uint64]
    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]
    articles: NDArray[np.int64]

    @property
    def most(self) -> NDArray[np.int64]:
        """How many hold the commonest code of each block."""
        most = np.zeros(len(self.sizes), np.int64)
        filled = np.flatnonzero(self.sizes)
        if len(filled):
            first = np.cumsum(self.sizes) - self.sizes
            most[filled] = np.maximum.reduceat(np.diff(self.begins), first[filled])
        return most


def divided(lots: Sequence[Entries], bits: int) -> tuple[NDArray[np.int64], list[Divided]]:
    """The numbers of the blocks that have something of a lot, and what they have of each."""
    found = []
    for entries in lots:
        codes = codes_of(entries)
        begins = group_bounds(codes)
        codes = codes[begins[:-1]]
        found.append((codes, begins, places(codes, bits)))
    numbers = distinct(np.concatenate([place for _, _, place in found]))
    parts: list[Divided] = []
    for codes, begins, place in found:
        bounds = np.searchsorted(place, np.append(numbers, 1 << bits))
        parts.append(Divided(codes, begins, np.diff(bounds), np.diff(begins[bounds])))
    return numbers, parts


def finished(
    segment: int, numbers: NDArray[np.int64], content: bytes, at: NDArray[np.int64], parts: Sequence[Divided]
) -> Packed:
    """Blocks that stand one after another, from some bytes on, each with its checksum in front."""
    stored = memoryview(content)
    blocks = [
        _checksum(key, stored[first + 4 : last]).to_bytes(4, "little") + stored[first + 4 : last]
        for key, (first, last) in zip((numbers | segment << 32).tolist(), pairwise(at.tolist()), strict=True)
    ]
    most = np.zeros(len(numbers), np.int64)
    for lot in parts:
        most += lot.most
    return Packed(numbers, blocks, np.minimum(most, _MOST).astype(np.uint16))


def _put(
    halves: NDArray[np.uint16],
    at: NDArray[np.int64],
    where: Laid,
    lot: Divided,
    entries: Entries,
) -> None:
    """Put what blocks that begin at some places have of a lot `where` it belongs in each."""
    sizes, articles = lot.sizes, lot.articles
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
