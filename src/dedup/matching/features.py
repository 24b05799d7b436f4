"""Seed features: small groups of words whose sharing makes two places worth comparing.

Two kinds, over word keys: three words in a row of which at least one is no function word, and two
neighbouring content words in either order with at most one content word between them. The first finds
verbatim cores, the second survives dropped, inserted and swapped words. Single characters of scripts
without spaces make no pairs: two of them in either order meet everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.matching.lexicon import Lexicon
from dedup.sketch.groups import group_bounds
from dedup.text.table import TokenTable

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
    """Find the shared seed features of a collection. Linear in the text but for two sorts of what is shared."""
    texts = np.repeat(np.arange(len(table), dtype=np.int32), np.diff(table.offsets))
    content = ~lexicon.common[lexicon.keys]
    keys = lexicon.keys.astype(np.uint64)
    kinds = []
    wordy = content & ~lexicon.character[lexicon.keys]
    for codes, first, last in (_runs(keys, content, texts), _pairs(keys, wordy, texts)):
        # Most features occur once: leaving them out before sorting saves most of the time and memory.
        shared = np.flatnonzero(_perhaps_shared(codes, texts[first]))
        kinds.append((codes[shared], first[shared], last[shared]))
    codes = np.concatenate([kind[0] for kind in kinds])
    first = np.concatenate([kind[1] for kind in kinds])
    last = np.concatenate([kind[2] for kind in kinds])
    middle = np.concatenate([kinds[0][1] + 1, np.full(len(codes) - len(kinds[0][0]), -1, np.int64)])
    owner = texts[first]
    # Rows of one kind come text by text, and no two kinds share codes: equal codes stay in order of their texts.
    by_code = np.argsort(codes, kind="stable")
    holders = _holders(codes[by_code], owner[by_code])
    by_code, holders = by_code[holders > 1], holders[holders > 1]
    by_text = np.argsort(owner[by_code], kind="stable")
    rows, holders = by_code[by_text], holders[by_text]
    owner = owner[rows]
    base = table.offsets[owner]
    return Features(
        offsets=np.searchsorted(owner, np.arange(len(table) + 1)).astype(np.int64),
        codes=codes[rows],
        first=(first[rows] - base).astype(np.int32),
        middle=np.where(middle[rows] < 0, -1, middle[rows] - base).astype(np.int32),
        last=(last[rows] - base).astype(np.int32),
        holders=holders,
    )


Rows = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]


def _runs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32]) -> Rows:
    at = np.flatnonzero((texts[:-2] == texts[2:]) & (content[:-2] | content[1:-1] | content[2:]))
    return ((keys[at] * _A + keys[at + 1]) * _B + keys[at + 2]) * _C, at, at + 2


def _pairs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32]) -> Rows:
    """Each content word with the next one and the one after, in the order of the text."""
    places = np.flatnonzero(content)
    one = np.repeat(places, 2)
    following = np.append(places, [-1, -1])
    two = np.stack([following[1:-1], following[2:]], axis=1).ravel()
    near = (two >= 0) & (texts[one] == texts[two]) & (two - one <= _PAIR_REACH) & (keys[one] != keys[two])
    one, two = one[near], two[near]
    low, high = np.minimum(keys[one], keys[two]), np.maximum(keys[one], keys[two])
    return ((low * _A) ^ high) * _B, one, two


def _perhaps_shared(codes: NDArray[np.uint64], texts: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which features another text may hold too: true for all that are shared, and for few that are not.

    Every code has a slot that remembers the first and the last text it met; two codes may meet in one slot.
    """
    slots = 1 << max(10, int(2 * len(codes)).bit_length())
    slot = (codes >> np.uint64(64 - slots.bit_length() + 1)).astype(np.int64)
    low = np.full(slots, np.iinfo(np.int32).max, dtype=np.int32)
    high = np.full(slots, -1, dtype=np.int32)
    np.minimum.at(low, slot, texts)
    np.maximum.at(high, slot, texts)
    shared: NDArray[np.bool_] = (low != high)[slot]
    return shared


def _holders(codes: NDArray[np.uint64], texts: NDArray[np.int32]) -> NDArray[np.int32]:
    """How many texts hold each feature; `codes` are sorted, and equal codes by text."""
    fresh = np.ones(len(codes), dtype=np.int32)
    fresh[1:] = (codes[1:] != codes[:-1]) | (texts[1:] != texts[:-1])
    bounds = group_bounds(codes)
    counts = np.add.reduceat(fresh, bounds[:-1], dtype=np.int32) if len(codes) else fresh
    return np.repeat(counts, np.diff(bounds))
