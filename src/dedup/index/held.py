"""The articles that an index holds, and which it held before.

An article's text is apart from the rest, so that what only asks for outlets and dates does not read it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from dedup.dates import Interval
from dedup.errors import IndexCorrupt
from dedup.index import pieces
from dedup.index.pieces import Letters
from dedup.index.rows import (
    Row,
    corrupt,
    described,
    description,
    digest_of,
    inflated,
    instant,
    interval,
    opened,
    optional_text,
    sealed,
    text_of,
    utf8,
)
from dedup.model import Article

Reason = Literal["replaced", "removed"]

# AUTOINCREMENT: the number of an article that is gone never becomes another's.
TABLES = """
CREATE TABLE article (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    bytes INTEGER NOT NULL,
    first_held INTEGER NOT NULL,
    held_from INTEGER NOT NULL,
    outlet BLOB,
    published_from INTEGER,
    published_to INTEGER,
    seen_from INTEGER,
    seen_to INTEGER,
    url BLOB,
    title BLOB,
    source BLOB,
    extra BLOB,
    origins BLOB NOT NULL,
    checksum BLOB NOT NULL
);
CREATE TABLE text (
    number INTEGER PRIMARY KEY REFERENCES article (number),
    bytes INTEGER NOT NULL,
    deflated BLOB NOT NULL,
    checksum BLOB NOT NULL
);
CREATE TABLE past (
    entry INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL,
    digest BLOB NOT NULL,
    outlet BLOB,
    published_from INTEGER,
    published_to INTEGER,
    seen_from INTEGER,
    seen_to INTEGER,
    held_from INTEGER NOT NULL,
    held_to INTEGER NOT NULL,
    reason BLOB NOT NULL,
    checksum BLOB NOT NULL
);
CREATE INDEX past_by_id ON past (id, entry);
CREATE TABLE unswept (since INTEGER NOT NULL);
"""

_COLUMNS = (
    "number, id, digest, bytes, first_held, held_from, "
    "outlet, published_from, published_to, seen_from, seen_to, url, title, source, extra, origins, checksum"
)
_HELD = f"SELECT {_COLUMNS} FROM article"
_FILE = f"INSERT INTO article ({_COLUMNS}) VALUES ({','.join('?' * 17)})"
_PAST_COLUMNS = (
    "entry, id, digest, outlet, published_from, published_to, seen_from, seen_to, held_from, held_to, reason, checksum"
)
_REDESCRIBE = f"UPDATE article SET ({_COLUMNS}) = ({','.join('?' * 17)}) WHERE number = ?"
# How many of the values in a row come before what is known of the article.
_BEFORE = 6
_REASONS: dict[bytes, Reason] = {b"replaced": "replaced", b"removed": "removed"}
# SQLite takes only so many values a statement; older ones 999.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An article that is held. Its text is empty where it was not asked for, masked where it is not kept.

    `number` names it inside the index: a new version has a new one, and none is used twice. `digest` is that of the
    text, in hexadecimal, and `bytes` its length in UTF-8. `first_held` is when an article of this id was first held,
    `held_from` since when it has this text; both in UTC.
    """

    number: int
    article: Article
    digest: str
    bytes: int
    first_held: datetime
    held_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """What is remembered of a text that is or was held under an id. `held_to` and `reason` are None while it is."""

    id: str
    digest: str
    outlet: str | None
    published: Interval | None
    first_seen: Interval | None
    held_from: datetime
    held_to: datetime | None
    reason: Reason | None


def find(
    db: sqlite3.Connection, ids: Iterable[str], *, texts: bool = False, letters: Letters | None = None
) -> dict[str, Held]:
    """Those of these articles that are held, by id; `letters` see `pieces.texts`. Raises `IndexCorrupt`."""
    return {each.article.id: each for each in _found(db, "id", list(map(utf8, ids)), texts, letters)}


def load(
    db: sqlite3.Connection, numbers: Iterable[int], *, texts: bool = False, letters: Letters | None = None
) -> dict[int, Held]:
    """Those of these articles that are held, by number; `letters` see `pieces.texts`. Raises `IndexCorrupt`."""
    return {each.number: each for each in _found(db, "number", list(numbers), texts, letters)}


