"""Leaving nothing behind: what was removed must not be found in the bytes of the file.

``secure_delete`` overwrites what is deleted where it stands. That is not all: when SQLite distributes rows anew over
pages, a copy can stay in the unused part of a page, and once its row is deleted elsewhere nobody knows of it. Only
writing the whole file anew (VACUUM) is certain, and the write-ahead log must be emptied after it.
"""

from __future__ import annotations

import sqlite3
from datetime import datetime

from dedup.errors import IndexFileError, IndexLocked
from dedup.index.faults import told
from dedup.index.file import empty_log, transaction
from dedup.index.rows import instant


def owe(db: sqlite3.Connection, at: int) -> None:
    """Remember, inside a transaction, that the file is to be written anew."""
    db.execute("INSERT INTO unswept (since) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM unswept)", (at,))


def owed(db: sqlite3.Connection) -> datetime | None:
    """Since when something that was removed or replaced may still be found in the file; None: nothing may."""
    found = db.execute("SELECT min(since) FROM unswept").fetchone()[0]
    return None if found is None else instant(found)


def sweep(db: sqlite3.Connection, path: str) -> None:
    """Write the file anew, without what is no longer in it. Takes its size again on the disk, twice for a while.

    Raises `IndexLocked` where a reader still needs the old state, `IndexFileError` where there is no space.
    """
    try:
        with told(path):
            db.execute("VACUUM")
        if not empty_log(db, path):
            raise IndexLocked(f"{path}: locked: a reader has the state from before")
    except IndexFileError as error:
        raise type(error)(
            f"{error}; what was removed is no longer held, but may still be found in the file: "
            "run 'dedup index compact' later"
        ) from error
    with transaction(db, path):
        db.execute("DELETE FROM unswept")
    empty_log(db, path)
