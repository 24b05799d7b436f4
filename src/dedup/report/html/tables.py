"""Tables and strings of the page's data, as JSON that is safe in a ``script`` element."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dedup.errors import OutputError
from dedup.report.escape import html_json


class Strings:
    """Strings by number, in the order in which they first come: what comes often is written once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def table(records: Iterable[Mapping[str, Any]], encoding: str) -> Iterator[str]:
    """Records of the same fields: ``{"fields": […], "rows": [[…], …]}``, a row at a time."""
    opening = '{"fields": []'
    for record in records:
        if opening:
            yield f'{{"fields": {_json(list(record), encoding)}, "rows": [\n'
        else:
            yield ",\n"
        opening = ""
        yield _json(list(record.values()), encoding)
    yield f'{opening}, "rows": []}}' if opening else "\n]}"


def rows(values: Iterable[Any], encoding: str) -> Iterator[str]:
    """A list, a value at a time."""
    separator = "[\n"
    for value in values:
        yield separator + _json(value, encoding)
        separator = ",\n"
    yield "[]" if separator == "[\n" else "\n]"


def _json(value: Any, encoding: str) -> str:
    try:
        written = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise OutputError("the report holds a number that is not finite; this is a fault in dedup") from error
    return html_json(written, encoding)