def after(db: sqlite3.Connection, id: str | None, count: int, *, texts: bool = False) -> list[Held]:
    """The next `count` articles in the order of their ids."""
    given: Row = () if id is None else (utf8(id),)
    where = "" if id is None else " WHERE id > ?"
    return _held(db, db.execute(f"{_HELD}{where} ORDER BY id LIMIT {count}", given).fetchall(), texts)


def file(db: sqlite3.Connection, new: Sequence[tuple[Article, int, bytes]], at: int) -> list[int]:
    """Put articles, each with its text's size in UTF-8 and digest, into the tables and return their numbers."""
    ids = [utf8(article.id) for article, _, _ in new]
    numbers = range(first := _next(db, "article"), first + len(new))
    since = _first_held(db, ids)
    rows = (
        sealed(number, id, digest, size, since.get(id, at), at, *description(article))
        for number, id, (article, size, digest) in zip(numbers, ids, new, strict=True)
    )
    db.executemany(_FILE, rows)
    return [*numbers]


def keep(db: sqlite3.Connection, numbers: Iterable[int], sizes: Iterable[int], packed: Iterable[bytes]) -> None:
    """Put the texts of articles, each by its size in UTF-8 and `deflated`, into the tables."""
    rows = (sealed(*each) for each in zip(numbers, sizes, packed, strict=True))
    db.executemany("INSERT INTO text (number, bytes, deflated, checksum) VALUES (?, ?, ?, ?)", rows)


def redescribe(db: sqlite3.Connection, held: Held, article: Article) -> bool:
    """Let a held article say what `article` does, whose text is the same. False where it does already."""
    if described(article.id, "", description(article)) == held.article:
        return False
    (row,) = db.execute(f"{_HELD} WHERE number = ?", (held.number,))
    db.execute(_REDESCRIBE, (*sealed(*row[:_BEFORE], *description(article)), held.number))
    return True


def retire(db: sqlite3.Connection, held: Held, reason: Reason, at: int) -> None:
    """Take an article out of the tables, and remember that it was held. Nothing of its words is remembered."""
    (row,) = db.execute(f"{_HELD} WHERE number = ?", (held.number,))
    _, id, digest, _, _, held_from, outlet, *dates = row[:11]
    # A clock may have been put back.
    told = (id, digest, outlet, *dates, held_from, max(at, held_from), utf8(reason))
    kept = sealed(_next(db, "past"), *told)
    db.execute(f"INSERT INTO past ({_PAST_COLUMNS}) VALUES ({','.join('?' * 12)})", kept)
    db.execute("DELETE FROM text WHERE number = ?", (held.number,))
    pieces.forget(db, {held.number: held.bytes})
    db.execute("DELETE FROM article WHERE number = ?", (held.number,))


def history(db: sqlite3.Connection, id: str) -> Iterator[Version]:
    """The versions of an article, the oldest first."""
    for row in db.execute(f"SELECT {_PAST_COLUMNS} FROM past WHERE id = ? ORDER BY entry", (utf8(id),)):
        yield _version(db, row)
    for each in find(db, [id]).values():
        article = each.article
        yield Version(
            id=id,
            digest=each.digest,
            outlet=article.outlet,
            published=article.published,
            first_seen=article.first_seen,
            held_from=each.held_from,
            held_to=None,
            reason=None,
        )


