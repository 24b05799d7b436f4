"""Dates that the input gave and that could not be read: they are unknown, and a reader must know why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dedup.dates import PUBLISHED_NAMES, parse_published
from dedup.errors import DateError
from dedup.model import ArticleSummary, Report

ADVICE = "they count as unknown; ISO dates such as 2023-04-16 are read"


@dataclass(frozen=True, slots=True, kw_only=True)
class BadDate:
    """A publication date as it was given: the article's id, the name of the field and its value."""

    article: str
    name: str
    value: str


def bad_dates(report: Report) -> list[BadDate]:
    """The unreadable publication dates, in the order of the articles.

    An input's fields that are not used come back in `extra`, and a date that cannot be read is one of them.
    """
    return [found for article in report.articles for found in _of(article)]


def dated(article: ArticleSummary) -> str:
    """Where the publication date is from: ``given``, ``inferred``, ``unreadable``, or nothing to say."""
    if article.published is not None:
        return article.published_origin
    return "unreadable" if any(_of(article)) else ""


def _of(article: ArticleSummary) -> Iterator[BadDate]:
    if article.published_origin == "given":
        return
    for name in PUBLISHED_NAMES:
        value = article.extra.get(name)
        if value not in (None, "") and not _readable(value):
            yield BadDate(article=article.id, name=name, value=str(value))


def _readable(value: Any) -> bool:
    try:
        parse_published(str(value) if isinstance(value, int) else value)
    except DateError:
        return False
    return True
