"""Hashes of words and shingles.

A word is hashed eight bytes at a time, so that a compiled kernel can hash it right out of the text
(`dedup.sketch.text_kernels`). A shingle is some words in a row: the hashes of its words, each times a number of its
place, added up and mixed. It can be computed for every position of a text from one table of distinct words; MinHash
takes its upper 32 bits. `shingle_hash32` computes the same from bytes, as a ``hashfunc`` for ``datasketch.MinHash``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

_MASK = (1 << 64) - 1
START = 0x9E3779B97F4A7C15
PRIME = 0xD6E8FEB86659FD93
LONGEST = 64  # words of a shingle


def _multipliers() -> tuple[int, ...]:
    """Odd numbers, one a place, by SplitMix64 (Steele, Lea and Flood, 2014) from a fixed seed."""
    found, state = [], START
    for _ in range(LONGEST):
        state = (state + START) & _MASK
        value = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        value = ((value ^ (value >> 27)) * 0x94D049BB133111EB) & _MASK
        found.append(value ^ (value >> 31) | 1)
    return tuple(found)


MULTIPLIERS = _multipliers()


def word_hash(word: str) -> int:
    """A 64-bit hash of a folded word; words of up to eight bytes never share one."""
    return _hash_of(word.encode("utf-8", "surrogatepass"))


def word_hashes(vocabulary: Sequence[str]) -> NDArray[np.uint64]:
    """`word_hash` of every word."""
    return np.fromiter(map(word_hash, vocabulary), dtype=np.uint64, count=len(vocabulary))


def shingle_hash32(shingle: bytes) -> int:
    """The 32-bit hash of a shingle given as its folded words in UTF-8, joined by single spaces.

    >>> from datasketch import MinHash
    >>> minhash = MinHash(num_perm=16, hashfunc=shingle_hash32)
    >>> minhash.update("military mutual trust".encode())
    """
    value = sum(_hash_of(word) * by for word, by in zip(shingle.split(b" "), MULTIPLIERS, strict=False)) & _MASK
    return ((value ^ (value >> 32)) * PRIME & _MASK) >> 32


def shingle_hashes(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """64-bit hashes of all shingles of `size` words (at most `LONGEST`), text after text.

    `words` are word hashes of all texts, ``offsets[t]:offsets[t + 1]`` those of text ``t``. A text with fewer
    words has one shingle, all of it; one without words has none. Returns the hashes and their offsets.
    """
    lengths = np.diff(offsets)
    counts = np.where(lengths == 0, 0, np.maximum(1, lengths - size + 1))
    bounds = np.concatenate([[0], np.cumsum(counts)])
    texts = np.repeat(np.arange(len(lengths)), counts)
    begins = offsets[texts] + np.arange(len(texts)) - bounds[texts]
    reach = np.minimum(size, lengths)[texts]
    values = np.zeros(len(texts), dtype=np.uint64)
    for step in range(size):
        inside = np.flatnonzero(reach > step)
        values[inside] += words[begins[inside] + step] * np.uint64(MULTIPLIERS[step])
    return (values ^ (values >> np.uint64(32))) * np.uint64(PRIME), bounds


def _hash_of(word: bytes) -> int:
    value = START
    for at in range(0, len(word), 8):
        value = (value ^ int.from_bytes(word[at : at + 8], "little")) * PRIME & _MASK
        value ^= value >> 32
    return value
