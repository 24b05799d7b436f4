"""MinHash signatures that are datasketch's (scheme ``affine32``): same seed, same permutations, same values.

For shingle hashes h: ``min over h of (a · fmix32(h) + b) mod 2³²``, one (a, b) a permutation, with fmix32 the
finaliser of MurmurHash3. Sources: Broder, "On the resemblance and containment of documents" (1997); datasketch
2.0. A row is handed over with ``datasketch.LeanMinHash(seed=seed, hashvalues=row, scheme="affine32")``.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels

EMPTY = np.uint32(0xFFFFFFFF)
# Below this many hashes NumPy is quicker than loading the compiled kernel.
_COMPILED_FROM = 200_000


@lru_cache(maxsize=8)
def permutations(num_perm: int, seed: int) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
    """The multipliers (odd) and addends that datasketch draws for a seed."""
    generator = np.random.RandomState(seed)
    multipliers = generator.randint(0, 1 << 31, num_perm, dtype=np.uint32) * np.uint32(2) + np.uint32(1)
    return multipliers, generator.randint(0, 1 << 32, num_perm, dtype=np.uint32)


def signatures(
    hashes: NDArray[np.uint64],
    offsets: NDArray[np.int64],
    *,
    num_perm: int = 128,
    seed: int = 1,
    columns: slice = slice(None),
    compiled: bool | None = None,
) -> NDArray[np.uint32]:
    """Signatures of sets of 64-bit shingle hashes, shape (sets, num_perm).

    ``hashes[offsets[s]:offsets[s + 1]]`` is set ``s``; repeats do no harm. An empty set has the signature
    `EMPTY` throughout, as in datasketch. `columns` asks for some of the permutations only. `compiled` picks the
    path; by default the size of the input does.
    """
    multipliers, addends = (values[columns] for values in permutations(num_perm, seed))
    if compiled is None:
        compiled = len(hashes) >= _COMPILED_FROM
    if compiled:
        found: NDArray[np.uint32] = compiled_kernels("dedup.sketch.kernels").sign(hashes, offsets, multipliers, addends)
        return found
    return _reference(hashes, offsets, multipliers, addends)


def _reference(
    hashes: NDArray[np.uint64], offsets: NDArray[np.int64], multipliers: NDArray[np.uint32], addends: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    values = np.full((len(offsets) - 1, len(multipliers)), EMPTY, dtype=np.uint32)
    for row, (begin, end) in enumerate(pairwise(offsets.tolist())):
        if begin < end:
            mixed = fmix32((hashes[begin:end] >> np.uint64(32)).astype(np.uint32))
            values[row] = (mixed[:, None] * multipliers + addends).min(axis=0)
    return values


def fmix32(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The finaliser of MurmurHash3 (Appleby), on 32-bit values."""
    values = values ^ (values >> np.uint32(16))
    values = values * np.uint32(0x85EBCA6B)
    values = values ^ (values >> np.uint32(13))
    values = values * np.uint32(0xC2B2AE35)
    return values ^ (values >> np.uint32(16))
