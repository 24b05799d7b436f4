"""The table of a collection's tokens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.model import Span
from dedup.scratch import release

LOWER, CAPITAL, SENTENCE_CAPITAL = 0, 1, 2


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenTable:
    """The tokens of a collection of texts, in one flat table.

    ``offsets[d]:offsets[d + 1]`` are the rows of text ``d``. `starts` and `ends` are code points of that
    text, `words` indexes `vocabulary` (folded words, in order of first occurrence), `capitals` says whether
    a token begins with a capital (`CAPITAL`) that may be due to its sentence (`SENTENCE_CAPITAL`).
    """

    offsets: NDArray[np.int64]
    starts: NDArray[np.uint32]
    ends: NDArray[np.uint32]
    words: NDArray[np.int32]
    capitals: NDArray[np.uint8]
    vocabulary: list[str]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def rows(self, text: int) -> slice:
        return slice(int(self.offsets[text]), int(self.offsets[text + 1]))

    def portions(self, tokens: int, *columns: NDArray[Any]) -> Iterator[tuple[int, int, slice]]:
        """All texts, so many of them at a time that hold about so many tokens: the first, the one behind, the rows.

        What a portion has of the table, and of further columns by token, is released after it.
        """
        cuts = np.searchsorted(self.offsets, np.arange(0, self.offsets[-1] + tokens, tokens))
        # Empty texts at either end belong to some portion.
        cuts = np.unique(np.concatenate([[0], np.minimum(cuts, len(self))[1:-1], [len(self)]]))
        for begin, end in pairwise(cuts.tolist()):
            yield begin, end, slice(int(self.offsets[begin]), int(self.offsets[end]))
            release(self.starts, self.ends, self.words, self.capitals, *columns)

    def of(self, texts: NDArray[np.int64]) -> tuple[TokenTable, NDArray[np.int64]]:
        """The table of some of the texts, with all of the vocabulary, and the rows that they have in this one."""
        sizes = np.diff(self.offsets)[texts]
        offsets = np.concatenate([[0], np.cumsum(sizes)])
        rows = np.repeat(self.offsets[texts] - offsets[:-1], sizes) + np.arange(offsets[-1])
        starts, ends, words, capitals = (each[rows] for each in (self.starts, self.ends, self.words, self.capitals))
        table = TokenTable(
            offsets=offsets, starts=starts, ends=ends, words=words, capitals=capitals, vocabulary=self.vocabulary
        )
        return table, rows

    def owners(self, begin: int, end: int) -> NDArray[np.int64]:
        """The text of every token of the texts from `begin` to `end`."""
        return np.repeat(np.arange(begin, end, dtype=np.int64), np.diff(self.offsets[begin : end + 1]))

    def rows_in(self, text: int, spans: Iterable[Span]) -> NDArray[np.int64]:
        """For each span of a text (code points) the rows of the tokens that begin in it, half-open."""
        ends = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2)
        rows = self.rows(text)
        found: NDArray[np.int64] = np.searchsorted(self.starts[rows], ends) + rows.start
        return found

    def rows_among(self, begin: int, end: int, texts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
        """`rows_in` of many spans, (start, end) each, of as many `texts` from `begin` to `end`."""
        places = self.owners(begin, end) << 32 | self.starts[self.offsets[begin] : self.offsets[end]]
        found: NDArray[np.int64] = np.searchsorted(places, texts[:, None] << 32 | ends) + self.offsets[begin]
        return found
