"""Data frames and Parquet of a report's tables, with pyarrow, pandas or polars, each loaded where it is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, Final

from dedup.extras import library
from dedup.model import Report
from dedup.report.tables import ENTITIES, Entity, chosen
from dedup.report.tables.columns import Kind

# Text of one column may be more than Arrow's 2 GiB: batches of rows stay far below.
_ROWS: Final = 1 << 16
# Nothing of the machine or the day; and sorted rows of equal texts become small.
_WRITTEN: Final[Mapping[str, Any]] = {"compression": "zstd", "store_schema": True}

# Nullable types, so that an unknown count is no fraction and an unknown name no text.
_PANDAS: Final[Mapping[Kind, str]] = {
    "text": "string",
    "integer": "Int64",
    "number": "float64",
    "truth": "boolean",
    "instant": "datetime64[us, UTC]",
    "json": "string",
}


def to_arrow(report: Report, table: str | None = None) -> Any:
    """A `pyarrow.Table` of one table of the report, or of all by name. Instants are ``timestamp[us, UTC]``.

    Tables and columns: ``docs/reference/tables.md``. Raises `MissingExtra` where pyarrow is not installed,
    `UsageError` for an unknown table.
    """
    arrow = library("pyarrow", "Arrow tables", "parquet")
    return _made(report, table, lambda entity: _arrow(arrow, entity, report))


def to_pandas(report: Report, table: str | None = None) -> Any:
    """A pandas `DataFrame` of one table of the report, or of all by name, in pandas' nullable types.

    Raises `MissingExtra` where pandas is not installed, `UsageError` for an unknown table.
    """
    pandas = library("pandas", "pandas frames", "pandas")

    def frame(entity: Entity) -> Any:
        columns = zip(entity.columns, entity.by_column(report), strict=True)
        return pandas.DataFrame(
            {column.name: pandas.Series(cells, dtype=_PANDAS[column.kind]) for column, cells in columns}
        )

    return _made(report, table, frame)


def to_polars(report: Report, table: str | None = None) -> Any:
    """A polars `DataFrame` of one table of the report, or of all by name.

    Raises `MissingExtra` where polars is not installed, `UsageError` for an unknown table.
    """
    polars = library("polars", "polars frames", "polars")
    types = {
        "text": polars.String,
        "integer": polars.Int64,
        "number": polars.Float64,
        "truth": polars.Boolean,
        "instant": polars.Datetime("us", "UTC"),
        "json": polars.String,
    }

    def frame(entity: Entity) -> Any:
        schema = {column.name: types[column.kind] for column in entity.columns}
        return polars.DataFrame(dict(zip(schema, entity.by_column(report), strict=True)), schema=schema)

    return _made(report, table, frame)


def parquet_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """The name and the content of a Parquet file for each table. Raises `MissingExtra` without pyarrow."""
    arrow = library("pyarrow", "writing Parquet", "parquet")
    parquet = import_module("pyarrow.parquet")
    for entity in ENTITIES:
        sink = arrow.BufferOutputStream()
        parquet.write_table(_arrow(arrow, entity, report), sink, **_WRITTEN)
        yield f"{entity.name}.parquet", sink.getvalue().to_pybytes()


def _made(report: Report, table: str | None, frame: Any) -> Any:
    if table is not None:
        return frame(chosen(table, ENTITIES))
    return {entity.name: frame(entity) for entity in ENTITIES}


def _arrow(arrow: Any, entity: Entity, report: Report) -> Any:
    types = {
        "text": arrow.string(),
        "integer": arrow.int64(),
        "number": arrow.float64(),
        "truth": arrow.bool_(),
        "instant": arrow.timestamp("us", tz="UTC"),
        "json": arrow.string(),
    }
    schema = arrow.schema([arrow.field(column.name, types[column.kind]) for column in entity.columns])
    columns = entity.by_column(report)
    count = len(columns[0])
    batches = [
        arrow.record_batch([cells[at : at + _ROWS] for cells in columns], schema=schema)
        for at in range(0, count, _ROWS)
    ]
    return arrow.Table.from_batches(batches, schema=schema)
