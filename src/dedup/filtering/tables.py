"""Rows in Parquet, with the pyarrow extra: of each row group the columns that are needed, a few rows at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from dedup.errors import InputError
from dedup.filtering.inputs import Meter, Source
from dedup.filtering.rows import Row, again, changed, row_of
from dedup.ingest.columns import Columns
from dedup.ingest.fields import PUBLISHED
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.parquet import require, rows_of, spooled
from dedup.ingest.record import Record, Rejected
from dedup.ingest.streams import pieces
from dedup.model import Skipped

# Dictionary encoding lets a few bytes name a long text many times: few rows at a time keep that bounded.
_BATCH = 64
_ROW_GROUP_BYTES = 1024 * MEBIBYTE
_WRITTEN = 256 * MEBIBYTE  # bytes of rows after which a row group of the output ends at the latest


def schema_of(source: Source, columns: Columns, limits: Limits) -> tuple[Any, str] | Skipped:
    """The Arrow schema of a file, and how its columns are compressed. Raises `InputError` where the text or the wanted
    id is none of them."""
    require()
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    try:
        with _opened(source, limits) as table:
            schema = table.schema_arrow
            codec = "snappy"
            if table.num_row_groups and table.metadata.num_columns:
                codec = table.metadata.row_group(0).column(0).compression.lower()
    except Rejected as error:
        return Skipped(path=source.shown, line=None, reason=error.reason)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        return Skipped(path=source.shown, line=None, reason=f"malformed Parquet ({type(error).__name__})")
    columns.see(source.shown, (name for name in schema.names if schema.names.count(name) == 1))
    columns.check(found=False, needed=["text"])
    return schema, "none" if codec == "uncompressed" else codec


def read(source: Source, columns: Columns, limits: Limits, meter: Meter, *, dated: bool) -> Iterator[Row | Skipped]:
    """Every row of a file, and what is none. Whatever ends the reading early is one `Skipped` at the end."""
    import pyarrow

    number = 0
    try:
        with _opened(source, limits) as table:
            wanted = dict.fromkeys(("id", "text", *(PUBLISHED if dated else ()), *columns.wanted.values()))
            names = [name for name in wanted if table.schema_arrow.names.count(name) == 1]
            for batch, _ in _by_group(table, range(table.num_row_groups), names):
                for values in rows_of(batch):
                    number += 1
                    fields = {name: value for name, value in values.items() if value is not None}
                    record = columns.renamed(Record(path=source.shown, line=number, fields=fields))
                    yield row_of(record, limits, dated=dated)
                meter.add(source.size * batch.num_rows // table.metadata.num_rows)
    except Rejected as error:
        yield Skipped(path=source.shown, line=number + 1, reason=f"{error.reason}; the rest of the file was not read")
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        # Arrow's own messages may quote the data; the kind of error is enough.
        reason = f"malformed Parquet ({type(error).__name__}); the rest of the file was not read"
        yield Skipped(path=source.shown, line=number + 1, reason=reason)


def texts(source: Source, numbers: NDArray[np.int64], columns: Columns, limits: Limits, meter: Meter) -> Iterator[str]:
    """The texts of the rows with these numbers, which rise."""
    for batch, chosen, _ in _batches(source, numbers, limits, meter, [columns.wanted.get("text", "text")]):
        for text in _rows(batch, chosen).column(0).to_pylist():
            if not isinstance(text, str):
                raise changed(source.shown)
            yield text


def split(
    source: Source,
    numbers: NDArray[np.int64],
    stays: NDArray[np.bool_],
    limits: Limits,
    meter: Meter,
    kept: TableWriter,
    removed: TableWriter | None,
) -> None:
    """Write each of these rows to where it belongs, row group by row group."""
    done, group = 0, 0
    for batch, chosen, at in _batches(source, numbers, limits, meter, None):
        stay = stays[done : done + len(chosen)]
        done += len(chosen)
        if at != group:
            group = at
            for writer in (kept, removed):
                if writer is not None:
                    writer.end_group()
        kept.add(_rows(batch, chosen[stay]))
        if removed is not None:
            removed.add(_rows(batch, chosen[~stay]))
    for writer in (kept, removed):
        if writer is not None:
            writer.end_group()


@contextmanager
def writer(stream: BinaryIO, schema: Any, codec: str) -> Iterator[TableWriter]:
    """A `TableWriter`, whose file ends when the block ends well."""
    table = TableWriter(stream, schema, codec)
    yield table
    table.close()


class TableWriter:
    """Rows to a Parquet file of the same schema. A row group of the input makes one, or none where nothing is left."""

    def __init__(self, stream: BinaryIO, schema: Any, codec: str) -> None:
        import pyarrow.parquet  # type: ignore[import-untyped,unused-ignore]

        self._schema = schema
        self._writer = pyarrow.parquet.ParquetWriter(stream, schema, compression=codec)
        self._waiting: list[Any] = []
        self._size = 0

    def add(self, batch: Any) -> None:
        if batch.num_rows:
            self._waiting.append(batch)
            self._size += batch.nbytes
            if self._size > _WRITTEN:
                self.end_group()

    def end_group(self) -> None:
        import pyarrow

        if self._waiting:
            table = pyarrow.Table.from_batches(self._waiting, self._schema)
            self._writer.write_table(table.unify_dictionaries())
            self._waiting, self._size = [], 0

    def close(self) -> None:
        self.end_group()
        self._writer.close()


def _batches(
    source: Source, numbers: NDArray[np.int64], limits: Limits, meter: Meter, columns: list[str] | None
) -> Iterator[tuple[Any, NDArray[np.int64], int]]:
    """Batches with the places in them of the rows wanted, and the row group. Groups without any are not read."""
    import pyarrow

    try:
        with again(source.shown), _opened(source, limits) as table:
            sizes = [table.metadata.row_group(group).num_rows for group in range(table.num_row_groups)]
            begins = 1 + np.cumsum([0, *sizes])
            places = np.searchsorted(numbers, begins)
            wanted = np.flatnonzero(np.diff(places)).tolist()
            at, done = -1, 0
            for batch, group in _by_group(table, wanted, columns):
                if group != at:
                    at, first = group, int(begins[group])
                    meter.add(source.size * sizes[group] // table.metadata.num_rows)
                begin, end = np.searchsorted(numbers, [first, first + batch.num_rows])
                if begin < end:
                    yield batch, numbers[begin:end] - first, group
                done += int(end - begin)
                first += batch.num_rows
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError(f"{source.shown}: malformed Parquet ({type(error).__name__})") from error
    if done < len(numbers):
        raise changed(source.shown)


@contextmanager
def _opened(source: Source, limits: Limits) -> Iterator[Any]:
    import pyarrow.parquet

    with source.opened() as raw:
        if source.compression is None:
            copy: BinaryIO = raw
        else:
            copy = spooled(pieces(raw.read, source.compression, limits))
        try:
            table = pyarrow.parquet.ParquetFile(copy)
            groups = [table.metadata.row_group(index).total_byte_size for index in range(table.num_row_groups)]
            if max(groups, default=0) > _ROW_GROUP_BYTES:
                raise Rejected(f"a row group of more than {_ROW_GROUP_BYTES:,} bytes")
            yield table
        finally:
            if copy is not raw:
                copy.close()


def _by_group(table: Any, groups: Iterable[int], columns: list[str] | None) -> Iterator[tuple[Any, int]]:
    # One group at a time: a reader of all of them keeps the bytes of those that it has read.
    for group in groups:
        for batch in table.iter_batches(batch_size=_BATCH, row_groups=[group], columns=columns, use_threads=False):
            yield batch, group


def _rows(batch: Any, chosen: NDArray[np.int64]) -> Any:
    import pyarrow

    return batch if len(chosen) == batch.num_rows else batch.take(pyarrow.array(chosen))
