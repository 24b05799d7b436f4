"""Texts of which the words cannot be read, for an index that must not hold them.

Each word is replaced by letters made from a keyed hash, so that equal words stay equal and every place stays where
it is. What an ending says of a word stays too: "talks" and "talked" are then variants of one masked word, as they are
of "talk". Reference: ``docs/reference/index.md``.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b

from dedup.index.alphabets import alphabet
from dedup.index.plain_words import plain_keys, plain_words, spaceless_phrases
from dedup.index.stems import Stem, stem_of
from dedup.model import Article
from dedup.text.classes import CLASS_MAP, IGNORABLE, LETTER, SINGLE, UPPER
from dedup.text.fold import fold_word, word_key
from dedup.text.tokens import token_table

_KEY_BYTES = 32
# What is so short says little by itself, and tells sentences from lines and names from words.
_SHORT = 3
# A word is masked as often as it comes in other letters: a cache of a collection's commonest.
_REMEMBERED = 1 << 17
_BLOCK, _PER_LETTER = 64, 2


def new_key() -> bytes:
    """A key as nobody else has it."""
    return secrets.token_bytes(_KEY_BYTES)


def mask(text: str, key: bytes) -> str:
    """A text without its words: see `Mask.text`."""
    return Mask(key).text(text)


class Mask:
    """Masks what is masked with one key. Safe to use from several threads."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self.word = lru_cache(maxsize=_REMEMBERED)(self._word)
        self._letters = lru_cache(maxsize=_REMEMBERED)(self._made)
        self._swaps: dict[str, dict[str, str]] = {}

    def text(self, text: str) -> str:
        """As long as `text` in code points, with the same tokens at the same places, of which equal ones stay equal.

        White space, punctuation, digits, marks, capitals, endings, words of up to three letters of scripts with
        capitals, and the words of dedup's own lists stay as they are.
        """
        return self.texts([text])[0]

    def texts(self, texts: Sequence[str]) -> list[str]:
        """Several texts, masked by themselves: quicker than one by one."""
        table = token_table(texts)
        masked: list[str] = []
        for number, text in enumerate(texts):
            rows = table.rows(number)
            shown = _shown(text)
            pieces: list[str] = []
            after = 0
            for start, end in zip(table.starts[rows].tolist(), table.ends[rows].tolist(), strict=True):
                raw = text[start:end]
                pieces += text[after:start], raw if start in shown else self.word(raw)
                after = end
            pieces.append(text[after:])
            masked.append("".join(pieces))
        return masked

    def articles(self, articles: Sequence[Article]) -> list[Article]:
        """Articles with their texts masked, and the names of their outlets as texts then have them."""
        texts = self.texts([article.text for article in articles])
        return [replace(self.named(article), text=text) for article, text in zip(articles, texts, strict=True)]

    def named(self, article: Article) -> Article:
        """An article with its outlet's name and address masked, since texts name them, but not its text."""
        outlet, url = article.outlet, article.url
        return replace(
            article,
            outlet=None if outlet is None else self.text(outlet),
            url=None if url is None else self.text(url),
        )

    def _word(self, raw: str) -> str:
        folded = fold_word(raw)
        if is_plain(raw, folded):
            return raw
        classes = raw.translate(CLASS_MAP)
        if classes[0] == SINGLE:
            return self._single(raw, folded)
        told = [at for at, kind in enumerate(classes) if kind != IGNORABLE]
        aligned = len(told) == len(folded)
        stem = stem_of(folded) if aligned else Stem(key=f"={folded}", begin=0, end=len(told), doubled=False)
        made = list(raw)
        before = ""
        for place, at in enumerate(told):
            kind = classes[at]
            if kind in (LETTER, UPPER) and stem.begin <= place < stem.end:
                letter = before
                if not (stem.doubled and place == stem.end - 1):
                    letters = alphabet(folded[place] if aligned else _plain(raw[at]))
                    number = self._number(stem.key, place - stem.begin) % len(letters)
                    # Two in a row would be taken for a consonant doubled before an ending.
                    letter = letters[number] if letters[number] != before else letters[number - 1]
                before = letter
                made[at] = letter.upper() if kind == UPPER else letter
        return "".join(made)

    def _single(self, raw: str, folded: str) -> str:
        """A character of a script without spaces, with its marks: another of its script, for each a different one."""
        # Some, such as the letters that syllables of Hangul are made of, fold to what is part of a word.
        letters = alphabet(folded[0] if CLASS_MAP[ord(folded[0])] == SINGLE else raw[0])
        if letters not in self._swaps:
            drawn = sorted(letters, key=lambda letter: self._made(f"{letter}{len(letters)}", 0))
            self._swaps[letters] = dict(zip(letters, drawn, strict=True))
        swap = self._swaps[letters]
        found = swap.get(folded[0])
        return (found or letters[self._number(f"={folded}", 0) % len(letters)]) + raw[1:]

    def _number(self, key: str, place: int) -> int:
        block, at = divmod(place * _PER_LETTER, _BLOCK)
        return int.from_bytes(self._letters(key, block)[at : at + _PER_LETTER], "big")

    def _made(self, key: str, block: int) -> bytes:
        salt = block.to_bytes(blake2b.SALT_SIZE, "big")
        return blake2b(key.encode("utf-8", "surrogatepass"), digest_size=_BLOCK, key=self._key, salt=salt).digest()


def is_plain(raw: str, folded: str) -> bool:
    """Whether a token is shown as it is."""
    if folded in plain_words() or (len(folded) > 1 and word_key(folded) in plain_keys()):
        return True
    letters = [char for char in raw if CLASS_MAP[ord(char)] in (LETTER, UPPER, SINGLE)]
    if not letters or (CLASS_MAP[ord(raw[0])] == SINGLE):
        return not letters
    # Where there are no capitals, two or three letters are mostly a word that says something.
    return len(letters) <= (_SHORT if any(char.lower() != char.upper() for char in letters) else 1)


def _shown(text: str) -> frozenset[int]:
    """Where characters of scripts without spaces stand in phrases of dedup's lists."""
    if text.isascii() or SINGLE not in text.translate(CLASS_MAP):
        return frozenset()
    found = (place for hit in spaceless_phrases().finditer(text) for place in range(*hit.span()))
    return frozenset(found)


def _plain(char: str) -> str:
    return unicodedata.normalize("NFKC", char)[:1].casefold()[:1] or char
