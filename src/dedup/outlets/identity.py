"""One outlet under several names: its name with and without an article, in other letters, and its host."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Protocol

from dedup.model import Origin
from dedup.outlets.hosts import host_of, named_host
from dedup.outlets.lists import lists


class Published(Protocol):
    """What is asked of an article, or of its summary."""

    @property
    def id(self) -> str: ...
    @property
    def outlet(self) -> str | None: ...
    @property
    def outlet_origin(self) -> Origin: ...
    @property
    def url(self) -> str | None: ...


def same_outlet(one: Published, other: Published) -> bool:
    """Whether two articles are of one outlet: equal names or, where a name is missing or guessed, one host.

    Case, spacing and an article that only one of the names begins with do not count ("The Calder Courier" is
    "Calder Courier"); a name that is part of another is another outlet's ("The Sun", "Selwick Sun"). A host on
    which many publish (`is_shared`) says nothing.
    """
    if _same_words(_words(one.outlet or ""), _words(other.outlet or "")):
        return True
    return _goes_by_host(one, other) or _goes_by_host(other, one)


def outlet_names(articles: Iterable[Published]) -> dict[str, str]:
    """What to call the outlet of each article whose outlet is known, by id: one spelling for each outlet.

    Of several spellings it is the smallest that is not a host. A host, and a name without its article, count as
    the outlet that alone goes with them; where two do ("Die Presse" and "La Presse" for "Presse") they stay apart.
    """
    known = [article for article in articles if _is_named(article)]
    keys = {article.id: _words(article.outlet or "") for article in known}
    alias = _without_article(set(keys.values()))
    keys = {id: alias.get(key, key) for id, key in keys.items()}
    alias = _by_host(known, keys)
    keys = {id: alias.get(key, key) for id, key in keys.items()}
    shown: dict[tuple[str, ...], str] = {}
    for article in known:
        names = (article.outlet or "", shown.get(keys[article.id], article.outlet or ""))
        shown[keys[article.id]] = min(names, key=lambda name: (named_host(name) is not None, name))
    return {id: shown[key] for id, key in keys.items()}


def name_key(name: str) -> tuple[str, ...]:
    """What two spellings of one name share: its words in small letters, without an article before them.

    >>> name_key("The Calder  Courier") == name_key("calder courier")
    True
    """
    return _bare(_words(name))


def _without_article(names: set[tuple[str, ...]]) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Bare names to the only name that adds an article to them."""
    full: dict[tuple[str, ...], set[tuple[str, ...]]] = {}
    for name in names:
        if (bare := _bare(name)) != name and bare in names:
            full.setdefault(bare, set()).add(name)
    return {bare: next(iter(found)) for bare, found in full.items() if len(found) == 1}


def _by_host(
    articles: Iterable[Published], keys: Mapping[str, tuple[str, ...]]
) -> dict[tuple[str, ...], tuple[str, ...]]:
    """Names that are hosts to the only outlet that gives its name on such a page."""
    named: dict[str, set[tuple[str, ...]]] = {}
    for article in articles:
        host = host_of(article.url)
        if host is not None and not _known_by(article):
            named.setdefault(host, set()).add(keys[article.id])
    hosts = {key: host for key in keys.values() if (host := named_host(" ".join(key))) is not None}
    # Two spellings of one host ("www.") are one, whether or not a name goes with it.
    return {key: next(iter(named[host])) if len(named.get(host, ())) == 1 else (host,) for key, host in hosts.items()}


def _goes_by_host(one: Published, other: Published) -> bool:
    """Whether one article's outlet is known by its host alone, and that is the other's too."""
    known = _known_by(one)
    return bool(known) and not known.isdisjoint(_hosts(other))


def _known_by(article: Published) -> frozenset[str]:
    """The hosts by which alone an article's outlet is known."""
    host = host_of(article.url) if not _is_named(article) or article.outlet_origin == "inferred" else None
    return frozenset(each for each in (host, named_host(article.outlet)) if each is not None)


def _hosts(article: Published) -> frozenset[str]:
    return frozenset(each for each in (host_of(article.url), named_host(article.outlet)) if each is not None)


def _is_named(article: Published) -> bool:
    return bool(article.outlet and not article.outlet.isspace())


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(unicodedata.normalize("NFKC", name).casefold().split())


def _same_words(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    # "Die Presse" and "La Presse" begin with articles both, and are two.
    return bool(one) and bool(other) and (one == other or _bare(one) == other or one == _bare(other))


def _bare(words: tuple[str, ...]) -> tuple[str, ...]:
    return words[1:] if len(words) > 1 and words[0] in lists().articles else words
