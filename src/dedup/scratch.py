"""Large columns in unnamed temporary files, so that a collection may be larger than memory.

From `LEAST` bytes on an array is a file mapped into memory: the system writes its pages out when memory is short and
reads them again when they are needed, and the run becomes slower instead of dying. The files stand in the folder for
temporary files (``TMPDIR``), have no name where the system allows it, and vanish with the process, however it ends. An
array from here is like any other; which of the two it is changes no result.
"""

from __future__ import annotations

import ctypes
import errno
import mmap
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from itertools import pairwise
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dedup.errors import OutputError

# Bytes from which an array is a file: below, all columns of a collection are less than what Python itself takes.
LEAST = 1 << 25
# So many buckets are open files at a time: what a process may open is often 256 or 1,024.
_MOST_BUCKETS = 128
_ZEROS_AT_ONCE = 1 << 24
# What a file system says that cannot reserve room.
_NOT_OFFERED = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)
# A full device, a user's quota, the largest file.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
# What to do about other errors.
_ADVICE = {
    errno.EMFILE: "; let the process open more files (ulimit -n)",
    errno.ENOENT: "; set TMPDIR to a folder that can be written to",
}


def zeros(size: int, dtype: Any) -> NDArray[Any]:
    """An array of zeros. Raises `OutputError` where it cannot be had, for want of room on disk above all."""
    needed = size * np.dtype(dtype).itemsize
    if needed < LEAST:
        return np.zeros(size, dtype=dtype)
    try:
        with tempfile.TemporaryFile() as file:
            _reserve(file, needed)
            return _mapped(file, dtype)
    except OSError as error:
        raise _refused(error) from error


class Column:
    """An array that is made piece by piece. Pieces are kept in memory up to `least` bytes, then written to disk.

    Raises `OutputError` where they cannot be written.
    """

    def __init__(self, dtype: Any, *, width: int = 0, least: int | None = None) -> None:
        self._dtype = np.dtype(dtype)
        self._shape = (-1, width) if width else (-1,)
        self._least = LEAST if least is None else least
        self._pieces: list[NDArray[Any]] = []
        self._held = 0
        self._file: BinaryIO | None = None

    def append(self, piece: NDArray[Any]) -> None:
        piece = np.ascontiguousarray(piece, dtype=self._dtype)
        self._pieces.append(piece)
        self._held += piece.nbytes
        if self._held >= self._least:
            try:
                self._spill()
            except OSError as error:
                self._give_up()
                raise _refused(error) from error

    def whole(self) -> NDArray[Any]:
        """All pieces in one array; nothing is kept here."""
        if self._file is None:
            pieces, self._pieces, self._held = self._pieces, [], 0
            return np.concatenate([np.empty(0, self._dtype).reshape(self._shape), *pieces])
        try:
            with self._file as file:
                self._spill()
                file.flush()
                found = _mapped(file, self._dtype)
        except OSError as error:
            raise _refused(error) from error
        self._file = None
        return found.reshape(self._shape)

    def _give_up(self) -> None:
        if self._file is not None:
            with suppress(OSError):  # what was not written cannot be written now either
                self._file.close()

    def _spill(self) -> None:
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed when the whole is asked for)
        # All at once: a bucket has pieces of a few kB, which take as long to write one by one as to make.
        whole = np.concatenate([np.empty(0, self._dtype).reshape(self._shape), *self._pieces])
        self._file.write(whole.data.cast("B") if whole.size else b"")
        self._pieces, self._held = [], 0


class Buckets:
    """Rows of whole numbers, put into buckets as they come, to be worked on bucket by bucket.

    There are as many buckets as leave about `at_once` of `expected` rows in each, 128 at most; rows stay in order. Rows
    are of `width` unsigned 64-bit numbers; see `append`.
    """

    def __init__(self, *, width: int, expected: int, at_once: int) -> None:
        self.count = max(1, min(_MOST_BUCKETS, -(-expected // at_once)))
        self._columns = [Column(np.uint64, width=width, least=max(1, LEAST // self.count)) for _ in range(self.count)]

    def append(self, bucket: NDArray[Any], rows: NDArray[np.uint64]) -> None:
        """Add rows, each to its `bucket` (from 0 to `count` − 1)."""
        if self.count == 1:
            self._columns[0].append(rows)
            return
        bucket = bucket.astype(np.uint8)
        order = np.argsort(bucket, kind="stable")  # so few values are sorted by counting
        rows = rows[order]
        ends = np.cumsum(np.bincount(bucket, minlength=self.count)).tolist()
        for column, (begin, end) in zip(self._columns, pairwise([0, *ends]), strict=True):
            column.append(rows[begin:end])

    def __iter__(self) -> Iterator[NDArray[np.uint64]]:
        """The rows of each bucket, in order of the buckets. What is given is forgotten."""
        for number, column in enumerate(self._columns):
            yield column.whole()
            self._columns[number] = Column(np.uint64)


def release(*arrays: Any) -> None:
    """Say that arrays are not needed for a while: their pages go to the system's own cache, and lose nothing."""
    for array in arrays:
        base: Any = array
        while isinstance(base, np.ndarray):
            base = base.base
        if isinstance(base, memoryview):
            base = base.obj
        if isinstance(base, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
            base.madvise(mmap.MADV_DONTNEED)


def give_back() -> None:
    """Give memory that is free back to the system, where its allocator keeps it: that of glibc does so for each thread.

    After steps on several threads this was 128 MB in some audits of 12,757 articles, and nothing in others.
    """
    # Other systems have no such function, or none of this name.
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


def _mapped(file: BinaryIO, dtype: Any) -> NDArray[Any]:
    # The mapping has a handle of its own: the file may be closed.
    return np.frombuffer(mmap.mmap(file.fileno(), 0), dtype=dtype)


def _reserve(file: BinaryIO, size: int) -> None:
    """Make a file of zeros whose room is reserved: writing to a page that finds none would end the process."""
    if hasattr(os, "posix_fallocate"):
        try:
            os.posix_fallocate(file.fileno(), 0, size)
        except OSError as error:
            if error.errno not in _NOT_OFFERED:
                raise
        else:
            return
    block = bytes(_ZEROS_AT_ONCE)
    for at in range(0, size, _ZEROS_AT_ONCE):
        file.write(block[: size - at])
    file.flush()


def _refused(error: OSError) -> OutputError:
    try:
        folder = ascii(tempfile.gettempdir())
    except OSError:  # there is none that can be written to
        folder = ascii(os.environ["TMPDIR"]) if os.environ.get("TMPDIR") else "the temporary folder"
    said = f"temporary files in {folder}: {error.strerror or error}"
    if error.errno in _NO_ROOM:
        return OutputError(f"no room for {said}; set TMPDIR to a folder with more, or audit fewer articles at a time")
    return OutputError(f"{said}{_ADVICE.get(error.errno or 0, '')}")
