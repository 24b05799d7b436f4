"""A check as JSON and JSON Lines: its report, and what the gate says of it under ``check``."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.gate.model import Checked
from dedup.report import json_document
from dedup.report.check.plain import RECORDS, decision, listed
from dedup.report.escape import json_safe


def document_pieces(checked: Checked, *, encoding: str = "utf-8") -> Iterator[str]:
    """The document of the report with one more key, a record a line."""
    yield from json_document.document_pieces(checked.report, encoding=encoding, more=lambda: _check(checked))


def line_pieces(checked: Checked, *, encoding: str = "utf-8") -> Iterator[str]:
    """The lines of the report, after those of the gate; ``summary`` is the last line."""
    found = listed(checked)
    for name, kind in RECORDS.items():
        for item in found[name]:
            yield json_safe(json_document.dump({"type": kind} | item) + "\n", encoding)
    counts = {kind: len(found[name]) for name, kind in RECORDS.items()}
    yield from json_document.line_pieces(checked.report, encoding=encoding, check=decision(checked), records=counts)


def _check(checked: Checked) -> Iterator[str]:
    yield '"check": {'
    separator = ""
    for name, value in decision(checked).items():
        yield f"{separator}\n{json_document.dump(name)}: {json_document.dump(value)}"
        separator = ","
    for name, items in listed(checked).items():
        yield f",\n{json_document.dump(name)}: "
        yield from json_document.records(items)
    yield "\n}"
