"""A collection made ready for matching: its tokens, what they are worth, and its seed features."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dedup.matching.features import Features, build_features, no_features
from dedup.matching.lexicon import Lexicon, build_lexicon
from dedup.matching.whole import Whole
from dedup.text.table import TokenTable
from dedup.text.tokens import token_table


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Texts and all that is known of them before any two are compared. Texts are known by their number.

    They may be a part of the `whole` collection, which then says what all of it counts.
    """

    texts: Sequence[str]
    table: TokenTable
    lexicon: Lexicon
    features: Features
    whole: Whole | None = None

    @property
    def size(self) -> int:
        """How many texts the whole collection has."""
        return len(self.table) if self.whole is None else self.whole.texts

    def of(self, numbers: NDArray[np.int64], *, searched: bool) -> Collection:
        """Some texts of a part of a collection, by their numbers, which ascend; nothing is read or weighed anew.

        They have seed features where they are to be `searched`.
        """
        table, rows = self.table.of(numbers)
        known = self.lexicon
        lexicon = replace(
            known,
            keys=known.keys[rows],
            local=known.local[rows],
            function=known.function[rows],
            worth=known.worth[rows],
        )
        whole = None if self.whole is None else self.whole.of(numbers)
        return Collection(
            texts=[self.texts[number] for number in numbers.tolist()],
            table=table,
            lexicon=lexicon,
            features=build_features(table, lexicon, whole) if searched else no_features(len(table)),
            whole=whole,
        )

    def of_words(self) -> Collection:
        """The same without seed features, which take as much memory as the words: nothing can be searched in it."""
        return replace(self, features=no_features(len(self.table)))


def prepare(texts: Sequence[str], *, compiled: bool | None = None, whole: Whole | None = None) -> Collection:
    """Tokenise, weigh and index a collection. `compiled` picks the path; by default the size does."""
    table = token_table(texts, compiled=compiled)
    lexicon = build_lexicon(table, whole)
    features = build_features(table, lexicon, whole)
    return Collection(texts=texts, table=table, lexicon=lexicon, features=features, whole=whole)
