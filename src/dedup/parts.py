"""What an audit reads of single articles, when it first needs it: their parts, words and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.passages import Side, quotation_of
from dedup.model import Article, ArticleSummary, Passage, PassageKind, Span
from dedup.provenance import Dossier, dossier, same_outlet
from dedup.text.outline import Outline, kind_of, outline
from dedup.totals import Words

# Columns of token numbers are large and cheap to make again: some are kept. What is read of a text is small
# and costly: all of it is kept.
_COLUMNS_KEPT = 512
_SHINGLE_PRIME = np.uint64(0x9E3779B97F4A7C15)


class Parts:
    """The articles of a collection, known by number and by id. `every_word`: boilerplate counts like all else."""

    def __init__(self, articles: Sequence[Article], collection: Collection, *, every_word: bool = False) -> None:
        self.articles = articles
        self.collection = collection
        self.every_word = every_word
        self.number = {article.id: number for number, article in enumerate(articles)}
        self.outline: Callable[[int], Outline] = cache(self._outline)
        self.dossier: Callable[[int], Dossier] = cache(self._dossier)
        self.side: Callable[[int], Side] = lru_cache(maxsize=_COLUMNS_KEPT)(self._side)
        self.words: Callable[[int], Words] = lru_cache(maxsize=_COLUMNS_KEPT)(self._words)

    def _outline(self, number: int) -> Outline:
        return outline(self.articles[number].text)

    def _dossier(self, number: int) -> Dossier:
        return dossier(self.articles[number], self.outline(number))

    def _side(self, number: int) -> Side:
        return Side(self.collection, number, self.outline(number))

    def _counted(self, number: int) -> NDArray[np.bool_]:
        """Which tokens count: all but those of boilerplate blocks."""
        starts = self.collection.table.starts[self.collection.table.rows(number)]
        counted = np.ones(len(starts), dtype=np.bool_)
        for block in () if self.every_word else self.outline(number).blocks:
            if block.kind == "boilerplate":
                counted[np.searchsorted(starts, block.span.start) : np.searchsorted(starts, block.span.end)] = False
        return counted

    def _words(self, number: int) -> Words:
        rows = self.collection.table.rows(number)
        counted = self._counted(number)
        starts = self.collection.table.starts[rows][counted]
        keys = self.collection.table.words[rows][counted].astype(np.uint64)
        shingles = (keys[:-2] * _SHINGLE_PRIME + keys[1:-1]) * _SHINGLE_PRIME + keys[2:] if len(keys) > 2 else keys
        return Words(
            starts=starts.tolist(),
            quoted=(quotation_of(starts, self.outline(number)) >= 0).tolist(),
            shingles=frozenset(shingles.tolist()),
        )

    def words_of(self, article: str) -> Words:
        return self.words(self.number[article])

    def span(self, number: int, words: Span) -> Span:
        """A stretch of tokens as a span of the original text."""
        side = self.side(number)
        return Span(side.starts[words.start], side.ends[words.end - 1])

    def kind(self, number: int, words: Span) -> PassageKind:
        return kind_of(self.outline(number), self.span(number, words))

    def passage(self, number: int, words: Span) -> Passage:
        """A stretch of tokens as a passage of the original text."""
        article, span = self.articles[number], self.span(number, words)
        return Passage(
            article=article.id,
            start=span.start,
            end=span.end,
            text=article.text[span.start : span.end],
            kind=self.kind(number, words),
        )

    def of_one_outlet(self, one: str, other: str) -> bool:
        return same_outlet(self.articles[self.number[one]], self.articles[self.number[other]])

    def counted_words(self, number: int) -> int:
        return int(self._counted(number).sum())

    def rank(self, article: str) -> tuple[bool, float, int]:
        """What makes an article the representative of its cluster: published first, then the longest."""
        chosen = self.articles[self.number[article]]
        when = chosen.published
        return when is None, when.latest.timestamp() if when else 0.0, -len(chosen.text)


def summary(article: Article, words: int, counted_words: int) -> ArticleSummary:
    """What a report says of one article."""
    return ArticleSummary(
        id=article.id,
        outlet=article.outlet,
        outlet_origin=article.outlet_origin,
        published=article.published,
        published_origin=article.published_origin,
        title=article.title,
        url=article.url,
        source=article.source,
        words=words,
        counted_words=counted_words,
        extra=article.extra,
    )
