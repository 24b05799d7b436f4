"""The connections of one process to one index: as many readers as there are at once, and one writer."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from dedup.errors import IndexFileError, IndexLocked
from dedup.index.faults import LOCKED
from dedup.index.file import Opened, open_to_read, open_to_write, transaction, unchanged

# Readers that are kept open when nobody reads. Opening one takes about a millisecond.
_IDLE = 8


class Connections:
    """Safe to use from several threads. After a fork it refuses: SQLite does not work across one."""

    def __init__(self, path: str, wait: float) -> None:
        self._given, self._absolute = path, os.path.abspath(path)
        self._wait = wait
        self._process = os.getpid()
        self._file = _file_at(self._absolute)
        self._idle: list[Opened] = []
        self._writer: sqlite3.Connection | None = None
        self._one_writer = threading.Lock()
        self._closed = False

    @property
    def path(self) -> str:
        """The path as it was given, or from the root where the working folder changed since."""
        with suppress(OSError):
            if os.path.abspath(self._given) == self._absolute:
                return self._given
        return self._absolute

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """One state of the index, for as long as the block lasts. Blocks are short: the log grows meanwhile."""
        self._check()
        try:
            opened = self._idle.pop()
        except IndexError:
            opened = open_to_read(self.path, self._wait)
        try:
            with transaction(opened.db, self.path, "BEGIN"):
                yield opened.db
            unchanged(self.path, opened)
        except BaseException:
            opened.db.close()
            raise
        self._idle.append(opened)
        if self._closed or len(self._idle) > _IDLE:
            self._let_go()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """The connection that writes, for this thread alone. Raises `IndexLocked` after `wait` seconds."""
        self._check()
        if not self._one_writer.acquire(timeout=self._wait):
            raise IndexLocked(f"{self.path}: locked: {LOCKED}")
        try:
            self._check()
            if self._writer is None:
                self._writer = open_to_write(self.path, self._wait)
            yield self._writer
        except BaseException:
            # Whatever state it is in, the next one begins with another.
            if self._writer is not None:
                self._writer.close()
                self._writer = None
            raise
        finally:
            self._one_writer.release()

    def close(self) -> None:
        """Waits for this process's writer, not for its readers: what they have open closes with them."""
        if self._closed or os.getpid() != self._process:
            return
        self._closed = True
        with self._one_writer:
            if self._writer is not None:
                self._writer.close()
                self._writer = None
        self._let_go()

    def _let_go(self) -> None:
        """Close readers that nobody uses: all of a closed index, else one. Other threads may be at it too."""
        with suppress(IndexError):
            while True:
                self._idle.pop().db.close()
                if not self._closed:
                    return

    def _check(self) -> None:
        if self._closed:
            raise IndexFileError(f"{self.path}: this index was closed; open it again")
        if os.getpid() != self._process:
            raise IndexFileError(f"{self.path}: was opened before this process was forked; open it in each process")
        # Else connections to two files would serve in turns, or one to a file that nobody else can see.
        if self._file is not None and _file_at(self._absolute) != self._file:
            raise IndexFileError(f"{self.path}: was replaced, moved or deleted since it was opened; open it again")


def _file_at(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino
