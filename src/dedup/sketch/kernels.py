"""Kernels for signatures (see `dedup.compiled`); `dedup.sketch.minhash` holds the reference."""

from __future__ import annotations

import numpy as np

from dedup.sketch.processor import wide_vectors

LENT = ("mix", "lower")
KERNELS = (*LENT, "sign")

_FULL = np.uint32(0xFFFFFFFF)


def mix(hashes, first, last, mixed):
    """Write fmix32 of the upper halves of ``hashes[first:last]`` to the beginning of `mixed`."""
    for at in range(last - first):
        value = np.uint32(hashes[first + at] >> np.uint64(32))
        value = np.uint32(value ^ (value >> np.uint32(16)))
        value = np.uint32(value * np.uint32(0x85EBCA6B))
        value = np.uint32(value ^ (value >> np.uint32(13)))
        value = np.uint32(value * np.uint32(0xC2B2AE35))
        mixed[at] = np.uint32(value ^ (value >> np.uint32(16)))


def lower(mixed, count, multipliers, addends, least):
    """Lower each of the `least` values to its minimum over the permutations of ``mixed[:count]``.

    Eight hashes at a time: the values of the signature are read and written once for all of them, and the loop over the
    permutations vectorises.
    """
    wide_vectors()
    at = 0
    while at + 8 <= count:
        a, b, c, d = mixed[at], mixed[at + 1], mixed[at + 2], mixed[at + 3]
        e, f, g, h = mixed[at + 4], mixed[at + 5], mixed[at + 6], mixed[at + 7]
        for p in range(multipliers.size):
            by, plus = multipliers[p], addends[p]
            one = min(np.uint32(by * a + plus), np.uint32(by * b + plus))
            two = min(np.uint32(by * c + plus), np.uint32(by * d + plus))
            three = min(np.uint32(by * e + plus), np.uint32(by * f + plus))
            four = min(np.uint32(by * g + plus), np.uint32(by * h + plus))
            least[p] = min(least[p], min(min(one, two), min(three, four)))
        at += 8
    while at < count:
        value = mixed[at]
        for p in range(multipliers.size):
            least[p] = min(least[p], np.uint32(multipliers[p] * value + addends[p]))
        at += 1


def sign(hashes, offsets, multipliers, addends):
    """Signatures of sets of 64-bit shingle hashes: see `dedup.sketch.minhash.signatures`."""
    longest = 0
    for row in range(offsets.size - 1):
        longest = max(longest, offsets[row + 1] - offsets[row])
    mixed = np.empty(longest, np.uint32)
    values = np.full((offsets.size - 1, multipliers.size), _FULL, np.uint32)
    for row in range(offsets.size - 1):
        mix(hashes, offsets[row], offsets[row + 1], mixed)
        lower(mixed, offsets[row + 1] - offsets[row], multipliers, addends, values[row])
    return values
