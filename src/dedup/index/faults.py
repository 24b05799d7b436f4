"""What SQLite raises, as errors of dedup that say what to do."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from dedup.errors import IndexCorrupt, IndexFileError, IndexLocked

_SHORT_READ = 522  # SQLITE_IOERR_SHORT_READ: the file ends before its pages do
_LOCKED = {5, 6}  # BUSY, LOCKED
# ERROR, CORRUPT, SCHEMA, CONSTRAINT, MISMATCH, NOTADB: none of them happens with an intact file, whose tables were
# compared when it was opened.
_DAMAGED = {1, 11, 17, 19, 20, 26}
_WHY = {
    3: "permission denied",
    7: "out of memory",
    8: "it may not be written; give yourself write access to the file and its folder",
    9: "interrupted",
    10: "the disk refused to read or write; check its space, your limits and its health",
    13: "no space is left on the disk, or none within your limits; free some and repeat",
    14: "the file, or one beside it, may not be opened or made; check the access to its folder",
    18: "a text is too large for SQLite",
}
LOCKED = "another program is writing to it; try again when that has finished"
DAMAGED = "restore a copy, or build it anew"


# UnicodeDecodeError: a message that quotes damaged text.
Fault = sqlite3.Error | UnicodeDecodeError
FAULTS = (sqlite3.Error, UnicodeDecodeError)


@contextmanager
def told(path: str) -> Iterator[None]:
    """Raise what SQLite raises as an `IndexFileError` of the index at `path`."""
    try:
        yield
    except FAULTS as error:
        raise fault(path, error) from error


def fault(path: str, error: Fault) -> IndexFileError:
    """The error of dedup for one of SQLite."""
    extended = code_of(error)
    code = extended & 0xFF
    if code in _LOCKED:
        return IndexLocked(f"{path}: locked: {LOCKED}")
    # Without a code: text that is no UTF-8 where only UTF-8 is ever written.
    if code in _DAMAGED or extended in (0, _SHORT_READ):
        return IndexCorrupt(f"{path}: damaged ({_one_line(error)}); {DAMAGED}")
    return IndexFileError(f"{path}: {_WHY.get(code, _one_line(error))}")


def code_of(error: Fault) -> int:
    """SQLite's extended code, 0 where it gave none."""
    code: int = getattr(error, "sqlite_errorcode", 0)
    return code


def _one_line(error: Fault) -> str:
    return " ".join(str(error).split()) if code_of(error) else "its tables cannot be read"
