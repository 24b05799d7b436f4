"""Compiled tokenising: the rule of `dedup.text.tokens` over batches of UTF-32, one pass, no Python objects.

Words are interned in the kernel by a 64-bit hash of their code points, so that only distinct words reach
Python, where `fold_word` gives them their full Unicode treatment. Two words with one hash would pass for
one: among a million distinct words that happens once in 40 million collections.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import jit
from dedup.scratch import Column
from dedup.text.classes import class_of
from dedup.text.fold import fold_word
from dedup.text.table import CAPITAL, LOWER, SENTENCE_CAPITAL, TokenTable

# Code points a batch: 4 MB as UTF-32, of memory that is used again; of 32 MB the system gives new pages each time.
_BATCH = 1_000_000

# Classes as numbers, so that one comparison tells whether a word goes on (letter, capital, digit, mark).
_ORDER = "aAdmciqnp. "
LETTER, UPPER, DIGIT, MARK, SINGLE, IGNORABLE, APOSTROPHE, COMMA, POINT, STOP, SEPARATOR = range(11)
# What Unicode may assign lies in planes 0 to 3 and in the tags of plane 14; all else separates.
_ASSIGNED = np.r_[0:0x40000, 0xE0000:0xE1000].astype(np.uint32)
_NUMBER = {kind: at for at, kind in enumerate(_ORDER)}
_UNMET = 255


def classes_of(codes: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """By code point its class, for all that `codes` holds.

    The table fills itself as code points are met: the classes of all that Unicode may assign take most of a second.
    """
    table = _table()
    at = 0
    while (at := _unmet(codes, table, at)) < len(codes):
        table[codes[at]] = _NUMBER[class_of(chr(codes[at]))]
    return table


@lru_cache(maxsize=1)
def class_table() -> NDArray[np.uint8]:
    """The classes of all code points: for kernels that read UTF-8, which meet them as they decode."""
    table = classes_of(_ASSIGNED).copy()
    table[table == _UNMET] = SEPARATOR
    return table


@lru_cache(maxsize=1)
def _table() -> NDArray[np.uint8]:
    return np.full(sys.maxunicode + 1, _UNMET, dtype=np.uint8)


def compiled_table(texts: Sequence[str]) -> TokenTable:
    """`dedup.text.tokens.token_table` by compiled kernels; equal to the reference, value for value."""
    slots = np.zeros((1 << 17, 2), dtype=np.uint64)
    distinct = 0
    known: dict[str, int] = {}
    fold_of = np.empty(0, dtype=np.int32)
    counts: list[NDArray[np.int64]] = [np.zeros(1, dtype=np.int64)]
    columns = [Column(kind) for kind in (np.uint32, np.uint32, np.int32, np.uint8)]
    for chosen, batch, ends_at in _batches(texts):
        starts, ends, hashes, capitals, per_text = _scan(batch, ends_at, classes_of(batch))
        slots, firsts, distinct = _intern(hashes, slots, distinct)
        owners = np.searchsorted(np.cumsum(per_text), firsts, side="right").tolist()
        places = zip(owners, starts[firsts].tolist(), ends[firsts].tolist(), strict=True)
        raws = (chosen[owner][start:end] for owner, start, end in places)
        new = [known.setdefault(fold_word(raw), len(known)) for raw in raws]
        fold_of = np.concatenate([fold_of, np.array(new, dtype=np.int32)])
        words = fold_of[hashes.view(np.int64)]
        for column, piece in zip(columns, (starts, ends, words, capitals), strict=True):
            column.append(piece)
        counts.append(per_text)
    starts, ends, words, capitals = (column.whole() for column in columns)
    return TokenTable(
        offsets=np.cumsum(np.concatenate(counts)),
        starts=starts,
        ends=ends,
        words=words,
        capitals=capitals,
        vocabulary=list(known),
    )


def _batches(texts: Sequence[str]) -> Iterator[tuple[Sequence[str], NDArray[np.uint32], NDArray[np.int64]]]:
    """Whole texts, a batch of them at a time, joined as UTF-32, with the end of each."""
    first, size = 0, 0
    for index, text in enumerate(texts):
        size += len(text)
        if size >= _BATCH or index == len(texts) - 1:
            chosen = texts[first : index + 1]
            codes = np.frombuffer("".join(chosen).encode("utf-32-le", "surrogatepass"), dtype="<u4")
            yield chosen, codes, np.cumsum([len(one) for one in chosen], dtype=np.int64)
            first, size = index + 1, 0


@jit
def _unmet(codes, classes, at):
    """The first place from `at` on of a code point whose class is not known yet."""
    while at < codes.size and classes[codes[at]] != _UNMET:
        at += 1
    return at


@jit
def _scan(codes, ends_at, classes):
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
            if kind > SINGLE or kind == MARK:
                if kind == STOP or kind == POINT:
                    opens = True
                at += 1
                continue
            start = at
            single = kind == SINGLE
            capital = LOWER
            if kind == UPPER:
                capital = SENTENCE_CAPITAL if opens else CAPITAL
            opens = False
            value = _mix(np.uint64(14695981039346656037), codes[at])
            at += 1
            while at < limit:
                here = classes[codes[at]]
                ahead = at
                if here == IGNORABLE:
                    while ahead < limit and classes[codes[ahead]] == IGNORABLE:
                        ahead += 1
                    if ahead == limit:
                        break
                    here = classes[codes[ahead]]
                if here == MARK or (here < MARK and not single):
                    value = _mix(value, codes[ahead])
                    at = ahead + 1
                    continue
                if single or here >= STOP:
                    break
                beyond = ahead + 1
                while beyond < limit and classes[codes[beyond]] == IGNORABLE:
                    beyond += 1
                if beyond >= limit:
                    break
                before = classes[codes[at - 1]]
                after = classes[codes[beyond]]
                if here == APOSTROPHE:
                    joins = (before <= UPPER or before == MARK) and after <= UPPER
                else:
                    joins = (here == COMMA or here == POINT) and before == DIGIT and after == DIGIT
                if not joins:
                    break
                value = _mix(value, codes[ahead])
                at = ahead + 1
            starts[n] = start - base
            ends[n] = at - base
            value ^= value >> np.uint64(32)
            value *= np.uint64(0xD6E8FEB86659FD93)
            hashes[n] = value ^ (value >> np.uint64(32))
            capitals[n] = capital
            n += 1
        per_text[text] = n - first_row
        base = limit
    return starts[:n].copy(), ends[:n].copy(), hashes[:n].copy(), capitals[:n].copy(), per_text


@jit
def _intern(hashes, slots, distinct):
    """Replace each hash by the number of its word. Gives the table, the first row of each new word, the count.

    A slot holds a hash and the word's number plus one, side by side: one cache line a look-up.
    """
    firsts = np.empty(1024, np.int64)
    known = distinct
    row = 0
    while row < hashes.size:
        if distinct * 3 > slots.shape[0]:
            slots = _rehashed(slots, slots.shape[0] * 2)
        if distinct - known + 1 >= firsts.size:
            larger = np.empty(firsts.size * 2, np.int64)
            larger[: firsts.size] = firsts
            firsts = larger
        row, distinct = _fill(hashes, row, slots, firsts, known, distinct)
    return slots, firsts[: distinct - known].copy(), distinct


@jit
def _fill(hashes, row, slots, firsts, known, distinct):
    """Intern until a table is full; arrays that never change place let the loop run twice as fast."""
    mask = np.uint64(slots.shape[0] - 1)
    while row < hashes.size:
        value = hashes[row]
        slot = value & mask
        while slots[slot, 1] != 0 and slots[slot, 0] != value:
            slot = (slot + np.uint64(1)) & mask
        if slots[slot, 1] == 0:
            if distinct * 3 > slots.shape[0] or distinct - known >= firsts.size:
                return row, distinct
            firsts[distinct - known] = row
            distinct += 1
            slots[slot, 0] = value
            slots[slot, 1] = distinct
        hashes[row] = slots[slot, 1] - np.uint64(1)
        row += 1
    return row, distinct


@jit
def _rehashed(slots, size):
    larger = np.zeros((size, 2), np.uint64)
    mask = np.uint64(size - 1)
    for old in range(slots.shape[0]):
        if slots[old, 1] == 0:
            continue
        slot = slots[old, 0] & mask
        while larger[slot, 1] != 0:
            slot = (slot + np.uint64(1)) & mask
        larger[slot, 0] = slots[old, 0]
        larger[slot, 1] = slots[old, 1]
    return larger


@jit
def _mix(value, code):
    """One step of FNV-1a over ASCII lower case; folding the rest is `fold_word`'s."""
    if np.uint32(65) <= code <= np.uint32(90):
        code = code | np.uint32(32)
    return (value ^ np.uint64(code)) * np.uint64(0x100000001B3)
