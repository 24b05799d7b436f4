"""An article as it was read, and places in its text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dedup.dates import Datelike, Interval, parse_published

Origin = Literal["given", "inferred", "unknown"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. `published` takes whatever `dedup.dates.parse_published` reads.

    `first_seen` (a scrape or ingest time) bounds the publication from above and is never taken for it.
    `source` says where it was read from (``file`` or ``file:line``); `extra` holds the input's other fields.

    >>> Article(id="a", text="…", published="2023-04-16T10:00Z").published.earliest.hour
    10
    """

    id: str
    text: str
    outlet: str | None = None
    published: Interval | None = None
    first_seen: Interval | None = None
    url: str | None = None
    title: str | None = None
    source: str | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    outlet_origin: Origin = "unknown"
    published_origin: Origin = "unknown"

    def __init__(
        self,
        *,
        id: str,
        text: str,
        outlet: str | None = None,
        published: Datelike = None,
        first_seen: Datelike = None,
        url: str | None = None,
        title: str | None = None,
        source: str | None = None,
        extra: Mapping[str, Any] | None = None,
        outlet_origin: Origin | None = None,
        published_origin: Origin | None = None,
    ) -> None:
        for name, value in (("id", id), ("text", text)):
            if not isinstance(value, str):
                raise TypeError(f"Article.{name} is text, not {type(value).__name__}")
        for name, known in (("outlet", outlet), ("url", url), ("title", title), ("source", source)):
            if known is not None and not isinstance(known, str):
                raise TypeError(f"Article.{name} is text or None, not {type(known).__name__}")
        when = parse_published(published)
        put = object.__setattr__
        put(self, "id", id)
        put(self, "text", text)
        put(self, "outlet", outlet or None)
        put(self, "published", when)
        put(self, "first_seen", parse_published(first_seen))
        put(self, "url", url)
        put(self, "title", title)
        put(self, "source", source)
        put(self, "extra", dict(extra or {}))
        put(self, "outlet_origin", outlet_origin or ("given" if outlet else "unknown"))
        put(self, "published_origin", published_origin or ("given" if when else "unknown"))


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Half-open code points ``[start, end)`` of an original text."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def overlap(self, other: Span) -> int:
        """How many code points both spans hold."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        # Texts have hundreds of them, and processes tell each other: a third of the time that a dataclass takes.
        return Span, (self.start, self.end)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Place:
    """Where a piece of evidence stands: a span of one article's original text."""

    article: str
    start: int
    end: int
