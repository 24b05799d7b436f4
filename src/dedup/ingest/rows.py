"""Articles from rows in memory: pandas, polars, Arrow, Hugging Face `datasets`, or any mappings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from dedup.errors import InputError
from dedup.ingest.articles import Built, build
from dedup.ingest.columns import ROWS, Columns
from dedup.ingest.limits import Limits
from dedup.ingest.parquet import fields_of, rows_of
from dedup.ingest.reading import Reading, put_together
from dedup.ingest.record import Record, Rejected, quoted, without_surrogates
from dedup.model import Article, Skipped

_AT_ONCE = 1024  # rows of an Arrow batch that are made into Python's values together


def articles_from(
    rows: Any,
    *,
    columns: Mapping[str, str] | None = None,
    numbered: bool = False,
    limits: Limits | None = None,
) -> Reading:
    """Articles from the rows of a pandas or polars frame, an Arrow table, reader or data set, a `datasets.Dataset`, or
    from mappings; of a `DatasetDict`, or any mapping of names to such tables, those of all.

    Columns are named as the fields of a file (``id``, ``text``, ``outlet``, ``published``, … and their aliases);
    `columns` says which others to take for ``id``, ``text``, ``outlet``, ``published``, ``first_seen``, ``title`` or
    ``url``. With `numbered` a row without an id has its number, counted from 1 (``train:1`` of several tables). Other
    columns come back in `extra`.

    A row that is no article is in `skipped`, with its number and the reason; a column that no row has is noted.
    Raises `InputError` where it is that of the text or the id, or the columns cannot be those of articles, `UsageError`
    for a field that articles lack, `DuplicateId` where one id stands for two texts.

    >>> reading = articles_from([{"url": "https://a.example/1", "body": "…"}], columns={"id": "url", "text": "body"})
    >>> reading.articles[0].id
    'https://a.example/1'
    """
    limits = limits or Limits()
    chosen = Columns(dict(columns or {}), numbered)

    def built() -> Iterator[Built | Skipped]:
        for number, record in enumerate(chosen.taken(_records(rows, ROWS)), 1):
            if number > limits.records:
                reason = f"more than {limits.records:,} records; the rest was not read"
                yield Skipped(path=record.path, line=record.line, reason=reason)
                return
            yield record if isinstance(record, Skipped) else build(record, None, limits)

    reading = put_together(built())
    notes = chosen.check(found=bool(reading.articles))
    return replace(reading, notes=(*reading.notes, *notes))


def _records(rows: Any, name: str) -> Iterator[Record | Skipped]:
    if isinstance(rows, Mapping):
        yield from _of_parts(rows)
        return
    for number, row in enumerate(_rows(rows), 1):
        if not isinstance(row, Mapping):
            yield Skipped(path=name, line=number, reason=f"a row that maps no columns to values, but {_kind(row)}")
            continue
        fields, replaced = without_surrogates(fields_of(row))
        yield Record(path=name, line=number, fields=fields, replaced=replaced)


def _of_parts(parts: Mapping[Any, Any]) -> Iterator[Record | Skipped]:
    for name, part in parts.items():
        if part is None or isinstance(part, (str, bytes, int, float, list, tuple, Mapping)):
            raise InputError(
                f"a mapping of {str(name)[:60]!a} to {_kind(part)}: give a list of mappings, a row each, or a mapping "
                "of names to tables (columns make a table first)"
            )
        yield from _records(part, str(name))


def _rows(rows: Any) -> Iterable[Any]:
    """The rows of whatever table it is, told by its methods: none of the libraries is loaded for that."""
    if isinstance(rows, (str, bytes)):
        raise InputError("text instead of rows: files are read by dedup.read")
    if hasattr(rows, "collect_schema") and hasattr(rows, "collect"):  # a lazy frame of polars
        rows = rows.collect()
    if hasattr(rows, "iter_rows"):  # polars
        return rows.iter_rows(named=True)  # type: ignore[no-any-return]
    if hasattr(rows, "itertuples"):  # pandas
        return _of_pandas(rows)
    if hasattr(rows, "to_batches"):  # an Arrow table or data set
        return _of_arrow(rows.to_batches())
    if hasattr(rows, "read_next_batch"):  # an Arrow reader
        return _of_arrow(rows)
    if hasattr(rows, "to_pylist") and hasattr(rows, "schema"):  # an Arrow batch
        return _of_arrow([rows])
    try:
        found: Iterator[Any] = iter(rows)
    except TypeError as error:
        raise InputError(f"no rows, but {_kind(rows)}") from error
    return found


def _of_arrow(batches: Iterable[Any]) -> Iterator[dict[str, Any]]:
    try:
        for batch in batches:
            for at in range(0, batch.num_rows, _AT_ONCE):
                yield from rows_of(batch.slice(at, _AT_ONCE))
    except Rejected as error:
        raise InputError(error.reason) from error


def _of_pandas(frame: Any) -> Iterator[dict[Any, Any]]:
    import pandas

    names = list(frame.columns)
    doubled = sorted({str(name) for name in names if names.count(name) > 1})
    if doubled:
        raise InputError(f"two columns are named {quoted(doubled[0])}")
    for values in frame.itertuples(index=False, name=None):
        yield {name: _of_numpy(value, pandas) for name, value in zip(names, values, strict=True)}


def _of_numpy(value: Any, pandas: Any) -> Any:
    """A value as Python has it; what pandas holds for an unknown one is None."""
    if isinstance(value, (str, list, dict)):
        return value
    if hasattr(value, "tolist"):  # an array or a scalar of NumPy
        value = value.tolist()
    return None if pandas.api.types.is_scalar(value) and pandas.isna(value) else value


def _kind(value: Any) -> str:
    if isinstance(value, Article):
        return "an Article: that needs no reading"
    if isinstance(value, Sequence) and not isinstance(value, (str, bytes)):
        return f"a {type(value).__name__} of {len(value):,} values"
    return f"a value of type {type(value).__name__}"
