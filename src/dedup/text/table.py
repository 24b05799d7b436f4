"""The table of a collection's tokens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.model import Span

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

    def rows_in(self, text: int, spans: Iterable[Span]) -> NDArray[np.int64]:
        """For each span of a text (code points) the rows of the tokens that begin in it, half-open."""
        rows = self.rows(text)
        ends = np.array([(span.start, span.end) for span in spans], dtype=np.int64).reshape(-1, 2)
        found: NDArray[np.int64] = np.searchsorted(self.starts[rows], ends) + rows.start
        return found
