"""All that is held and what is checked, as one collection: what a check asks of the index in place of counting."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.index import held, traits
from dedup.index.findable import Findable, findable, unit_codes
from dedup.index.masking import Mask
from dedup.index.postings import Found, Segment, find, kept
from dedup.index.state import State, sample_of
from dedup.matching.lexicon import ASKED, followed
from dedup.matching.shelf import Story, Subjects, together
from dedup.matching.whole import Counts, Sample
from dedup.model import Article
from dedup.parts import known_as
from dedup.sketch.groups import group_bounds


class Everything:
    """The articles of an index, but for those of the numbers `without`, and `new` ones; a `Shelf`.

    Texts are known by handles: those of all segments in a row, then the new ones. It is of one state of the index, and
    remembers what it has been asked. Where texts are masked, by `mask`, so are the new ones, and all names of outlets.
    """

    def __init__(
        self, db: sqlite3.Connection, state: State, new: Findable, without: Sequence[int], mask: Mask | None = None
    ) -> None:
        self.db = db
        self._mask = mask
        self.new = new
        self._state = state
        self.segments = state.segments
        self.numbers = state.numbers
        self.held = len(self.numbers)
        self.orders = np.concatenate([state.orders, new.orders()])
        self._outlets = np.concatenate([state.outlets, new.outlets()])
        self._gone = np.flatnonzero(np.isin(self.numbers, list(without)))
        self._left_out = findable([each.article for each in held.load(db, without, texts=True).values()])
        self._traits = new.traits()
        self._stories: dict[int, Story] = {}
        self._pages: list[tuple[NDArray[np.uint64], list[Found]]] = []
        self._own = own_codes(new)

    @cached_property
    def texts(self) -> int:
        """How many texts there are in all."""
        return int(np.count_nonzero(self.numbers)) - len(self._gone) + len(self.new)

    def counts(self, codes: NDArray[np.uint64]) -> Counts:
        """What all texts together count of words."""
        found = self._state.counts(self.db, codes) + _among(codes, self.new, 1)
        return found + _among(codes, self._left_out, -1) if len(self._left_out) else found

    def fillers(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some words many different words follow, in the texts that are first in order."""
        if not len(self._gone) and self._state.comes_after(self.new.orders()):
            return self._state.fillers(self.db, codes)
        return followed(codes, self._sample)

    @cached_property
    def _sample(self) -> Sample:
        """The words of the first texts in order."""
        there = self.numbers.copy()
        there[self._gone] = 0
        at = np.flatnonzero(np.concatenate([there > 0, np.ones(len(self.new), np.bool_)]))
        first = at[np.argsort(self.orders[at], kind="stable")[:ASKED]].tolist()
        known = dict(self._state.asked(self.db))
        numbers = [int(self.numbers[each]) for each in first if each < self.held]
        if missing := [number for number in numbers if number not in known]:  # others were left out
            loaded = held.load(self.db, missing, texts=True)
            number_of = {each.article.id: number for number, each in loaded.items()}
            more = findable([each.article for each in loaded.values()])
            known |= {number_of[article.id]: more.asked(text) for text, article in enumerate(more.articles)}
        return sample_of(
            [known[int(self.numbers[each])] if each < self.held else self.new.asked(each - self.held) for each in first]
        )

    def own(self) -> NDArray[np.int64]:
        """The handles of the new articles."""
        return np.arange(self.held, self.held + len(self.new))

    def there(self) -> NDArray[np.int64]:
        """The handles of all articles that are held and not left out."""
        here = self.numbers > 0
        here[self._gone] = False
        return np.flatnonzero(here)

    def articles(self, handles: NDArray[np.int64]) -> list[Article]:
        """The articles with these handles, with their texts."""
        numbers = [int(self.numbers[handle]) for handle in handles.tolist() if handle < self.held]
        loaded = held.load(self.db, numbers, texts=True)
        return [
            self._named(loaded[int(self.numbers[handle])].article)
            if handle < self.held
            else self.new.articles[handle - self.held]
            for handle in handles.tolist()
        ]

    def ask(self, codes: NDArray[np.uint64]) -> list[Found]:
        """Who holds some codes, as `kept`, sorted and unique: by segment, then of the new texts; each by handles."""
        missing = codes
        for known, _ in self._pages:
            missing = missing[~_are_in(missing, known)]
        if len(missing) or not self._pages:
            self._pages.append(
                (missing, [*(self._read(segment, missing) for segment in self.segments), self._new(missing)])
            )
        return [
            _joined([(known, founds[at]) for known, founds in self._pages], codes)
            for at in range(len(self.segments) + 1)
        ]

    def _read(self, segment: Segment, codes: NDArray[np.uint64]) -> Found:
        bounds, articles = find(self.db, segment, codes)
        articles = articles + segment.first
        if len(self._gone):
            stays = ~_are_in(articles, self._gone)
            bounds = np.concatenate([[0], np.cumsum(stays)])[bounds]
            articles = articles[stays]
        return Found(bounds, articles)

    def _new(self, codes: NDArray[np.uint64]) -> Found:
        own, texts = self._own
        low, high = np.searchsorted(own, codes), np.searchsorted(own, codes, side="right")
        bounds = np.concatenate([[0], np.cumsum(high - low)])
        rows = np.repeat(low - bounds[:-1], high - low) + np.arange(bounds[-1])
        return Found(bounds, texts[rows] + self.held)

    def texts_that_hold(self, codes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many texts hold each of some codes, as `kept`."""
        wanted, inverse = np.unique(codes, return_inverse=True)
        total: NDArray[np.int64] = np.sum([np.diff(found.bounds) for found in self.ask(wanted)], axis=0)
        return total[inverse]

    def holders_of_units(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        return self._holders(unit_codes(codes), least)

    def holders_of_features(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        return self._holders(kept(codes), least)

    def outlets(self, texts: NDArray[np.int64]) -> Sequence[Hashable]:
        return together([(code >> 32, code & 0xFFFF_FFFF) for code in self._outlets[texts].tolist()])

    def name(self, text: int) -> str:
        article = self.new.articles[text - self.held] if text >= self.held else self._loaded(text)
        outlet = known_as(article)
        return "" if outlet is None else outlet.name

    def versions(self, one: int, other: int) -> bool:
        return self._story(one).version_of(self._story(other))

    def subjects(self, texts: NDArray[np.int64]) -> Subjects:
        wanted, inverse = np.unique(texts, return_inverse=True)
        there = wanted[wanted < self.held]
        told = traits.subjects(self.db, self.numbers[there].tolist())
        own = self._traits.subjects
        new = wanted[wanted >= self.held] - self.held
        sizes = np.concatenate([told.sizes, own.sizes[new]])
        return Subjects(sizes[inverse], np.concatenate([told.drawn, own.drawn[new]])[inverse])

    def _story(self, text: int) -> Story:
        if text >= self.held:
            return self._traits.stories[text - self.held]
        if text not in self._stories:
            self._stories[text] = traits.story(self.db, int(self.numbers[text]))
        return self._stories[text]

    def _holders(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        wanted, inverse = np.unique(codes, return_inverse=True)
        founds = self.ask(wanted)
        sizes = np.sum([np.diff(found.bounds) for found in founds], axis=0)
        for at in np.flatnonzero(sizes[inverse] >= least).tolist():
            row = inverse[at]
            texts = np.concatenate([found.articles[found.bounds[row] : found.bounds[row + 1]] for found in founds])
            yield at, texts[np.argsort(self.orders[texts], kind="stable")]

    def _loaded(self, text: int) -> Article:
        number = int(self.numbers[text])
        return self._named(held.load(self.db, [number])[number].article)

    def _named(self, article: Article) -> Article:
        return article if self._mask is None else self._mask.named(article)


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some texts of everything, by their handles in order: a `Whole`. `only` these features are looked at, if given."""

    everything: Everything
    handles: NDArray[np.int64]
    only: NDArray[np.uint64] | None = None

    @property
    def texts(self) -> int:
        return self.everything.texts

    def counts(self, codes: NDArray[np.uint64]) -> Counts:
        return self.everything.counts(codes)

    def fillers(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return self.everything.fillers(codes)

    def roles(self) -> NDArray[np.int8]:
        return np.where(self.handles >= self.everything.held, 2, 1).astype(np.int8)

    def wanted(self, codes: NDArray[np.uint64]) -> NDArray[np.bool_]:
        return np.ones(len(codes), np.bool_) if self.only is None else _are_in(codes, self.only)

    def holders(self, codes: NDArray[np.uint64]) -> NDArray[np.int32]:
        return self.everything.texts_that_hold(kept(codes)).astype(np.int32)

    def followed(
        self, groups: NDArray[np.int32], offsets: NDArray[np.int64], codes: NDArray[np.uint64]
    ) -> NDArray[np.bool_]:
        result = np.ones(len(groups), np.bool_)
        rows = np.flatnonzero(groups < len(codes))
        texts = np.searchsorted(offsets, rows, side="right") - 1
        order = np.lexsort((texts, groups[rows]))
        rows, texts = rows[order], texts[order]
        group = groups[rows].astype(np.int64)
        upcoming = _upcoming(group, texts)
        orders, handles = self.everything.orders, self.handles
        begin, end = orders[handles[texts]], orders[handles[np.maximum(upcoming, 0)]]
        wanted, code = np.unique(kept(codes), return_inverse=True)
        between = np.zeros(len(rows), np.int64)
        for segment, found in zip(self.everything.segments, self.everything.ask(wanted), strict=False):
            # Who holds what, by code, then place in the segment: one search counts for all.
            width = len(segment.roll) + 1
            keys = np.repeat(np.arange(len(wanted)), np.diff(found.bounds)) * width + (found.articles - segment.first)
            after = np.searchsorted(segment.roll.orders, begin, side="right")
            until = np.maximum(after, np.searchsorted(segment.roll.orders, end))
            base = code[group] * width
            between += np.searchsorted(keys, base + until) - np.searchsorted(keys, base + after)
        result[rows] = (upcoming < 0) | (between == 0)
        return result


def own_codes(new: Findable) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The codes of some texts, as `kept`, and whose they are: sorted, each code of a text once."""
    codes, texts = new.postings()
    order = np.lexsort((texts, codes))
    codes, texts = codes[order], texts[order]
    fresh = np.ones(len(codes), np.bool_)
    fresh[1:] = (codes[1:] != codes[:-1]) | (texts[1:] != texts[:-1])
    return codes[fresh], texts[fresh]


def _upcoming(groups: NDArray[np.int64], texts: NDArray[np.int64]) -> NDArray[np.int64]:
    """By row, of rows sorted by group and text: the next text of the group, or −1."""
    keys = groups << 32 | texts
    bounds = group_bounds(keys)
    first = keys[bounds[:-1]]
    upcoming = np.full(len(first), -1, np.int64)
    same = first[1:] >> 32 == first[:-1] >> 32
    upcoming[:-1][same] = first[1:][same] & 0xFFFF_FFFF
    return np.repeat(upcoming, np.diff(bounds))


def _among(codes: NDArray[np.uint64], texts: Findable, sign: int) -> Counts:
    """What some texts count of some words."""
    own, rows = texts.words.codes, texts.words.counts.rows
    result = np.zeros((len(codes), rows.shape[1]), np.int64)
    there = _are_in(codes, own)
    result[there] = sign * rows[np.searchsorted(own, codes[there])]
    return Counts(result)


def _are_in(values: NDArray[Any], known: NDArray[Any]) -> NDArray[np.bool_]:
    """Which values are among known ones, sorted."""
    if not len(known):
        return np.zeros(len(values), np.bool_)
    found: NDArray[np.bool_] = known[np.minimum(np.searchsorted(known, values), len(known) - 1)] == values
    return found


def _joined(pages: Sequence[tuple[NDArray[np.uint64], Found]], codes: NDArray[np.uint64]) -> Found:
    """Who holds some codes, from pages that each tell of some."""
    if len(pages) == 1 and len(pages[0][0]) == len(codes):
        return pages[0][1]
    begin, length = (np.zeros(len(codes), np.int64) for _ in range(2))
    before = 0
    for known, found in pages:
        here = _are_in(codes, known)
        at = np.searchsorted(known, codes[here])
        begin[here] = before + found.bounds[at]
        length[here] = np.diff(found.bounds)[at]
        before += len(found.articles)
    # No page where nothing was asked: two texts that share no word.
    articles = np.concatenate([np.empty(0, np.int64), *(found.articles for _, found in pages)])
    bounds = np.concatenate([[0], np.cumsum(length)])
    rows = np.repeat(begin - bounds[:-1], length) + np.arange(bounds[-1])
    return Found(bounds, articles[rows])
