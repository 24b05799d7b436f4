"""Whose pages a host shows: one outlet's, or those of many."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urlsplit

from dedup.outlets.lists import lists

_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}\Z")


@lru_cache(maxsize=4096)
def host_of(url: str | None) -> str | None:
    """The host of a page without ``www.``; `None` where a URL has none, and where many publish on that host.

    >>> host_of("https://www.Gazeta.example/news/1")
    'gazeta.example'
    >>> host_of("https://web.archive.org/web/2031/https://gazeta.example/news/1")
    """
    if not url:
        return None
    try:
        host = urlsplit(url).hostname
    except ValueError:  # a malformed URL names no outlet
        return None
    host = bare(host or "")
    return host if host and not is_shared(host) else None


@lru_cache(maxsize=4096)
def named_host(name: str | None) -> str | None:
    """The host that an outlet's name is, as where nothing better was known.

    >>> named_host("www.gazeta.example"), named_host("Gazeta"), named_host("medium.com")
    ('gazeta.example', None, None)
    """
    host = bare(name.strip()) if name else ""
    return host if _DOMAIN.match(host) and not is_shared(host) else None


def bare(host: str) -> str:
    return host.lower().removeprefix("www.").rstrip(".")


def is_shared(host: str) -> bool:
    """Whether many publish on a host: archives, aggregators, platforms, shorteners.

    >>> is_shared("old.reddit.com"), is_shared("substack.com"), is_shared("somebody.substack.com")
    (True, True, False)
    """
    labels = host.split(".")
    return host in lists().shared_by_subdomain or any(
        ".".join(labels[start:]) in lists().shared for start in range(len(labels))
    )