def problems(db: sqlite3.Connection, plain: bool) -> Iterator[str]:
    """What of the articles and their past is not as it was written. `plain`: their texts are not masked."""
    for row in db.execute(f"SELECT {_PAST_COLUMNS} FROM past"):
        try:
            _version(db, row)
        except IndexCorrupt as error:
            yield str(error)
    numbers = [number for (number,) in db.execute("SELECT number FROM article ORDER BY number")]
    sizes: dict[int, int] = {}
    for begin in range(0, len(numbers), _AT_ONCE):
        some = numbers[begin : begin + _AT_ONCE]
        try:
            sound = load(db, some, texts=True)
        except IndexCorrupt:
            sound = {}
            for number in some:
                try:
                    sound |= load(db, [number], texts=True)
                except IndexCorrupt as error:
                    yield str(error)
        sizes |= {number: each.bytes for number, each in sound.items()}
        yield from _other_texts(sound.values(), plain)
    yield from pieces.problems(db, sizes if len(sizes) == len(numbers) else None)
    for table, column in (("article", "number"), ("past", "entry")):
        if db.execute(f"SELECT coalesce(max({column}), 0) FROM {table}").fetchone()[0] >= _next(db, table):
            yield f"the numbers of {table} would be given again"


def _other_texts(held: Iterable[Held], plain: bool) -> Iterator[str]:
    """Which texts have other words than their articles say."""
    for each in held:
        if plain and digest_of(utf8(each.article.text)).hex() != each.digest:
            yield f"article number {each.number}: its text is another one"


def _next(db: sqlite3.Connection, table: str) -> int:
    """The number that the next row of a table will have. It stands in the row's own checksum."""
    used = db.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    return 1 if used is None else int(used[0]) + 1


def _first_held(db: sqlite3.Connection, ids: Sequence[bytes]) -> dict[bytes, int]:
    """Since when those of these articles were held that are of the past."""
    found: dict[bytes, int] = {}
    for begin in range(0, len(ids), _AT_ONCE):
        some = ids[begin : begin + _AT_ONCE]
        wanted = f"SELECT id, min(held_from) FROM past WHERE id IN ({','.join('?' * len(some))}) GROUP BY id"
        found |= dict(db.execute(wanted, some))
    return found


def _found(
    db: sqlite3.Connection, column: str, keys: list[Any], texts: bool, letters: Letters | None
) -> Iterator[Held]:
    for begin in range(0, len(keys), _AT_ONCE):
        some = keys[begin : begin + _AT_ONCE]
        wanted = f"{_HELD} WHERE {column} IN ({','.join('?' * len(some))})"
        yield from _held(db, db.execute(wanted, some).fetchall(), texts, letters)


def _held(db: sqlite3.Connection, rows: Sequence[Row], texts: bool, letters: Letters | None = None) -> list[Held]:
    sound = [opened(row, db, f"article number {row[0]}") for row in rows]
    text = _texts(db, sound, letters) if texts else {}
    return [_of_row(row, text.get(row[0], "")) for row in sound]


def _texts(db: sqlite3.Connection, rows: Sequence[Row], letters: Letters | None) -> dict[int, str]:
    """The texts of articles by number. Raises `IndexCorrupt` where one has none."""
    found: dict[int, str] = {}
    sizes = {number: size for number, _, _, size, *_ in rows}
    for number in sizes:
        what = f"article number {number}"
        stored = db.execute("SELECT * FROM text WHERE number = ?", (number,)).fetchone()
        if stored is not None:
            _, length, packed = opened(stored, db, f"the text of {what}")
            found[number] = inflated(packed, length, db, what)
    if len(found) < len(sizes):
        found |= pieces.texts(db, {number: size for number, size in sizes.items() if number not in found}, letters)
    for number in sizes.keys() - found.keys():
        raise corrupt(db, f"article number {number}: its text is missing")
    return found


def _of_row(row: Row, text: str) -> Held:
    number, id, digest, size, first_held, held_from, *told = row
    return Held(
        number=number,
        article=described(text_of(id), text, tuple(told)),
        digest=digest.hex(),
        bytes=size,
        first_held=instant(first_held),
        held_from=instant(held_from),
    )


def _version(db: sqlite3.Connection, row: Row) -> Version:
    _, id, digest, outlet, from_, to, seen_from, seen_to, held_from, held_to, reason = opened(
        row, db, f"entry {row[0]} of the past"
    )
    return Version(
        id=text_of(id),
        digest=digest.hex(),
        outlet=optional_text(outlet),
        published=interval(from_, to),
        first_seen=interval(seen_from, seen_to),
        held_from=instant(held_from),
        held_to=instant(held_to),
        reason=_REASONS[reason],
    )
