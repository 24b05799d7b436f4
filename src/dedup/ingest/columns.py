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
_NEEDED = ("text", "id")
_ONE_ARTICLE = ""  # in the place of a table's path: files that are one article
_LISTED = 20


@dataclass(slots=True)
class Columns:
    """The columns to take for fields of an article, by the field, and those that there were, by the path of the table.

    With `numbered` a record without an id has its number for one, behind the name of its table where there may be
    several. `counting` are the fields that can be given; raises `UsageError` for others.
    """

    wanted: Mapping[str, str]
    numbered: bool = False
    counting: tuple[str, ...] = FIELDS
    seen: dict[str, dict[str, None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, column in self.wanted.items():
            if name not in self.counting:
                raise UsageError(f"columns: {name!a} is none of the fields that count here: {', '.join(self.counting)}")
            if not isinstance(column, str):
                raise UsageError(f"columns: that of {name!a} is a name, not {type(column).__name__}")

    def taken(self, records: Iterable[Record | Skipped], table: str | None = None) -> Iterator[Record | Skipped]:
        """The records with their columns named as the fields that they are, and numbered behind the name of their
        `table`, which is by default their path."""
        for record in records:
            if isinstance(record, Record):
                self.see(record.path if record.id is None else _ONE_ARTICLE, record.fields)
                yield self.renamed(record, table) if self.wanted or self.numbered else record
            else:
                yield record

    def see(self, path: str, names: Iterable[str]) -> None:
        """Columns that a table has."""
        self.seen.setdefault(path, {}).update(dict.fromkeys(names))

    def renamed(self, record: Record, table: str | None = None) -> Record:
        """The record with its columns named as the fields that they are. A file that is one article, such as plain
        text, keeps the fields for which it has no such column."""
        fields = dict(record.fields)
        for name, column in self.wanted.items():
            # One column may be two fields: an address that serves as the id is still the address.
            if column in self.wanted or column not in (KNOWN_NAMES if name == "id" else FIELDS):
                fields.pop(column, None)
        for name, column in self.wanted.items():
            if record.id is None:
                fields.pop(name, None)
            if column in record.fields:
                fields[name] = record.fields[column]
        if self.numbered and record.id is None and fields.get("id") in (None, ""):
            fields["id"] = str(record.line) if record.path == ROWS else f"{table or record.path}:{record.line}"
        return replace(record, fields=fields, columns=self.wanted)

    def notes(self, *, found: bool, needed: Iterable[str] = _NEEDED) -> dict[str, str]:
        """What to say, by the field: of each wanted column that no record had, and where nothing was `found` of each
        field that is `needed` and that no row had."""
        said = {
            name: f"no row has anything in the column {quoted(column)}, to be taken for {name}; {self._named()}"
            for name, column in self.wanted.items()
            if self.seen and not any(column in names for names in self.seen.values())
        }
        of_tables = [names for path, names in self.seen.items() if path != _ONE_ARTICLE]
        known = {*self.wanted, *(["id"] if self.numbered else []), *(name for names in of_tables for name in names)}
        for name in needed if of_tables and not found else ():
            if name not in known:
                say = f"columns={{{name!r}: …}}, or --column {name}=…"
                numbers = "; numbered=True, or --numbered, numbers the rows" if name == "id" else ""
                said[name] = f"no row has a column {name!r}: say which it is ({say}{numbers}); {self._named()}"
        return said

    def check(self, *, found: bool, needed: Iterable[str] = _NEEDED) -> tuple[str, ...]:
        """`notes`. Raises `InputError` where one is on a text or an id."""
        said = self.notes(found=found, needed=needed)
        for name in _NEEDED:
            if name in said:
                raise InputError(said[name])
        return tuple(said.values())

    def _named(self) -> str:
        """The columns of the first table, else the fields of files."""
        table = next(filter(None, self.seen), _ONE_ARTICLE)
        names = list(self.seen[table])
        where = "" if table in (_ONE_ARTICLE, ROWS) else f"in {table} "
        more = ", …" if len(names) > _LISTED else ""
        return f"{where}there are {', '.join(map(quoted, names[:_LISTED])) or 'none'}{more}"
