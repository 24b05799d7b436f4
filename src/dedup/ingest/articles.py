"""One record, and what its metadata adds, made into an article."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from dedup.ingest.fields import disagree, known, merged
from dedup.ingest.inference import infer
from dedup.ingest.limits import Limits
from dedup.ingest.metadata import Row, Table
from dedup.ingest.record import Record
from dedup.ingest.tools import address, no_article, without_repeats
from dedup.model import Article, Origin, Skipped

_ID_CHARS = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An article and what a person should hear about it.

    `metadata` names the table that speaks of it, and its row there; `replaced` counts lone surrogates.
    """

    article: Article
    metadata: tuple[str, str] | None
    replaced: int
    conflict: bool
    bad_dates: tuple[str, ...]


def build(record: Record, table: Table | None, limits: Limits, inner: str | None = None) -> Built | Skipped:
    """Make an article of a record: its own fields, then its metadata, then what the text itself says.

    `inner` is what the table calls an article whose id follows from its path.
    """
    article_id = id_of(record)
    if isinstance(article_id, Skipped):
        return article_id
    known_as = inner if inner is not None and article_id == record.id else article_id
    row = table.row(known_as) if table is not None else None
    text = text_of(record, row, limits)
    if isinstance(text, Skipped):
        return text
    own = known(without_repeats(record.fields))
    all_known = own if row is None else merged(own, row.known)
    outlet, published = all_known.outlet, all_known.published
    outlet_origin: Origin = "given" if outlet else "unknown"
    published_origin: Origin = "given" if published else "unknown"
    if outlet is None or published is None:
        guess = infer(text, url=all_known.url)
        if outlet is None and guess.outlet is not None:
            outlet, outlet_origin = guess.outlet, "inferred"
        if published is None and guess.published is not None:
            published, published_origin = guess.published, "inferred"
    article = Article(
        id=article_id,
        text=text,
        outlet=outlet,
        published=published,
        first_seen=all_known.first_seen,
        url=all_known.url,
        title=all_known.title,
        source=record.place,
        extra=all_known.extra,
        outlet_origin=outlet_origin,
        published_origin=published_origin,
    )
    bad_dates = [f"{record.place} {name} {value}" for name, value in own.bad_dates]
    if row is not None:
        bad_dates += [f"{row.place} {name} {value}" for name, value in row.known.bad_dates]
    return Built(
        article=article,
        metadata=None if table is None or row is None else (table.name, row.key),
        replaced=record.replaced,
        conflict=row is not None and disagree(own, row.known),
        bad_dates=tuple(bad_dates),
    )


def preferred(left: Article, right: Article) -> Article:
    """Of two articles with one id and one text, the one that says more, whichever was read first."""
    return min(left, right, key=_rank)


def _rank(article: Article) -> tuple[Any, ...]:
    facts = (article.outlet, article.published, article.first_seen, article.url, article.title)
    given = (article.outlet_origin == "given") + (article.published_origin == "given")
    extra = json.dumps(article.extra, sort_keys=True, default=str)
    return -given, -sum(fact is not None for fact in facts), *map(str, facts), extra, article.source or ""


def id_of(record: Record) -> str | Skipped:
    """The id of a record, else that of its path, else the address of a page that trafilatura read."""
    value = record.fields.get("id")
    if value is None or value == "":
        if record.id is not None:
            return record.id
        value = address(record.fields) or value
    if value is None or value == "":
        return record.without("id") if "id" not in record.fields else record.skipped(f"id is {_kind(value)}")
    if isinstance(value, int) and not isinstance(value, bool):
        if value.bit_length() > 4 * _ID_CHARS:  # Python writes no number of many thousand digits
            return record.skipped(f"id is longer than {_ID_CHARS:,} characters")
        value = str(value)
    if not isinstance(value, str):
        return record.skipped(f"id is {_kind(value)}, not text")
    if not value.strip():
        return record.skipped("id is empty")
    if len(value) > _ID_CHARS:
        return record.skipped(f"id is longer than {_ID_CHARS:,} characters")
    return value


def text_of(record: Record, row: Row | None, limits: Limits) -> str | Skipped:
    """The text of a record, or where it has none that of its metadata."""
    if (reason := no_article(record.fields)) is not None:
        return record.skipped(reason)
    value = record.fields.get("text")
    text: str | None = None
    if isinstance(value, str) and not _blank(value):
        text = value
    elif row is not None and row.text is not None and not _blank(row.text) and (value is None or value == ""):
        text = row.text
    if text is not None:
        if len(text) > limits.article_chars:
            return record.skipped(f"a text of {len(text):,} characters; the limit is {limits.article_chars:,}")
        return text
    if isinstance(value, str):
        return record.skipped("empty text")
    return record.without("text") if "text" not in record.fields else record.skipped(f"text is {_kind(value)}")


def _blank(text: str) -> bool:
    """Whether nothing in the text would leave ink: spaces, controls and zero-width characters only."""
    return not any(char.isprintable() and not char.isspace() for char in text)


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true or false"
    names = {str: "empty", bytes: "bytes", list: "a list", dict: "an object", int: "a number", float: "a number"}
    return names.get(type(value), f"a {type(value).__name__}")
