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
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.errors import InputError
from dedup.matching.lexicon import COMPILED_FROM_TOKENS, Lexicon, Words
from dedup.matching.point_kernels import FIRST_MASK, OWNER, SHAPE, SHAPE_MASK
from dedup.matching.whole import Whole
from dedup.scratch import Buckets, Column, release
from dedup.sketch.groups import cuts, group_bounds, stable_order
from dedup.text.table import TokenTable

# Odd 64-bit multipliers with well mixed bits (the golden ratio and two primes); wrapping is the modulus.
_A, _B, _C = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(0x165667B19E3779F9)
# Content words further apart than this many words do not make a pair.
_PAIR_REACH = 6
# A word begins a run and two pairs.
MOST_A_WORD = 3
# Tokens whose features are worked out at a time.
_TOKENS_AT_ONCE = 50_000
# Rows of features sorted at a time: those of a collection that is not huge stay in the cache.
_ROWS_AT_ONCE = 250_000
# The number of a text stands in the upper bits of a place, which are read with a sign.
_MOST_TEXTS = 1 << (63 - OWNER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """The seed features of a collection that occur in two texts or more, ordered by text, then group.

    Rows ``offsets[t]:offsets[t + 1]`` belong to text ``t``. `groups` numbers equal features, from those that most texts
    hold to those that fewest do; by group there are `codes`, the same in every collection, `sizes` (rows) and `texts`,
    those of the whole collection that hold the feature. `first` is where a row begins, counted from the text's first
    token, `shape` the rest of its place: ``reach << 2 | run << 1 | turned``, with `reach` words from its first to its
    last, `run` for three words in a row, `turned` for a pair whose first word has the larger key.
    """

    offsets: NDArray[np.int64]
    groups: NDArray[np.int32]
    codes: NDArray[np.uint64]
    sizes: NDArray[np.int32]
    texts: NDArray[np.int32]
    first: NDArray[np.int32]
    shape: NDArray[np.int8]

    def rows(self, text: int) -> slice:
        return slice(int(self.offsets[text]), int(self.offsets[text + 1]))


def build_features(table: TokenTable, lexicon: Lexicon, whole: Whole | None = None) -> Features:
    """Find the shared seed features of a collection, or of a part of the `whole` one.

    Linear in the text but for sorts of what fits into memory.

    All features go into buckets by code, some texts at a time. What is shared is found in one bucket after another, and
    goes into buckets by text. Raises `InputError` where there are more texts than a place can number.
    """
    if len(table) > _MOST_TEXTS:
        raise InputError(
            f"too large a collection: {len(table):,} articles, of which passages of {_MOST_TEXTS:,} can be compared; "
            "audit fewer at a time, or at level article"
        )
    everything = Buckets(width=2, expected=3 * len(lexicon.keys), at_once=_ROWS_AT_ONCE)
    for codes, places in feature_codes(table, lexicon):
        if whole is not None:
            looked_at = whole.wanted(codes)
            codes, places = codes[looked_at], places[looked_at]
        # By their upper bits: the buckets, one after another, are in order of the codes.
        bucket = (codes >> np.uint64(32)) * np.uint64(everything.count) >> np.uint64(32)
        everything.append(bucket, np.stack([codes, places], axis=1))
    columns = [Column(kind) for kind in (np.uint64, np.uint64, np.int32, np.int32)]
    for found in everything:
        pieces: tuple[NDArray[Any], ...] = _shared(found[:, 0], found[:, 1], table, lexicon.keys)
        for column, piece in zip(columns, pieces, strict=True):
            column.append(piece)
    release(lexicon.keys)
    places, codes, held, sizes = (column.whole() for column in columns)
    if whole is not None:
        held = whole.holders(codes)
    by_size = np.argsort(-held, kind="stable")
    number = np.empty(len(by_size), dtype=np.uint64)
    number[by_size] = np.arange(len(by_size), dtype=np.uint64)
    by_text = _by_text(places, sizes, number, len(table))
    return Features(codes=codes[by_size], sizes=sizes[by_size], texts=held[by_size], **by_text)


def no_features(texts: int) -> Features:
    """Those of texts that are not searched."""
    return Features(
        offsets=np.zeros(texts + 1, np.int64),
        groups=np.empty(0, np.int32),
        codes=np.empty(0, np.uint64),
        sizes=np.empty(0, np.int32),
        texts=np.empty(0, np.int32),
        first=np.empty(0, np.int32),
        shape=np.empty(0, np.int8),
    )


def feature_codes(
    table: TokenTable, words: Lexicon | Words, *, compiled: bool | None = None
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
    """The codes and places of all features of some texts, shared or not, some at a time: a kind text by text.

    A place is ``text << 37 | first << 6 | shape``. `compiled` picks the path; by default the number of words does.
    """
    if compiled is None:
        compiled = len(words.keys) >= COMPILED_FROM_TOKENS
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, words.keys, words.function):
        if compiled:
            yield _compiled_found(words, rows, begin, table.offsets[begin : end + 1] - rows.start)
        else:
            yield from _found(words, rows, table.owners(begin, end), table.offsets)


def run_codes(
    table: TokenTable, words: Lexicon | Words, wanted: NDArray[np.bool_]
) -> tuple[NDArray[np.int64], NDArray[np.uint64]]:
    """Where the features of three words begin of which each is `wanted`, all by token row, and their codes."""
    begins = np.flatnonzero(wanted[:-2] & wanted[1:-1] & wanted[2:])
    ends = table.offsets[np.searchsorted(table.offsets, begins, side="right")]
    begins = begins[
        (begins + 2 < ends) & ~(words.function[begins] & words.function[begins + 1] & words.function[begins + 2])
    ]
    keys = words.codes[words.keys[begins[:, None] + np.arange(3)]]
    return begins, _run_code(keys[:, 0], keys[:, 1], keys[:, 2])


# Codes of some features, and the tokens where they begin and end.
Found = tuple[NDArray[np.uint64], NDArray[np.int64], NDArray[np.int64]]


def _found(
    words: Lexicon | Words, rows: slice, owners: NDArray[np.int64], offsets: NDArray[np.int64]
) -> Iterator[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
    """`feature_codes` of the texts in some rows, which `owners` have, kind by kind; `offsets` say where texts begin."""
    keys, begins = words.keys[rows], offsets[owners] - rows.start
    # What is a feature of a text must not depend on other texts: function words of this collection alone are content.
    content = ~words.function[rows]
    wide = words.codes[keys]
    for kind, chosen in ((_runs, content), (_pairs, content & ~words.character[keys])):
        codes, first, last = kind(wide, chosen, owners)
        run = kind is _runs
        turned = np.zeros(len(first), np.bool_) if run else keys[first] > keys[last]
        shape = (last - first) << 2 | int(run) << 1 | turned
        yield codes, (owners[first] << OWNER | (first - begins[first]) << SHAPE | shape).astype(np.uint64)


def _compiled_found(
    words: Lexicon | Words, rows: slice, first: int, offsets: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    """`feature_codes` of the texts from `first` on, by a compiled kernel; `offsets` count from their first row."""
    codes, places = np.empty((2, MOST_A_WORD * (rows.stop - rows.start)), np.uint64)
    size = compiled_kernels("dedup.matching.word_kernels").write_features(
        first, offsets, words.keys[rows], words.function[rows], words.character, words.codes, _PAIR_REACH, (_A, _B, _C),
        codes, places,
    )  # fmt: skip
    return codes[:size], places[:size]


def _shared(
    codes: NDArray[np.uint64], places: NDArray[np.uint64], table: TokenTable, keys: NDArray[np.int32]
) -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.int32], NDArray[np.int32]]:
    """Of some features, all with the same codes among them, those that two texts hold.

    Their places, by feature; and by feature, in order of the codes: the code, the number of texts, the number of rows.
    """
    kept = _perhaps_shared(codes, (places >> np.uint64(OWNER)).astype(np.int32))
    codes, places = codes[kept], places[kept]
    # Rows of one kind come text by text, and no two kinds share words: equal features stay in order of their texts.
    order = stable_order(codes)
    distinct = len(group_bounds(codes[order])) - 1
    words = partial(_word, keys, table.offsets, places)
    if (fresh := _differ(words, order)).sum() != distinct:
        order = np.lexsort((words(2), words(1), words(0), codes))  # two features, one code
        fresh = _differ(words, order)
    codes, places = codes[order], places[order]
    bounds = np.append(np.flatnonzero(fresh), len(order))
    begins = fresh | _unlike(places >> np.uint64(OWNER))
    held = np.add.reduceat(begins, bounds[:-1], dtype=np.int32) if len(order) else np.empty(0, np.int32)
    several = held > 1
    sizes = np.diff(bounds)
    return (
        places[np.repeat(several, sizes)],
        codes[bounds[:-1][several]],
        held[several],
        sizes[several].astype(np.int32),
    )


def _perhaps_shared(codes: NDArray[np.uint64], owners: NDArray[np.int32]) -> NDArray[np.int64]:
    """Which features another text may hold too: all that are shared, and some that are not.

    Most features occur once: leaving them out before sorting saves most of the time. Every code has a slot that keeps
    one of the texts that met it; where another met it too, it is not that text's alone. Two codes may meet in one slot.
    """
    bits = max(10, int(2 * len(codes)).bit_length())
    slot = ((codes * _A) >> np.uint64(64 - bits)).astype(np.int64)
    met = np.empty(1 << bits, dtype=np.int32)
    met[slot] = owners
    several = np.zeros(1 << bits, dtype=np.bool_)
    several[slot[met[slot] != owners]] = True
    return np.flatnonzero(several[slot])


def _by_text(
    places: NDArray[np.uint64], sizes: NDArray[np.int32], number: NDArray[np.uint64], texts: int
) -> dict[str, NDArray[Any]]:
    """Columns of `Features` that go by text, from the places and sizes of its groups, which have these numbers."""
    by_text = Buckets(width=2, expected=len(places), at_once=_ROWS_AT_ONCE)
    counts = np.zeros(texts, dtype=np.int64)
    begins = np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)])
    for low, high in pairwise(cuts(begins, _ROWS_AT_ONCE)):
        some = places[begins[low] : begins[high]]
        owners = (some >> np.uint64(OWNER)).astype(np.int64)
        counts += np.bincount(owners, minlength=texts)
        rows = np.stack([some, np.repeat(number[low:high], sizes[low:high])], axis=1)
        by_text.append(owners * by_text.count // max(1, texts), rows)
        release(places)
    columns = [Column(kind) for kind in (np.int32, np.int32, np.int8)]
    bits = np.uint64(len(number).bit_length())
    for rows in by_text:
        some, groups = rows[:, 0], rows[:, 1]
        order = stable_order((some >> np.uint64(OWNER)) << bits | groups)
        some = some[order].astype(np.int64)
        for column, piece in zip(
            columns, (groups[order], (some >> SHAPE) & FIRST_MASK, some & SHAPE_MASK), strict=True
        ):
            column.append(piece)
    groups, first, shape = (column.whole() for column in columns)
    offsets = np.concatenate([[0], np.cumsum(counts)])
    return {"offsets": offsets, "groups": groups, "first": first, "shape": shape}


def _runs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int64]) -> Found:
    at = np.flatnonzero((texts[:-2] == texts[2:]) & (content[:-2] | content[1:-1] | content[2:]))
    return _run_code(keys[at], keys[at + 1], keys[at + 2]), at, at + 2


def _run_code(one: NDArray[np.uint64], two: NDArray[np.uint64], three: NDArray[np.uint64]) -> NDArray[np.uint64]:
    return ((one * _A + two) * _B + three) * _C


def _pairs(keys: NDArray[np.uint64], content: NDArray[np.bool_], texts: NDArray[np.int64]) -> Found:
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
    keys: NDArray[np.int32], offsets: NDArray[np.int64], places: NDArray[np.uint64], number: int
) -> NDArray[np.int32]:
    """The first, second or third word of features: of pairs in order of their keys, and −1 for want of a third."""
    at = places.astype(np.int64)
    shape = at & SHAPE_MASK
    at = offsets[at >> OWNER] + ((at >> SHAPE) & FIRST_MASK)
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


def _unlike(values: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are not equal to the one before; the first is equal to none."""
    fresh = np.ones(len(values), dtype=np.bool_)
    fresh[1:] = values[1:] != values[:-1]
    return fresh
