"""Articles as they are given: one an id, and with them what was skipped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from dedup.errors import DuplicateId, UsageError
from dedup.model import Article, Skipped


def distinct(articles: Iterable[Article]) -> dict[str, Article]:
    """The articles by id. Of several with one id and one text the one that says more counts, whichever came first.

    Raises `DuplicateId` where one id has two different texts, `UsageError` for what is no article.
    """
    by_id: dict[str, Article] = {}
    for article in articles:
        if not isinstance(article, Article):
            raise UsageError(
                f"articles are dedup.Article, not {type(article).__name__}; dedup.read makes them of files and "
                "folders, dedup.articles_from of rows"
            )
        known = by_id.setdefault(article.id, article)
        if known is article:
            continue
        if known.text != article.text:
            raise duplicate(known, article)
        by_id[article.id] = preferred(known, article)
    return by_id


def all_skipped(articles: object, skipped: Sequence[Skipped]) -> tuple[Skipped, ...]:
    """What was skipped, with what a `Reading` skipped that is given for `articles`; each once."""
    own: tuple[Skipped, ...] = tuple(getattr(articles, "skipped", ()))
    return (*own, *(each for each in skipped if each not in own)) if own else tuple(skipped)


def preferred(one: Article, two: Article) -> Article:
    """Of two articles with one id and one text, the one that says more; which is which never matters."""
    return min(one, two, key=_by_what_is_known)


def duplicate(one: Article, two: Article) -> DuplicateId:
    """The error of two articles with one id."""
    places = " and ".join(ascii(each.source) if each.source else "an article without a source" for each in (one, two))
    return DuplicateId(f"two articles have the id {one.id!a} ({places}); give each an id of its own")


def _by_what_is_known(article: Article) -> tuple[Any, ...]:
    """Prefers what says more of the article; all else decides in some fixed way."""
    known = (article.outlet, article.published, article.title, article.url, article.first_seen, article.source)
    rest = (
        article.outlet_origin,
        article.published_origin,
        sorted((str(k), repr(v)) for k, v in article.extra.items()),
    )
    return *(each is None for each in known), *map(str, known), *map(str, rest)
