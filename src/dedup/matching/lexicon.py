"""What each word of a collection is worth as evidence of reuse.

Rarity is an inverse document frequency over the collection *and* an imagined background of
`BACKGROUND` documents, so that five articles already know that "the" says little and "rubber-stamp" a lot:
``log((BACKGROUND + N) / (background frequency + df))`` nats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.matching.formulas import formula_rows
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
# Rows counted at a time.
_CHUNK = 500_000


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
    keys = key_of_word[table.words] if len(table.words) else np.empty(0, np.int32)
    plain = keys.copy()  # formulas are lists of single words
    for row, key in compounds(table.vocabulary, table.words, table.starts, table.ends, table.offsets):
        keys[row] = known.setdefault(key, len(known))
    count = len(known)
    lengths = np.diff(table.offsets)
    texts = np.repeat(np.arange(len(table), dtype=np.int64), lengths)
    local, frequency = _occurrences(keys, table.offsets, count)

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
        common |= often & (_followers(keys, often) > frequency / _FOLLOWED_BY)
    name = _names(table, keys, texts, common) & ~common & ~character
    of_character = np.where(extent >= 0.5, _DF_IDEOGRAPH, _DF_CHARACTER)
    background = np.where(common, _DF_COMMON, np.where(character, of_character, _DF_WORD))
    # A word that fills the collection and is no function word fills it by copies: it stays worth something.
    most = np.where(common, BACKGROUND + len(table) - 1, background + max(50.0, _COMMON_SHARE * len(table)))
    rarity = np.log((BACKGROUND + len(table)) / np.minimum(background + frequency, most))
    weight = np.where(name, _NAME_DISCOUNT, 1.0) * rarity
    return Lexicon(
        keys=keys,
        local=local,
        worth=np.where(formula_rows(plain, texts, known, frequency), 0.0, weight[keys]),
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


def _occurrences(
    keys: NDArray[np.int32], offsets: NDArray[np.int64], count: int
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """How often each row's key occurs in its own text, and in how many texts each key does."""
    local = np.empty(len(keys), dtype=np.int32)
    frequency = np.zeros(count, dtype=np.int64)
    # Some texts at a time: sorting pieces that fit the cache beats one sort of everything.
    cuts = np.searchsorted(offsets, np.arange(0, len(keys) + _CHUNK, _CHUNK))
    for begin, end in pairwise(np.unique(np.minimum(cuts, len(offsets) - 1)).tolist()):
        rows = slice(int(offsets[begin]), int(offsets[end]))
        texts = np.repeat(np.arange(end - begin, dtype=np.int64), np.diff(offsets[begin : end + 1]))
        cells, cell_of_row, sizes = np.unique(texts * count + keys[rows], return_inverse=True, return_counts=True)
        local[rows] = sizes[cell_of_row]
        frequency += np.bincount(cells % max(1, count), minlength=count)
    return local, frequency


def _followers(keys: NDArray[np.int32], chosen: NDArray[np.bool_]) -> NDArray[np.int64]:
    """How many different keys follow each of the chosen keys."""
    rows = np.flatnonzero(chosen[keys[:-1]])
    pairs = distinct((keys[rows].astype(np.int64) << 32) | keys[rows + 1])
    return np.bincount(pairs >> 32, minlength=len(chosen))


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Function words of all languages that ``text/data/stopwords`` has a file for."""
    return frozenset(word for text in lists("stopwords") for word in text.split())


def _members(vocabulary: Sequence[str], chosen: frozenset[str]) -> list[int]:
    return [index for index, word in enumerate(vocabulary) if word in chosen]


def _names(
    table: TokenTable, keys: NDArray[np.int32], texts: NDArray[np.int64], common: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Keys that nearly always begin with a capital where no sentence begins."""
    capital = table.capitals == CAPITAL
    content = ~common[keys]
    held = np.bincount(texts[content], minlength=len(table))
    share = np.bincount(texts[capital & content], minlength=len(table)) / np.maximum(1, held)
    plain = (share <= _CAPITAL_TEXT)[texts]
    count = len(common)
    upper = np.bincount(keys[capital & plain], minlength=count)
    lower = np.bincount(keys[(table.capitals == LOWER) & plain], minlength=count)
    names: NDArray[np.bool_] = upper > _NAME_SHARE * np.maximum(1, upper + lower)
    return names
