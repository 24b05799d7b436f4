"""What a table of a report is: its columns, defined once for CSV, Parquet, data frames and the documentation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any, Literal

from dedup.errors import UsageError
from dedup.model import Report
from dedup.report.plain import foreign, plain

# What a cell holds; any may be unknown (None). `instant` is a date-time in UTC, `json` is text.
Kind = Literal["text", "integer", "number", "truth", "instant", "json"]
Cell = str | int | float | bool | datetime | None

_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what its cells are, in which `unit` (empty for none), and what they mean."""

    name: str
    kind: Kind
    unit: str
    meaning: str
    value: Callable[[Any], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One table. `meaning` says what a row is; `rows` are what the columns take their values from."""

    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: Callable[[Report], Iterable[Any]]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(column.name for column in self.columns)

    def cells(self, report: Report) -> Iterator[tuple[Cell, ...]]:
        """The rows for a report, in its order. Fractions are rounded as in JSON.

        Raises `OutputError` for a number that is not finite.
        """
        return (tuple(_cell(column, row) for column in self.columns) for row in self.rows(report))

    def by_column(self, report: Report) -> list[list[Cell]]:
        """The cells column by column, for frames. A lone surrogate, which no frame can hold, becomes U+FFFD."""
        columns: list[list[Cell]] = [[] for _ in self.columns]
        for row in self.cells(report):
            for column, cell in zip(columns, row, strict=True):
                if isinstance(cell, str) and not cell.isascii():
                    cell = _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", cell)
                column.append(cell)
        return columns


def column(name: str, kind: Kind, meaning: str, value: str | Callable[[Any], Any] = "", *, unit: str = "") -> Column:
    """A column; `value` is a function of the row, or the path of an attribute of it (default: `name`)."""
    get = value if callable(value) else attrgetter(value or name)
    return Column(name=name, kind=kind, unit=unit, meaning=meaning, value=get)


def chosen(name: str, entities: Sequence[Entity]) -> Entity:
    """The entity of that name. Raises `UsageError` where there is none."""
    for entity in entities:
        if entity.name == name:
            return entity
    raise UsageError(f"unknown table {name!a}; choose from {', '.join(entity.name for entity in entities)}")


def _cell(column: Column, row: Any) -> Cell:
    value = column.value(row)
    if value is None:
        return None
    if column.kind == "json":
        return json.dumps(foreign(value), ensure_ascii=False, allow_nan=False)
    if column.kind == "number":
        return float(plain(value))
    return value  # type: ignore[no-any-return]
