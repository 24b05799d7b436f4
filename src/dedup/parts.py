"""What an audit reads of single articles, when it first needs it: their parts, words and sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import replace
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.passages import Side, quotation_of
from dedup.matching.stock import Stock, find_stock, no_stock
from dedup.matching.stock_file import Listed
from dedup.model import Article, ArticleSummary, Common, Passage, PassageKind, Span
from dedup.outlets import host_of, outlet_names, same_outlet
from dedup.provenance import Dossier, brief_dossier, dossier
from dedup.text.outline import Outline, kind_of, outline
from dedup.text.table import LOWER
from dedup.totals import Words

# Columns of token numbers are large and cheap to make again: some are kept. What is read of a text is small
# and costly: all of it is kept.
_COLUMNS_KEPT = 512
# Blocks of which no word counts: matches of them are set aside, so shares must not be of them either.
_UNCOUNTED = frozenset({"boilerplate", "byline", "credit"})
# Shared words besides stock wording that are a match of their own, however much stock stands around them.
_STANDS_ALONE = 30
# A title has at most so many words, and at least so many with a capital.
_LONGEST_TITLE, _LEAST_CAPITALS = 16, 3
# What holds more function words is a sentence about somebody ("Ada Finch, Head of State, will be our new ...").
_TITLE_SHARE = 0.55
_SHINGLE_PRIME = np.uint64(0x9E3779B97F4A7C15)


class StockShare(NamedTuple):
    """Of `words` shared words, `stock` are stock wording, most of them for `reason`."""

    words: int
    stock: int
    reason: str

    @property
    def mostly(self) -> bool:
        """Whether what remains is the lesser part, and short."""
        return 2 * self.stock >= self.words > 0 and self.words - self.stock < _STANDS_ALONE


class Parts:
    """The articles of a collection, by number and by id. `every_word`: boilerplate and stock count like all else."""

    def __init__(self, articles: Sequence[Article], collection: Collection, *, every_word: bool = False) -> None:
        self.articles = articles
        self.collection = collection
        self.every_word = every_word
        self.stock: Stock = no_stock(collection)
        self.number = {article.id: number for number, article in enumerate(articles)}
        self.outline: Callable[[int], Outline] = cache(self._outline)
        self.dossier: Callable[[int], Dossier] = cache(self._dossier)
        self.brief_dossier: Callable[[int], Dossier] = cache(self._brief_dossier)
        self.side: Callable[[int], Side] = lru_cache(maxsize=_COLUMNS_KEPT)(self._side)
        self.bare: Callable[[int], Side] = lru_cache(maxsize=_COLUMNS_KEPT)(self._bare)
        self.words: Callable[[int], Words] = lru_cache(maxsize=_COLUMNS_KEPT)(self._words)

    def find_stock(self, listed: Listed, *, learn: bool) -> None:
        """Find stock wording: what is listed and, to `learn`, what outlets repeat."""
        self.stock = find_stock(self.collection, listed, outlet_keys(self.articles), self.outline if learn else None)

    def stock_marks(self, number: int) -> NDArray[np.int32]:
        """By token, the number of the reason for which it is stock wording, or −1."""
        return self.stock.marks[self.collection.table.rows(number)]

    def _outline(self, number: int) -> Outline:
        return outline(self.articles[number].text)

    def _dossier(self, number: int) -> Dossier:
        return dossier(self.articles[number], self.outline(number))

    def _brief_dossier(self, number: int) -> Dossier:
        return brief_dossier(self.articles[number], self.outline(number))

    def _side(self, number: int) -> Side:
        return Side(self.collection, number, self.outline(number))

    def _bare(self, number: int) -> Side:
        """The side of an article with stock wording worth nothing."""
        side, marks = self.side(number), self.stock_marks(number)
        if (marks < 0).all():
            return side
        bare = copy(side)
        bare.worth = np.where(marks < 0, np.array(side.worth), 0.0).tolist()
        return bare

    def stock_of(self, one: Passage, other: Passage, common: Sequence[Common]) -> StockShare:
        """How much of the words that two passages share is stock wording, on either side, and why most of it is."""
        if not self.stock.reasons:
            return StockShare(words=0, stock=0, reason="")
        left, right = self.number[one.article], self.number[other.article]
        return self.stock_share(
            left,
            right,
            self._tokens(left, [(each.left_start, each.left_end) for each in common]),
            self._tokens(right, [(each.right_start, each.right_end) for each in common]),
        )

    def _tokens(self, number: int, spans: Sequence[tuple[int, int]]) -> NDArray[np.int64]:
        """The numbers of the tokens that begin inside the spans (code points)."""
        starts = self.collection.table.starts[self.collection.table.rows(number)]
        return np.concatenate([np.empty(0, np.int64), *(np.arange(*np.searchsorted(starts, span)) for span in spans)])

    def stock_share(self, left: int, right: int, at_left: NDArray[np.int64], at_right: NDArray[np.int64]) -> StockShare:
        """`stock_of` for two articles, and the numbers of the tokens that they share, pair by pair."""
        one, other = self.stock_marks(left)[at_left], self.stock_marks(right)[at_right]
        # One reason is enough for a pair, the smaller number's where both sides have one.
        low, high = np.minimum(one, other), np.maximum(one, other)
        either = np.where(low < 0, high, low)
        found = either[either >= 0]
        reason = self.stock.reasons[int(np.bincount(found).argmax())] if len(found) else ""
        return StockShare(words=len(either), stock=len(found), reason=reason)

    def is_title(self, passage: Passage) -> bool:
        """Whether a passage is a short run of capitalised words: a title of a work, an office, an organisation.

        Every word but function words begins with a capital or a digit. In scripts without capitals, and in text
        in capitals throughout, nothing is a title.
        """
        table, lexicon = self.collection.table, self.collection.lexicon
        rows = table.rows(self.number[passage.article])
        first, last = np.searchsorted(table.starts[rows], [passage.start, passage.end]) + rows.start
        if last - first > _LONGEST_TITLE or passage.text.isupper():
            return False
        here = np.arange(first, last)
        here = here[~lexicon.common[lexicon.keys[here]]]
        numbers = np.array([passage.text[start - passage.start].isdigit() for start in table.starts[here].tolist()])
        capitals = int((table.capitals[here] != LOWER).sum())
        return (
            capitals >= _LEAST_CAPITALS
            and capitals + int(numbers.sum()) == len(here)
            and len(here) >= _TITLE_SHARE * (last - first)
        )

    def _counted(self, number: int) -> NDArray[np.bool_]:
        """Which tokens count: all but stock wording and the blocks that are never counted."""
        starts = self.collection.table.starts[self.collection.table.rows(number)]
        counted = np.ones(len(starts), dtype=np.bool_) if self.every_word else self.stock_marks(number) < 0
        for block in () if self.every_word else self.outline(number).blocks:
            if block.kind in _UNCOUNTED:
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


def outlet_keys(articles: Sequence[Article]) -> list[str | None]:
    """A name for the outlet of each article, one for each outlet; the host where there is no name."""
    told = [
        replace(article, outlet=host, outlet_origin="inferred")
        if not article.outlet and (host := host_of(article.url))
        else article
        for article in articles
    ]
    names = outlet_names(told)
    return [names.get(article.id) for article in articles]


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
