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
    function INTEGER NOT NULL,
    upper INTEGER NOT NULL,
    lower INTEGER NOT NULL,
    checksum INTEGER NOT NULL
);
"""

# Columns of `Counts`.
COUNTED = 4
_AT_ONCE = 50_000
_ODD = np.uint64(0x9E3779B97F4A7C15)


def add(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    """Add what some texts count of the words with these codes."""
    # The parts of a compound may stand nowhere by themselves.
    held = counts.frequency > 0
    _write(db, codes[held], look_up(db, codes[held]) + counts[held])


def subtract(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    """Take back what some texts count. Words that no text is left to hold are gone."""
    counted = counts.frequency > 0
    codes = codes[counted]
    left = look_up(db, codes) - counts[counted]
    held = left.frequency > 0
    _write(db, codes[held], left[held])
    db.executemany("DELETE FROM word WHERE code = ?", ((code,) for code in _signed(codes[~held])))


def look_up(db: sqlite3.Connection, codes: NDArray[np.uint64]) -> Counts:
    """What all texts together count of some words. Raises `IndexCorrupt`."""
    counts = np.zeros((len(codes), COUNTED), np.int64)
    place = {code: at for at, code in enumerate(_signed(codes))}
    asked = list(place)
    for low in range(0, len(asked), _AT_ONCE):
        some = json.dumps(asked[low : low + _AT_ONCE])
        rows = db.execute("SELECT * FROM word WHERE code IN (SELECT value FROM json_each(?))", (some,)).fetchall()
        if rows:
            counts[[place[row[0]] for row in rows]] = _sound(db, rows)[:, 1:-1]
    return Counts(counts)


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    rows = db.execute("SELECT * FROM word")
    while some := rows.fetchmany(_AT_ONCE):
        _sound(db, some)
    texts = "SELECT count(*) FROM article"
    wrong = f"texts < 1 OR texts > ({texts}) OR function < 0 OR function > texts OR upper < 0 OR lower < 0"
    if db.execute(f"SELECT 1 FROM word WHERE {wrong}").fetchone():
        yield "there are words that no article or more articles hold than there are"


def _write(db: sqlite3.Connection, codes: NDArray[np.uint64], counts: Counts) -> None:
    rows = np.concatenate([codes.view(np.int64)[:, None], counts.rows], axis=1)
    told = np.concatenate([rows, _checksums(rows)[:, None]], axis=1).tolist()
    db.executemany("INSERT OR REPLACE INTO word VALUES (?, ?, ?, ?, ?, ?)", told)


def _sound(db: sqlite3.Connection, rows: Sequence[tuple[int, ...]]) -> NDArray[np.int64]:
    """Rows of the table as they were written. Raises `IndexCorrupt`."""
    try:
        told = np.array(rows, dtype=np.int64)
        sound = bool((_checksums(told[:, :-1]) == told[:, -1]).all())
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
