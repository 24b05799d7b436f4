"""What each word of a collection is worth as evidence of reuse.

Rarity is an inverse document frequency over the collection *and* an imagined background of
`BACKGROUND` documents, so that five articles already know that "the" says little and "rubber-stamp" a lot:
``log((BACKGROUND + N) / (background frequency + df))`` nats.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from math import log

import numpy as np
from numpy.typing import NDArray

from dedup.compiled import compiled as compiled_kernels
from dedup.matching.formulas import formula_rows
from dedup.matching.whole import Counts, Sample, Whole
from dedup.scratch import zeros
from dedup.sketch.groups import distinct
from dedup.text.classes import CLASS_MAP, SINGLE, words_in
from dedup.text.fold import word_key
from dedup.text.languages import lists
from dedup.text.numbers import compounds
from dedup.text.table import CAPITAL, LOWER, TokenTable

_KERNELS = "dedup.matching.word_kernels"
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
# words follow it: one that the copies of one article hold is followed by the same word each time. So many texts are
# asked for what follows.
_COMMON_SHARE, _COMMON_FROM, _FOLLOWED_BY, ASKED = 0.25, 200, 10, 256
# Tokens looked at together: what is made of so many stays in the second cache, in memory that is used again.
_TOKENS_AT_ONCE = 50_000
# From so many tokens on, those of `dedup.text.tokens.COMPILED_FROM` characters, loading compiled kernels pays.
COMPILED_FROM_TOKENS = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Keys and weights of a collection.

    By token row: `keys`, `local` (how often the key occurs in its own text), `function` (the word is listed as a
    function word of some language) and `worth` (nats; nothing inside a stock phrase). By key: `codes` (hashes of the
    keys, the same in every collection), `weight` (nats), `common` (keys of listed function words and of those of this
    collection), `name` (words that nearly always begin with a capital), `character` (single characters of scripts
    without spaces), `extent` (words: 1, less for such a character) and `counts` (over the whole collection).
    """

    keys: NDArray[np.int32]
    local: NDArray[np.int32]
    function: NDArray[np.bool_]
    worth: NDArray[np.float64]
    codes: NDArray[np.uint64]
    weight: NDArray[np.float64]
    common: NDArray[np.bool_]
    name: NDArray[np.bool_]
    character: NDArray[np.bool_]
    extent: NDArray[np.float64]
    counts: Counts

    @property
    def frequency(self) -> NDArray[np.int64]:
        """How many texts of the whole collection hold each key."""
        return self.counts.frequency


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of some texts by themselves, whatever else a collection holds: see `Lexicon`."""

    known: dict[str, int]
    key_of_word: NDArray[np.int32]
    keys: NDArray[np.int32]
    local: NDArray[np.int32]
    function: NDArray[np.bool_]
    codes: NDArray[np.uint64]
    character: NDArray[np.bool_]
    extent: NDArray[np.float64]
    counts: Counts


def words_of(table: TokenTable, *, compiled: bool | None = None) -> Words:
    """Number the words of some texts and count them. `compiled` picks the path; by default their number does."""
    known: dict[str, int] = {}
    key_of_word = np.array([known.setdefault(word_key(word), len(known)) for word in table.vocabulary], dtype=np.int32)
    # By forms, not by keys: German "jede" is listed, "jedes" is not, and which of them another text has must not
    # matter.
    listed = np.zeros(len(key_of_word), dtype=np.bool_)
    listed[_members(table.vocabulary, common_words())] = True
    several = [(row, known.setdefault(key, len(known))) for row, key in compounds(table)]
    count = len(known)
    codes = codes_of(known)
    # In order of their hashes: what goes by the order of keys must not depend on which other texts there are.
    order = np.argsort(codes)
    number = np.empty(count, dtype=np.int32)
    number[order] = np.arange(count, dtype=np.int32)
    codes, key_of_word = codes[order], number[key_of_word]
    keys, function = zeros(len(table.words), np.int32), zeros(len(table.words), np.bool_)
    for _, _, rows in table.portions(_TOKENS_AT_ONCE, keys, function):
        keys[rows] = key_of_word[table.words[rows]]
        function[rows] = listed[table.words[rows]]
    for row, key in several:
        keys[row] = number[key]
        function[row] = False
    known = {key: int(number[old]) for key, old in known.items()}
    character = np.zeros(count, dtype=np.bool_)
    extent = np.ones(count)
    for of_word, word in zip(key_of_word.tolist(), table.vocabulary, strict=True):
        if CLASS_MAP[ord(word[0])] == SINGLE:
            character[of_word] = True
            extent[of_word] = words_in(word[0])
    if compiled is None:
        compiled = len(keys) >= COMPILED_FROM_TOKENS
    local, counts = (_compiled_counts if compiled else _counts)(table, keys, function, count)
    return Words(
        known=known,
        key_of_word=key_of_word,
        keys=keys,
        local=local,
        function=function,
        codes=codes,
        character=character,
        extent=extent,
        counts=counts,
    )


def build_lexicon(table: TokenTable, whole: Whole | None = None, words: Words | None = None) -> Lexicon:
    """Weigh the words of a collection, or of a part of the `whole` one; `words` are those of `words_of`, if known."""
    words = words or words_of(table)
    keys, character = words.keys, words.character
    counts = words.counts if whole is None else whole.counts(words.codes)
    texts = len(table) if whole is None else whole.texts
    frequency = counts.frequency
    common = counts.function > 0
    if texts >= _COMMON_FROM:
        often = np.flatnonzero((frequency > _COMMON_SHARE * texts) & ~character)
        codes = words.codes[often]
        common[often[followed(codes, sample_of(table, words)) if whole is None else whole.fillers(codes)]] = True
    name = (counts.upper > _NAME_SHARE * np.maximum(1, counts.upper + counts.lower)) & ~common & ~character
    of_character = np.where(words.extent >= 0.5, _DF_IDEOGRAPH, _DF_CHARACTER)
    background = np.where(common, _DF_COMMON, np.where(character, of_character, _DF_WORD))
    # A word that fills the collection and is no function word fills it by copies: it stays worth something.
    most = np.where(common, BACKGROUND + texts - 1, background + max(50.0, _COMMON_SHARE * texts))
    rarity = np.log((BACKGROUND + texts) / np.minimum(background + frequency, most))
    weight = np.where(name, _NAME_DISCOUNT, 1.0) * rarity
    worth = zeros(len(keys), np.float64)
    for _, _, rows in table.portions(_TOKENS_AT_ONCE, keys, worth):
        worth[rows] = weight[keys[rows]]
    for inside in formula_rows(table, words.key_of_word, words.known, words.counts.frequency):
        worth[inside] = 0.0
    return Lexicon(
        keys=keys,
        local=words.local,
        function=words.function,
        worth=worth,
        codes=words.codes,
        weight=weight,
        common=common,
        name=name,
        character=character,
        extent=words.extent,
        counts=counts,
    )


def codes_of(keys: Iterable[str]) -> NDArray[np.uint64]:
    """Hashes of word keys, 64 bits each: what a word is called in every collection."""
    return np.frombuffer(b"".join(map(_digest, keys)), dtype="<u8").astype(np.uint64)


@lru_cache(maxsize=1 << 16)
def _digest(key: str) -> bytes:
    return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()


def sample_of(table: TokenTable, words: Words) -> Sample:
    """The words of the first texts of a collection, whose order is as good as drawn (`dedup.text.order`)."""
    asked = min(ASKED, len(table))
    offsets = table.offsets[: asked + 1]
    return Sample(offsets=offsets, codes=words.codes[words.keys[: offsets[-1]]])


def thinning(locality: float, most: int) -> NDArray[np.float64]:
    """What the worth of a word is divided by that stands 0, 1, … `most` times in its text: ``1 + locality · ln(n)``."""
    # The logarithms of this library, whatever the kernels run on: the last digit must not depend on it.
    return np.array([1.0, *(1.0 + locality * log(count) for count in range(1, most + 1))])


def rarity(stock: float, most: int) -> NDArray[np.float64]:
    """The share of its worth that a phrase keeps which 0, 1, … `most` texts (or more) hold: less from `stock` on."""
    return _rarity(stock, most.bit_length())


@lru_cache(maxsize=64)
def _rarity(stock: float, bits: int) -> NDArray[np.float64]:
    return np.array([1.0 / (1.0 + log(max(1.0, texts / stock))) for texts in range(1 << bits)])


def _counts(
    table: TokenTable, keys: NDArray[np.int32], function: NDArray[np.bool_], count: int
) -> tuple[NDArray[np.int32], Counts]:
    """How often each row's key occurs in its own text, and what the texts count of each key."""
    local, frequency = _occurrences(table, keys, count)
    holders = _holders(table, keys, function, count)
    return local, Counts(np.stack([frequency, holders, *_capitals(table, keys, function, count)], axis=1))


