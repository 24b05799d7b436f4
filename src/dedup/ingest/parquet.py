"""Parquet, with the pyarrow extra. Rows are counted from 1."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, BinaryIO

from dedup.extras import library
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.portions import Portion
from dedup.ingest.record import Record, Rejected, quoted
from dedup.model import Skipped

# Dictionary encoding lets a few bytes name a long text many times: few rows at a time keep that bounded.
_BATCH = 32
_ROW_GROUP_BYTES = 1024 * MEBIBYTE


def require(what: str = "Parquet") -> None:
    """Raise `MissingExtra`, which says `what` cannot be read, where pyarrow is not installed."""
    library("pyarrow.parquet", f"reading {what}", "parquet")


def spooled(content: Iterator[bytes]) -> BinaryIO:
    """A seekable copy of a decompressed stream, in memory or in an unnamed temporary file."""
    import tempfile

    copy: Any = tempfile.SpooledTemporaryFile(max_size=64 * MEBIBYTE)  # noqa: SIM115 (the caller closes it)
    try:
        for piece in content:
            copy.write(piece)
        copy.seek(0)
    except BaseException:
        copy.close()
        raise
    return copy  # type: ignore[no-any-return]


def read_parquet(
    file: BinaryIO, path: str, limits: Limits, portion: Portion | None = None
) -> Iterator[Record | Skipped]:
    """One record a row of a seekable file, or of a portion. Raises `MissingExtra` where pyarrow is not installed."""
    require()
    import pyarrow  # type: ignore[import-untyped,unused-ignore]
    import pyarrow.parquet

    number = portion.before if portion else 0
    try:
        table = pyarrow.parquet.ParquetFile(file)
        groups = [table.metadata.row_group(index).total_byte_size for index in range(table.num_row_groups)]
        if sum(groups) > limits.file_bytes or max(groups, default=0) > _ROW_GROUP_BYTES:
            raise Rejected(f"more than {min(limits.file_bytes, _ROW_GROUP_BYTES):,} bytes after decompression")
        wanted = range(portion.begin, portion.end) if portion else range(len(groups))
        for batch in table.iter_batches(batch_size=_BATCH, row_groups=wanted, use_threads=False):
            for row in rows_of(batch):
                number += 1
                yield Record(path=path, line=number, fields=fields_of(row))
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        # Arrow's own messages may quote the data; the kind of error is enough.
        reason = f"malformed Parquet ({type(error).__name__}); the rest of the file was not read"
        yield Skipped(path=path, line=number + 1, reason=reason)


def rows_of(batch: Any) -> Iterator[dict[str, Any]]:
    """The rows of an Arrow batch. A value that Python cannot hold, such as a day in the year 200,000 or a time in a
    zone that nobody knows, becomes text that says so: no other value is lost for it.

    Raises `Rejected` where two columns have one name.
    """
    names: list[str] = batch.schema.names
    if doubled := [name for name in names if names.count(name) > 1]:
        raise Rejected(f"two columns are named {quoted(doubled[0])}")
    columns = [_values(column) for column in batch.columns]
    for at in range(batch.num_rows):
        yield {name: values[at] for name, values in zip(names, columns, strict=True)}


def _values(column: Any) -> list[Any]:
    import pyarrow

    def value(cell: Any) -> Any:
        try:
            return cell.as_py()
        except (ArithmeticError, LookupError, ValueError):
            return f"a value that cannot be read, of type {cell.type}"

    if pyarrow.types.is_timestamp(column.type) and column.type.unit == "ns":
        # Python's date-times end at microseconds.
        column = column.cast(pyarrow.timestamp("us", column.type.tz), safe=False)
    try:
        return column.to_pylist()  # type: ignore[no-any-return]
    except UnicodeDecodeError:  # no text, and the rest of the file is as likely to be none
        raise
    except (ArithmeticError, LookupError, ValueError):
        return [value(cell) for cell in column]


def fields_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The fields of a row of a table, without those that are empty. Bytes stay bytes: they are no text."""
    return {
        str(name): value if isinstance(value, bytes) else _plain(value)
        for name, value in row.items()
        if value is not None
    }


def _plain(value: Any) -> Any:
    """Dates as they are, everything else as a report can carry it."""
    if isinstance(value, (str, int, bool, date, datetime)) or value is None:
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return [_jsonable(item) for item in value]
    if isinstance(value, dict):
        return {str(key): _jsonable(item) for key, item in value.items()}
    # Arrays and scalars of NumPy and its like. Its nanoseconds would become numbers: as text they are dates.
    if hasattr(value, "tolist") and getattr(getattr(value, "dtype", None), "kind", "") not in ("m", "M"):
        return _plain(value.tolist())
    return str(value)


def _jsonable(value: Any) -> Any:
    plain = _plain(value)
    return plain.isoformat() if isinstance(plain, date) else plain
