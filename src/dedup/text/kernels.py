"""Compiled tokenising: the rule of `dedup.text.tokens` over batches of UTF-32, one pass, no Python objects.

Words are interned in the kernel by an exact hash table over their code points, so that only distinct
words reach Python, where `fold_word` gives them their full Unicode treatment.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numba import njit
from numpy.typing import NDArray

from dedup.text.classes import SEPARATOR, class_of
from dedup.text.fold import fold_word
from dedup.text.tokens import CAPITAL, LOWER, SENTENCE_CAPITAL, TokenTable

_BATCH = 8_000_000  # code points a batch: 32 MB as UTF-32

_LETTER, _UPPER, _DIGIT, _SINGLE, _MARK, _IGNORABLE, _APOSTROPHE, _COMMA, _POINT, _STOP = map(ord, "aAdcmiqnp.")
# What Unicode may assign lies in planes 0 to 3 and in the tags of plane 14; all else separates.
_ASSIGNED = (range(0x40000), range(0xE0000, 0xE1000))


@lru_cache(maxsize=1)
def _class_table() -> NDArray[np.uint8]:
    table = np.full(0x110000, ord(SEPARATOR), dtype=np.uint8)
    for codes in _ASSIGNED:
        table[codes.start : codes.stop] = [ord(class_of(chr(code))) for code in codes]
    return table


def compiled_table(texts: Sequence[str]) -> TokenTable:
    """`dedup.text.tokens.token_table` by compiled kernels; equal to the reference, value for value."""
    classes = _class_table()
    slots = np.full(1 << 16, -1, dtype=np.int32)
    hashes = np.empty(1 << 15, dtype=np.uint64)
    bounds = np.zeros((1 << 15) + 1, dtype=np.int64)
    pool = np.empty(1 << 18, dtype=np.uint32)
    raw_count = 0
    known: dict[str, int] = {}
    fold_of: list[int] = []
    counts: list[NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    parts: list[tuple[NDArray[Any], ...]] = []
    for batch, ends_at in _batches(texts):
        starts, ends, raws, capitals, per_text = _scan(batch, ends_at, classes)
        slots, hashes, bounds, pool, raw_count = _intern(
            batch, raws, starts, ends, ends_at, per_text, classes, slots, hashes, bounds, pool, raw_count
        )
        for raw in range(len(fold_of), raw_count):
            word = fold_word(pool[bounds[raw] : bounds[raw + 1]].tobytes().decode("utf-32-le", "surrogatepass"))
            fold_of.append(known.setdefault(word, len(known)))
        words = np.array(fold_of, dtype=np.int32)[raws.astype(np.int64)] if len(raws) else np.empty(0, np.int32)
        parts.append((starts, ends, words, capitals))
        counts.append(per_text)
    empty = (np.empty(0, np.uint32), np.empty(0, np.uint32), np.empty(0, np.int32), np.empty(0, np.uint8))
    columns = [np.concatenate(column) for column in zip(*(parts or [empty]), strict=True)]
    return TokenTable(
        offsets=np.cumsum(np.concatenate(counts)),
        starts=columns[0],
        ends=columns[1],
        words=columns[2],
        capitals=columns[3],
        vocabulary=list(known),
    )


def _batches(texts: Sequence[str]) -> Iterator[tuple[NDArray[np.uint32], NDArray[np.int64]]]:
    """Texts joined as UTF-32, with the end of each; a batch holds whole texts."""
    first, size = 0, 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH or index == len(texts) - 1:
            chosen = texts[first : index + 1]
            codes = np.frombuffer("".join(chosen).encode("utf-32-le", "surrogatepass"), dtype="<u4")
            yield codes, np.cumsum([len(one) for one in chosen], dtype=np.int64)
            first, size = index + 1, 0


@njit(cache=True, nogil=True)
def _scan(codes, ends_at, classes):  # type: ignore[no-untyped-def]
    """Token spans (relative to their text), a 64-bit hash of each, capitals, and the count in each text."""
    capacity = codes.size  # no text has more tokens than code points; untouched pages cost nothing
    starts = np.empty(capacity, np.uint32)
    ends = np.empty(capacity, np.uint32)
    hashes = np.empty(capacity, np.uint64)
    capitals = np.empty(capacity, np.uint8)
    per_text = np.zeros(ends_at.size, np.int64)
    n = 0
    base = 0
    for text in range(ends_at.size):
        limit = ends_at[text]
        first_row = n
        at = base
        opens = True
        while at < limit:
            kind = classes[codes[at]]
            single = kind == _SINGLE
            if not (single or kind == _LETTER or kind == _UPPER or kind == _DIGIT):
                if kind == _STOP or kind == _POINT:
                    opens = True
                at += 1
                continue
            start = at
            capital = LOWER
            if kind == _UPPER:
                capital = SENTENCE_CAPITAL if opens else CAPITAL
            opens = False
            value = np.uint64(14695981039346656037)
            value = _mix(value, codes[at])
            at += 1
            while at < limit:
                here = classes[codes[at]]
                if here == _MARK or (not single and (here == _LETTER or here == _UPPER or here == _DIGIT)):
                    value = _mix(value, codes[at])
                    at += 1
                    continue
                before = classes[codes[at - 1]]
                if here == _IGNORABLE:
                    ahead = at + 1
                    while ahead < limit and classes[codes[ahead]] == _IGNORABLE:
                        ahead += 1
                    if ahead == limit:
                        break
                    kind = classes[codes[ahead]]
                    if kind == _MARK or (not single and (kind == _LETTER or kind == _UPPER or kind == _DIGIT)):
                        at = ahead
                        continue
                    break
                if single or at + 1 >= limit:
                    break
                after = classes[codes[at + 1]]
                if here == _APOSTROPHE:
                    joins = (before == _LETTER or before == _UPPER or before == _MARK) and (
                        after == _LETTER or after == _UPPER
                    )
                else:
                    joins = (here == _COMMA or here == _POINT) and before == _DIGIT and after == _DIGIT
                if not joins:
                    break
                value = _mix(value, codes[at])
                at += 1
            starts[n] = start - base
            ends[n] = at - base
            hashes[n] = value
            capitals[n] = capital
            n += 1
        per_text[text] = n - first_row
        base = limit
    return starts[:n].copy(), ends[:n].copy(), hashes[:n].copy(), capitals[:n].copy(), per_text


@njit(cache=True, nogil=True)
def _intern(codes, hashes_in, starts, ends, ends_at, per_text, classes, slots, hashes, bounds, pool, count):  # type: ignore[no-untyped-def]
    """Replace each token's hash by the number of its raw word; words are compared code point by code point."""
    row = 0
    base = 0
    for text in range(ends_at.size):
        for _ in range(per_text[text]):
            value = hashes_in[row]
            first = base + starts[row]
            last = base + ends[row]
            slot = np.int64(value >> np.uint64(20)) & (slots.size - 1)
            while True:
                raw = slots[slot]
                if raw < 0:
                    if count + 1 >= hashes.size:
                        hashes = _grown(hashes, hashes.size * 2)
                        bounds = _grown(bounds, hashes.size + 1)
                    length = bounds[count]
                    while length + (last - first) > pool.size:
                        pool = _grown(pool, pool.size * 2)
                    for at in range(first, last):
                        if classes[codes[at]] != _IGNORABLE:
                            pool[length] = _lower(codes[at])
                            length += 1
                    bounds[count + 1] = length
                    hashes[count] = value
                    slots[slot] = count
                    raw = count
                    count += 1
                    break
                if hashes[raw] == value and _same(codes, first, last, classes, pool, bounds[raw], bounds[raw + 1]):
                    break
                slot = (slot + 1) & (slots.size - 1)
            hashes_in[row] = raw
            row += 1
            if count * 2 > slots.size:
                slots = np.full(slots.size * 2, np.int32(-1), np.int32)
                for word in range(count):
                    slot = np.int64(hashes[word] >> np.uint64(20)) & (slots.size - 1)
                    while slots[slot] >= 0:
                        slot = (slot + 1) & (slots.size - 1)
                    slots[slot] = word
        base = ends_at[text]
    return slots, hashes, bounds, pool, count


@njit(cache=True, nogil=True, inline="always")
def _lower(code):  # type: ignore[no-untyped-def]
    """ASCII lower case; folding the rest is `fold_word`'s."""
    return code + np.uint32(32) if np.uint32(65) <= code <= np.uint32(90) else code


@njit(cache=True, nogil=True, inline="always")
def _mix(value, code):  # type: ignore[no-untyped-def]
    value = (value ^ np.uint64(_lower(code))) * np.uint64(0x9E3779B97F4A7C15)
    return value ^ (value >> np.uint64(29))


@njit(cache=True, nogil=True)
def _same(codes, first, last, classes, pool, begin, end):  # type: ignore[no-untyped-def]
    for at in range(first, last):
        if classes[codes[at]] == _IGNORABLE:
            continue
        if begin == end or pool[begin] != _lower(codes[at]):
            return False
        begin += 1
    return begin == end


@njit(cache=True, nogil=True)
def _grown(array, size):  # type: ignore[no-untyped-def]
    larger = np.empty(size, array.dtype)
    larger[: array.size] = array
    return larger
