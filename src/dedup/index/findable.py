"""What an index holds of texts so that they are found: from texts to codes, counts and traits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from dedup.ahead import Ahead, Processes
from dedup.index.blocks import BITS, Entries, entries_of, kept
from dedup.index.tight import shortened
from dedup.index.traits import Traits
from dedup.matching.features import MOST_A_WORD, feature_codes
from dedup.matching.lexicon import Words, words_of
from dedup.matching.point_kernels import OWNER
from dedup.matching.shelf import stories_of, subjects_of
from dedup.matching.units import Units, units_of
from dedup.model import Article
from dedup.parts import known_as
from dedup.sketch.groups import settle
from dedup.text.order import place_of
from dedup.text.packing import Spans, packed_spans, unpacked_spans
from dedup.text.table import TokenTable
from dedup.text.tokens import token_table

# Sentences are kept among seed features: a multiplier of their own keeps their hashes apart.
_SENTENCES = np.uint64(0xD6E8FEB86659FD93)


@dataclass(frozen=True, kw_only=True)
class Findable:
    """Some texts by themselves, in the order of a collection: their words, and their sentences and paragraphs."""

    articles: Sequence[Article]
    places: Sequence[int]
    table: TokenTable
    words: Words
    spans: Callable[[int], Spans]

    def __len__(self) -> int:
        return len(self.articles)

    @cached_property
    def units(self) -> Units:
        """Sentences and paragraphs: asked for last, since other processes may still be finding them."""
        return units_of(self.table, self.words, self.spans)

    def orders(self) -> NDArray[np.uint64]:
        """What texts go by, as a number."""
        return np.array(self.places, dtype=np.uint64)

    def outlets(self) -> NDArray[np.uint64]:
        """What tells outlets apart, 0 where one is not known."""
        return np.array([outlet_code(article) for article in self.articles], dtype=np.uint64)

    def postings(self) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
        """The codes of all seed features and units, as an index keeps them, and whose they are; with repeats."""
        found = [(kept(codes), (places >> np.uint64(OWNER)).astype(np.int64)) for codes, places in self.features()]
        found.append((unit_codes(self.units.codes), self.units.text))
        codes, owners = zip(*found, strict=True)
        return np.concatenate(codes), np.concatenate(owners)

    def entries(self, width: int = BITS) -> Entries:
        """The postings of the texts, at most `LOT`, as a segment has them that keeps so many bits of a code.

        Made as features are found, in one place: all codes and places of a large lot together are several times the
        text.
        """
        # Of features there are fewer, and a unit has several words. What is not filled takes no memory.
        entries = np.empty((MOST_A_WORD + 1) * len(self.table.words), np.uint64)
        size = 0
        for piece in self._pieces(width):
            entries[size : size + len(piece)] = piece
            size += len(piece)
        return settle(entries[:size])

    def _pieces(self, width: int) -> Iterator[Entries]:
        for codes, places in feature_codes(self.table, self.words):
            yield entries_of(shortened(kept(codes), width), places >> np.uint64(OWNER))
        yield entries_of(shortened(unit_codes(self.units.codes), width), self.units.text.astype(np.uint64))

    def features(self) -> list[tuple[NDArray[np.uint64], NDArray[np.uint64]]]:
        """The codes and places of all seed features: see `dedup.matching.features.feature_codes`."""
        return list(feature_codes(self.table, self.words))

    def traits(self) -> Traits:
        """What tells whose versions and of which subjects the texts are."""
        stories = stories_of(self.units, np.diff(self.table.offsets))
        return Traits(stories, subjects_of(self.table, self.words))

    def asked(self, text: int) -> NDArray[np.uint64]:
        """The words of a text as hashes, in its order."""
        return self.words.codes[self.words.keys[self.table.rows(text)]]


def findable(
    articles: Sequence[Article],
    places: Sequence[int] | None = None,
    *,
    processes: Processes | None = None,
    compiled: bool | None = None,
) -> Findable:
    """What finds some articles. `places` are those of their texts in order, where these are masked.

    Of many articles `processes` find the sentences while all else is found here. `compiled` picks the path; by default
    their size does.
    """
    if places is None:
        places = [place_of(article.text, article.id) for article in articles]
    placed = sorted((place, article.id, at) for at, (place, article) in enumerate(zip(places, articles, strict=True)))
    ordered = [articles[at] for _, _, at in placed]
    texts = [article.text for article in ordered]
    packed = Ahead(packed_spans, lambda text: (texts[text],), processes)
    packed.announce(range(len(texts)))
    table = token_table(texts, compiled=compiled)
    return Findable(
        articles=ordered,
        places=[place for place, _, _ in placed],
        table=table,
        words=words_of(table),
        spans=lambda text: unpacked_spans(packed(text)),
    )


def outlet_code(article: Article) -> int:
    """What tells an article's outlet from others: 32 bits of its name, above 32 of its host; 0 where not known."""
    outlet = known_as(article)
    return 0 if outlet is None else _hash(outlet.key) << 32 | _hash(outlet.host)


def _hash(name: str) -> int:
    digest = blake2b(name.encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return (int.from_bytes(digest, "big") or 1) if name else 0


def unit_codes(codes: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The hashes of sentences and paragraphs as an index keeps them."""
    return kept((codes ^ codes >> np.uint64(31)) * _SENTENCES)
