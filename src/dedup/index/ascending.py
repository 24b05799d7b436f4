"""Ascending numbers in few bits, many lists of them at once (Elias, 1974; Fano, 1971; as Vigna, 2013, has them).

Of each number of a list the upper bits stand in unary, as how far it is from the one before, the lower ones as they
are. Of `count` numbers below `limit` each takes some two bits more than the logarithm of ``limit / count``: little more
than there is to tell. A list begins with a byte, and its lower bits do.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
Bytes = NDArray[np.uint8]

# A number of 56 bits, wherever it begins in a byte, is inside of eight bytes.
MOST_BITS = 56


class Shape(NamedTuple):
    """Of each list: its numbers, how many of their bits are lower ones, and the bytes of the upper and of all bits."""

    counts: Integers
    lower: Integers
    upper_bytes: Integers
    bytes: Integers


def shaped(count: Integers, limit: Integers) -> Shape:
    """How lists of so many different numbers, from 0 to below a limit of up to 53 bits each, are laid out."""
    # The exponent of a float is the number of bits of its whole part.
    lower = np.maximum(np.frexp((limit // np.maximum(count, 1)).astype(np.float64))[1].astype(np.int64) - 1, 0)
    upper_bytes = _whole(count + (limit >> lower))
    return Shape(count, lower, upper_bytes, upper_bytes + _whole(count * lower))


def put(content: Bytes, at: Integers, shape: Shape, numbers: Integers) -> None:
    """Write lists, one after another in `numbers`, where nothing but zeros is, from some places on that ascend.

    `content` has whole words of eight bytes, and one more than is written to.
    """
    inside, lower = inside_of(shape.counts), np.repeat(shape.lower, shape.counts)
    first = np.cumsum(shape.upper_bytes) - shape.upper_bytes
    bits = np.zeros(8 * int(shape.upper_bytes.sum()), np.uint8)
    bits[8 * np.repeat(first, shape.counts) + (numbers >> lower) + inside] = 1
    content[_bytes_at(at, shape.upper_bytes)] = np.packbits(bits, bitorder="little")
    where = 8 * np.repeat(at + shape.upper_bytes, shape.counts) + lower * inside
    _put_bits(content, where, numbers & (1 << lower) - 1)


def get(content: Bytes, at: Integers, shape: Shape) -> Integers:
    """The numbers of lists that begin at some places, one list after another; `content` goes on for eight bytes."""
    # Of the number n of all: its place in its list is n less the numbers before, which each list says but once.
    n = np.arange(int(shape.counts.sum()))
    before = np.cumsum(shape.counts) - shape.counts
    first = np.cumsum(shape.upper_bytes) - shape.upper_bytes
    bits = np.unpackbits(content[_bytes_at(at, shape.upper_bytes)], bitorder="little")
    upper = np.flatnonzero(bits.view(np.bool_)) - n - np.repeat(8 * first - before, shape.counts)
    lower = np.repeat(shape.lower, shape.counts)
    where = n * lower + np.repeat(8 * (at + shape.upper_bytes) - before * shape.lower, shape.counts)
    rest = (_eight(content)[where >> 3] >> (where & 7)) & np.repeat((1 << shape.lower) - 1, shape.counts)
    numbers: Integers = upper << lower | rest
    return numbers


def inside_of(count: Integers) -> Integers:
    """Of each number of several lists its place in its list.

    >>> inside_of(np.array([2, 0, 3])).tolist()
    [0, 1, 0, 1, 2]
    """
    return np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)


def _whole(bits: Integers) -> Integers:
    """How many bytes some bits take."""
    return bits + 7 >> 3


def _bytes_at(at: Integers, count: Integers) -> Integers:
    """The places of so many bytes from each place on."""
    return np.repeat(at, count) + inside_of(count)


def _eight(content: Bytes) -> Integers:
    """From each byte on eight of them as one number; of these the first bits are asked for alone."""
    return np.ndarray(max(0, len(content) - 7), "<i8", content, strides=(1,))


def _put_bits(content: Bytes, where: Integers, values: Integers) -> None:
    """Write values where their bits belong, which ascend: those that begin in one word at once."""
    if not len(where):
        return
    words, word, shift = content.view("<u8"), where >> 6, (where & 63).astype(np.uint64)
    begin = np.flatnonzero(np.diff(word, prepend=-1))
    own = word[begin]
    bits = values.astype(np.uint64)
    words[own] |= np.bitwise_or.reduceat(bits << shift, begin)
    # What goes on in the next word. All 64 bits at once cannot be shifted out.
    words[own + 1] |= np.bitwise_or.reduceat(bits >> np.uint64(1) >> (np.uint64(63) - shift), begin)
