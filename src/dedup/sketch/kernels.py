"""The compiled MinHash kernel (see `dedup.compiled`); `dedup.sketch.minhash` holds its reference."""

from __future__ import annotations

import numpy as np

KERNELS = ("sign",)


def sign(hashes, offsets, multipliers, addends):  # type: ignore[no-untyped-def]
    """Signatures of sets of 64-bit shingle hashes: see `dedup.sketch.minhash.signatures`."""
    count = multipliers.size
    values = np.empty((offsets.size - 1, count), np.uint32)
    for row in range(offsets.size - 1):
        least = np.full(count, np.uint32(0xFFFFFFFF), np.uint32)
        for at in range(offsets[row], offsets[row + 1]):
            mixed = np.uint32(hashes[at] >> np.uint64(32))
            mixed = np.uint32(mixed ^ (mixed >> np.uint32(16)))
            mixed = np.uint32(mixed * np.uint32(0x85EBCA6B))
            mixed = np.uint32(mixed ^ (mixed >> np.uint32(13)))
            mixed = np.uint32(mixed * np.uint32(0xC2B2AE35))
            mixed = np.uint32(mixed ^ (mixed >> np.uint32(16)))
            for p in range(count):  # the inner loop vectorises: one multiply, add and minimum a lane
                value = np.uint32(multipliers[p] * mixed + addends[p])
                least[p] = min(least[p], value)
        values[row] = least
    return values
