"""From the names that inputs use to the fields of an article."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from dedup.dates import PUBLISHED_NAMES, Interval, parse_published
from dedup.errors import DateError
from dedup.ingest.record import quoted

OUTLET = ("outlet", "series", "source-hostname", "sitename", "publisher")
PUBLISHED = PUBLISHED_NAMES
FIRST_SEEN = (
    "first_seen",
    "scraped",
    "scraped_at",
    "fetched",
    "fetched_at",
    "ingested",
    "ingested_at",
    "crawled",
    "crawled_at",
    "retrieved",
    "retrieved_at",
)
TITLE = ("title",)
URL = ("url",)
# passim's and trafilatura's `source` is a URL, other collections put the outlet's name there.
SOURCE = "source"
KNOWN_NAMES = frozenset({"id", "text", *OUTLET, *PUBLISHED, *FIRST_SEEN, *TITLE, *URL, SOURCE, "filedate"})

_URL = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.)\S+\Z", re.IGNORECASE)
_MISSING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What a record says about an article. `bad_dates`: names and shown values of dates that are none."""

    outlet: str | None = None
    published: Interval | None = None
    first_seen: Interval | None = None
    url: str | None = None
    title: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    bad_dates: tuple[tuple[str, str], ...] = ()


def known(fields: Mapping[str, Any]) -> Known:
    """Sort a record's fields. The first usable alias wins; what is not used comes back in `extra`.

    A date that cannot be read stays in `extra` under its own name and is listed in `bad_dates`.
    """
    extra = {name: value for name, value in fields.items() if name not in ("id", "text")}
    bad: list[tuple[str, str]] = []
    published = _first_date(extra, PUBLISHED, bad)
    first_seen = _first_date(extra, FIRST_SEEN, bad)
    outlet = _first_label(extra, OUTLET)
    title = _first_label(extra, TITLE)
    url = _first_label(extra, URL)
    source = _label(extra.get(SOURCE))
    if source is not None:
        if _URL.match(source):
            if url is None:
                url = source
                del extra[SOURCE]
        elif outlet is None:
            outlet = source
            del extra[SOURCE]
    return Known(
        outlet=" ".join(outlet.split()) if outlet else None,
        published=published,
        first_seen=first_seen,
        url=url,
        title=title,
        extra={
            name: _reportable(value) if isinstance(value, (date, float, bytes)) else value
            for name, value in extra.items()
        },
        bad_dates=tuple(bad),
    )


def as_known(name: str) -> str:
    """A name as dedup writes it, where it knows it: in tables and front matter `Date` is `date`."""
    plain = name.strip()
    return plain.lower() if plain.lower() in KNOWN_NAMES else plain


def is_url(text: str) -> bool:
    """Whether text is an address and no name."""
    return _URL.match(text.strip()) is not None


def published_of(fields: Mapping[str, Any]) -> tuple[Interval | None, tuple[str, ...]]:
    """When a record says that it was published, and the dates in it, as shown, that cannot be read."""
    bad: list[tuple[str, str]] = []
    published = _first_date({name: fields[name] for name in PUBLISHED if name in fields}, PUBLISHED, bad)
    return published, tuple(f"{name} {value}" for name, value in bad)


def merged(own: Known, other: Known) -> Known:
    """The article's own fields, completed by those of its metadata."""
    return Known(
        outlet=own.outlet or other.outlet,
        published=own.published or other.published,
        first_seen=own.first_seen or other.first_seen,
        url=own.url or other.url,
        title=own.title or other.title,
        extra={**other.extra, **own.extra},
        bad_dates=own.bad_dates + other.bad_dates,
    )


def disagree(own: Known, other: Known) -> bool:
    """Whether the metadata contradicts a field that the article has itself."""
    return any(
        getattr(own, name) is not None
        and getattr(other, name) is not None
        and getattr(own, name) != getattr(other, name)
        for name in ("outlet", "published", "first_seen", "url", "title")
    )


def _first_label(extra: dict[str, Any], names: tuple[str, ...]) -> str | None:
    """The first usable value, taken out of `extra`; empty ones before it go too."""
    if extra.keys().isdisjoint(names):
        return None
    for name in names:
        value = extra.get(name, _MISSING)
        if value is _MISSING:
            continue
        label = _label(value)
        if label is not None or value is None or value == "":
            del extra[name]
        if label is not None:
            return label
    return None


def _label(value: Any) -> str | None:
    if isinstance(value, str):
        return value.strip() or None
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return None


def _first_date(extra: dict[str, Any], names: tuple[str, ...], bad: list[tuple[str, str]]) -> Interval | None:
    if extra.keys().isdisjoint(names):
        return None
    for name in names:
        value = extra.get(name)
        if value is None or value == "":
            extra.pop(name, None)
            continue
        try:
            interval = _interval(value)
        except DateError:
            bad.append((name, quoted(value if isinstance(value, str) else str(value))))
            continue
        del extra[name]
        if interval is not None:
            return interval
    return None


def _interval(value: Any) -> Interval | None:
    if isinstance(value, str):
        return _parsed(value)
    if isinstance(value, (date, datetime)):
        return parse_published(value)
    if isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 99991231:
        return parse_published(str(value))
    raise DateError("a date is text")


@lru_cache(maxsize=4096)
def _parsed(value: str) -> Interval | None:
    return parse_published(value)


def _reportable(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value
