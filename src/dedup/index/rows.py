"""Values in rows, and back: exactly, or not at all.

Text is stored as UTF-8 bytes, since an article may hold what SQLite takes for no text (lone surrogates, NUL); its order
is that of code points. An instant is a whole number of microseconds since 1970, in UTC. A row is sealed with a
checksum over all of it: SQLite notices damage to the tree of its pages, not to what they say.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from datetime import UTC, datetime, timedelta
from hashlib import blake2b
from typing import Any, get_args

from dedup.dates import Interval
from dedup.errors import DateError, IndexCorrupt, InputError
from dedup.index.faults import DAMAGED
from dedup.model import Article, Origin

Row = tuple[Any, ...]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGEST_BYTES, _SEAL_BYTES = 16, 8
# Of news, level 3 leaves 47 % in 131 µs an article, level 1 48 % in 118, level 6 45 % in 194.
_LEVEL = 3
_ORIGINS: dict[str, Origin] = {name: name for name in get_args(Origin)}


def sealed(*values: Any) -> Row:
    """A row and its checksum, which tells every value, its type and its place."""
    return *values, _seal(values)


def opened(row: Row, db: sqlite3.Connection, what: str) -> Row:
    """A row without its checksum. Raises `IndexCorrupt` where that is not of the row."""
    if _seal(row[:-1]) != row[-1]:
        raise corrupt(db, f"{what}: its checksum differs")
    return row[:-1]


def corrupt(db: sqlite3.Connection, what: str) -> IndexCorrupt:
    """The error of damage that was found in an index: `what` says where."""
    try:
        path = db.execute("PRAGMA database_list").fetchone()[2]
    except sqlite3.Error:
        path = "the index"
    return IndexCorrupt(f"{path}: damaged ({what}); 'dedup index verify' says what else is; {DAMAGED}")


def digest_of(text: bytes) -> bytes:
    """16 bytes by which a text is known (BLAKE2b of its UTF-8)."""
    return blake2b(text, digest_size=_DIGEST_BYTES).digest()


def utf8(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def text_of(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")


def deflated(text: bytes) -> bytes:
    return zlib.compress(text, _LEVEL)


def inflated(stored: bytes, size: int, db: sqlite3.Connection, what: str) -> str:
    """The text of `size` bytes. Raises `IndexCorrupt`; never makes more than it is asked for."""
    try:
        text = zlib.decompressobj().decompress(stored, size + 1)
    except (zlib.error, TypeError) as error:
        raise corrupt(db, f"{what}: its text cannot be unpacked") from error
    if len(text) != size:
        raise corrupt(db, f"{what}: its text is another one")
    return text_of(text)


def description(article: Article) -> Row:
    """All that is known of an article but its id and its text: ten values."""
    return (
        _optional_utf8(article.outlet),
        *_ends(article.published),
        *_ends(article.first_seen),
        _optional_utf8(article.url),
        _optional_utf8(article.title),
        _optional_utf8(article.source),
        _json(article),
        utf8(f"{article.outlet_origin} {article.published_origin}"),
    )


def described(id: str, text: str, row: Row) -> Article:
    """The article of a `description`."""
    outlet, from_, to, seen_from, seen_to, url, title, source, extra, origins = row
    outlet_origin, published_origin = (_ORIGINS[name] for name in text_of(origins).split())
    return Article(
        id=id,
        text=text,
        outlet=optional_text(outlet),
        published=interval(from_, to),
        first_seen=interval(seen_from, seen_to),
        url=optional_text(url),
        title=optional_text(title),
        source=optional_text(source),
        extra=None if extra is None else json.loads(text_of(extra)),
        outlet_origin=outlet_origin,
        published_origin=published_origin,
    )


def now() -> int:
    return micros(datetime.now(UTC))


def micros(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def instant(stored: int) -> datetime:
    return _EPOCH + stored * _MICROSECOND


def interval(from_: int | None, to: int | None) -> Interval | None:
    return None if from_ is None or to is None else Interval(instant(from_), instant(to))


def _ends(interval: Interval | None) -> tuple[int | None, int | None]:
    if interval is None:
        return None, None
    try:
        return micros(interval.earliest), micros(interval.latest)
    except TypeError as error:
        raise DateError(f"an interval without a time zone: {interval.earliest}; its ends are in UTC") from error


def _json(article: Article) -> bytes | None:
    if not article.extra:
        return None
    try:
        return utf8(json.dumps(article.extra, ensure_ascii=False, separators=(",", ":")))
    except (TypeError, ValueError, RecursionError) as error:
        raise InputError(
            f"article {article.id!a}: its extra fields are not JSON ({error}); leave out what is not"
        ) from error


def _optional_utf8(text: str | None) -> bytes | None:
    return None if text is None else utf8(text)


def optional_text(stored: bytes | None) -> str | None:
    return None if stored is None else text_of(stored)


def _seal(values: Row) -> bytes:
    told = blake2b(digest_size=_SEAL_BYTES)
    for value in values:
        if isinstance(value, bytes):
            told.update(b"b%d:" % len(value))
            told.update(value)
        elif isinstance(value, int):
            told.update(b"i%d:" % value)
        else:  # None; else damage, which then has another checksum
            told.update(b"n" if value is None else b"?")
    return told.digest()
