"""How many articles hold each word."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from dedup.index.rows import corrupt
from dedup.matching.whole import Counts

# The key is the 64-bit hash of the word, as SQLite has numbers: with a sign.
TABLES = """
CREATE TABLE word (
    code INTEGER PRIMARY KEY,
    texts INTEGER NOT NULL,
    upper INTEGER NOT NULL,
    lower INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
"""

_AT_ONCE = 50_000
_ODD = np.uint64(0x9E3779B97F4A7C15)


def add(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    """Add what some texts count of the words with these codes."""
    # The parts of a compound may stand nowhere by themselves.
    held = counts.frequency > 0
    _write(db, codes[held], look_up(db, codes[held]) + _where(counts, held))


def subtract(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    """Take back what some texts count. Words that no text is left to hold are gone."""
    counted = counts.frequency > 0
    codes, counts = codes[counted], _where(counts, counted)
    known = look_up(db, codes)
    left = Counts(
        frequency=known.frequency - counts.frequency,
        upper=known.upper - counts.upper,
        lower=known.lower - counts.lower,
    )
    held = left.frequency > 0
    _write(db, codes[held], _where(left, held))
    db.executemany("DELETE FROM word WHERE code = ?", ((code,) for code in _signed(codes[~held])))


def look_up(db: sqlite3.Connection, codes: NDArray[np.uint64]) -> Counts:
    """What all texts together count of some words. Raises `IndexCorrupt`."""
    frequency, upper, lower = (np.zeros(len(codes), np.int64) for _ in range(3))
    place = {code: at for at, code in enumerate(_signed(codes))}
    asked = list(place)
    for low in range(0, len(asked), _AT_ONCE):
        some = json.dumps(asked[low : low + _AT_ONCE])
        rows = db.execute("SELECT * FROM word WHERE code IN (SELECT value FROM json_each(?))", (some,)).fetchall()
        if rows:
            told = _sound(db, rows)
            at = np.array([place[row[0]] for row in rows])
            frequency[at], upper[at], lower[at] = told[:, 1:4].T
    return Counts(frequency=frequency, upper=upper, lower=lower)


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    rows = db.execute("SELECT * FROM word")
    while some := rows.fetchmany(_AT_ONCE):
        _sound(db, some)
    texts = "SELECT count(*) FROM article"
    if db.execute(f"SELECT 1 FROM word WHERE texts < 1 OR texts > ({texts}) OR upper < 0 OR lower < 0").fetchone():
        yield "there are words that no article or more articles hold than there are"


def _where(counts: Counts, chosen: NDArray[np.bool_]) -> Counts:
    return Counts(frequency=counts.frequency[chosen], upper=counts.upper[chosen], lower=counts.lower[chosen])


def _write(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    rows = np.stack([codes.view(np.int64), counts.frequency, counts.upper, counts.lower], axis=1)
    told = np.concatenate([rows, _checksums(rows)[:, None]], axis=1).tolist()
    db.executemany("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?, ?)", told)


def _sound(db: sqlite3.Connection, rows: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """Rows of the table as they were written. Raises `IndexCorrupt`."""
    try:
        told = np.array(rows, dtype=np.int64)
        sound = bool((_checksums(told[:, :4]) == told[:, 4]).all())
    except (TypeError, ValueError, OverflowError, IndexError):
        sound = False
    if not sound:
        raise corrupt(db, "the counts of a word: its checksum differs")
    return told


def _checksums(rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """32 bits that every bit of a row changes. Thousands are read at a time, so all are worked out together."""
    mixed = np.zeros(len(rows), np.uint64)
    for column in rows.astype(np.uint64).T:
        mixed = (mixed ^ column) * _ODD
        mixed ^= mixed >> np.uint64(29)
    return (mixed >> np.uint64(32)).astype(np.int64)


def _signed(codes: NDArray[np.uint64]) -> list[int]:
    signed: list[int] = codes.astype(np.uint64).view(np.int64).tolist()
    return signed
