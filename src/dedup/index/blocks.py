"""Blocks of postings: how they are packed, and read many at a time.

A posting is a code, of which 48 bits are kept, and the place of an article in its segment, two bytes. A block has those
of an equal part of all codes: a checksum, how many codes and articles there are, the codes in order (of the upper bits,
which all share, its number tells 16 at most), where the articles of each end, and these.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.groups import group_bounds

# Bits of a code, those that stand in every block, and those of an article's place.
BITS, LOW_BITS, _ARTICLE_BITS = 48, 32, 16
# Articles of a segment: two bytes number them.
MOST_ARTICLES = 1 << _ARTICLE_BITS
_HEADER = struct.Struct("<III")
_HEADER_HALVES = _HEADER.size // 2
_NARROW = 1 << 16
_MOST = 0xFFFF

# Postings, sorted and unique: a code, as `kept`, in the upper 48 bits, and an article's place in its segment below.
Entries = NDArray[np.uint64]


class Packed(NamedTuple):
    """Some blocks as they are stored, by their numbers in the segment, and how many hold the commonest code of each."""

    numbers: NDArray[np.int64]
    blocks: Sequence[bytes]
    most: NDArray[np.uint16]


class Laid(NamedTuple):
    """Where the parts of blocks lie among `halves` of words: of each block its codes (their lower 32 bits, then 16 more
    where `wide`), the ends of their articles, of one or two halves (`step`), and these; and how many codes it has."""

    size: NDArray[np.int64]
    step: NDArray[np.int64]
    lows: NDArray[np.int64]
    highs: NDArray[np.int64]
    ends: NDArray[np.int64]
    articles: NDArray[np.int64]
    wide: int


def kept(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """What an index keeps of some codes."""
    return codes >> np.uint64(64 - BITS)


def entries_of(codes: NDArray[np.uint64], articles: NDArray[np.uint64]) -> Entries:
    """One posting for each code, as `kept`, and article: in any order, with repeats."""
    return codes << np.uint64(_ARTICLE_BITS) | articles


def places(codes: NDArray[np.uint64], bits: int) -> NDArray[np.int64]:
    """In which of 2 to the power of `bits` blocks codes are: what their upper bits say."""
    return (codes >> np.uint64(BITS - bits)).astype(np.int64)


def articles_of(entries: Entries) -> NDArray[np.int64]:
    """Whose some postings are."""
    return (entries & np.uint64(MOST_ARTICLES - 1)).astype(np.int64)


def given_to(entries: Entries, articles: NDArray[np.int64]) -> Entries:
    """The same postings of other articles."""
    return entries & ~np.uint64(MOST_ARTICLES - 1) | articles.astype(np.uint64)


def of_halves(halves: NDArray[np.uint16], at: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of 32 bits at some places, of two halves each."""
    number: NDArray[np.int64] = (
        halves[at].astype(np.int64) | halves[np.minimum(at + 1, len(halves) - 1)].astype(np.int64) << 16
    )
    return number


def laid(halves: NDArray[np.uint16], at: NDArray[np.int64], bits: int) -> Laid:
    """How the blocks that begin at some places are laid out."""
    size = of_halves(halves, at + 2)
    return _laid(at, size, of_halves(halves, at + 4), bits)


def _laid(at: NDArray[np.int64], size: NDArray[np.int64], articles: NDArray[np.int64], bits: int) -> Laid:
    wide = int(bits < BITS - LOW_BITS)
    step = np.where(articles < _NARROW, 1, 2).astype(np.int64)
    lows = at + _HEADER_HALVES
    highs = lows + 2 * size
    ends = highs + wide * size
    return Laid(size, step, lows, highs, ends, ends + step * size, wide)


