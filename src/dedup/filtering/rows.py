"""What filtering knows of a row, whatever the format it stands in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from dedup.dates import Interval
from dedup.errors import InputError
from dedup.ingest.articles import id_of, text_of
from dedup.ingest.fields import published_of
from dedup.ingest.limits import Limits
from dedup.ingest.record import Record, Rejected
from dedup.model import Skipped

Write = Callable[[bytes], object]
FIELDS = ("id", "text", "published")  # those that count


class Row(NamedTuple):
    """An article in a file. `line` counts lines or rows from 1; `named` is false where the place serves as `id`."""

    line: int
    id: str
    named: bool
    text: str
    published: Interval | None
    bad_dates: tuple[str, ...]


def row_of(record: Record, limits: Limits, *, dated: bool) -> Row | Skipped:
    """The row of a record, its date only where `dated`. A row needs no id."""
    named = record.fields.get("id") not in (None, "")
    identity = id_of(record) if named else record.place
    if isinstance(identity, Skipped):
        return identity
    text = text_of(record, None, limits)
    if isinstance(text, Skipped):
        return text
    if not dated:
        return Row(record.line or 1, identity, named, text, None, ())
    published, bad = published_of(record.fields)
    return Row(record.line or 1, identity, named, text, published, tuple(f"{record.place} {value}" for value in bad))


@contextmanager
def again(shown: str) -> Iterator[None]:
    """Reading a file once more: what goes wrong now cannot be skipped, since its rows are in the result."""
    try:
        yield
    except Rejected as error:
        raise InputError(f"{shown}: {error.reason}") from error
    except OSError as error:
        raise InputError(f"{shown}: cannot be read: {error.strerror or type(error).__name__}") from error


def changed(shown: str) -> InputError:
    """The error of a file that holds other rows than at first."""
    return InputError(f"{shown}: changed while it was read")
