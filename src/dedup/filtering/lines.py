"""Rows in JSON Lines: only those are parsed again of which something is needed."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from dedup.filtering.inputs import Meter, Source
from dedup.filtering.rows import Row, Write, again, changed, row_of
from dedup.ingest.columns import Columns
from dedup.ingest.json_records import line_record, read_jsonl
from dedup.ingest.limits import Limits
from dedup.ingest.record import Rejected
from dedup.ingest.streams import as_utf8, lines, pieces
from dedup.model import Skipped


def read(source: Source, columns: Columns, limits: Limits, meter: Meter, *, dated: bool) -> Iterator[Row | Skipped]:
    """Every row of a file, and what is none. Whatever ends the reading early is one `Skipped` at the end."""
    try:
        with source.opened() as raw:
            content = as_utf8(pieces(meter.reading(raw), source.compression, limits))
            for record in columns.taken(read_jsonl(content, source.shown, limits)):
                if isinstance(record, Skipped):
                    yield record
                else:
                    yield row_of(record, limits, dated=dated)
    except Rejected as error:
        yield Skipped(path=source.shown, line=None, reason=error.reason)
    except OSError as error:
        yield Skipped(path=source.shown, line=None, reason=f"cannot be read: {error.strerror or type(error).__name__}")


def texts(source: Source, numbers: NDArray[np.int64], columns: Columns, limits: Limits, meter: Meter) -> Iterator[str]:
    """The texts of the lines with these numbers, which rise."""
    for number, line in _lines(source, numbers, limits, meter):
        record = line_record(line, source.shown, number, limits)
        row = record if isinstance(record, Skipped) else row_of(columns.renamed(record), limits, dated=False)
        if isinstance(row, Skipped):
            raise changed(source.shown)
        yield row.text


def split(
    source: Source,
    numbers: NDArray[np.int64],
    stays: NDArray[np.bool_],
    limits: Limits,
    meter: Meter,
    kept: Write,
    removed: Write | None,
) -> None:
    """Write each of these lines to where it belongs, byte for byte; behind a last one without an end is put one."""
    for (_, line), stay in zip(_lines(source, numbers, limits, meter), stays.tolist(), strict=True):
        write = kept if stay else removed
        if write is not None:
            write(line if line.endswith(b"\n") else line + b"\n")


def _lines(source: Source, numbers: NDArray[np.int64], limits: Limits, meter: Meter) -> Iterator[tuple[int, bytes]]:
    if not len(numbers):
        meter.add(source.size)
        return
    wanted = iter(numbers.tolist())
    next_one = next(wanted)
    with again(source.shown), source.opened() as raw:
        content = as_utf8(pieces(meter.reading(raw), source.compression, limits))
        for number, line in lines(content, limits.record_bytes):
            if number == next_one:
                if line is None:
                    raise changed(source.shown)
                yield number, line
                next_one = next(wanted, 0)
                if not next_one:
                    return
    raise changed(source.shown)