def pack(segment: int, bits: int, entries: Entries) -> Packed:
    """The blocks of some entries.

    All are made at once, as halves of words: a Python step for each part of each would take most of the time.
    """
    codes = entries >> np.uint64(_ARTICLE_BITS)
    begins = group_bounds(codes)
    codes = codes[begins[:-1]]
    place = places(codes, bits)
    bounds = group_bounds(place)
    if not len(codes):
        return Packed(np.empty(0, np.int64), [], np.empty(0, np.uint16))
    sizes = np.diff(bounds)
    counts = np.diff(begins[bounds])
    halves_each = _laid(np.zeros(len(sizes), np.int64), sizes, counts, bits).articles + counts
    at = np.concatenate([[0], np.cumsum(halves_each)])
    where = _laid(at[:-1], sizes, counts, bits)
    halves = np.zeros(int(at[-1]), np.uint16)
    for offset, values in ((2, sizes), (4, counts)):
        halves[at[:-1] + offset] = values & 0xFFFF
        halves[at[:-1] + offset + 1] = values >> 16
    block = np.repeat(np.arange(len(sizes)), sizes)
    inside = np.arange(len(codes)) - bounds[block]
    low = where.lows[block] + 2 * inside
    halves[low] = codes & np.uint64(0xFFFF)
    halves[low + 1] = codes >> np.uint64(16) & np.uint64(0xFFFF)
    if where.wide:
        halves[where.highs[block] + inside] = codes >> np.uint64(LOW_BITS)
    upto = begins[1:] - begins[bounds[block]]
    end = where.ends[block] + where.step[block] * inside
    halves[end] = upto & 0xFFFF
    large = where.step[block] == 2
    halves[end[large] + 1] = upto[large] >> 16
    shift = where.articles - begins[bounds[:-1]]
    halves[np.repeat(shift, counts) + np.arange(len(entries))] = entries & np.uint64(MOST_ARTICLES - 1)
    stored = memoryview(halves.astype("<u2").tobytes())
    numbers = place[bounds[:-1]]
    blocks = [
        _checksum(key, stored[first + 4 : last]).to_bytes(4, "little") + stored[first + 4 : last]
        for key, (first, last) in zip((numbers | segment << 32).tolist(), pairwise((2 * at).tolist()), strict=True)
    ]
    most = np.maximum.reduceat(np.diff(begins), bounds[:-1])
    return Packed(numbers, blocks, np.minimum(most, _MOST).astype(np.uint16))


def unpack(key: int, bits: int, stored: bytes) -> Entries:
    """The entries of a block under its key. The codes of a block share the bits that its number has."""
    _, codes, articles = _HEADER.unpack_from(stored)
    at = _HEADER.size
    known = np.frombuffer(stored, "<u4", codes, at).astype(np.uint64)
    at += 4 * codes
    if bits < BITS - LOW_BITS:
        known |= np.frombuffer(stored, "<u2", codes, at).astype(np.uint64) << np.uint64(LOW_BITS)
        at += 2 * codes
    else:
        known |= np.uint64((key & 0xFFFF_FFFF) >> (bits + LOW_BITS - BITS) << LOW_BITS)
    ends = np.frombuffer(stored, "<u2" if articles < _NARROW else "<u4", codes, at)
    whose = np.frombuffer(stored, "<u2", articles, len(stored) - 2 * articles)
    counts = np.diff(np.concatenate([[0], ends]))
    return entries_of(np.repeat(known, counts), whose)


def damaged(keys: Sequence[int], stored: Sequence[bytes], bits: int) -> Iterator[int]:
    """The keys of those blocks that are not as they were packed."""
    size = 4 + 2 * (bits < BITS - LOW_BITS)
    for key, block in zip(keys, stored, strict=True):
        try:
            checksum, codes, articles = _HEADER.unpack_from(block)
        except (struct.error, TypeError):
            yield key
            continue
        length = _HEADER.size + codes * (size + (2 if articles < _NARROW else 4)) + 2 * articles
        # A slice of a small block is copied sooner than a view of it is made.
        if length != len(block) or checksum != _checksum(key, block[4:]):
            yield key


def _checksum(key: int, content: bytes | memoryview) -> int:
    """Of a block at its place, all but the checksum itself."""
    return zlib.crc32(content, key & 0xFFFF_FFFF ^ key >> 32)
