"""What tells of each article whose versions and which subject it is, and the words of those that are first in order."""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.rows import corrupt, opened, sealed
from dedup.matching.shelf import DRAWN, Story, Subjects

# `asked`: the words of a few articles, which say what is a function word in this collection.
TABLES = """
CREATE TABLE trait (
    number INTEGER PRIMARY KEY,
    words INTEGER NOT NULL,
    story BLOB NOT NULL,
    checksum BLOB NOT NULL
);
CREATE TABLE subject (
    number INTEGER PRIMARY KEY,
    told BLOB NOT NULL
);
CREATE TABLE asked (
    number INTEGER PRIMARY KEY,
    codes BLOB NOT NULL,
    checksum BLOB NOT NULL
);
"""

_AT_ONCE = 10_000


class Traits(NamedTuple):
    """Of articles: their stories and their subjects."""

    stories: Sequence[Story]
    subjects: Subjects


def add(db: sqlite3.Connection, numbers: Sequence[int], traits: Traits) -> None:
    """Keep the traits of the articles with these numbers."""
    # By number: rows that come in their order fill their pages.
    order = np.argsort(numbers).tolist()
    stories = (_row(numbers[at], traits.stories[at]) for at in order)
    db.executemany("INSERT INTO trait VALUES (?, ?, ?, ?)", stories)
    told = np.empty((len(numbers), 1 + DRAWN), "<u4")
    told[:, 0], told[:, 1:] = traits.subjects
    rows = ((numbers[at], _guarded(numbers[at], told[at].tobytes())) for at in order)
    db.executemany("INSERT INTO subject VALUES (?, ?)", rows)


def remove(db: sqlite3.Connection, numbers: Iterable[int]) -> None:
    """Forget articles."""
    gone = [(number,) for number in numbers]
    db.executemany("DELETE FROM trait WHERE number = ?", gone)
    db.executemany("DELETE FROM subject WHERE number = ?", gone)
    db.executemany("DELETE FROM asked WHERE number = ?", gone)


def story(db: sqlite3.Connection, number: int) -> Story:
    """The story of an article. Raises `IndexCorrupt`."""
    row = db.execute("SELECT * FROM trait WHERE number = ?", (number,)).fetchone()
    if row is None:
        raise corrupt(db, f"what tells of article number {number} is missing")
    return _story(db, row)


def subjects(db: sqlite3.Connection, numbers: Sequence[int]) -> Subjects:
    """The subjects of articles, a row each. Raises `IndexCorrupt`."""
    query = "SELECT number, told FROM subject WHERE number IN (SELECT value FROM json_each(?))"
    rows: dict[int, bytes] = {}
    for low in range(0, len(numbers), _AT_ONCE):
        rows |= dict(db.execute(query, (json.dumps(numbers[low : low + _AT_ONCE]),)))
    found = np.empty((len(numbers), 1 + DRAWN), "<u4")
    for at, number in enumerate(numbers):
        found[at] = np.frombuffer(_content(db, number, rows.get(number)), "<u4")
    return Subjects(found[:, 0].astype(np.int64), found[:, 1:])


def asked(db: sqlite3.Connection) -> dict[int, NDArray[np.uint64]]:
    """The words of the articles that are asked, by number, as hashes. Raises `IndexCorrupt`."""
    rows = db.execute("SELECT number, codes, checksum FROM asked")
    opened_rows = (opened(row, db, f"the words of article number {row[0]}") for row in rows)
    return {number: np.frombuffer(codes, "<u8").astype(np.uint64) for number, codes in opened_rows}


def ask(db: sqlite3.Connection, words: Mapping[int, NDArray[np.uint64]], besides: Iterable[int] = ()) -> None:
    """Keep the words of these articles, and no longer those of some others."""
    db.executemany("DELETE FROM asked WHERE number = ?", ((number,) for number in besides))
    rows = (sealed(number, codes.astype("<u8").tobytes()) for number, codes in words.items())
    db.executemany("INSERT INTO asked VALUES (?, ?, ?)", rows)


def word_count(db: sqlite3.Connection) -> int:
    """How many words all articles have."""
    return int(db.execute("SELECT coalesce(sum(words), 0) FROM trait").fetchone()[0])


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    for row in db.execute("SELECT * FROM trait"):
        _story(db, row)
    for row in db.execute("SELECT number, told FROM subject"):
        _content(db, *row)
    asked(db)
    for what in ("trait", "subject", "asked"):
        if db.execute(f"SELECT 1 FROM {what} WHERE number NOT IN (SELECT number FROM article) LIMIT 1").fetchone():
            yield f"table {what} tells of articles that are not held"
        if (
            what != "asked"
            and db.execute(f"SELECT 1 FROM article WHERE number NOT IN (SELECT number FROM {what}) LIMIT 1").fetchone()
        ):
            yield f"table {what} does not tell of all articles"


def _row(number: int, story: Story) -> tuple[object, ...]:
    told = story.codes.astype("<u8").tobytes() + story.words.astype("<u4").tobytes()
    return sealed(number, story.length, told)


def _story(db: sqlite3.Connection, row: tuple[object, ...]) -> Story:
    _, length, told = opened(row, db, f"what tells of article number {row[0]}")
    count = len(told) // 12
    return Story(
        codes=np.frombuffer(told, "<u8", count).astype(np.uint64),
        words=np.frombuffer(told, "<u4", count, 8 * count).astype(np.int64),
        length=length,
    )


def _guarded(number: int, content: bytes) -> bytes:
    """Content behind a checksum of it and its place. A seal takes ten times as long, and thousands are read at once."""
    return zlib.crc32(content, number & 0xFFFF_FFFF).to_bytes(4, "little") + content


def _content(db: sqlite3.Connection, number: int, stored: bytes | None) -> bytes:
    if stored is None or len(stored) != 8 + 4 * DRAWN or stored != _guarded(number, stored[4:]):
        raise corrupt(db, f"the subject of article number {number}: its checksum differs")
    return stored[4:]
