"""Where an article appeared, as far as its own text or address says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from dedup.ingest.words import words
from dedup.outlets import is_shared

_MAX_WORDS = 6
_CONNECTORS = frozenset(
    {"of", "the", "and", "&", "for", "de", "del", "la", "le", "les", "der", "die", "das", "di", "du", "van"}
)
_COPYRIGHT = re.compile(
    r"(?:copyright\s*)?(?:©|\(c\)|copyright)\s*(?:[12]\d{3}\s*[-–]\s*)?[12]\d{3},?\s+(?:by\s+)?(?P<name>[^.|,©\n]{2,60}?)"
    r"(?:[.,|].*)?\Z",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"(?P<place>[^()\n.!?:“”\"]{0,60})\((?P<name>[^()\n]{2,30})\)\s*(?:—|–|--|-)\s")
_DOMAIN = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}\Z", re.IGNORECASE)
_HTTP = ("http", "https")


def from_text(head: Sequence[str], tail: Sequence[str]) -> str | None:
    """The outlet that a credit line, a copyright line, a dateline or a byline names.

    `head` and `tail` are the first and last lines that are not blank. A picture credit is no outlet; an
    agency, a ministry or a company may be where the words come from, and is not where they appeared.
    Two different names are no answer.
    """
    found = {
        name
        for names in (
            (_credit(line) for line in (*head[:3], *tail[-2:])),
            (_copyright(line) for line in tail[-4:]),
            (_dateline(line) for line in head[:4]),
            (_byline(line) for line in head[:4]),
        )
        for name in names
        if name is not None
    }
    return found.pop() if len(found) == 1 else None


def from_url(url: str) -> str | None:
    """The host of a web address, without ``www.``; `None` where many publish on it, as on archives."""
    try:
        parts = urlsplit(url if "://" in url else f"http://{url}")
        host = (parts.hostname or "").removeprefix("www.").rstrip(".")
    except ValueError:
        return None
    if parts.scheme.lower() not in _HTTP or not _DOMAIN.match(host):
        return None
    return None if is_shared(host) else host


@cache
def _credit_pattern() -> re.Pattern[str]:
    return re.compile(rf"\(?{words().pattern('source')}\s*[:：]\s*(?P<name>[^:\n]{{2,60}}?)\.?\)?\Z", re.IGNORECASE)


@cache
def _byline_pattern() -> re.Pattern[str]:
    return re.compile(
        rf"{words().pattern('by')}\s+[^,|\n]{{3,60}}(?:,|\s[|•–—-])\s+(?P<name>[^,|•\n]{{2,40}})\Z", re.IGNORECASE
    )


def _credit(line: str) -> str | None:
    match = _credit_pattern().match(line)
    if match is None:
        return None
    name = match["name"].strip()
    # "Source: Harbour Works" may be anybody, and most acronyms are no outlets.
    return name if _plausible(name) and _is_outlet_like(name) else None


def _copyright(line: str) -> str | None:
    match = _COPYRIGHT.match(line)
    name = match["name"].strip() if match else ""
    return name if match and _plausible(name) and _is_outlet_like(name) else None


def _dateline(line: str) -> str | None:
    match = _DATELINE.match(line)
    if match is None:
        return None
    name, place = match["name"].strip(), match["place"].strip()
    # "The Cable News Network (CNN) — which …" is a sentence; a place is short or in capitals.
    if not (place == "" or place.isupper() or "," in place or len(place.split()) <= 2):
        return None
    return name if _plausible(name) and _is_outlet_like(name) else None


def _byline(line: str) -> str | None:
    if len(line) > 120:
        return None
    match = _byline_pattern().match(line)
    name = match["name"].strip() if match else ""
    return name if match and _plausible(name) and _is_outlet_like(name) else None


def _plausible(name: str) -> bool:
    """A capitalised name of few words, none of which speaks of an agency, an office or a picture."""
    vocabulary = words()
    folded = name.casefold()
    parts = re.split(r"[\s/]+", name)
    bare = {part.strip(".,'’()").casefold() for part in parts}
    return (
        len(parts) <= _MAX_WORDS
        and folded not in vocabulary.agencies
        and folded.removeprefix("the ") not in vocabulary.agencies
        and not bare & vocabulary.not_outlet_words
        and not any(folded.endswith(word) for word in vocabulary.not_outlet_words if not word.isascii())
        and not any(part.casefold() in vocabulary.agencies for part in parts)
        and all(part.casefold() in _CONNECTORS or not part[:1].islower() or _DOMAIN.match(part) for part in parts)
        and (any(char.isalpha() for char in name))
    )


def _is_outlet_like(name: str) -> bool:
    vocabulary = words().outlet_words
    parts = {part.strip(".,'’()").casefold() for part in name.split()}
    spaceless = any(name.casefold().endswith(word) for word in vocabulary if not word.isascii())
    listed = name.casefold() in words().outlets
    return listed or bool(parts & vocabulary) or spaceless or bool(_DOMAIN.match(name))
