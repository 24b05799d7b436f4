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
from dedup.text.tokens import tokenize


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
    keys: NDArray[np.int32], texts: NDArray[np.int64], known: dict[str, int], frequency: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Which token rows stand inside a formula. `known` numbers the keys; `texts` is the text of every row."""
    inside = np.zeros(len(keys), dtype=np.bool_)
    phrases = [tuple(known[word] for word in phrase) for phrase in formulas() if all(word in known for word in phrase)]
    for phrase, begins in zip(phrases, occurrences(phrases, keys, texts, frequency), strict=True):
        for offset in range(len(phrase)):
            inside[begins + offset] = True
    return inside


def occurrences(
    phrases: Sequence[tuple[int, ...]],
    keys: NDArray[np.int32],
    texts: NDArray[np.int64],
    frequency: NDArray[np.int64],
) -> Iterator[NDArray[np.int64]]:
    """The token rows at which each phrase (numbers of keys) begins, inside one text."""
    # Start from the rarest word: few rows are left to compare.
    rarest = [min(range(len(phrase)), key=lambda at: (int(frequency[phrase[at]]), at)) for phrase in phrases]
    wanted = np.zeros(len(frequency), dtype=np.bool_)
    wanted[[phrase[at] for phrase, at in zip(phrases, rarest, strict=True)]] = True
    # One pass over the text for all phrases, however many there are.
    rows = np.flatnonzero(wanted[keys])
    rows = rows[np.argsort(keys[rows], kind="stable")]
    column = keys[rows]
    for phrase, at in zip(phrases, rarest, strict=True):
        low, high = np.searchsorted(column, [phrase[at], phrase[at] + 1])
        begin = rows[low:high] - at
        begin = begin[(begin >= 0) & (begin + len(phrase) <= len(keys))]
        for offset, key in enumerate(phrase):
            begin = begin[keys[begin + offset] == key]
        yield begin[texts[begin] == texts[begin + len(phrase) - 1]]
