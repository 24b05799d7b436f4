"""When two articles are of one outlet: one notion for verdicts, totals and what is set aside."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

from dedup.model import Article
from dedup.provenance.naming import outlet_articles


def same_outlet(one: Article, other: Article) -> bool:
    """Whether two articles are of one outlet: equal names or, where a name is missing, pages on one host.

    Case, spacing and an article that only one of the names begins with do not count ("The Calder Courier" is
    "Calder Courier"); a name that is part of another is another outlet's ("The Sun", "Selwick Sun").
    """
    if one.outlet and other.outlet:
        return _same_words(_words(one.outlet), _words(other.outlet))
    host = host_of(one.url)
    return host is not None and host == host_of(other.url)


@lru_cache(maxsize=4096)
def host_of(url: str | None) -> str | None:
    """The host of a page without ``www.``; ``None`` where a URL has none.

    >>> host_of("https://www.Gazeta.example/news/1")
    'gazeta.example'
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:  # a malformed URL names no outlet
        return None
    return (host or "").lower().removeprefix("www.").rstrip(".") or None


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", name).casefold().split())


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    # "Die Presse" and "La Presse" begin with articles both, and are two.
    return bool(one) and bool(other) and (one == other or _bare(one) == other or one == _bare(other))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in outlet_articles() else words
