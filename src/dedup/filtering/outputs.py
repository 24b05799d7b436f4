"""Where the rows go: files that appear whole or not at all, in the format and compression that their names say."""

from __future__ import annotations

import csv
import gzip
import io
import json
import lzma
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, BinaryIO

from dedup.errors import UsageError
from dedup.filtering.inputs import STDIN, Kind
from dedup.ingest.formats import sniff
from dedup.ingest.inflate import require
from dedup.replacing import is_special, replacing, unwritable
from dedup.report.escape import csv_text

COLUMNS = ("id", "file", "line", "kept_id", "kept_file", "kept_line", "jaccard")
# A name that ends so promises what is not done.
_NOT_PACKED = frozenset({".bz2", ".zip", ".br", ".lz4", ".lzma", ".z", ".7z", ".rar", ".sz", ".snappy", ".lzo"})


def check(outputs: Mapping[str, str], kind: Kind, inputs: Iterable[str], stdout: bool) -> None:
    """Refuse at once what could only fail after a long run, and any output that would replace an input.

    `outputs` are files by what is written to them: ``kept``, ``removed``, ``copies``. Raises `UsageError`.
    """
    read = {os.path.realpath(path) for path in inputs}
    seen: set[str] = set()
    for what, path in outputs.items():
        if path == STDIN and what == "kept":
            if kind == "parquet" or not stdout:
                raise UsageError("Parquet cannot be written to standard output; name a file")
            continue
        if not path or path == STDIN or os.path.isdir(path):
            raise UsageError(f"{what} {path}: not a file")
        real = os.path.realpath(path)
        reason = unwritable(path)
        if reason is not None:
            raise UsageError(f"{path}: {reason}")
        if real in read:
            raise UsageError(f"{path}: an input of this very run; choose another file")
        if real in seen and not is_special(path):
            raise UsageError(f"{path}: given twice")
        seen.add(real)
        name = sniff(path)
        packed = os.path.splitext(path)[1].lower()
        if packed in _NOT_PACKED:
            raise UsageError(f"{path}: nothing is packed as {packed}; .gz, .xz and .zst are")
        if what == "copies":
            if name.format not in ("jsonl", "csv"):
                raise UsageError(f"{path}: the list of copies is a .jsonl or .csv file")
        elif name.format != kind and not (name.format is None and kind == "jsonl"):
            wanted = "JSON Lines (.jsonl)" if kind == "jsonl" else "Parquet (.parquet)"
            raise UsageError(f"{path}: the rows are written as they were read, in {wanted}")
        if kind == "parquet" and what != "copies" and (name.compression is not None or is_special(path)):
            raise UsageError(f"{path}: Parquet is compressed inside and written to a file")
        require(name.compression)


@contextmanager
def writing(path: str) -> Iterator[BinaryIO]:
    """A stream to the file `path`, compressed where its name says so. Raises `OutputError`."""
    compression = sniff(path).compression
    with replacing(path) as stream:
        if compression is None:
            yield stream
        elif compression == "gzip":
            # No time and no name inside, so that equal rows are equal bytes.
            with gzip.GzipFile(filename="", mode="wb", compresslevel=6, fileobj=stream, mtime=0) as packed:
                yield packed  # type: ignore[misc]
        elif compression == "xz":
            with lzma.LZMAFile(stream, "wb", preset=6) as packed_xz:
                yield packed_xz  # type: ignore[misc]
        else:
            import zstandard

            with zstandard.ZstdCompressor().stream_writer(stream, closefd=False) as packed_zst:
                yield packed_zst


def copies_of(path: str, rows: Iterable[tuple[Any, ...]]) -> Iterator[bytes]:
    """The list of copies, in the format that the file's name says. `rows` have the values of `COLUMNS`."""
    if sniff(path).format == "jsonl":
        for row in rows:
            yield json.dumps(dict(zip(COLUMNS, row, strict=True)), ensure_ascii=False).encode("utf-8") + b"\n"
        return
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([csv_text(cell) if isinstance(cell, str) else cell for cell in row])
        yield buffer.getvalue().encode("utf-8")
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue().encode("utf-8")
