"""The table of a collection's tokens."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

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
