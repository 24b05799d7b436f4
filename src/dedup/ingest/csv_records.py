"""CSV and TSV with a header line. A bad record is skipped with its reason, the others are kept."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from dedup.ingest.fields import as_known
from dedup.ingest.limits import Limits
from dedup.ingest.record import Record, Rejected, quoted
from dedup.ingest.streams import lines
from dedup.model import Skipped

_DELIMITERS = (",", "\t", ";")


def read_csv(content: Iterator[bytes], path: str, limits: Limits) -> Iterator[Record | Skipped]:
    """One record a row; `line` is the line where the row begins. The delimiter is the header's commonest."""
    source = _Lines(content, limits)
    # The module's limit is global to the process, so it is put back even when the caller stops early.
    before = csv.field_size_limit(limits.record_bytes)
    try:
        yield from _rows(source, path)
    except Rejected as error:
        yield Skipped(path=path, line=source.number + 1, reason=f"{error.reason}; the rest of the file was not read")
    finally:
        csv.field_size_limit(before)


class _Lines:
    """Decoded lines for the csv module. Bytes that are no UTF-8 travel as surrogates and are found in the row."""

    def __init__(self, content: Iterator[bytes], limits: Limits) -> None:
        self.number = 0
        self.size = 0
        self._limit = limits.record_bytes
        self._lines = lines(content, limits.record_bytes)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        number, line = next(self._lines)
        if line is None:
            raise Rejected(f"a line of more than {self._limit:,} bytes")
        self.size += len(line)
        if self.size > self._limit:
            raise Rejected(f"a record of more than {self._limit:,} bytes: an unclosed quotation mark?")
        self.number = number
        return line.decode("utf-8", "surrogateescape")


def _rows(source: _Lines, path: str) -> Iterator[Record | Skipped]:
    first = next((line for line in source if line.strip()), None)
    if first is None:
        raise Rejected("empty file")
    delimiter = max(_DELIMITERS, key=first.count)
    try:
        header = [as_known(name) for name in next(csv.reader([first], delimiter=delimiter, strict=True))]
    except csv.Error as error:
        raise Rejected(f"malformed header: {error}") from error
    doubled = sorted({name for name in header if header.count(name) > 1})
    if doubled:
        raise Rejected(f"the header names {quoted(doubled[0])} twice")
    if "".join(header) != _utf8("".join(header)):
        raise Rejected("a header that is not UTF-8")
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.size = 0
        begin = source.number + 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Skipped(path=path, line=begin, reason=f"malformed CSV: {error}")
            continue
        if row is None:
            return
        if not row:
            continue
        if len(row) != len(header):
            reason = f"{len(row)} fields where the header names {len(header)}"
            yield Skipped(path=path, line=begin, reason=reason)
        elif any(_utf8(cell) != cell for cell in row):
            yield Skipped(path=path, line=begin, reason="bytes that are not UTF-8")
        else:
            fields = {name: cell for name, cell in zip(header, row, strict=True) if cell != ""}
            yield Record(path=path, line=begin, fields=fields)


def _utf8(text: str) -> str:
    return text if text.isascii() else text.encode("utf-8", "ignore").decode("utf-8")
