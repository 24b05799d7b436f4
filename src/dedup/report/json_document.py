"""JSON (one document) and JSON Lines (one typed record a line). Reference: ``docs/reference/report.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
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


def document_pieces(report: Report, *, encoding: str = "utf-8") -> Iterator[str]:
    """`to_json`, about a record at a time."""
    return (json_safe(piece, encoding) for piece in _document(report))


def line_pieces(report: Report, *, encoding: str = "utf-8") -> Iterator[str]:
    """`to_jsonl`, a line at a time."""
    return (json_safe(line, encoding) for line in _lines(report))


def schema() -> str:
    """The JSON Schema (2020-12) of the JSON report, as text."""
    return files("dedup.report").joinpath("schema/report-1.0.schema.json").read_text("utf-8")


def _document(report: Report) -> Iterator[str]:
    opening = "{"
    for field in fields(report):
        value = getattr(report, field.name)
        yield f"{opening}\n{_dump(field.name)}: "
        opening = ","
        if field.name not in _RECORDS:
            yield _dump(foreign(value) if field.name == "settings" else plain(value))
            continue
        separator = "["
        for item in value:
            yield f"{separator}\n{_dump(plain(item))}"
            separator = ","
        yield "\n]" if value else "[]"
    yield "\n}\n"


def _lines(report: Report) -> Iterator[str]:
    for name, kind in _RECORDS.items():
        for item in getattr(report, name):
            yield _dump({"type": kind} | plain(item)) + "\n"
    summary = {
        "type": "summary",
        "schema_version": report.schema_version,
        "settings": foreign(report.settings),
        "stats": plain(report.stats),
        "records": {kind: len(getattr(report, name)) for name, kind in _RECORDS.items()},
    }
    yield _dump(summary) + "\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
