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
    """The columns to take for fields of an article, by the field, what columns there were, and whether `files` that
    are one article were among the records.

    With `numbered` a record without an id has its number for one, behind the name of its table where there may be
    several. Raises `UsageError` for what is no field.
    """

    wanted: Mapping[str, str]
    numbered: bool = False
    seen: dict[str, None] = field(default_factory=dict)
    files: bool = False

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
                self.files |= record.id is not None
                yield self.renamed(record) if self.wanted or self.numbered else record
            else:
                yield record

    def renamed(self, record: Record) -> Record:
        """The record with its columns named as the fields that they are. A file that is one article, such as plain
        text, keeps the fields for which it has no such column."""
        fields = dict(record.fields)
        for name, column in self.wanted.items():
            # An address that serves as the id is still the address.
            if name != "id" or column not in KNOWN_NAMES:
                fields.pop(column, None)
        for name, column in self.wanted.items():
            if record.id is None:
                fields.pop(name, None)
            if column in record.fields:
                fields[name] = record.fields[column]
        if self.numbered and record.id is None and fields.get("id") in (None, ""):
            fields["id"] = str(record.line) if record.path == ROWS else record.place
        return replace(record, fields=fields)

    def check(self, *, found: bool, needed: Iterable[str] = ("text", "id")) -> None:
        """Raise `InputError` where a wanted column was in no record, or nothing was `found` for want of one that is
        `needed`."""
        for name, column in self.wanted.items() if self.seen else ():
            if column not in self.seen:
                raise InputError(f"no row has the column {quoted(column)}, to be taken for {name}; {self._named()}")
        known = {*self.seen, *self.wanted, *(["id"] if self.numbered or self.files else [])}
        for name in () if found or not self.seen else needed:
            if name not in known:
                say = f"columns={{{name!r}: …}}, or --column {name}=…"
                numbers = "; numbered=True, or --numbered, numbers the rows" if name == "id" else ""
                raise InputError(f"no row has a column {name!r}: say which it is ({say}{numbers}); {self._named()}")

    def _named(self) -> str:
        names = list(self.seen)
        more = ", …" if len(names) > _LISTED else ""
        return f"there are {', '.join(map(quoted, names[:_LISTED]))}{more}"
