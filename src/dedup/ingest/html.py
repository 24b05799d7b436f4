"""HTML pages, with the trafilatura extra: the article's text and what the page's own metadata says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from dedup.extras import library
from dedup.ingest.limits import Limits
from dedup.ingest.record import Record, Rejected
from dedup.ingest.streams import whole

# `extensive_search` guesses a date from anywhere in the page, a copyright line included; and the default
# upper bound is today, which would make the result depend on the day of the run.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-12-31"}
_FIELDS = ("title", "author", "url", "hostname", "sitename", "date", "language")

# Where a page states when it was published, the surest first. Times of day are what trafilatura leaves away.
_STATED = (
    "//meta[@property='article:published_time' or @name='article:published_time']/@content",
    "//script[@type='application/ld+json']/text()",
    "//*[@itemprop='datePublished']/@*[name()='content' or name()='datetime']",
    "//time/@datetime",
)
_IN_JSON = re.compile(r'"datePublished"\s*:\s*"([^"]{,40})"')


def require() -> None:
    """Raise `MissingExtra` where trafilatura is not installed."""
    library("trafilatura", "reading HTML", "html")


def read_html(content: Iterator[bytes], path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """The one record of a page. Raises `Rejected` where it holds no article.

    Raises `MissingExtra` where trafilatura is not installed.
    """
    require()
    import logging

    import trafilatura

    data = whole(content, limits.page_bytes)
    if not data.strip():
        raise Rejected("empty file")
    if data.count(b"<") > limits.page_tags:
        raise Rejected(f"more than {limits.page_tags:,} tags")
    # Its messages about odd pages would land on stderr; what matters of them is the reason given here.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())
    try:
        document: Any = trafilatura.bare_extraction(
            data, with_metadata=True, include_comments=False, date_extraction_params=dict(_DATES)
        )
    except (ValueError, TypeError, AttributeError, LookupError, RecursionError, OverflowError) as error:
        raise Rejected(f"malformed HTML ({type(error).__name__})") from error
    if document is None or not document.text:
        raise Rejected("no article text found in the page")
    fields = {name: value for name in _FIELDS if (value := getattr(document, name, None))}
    if (instant := _instant(data, fields.get("date"))) is not None:
        fields["date"] = instant
    yield Record(path=path, line=None, fields={**fields, "text": document.text}, id=default_id)


def _instant(data: bytes, day: str | None) -> str | None:
    """The one time, with its zone, that a page states for the day on which it was published."""
    if day is None:
        return None
    import lxml.etree
    import lxml.html

    try:
        page = lxml.html.document_fromstring(data)
    except (lxml.etree.LxmlError, ValueError):
        return None
    for where in _STATED:
        values = [str(value) for value in page.xpath(where)]
        if where.startswith("//script"):
            values = [found for value in values for found in _IN_JSON.findall(value)]
        stated = {instant for value in values if (instant := _zoned(value)) and str(instant.date()) == day}
        if stated:
            # Several are those of other articles, or of comments.
            return stated.pop().isoformat() if len(stated) == 1 else None
    return None


def _zoned(value: str) -> datetime | None:
    """A time with its zone. Midnight is what sites write that know no more than the day."""
    try:
        instant = datetime.fromisoformat(value.strip())
    except ValueError:
        return None
    return instant if instant.tzinfo is not None and instant.time() != time() else None
