"""CSV for spreadsheets and data frames: one row a match, or a file an entity. Columns: ``docs/reference/tables.md``."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from dedup.model import Match, Report
from dedup.report.escape import csv_text, encodable
from dedup.report.order import strongest_first
from dedup.report.plain import instant, plain
from dedup.report.tables import ENTITIES, MATCHES, Cell

COLUMNS: tuple[str, ...] = MATCHES.names

Cells = Iterable[Cell]


def to_csv(
    report: Report,
    *,
    encoding: str = "utf-8",
    columns: Sequence[str] = (),
    added: Callable[[Match], Cells] = lambda match: (),
) -> str:
    """The matches as RFC 4180 CSV with a header, by the numbers that pages show; lines end in CR LF.

    `added` gives the cells of further `columns`. Cells are one line each, and none starts a spreadsheet formula
    (`dedup.report.escape.csv_text`).
    """
    rows = zip(MATCHES.cells(report), strongest_first(report.matches), strict=True)
    return _table((*COLUMNS, *columns), ((*row, *added(match)) for row, match in rows), encoding)


def csv_files(report: Report, *, encoding: str = "utf-8") -> Iterator[tuple[str, bytes]]:
    """The name and the content of a file for each entity, written as `to_csv` does."""
    for entity in ENTITIES:
        text = _table(entity.names, entity.cells(report), encoding)
        yield f"{entity.name}.csv", text.encode(encoding, "backslashreplace")


def _table(header: Sequence[str], rows: Iterable[Sequence[Cell]], encoding: str) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow(_shown(cell) for cell in row)
    return encodable(out.getvalue(), encoding)


def _shown(cell: Cell) -> str | float | None:
    if isinstance(cell, str):
        return csv_text(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return instant(cell)
    return None if cell is None else plain(cell)
