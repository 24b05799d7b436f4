"""Phrases that any report may hold ("did not immediately respond to a request for comment").

Sharing them is no evidence, so their words weigh nothing where they stand in the phrase. The phrases come
from ``text/data/formulas``, one file a language; a language without a file has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from dedup.text.fold import fold_word, word_key
from dedup.text.languages import lists
from dedup.text.table import TokenTable
from dedup.text.tokens import tokenize

# Tokens looked at together.
_TOKENS_AT_ONCE = 50_000


@lru_cache(maxsize=1)
def formulas() -> tuple[tuple[str, ...], ...]:
    """The phrases of all languages as word keys, longest first."""
    lines = [line for text in lists("formulas") for line in text.splitlines()]
    phrases = {
        tuple(word_key(fold_word(line[start:end])) for start, end, _ in tokenize(line))
        for line in lines
        if not line.startswith("#")
    }
    return tuple(sorted(phrases - {()}, key=lambda phrase: (-len(phrase), phrase)))


def formula_rows(
    table: TokenTable, key_of_word: NDArray[np.int32], known: dict[str, int], frequency: NDArray[np.int64]
) -> Iterator[NDArray[np.int64]]:
    """The token rows that stand inside a formula. `known` numbers the keys of words."""
    phrases = [tuple(known[word] for word in phrase) for phrase in formulas() if all(word in known for word in phrase)]
    for phrase, begins in zip(phrases, occurrences(phrases, table, key_of_word, frequency), strict=True):
        for offset in range(len(phrase)):
            yield begins + offset


def occurrences(
    phrases: Sequence[tuple[int, ...]],
    table: TokenTable,
    key_of_word: NDArray[np.int32],
    frequency: NDArray[np.int64],
) -> Iterator[NDArray[np.int64]]:
    """The token rows at which each phrase begins, inside one text: phrases of keys, which `key_of_word` gives words.

    `frequency` says how rare keys are.
    """
    # Start from the rarest word: few rows are left to compare.
    rarest = [min(range(len(phrase)), key=lambda at: (int(frequency[phrase[at]]), at)) for phrase in phrases]
    wanted = np.zeros(len(frequency), dtype=np.bool_)
    wanted[[phrase[at] for phrase, at in zip(phrases, rarest, strict=True)]] = True
    # One pass over the text for all phrases, however many there are.
    of_words = wanted[key_of_word]
    found = [rows.start + np.flatnonzero(of_words[table.words[rows]]) for _, _, rows in table.portions(_TOKENS_AT_ONCE)]
    rows = np.concatenate([np.empty(0, np.int64), *found])
    column = key_of_word[table.words[rows]]
    order = np.argsort(column, kind="stable")
    rows, column = rows[order], column[order]
    size = len(table.words)
    for phrase, at in zip(phrases, rarest, strict=True):
        low, high = np.searchsorted(column, [phrase[at], phrase[at] + 1])
        begin = rows[low:high] - at
        begin = begin[(begin >= 0) & (begin + len(phrase) <= size)]
        for offset, key in enumerate(phrase):
            begin = begin[key_of_word[table.words[begin + offset]] == key]
        ends = table.offsets[np.searchsorted(table.offsets, begin, side="right")]
        yield begin[begin + len(phrase) <= ends]
