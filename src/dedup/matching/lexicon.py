"""What each word of a collection is worth as evidence of reuse.

Rarity is an inverse document frequency over the collection *and* an imagined background of
`BACKGROUND` documents, so that five articles already know that "the" says little and "rubber-stamp" a lot:
``log((BACKGROUND + N) / (background frequency + df))`` nats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.matching.formulas import formula_rows
from dedup.scratch import zeros
from dedup.sketch.groups import distinct
from dedup.text.classes import CLASS_MAP, SINGLE, words_in
from dedup.text.fold import word_key
from dedup.text.languages import lists
from dedup.text.numbers import compounds
from dedup.text.table import CAPITAL, LOWER, TokenTable

BACKGROUND = 1000
# Background document frequencies a class of words: function words, everything else. Only their order of magnitude
# matters.
_DF_COMMON, _DF_WORD = 700, 15
# Single characters of scripts without spaces: what a word of 2.6 nats, the mean of running text, gives each of its
# characters (1.6 nats an ideograph, 1.2 any other, which makes up for their short runs).
_DF_IDEOGRAPH, _DF_CHARACTER = 200, 300
# Names are shared by all who report one event: they are worth less than the words around them.
_NAME_DISCOUNT = 0.2
_NAME_SHARE = 0.8
# A text in which this share of the words that are no function words is capital inside sentences writes its nouns so
# (German: .5 and more) or is in capitals throughout: its capitals say nothing about names. Of English news 95 in 100
# lie below .3.
_CAPITAL_TEXT = 0.4
# A word in a quarter of a large collection is a function word in it, whatever the language, if many different
# words follow it: one that the copies of one article hold is followed by the same word each time.
_COMMON_SHARE, _COMMON_FROM, _FOLLOWED_BY = 0.25, 200, 10
# Tokens looked at together.
_TOKENS_AT_ONCE = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Keys and weights of a collection.

    By token row: `keys`, `local` (how often the key occurs in its own text) and `worth` (nats; nothing
    inside a stock phrase). By key: `weight` (nats), `common` (function words), `name` (words that nearly
    always begin with a capital), `character` (single characters of scripts without spaces), `extent` (words: 1,
    less for such a character) and `frequency` (texts that hold the key).
    """

    keys: NDArray[np.int32]
    local: NDArray[np.int32]
    worth: NDArray[np.float64]
    weight: NDArray[np.float64]
    common: NDArray[np.bool_]
    name: NDArray[np.bool_]
    character: NDArray[np.bool_]
    extent: NDArray[np.float64]
    frequency: NDArray[np.int64]


def build_lexicon(table: TokenTable) -> Lexicon:
    """Weigh the words of a collection."""
    known: dict[str, int] = {}
    key_of_word = np.array([known.setdefault(word_key(word), len(known)) for word in table.vocabulary], dtype=np.int32)
    keys = zeros(len(table.words), np.int32)
    for _, _, rows in table.portions(_TOKENS_AT_ONCE, keys):
        keys[rows] = key_of_word[table.words[rows]]
    for row, key in compounds(table):
        keys[row] = known.setdefault(key, len(known))
    count = len(known)
    local, frequency = _occurrences(table, keys, count)

    common = np.zeros(count, dtype=np.bool_)
    character = np.zeros(count, dtype=np.bool_)
    common[key_of_word[_members(table.vocabulary, common_words())]] = True
    extent = np.ones(count)
    for number, word in enumerate(table.vocabulary):
        if CLASS_MAP[ord(word[0])] == SINGLE:
            character[key_of_word[number]] = True
            extent[key_of_word[number]] = words_in(word[0])
    if len(table) >= _COMMON_FROM:
        often = (frequency > _COMMON_SHARE * len(table)) & ~character
        common |= often & (_followers(table, keys, often) > frequency / _FOLLOWED_BY)
    name = _names(table, keys, common) & ~common & ~character
    of_character = np.where(extent >= 0.5, _DF_IDEOGRAPH, _DF_CHARACTER)
    background = np.where(common, _DF_COMMON, np.where(character, of_character, _DF_WORD))
    # A word that fills the collection and is no function word fills it by copies: it stays worth something.
    most = np.where(common, BACKGROUND + len(table) - 1, background + max(50.0, _COMMON_SHARE * len(table)))
    rarity = np.log((BACKGROUND + len(table)) / np.minimum(background + frequency, most))
    weight = np.where(name, _NAME_DISCOUNT, 1.0) * rarity
    worth = zeros(len(keys), np.float64)
    for _, _, rows in table.portions(_TOKENS_AT_ONCE, keys, worth):
        worth[rows] = weight[keys[rows]]
    for inside in formula_rows(table, key_of_word, known, frequency):
        worth[inside] = 0.0
    return Lexicon(
        keys=keys,
        local=local,
        worth=worth,
        weight=weight,
        common=common,
        name=name,
        character=character,
        extent=extent,
        frequency=frequency,
    )


