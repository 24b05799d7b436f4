"""What an audit reads of single articles, when it first needs it: their parts, words and sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.ahead import Ahead, Processes
from dedup.matching.collection import Collection
from dedup.matching.passages import Texts, quotation_of
from dedup.matching.shelf import Named, Shelf
from dedup.matching.stock import Stock, find_stock, no_stock
from dedup.matching.stock_file import Listed
from dedup.model import Article, ArticleSummary, Passage, PassageKind, Span
from dedup.outlets import host_of, name_key, named_host, same_outlet
from dedup.provenance import Dossier, brief_dossier, dossier, told_with
from dedup.remembered import remembered
from dedup.scratch import release
from dedup.sketch.groups import distinct
from dedup.text.outline import Outline, kind_of
from dedup.text.packing import Spans, packed_outline, spans_in, unpacked
from dedup.text.table import LOWER
from dedup.totals import Words

# Columns of token numbers are large and cheap to make again: some are kept. What is read of a text is small
# and costly: all of it is kept.
_COLUMNS_KEPT = 512
# What is set aside comes by pairs in order, so one of the two is asked for again at once.
_BRIEF_KEPT = 1 << 12
# As objects outlines are 6 kB each: all are kept packed, so many as they are.
_OUTLINES_KEPT = 1 << 14
# One passage is often shared with many articles, and takes a kilobyte.
_KINDS_KEPT = 1 << 16
# Blocks of which no word counts: matches of them are set aside, so shares must not be of them either.
UNCOUNTED = frozenset({"boilerplate", "byline", "credit"})
# Shared words besides stock wording that are a match of their own, however much stock stands around them.
_STANDS_ALONE = 30
# A title has at most so many words, and at least so many with a capital.
_LONGEST_TITLE, _LEAST_CAPITALS = 16, 3
# What holds more function words is a sentence about somebody ("Ada Finch, Head of State, will be our new ...").
_TITLE_SHARE = 0.55
# Articles after which columns that are read once are left to the system.
_RELEASED_EVERY = 4_096
_SHINGLE_PRIME = np.uint64(0x9E3779B97F4A7C15)


_Place = tuple[str, int, int]


class StockShare(NamedTuple):
    """Of `words` shared words, `stock` are stock wording, most of them for `reason`."""

    words: int
    stock: int
    reason: str

    @property
    def mostly(self) -> bool:
        """Whether what remains is the lesser part, and short."""
        return 2 * self.stock >= self.words > 0 and self.words - self.stock < _STANDS_ALONE


_NO_STOCK = StockShare(words=0, stock=0, reason="")


class Parts:
    """The articles of a collection, by number and by id. `every_word`: boilerplate and stock count like all else.

    `outline` and `told` (what a text says of its sources) can be announced: `processes` then work ahead.
    """

    def __init__(
        self,
        articles: Sequence[Article],
        collection: Collection,
        outlines: Outlines,
        processes: Processes | None = None,
        *,
        every_word: bool = False,
    ) -> None:
        self.articles = articles
        self.collection = collection
        self.every_word = every_word
        self._stock_of: dict[tuple[_Place, _Place], StockShare] = {}
        self.number = {article.id: number for number, article in enumerate(articles)}
        self.outline = outlines
        self.told = Ahead(told_with, lambda number: (articles[number].text, outlines.packed(number)), processes)
        self._dossiers: dict[int, Dossier] = {}
        self.brief_dossier = remembered(self._brief_dossier, _BRIEF_KEPT)
        self.kind = remembered(self._kind, _KINDS_KEPT)
        self.passage = remembered(self._passage, _KINDS_KEPT)
        self.words = remembered(self._words, _COLUMNS_KEPT)

    @cached_property
    def stock(self) -> Stock:
        """The stock wording of the collection: none before `find_stock`."""
        return no_stock(self.collection)

    def find_stock(self, listed: Listed, *, learn: bool, shelf: Shelf | None = None) -> None:
        """Find stock wording: what is listed and, to `learn`, what outlets repeat."""
        self.stock = find_stock(
            self.collection,
            listed,
            [known_as(article) for article in self.articles],
            self.outline.spans if learn else None,
            shelf,
        )

    def dossier(self, number: int) -> Dossier:
        if number not in self._dossiers:
            self._dossiers[number] = dossier(self.articles[number], self.outline(number), self.told(number))
        return self._dossiers[number]

    def _brief_dossier(self, number: int) -> Dossier:
        return brief_dossier(self.articles[number], self.outline(number))

    def forget_dossier(self, number: int) -> None:
        """Let go of what the verdicts on an article are made from: asked for again, it is read anew."""
        self.told.forget(number)
        self._dossiers.pop(number, None)

    @cached_property
    def texts(self) -> Texts:
        """The articles as the alignment reads them."""
        return Texts(self.collection, self.outline, self.stock.marks)

    def share(self, counted: Sequence[int]) -> StockShare:
        """How much is stock wording, from what alignment counted: see `Batch.stock`."""
        words, stock, reason = counted
        return StockShare(words=words, stock=stock, reason=self.stock.reasons[reason] if stock else "")

    def note_stock(self, one: Passage, other: Passage, share: StockShare) -> None:
        """Keep for `stock_of` how much of the words that two passages share is stock wording."""
        if share.stock:
            self._stock_of[_places(one, other)] = share

    def stock_of(self, one: Passage, other: Passage) -> StockShare:
        """How much of the words that two aligned passages share is stock wording, on either side."""
        return self._stock_of.get(_places(one, other), _NO_STOCK)

    def is_title(self, passage: Passage) -> bool:
        """Whether a passage is a short run of capitalised words: a title of a work, an office, an organisation.

        Every word but function words begins with a capital or a digit. In scripts without capitals, and in text
        in capitals throughout, nothing is a title.
        """
        table, lexicon = self.collection.table, self.collection.lexicon
        ((first, last),) = table.rows_in(self.number[passage.article], [Span(passage.start, passage.end)]).tolist()
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
        """Which tokens of an article count: all but stock wording and the blocks that are never counted."""
        rows = self.collection.table.rows(number)
        if self.every_word:
            return np.ones(rows.stop - rows.start, np.bool_)
        counted: NDArray[np.bool_] = self.stock.marks[rows] < 0
        uncounted = [block.span for block in self.outline(number).blocks if block.kind in UNCOUNTED]
        for begin, end in (self.collection.table.rows_in(number, uncounted) - rows.start).tolist() if uncounted else ():
            counted[begin:end] = False
        return counted

    def _words(self, number: int) -> Words:
        table, rows = self.collection.table, self.collection.table.rows(number)
        counted = self._counted(number)
        starts, words = table.starts[rows][counted], table.words[rows][counted].astype(np.uint64)
        shingles = (words[:-2] * _SHINGLE_PRIME + words[1:-1]) * _SHINGLE_PRIME + words[2:] if len(words) > 2 else words
        return Words(starts=starts, quoted=quotation_of(starts, self.outline(number)) >= 0, shingles=distinct(shingles))

    def words_of(self, article: str) -> Words:
        return self.words(self.number[article])

    def span(self, number: int, words: Span) -> Span:
        """A stretch of tokens as a span of the original text."""
        table = self.collection.table
        base = int(table.offsets[number])
        return Span(int(table.starts[base + words.start]), int(table.ends[base + words.end - 1]))

    def _kind(self, number: int, start: int, end: int) -> PassageKind:
        return kind_of(self.outline(number), Span(start, end))

    def _passage(self, number: int, start: int, end: int) -> Passage:
        """A span of an article (code points) as a passage."""
        article = self.articles[number]
        return Passage(
            article=article.id, start=start, end=end, text=article.text[start:end], kind=self.kind(number, start, end)
        )

    def of_one_outlet(self, one: str, other: str) -> bool:
        return same_outlet(self.articles[self.number[one]], self.articles[self.number[other]])

    def counted_words(self, number: int) -> int:
        if number % _RELEASED_EVERY == 0:
            release(self.stock.marks, self.collection.table.starts)
        return int(np.count_nonzero(self._counted(number)))

    def rank(self, article: str) -> tuple[bool, float, int]:
        """What makes an article the representative of its cluster: published first, then the longest."""
        chosen = self.articles[self.number[article]]
        when = chosen.published
        return when is None, when.latest.timestamp() if when else 0.0, -len(chosen.text)


class Outlines:
    """The outlines of texts, by number. They can be announced: `processes` then work ahead."""

    def __init__(self, texts: Sequence[str], processes: Processes | None = None) -> None:
        self._packed = Ahead(packed_outline, lambda number: (texts[number],), processes)
        self._remembered = remembered(self._read, _OUTLINES_KEPT)

    def __call__(self, number: int) -> Outline:
        return self._remembered(number)

    def announce(self, numbers: Iterable[int]) -> None:
        self._packed.announce(numbers)

    def packed(self, number: int) -> bytes:
        """As `packed_outline` gives it."""
        return self._packed(number)

    def spans(self, number: int) -> Spans:
        """The sentences, paragraphs and quotations of a text alone."""
        return spans_in(self._packed(number))

    def _read(self, number: int) -> Outline:
        return unpacked(self._packed(number))


def _places(one: Passage, other: Passage) -> tuple[_Place, _Place]:
    """Where two passages stand, whichever is first."""
    places = [(each.article, each.start, each.end) for each in (one, other)]
    return min(places), max(places)


def known_as(article: Article) -> Named | None:
    """The outlet of an article by itself, whatever else a collection holds: its name and the host of its page."""
    outlet, host = article.outlet or "", host_of(article.url) or ""
    if not outlet.strip():
        return Named(key="", name=host, host=host) if host else None
    if own := named_host(outlet):
        return Named(key="", name=outlet, host=own)
    return Named(key=" ".join(name_key(outlet)), name=outlet, host=host)


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
