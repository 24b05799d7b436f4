"""JSON (one document) and JSON Lines (one typed record a line). Reference: ``docs/reference/report.md``."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from importlib.resources import files
from typing import Any

from dedup.model import Report
from dedup.report.escape import json_safe
from dedup.report.plain import foreign, plain

# The JSON Lines type of a record, for each sequence of the report, in the order of the file.
_RECORDS = {
    "articles": "article",
    "matches": "match",
    "set_aside": "set_aside",
    "article_pairs": "article_pair",
    "outlet_flows": "outlet_flow",
    "clusters": "cluster",
    "skipped": "skipped",
    "source_flows": "source_flow",
}


def to_json(report: Report, *, encoding: str = "utf-8") -> str:
    """The whole report as one JSON document, one record a line, ending in a newline.

    Nothing in it acts on a terminal, and an `encoding` that cannot hold it gets ``\\u`` escapes.
    """
    return "".join(document_pieces(report, encoding=encoding))


def to_jsonl(report: Report, *, encoding: str = "utf-8") -> str:
    """The report as JSON Lines; the last record, ``summary``, shows that the file is whole."""
    return "".join(line_pieces(report, encoding=encoding))


def document_pieces(
    report: Report, *, encoding: str = "utf-8", more: Callable[[], Iterable[str]] | None = None
) -> Iterator[str]:
    """`to_json`, about a record at a time; `more` gives another key with its value, in pieces."""
    return (json_safe(piece, encoding) for piece in _document(report, more))


def line_pieces(
    report: Report,
    *,
    encoding: str = "utf-8",
    check: Mapping[str, Any] | None = None,
    records: Mapping[str, int] | None = None,
) -> Iterator[str]:
    """`to_jsonl`, a line at a time; `check` and the numbers of further `records` go into the summary."""
    return (json_safe(line, encoding) for line in _lines(report, check, records or {}))


def schema() -> str:
    """The JSON Schema (2020-12) of the JSON report, as text."""
    return files("dedup.report").joinpath("schema/report-1.0.schema.json").read_text("utf-8")


def records(items: Iterable[Any]) -> Iterator[str]:
    """A list of plain values, one a line."""
    separator = "["
    for item in items:
        yield f"{separator}\n{dump(item)}"
        separator = ","
    yield "[]" if separator == "[" else "\n]"


def dump(value: Any) -> str:
    """A plain value as JSON on one line."""
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _document(report: Report, more: Callable[[], Iterable[str]] | None) -> Iterator[str]:
    opening = "{"
    for field in fields(report):
        value = getattr(report, field.name)
        yield f"{opening}\n{dump(field.name)}: "
        opening = ","
        if field.name in _RECORDS:
            yield from records(map(plain, value))
        else:
            yield dump(foreign(value) if field.name == "settings" else plain(value))
    if more is not None:
        yield ",\n"
        yield from more()
    yield "\n}\n"


def _lines(report: Report, check: Mapping[str, Any] | None, records: Mapping[str, int]) -> Iterator[str]:
    for name, kind in _RECORDS.items():
        for item in getattr(report, name):
            yield dump({"type": kind} | plain(item)) + "\n"
    summary = {
        "type": "summary",
        "schema_version": report.schema_version,
        "settings": foreign(report.settings),
        "stats": plain(report.stats),
        "records": {**records, **{kind: len(getattr(report, name)) for name, kind in _RECORDS.items()}},
        **({} if check is None else {"check": check}),
    }
    yield dump(summary) + "\n"
