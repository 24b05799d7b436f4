"""The file of an index: opened in constant time, or refused with a reason.

It is in WAL mode, so that readers never wait for a writer, and a transaction that was cut short is as if it had never
begun. ``synchronous=FULL`` costs one wait for the disk a batch: what was said to be removed or added stays so when the
power fails (with NORMAL the file would be whole too, but older).
"""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from dedup.errors import IndexCorrupt, IndexFileError, IndexLocked, IndexMismatch
from dedup.index import contents, held, meta, pieces
from dedup.index.faults import DAMAGED, FAULTS, code_of, fault, told

APPLICATION_ID = 0x64447570  # "dDup"
FORMAT = 5
TABLES = "\n".join((meta.TABLES, held.TABLES, pieces.TABLES, contents.TABLES))

_MAGIC = b"SQLite format 3\x00"
_FIRST_WORD = 6
BUILD = "make one with 'dedup index build'"
_CANTOPEN, _NOTADB, _READONLY = 14, 26, 8
# A writer's cache, in KiB: a batch touches pages all over the file.
_CACHE = 65_536
# Bytes of the write-ahead log that are kept for the next batch.
_LOG_KEPT = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A connection of its own to an index. `frozen` is what the file looked like where nothing may lock it."""

    db: sqlite3.Connection
    frozen: tuple[int, ...] | None = None


def open_to_read(path: str, wait: float) -> Opened:
    """A connection that reads; several may at once, and none waits for a writer.

    Where its folder may not be written there can be no write-ahead log, and the file is read as it is: `unchanged`
    says afterwards whether it stayed so. Raises an `IndexFileError` that says what the file is and what to do.
    """
    _check_place(path)
    try:
        # Not mode=ro: only who may write can tidy the log away. query_only is what keeps it from writing.
        return Opened(db=_identified(path, "rw", wait, read_only=True))
    except FAULTS as error:
        if code_of(error) & 0xFF not in (_CANTOPEN, _READONLY):
            raise fault(path, error) from error
    frozen = _looks(path)
    if _size(_log(path)):
        raise IndexFileError(
            f"{path}: was not closed, and its log cannot be read in a folder that may not be written; "
            "open it once where it may be"
        )
    with told(path):
        return Opened(db=_identified(path, "ro&immutable=1", wait, read_only=True), frozen=frozen)


def unchanged(path: str, opened: Opened) -> None:
    """Raise `IndexFileError` where a file that was read without locks changed meanwhile."""
    if opened.frozen is not None and (opened.frozen != _looks(path) or _size(_log(path))):
        raise IndexFileError(f"{path}: was written to while it was read without locks; open it again")


def open_to_write(path: str, wait: float) -> sqlite3.Connection:
    """The connection that writes, after `wait` seconds at most for another writer."""
    _check_place(path)
    with told(path):
        db = _identified(path, "rw", wait)
        try:
            # Even the shortest write tells whether there may be any, before anything is done.
            db.execute("BEGIN IMMEDIATE")
            db.execute("ROLLBACK")
        except BaseException:
            db.close()
            raise
        return db


@contextmanager
def transaction(db: sqlite3.Connection, path: str, begin: str = "BEGIN IMMEDIATE") -> Iterator[None]:
    """All or nothing of what the block does."""
    with told(path):
        db.execute(begin)
        try:
            yield
            db.execute("COMMIT")
        except BaseException:
            # SQLite itself rolls back where the disk is full.
            if db.in_transaction:
                with suppress(sqlite3.Error):
                    db.execute("ROLLBACK")
            raise


def empty_log(db: sqlite3.Connection, path: str) -> bool:
    """Bring the write-ahead log into the file and leave it empty; False where readers still need it."""
    try:
        with told(path):
            busy: int = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except IndexLocked:
        return False
    return not busy


def connected(path: str, mode: str, wait: float, *, read_only: bool = False) -> sqlite3.Connection:
    uri = f"{Path(path).absolute().as_uri()}?mode={mode}"
    db = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None, check_same_thread=False)
    # The file may come from anybody: no function or view in it may do anything, and every page is looked at.
    db.executescript("PRAGMA trusted_schema=OFF; PRAGMA cell_size_check=ON; PRAGMA foreign_keys=ON;")
    if read_only:
        db.execute("PRAGMA query_only=ON")
    else:
        db.executescript(
            "PRAGMA secure_delete=ON; PRAGMA synchronous=FULL;"
            f"PRAGMA cache_size=-{_CACHE}; PRAGMA journal_size_limit={_LOG_KEPT};"
        )
    return db


def _identified(path: str, mode: str, wait: float, *, read_only: bool = False) -> sqlite3.Connection:
    """A connection to what is an index indeed."""
    db = connected(path, mode, wait, read_only=read_only)
    try:
        _identify(db, path)
    except BaseException:
        db.close()
        raise
    return db


def _identify(db: sqlite3.Connection, path: str) -> None:
    """Raise an `IndexFileError` that says what the file is, where it is no index that this version reads."""
    try:
        # In one transaction: nobody shortens the file meanwhile.
        db.execute("BEGIN")
        application, version, pages, page = (
            db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("application_id", "user_version", "page_count", "page_size")
        )
    except sqlite3.DatabaseError as error:
        if code_of(error) & 0xFF != _NOTADB:
            raise
        raise _stranger(path) from error
    if not pages:
        raise _stranger(path)
    if application != APPLICATION_ID:
        raise IndexFileError(f"{path}: a database of another program, not an index of dedup; {BUILD}")
    if version != FORMAT:
        advice = "use a newer dedup, or build it anew" if version > FORMAT else "build it anew"
        raise IndexMismatch(f"{path}: an index of format {version}; this dedup reads format {FORMAT}: {advice}")
    if _schema(db) != _expected():
        raise IndexCorrupt(f"{path}: damaged (its tables are not those of format {FORMAT}); {DAMAGED}")
    # SQLite itself takes what is missing of the last page for zeros.
    if not _size(_log(path)) and _size(path) < pages * page:
        raise IndexCorrupt(f"{path}: damaged (it was cut short); {DAMAGED}")
    db.execute("ROLLBACK")


def _check_place(path: str) -> None:
    # The file itself is left to SQLite: closing it here would end the locks that this process has on it
    # (sqlite.org/howtocorrupt.html, 2.2).
    try:
        found = os.stat(path)
    except FileNotFoundError as error:
        raise IndexFileError(f"{path}: there is no such index; {BUILD}") from error
    except (OSError, ValueError) as error:
        raise IndexFileError(f"{path}: cannot be read: {reason(error)}") from error
    if stat.S_ISDIR(found.st_mode):
        raise IndexFileError(f"{path}: a folder, not an index")
    if not stat.S_ISREG(found.st_mode):
        raise IndexFileError(f"{path}: not a file; an index is one file on a disk")
    if not found.st_size:
        raise IndexFileError(f"{path}: an empty file, not an index; delete it and {BUILD}")


def _stranger(path: str) -> IndexFileError:
    """What is wrong with a file that is no database."""
    try:
        with open(path, "rb") as stream:
            begin = stream.read(len(_MAGIC))
    except OSError as error:
        return IndexFileError(f"{path}: cannot be read: {reason(error)}")
    if begin.startswith(_MAGIC[:_FIRST_WORD]):
        return IndexCorrupt(f"{path}: damaged (its first page is not that of a database); restore a copy or build anew")
    # Protocols 0 and 1 have no mark of their own.
    pickled = begin[:1] == b"\x80" and begin[1:2] in b"\x02\x03\x04\x05"
    what = "a pickle, which dedup never reads" if pickled else "not an index of dedup"
    return IndexFileError(f"{path}: {what}; {BUILD}")


def _schema(db: sqlite3.Connection) -> list[tuple[object, ...]]:
    found = "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY name"
    return db.execute(found).fetchall()


@lru_cache(maxsize=1)
def _expected() -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(":memory:")) as db:
        db.executescript(TABLES)
        return _schema(db)


def size_of(path: str) -> int:
    """Bytes of the index, its log included."""
    return _size(path) + _size(_log(path))


def _log(path: str) -> str:
    """Where the write-ahead log is: beside the file that a link leads to."""
    return f"{os.path.realpath(path)}-wal"


def _size(path: str) -> int:
    try:
        return os.stat(path).st_size
    except OSError:
        return 0


def _looks(path: str) -> tuple[int, ...]:
    try:
        found = os.stat(path)
    except OSError as error:
        raise IndexFileError(f"{path}: cannot be read: {reason(error)}") from error
    return found.st_ino, found.st_size, found.st_mtime_ns


def reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
