"""What other programs write: records that are no articles, and articles that have an address for an id."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dedup.ingest.fields import URL, is_url

# Of each row that passim writes about a passage; beside them stand `cluster`, or `begin2`, `uid2` and `id2`.
_PASSAGE = frozenset({"begin", "end"})
_FOUND = frozenset({"cluster", "begin2", "uid2", "id2"})
_PAIR = frozenset({"id1", "id2"})
# trafilatura writes it into each of its JSON documents.
_TRAFILATURA = "fingerprint"
_ADDRESSES = (*URL, "source")


def no_article(fields: Mapping[str, Any]) -> str | None:
    """Why a record is no article: what passim found has an id and a text, but those of a passage."""
    if (fields.keys() >= _PASSAGE and not _FOUND.isdisjoint(fields)) or fields.keys() >= _PAIR:
        return "a passage that passim found, and no article: give dedup what passim read, not what it wrote"
    return None


def address(fields: Mapping[str, Any]) -> str | None:
    """The address that is the id of a page that trafilatura read: it gives none itself."""
    if _TRAFILATURA not in fields:
        return None
    return next((value for name in _ADDRESSES if isinstance(value := fields.get(name), str) and is_url(value)), None)


def without_repeats(fields: Mapping[str, Any]) -> Mapping[str, Any]:
    """The fields without those in which trafilatura repeats the text or tells of the day on which it ran."""
    if _TRAFILATURA not in fields:
        return fields
    return {name: value for name, value in fields.items() if name not in ("raw_text", "filedate")}
