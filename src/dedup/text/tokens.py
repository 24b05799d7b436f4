"""Tokens: words with their place in the original text, and the vocabulary of a collection.

The segmentation rule (see `dedup.text.classes`): a token is a run of letters, digits and marks, joined by
an apostrophe between letters or a point or comma between digits; format characters inside it are skipped
over; a character of a script without spaces is a token of its own, with its marks.

`tokenize` is the reference. `dedup.text.kernels` finds the same tokens in compiled code for large input.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from dedup.text.classes import CLASS_MAP
from dedup.text.fold import fold_word
from dedup.text.table import CAPITAL, LOWER, SENTENCE_CAPITAL, TokenTable

# Below this many code points the reference is quicker than importing Numba and loading its kernels (0.3 s).
COMPILED_FROM = 1_000_000

# Classes are ASCII letters, so the pattern reads like the rule above.
_TOKEN = re.compile(r"c(?:i*m)*|[aAd](?:i*[aAdm]|(?<=[aAm])i*q(?=i*[aA])|(?<=d)i*[np](?=i*d))*")
_STOP = re.compile(r"[.p]")


def tokenize(text: str) -> Iterator[tuple[int, int, int]]:
    """The tokens of a text in order: start, end (half-open code points) and capitalisation.

    >>> text = "It’s 3.5 m"
    >>> [text[start:end] for start, end, _ in tokenize(text)]
    ['It’s', '3.5', 'm']
    """
    classes = text.translate(CLASS_MAP)
    after = 0
    for found in _TOKEN.finditer(classes):
        start, end = found.span()
        capital = LOWER
        if classes[start] == "A":
            opens = after == 0 or _STOP.search(classes, after, start) is not None
            capital = SENTENCE_CAPITAL if opens else CAPITAL
        yield start, end, capital
        after = end


def token_table(texts: Sequence[str], *, compiled: bool | None = None) -> TokenTable:
    """Tokenise a collection. `compiled` picks the path; by default the size of the input does."""
    if compiled is None:
        compiled = sum(map(len, texts)) >= COMPILED_FROM
    if compiled:
        from dedup.text.kernels import compiled_table

        return compiled_table(texts)
    return _reference_table(texts)


def _reference_table(texts: Sequence[str]) -> TokenTable:
    offsets = [0]
    rows: list[tuple[int, int, int]] = []
    words: list[int] = []
    known: dict[str, int] = {}
    raws: dict[str, int] = {}
    for text in texts:
        for row in tokenize(text):
            rows.append(row)
            raw = text[row[0] : row[1]]
            word = raws.get(raw)
            if word is None:
                word = raws[raw] = known.setdefault(fold_word(raw), len(known))
            words.append(word)
        offsets.append(len(rows))
    table = np.array(rows, dtype=np.uint32).reshape(-1, 3)
    return TokenTable(
        offsets=np.array(offsets, dtype=np.int64),
        starts=table[:, 0].copy(),
        ends=table[:, 1].copy(),
        words=np.array(words, dtype=np.int32),
        capitals=table[:, 2].astype(np.uint8),
        vocabulary=list(known),
    )
