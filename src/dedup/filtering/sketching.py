"""The first pass: every article read once, and of each what is needed from then on."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from os import cpu_count

import numpy as np
from numpy.typing import NDArray

from dedup.config import Settings
from dedup.dates import Interval
from dedup.filtering.rows import Row
from dedup.matching.articles import SHINGLE
from dedup.model import Skipped
from dedup.sketch.texts import Sketches, sketches

_BATCH = 2_000_000  # characters of the texts that are held
_HASH = 16  # bytes: of 10⁹ texts two meet by chance once in 10²⁰ times
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
UNDATED = (1 << 63) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketched:
    """By article, in the order of reading: its file and line, words, the bounds of its date, and hashes.

    `texts` and `ids` are 128-bit hashes, of shape (articles, 2); `published` (articles, 2) has microseconds since 1970,
    `UNDATED` for none. `signatures` come in the batches in which they were made.
    """

    files: NDArray[np.int32]
    lines: NDArray[np.int64]
    words: NDArray[np.int64]
    published: NDArray[np.int64]
    texts: NDArray[np.uint64]
    ids: NDArray[np.uint64]
    signatures: deque[NDArray[np.uint32]]
    names: Names


class Names:
    """The ids of articles, in one buffer: a million strings would take as much as a fifth of the signatures."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._bounds = array("q", [0])

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, article: int) -> str:
        return self._bytes[self._bounds[article] : self._bounds[article + 1]].decode("utf-8")

    def append(self, name: str) -> None:
        self._bytes += name.encode("utf-8")
        self._bounds.append(len(self._bytes))


@dataclass(slots=True, kw_only=True)
class _Columns:
    files: array[int] = field(default_factory=lambda: array("i"))
    lines: array[int] = field(default_factory=lambda: array("q"))
    published: array[int] = field(default_factory=lambda: array("q"))
    texts: bytearray = field(default_factory=bytearray)
    ids: bytearray = field(default_factory=bytearray)
    names: Names = field(default_factory=Names)

    def add(self, file: int, row: Row) -> None:
        self.files.append(file)
        self.lines.append(row.line)
        self.published.extend(_bounds(row.published))
        self.texts += blake2b(row.text.encode("utf-8"), digest_size=_HASH).digest()
        # An article without an id is called by its place, which is nobody's id.
        self.ids += blake2b(row.id.encode("utf-8"), digest_size=_HASH, salt=b"" if row.named else b"place").digest()
        self.names.append(row.id)


def sketched(
    rows: Iterable[tuple[int, Row | Skipped]], settings: Settings, skipped: list[Skipped], bad_dates: list[str]
) -> Sketched:
    """Read rows, each with the number of its file, and sign their texts while more are read.

    What is no article goes to `skipped`, a date that is none to `bad_dates`. Raises nothing of its own.
    """
    columns = _Columns()
    signed: deque[NDArray[np.uint32]] = deque()
    words: list[NDArray[np.int64]] = []
    workers = settings.workers or cpu_count() or 1
    batch: list[str] = []
    size, compiled = 0, None

    def sign(texts: list[str], compiled: bool | None) -> Sketches:
        return sketches(
            texts, size=SHINGLE, num_perm=settings.num_perm, seed=settings.seed, workers=1, compiled=compiled
        )

    def take(done: Sketches) -> None:
        signed.append(done.signatures)
        words.append(done.words)

    # Signing holds no interpreter lock: beside it this thread reads and parses.
    with ThreadPoolExecutor(max(1, workers - 1)) as pool:
        running: deque[Future[Sketches]] = deque()

        def submit() -> None:
            if workers == 1:
                take(sign(batch, compiled))
                return
            running.append(pool.submit(sign, batch, compiled))
            while len(running) >= workers + 1:
                take(running.popleft().result())

        for file, row in rows:
            if isinstance(row, Skipped):
                skipped.append(row)
                continue
            columns.add(file, row)
            bad_dates.extend(row.bad_dates)
            batch.append(row.text)
            size += len(row.text)
            if size >= _BATCH:
                compiled = True  # also what is left at the end: the kernels are loaded
                submit()
                batch, size = [], 0
        if batch:
            submit()
        while running:
            take(running.popleft().result())
    return Sketched(
        files=np.frombuffer(columns.files, np.int32),
        lines=np.frombuffer(columns.lines, np.int64),
        words=np.concatenate([np.empty(0, np.int64), *words]),
        published=np.frombuffer(columns.published, np.int64).reshape(-1, 2),
        texts=np.frombuffer(columns.texts, np.uint64).reshape(-1, 2),
        ids=np.frombuffer(columns.ids, np.uint64).reshape(-1, 2),
        signatures=signed,
        names=columns.names,
    )


def _bounds(published: Interval | None) -> tuple[int, int]:
    if published is None:
        return UNDATED, UNDATED
    return _microseconds(published.earliest), _microseconds(published.latest)


def _microseconds(instant: datetime) -> int:
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
