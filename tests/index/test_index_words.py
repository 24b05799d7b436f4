"""Counts of words in an index against a plain count."""

from __future__ import annotations

import sqlite3
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.errors import IndexCorrupt
from dedup.index import words
from dedup.matching.lexicon import words_of
from dedup.matching.whole import Counts
from dedup.text.tokens import token_table

# The ends of the range too: SQLite has numbers with a sign.
CODES = st.sampled_from([0, 1, 7, (1 << 63) - 1, 1 << 63, (1 << 64) - 1])
# As a function word no more often than at all.
ROWS = st.tuples(*[st.integers(0, 9)] * 4).map(lambda each: (each[0], min(each[:2]), *each[2:]))
COUNTED = st.dictionaries(CODES, ROWS, max_size=6)

Row = tuple[int, ...]
Counted = dict[int, Row]


def database() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript(words.TABLES + "CREATE TABLE article (number INTEGER PRIMARY KEY);")
    return db


def columns(counted: Counted) -> tuple[NDArray[np.uint64], Counts]:
    codes = sorted(counted)
    rows = np.array([counted[code] for code in codes], dtype=np.int64).reshape(-1, 4)
    return np.array(codes, dtype=np.uint64), Counts(rows)


def told(db: sqlite3.Connection, codes: list[int]) -> list[Row]:
    return list(map(tuple, words.look_up(db, np.array(codes, dtype=np.uint64)).rows.tolist()))


@settings(deadline=None, max_examples=60)
@given(st.lists(COUNTED, max_size=5), st.data())
def test_counts_add_up_and_are_taken_back(batches: list[Counted], data: st.DataObject) -> None:
    db = database()
    for batch in batches:
        words.add(db, *columns(batch))
    gone = data.draw(st.sets(st.integers(0, len(batches) - 1))) if batches else set()
    for at in gone:
        words.subtract(db, *columns(batches[at]))
    expected: dict[str, Counter[int]] = {name: Counter() for name in ("frequency", "function", "upper", "lower")}
    for at, batch in enumerate(batches):
        for code, counts in batch.items():
            # A word that no text holds is not counted: the part of a compound that stands nowhere by itself.
            if at not in gone and counts[0]:
                for name, count in zip(expected, counts, strict=True):
                    expected[name][code] += count
    codes = [7, 0, (1 << 64) - 1, 1 << 63, 12345, 1, (1 << 63) - 1]
    assert told(db, codes) == [tuple(each[code] for each in expected.values()) for code in codes]
    most = max(expected["frequency"].values(), default=0)
    db.executemany("INSERT INTO article VALUES (?)", ((number,) for number in range(most)))
    assert list(words.problems(db)) == []
    db.execute("DELETE FROM article WHERE number = 0")
    assert len(list(words.problems(db))) == (most > 0)
    # What no text holds leaves no row behind.
    (rows,) = db.execute("SELECT count(*) FROM word").fetchone()
    assert rows == sum(count > 0 for count in expected["frequency"].values())


def test_texts_added_apart_count_as_texts_added_together() -> None:
    texts = [
        "The dam broke. They saw Marta at the dam.",
        "Marta of Quarlow saw a twenty-one ton DAM",
        "",
        "dams of 1931",
    ]
    apart, together = database(), database()
    for text in texts:
        own = words_of(token_table([text]))
        words.add(apart, own.codes, own.counts)
    everything = words_of(token_table(texts))
    words.add(together, everything.codes, everything.counts)
    asked = everything.codes.tolist()
    assert told(apart, asked) == told(together, asked)
    assert told(together, asked) == list(map(tuple, everything.counts.rows.tolist()))
    assert everything.counts.function.any()


def test_many_words_are_asked_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    db = database()
    words.add(db, *columns({code: (code, 1, 2, 3) for code in range(1, 100)}))
    monkeypatch.setattr(words, "_AT_ONCE", 7)
    assert told(db, list(range(120))) == [(code, 1, 2, 3) if 0 < code < 100 else (0, 0, 0, 0) for code in range(120)]
    assert told(db, []) == []


def test_counts_that_were_changed_are_refused() -> None:
    db = sqlite3.connect(":memory:")
    db.executescript(f"CREATE TABLE article (number INTEGER PRIMARY KEY); {words.TABLES}")
    db.executemany("INSERT INTO article VALUES (?)", [(number,) for number in range(9)])
    codes = np.array([3, 1 << 63, 7], dtype=np.uint64)
    words.add(db, codes, Counts(np.tile([1, 0, 0, 1], (3, 1))))
    assert list(words.problems(db)) == []
    for column in ("texts", "function", "upper", "lower"):
        db.execute("SAVEPOINT before")
        db.execute(f"UPDATE word SET {column} = {column} + 1 WHERE code = 7")
        with pytest.raises(IndexCorrupt, match="the counts of a word: its checksum differs"):
            words.look_up(db, codes)
        with pytest.raises(IndexCorrupt):
            list(words.problems(db))
        db.execute("ROLLBACK TO before")
