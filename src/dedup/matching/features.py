"""Seed features: small groups of words whose sharing makes two places worth comparing.

Two kinds, over word keys: three words in a row of which at least one is no function word, and two
neighbouring content words in either order with at most one content word between them. The first finds
verbatim cores, the second survives dropped, inserted and swapped words.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.matching.lexicon import Lexicon
from dedup.sketch.groups import group_bounds
from dedup.text.tokens import TokenTable

# Odd 64-bit multipliers with well mixed bits (the golden ratio and two primes); wrapping is the modulus.
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
# Content words further apart than this many words do not make a pair.
_PAIR_REACH = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The seed features of a collection that occur in two texts or more, ordered by text, then code.

    Rows ``offsets[t]:offsets[t + 1]`` belong to text ``t``. `first`, `last` are the outer words of the
    feature, counted from the text's first token; `middle` is the word between in a run of three, else −1;
    `holders` is the number of texts that hold the feature.
    """

    offsets: NDArray[np.int64]
    codes: NDArray[np.uint64]
    first: NDArray[np.int32]
    middle: NDArray[np.int32]
    last: NDArray[np.int32]
    holders: NDArray[np.int32]

    def rows(self, text: int) -> slice:
        return slice(int(self.offsets[text]), int(self.offsets[text + 1]))


def build_features(table: TokenTable, lexicon: Lexicon) -> Features:
    """Find the shared seed features of a collection. Linear in the text but for one sort."""
    lengths = np.diff(table.offsets)
    texts = np.repeat(np.arange(len(table), dtype=np.int32), lengths)
    keys = lexicon.keys.astype(np.uint64)
    content = ~lexicon.common[lexicon.keys]
    runs = _runs(keys, content, texts)
    pairs = [_pairs(keys, content, texts, skip) for skip in (1, 2)]
    codes = np.concatenate([runs[0], *(pair[0] for pair in pairs)])
    first = np.concatenate([runs[1], *(pair[1] for pair in pairs)])
    middle = np.concatenate([runs[1] + 1, *(np.full(len(pair[1]), -1, np.int64) for pair in pairs)])
    last = np.concatenate([runs[2], *(pair[2] for pair in pairs)])
    holders = _holders(codes, texts[first])
    shared = np.flatnonzero(holders > 1)
    shared = shared[np.lexsort((last[shared], first[shared], codes[shared], texts[first[shared]]))]
    owner = texts[first[shared]]
    base = table.offsets[owner]
    return Features(
        offsets=np.searchsorted(owner, np.arange(len(table) + 1)).astype(np.int64),
        codes=codes[shared],
        first=(first[shared] - base).astype(np.int32),
        middle=np.where(middle[shared] < 0, -1, middle[shared] - base).astype(np.int32),
        last=(last[shared] - base).astype(np.int32),
        holders=holders[shared],
    )


Rows = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]


def _runs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32]) -> Rows:
    at = np.flatnonzero((texts[:-2] == texts[2:]) & (content[:-2] | content[1:-1] | content[2:]))
    return ((keys[at] * _A + keys[at + 1]) * _B + keys[at + 2]) * _C, at, at + 2


def _pairs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32], skip: int) -> Rows:
    places = np.flatnonzero(content)
    one, two = places[:-skip], places[skip:]
    near = (texts[one] == texts[two]) & (two - one <= _PAIR_REACH) & (keys[one] != keys[two])
    one, two = one[near], two[near]
    low, high = np.minimum(keys[one], keys[two]), np.maximum(keys[one], keys[two])
    return ((low * _A) ^ high) * _B, one, two


def _holders(codes: NDArray[np.uint64], texts: NDArray[np.int32]) -> NDArray[np.int32]:
    """How many texts hold each feature's code."""
    order = np.lexsort((texts, codes))
    sorted_codes, sorted_texts = codes[order], texts[order]
    fresh = np.ones(len(codes), dtype=np.int32)
    fresh[1:] = (sorted_codes[1:] != sorted_codes[:-1]) | (sorted_texts[1:] != sorted_texts[:-1])
    bounds = group_bounds(sorted_codes)
    counts = np.add.reduceat(fresh, bounds[:-1]) if len(codes) else fresh
    found = np.empty(len(codes), dtype=np.int32)
    found[order] = np.repeat(counts, np.diff(bounds))
    return found
