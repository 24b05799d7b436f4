"""All that is held and what is checked, as one collection: what a check asks of the index in place of counting."""

from __future__ import annotations

import sqlite3
from collections.abc import Hashable, Iterator, Sequence
from functools import cached_property, partial

import numpy as np
from numpy.typing import NDArray

from dedup.index import held, traits
from dedup.index.bisecting import are_in
from dedup.index.blocks import LOT, kept
from dedup.index.findable import Findable, findable, unit_codes
from dedup.index.holders import Holders
from dedup.index.lookup import Found, find
from dedup.index.masking import Mask
from dedup.index.sampling import words_in_order
from dedup.index.segments import Segment
from dedup.index.state import State, sample_of
from dedup.matching.lexicon import ASKED, followed
from dedup.matching.shelf import Story, Subjects, together
from dedup.matching.whole import Counts, Sample
from dedup.model import Article
from dedup.parts import known_as


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
        self._left_out = findable(
            [each.article for each in held.load(db, without, texts=True, letters=state.letters).values()]
        )
        self._traits = new.traits()
        self._stories: dict[int, Story] = {}
        own, texts = own_codes(new)
        bounds = [[*range(each.first, ends := each.first + len(each.roll), LOT), ends] for each in self.segments]
        self.holders = Holders(
            self.orders,
            [*bounds, [self.held, self.held + len(new)]],
            partial(_found, db, self.segments, own, texts),
            self._gone,
        )

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
            known |= words_in_order(self.db, missing)
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
        loaded = held.load(self.db, numbers, texts=True, letters=self._state.letters)
        return [
            self._named(loaded[int(self.numbers[handle])].article)
            if handle < self.held
            else self.new.articles[handle - self.held]
            for handle in handles.tolist()
        ]

    def texts_that_hold(self, codes: NDArray[np.uint64]) -> NDArray[np.int64]:
        """How many texts hold each of some codes, as `kept`."""
        wanted, inverse = np.unique(codes, return_inverse=True)
        return self.holders.sizes(wanted)[inverse]

    def holders_of_units(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        return self._holders(unit_codes(codes), least)

    def holders_of_features(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        return self._holders(kept(codes), least)

    def outlets(self, texts: NDArray[np.int64]) -> Sequence[Hashable]:
        # Thousands of texts are of a few hundred outlets.
        codes, which = np.unique(self._outlets[texts], return_inverse=True)
        told = together([(code >> 32, code & 0xFFFF_FFFF) for code in codes.tolist()])
        return [told[at] for at in which.tolist()]

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
        often = np.flatnonzero(self.texts_that_hold(codes) >= least)
        known, row = np.unique(codes[often], return_inverse=True)
        bounds, held = self.holders.of(known)
        for at, code in zip(often.tolist(), row.tolist(), strict=True):
            texts = held[bounds[code] : bounds[code + 1]]
            yield at, texts[np.argsort(self.orders[texts], kind="stable")]

    def _loaded(self, text: int) -> Article:
        number = int(self.numbers[text])
        return self._named(held.load(self.db, [number])[number].article)

    def _named(self, article: Article) -> Article:
        return article if self._mask is None else self._mask.named(article)


def own_codes(new: Findable) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The codes of some texts, as `kept`, and whose they are: sorted, each code of a text once."""
    codes, texts = new.postings()
    order = np.lexsort((texts, codes))
    codes, texts = codes[order], texts[order]
    fresh = np.ones(len(codes), np.bool_)
    fresh[1:] = (codes[1:] != codes[:-1]) | (texts[1:] != texts[:-1])
    return codes[fresh], texts[fresh]


def _found(
    db: sqlite3.Connection,
    segments: Sequence[Segment],
    own: NDArray[np.uint64],
    texts: NDArray[np.int64],
    codes: NDArray[np.uint64],
) -> list[Found]:
    """Who holds some codes, in each segment and of the new texts: `own` are the codes of these `texts`, sorted."""
    low, high = np.searchsorted(own, codes), np.searchsorted(own, codes, side="right")
    return [*(find(db, segment, codes) for segment in segments), Found(low[None], (high - low)[None], texts)]


def _among(codes: NDArray[np.uint64], texts: Findable, sign: int) -> Counts:
    """What some texts count of some words."""
    own, rows = texts.words.codes, texts.words.counts.rows
    result = np.zeros((len(codes), rows.shape[1]), np.int64)
    there = are_in(codes, own)
    result[there] = sign * rows[np.searchsorted(own, codes[there])]
    return Counts(result)
