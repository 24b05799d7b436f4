"""Kernels for shingles, signatures and exact similarity (see `dedup.compiled`).

`dedup.sketch.hashing` and `dedup.sketch.minhash` hold the references of the first two.
"""

from __future__ import annotations

import numpy as np

KERNELS = ("sign", "fold_shingles", "similarity")


def sign(hashes, offsets, multipliers, addends):
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


def fold_shingles(words, offsets, bounds, size, start, prime):
    """64-bit shingle hashes: see `dedup.sketch.hashing.shingle_hashes`. ``bounds`` are the places of the results."""
    values = np.empty(bounds[-1], np.uint64)
    for text in range(offsets.size - 1):
        reach = min(size, offsets[text + 1] - offsets[text])
        for at in range(bounds[text + 1] - bounds[text]):
            value = start
            for step in range(reach):
                value = (value ^ words[offsets[text] + at + step]) * prime
                value = value ^ (value >> np.uint64(32))
            values[bounds[text] + at] = value * prime
    return values


def similarity(hashes, offsets, pairs):
    """Exact Jaccard similarity of each pair of sets, set ``s`` being ``hashes[offsets[s]:offsets[s + 1]]``."""
    found = np.empty(pairs.shape[0], np.float64)
    for pair in range(pairs.shape[0]):
        one = np.sort(hashes[offsets[pairs[pair, 0]] : offsets[pairs[pair, 0] + 1]])
        two = np.sort(hashes[offsets[pairs[pair, 1]] : offsets[pairs[pair, 1] + 1]])
        shared = 0
        either = 0
        a = 0
        b = 0
        while a < one.size or b < two.size:
            if b == two.size or (a < one.size and one[a] <= two[b]):
                value = one[a]
            else:
                value = two[b]
            in_one = a < one.size and one[a] == value
            in_two = b < two.size and two[b] == value
            while a < one.size and one[a] == value:
                a += 1
            while b < two.size and two[b] == value:
                b += 1
            either += 1
            if in_one and in_two:
                shared += 1
        found[pair] = shared / either if either else 0.0
    return found
