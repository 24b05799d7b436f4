"""Who holds which wording, of all texts of a collection: what learning its stock wording asks for.

Texts are known by numbers, and come in the order of the collection. An audit holds all texts (`TextShelf`); a check
asks an index.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

from dedup.matching.collection import Collection
from dedup.matching.lexicon import Lexicon, Words
from dedup.matching.units import Units
from dedup.remembered import remembered
from dedup.sketch.groups import distinct, group_bounds
from dedup.text.table import TokenTable

# Articles of one outlet that share this part of the shorter one's words are versions of one story; of fewer words,
# when they share this many sentences: a short report may be half footer.
_VERSION, _HALF, _SENTENCES = 0.8, 0.5, 4
# Articles that share more than this part of the shorter one's words, function words apart, may share a story: whatever
# else they have in common may come from there. It is told from so many words of each, those of the smallest hashes.
_ONE_TOPIC, DRAWN = 0.3, 64
NO_WORD = np.uint32(0xFFFF_FFFF)
_PAIRS_KEPT = 1 << 18
# Tokens looked at together.
_TOKENS_AT_ONCE = 50_000


class Named(NamedTuple):
    """The outlet of an article: what its name and its host are called by, empty where they are not known, and the name
    as the article has it."""

    key: str
    name: str
    host: str = ""


class Story(NamedTuple):
    """What of a text tells its versions: the hashes of its sentences, sorted, the words of each, and all its words."""

    codes: NDArray[np.uint64]
    words: NDArray[np.int64]
    length: int

    def version_of(self, other: Story) -> bool:
        """Whether two texts are versions of one story."""
        both, here, _ = np.intersect1d(self.codes, other.codes, return_indices=True)
        share = float(self.words[here].sum()) / max(1, min(self.length, other.length))
        return share >= _VERSION or (share >= _HALF and len(both) >= _SENTENCES)


class Subjects(NamedTuple):
    """What of texts tells their subjects, a row each: how many different words they have, and the `DRAWN` smallest of
    their hashes, sorted; `NO_WORD` where there are fewer.
    """

    sizes: NDArray[np.int64]
    drawn: NDArray[np.uint32]

    def one_with_next(self) -> NDArray[np.bool_]:
        """Of each text but the last, whether it shares more words with the next one than chance gives.

        The share is estimated as in Broder (1997): from the smallest hashes of both.
        """
        both = np.sort(np.concatenate([self.drawn[:-1], self.drawn[1:]], axis=1), axis=1)
        real = both != NO_WORD
        again = np.zeros(both.shape, np.bool_)
        again[:, 1:] = (both[:, 1:] == both[:, :-1]) & real[:, 1:]
        seen = np.cumsum(real & ~again, axis=1)
        alike = np.sum(again & (seen <= DRAWN), axis=1) / np.clip(seen[:, -1], 1, DRAWN)
        shared = alike / (1 + alike) * (self.sizes[:-1] + self.sizes[1:])
        close: NDArray[np.bool_] = shared > _ONE_TOPIC * np.maximum(1, np.minimum(self.sizes[:-1], self.sizes[1:]))
        return close


class Shelf(Protocol):
    """Who of a collection holds what."""

    def holders_of_units(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """For each of some sentences and paragraphs (by its place in `codes`) that `least` texts hold: these."""

    def holders_of_features(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        """For each of some seed features that `least` texts hold: these."""

    def outlets(self, texts: NDArray[np.int64]) -> Sequence[Hashable]:
        """The outlets of texts, by what tells them apart among these; `None` where one is not known."""

    def name(self, text: int) -> str:
        """What a text calls its outlet."""

    def versions(self, one: int, other: int) -> bool:
        """Whether two texts are versions of one story."""

    def subjects(self, texts: NDArray[np.int64]) -> Subjects:
        """The subjects of texts."""


class TextShelf:
    """All texts of a collection."""

    def __init__(self, collection: Collection, outlets: Sequence[Named | None], units: Units | None) -> None:
        self._collection = collection
        self._outlets = outlets
        self._units = units
        self.versions = remembered(self._versions, _PAIRS_KEPT)

    def holders_of_units(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        if self._units is None:
            return iter(())
        return _holders(codes, self._units.codes, self._units.text, least)

    def holders_of_features(self, codes: NDArray[np.uint64], least: int) -> Iterator[tuple[int, NDArray[np.int64]]]:
        features = self._collection.features
        rows = np.flatnonzero(np.isin(features.codes, codes)[features.groups])
        texts = np.searchsorted(features.offsets, rows, side="right") - 1
        return _holders(codes, features.codes[features.groups[rows]], texts, least)

    def outlets(self, texts: NDArray[np.int64]) -> Sequence[Hashable]:
        named = [self._outlets[text] for text in texts.tolist()]
        return together([("", "") if each is None else (each.key, each.host) for each in named])

    def name(self, text: int) -> str:
        outlet = self._outlets[text]
        return "" if outlet is None else outlet.name

    def subjects(self, texts: NDArray[np.int64]) -> Subjects:
        return Subjects(self._subjects.sizes[texts], self._subjects.drawn[texts])

    def _versions(self, one: int, other: int) -> bool:
        return self._stories[one].version_of(self._stories[other])

    @cached_property
    def _stories(self) -> list[Story]:
        if self._units is None:
            return []
        return stories_of(self._units, np.diff(self._collection.table.offsets))

    @cached_property
    def _subjects(self) -> Subjects:
        return subjects_of(self._collection.table, self._collection.lexicon)


def together(known: Iterable[tuple[Hashable, Hashable]]) -> list[Hashable]:
    """The outlets of some texts, from names and hosts, of which either may be missing (empty or 0).

    Two names on one host are two outlets; a page without a name is of the outlet that alone has one on its host.
    """
    known = list(known)
    named: dict[Hashable, set[Hashable]] = {}
    for name, host in known:
        if name and host:
            named.setdefault(host, set()).add(name)
    alone = {host: next(iter(names)) for host, names in named.items() if len(names) == 1}
    return [(name, None) if name else _on(host, alone) for name, host in known]


def _on(host: Hashable, alone: Mapping[Hashable, Hashable]) -> Hashable:
    if host in alone:
        return alone[host], None
    return (None, host) if host else None


def stories_of(units: Units, lengths: NDArray[np.int64]) -> list[Story]:
    """The story of each text, of so many words."""
    at = np.flatnonzero(units.sentence)
    at = at[np.lexsort((units.codes[at], units.text[at]))]
    text, codes = units.text[at], units.codes[at]
    fresh = np.ones(len(at), np.bool_)
    fresh[1:] = (text[1:] != text[:-1]) | (codes[1:] != codes[:-1])
    at, text, codes = at[fresh], text[fresh], codes[fresh]
    words = (units.end - units.begin)[at]
    bounds = np.searchsorted(text, np.arange(len(lengths) + 1)).tolist()
    return [
        Story(codes=codes[low:high], words=words[low:high], length=length)
        for (low, high), length in zip(pairwise(bounds), lengths.tolist(), strict=True)
    ]


def subjects_of(table: TokenTable, lexicon: Lexicon | Words) -> Subjects:
    """The subjects of texts. Keys stand in the order of their hashes."""
    sizes = np.zeros(len(table), np.int64)
    drawn = np.full((len(table), DRAWN), NO_WORD, np.uint32)
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, lexicon.keys):
        content = ~lexicon.function[rows]
        held = distinct((table.owners(begin, end) - begin << 32 | lexicon.keys[rows])[content])
        codes = (lexicon.codes[held & 0xFFFF_FFFF] >> np.uint64(32)).astype(np.uint32)
        bounds = np.searchsorted(held, np.arange(end - begin + 1) << 32)
        sizes[begin:end] = np.diff(bounds)
        rank = np.arange(len(held)) - np.repeat(bounds[:-1], sizes[begin:end])
        first = rank < DRAWN
        drawn[begin + (held[first] >> 32), rank[first]] = codes[first]
    return Subjects(sizes, drawn)


def _holders(
    codes: NDArray[np.uint64], all_codes: NDArray[np.uint64], texts: NDArray[np.int64], least: int
) -> Iterator[tuple[int, NDArray[np.int64]]]:
    """`codes` are sorted or not; rows of `all_codes` stand text by text."""
    order = np.argsort(all_codes, kind="stable")
    bounds = group_bounds(all_codes[order])
    sizes = np.diff(bounds)
    place = {int(code): at for at, code in enumerate(codes.tolist())}
    for number in np.flatnonzero(sizes >= least).tolist():
        rows = order[bounds[number] : bounds[number + 1]]
        at = place.get(int(all_codes[rows[0]]))
        if at is not None and len(held := distinct(texts[rows])) >= least:
            yield at, held
