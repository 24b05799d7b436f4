"""A new index: whole in its place, or not there at all."""

from __future__ import annotations

import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

from dedup.errors import IndexFileError
from dedup.index.faults import told
from dedup.index.file import APPLICATION_ID, FORMAT, TABLES, connected, reason
from dedup.replacing import unwritable

# Bytes of a page. Most rows are of 500 to 3,000: of pages of 4,096 more is left unused, larger ones cost more to read
# and to log for the one row that is wanted of each.
_PAGE = 8_192


@contextmanager
def made(path: str) -> Iterator[sqlite3.Connection]:
    """A new index, put in its place when the block ends well: whole, or not there at all.

    Half an index would answer "not held" for what it has not come to yet. Raises `IndexFileError` where there is
    something at `path` already, before the block and after it.
    """
    refuse_existing(path)
    beside = os.path.join(os.path.dirname(path), f".dedup-{secrets.token_hex(8)}.tmp")
    try:
        with told(path):
            db = connected(beside, "rwc", 0)
        with closing(db):
            # Nobody reads it yet and a fault throws it away: no journal, no waiting for the disk.
            with told(path):
                db.executescript(
                    "PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
                    f"PRAGMA page_size={_PAGE}; PRAGMA application_id={APPLICATION_ID}; "
                    f"PRAGMA user_version={FORMAT};{TABLES}"
                )
            yield db
            with told(path):
                db.execute("PRAGMA locking_mode=NORMAL")
                db.execute("PRAGMA journal_mode=WAL")
        try:
            _sync(beside, os.O_RDWR)
            _put(beside, path)
        except OSError as error:
            raise IndexFileError(f"{path}: cannot be written: {reason(error)}") from error
    finally:
        for name in (beside, f"{beside}-wal", f"{beside}-shm"):
            with suppress(OSError):
                os.unlink(name)


def refuse_existing(path: str) -> None:
    """Raise `IndexFileError` unless a new index can be made at `path`."""
    if _is_there(path):
        raise IndexFileError(f"{path}: exists already; add to it with 'dedup index add', or delete it to build it anew")
    for left in (f"{path}-wal", f"{path}-shm", f"{path}-journal"):
        if _is_there(left):
            raise IndexFileError(f"{left}: belongs to an index that is gone; delete it, or give another name")
    why = unwritable(path)
    if why is not None:
        raise IndexFileError(f"{path}: {why}")


def _is_there(path: str) -> bool:
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except (OSError, ValueError) as error:
        raise IndexFileError(f"{path}: cannot be written: {reason(error)}") from error
    return True


def _put(beside: str, path: str) -> None:
    """Give a finished file its name. Not os.replace: of two that build the same index one is told so."""
    try:
        os.link(beside, path)
    except FileExistsError:
        refuse_existing(path)
        raise
    except OSError:  # a file system without hard links
        refuse_existing(path)
        os.rename(beside, path)
    with suppress(OSError):  # not every system lets a folder be opened
        _sync(os.path.dirname(path) or os.curdir, os.O_RDONLY)


def _sync(path: str, how: int) -> None:
    descriptor = os.open(path, how)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
