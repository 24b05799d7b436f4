"""A table of metadata, keyed by id, beside the articles it speaks of."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dedup.ingest.fields import KNOWN_NAMES, OUTLET, PUBLISHED, Known, known
from dedup.ingest.formats import without_suffix
from dedup.ingest.record import Record, quoted
from dedup.model import Article, Skipped

# Tables about files often name the file where others have the id.
_KEYS = ("id", "file", "filename", "path")
_COLUMNS_NAMED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What the table says about one id. `text` serves where the article's own file has none."""

    key: str
    place: str
    known: Known
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by id as it stands, by the path it may be, and by that without a file suffix.

    A path is `None` where several rows say different things about it.
    """

    name: str
    rows: Mapping[str, Row]
    paths: Mapping[str, Row | None]
    stems: Mapping[str, Row | None]
    skipped: tuple[Skipped, ...]
    columns: tuple[str, ...] = ()

    def row(self, article_id: str) -> Row | None:
        """The row of an article: its very id, else the same path, with or without a file suffix on either side."""
        path = _path(article_id)
        found = self.rows.get(article_id) or self.paths.get(path) or self.stems.get(path)
        return found or self.paths.get(without_suffix(path))


def build_table(name: str, records: Iterable[Record | Skipped]) -> Table:
    """Index the records of a metadata file. A second row for an id is skipped unless it says the same.

    Rows without an id are skipped one by one; where no row has one, the table is, as a whole.
    """
    rows: dict[str, Row] = {}
    paths: dict[str, Row | None] = {}
    stems: dict[str, Row | None] = {}
    skipped: list[Skipped] = []
    nameless: list[Record] = []
    columns: dict[str, None] = {}
    for record in records:
        if isinstance(record, Skipped):
            skipped.append(record)
            continue
        columns.update(dict.fromkeys(record.fields))
        key_name = next((key for key in _KEYS if _key(record.fields.get(key))), None)
        if key_name is None:
            nameless.append(record)
            continue
        key = _key(record.fields[key_name]) or ""
        rest = {field: value for field, value in record.fields.items() if field != key_name}
        text = record.fields.get("text")
        row = Row(key=key, place=record.place, known=known(rest), text=text if isinstance(text, str) else None)
        before = rows.setdefault(key, row)
        if before is not row:
            if not _agree(before, row):
                reason = f"a second row of metadata for the id {quoted(key)}; the first counts, {before.place}"
                skipped.append(record.skipped(reason))
            continue
        path = _path(key)
        _enter(paths, path, row)
        if (stem := without_suffix(path)) != path:
            _enter(stems, stem, row)
    if nameless and not rows:
        skipped.append(Skipped(path=name, line=None, reason=_without_ids(columns)))
    else:
        skipped += [record.skipped("a row of metadata without an id") for record in nameless]
    return Table(name=name, rows=rows, paths=paths, stems=stems, skipped=tuple(skipped), columns=tuple(columns))


def unmatched(table: Table, articles: Sequence[str]) -> Skipped:
    """A table that has rows for none of the articles read, as one skipped input."""
    ids = f"it has ids such as {quoted(min(table.rows))}, the articles such as {quoted(min(articles))}"
    return Skipped(path=table.name, line=None, reason=f"no row of it is about an article that was read: {ids}")


def lacking(table: Table, articles: Collection[Article]) -> str | None:
    """What to say of a table without the outlets or the dates that `articles` do without, if it has columns of other
    names; or if it has neither."""
    rows = [row.known for row in table.rows.values()]
    outlets = any(row.outlet or row.url for row in rows) or all(each.outlet_origin == "given" for each in articles)
    dates = any(row.published or row.bad_dates for row in rows)
    dates = dates or all(each.published_origin == "given" for each in articles)
    wanted = [f"no outlet (in a column {_either(OUTLET)})"] * (not outlets)
    wanted += [f"no date (in a column {_either(PUBLISHED)})"] * (not dates)
    unused = [name for name in table.columns if name not in KNOWN_NAMES and name not in _KEYS]
    if not wanted or not unused and len(wanted) < 2:
        return None
    columns = f"not used: {_named(unused)}" if unused else f"its columns are {_named(table.columns)}"
    return f"{table.name}: it gives {' and '.join(wanted)}; {columns}"


def _without_ids(columns: Iterable[str]) -> str:
    return f"no row has an id (in a column {_either(_KEYS)}); its columns are {_named(columns)}"


def _either(names: Sequence[str]) -> str:
    return f"{', '.join(names[:-1])} or {names[-1]}"


def _named(columns: Iterable[str]) -> str:
    first = [quoted(name) for name in islice(columns, _COLUMNS_NAMED + 1)]
    return ", ".join([*first[:_COLUMNS_NAMED], *["…"] * (len(first) > _COLUMNS_NAMED)]) or "empty"


def _key(value: Any) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _path(key: str) -> str:
    return key.replace("\\", "/").removeprefix("./")


def _enter(index: dict[str, Row | None], key: str, row: Row) -> None:
    before = index.setdefault(key, row)
    if before is not None and not _agree(before, row):
        index[key] = None


def _agree(one: Row, other: Row) -> bool:
    return (one.known, one.text) == (other.known, other.text)
