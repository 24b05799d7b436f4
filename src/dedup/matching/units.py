"""Sentences and paragraphs as hashes: what an outlet may repeat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.matching.lexicon import COMPILED_FROM_TOKENS, Lexicon, Words
from dedup.scratch import Column
from dedup.text.packing import Spans
from dedup.text.table import TokenTable

# Of at least this many words (single characters count half).
_LEAST_WORDS = 5
# A unit of which this share is quoted is somebody's statement, whoever repeats it.
_QUOTED = 0.5
# Tokens looked at together.
_TOKENS_AT_ONCE = 50_000

_ODD = np.uint64(0x9E3779B97F4A7C15)
_MIX, _FINISH = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_NUMBER = np.uint64(0xFFFF_FFFF)


class Units(NamedTuple):
    """Sentences and paragraphs: their texts, token rows (half-open), which of them are sentences, and their hashes."""

    text: NDArray[np.int64]
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    sentence: NDArray[np.bool_]
    codes: NDArray[np.uint64]


def units_of(
    table: TokenTable, lexicon: Lexicon | Words, spans: Callable[[int], Spans], *, compiled: bool | None = None
) -> Units:
    """The sentences and paragraphs that are long enough and no quotations, by text.

    `compiled` picks the path; by default the number of words does.
    """
    if compiled is None:
        compiled = len(lexicon.keys) >= COMPILED_FROM_TOKENS
    hashed = _compiled_hashes if compiled else _hashes
    digits = np.array([word[:1].isdigit() for word in table.vocabulary], dtype=np.bool_)
    columns = [Column(kind) for kind in (np.int64, np.int64, np.int64, np.bool_, np.uint64)]
    for low, high, portion in table.portions(_TOKENS_AT_ONCE, lexicon.keys):
        parts = [spans(text) for text in range(low, high)]
        units = [each for part in parts for each in (part.sentences, part.paragraphs)]
        number = np.repeat(np.arange(2 * low, 2 * high), list(map(len, units)))
        begin, end = table.rows_among(low, high, number // 2, np.concatenate(units)).T - portion.start
        quotations = [part.quotations for part in parts]
        texts = np.repeat(np.arange(low, high), list(map(len, quotations)))
        first, last = table.rows_among(low, high, texts, np.concatenate(quotations)).T - portion.start
        words, keys = table.words[portion], lexicon.keys[portion]
        # A single character counts half: halves are added up.
        halves = _running(np.int8(2) - lexicon.character[keys])
        opened = np.cumsum(np.bincount(first, minlength=len(keys) + 1) - np.bincount(last, minlength=len(keys) + 1))
        inside = _running(opened[:-1] > 0)
        long = halves[end] - halves[begin] >= 2 * _LEAST_WORDS
        kept = long & (inside[end] - inside[begin] < _QUOTED * (end - begin))
        number, begin, end = number[kept], begin[kept], end[kept]
        codes = hashed(begin, end, words, keys, digits, lexicon.codes)
        pieces = number // 2, portion.start + begin, portion.start + end, number % 2 == 0, codes
        for column, piece in zip(columns, pieces, strict=True):
            column.append(piece)
    return Units(*(column.whole() for column in columns))


def _running(counts: NDArray[Any]) -> NDArray[np.int64]:
    """What has been counted before each row, and at the end."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _hashes(
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    words: NDArray[np.int32],
    keys: NDArray[np.int32],
    digits: NDArray[np.bool_],
    hashes: NDArray[np.uint64],
) -> NDArray[np.uint64]:
    """A hash of each stretch of rows; all numbers are one word, so that a date changes nothing."""
    before = _running(end - begin)
    place = np.arange(before[-1]) - np.repeat(before[:-1], end - begin)
    rows = place + np.repeat(begin, end - begin)
    mixed = np.where(digits[words[rows]], _NUMBER, hashes[keys[rows]])
    mixed = (mixed + (place.astype(np.uint64) + np.uint64(1)) * _ODD) * _MIX
    mixed = (mixed ^ (mixed >> np.uint64(31))) * _FINISH
    mixed ^= mixed >> np.uint64(29)
    return np.add.reduceat(mixed, before[:-1]) if len(begin) else np.empty(0, np.uint64)


def _compiled_hashes(
    begin: NDArray[np.int64],
    end: NDArray[np.int64],
    words: NDArray[np.int32],
    keys: NDArray[np.int32],
    digits: NDArray[np.bool_],
    hashes: NDArray[np.uint64],
) -> NDArray[np.uint64]:
    """`_hashes` by a compiled kernel."""
    found = np.empty(len(begin), np.uint64)
    write_hashes = compiled_kernels("dedup.matching.word_kernels").write_hashes
    write_hashes(begin, end, words, keys, digits, hashes, _NUMBER, (_ODD, _MIX, _FINISH), found)
    return found
