"""Sentences and paragraphs as hashes: what an outlet may repeat."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.matching.lexicon import Lexicon, Words
from dedup.scratch import Column, release
from dedup.sketch.groups import distinct
from dedup.text.packing import Spans
from dedup.text.table import TokenTable

# Of at least this many words (single characters count half).
_LEAST_WORDS = 5
# A unit of which this share is quoted is somebody's statement, whoever repeats it.
_QUOTED = 0.5
# Tokens hashed at a time.
_CHUNK = 1_000_000

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


def units_of(table: TokenTable, lexicon: Lexicon | Words, spans: Callable[[int], Spans]) -> Units:
    """The sentences and paragraphs that are long enough and no quotations, by text."""
    columns = [Column(kind) for kind in (np.int64, np.int64, np.int64, np.bool_)]
    for low, high, portion in table.portions(_CHUNK, lexicon.keys):
        quoted = np.zeros(portion.stop - portion.start, dtype=np.bool_)
        rows: list[NDArray[np.int64]] = []
        for text in range(low, high):
            parts = spans(text)
            rows.append(table.rows_within(text, parts.sentences))
            rows.append(table.rows_within(text, parts.paragraphs))
            for first, last in (table.rows_within(text, parts.quotations) - portion.start).tolist():
                quoted[first:last] = True
        sizes = [len(each) for each in rows]
        begin, end = np.concatenate(rows).T - portion.start
        # A single character counts half: halves are added up.
        halves = _running(np.int8(2) - lexicon.character[lexicon.keys[portion]])
        inside = _running(quoted)
        long = halves[end] - halves[begin] >= 2 * _LEAST_WORDS
        kept = long & (inside[end] - inside[begin] < _QUOTED * (end - begin))
        numbers = np.repeat(np.arange(len(rows)), sizes)[kept]
        pieces = low + numbers // 2, portion.start + begin[kept], portion.start + end[kept], numbers % 2 == 0
        for column, piece in zip(columns, pieces, strict=True):
            column.append(piece)
    texts, begins, ends, sentences = (column.whole() for column in columns)
    return Units(texts, begins, ends, sentences, _codes(table, lexicon, begins, ends))


def _running(counts: NDArray[Any]) -> NDArray[np.int64]:
    """What has been counted before each row, and at the end."""
    return np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])


def _codes(
    table: TokenTable, lexicon: Lexicon | Words, begin: NDArray[np.int64], end: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """A hash of each stretch of token rows; all numbers are one word, so that a date changes nothing."""
    keys, hashes = lexicon.keys, lexicon.codes
    digits = np.array([word[:1].isdigit() for word in table.vocabulary], dtype=np.bool_)
    # Some at a time: all of them together are several times the text.
    before = _running(end - begin)
    ends = np.minimum(np.searchsorted(before, np.arange(0, before[-1] + _CHUNK, _CHUNK)), len(begin))
    found = [np.empty(0, np.uint64)]
    for low, high in pairwise(distinct(ends).tolist()):
        lengths = end[low:high] - begin[low:high]
        offsets = before[low:high] - before[low]
        place = np.arange(int(lengths.sum())) - np.repeat(offsets, lengths)
        rows = place + np.repeat(begin[low:high], lengths)
        words = np.where(digits[table.words[rows]], _NUMBER, hashes[keys[rows]])
        mixed = (words + (place.astype(np.uint64) + np.uint64(1)) * _ODD) * _MIX
        mixed = (mixed ^ (mixed >> np.uint64(31))) * _FINISH
        mixed ^= mixed >> np.uint64(29)
        found.append(np.add.reduceat(mixed, offsets))
        release(table.words, keys)
    return np.concatenate(found)
