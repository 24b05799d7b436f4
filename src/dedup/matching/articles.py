"""Near-duplicate articles: MinHash/LSH over word shingles, every candidate verified exactly.

The classic recipe (Broder 1997). Bands follow from the similarity asked for: at .7, 128 permutations make 32 bands of
4 rows, in which two articles of
Jaccard similarity .7 meet with probability .9998, of .5 with .87. Reported are only pairs whose exact
similarity reaches the threshold. A bucket of thousands of equal articles gives a chain of pairs, not all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.sketch.bands import Bands, candidate_pairs
from dedup.sketch.texts import similarities, sketches

SHINGLE = 5
# The least probability that two articles of the similarity asked for meet.
RECALL = 0.999
# A bucket of more articles than this gives a chain.
CLIQUE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class NearDuplicates:
    """Pairs (low, high) of texts, sorted, with the exact Jaccard similarity of their word 5-grams.

    `words` is the number of words of every text.
    """

    words: NDArray[np.int64]
    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]
    candidates: int
    buckets_chained: int


def near_duplicates(
    texts: Sequence[str],
    *,
    jaccard: float,
    num_perm: int = 128,
    seed: int = 1,
    workers: int = 0,
    compiled: bool | None = None,
) -> NearDuplicates:
    """All pairs of texts whose similarity reaches `jaccard`, as far as LSH lets them meet.

    `compiled` picks the path, and `workers` is the number of threads, 0 for one a core: neither changes the result.
    """
    signed, words = sketches(texts, size=SHINGLE, num_perm=num_perm, seed=seed, workers=workers, compiled=compiled)
    pairs, chained = candidate_pairs(signed, bands_for(num_perm, jaccard), clique=CLIQUE)
    similarity = similarities(texts, pairs, size=SHINGLE, workers=workers, compiled=compiled)
    kept = similarity >= jaccard
    return NearDuplicates(
        words=words, pairs=pairs[kept], jaccard=similarity[kept], candidates=len(pairs), buckets_chained=chained
    )


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
