"""Articles into an index, batch by batch: what is new, what is another version, what changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain

from dedup.config import Settings
from dedup.distinct import distinct, preferred
from dedup.errors import DuplicateId
from dedup.index import contents, pieces, sweeping
from dedup.index.findable import outlet_code
from dedup.index.held import Held, file, find, keep, redescribe, retire
from dedup.index.masking import Mask
from dedup.index.rows import deflated, digest_of, now, utf8
from dedup.index.tight import WIDTH
from dedup.model import Article
from dedup.text.order import place_of

# A batch is one transaction: what a kill can cost, and what memory holds at a time.
BATCH_CHARACTERS = 32_000_000
BATCH_ARTICLES = 10_000
# Of a file that is not there yet a kill costs all in any case, and larger batches leave less to merge.
_FIRST = 4
# Texts packed at a time by another thread: one by one, handing them over takes as long.
_PACKED_AT_ONCE = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of articles that were added.

    `new` ids, `versions` (another text under an id that was held), `updated` (the same text, but another outlet, date
    or the like) and `unchanged`.
    """

    new: int = 0
    versions: int = 0
    updated: int = 0
    unchanged: int = 0

    def __add__(self, other: Added) -> Added:
        return Added(
            new=self.new + other.new,
            versions=self.versions + other.versions,
            updated=self.updated + other.updated,
            unchanged=self.unchanged + other.unchanged,
        )


def batches(articles: Iterable[Article], *, first: bool = False) -> Iterator[list[Article]]:
    """The articles in their order, so many at a time as one transaction takes; more for the `first` ones of a file."""
    times = _FIRST if first else 1
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if size >= times * BATCH_CHARACTERS or len(batch) >= times * BATCH_ARTICLES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


class Filling:
    """Articles that are added in one go, in several batches. Where there is a `mask`, their texts are held masked.

    One id has one text in all of them: a version comes with another go.
    """

    def __init__(self, settings: Settings, mask: Mask | None) -> None:
        self._settings = settings
        self._mask = mask
        self._digests: dict[str, str] = {}

    def add(self, db: sqlite3.Connection, batch: Iterable[Article]) -> Added:
        """Add a batch, inside a transaction. Raises `DuplicateId` where one id has two different texts."""
        by_id = distinct(batch)
        held = find(db, by_id)
        at = now()
        new: list[tuple[Article, bytes, bytes]] = []
        replaced: list[Held] = []
        added = Added()
        for id in sorted(by_id):
            article, known = by_id[id], held.get(id)
            text = utf8(article.text)
            digest = digest_of(text)
            came_before = id in self._digests
            if self._digests.setdefault(id, digest.hex()) != digest.hex():
                raise DuplicateId(f"the id {id!a} came with two different texts; give each article an id of its own")
            if known is None:
                new.append((article, text, digest))
                added += Added(new=1)
            elif known.digest != digest.hex():
                new.append((article, text, digest))
                added += Added(versions=1)
                replaced.append(known)
            elif redescribe(db, known, told := preferred(known.article, article) if came_before else article):
                one, two = (each if self._mask is None else self._mask.named(each) for each in (known.article, told))
                if outlet_code(one) != outlet_code(two):
                    contents.redescribe(db, known.number, two)
                added += Added(updated=1)
            else:
                added += Added(unchanged=1)
        if replaced:
            contents.remove(db, [each.number for each in replaced])
            for each in replaced:
                retire(db, each, "replaced", at)
            sweeping.owe(db, at)
        if not new:
            return added
        articles = [article for article, _, _ in new]
        texts = [text for _, text, _ in new]
        places = [place_of(article.text, article.id) for article, _, _ in new]
        numbers = file(db, [(article, len(text), digest) for article, text, digest in new], at)
        if self._mask is not None:
            articles = self._mask.articles(articles)
            contents.add(db, numbers, articles, places, self._settings, WIDTH)
            pieces.keep(db, numbers, [article.text for article in articles])
            return added
        # Packing takes as long as all else here, and needs no interpreter.
        lots = [texts[low : low + _PACKED_AT_ONCE] for low in range(0, len(texts), _PACKED_AT_ONCE)]
        with ThreadPoolExecutor(1) as pool:
            packed = chain.from_iterable(pool.map(_all_deflated, lots))
            contents.add(db, numbers, articles, places, self._settings)
            keep(db, numbers, map(len, texts), packed)
        return added


def _all_deflated(texts: Sequence[bytes]) -> list[bytes]:
    return list(map(deflated, texts))
