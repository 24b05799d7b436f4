"""Near-duplicate articles: MinHash/LSH over word shingles, every candidate verified exactly.

The classic recipe (Broder 1997). Bands follow from the similarity asked for: at .7, 128 permutations make 32 bands of
4 rows, in which two articles of
Jaccard similarity .7 meet with probability .9998, of .5 with .87. Reported are only pairs whose exact
similarity reaches the threshold. A bucket of thousands of equal articles gives a chain of pairs, not all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.compiled import interpreted
from dedup.sketch.bands import Bands, candidate_pairs
from dedup.sketch.hashing import shingle_hashes, word_hashes
from dedup.sketch.minhash import signatures
from dedup.text.table import TokenTable

SHINGLE = 5
# The least probability that two articles of the similarity asked for meet.
RECALL = 0.999
# A bucket of more articles than this gives a chain.
CLIQUE = 64
# Below this many words the reference is quicker than loading compiled kernels.
_COMPILED_FROM_WORDS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """Pairs (low, high) of texts, sorted, with the exact Jaccard similarity of their word 5-grams."""

    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]
    candidates: int
    buckets_chained: int


def near_duplicates(
    table: TokenTable, *, jaccard: float, num_perm: int = 128, seed: int = 1, compiled: bool | None = None
) -> NearDuplicates:
    """All pairs of texts whose similarity reaches `jaccard`, as far as LSH lets them meet."""
    if compiled is None:
        compiled = len(table.words) >= _COMPILED_FROM_WORDS
    hashes, offsets = article_shingles(table, compiled=compiled)
    signed = signatures(hashes, offsets, num_perm=num_perm, seed=seed, compiled=compiled)
    pairs, chained = candidate_pairs(signed, bands_for(num_perm, jaccard), clique=CLIQUE)
    kernels = (compiled_kernels if compiled else interpreted)("dedup.sketch.kernels")
    similarity = kernels.similarity(hashes, offsets, pairs)
    kept = similarity >= jaccard
    return NearDuplicates(pairs=pairs[kept], jaccard=similarity[kept], candidates=len(pairs), buckets_chained=chained)


def bands_for(num_perm: int, jaccard: float) -> Bands:
    """The bands of most rows, hence fewest candidates, in which articles of this similarity still meet.

    >>> bands_for(128, 0.7)
    Bands(bands=32, rows=4)
    """
    for rows in range(num_perm, 1, -1):
        bands = Bands(bands=num_perm // rows, rows=rows)
        if bands.probability(jaccard) >= RECALL:
            return bands
    return Bands(bands=num_perm, rows=1)


def article_shingles(table: TokenTable, *, compiled: bool = False) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """64-bit hashes of every text's word 5-grams, in order, and their offsets."""
    words = word_hashes(table.vocabulary)
    of_rows = words[table.words] if len(words) else np.empty(0, np.uint64)
    return shingle_hashes(of_rows, table.offsets, SHINGLE, compiled=compiled)
