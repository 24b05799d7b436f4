"""Seed features: small groups of words whose sharing makes two places worth comparing.

Two kinds, over word keys: three words in a row of which at least one is no function word, and two
neighbouring content words in either order with at most one content word between them. The first finds
verbatim cores, the second survives dropped, inserted and swapped words. Single characters of scripts
without spaces make no pairs: two of them in either order meet everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from dedup.matching.lexicon import Lexicon
from dedup.sketch.groups import group_bounds
from dedup.text.table import TokenTable

# Odd 64-bit multipliers with well mixed bits (the golden ratio and two primes); wrapping is the modulus.
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
# Content words further apart than this many words do not make a pair.
_PAIR_REACH = 6
# Tokens whose features are worked out at a time.
_TOKENS_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The seed features of a collection that occur in two texts or more, ordered by text, then group.

    Rows ``offsets[t]:offsets[t + 1]`` belong to text ``t``. `groups` numbers equal features, from those with most rows
    to those with fewest; by group there are `codes` and `texts`, the number of texts that hold the feature. `first` is
    where a row begins, counted from the text's first token, `shape` the rest of its place: ``reach << 2 | run << 1 |
    turned``, with `reach` words from its first to its last, `run` for three words in a row, `turned` for a pair whose
    first word has the larger key.
    """

    offsets: NDArray[np.int64]
    groups: NDArray[np.int32]
    codes: NDArray[np.uint64]
    texts: NDArray[np.int32]
    first: NDArray[np.int32]
    shape: NDArray[np.int8]

    def rows(self, text: int) -> slice:
        return slice(int(self.offsets[text]), int(self.offsets[text + 1]))

    @property
    def last(self) -> NDArray[np.int32]:
        """The last word of each row."""
        return self.first + (self.shape >> 2)

    @property
    def middle(self) -> NDArray[np.int32]:
        """The word between in a run of three, else −1."""
        return np.where(self.shape & 2, self.first + 1, np.int32(-1))

    @property
    def holders(self) -> NDArray[np.int32]:
        """The number of texts that hold the feature of each row."""
        return self.texts[self.groups]


def build_features(table: TokenTable, lexicon: Lexicon) -> Features:
    """Find the shared seed features of a collection. Linear in the text but for two sorts of what is shared."""
    content = ~lexicon.common[lexicon.keys]
    wordy = content & ~lexicon.character[lexicon.keys]
    runs = list(_perhaps_shared(_runs, lexicon.keys, content, table.offsets))
    codes, owner, first, shape = (
        np.concatenate(column)
        for column in zip(*runs, *_perhaps_shared(_pairs, lexicon.keys, wordy, table.offsets), strict=True)
    )
    del runs
    # Rows of one kind come text by text, and no two kinds share words: equal features stay in order of their texts.
    rows = np.argsort(codes, kind="stable")
    distinct = len(group_bounds(codes[rows])) - 1
    words = partial(_word, lexicon.keys, table.offsets, owner, first, shape)
    if (fresh := _differ(words, rows)).sum() != distinct:
        rows = np.lexsort((words(2), words(1), words(0), codes))  # two features, one code
        fresh = _differ(words, rows)
    bounds = np.append(np.flatnonzero(fresh), len(rows))
    owner = owner[rows]
    held = np.add.reduceat(fresh | _unlike(owner), bounds[:-1], dtype=np.int32) if len(rows) else np.empty(0, np.int32)
    sizes = np.where(held > 1, np.diff(bounds), 0)
    by_size = np.argsort(-sizes, kind="stable")
    number = np.empty(len(by_size), dtype=np.int32)
    number[by_size] = np.arange(len(by_size), dtype=np.int32)
    shared = np.repeat(held > 1, np.diff(bounds))
    groups, owner = np.repeat(number, np.diff(bounds))[shared], owner[shared]
    order = np.argsort(owner.astype(np.int64) << 32 | groups, kind="stable")
    kept = rows[shared][order]
    by_size = by_size[: np.count_nonzero(sizes)]
    return Features(
        offsets=np.searchsorted(owner[order], np.arange(len(table) + 1)).astype(np.int64),
        groups=groups[order],
        codes=codes[rows[bounds[by_size]]],
        texts=held[by_size],
        first=first[kept],
        shape=shape[kept],
    )


# Codes of some features, and the tokens where they begin and end.
Found = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]
# Codes, texts, first words and shapes of some features.
Rows = tuple[NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32], NDArray[np.int8]]