def _compiled_counts(
    table: TokenTable, keys: NDArray[np.int32], function: NDArray[np.bool_], count: int
) -> tuple[NDArray[np.int32], Counts]:
    """`_counts` by a compiled kernel: sorting takes ten times as long."""
    local = zeros(len(keys), np.int32)
    counts = np.zeros((count, 4), np.int64)
    met, listed = np.full((2, count), -1, np.int64)
    times = np.empty(count, np.int32)
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, keys, function, local):
        compiled_kernels(_KERNELS).count_words(
            begin, table.offsets[begin : end + 1] - rows.start, keys[rows], function[rows], table.capitals[rows],
            _CAPITAL_TEXT, met, listed, times, local[rows], counts,
        )  # fmt: skip
    return local, Counts(counts)


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


def followed(chosen: NDArray[np.uint64], sample: Sample) -> NDArray[np.bool_]:
    """Which of some keys many different keys follow, in texts as good as drawn."""
    order = np.argsort(chosen)
    place = np.searchsorted(chosen[order], sample.codes)
    found = np.flatnonzero(place < len(chosen))
    found = found[chosen[order][place[found]] == sample.codes[found]]
    key = order[place[found]]
    text = np.searchsorted(sample.offsets, found, side="right") - 1
    inside = found + 1 < sample.offsets[text + 1]
    # The chosen are a few hundred; of what follows 48 bits are enough.
    pairs = distinct(key[inside].astype(np.uint64) << np.uint64(48) | sample.codes[found[inside] + 1] >> np.uint64(16))
    followers = np.bincount((pairs >> np.uint64(48)).astype(np.int64), minlength=len(chosen))
    held = np.bincount(distinct(key * len(sample.offsets) + text) // len(sample.offsets), minlength=len(chosen))
    many: NDArray[np.bool_] = followers > held / _FOLLOWED_BY
    return many


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Function words of all languages that ``text/data/stopwords`` has a file for."""
    return frozenset(word for text in lists("stopwords") for word in text.split())


def _members(vocabulary: Sequence[str], chosen: frozenset[str]) -> list[int]:
    return [index for index, word in enumerate(vocabulary) if word in chosen]


def _holders(table: TokenTable, keys: NDArray[np.int32], function: NDArray[np.bool_], count: int) -> NDArray[np.int64]:
    """How many texts hold each key in a form that is a function word."""
    holders = np.zeros(count, np.int64)
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, keys, function):
        chosen = function[rows]
        held = distinct(table.owners(begin, end)[chosen] * count + keys[rows][chosen])
        holders += np.bincount(held % max(1, count), minlength=count)
    return holders


def _capitals(
    table: TokenTable, keys: NDArray[np.int32], function: NDArray[np.bool_], count: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """How often each key begins with a capital where no sentence begins, and how often it does not."""
    upper, lower = np.zeros(count, np.int64), np.zeros(count, np.int64)
    for begin, end, rows in table.portions(_TOKENS_AT_ONCE, keys, function):
        texts, held, capitals = table.owners(begin, end) - begin, keys[rows], table.capitals[rows]
        capital, content = capitals == CAPITAL, ~function[rows]
        words = np.bincount(texts[content], minlength=end - begin)
        share = np.bincount(texts[capital & content], minlength=end - begin) / np.maximum(1, words)
        plain = (share <= _CAPITAL_TEXT)[texts]
        upper += np.bincount(held[capital & plain], minlength=count)
        lower += np.bincount(held[(capitals == LOWER) & plain], minlength=count)
    return upper, lower
