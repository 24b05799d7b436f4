"""The articles that are asked which words are function words in this collection: the first ones in order."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Mapping

import numpy as np
from numpy.typing import NDArray

from dedup.index import held, segments, traits
from dedup.index.findable import findable
from dedup.matching.lexicon import ASKED


def words_in_order(db: sqlite3.Connection, numbers: Iterable[int]) -> dict[int, NDArray[np.uint64]]:
    """The words of some held articles in their order, as hashes, by the numbers of these: read from the texts."""
    loaded = held.load(db, numbers, texts=True)
    number = {each.article.id: found for found, each in loaded.items()}
    ready = findable([each.article for each in loaded.values()])
    return {number[article.id]: ready.asked(text) for text, article in enumerate(ready.articles)}


def ask(db: sqlite3.Connection, new: Mapping[int, NDArray[np.uint64]]) -> None:
    """Keep the words of the first articles in order, of which some may be `new`, and of no others."""
    rolls = [segment.roll for segment in segments.segments(db)]
    orders = np.concatenate([np.empty(0, np.uint64), *(roll.orders for roll in rolls)])
    numbers = np.concatenate([np.empty(0, np.uint32), *(roll.numbers for roll in rolls)])
    orders, numbers = orders[numbers > 0], numbers[numbers > 0]
    first = set(numbers[np.argsort(orders, kind="stable")[:ASKED]].tolist())
    there = {number for (number,) in db.execute("SELECT number FROM asked")}
    known = {number: new[number] for number in first - there if number in new}
    if missing := first - there - known.keys():
        known |= words_in_order(db, missing)
    traits.ask(db, known, there - first)