def thinning(locality: float, most: int) -> NDArray[np.float64]:
    """What the worth of a word is divided by that stands 0, 1, … `most` times in its text: ``1 + locality · ln(n)``."""
    # The logarithms of this library, whatever the kernels run on: the last digit must not depend on it.
    return np.array([1.0, *(1.0 + locality * log(count) for count in range(1, most + 1))])


def rarity(stock: float, most: int) -> NDArray[np.float64]:
    """The share of its worth that a phrase keeps which 0, 1, … `most` texts hold: less where these are over `stock`."""
    return np.array([1.0 / (1.0 + log(max(1.0, texts / stock))) for texts in range(most + 1)])


def _occurrences(table: TokenTable, keys: NDArray[np.int32], count: int) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """How often each row's key occurs in its own text, and in how many texts each key does."""
    local = zeros(len(keys), np.int32)
    frequency = np.zeros(count, dtype=np.int64)
    # Some texts at a time: sorting pieces that fit the cache beats one sort of everything.
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, keys, local):
        texts = table.owners(begin, end) - begin
        cells, cell_of_row, sizes = np.unique(texts * count + keys[rows], return_inverse=True, return_counts=True)
        local[rows] = sizes[cell_of_row]
        frequency += np.bincount(cells % max(1, count), minlength=count)
    return local, frequency


def _followers(table: TokenTable, keys: NDArray[np.int32], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many different keys follow each of the chosen keys."""
    pairs = np.empty(0, np.int64)
    more: list[NDArray[np.int64]] = []
    for _, _, rows in table.portions(_TOKENS_AT_ONCE, keys):
        held = keys[rows.start : rows.stop + 1].astype(np.int64)
        at = np.flatnonzero(chosen[held[:-1]])
        more.append(distinct(held[at] << 32 | held[at + 1]))
        # Nearly all repeat: they are put together whenever there are as many as before.
        if sum(map(len, more)) >= max(_TOKENS_AT_ONCE, len(pairs)):
            pairs, more = distinct(np.concatenate([pairs, *more])), []
    pairs = distinct(np.concatenate([pairs, *more]))
    return np.bincount(pairs >> 32, minlength=len(chosen))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Function words of all languages that ``text/data/stopwords`` has a file for."""
    return frozenset(word for text in lists("stopwords") for word in text.split())


def _members(vocabulary: Sequence[str], chosen: frozenset[str]) -> list[int]:
    return [index for index, word in enumerate(vocabulary) if word in chosen]


def _names(table: TokenTable, keys: NDArray[np.int32], common: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Keys that nearly always begin with a capital where no sentence begins."""
    count = len(common)
    upper, lower = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, keys):
        texts, held, capitals = table.owners(begin, end) - begin, keys[rows], table.capitals[rows]
        capital, content = capitals == CAPITAL, ~common[held]
        words = np.bincount(texts[content], minlength=end - begin)
        share = np.bincount(texts[capital & content], minlength=end - begin) / np.maximum(1, words)
        plain = (share <= _CAPITAL_TEXT)[texts]
        upper += np.bincount(held[capital & plain], minlength=count)
        lower += np.bincount(held[(capitals == LOWER) & plain], minlength=count)
    names: NDArray[np.bool_] = upper > _NAME_SHARE * np.maximum(1, upper + lower)
    return names
