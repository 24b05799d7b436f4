"""The oracle of the article level: all pairs of texts whose word 5-grams reach a Jaccard similarity.

Nothing is hashed, sampled or left out: every 5-gram is a number of its own, an inverted index says which texts hold
it, and every text is counted against all that hold one of its 5-grams. Words are dedup's (`dedup.text.tokens`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.text.tokens import token_table

SHINGLE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """The pairs (low, high) of `texts` texts that are at least `least` alike, sorted, with their Jaccard similarity."""

    texts: int
    least: float
    pairs: NDArray[np.int64]
    jaccard: NDArray[np.float64]

    def reaching(self, jaccard: float) -> NDArray[np.int64]:
        """The pairs that are at least so alike."""
        if jaccard < self.least:
            raise ValueError(f"the oracle looked for pairs from {self.least}, and was asked for {jaccard}")
        return self.pairs[self.jaccard >= jaccard]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Recall and precision of reported pairs; None where there is nothing to find, or nothing was reported."""

    recall: float | None
    precision: float | None


def truth(texts: Sequence[str], least: float, *, size: int = SHINGLE) -> Truth:
    """All pairs of texts whose Jaccard similarity is at least `least` (above 0).

    A text of fewer than `size` words has one shingle, all of it, and one without words is like no other.
    """
    if not 0.0 < least <= 1.0:
        raise ValueError(f"a similarity above 0 and up to 1 is wanted, not {least}")
    grams, owners = _grams(texts, size)
    sizes = np.bincount(owners, minlength=len(texts))
    # What one text alone holds is shared with none: it counts only in the size of its text.
    _, grams, holders = np.unique(grams, return_inverse=True, return_counts=True)
    shared = holders[grams] > 1
    _, grams = np.unique(grams[shared], return_inverse=True)
    owners = owners[shared]
    index = owners[np.argsort(grams, kind="stable")]
    begins = np.concatenate([[0], np.cumsum(np.bincount(grams, minlength=0))])
    offsets = np.searchsorted(owners, np.arange(len(texts) + 1))
    pairs: list[NDArray[np.int64]] = []
    found: list[NDArray[np.float64]] = []
    for text in np.flatnonzero(np.diff(offsets)).tolist():
        own = grams[offsets[text] : offsets[text + 1]].tolist()
        met = np.concatenate([index[begins[gram] : begins[gram + 1]] for gram in own])
        others, common = np.unique(met[met > text], return_counts=True)
        jaccard = common / (sizes[text] + sizes[others] - common)
        kept = jaccard >= least
        pairs.append(np.column_stack([np.full(kept.sum(), text), others[kept]]).astype(np.int64))
        found.append(jaccard[kept])
    return Truth(
        texts=len(texts),
        least=least,
        pairs=np.concatenate([np.empty((0, 2), np.int64), *pairs]),
        jaccard=np.concatenate([np.empty(0), *found]),
    )


def score(reported: Iterable[tuple[int, int]], known: Truth, jaccard: float) -> Score:
    """How much of the pairs at least so alike was reported, and how much of what was reported they are."""
    told = {(min(pair), max(pair)) for pair in reported}
    wanted = {(low, high) for low, high in known.reaching(jaccard).tolist()}
    hits = len(told & wanted)
    return Score(recall=hits / len(wanted) if wanted else None, precision=hits / len(told) if told else None)


def _grams(texts: Sequence[str], size: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The distinct shingles of each text as numbers, and the text of each, in order of the texts."""
    table = token_table(texts)
    lengths = np.diff(table.offsets)
    counts = np.where(lengths == 0, 0, np.maximum(1, lengths - size + 1))
    owners = np.repeat(np.arange(len(texts)), counts)
    places = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
    reach = np.minimum(size, lengths)[owners]
    begins = table.offsets[owners] + places
    # Word by word, a row of words becomes one number: that of its first words, and the next word, are numbered anew.
    numbers = np.zeros(len(owners), np.int64)
    base = len(table.vocabulary) + 1
    for step in range(size):
        inside = np.flatnonzero(reach > step)
        words = np.zeros(len(owners), np.int64)  # 0: the text ended
        words[inside] = table.words[begins[inside] + step] + 1
        _, numbers = np.unique(numbers * base + words, return_inverse=True)
    distinct = len(numbers) + 1
    held = np.unique(owners * distinct + numbers)
    return held % distinct, held // distinct
