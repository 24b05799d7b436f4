"""Which files are filtered, in the order in which they are read, and how they are opened again for each pass."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from stat import S_ISDIR
from typing import Any, BinaryIO, Literal

from dedup.errors import InputError, OutputError
from dedup.ingest.formats import MAGIC_BYTES, Compression, sniff, sniff_compression
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.record import Rejected, shown
from dedup.ingest.sources import STDIN_NAME
from dedup.ingest.walk import Found, given_file, open_regular, special, status, walk
from dedup.model import Skipped

Kind = Literal["jsonl", "parquet"]
Progress = Callable[[str, int, int], None]

STDIN = "-"
READ = ".jsonl, .ndjson (also with .gz, .xz, .zst) or .parquet"
_PIECE = MEBIBYTE
_Identity = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file of rows. `identity` tells whether it is still the same; `spool` holds what came by standard input."""

    shown: str
    path: str
    compression: Compression | None
    follow: bool
    identity: _Identity | None
    spool: BinaryIO | None = None

    @property
    def size(self) -> int:
        """Bytes as they are stored."""
        return self.identity[2] if self.identity else os.fstat(self.spool.fileno()).st_size if self.spool else 0

    @contextmanager
    def opened(self) -> Iterator[BinaryIO]:
        """The file from its beginning. Raises `Rejected` where it cannot be read or is no longer what it was."""
        if self.spool is not None:
            self.spool.seek(0)
            yield self.spool
            return
        descriptor = open_regular(self.path, follow=self.follow)
        with os.fdopen(descriptor, "rb", buffering=0) as raw:
            if _identity(os.fstat(descriptor)) != self.identity:
                raise Rejected("changed while it was read")
            yield raw


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What there is to read. `paths` are those of all files, also of folders' files that are not read."""

    kind: Kind
    sources: tuple[Source, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    paths: tuple[str, ...]


class Meter:
    """Tells the progress of a stage in MB of input."""

    def __init__(self, progress: Progress | None, stage: str, sources: Sequence[Source]) -> None:
        self._progress, self._stage = progress, f"{stage}, MB"
        self._total = sum(source.size for source in sources)
        self._done = 0
        self.add(0)

    def add(self, size: int) -> None:
        self._done += size
        if self._progress is not None:
            # Begun megabytes: a small file has one, too.
            done, total = (-(-size // 1_000_000) for size in (min(self._done, self._total), self._total))
            self._progress(self._stage, done, total)

    def reading(self, raw: BinaryIO) -> Callable[[int], bytes]:
        """`raw.read`, counted."""

        def read(size: int) -> bytes:
            data = raw.read(size)
            self.add(len(data))
            return data

        return read


def gathered(names: Sequence[str], limits: Limits, stdin: BinaryIO | None) -> Inputs:
    """Look at every path, in the given order; the files of a folder in that of their names, each file once.

    Raises `InputError` for a path that does not exist, and where the files are not of one kind that can be filtered.
    """
    found: list[Found] = []
    skipped: list[Skipped] = []
    notes: list[str] = []
    paths: list[str] = []
    spooled: Source | None = None
    at_stdin = 0
    for name in names:
        if name == STDIN:
            if spooled is None and stdin is not None:
                spooled, at_stdin = _spooled(stdin, limits), len(found)
            continue
        mode = status(name).st_mode
        if S_ISDIR(mode):
            walked = walk(name, limits)
            for file in walked.found:
                if _kind(file.path) is None:
                    skipped.append(Skipped(path=file.shown, line=None, reason=f"not {READ}"))
                else:
                    found.append(file)
            skipped += walked.skipped
            notes += [*walked.notes, *(f"{table.shown}: metadata, not filtered" for table in walked.tables)]
            paths += [file.path for file in (*walked.found, *walked.tables)]
        elif (reason := special(mode)) is not None:
            skipped.append(Skipped(path=shown(name), line=None, reason=reason))
        elif _kind(name) is None:
            raise InputError(f"{shown(name)}: not {READ}: no other files can be filtered")
        else:
            found.append(given_file(name))
            paths.append(name)
    sources = [_source(file) for file in found]
    kinds: dict[Kind, str] = {}
    for file in found:
        kinds.setdefault(_kind(file.path) or "jsonl", file.shown)
    if spooled is not None:
        sources.insert(at_stdin, spooled)
        kinds.setdefault("jsonl", "standard input")
    if len(kinds) > 1:
        raise InputError(
            f"{kinds['jsonl']} is JSON Lines and {kinds['parquet']} is Parquet: filter files of one kind at a time"
        )
    distinct: dict[Any, Source] = {}
    for source in sources:
        # A file is what its path leads to, not the links by which it was reached.
        distinct.setdefault(os.path.realpath(source.path) if source.spool is None else None, source)
    if len(distinct) < len(sources):
        doubled = len(sources) - len(distinct)
        notes.append(f"{doubled} files were named by more than one of the paths; each is read once")
    return Inputs(
        kind=next(iter(kinds), "jsonl"),
        sources=tuple(distinct.values()),
        skipped=tuple(skipped),
        notes=tuple(notes),
        paths=tuple(paths),
    )


def _kind(path: str) -> Kind | None:
    form = sniff(path).format
    return form if form == "jsonl" or form == "parquet" else None


def _source(file: Found) -> Source:
    return Source(
        shown=file.shown,
        path=file.path,
        compression=sniff(file.path).compression,
        follow=file.root is None,
        identity=_identity(status(file.path)),
    )


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


def temporary() -> BinaryIO:
    """An unnamed temporary file. Raises `OutputError`."""
    try:
        return tempfile.TemporaryFile()
    except OSError as error:
        raise OutputError(f"no temporary file can be made: {error.strerror or error}") from error


def _spooled(stdin: BinaryIO, limits: Limits) -> Source:
    """Standard input in an unnamed temporary file: it is read more than once."""
    spool = temporary()
    try:
        head, size = b"", 0
        while data := stdin.read(_PIECE):
            head += data[: MAGIC_BYTES - len(head)] if len(head) < MAGIC_BYTES else b""
            size += len(data)
            if size > limits.file_bytes:
                raise InputError(f"standard input: larger than {limits.file_bytes:,} bytes")
            spool.write(data)
        spool.flush()
        if head.startswith(b"PAR1"):
            raise InputError("standard input: Parquet; it is read from files alone")
    except OSError as error:
        spool.close()
        raise InputError(f"standard input: cannot be kept in a temporary file: {error.strerror}") from error
    except BaseException:
        spool.close()
        raise
    return Source(
        shown=STDIN_NAME, path="", compression=sniff_compression(head), follow=False, identity=None, spool=spool
    )
