"""What an index holds, counted."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from dedup.dates import Interval, days_of
from dedup.index import contents, sweeping
from dedup.index.file import FORMAT, size_of
from dedup.index.meta import Meta
from dedup.index.rows import instant, interval, optional_text

_DAYS = "SELECT DISTINCT published_from, published_to FROM article WHERE published_from IS NOT NULL"
_TOTALS = (
    "SELECT count(*), coalesce(sum(bytes), 0), min(published_from), max(published_to), min(first_held), max(held_from) "
    "FROM article"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What an index holds. Sizes are in bytes, instants in UTC.

    `published` are the bounds of all publications, `published_days` the first and last day as they were given.
    `versions` counts texts that were replaced and `removed` those that were taken out; of both only the digest is
    left. `outlets` are numbers of articles, None those without one. `unswept` is since when something that was removed
    or replaced may still stand in unused parts of the file (None: nothing does).
    """

    path: str
    articles: int
    words: int
    text_bytes: int
    versions: int
    removed: int
    outlets: Mapping[str | None, int]
    published: Interval | None
    published_days: tuple[date, date] | None
    first_held: datetime | None
    last_held: datetime | None
    file_bytes: int
    keeps_texts: bool
    hashes: str
    tokens: str
    format: int
    created: datetime
    made_by: str
    unswept: datetime | None


def info_of(db: sqlite3.Connection, meta: Meta, path: str) -> Info:
    """Counts everything, inside a transaction."""
    count, size, from_, to, first, last = db.execute(_TOTALS).fetchone()
    by_reason = dict(db.execute("SELECT reason, count(*) FROM past GROUP BY reason"))
    outlets = db.execute("SELECT outlet, count(*) FROM article GROUP BY outlet ORDER BY count(*) DESC, outlet")
    return Info(
        path=path,
        articles=count,
        words=contents.word_count(db),
        text_bytes=size,
        versions=by_reason.get(b"replaced", 0),
        removed=by_reason.get(b"removed", 0),
        outlets={optional_text(name): number for name, number in outlets},
        published=interval(from_, to),
        published_days=days_of(Interval(instant(begin), instant(end)) for begin, end in db.execute(_DAYS)),
        first_held=None if first is None else instant(first),
        last_held=None if last is None else instant(last),
        file_bytes=size_of(path),
        keeps_texts=meta.keeps_texts,
        hashes=meta.hashes,
        tokens=meta.tokens,
        format=FORMAT,
        created=meta.created,
        made_by=meta.made_by,
        unswept=sweeping.owed(db),
    )
