"""One state of an index, and what checks have asked of it: the next one need not ask again."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.index import traits, words
from dedup.index.pieces import Letters
from dedup.index.segments import segments
from dedup.matching.lexicon import ASKED, followed
from dedup.matching.whole import Counts, Sample

# One row, which every change to the contents counts up.
TABLES = """
CREATE TABLE generation (number INTEGER NOT NULL);
INSERT INTO generation VALUES (0);
"""

# Words of which the counts are remembered: some 40 MB.
_WORDS = 200_000


class State:
    """The articles of an index as handles: those of all segments in a row. Any number of checks may share it."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.generation = generation(db)
        self.segments = segments(db)
        rolls = [segment.roll for segment in self.segments]
        self.numbers = np.concatenate([np.empty(0, np.uint32), *(roll.numbers for roll in rolls)])
        self.orders = np.concatenate([np.empty(0, np.uint64), *(roll.orders for roll in rolls)])
        self.outlets = np.concatenate([np.empty(0, np.uint64), *(roll.outlets for roll in rolls)])
        orders = np.sort(self.orders[self.numbers > 0])[:ASKED]
        self._last = int(orders[-1]) if len(orders) == ASKED else None
        self._asked: Mapping[int, NDArray[np.uint64]] | None = None
        self._sample: Sample | None = None
        self._fillers: dict[int, bool] = {}
        self._counts: dict[int, list[int]] = {}
        self.letters = Letters()

    def comes_after(self, orders: NDArray[np.uint64]) -> bool:
        """Whether texts of these orders come after those that are asked what follows their words."""
        return self._last is not None and bool((orders > np.uint64(self._last)).all())

    def asked(self, db: sqlite3.Connection) -> Mapping[int, NDArray[np.uint64]]:
        """The words of the texts that are first in order, by their numbers, as hashes."""
        if self._asked is None:
            self._asked = traits.asked(db)
        return self._asked

    def fillers(self, db: sqlite3.Connection, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some words many different words follow."""
        told = codes.tolist()
        if missing := [code for code in told if code not in self._fillers]:
            if self._sample is None:
                self._sample = sample_of(list(self.asked(db).values()))
            found = followed(np.array(missing, dtype=np.uint64), self._sample)
            self._fillers.update(zip(missing, found.tolist(), strict=True))
        return np.array([self._fillers[code] for code in told], dtype=np.bool_)

    def counts(self, db: sqlite3.Connection, codes: NDArray[np.uint64]) -> Counts:
        """What all articles together count of some words."""
        told = codes.tolist()
        known = self._counts
        if missing := [code for code in told if code not in known]:
            found = words.look_up(db, np.array(missing, dtype=np.uint64))
            if len(known) > _WORDS:
                known = self._counts = {code: known[code] for code in told if code in known}
            known.update(zip(missing, found.rows.tolist(), strict=True))
        rows = [known[code] for code in told]
        return Counts(np.array(rows, dtype=np.int64).reshape(-1, words.COUNTED))


def generation(db: sqlite3.Connection) -> int:
    """How often the contents have changed."""
    return int(db.execute("SELECT number FROM generation").fetchone()[0])


def changed(db: sqlite3.Connection) -> None:
    """Count a change."""
    db.execute("UPDATE generation SET number = number + 1")


def sample_of(texts: Sequence[NDArray[np.uint64]]) -> Sample:
    """The words of some texts as one sample."""
    offsets = np.cumsum([0, *map(len, texts)])
    return Sample(offsets=offsets, codes=np.concatenate([np.empty(0, np.uint64), *texts]))
