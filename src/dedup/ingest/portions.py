"""Large files in portions, so that several machines can read one: JSON Lines by lines, Parquet by row groups."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from typing import BinaryIO

from dedup.ingest.formats import sniff
from dedup.ingest.limits import MEBIBYTE
from dedup.ingest.streams import marked
from dedup.ingest.walk import Found

_PIECE = MEBIBYTE


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """A stretch of a file: bytes of JSON Lines or row groups of Parquet, `begin` to `end`, behind `before` records.

    Lines that begin in the stretch of bytes belong to it.
    """

    begin: int
    end: int
    before: int = 0


def portions(file: Found, size: int) -> tuple[Portion, ...]:
    """The portions, of about `size` bytes each, of a file; none where it is to be read as a whole.

    Those of JSON Lines do not know yet how many lines are `before` them. Raises nothing: a file that cannot be looked
    into is read as a whole, and the reading says why.
    """
    kind = sniff(file.path)
    if kind.compression is not None or kind.format not in ("jsonl", "parquet"):
        return ()
    try:
        length = os.stat(file.path).st_size
        if length <= size:
            return ()
        return _row_groups(file, length, size) if kind.format == "parquet" else _lines(file, length, size)
    except (OSError, ValueError, ImportError):
        return ()


def counted(file: Found, portion: Portion) -> int:
    """How many lines of a file begin in a portion. Raises `OSError`."""
    with open(file.path, "rb") as raw:
        return sum(piece.count(b"\n") for piece in content(raw, portion))


def placed(some: tuple[Portion, ...], counts: list[int]) -> tuple[Portion, ...]:
    """The portions of one file, which know how many lines are before them."""
    befores = accumulate(counts, initial=0)
    return tuple(replace(portion, before=before) for portion, before in zip(some, befores, strict=False))


def content(raw: BinaryIO, portion: Portion) -> Iterator[bytes]:
    """The bytes of the lines that begin in a portion."""
    begin, end = _line_start(raw, portion.begin), _line_start(raw, portion.end)
    raw.seek(begin)
    while begin < end and (piece := raw.read(min(_PIECE, end - begin))):
        begin += len(piece)
        yield piece


def _line_start(raw: BinaryIO, place: int) -> int:
    """Where the first line begins at a place or behind it."""
    if place == 0:
        return 0
    at = place - 1
    raw.seek(at)
    while piece := raw.read(_PIECE):
        found = piece.find(b"\n")
        if found >= 0:
            return at + found + 1
        at += len(piece)
    return at


def _lines(file: Found, length: int, size: int) -> tuple[Portion, ...]:
    with open(file.path, "rb") as raw:
        # Lines of UTF-16 do not end at a byte.
        if marked(raw.read(4)):
            return ()
    return tuple(Portion(begin=begin, end=end) for begin, end in pairwise([*range(0, length, size), length]))


def _row_groups(file: Found, length: int, size: int) -> tuple[Portion, ...]:
    import pyarrow.parquet  # type: ignore[import-untyped,unused-ignore]

    metadata = pyarrow.parquet.read_metadata(file.path)
    rows = [metadata.row_group(group).num_rows for group in range(metadata.num_row_groups)]
    befores = list(accumulate(rows, initial=0))
    step = max(1, len(rows) * size // length)
    starts = [*range(0, len(rows), step), len(rows)]
    return tuple(Portion(begin=begin, end=end, before=befores[begin]) for begin, end in pairwise(starts))
