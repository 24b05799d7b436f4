"""Which column of a table is what, where its names are not those that dedup knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from dedup.errors import InputError, UsageError
from dedup.ingest.fields import KNOWN_NAMES
from dedup.ingest.record import Record, quoted
from dedup.model import Skipped

FIELDS = ("id", "text", "outlet", "published", "first_seen", "title", "url")
ROWS = "rows"  # the path of records that are in memory and of one table
_LISTED = 20


@dataclass(slots=True)
class Columns:
    """The columns to take for fields of an article, by the field, and what columns there were.

    With `numbered` a record without an id has its number for one, behind the name of its table where there may be
    several. Raises `UsageError` for what is no field.
    """

    wanted: Mapping[str, str]
    numbered: bool = False
    seen: dict[str, None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, column in self.wanted.items():
            if name not in FIELDS:
                raise UsageError(f"columns: an article has no field {name!a}; it has {', '.join(FIELDS)}")
            if not isinstance(column, str):
                raise UsageError(f"columns: that of {name!a} is a name, not {type(column).__name__}")

    def taken(self, records: Iterable[Record | Skipped]) -> Iterator[Record | Skipped]:
        """The records with their columns named as the fields that they are."""
        for record in records:
            if isinstance(record, Record):
                self.seen.update(dict.fromkeys(record.fields))
                yield replace(record, fields=self._renamed(record))
            else:
                yield record

    def _renamed(self, record: Record) -> dict[str, object]:
        fields = dict(record.fields)
        for name, column in self.wanted.items():
            # An address that serves as the id is still the address.
            if name != "id" or column not in KNOWN_NAMES:
                fields.pop(column, None)
        for name, column in self.wanted.items():
            fields.pop(name, None)
            if column in record.fields:
                fields[name] = record.fields[column]
        if self.numbered and record.id is None and fields.get("id") in (None, ""):
            fields["id"] = str(record.line) if record.path == ROWS else record.place
        return fields

    def check(self, *, found: bool) -> None:
        """Raise `InputError` where a wanted column was in no record, or nothing was `found` for want of a column."""
        if not self.seen:
            return
        for name, column in self.wanted.items():
            if column not in self.seen:
                raise InputError(f"no row has the column {quoted(column)}, to be taken for {name}; {self._named()}")
        for name, or_else in (("text", ""), ("id", ", or numbered=True")):
            if not found and name not in self.seen and name not in self.wanted and not (name == "id" and self.numbered):
                say = f"say which with columns={{{name!r}: …}}{or_else}"
                raise InputError(f"no row has a column {name!r}: {say}; {self._named()}")

    def _named(self) -> str:
        names = list(self.seen)
        more = ", …" if len(names) > _LISTED else ""
        return f"there are {', '.join(map(quoted, names[:_LISTED]))}{more}"
