"""Where an article can be opened: the page it was published on, else the file that it was read from."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.model import ArticleSummary
from dedup.report.escape import uri_path, web_url
from dedup.report.places import STDIN, spot_of, working_folder


def links_of(articles: Iterable[ArticleSummary], folder: str | None = None) -> dict[str, str]:
    """The articles that can be opened, by id: an http(s) URL, or the ``file:`` URL of a local file.

    `folder` is the absolute working folder that sources are relative to (default: that of the process).
    """
    here = folder or working_folder()
    found = ((article.id, web_url(article.url) or _file_url(article, here)) for article in articles)
    return {id: url for id, url in found if url is not None}


def _file_url(article: ArticleSummary, folder: str) -> str | None:
    if not article.source:
        return None
    spot = spot_of(article.source, article.id, folder)
    if spot.path == STDIN:
        return None
    path = spot.path if spot.absolute else f"{folder.rstrip('/')}/{spot.path}"
    return "file://" + uri_path(path if path.startswith("/") else f"/{path}")
