"""What makes an index searchable: the words, seed features and sentences of its articles, and what tells of each."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

import numpy as np

from dedup.ahead import Processes
from dedup.config import Settings
from dedup.index import held, postings, sampling, segments, state, traits, words
from dedup.index.blocks import BITS, LOT
from dedup.index.findable import Findable, findable, outlet_code
from dedup.index.segments import Roll
from dedup.matching.lexicon import ASKED
from dedup.model import Article
from dedup.sketch.groups import distinct

# Articles whose words are taken out together: their postings are some 40 MB.
_REMOVED_AT_ONCE = 2_000

TABLES = "\n".join((segments.TABLES, postings.TABLES, words.TABLES, traits.TABLES, state.TABLES))


def add(
    db: sqlite3.Connection,
    numbers: Sequence[int],
    articles: Sequence[Article],
    places: Sequence[int],
    settings: Settings,
    width: int = BITS,
) -> None:
    """Make articles findable; `numbers` are theirs in the index, and by their `places` they go (`findable`).

    So many bits of each code are kept.
    """
    with Processes(settings.workers) as processes:
        for low in range(0, len(articles), LOT):
            some = slice(low, low + LOT)
            ready = findable(articles[some], places[some], processes=processes)
            _add(db, dict(zip((each.id for each in articles[some]), numbers[some], strict=True)), ready, width)
    postings.merge(db)
    state.changed(db)


def _add(db: sqlite3.Connection, number: dict[str, int], ready: Findable, width: int) -> None:
    numbers = [number[article.id] for article in ready.articles]
    words.add(db, ready.words.codes, ready.words.counts)
    roll = Roll(numbers=np.array(numbers, dtype=np.uint32), orders=ready.orders(), outlets=ready.outlets())
    postings.write(db, roll, ready.entries(width), width)
    traits.add(db, numbers, ready.traits())
    sampling.ask(db, {each: ready.asked(text) for text, each in list(enumerate(numbers))[:ASKED]})


def remove(db: sqlite3.Connection, numbers: Sequence[int]) -> None:
    """Leave nothing of the articles' words behind."""
    for low in range(0, len(numbers), _REMOVED_AT_ONCE):
        _remove(db, numbers[low : low + _REMOVED_AT_ONCE])
    sampling.ask(db, {})
    state.changed(db)


def _remove(db: sqlite3.Connection, numbers: Sequence[int]) -> None:
    gone = held.load(db, numbers, texts=True)
    ready = findable([each.article for each in gone.values()])
    words.subtract(db, ready.words.codes, ready.words.counts)
    traits.remove(db, gone)
    codes = distinct(ready.postings()[0])
    for segment in segments.segments(db):
        here = np.flatnonzero(np.isin(segment.roll.numbers, list(gone)))
        if len(here):
            postings.forget(db, segment, here.tolist(), codes)


def redescribe(db: sqlite3.Connection, number: int, article: Article) -> None:
    """Of an article that is held all but the text may have changed: its outlet too."""
    segments.move(db, number, outlet_code(article))
    state.changed(db)


def compact(db: sqlite3.Connection) -> None:
    """Merge what many batches left."""
    postings.merge(db, everything=True)
    state.changed(db)


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent."""
    yield from postings.problems(db)
    yield from traits.problems(db)
    yield from words.problems(db)
    numbers = np.concatenate([np.empty(0, np.uint32), *(each.roll.numbers for each in segments.segments(db))])
    found = sorted(numbers[numbers > 0].tolist())
    if found != [number for (number,) in db.execute("SELECT number FROM article ORDER BY number")]:
        yield "what can be found are not the articles that are held"


def word_count(db: sqlite3.Connection) -> int:
    """How many words the articles have."""
    return traits.word_count(db)
