"""From a file, or standard input, to its records, whatever the format."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import chain
from typing import BinaryIO

from dedup.errors import MissingExtra
from dedup.ingest import arrow, csv_records, html, json_records, parquet, plain, portions
from dedup.ingest.formats import MAGIC_BYTES, may_be_fronted, sniff, sniff_compression
from dedup.ingest.limits import Limits
from dedup.ingest.portions import Portion
from dedup.ingest.record import Record, Rejected
from dedup.ingest.streams import as_utf8, pieces
from dedup.ingest.walk import Found, open_regular
from dedup.model import Skipped

STDIN_NAME = "<stdin>"
STDIN_ID = "stdin"

_WHITE = b" \t\n\r\v\f"


def file_records(file: Found, limits: Limits, portion: Portion | None = None) -> Iterator[Record | Skipped]:
    """The records of a file, or of a portion of it. Whatever ends its reading early is one `Skipped` at the end.

    Raises `MissingExtra` for a file that was given itself and needs a library that is not installed.
    """
    kind = sniff(file.path)
    try:
        with os.fdopen(open_regular(file.path, follow=file.root is None), "rb") as raw:
            yield from _parsed(raw, file, limits, portion)
    except Rejected as error:
        known = kind.format is not None or may_be_fronted(file.path)
        reason = error.reason if known else f"a format that is not known: {error.reason}"
        yield Skipped(path=file.shown, line=None, reason=reason)
    except MissingExtra as error:
        if file.root is None:
            raise
        yield Skipped(path=file.shown, line=None, reason=str(error))
    except OSError as error:
        yield Skipped(path=file.shown, line=None, reason=_why(error))


def _parsed(raw: BinaryIO, file: Found, limits: Limits, portion: Portion | None) -> Iterator[Record | Skipped]:
    kind = sniff(file.path)
    content = pieces(raw.read, kind.compression, limits)
    if kind.format == "parquet":
        if kind.compression is None:
            yield from parquet.read_parquet(raw, file.shown, limits, portion)
        else:
            with parquet.spooled(content) as copy:
                yield from parquet.read_parquet(copy, file.shown, limits)
    elif kind.format == "arrow":
        if kind.compression is None:
            yield from arrow.read_arrow(raw, file.shown, limits)
        else:
            with parquet.spooled(content) as copy:
                yield from arrow.read_arrow(copy, file.shown, limits)
    elif kind.format == "html":
        yield from html.read_html(content, file.shown, file.id, limits)
    elif kind.format == "jsonl" and portion is not None:
        inside = portions.content(raw, portion)
        marked = as_utf8(inside) if portion.begin == 0 else inside
        yield from json_records.read_jsonl(marked, file.shown, limits, portion.before)
    elif kind.format == "jsonl":
        yield from json_records.read_jsonl(as_utf8(content), file.shown, limits)
    elif kind.format == "json":
        yield from json_records.read_json(as_utf8(content), file.shown, file.id, limits)
    elif kind.format == "csv":
        yield from csv_records.read_csv(as_utf8(content), file.shown, limits)
    else:
        front = may_be_fronted(file.path)
        yield from plain.read_text(as_utf8(content), file.shown, file.id, limits, front=front)


def stdin_records(stream: BinaryIO, limits: Limits) -> Iterator[Record | Skipped]:
    """Standard input: JSONL where it begins with ``{``, a JSON list where it begins with ``[{``, else one text."""
    try:
        head = stream.read(MAGIC_BYTES)
        waiting = [head]
        content = as_utf8(
            pieces(lambda size: waiting.pop() if waiting else stream.read(size), sniff_compression(head), limits)
        )
        begin: list[bytes] = []
        size, signs = 0, b""  # what is not white space; a list may have any amount of it before its first record
        for piece in content:
            begin.append(piece)
            size, signs = size + len(piece), signs + piece.translate(None, _WHITE)
            if signs not in (b"", b"[") or size > limits.record_bytes:
                break
        content = chain(begin, content)
        if signs.startswith(b"{"):
            yield from json_records.read_jsonl(content, STDIN_NAME, limits)
        elif signs.startswith(b"[{"):
            yield from json_records.read_json(content, STDIN_NAME, STDIN_ID, limits)
        else:
            yield from plain.read_text(content, STDIN_NAME, STDIN_ID, limits)
    except Rejected as error:
        yield Skipped(path=STDIN_NAME, line=None, reason=error.reason)
    except OSError as error:
        yield Skipped(path=STDIN_NAME, line=None, reason=_why(error))


def _why(error: OSError) -> str:
    return f"cannot be read: {error.strerror or type(error).__name__}"