def _perhaps_shared(
    kind: Callable[[NDArray[np.uint64], NDArray[np.bool_], NDArray[np.int32]], Found],
    keys: NDArray[np.int32],
    content: NDArray[np.bool_],
    offsets: NDArray[np.int64],
) -> Iterator[Rows]:
    """Features of one kind that another text may hold too: all that are shared, and few that are not.

    Most features occur once: leaving them out before sorting saves most of the time and memory. Every code has a slot
    that remembers the first and the last text it met; two codes may meet in one slot.
    """
    slots = 1 << max(10, int(2 * len(keys)).bit_length())
    low = np.full(slots, np.iinfo(np.int32).max, dtype=np.int32)
    high = np.full(slots, -1, dtype=np.int32)
    for keeping in (False, True):
        # Twice over some texts at a time: to work out a code again costs less than to keep all of them.
        for begin, end in pairwise(_cuts(offsets)):
            part = slice(int(offsets[begin]), int(offsets[end]))
            texts = np.repeat(np.arange(begin, end, dtype=np.int32), np.diff(offsets[begin : end + 1]))
            codes, first, last = kind(keys[part].astype(np.uint64), content[part], texts)
            owner = texts[first]
            slot = (codes >> np.uint64(64 - slots.bit_length() + 1)).astype(np.int64)
            if not keeping:
                np.minimum.at(low, slot, owner)
                np.maximum.at(high, slot, owner)
                continue
            kept = np.flatnonzero(low[slot] != high[slot])
            first, last, owner = first[kept], last[kept], owner[kept]
            run = kind is _runs
            turned = np.zeros(len(kept), np.bool_) if run else keys[part][first] > keys[part][last]
            shape = ((last - first) << 2 | int(run) << 1 | turned).astype(np.int8)
            yield codes[kept], owner, (first + (offsets[begin] - offsets[owner])).astype(np.int32), shape


def _cuts(offsets: NDArray[np.int64]) -> list[int]:
    """Texts between which there are about `_TOKENS_AT_ONCE` tokens, from the first to the end; two at least."""
    cuts = np.searchsorted(offsets, np.arange(0, offsets[-1] + _TOKENS_AT_ONCE, _TOKENS_AT_ONCE))
    found: list[int] = np.unique(np.append(np.minimum(cuts, len(offsets) - 1), 0)).tolist()
    return found if len(found) > 1 else [0, len(offsets) - 1]


def _runs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32]) -> Found:
    at = np.flatnonzero((texts[:-2] == texts[2:]) & (content[:-2] | content[1:-1] | content[2:]))
    return ((keys[at] * _A + keys[at + 1]) * _B + keys[at + 2]) * _C, at, at + 2


def _pairs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int32]) -> Found:
    """Each content word with the next one and the one after, in the order of the text."""
    places = np.flatnonzero(content)
    one = np.repeat(places, 2)
    following = np.append(places, [-1, -1])
    two = np.stack([following[1:-1], following[2:]], axis=1).ravel()
    near = (two >= 0) & (texts[one] == texts[two]) & (two - one <= _PAIR_REACH) & (keys[one] != keys[two])
    one, two = one[near], two[near]
    low, high = np.minimum(keys[one], keys[two]), np.maximum(keys[one], keys[two])
    return ((low * _A) ^ high) * _B, one, two


def _word(
    keys: NDArray[np.int32],
    offsets: NDArray[np.int64],
    owner: NDArray[np.int32],
    first: NDArray[np.int32],
    shape: NDArray[np.int8],
    number: int,
) -> NDArray[np.int32]:
    """The first, second or third word of features: of pairs in order of their keys, and −1 for want of a third."""
    at = offsets[owner] + first
    if number < 2:  # a pair that is turned has the word of the larger key first
        at += (shape >> 2) * ((shape & 1) ^ number)
        found: NDArray[np.int32] = keys[at]
    else:
        found = np.where(shape & 2, keys[at + 1], np.int32(-1))
    return found


def _differ(words: Callable[[int], NDArray[np.int32]], rows: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Which of some features, in the given order, are not the same as the one before."""
    fresh = _unlike(words(0)[rows])
    for number in (1, 2):
        fresh |= _unlike(words(number)[rows])
    return fresh


def _unlike(values: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Which values are not equal to the one before; the first is equal to none."""
    fresh = np.ones(len(values), dtype=np.bool_)
    fresh[1:] = values[1:] != values[:-1]
    return fresh
