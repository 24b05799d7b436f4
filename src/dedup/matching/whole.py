"""The whole collection, as those see it who hold a part of it.

What two texts share depends on all others: how many hold a word, or a group of words, and which outlet repeats a
sentence. An audit holds all texts and counts. A check holds a few, and asks an index for the counts of the rest.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Counts:
    """What texts count of some keys, a row of `rows` each; its columns are the properties.

    They add up: what two sets of texts count is what their union does.
    """

    rows: NDArray[np.int64]

    @property
    def frequency(self) -> NDArray[np.int64]:
        """How many texts hold the key."""
        return self.rows[:, 0]

    @property
    def function(self) -> NDArray[np.int64]:
        """How many of them hold it in a form that is a listed function word."""
        return self.rows[:, 1]

    @property
    def upper(self) -> NDArray[np.int64]:
        """How often it begins with a capital where no sentence begins."""
        return self.rows[:, 2]

    @property
    def lower(self) -> NDArray[np.int64]:
        """How often it does not begin with one."""
        return self.rows[:, 3]

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.rows + other.rows)

    def __sub__(self, other: Counts) -> Counts:
        return Counts(self.rows - other.rows)

    def __getitem__(self, chosen: NDArray[Any]) -> Counts:
        """Those of some keys, by their numbers or a mask."""
        return Counts(self.rows[chosen])


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """The hashes of the words of some texts: ``codes[offsets[t]:offsets[t + 1]]`` are those of text ``t``."""

    offsets: NDArray[np.int64]
    codes: NDArray[np.uint64]


class Whole(Protocol):
    """What all texts of a collection count together, of which some are at hand."""

    @property
    def texts(self) -> int:
        """How many texts there are."""

    def counts(self, codes: NDArray[np.uint64]) -> Counts:
        """Of words, by their hashes."""

    def fillers(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some words, by their hashes, many different words follow: see `dedup.matching.lexicon.followed`."""

    def of(self, numbers: NDArray[np.int64]) -> Whole:
        """The same collection, with some of the texts at hand, by their numbers."""

    def roles(self) -> NDArray[np.int8]:
        """By text at hand: 2 for what is looked at for itself, 1 for what is compared with that and with its like."""

    def wanted(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which seed features are looked at."""

    def holders(self, codes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """How many texts hold each of some seed features."""

    def held(self, codes: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
        """Which of some seed features so many texts hold."""

    def perhaps_held(self, codes: NDArray[np.uint64], least: int) -> NDArray[np.bool_]:
        """All those, and some others: what is told without looking for them."""

    def followed(
        self, groups: NDArray[np.int32], offsets: NDArray[np.int64], codes: NDArray[np.uint64]
    ) -> NDArray[np.bool_]:
        """By row of the features of the texts at hand: whether the next of them that holds it is the next of all.

        Rows ``offsets[t]:offsets[t + 1]`` are those of text ``t``; groups from ``len(codes)`` on are not asked about,
        and taken to be so.
        """
