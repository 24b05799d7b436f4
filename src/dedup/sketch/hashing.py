"""Hashes of words and shingles.

A shingle is some words in a row. Its 64-bit hash folds the hashes of its words, so that it can be computed
for every position of a text from one table of distinct words; MinHash takes its upper 32 bits.
`shingle_hash32` computes the same from bytes, as a ``hashfunc`` for ``datasketch.MinHash``.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels

_MASK = (1 << 64) - 1
_START = 0x9E3779B97F4A7C15
_PRIME = 0xD6E8FEB86659FD93


def word_hash(word: str) -> int:
    """A 64-bit hash of a folded word (BLAKE2b, RFC 7693)."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")


def word_hashes(vocabulary: Sequence[str]) -> NDArray[np.uint64]:
    """`word_hash` of every word."""
    return np.fromiter(map(word_hash, vocabulary), dtype=np.uint64, count=len(vocabulary))


def shingle_hash32(shingle: bytes) -> int:
    """The 32-bit hash of a shingle given as its folded words in UTF-8, joined by single spaces.

    >>> from datasketch import MinHash
    >>> minhash = MinHash(num_perm=16, hashfunc=shingle_hash32)
    >>> minhash.update("military mutual trust".encode())
    """
    value = _START
    for word in shingle.split(b" "):
        value = (value ^ int.from_bytes(blake2b(word, digest_size=8).digest(), "little")) * _PRIME & _MASK
        value ^= value >> 32
    return (value * _PRIME & _MASK) >> 32


def shingle_hashes(
    words: NDArray[np.uint64], offsets: NDArray[np.int64], size: int, *, compiled: bool = False
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """64-bit hashes of all shingles of `size` words, text after text.

    `words` are word hashes of all texts, ``offsets[t]:offsets[t + 1]`` those of text ``t``. A text with fewer
    words has one shingle, all of it; one without words has none. Returns the hashes and their offsets.
    """
    lengths = np.diff(offsets)
    counts = np.where(lengths == 0, 0, np.maximum(1, lengths - size + 1))
    bounds = np.concatenate([[0], np.cumsum(counts)])
    if compiled:
        kernels = compiled_kernels("dedup.sketch.kernels")
        return kernels.fold_shingles(words, offsets, bounds, size, np.uint64(_START), np.uint64(_PRIME)), bounds
    texts = np.repeat(np.arange(len(lengths)), counts)
    begins = offsets[texts] + np.arange(len(texts)) - bounds[texts]
    reach = np.minimum(size, lengths)[texts]
    values = np.full(len(texts), _START, dtype=np.uint64)
    for step in range(size):
        inside = np.flatnonzero(reach > step)
        folded = (values[inside] ^ words[begins[inside] + step]) * np.uint64(_PRIME)
        values[inside] = folded ^ (folded >> np.uint64(32))
    return values * np.uint64(_PRIME), bounds
