"""Segments: the articles of an index by what was added or merged together, each in the order of their texts."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.index import blocks, tight
from dedup.index.blocks import BITS, LOT, Entries, Packed, Stored, places
from dedup.index.rows import opened, sealed

TABLES = """
CREATE TABLE segment (
    number INTEGER PRIMARY KEY,
    width INTEGER NOT NULL,
    bits INTEGER NOT NULL,
    postings INTEGER NOT NULL,
    articles BLOB NOT NULL,
    orders BLOB NOT NULL,
    outlets BLOB NOT NULL,
    most BLOB NOT NULL,
    checksum BLOB NOT NULL
);
"""

_COLUMNS = "number, width, bits, postings, articles, orders, outlets, most, checksum"
_KINDS = "<u4", "<u8", "<u8", "<u2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """The articles of a segment in the order of their texts: numbers (0: gone), what texts go by, outlets (0: none)."""

    numbers: NDArray[np.uint32]
    orders: NDArray[np.uint64]
    outlets: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.numbers)


@dataclass(frozen=True, kw_only=True)
class Segment:
    """Of 2 to the power of `bits` blocks. `first`: how many articles the segments before it have.

    Of each code `width` bits are kept: all, or so few that blocks are tight.

    `most` tells of each block how many articles at most hold one of its codes, up to 65,535.
    """

    number: int
    width: int
    bits: int
    postings: int
    roll: Roll
    most: NDArray[np.uint16]
    first: int = 0

    @property
    def lots(self) -> int:
        """How many lots of articles it has: so many of them as two bytes can number."""
        return -(-len(self.roll) // LOT)

    @property
    def is_tight(self) -> bool:
        return self.width < BITS

    def pack(self, lots: Sequence[Entries]) -> Packed:
        """Some blocks of the postings of each lot."""
        if self.is_tight:
            return tight.pack(self.number, self.width, self.bits, len(self.roll), lots)
        return blocks.pack(self.number, self.bits, lots)

    def unpack(self, stored: Stored) -> list[Entries]:
        """The postings of each lot in some blocks."""
        if self.is_tight:
            return tight.unpack(stored, self.width, self.bits, len(self.roll))
        return blocks.unpack(stored, self.bits, self.lots)

    @cached_property
    def level(self) -> int:
        """Segments of one level are of one size, each level of four times that of the one before."""
        return max(0, (len(self.roll) - 1).bit_length() // 2)

    def at_most(self, codes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many articles at most hold each of some codes, as `kept`: told without looking for them."""
        most = self.most[places(codes, self.bits)].astype(np.int64)
        return np.where(most < np.iinfo(np.uint16).max, most, len(self.roll))


def segments(db: sqlite3.Connection) -> tuple[Segment, ...]:
    """All segments there are. Raises `IndexCorrupt`."""
    found: list[Segment] = []
    first = 0
    for row in db.execute(f"SELECT {_COLUMNS} FROM segment"):
        number, width, bits, postings, *columns = opened(row, db, f"segment {row[0]}")
        numbers, orders, outlets, most = (
            np.frombuffer(column, kind) for column, kind in zip(columns, _KINDS, strict=True)
        )
        roll = Roll(numbers=numbers, orders=orders, outlets=outlets)
        shape = {"number": number, "width": width, "bits": bits, "postings": postings}
        found.append(Segment(**shape, roll=roll, most=most, first=first))
        first += len(roll)
    return tuple(found)


def record(db: sqlite3.Connection, segment: Segment) -> None:
    """Keep a segment whose number none has."""
    roll = segment.roll
    columns: tuple[NDArray[Any], ...] = roll.numbers, roll.orders, roll.outlets, segment.most
    told = (column.astype(kind).tobytes() for column, kind in zip(columns, _KINDS, strict=True))
    row = sealed(segment.number, segment.width, segment.bits, segment.postings, *told)
    db.execute(f"INSERT INTO segment ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)


def drop(db: sqlite3.Connection, segment: Segment) -> None:
    """Forget a segment, not its postings."""
    db.execute("DELETE FROM segment WHERE number = ?", (segment.number,))


def move(db: sqlite3.Connection, number: int, outlet: int) -> None:
    """Let an article be another outlet's."""
    for segment in segments(db):
        at = np.flatnonzero(segment.roll.numbers == number)
        if len(at) and int(segment.roll.outlets[at[0]]) != outlet:
            outlets = segment.roll.outlets.copy()
            outlets[at] = outlet
            drop(db, segment)
            record(db, replace(segment, roll=replace(segment.roll, outlets=outlets)))
