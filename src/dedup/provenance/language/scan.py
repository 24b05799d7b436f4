"""Where the cue phrases of each language stand in a text: linear, by plain search for each phrase."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from dedup.model import Span
from dedup.provenance.language.lexicon import Lexicon, lexicons_for

_WORD = re.compile(r"[^\W_]+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ASCII_LETTERS = bytes(byte if byte > 0x7F or chr(byte).isalnum() else ord(" ") for byte in range(256))
_AROUND = ".,;:!?\"'”“«»()[]"
_STRAIGHT = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\n", " "), ("\r", " "), ("\t", " "))


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A cue phrase in a text and the list it comes from."""

    start: int
    end: int
    kind: str


class Searched(NamedTuple):
    """A text as it is searched: in lower case, with blanks for all but letters and digits, its words and languages."""

    lower: str
    letters: str
    words: frozenset[str]
    languages: tuple[Lexicon, ...]


# Whoever reads for sources, style or standing asks for it, and one text is compared with many.
@lru_cache(maxsize=256)
def searched(text: str) -> Searched:
    lower = searchable(text)
    letters = _letters(lower)
    words = frozenset(letters.split())
    return Searched(lower, letters, words, lexicons_for(lower, words))


def searchable(text: str) -> str:
    """Lower case with straight apostrophes and plain spaces, one character for each of the original."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(small if len(small := char.lower()) == 1 else char for char in text)
    for odd, plain in _STRAIGHT:  # three times as fast as `str.translate` with a table
        lower = lower.replace(odd, plain)
    return lower


def words_of(lower: str) -> frozenset[str]:
    """The words of a searchable text. A phrase is looked for only where its words are among them."""
    return frozenset(_letters(lower).split())


def _letters(lower: str) -> str:
    # As bytes, marks and blanks of ASCII go at a stroke; of others a text has few kinds.
    lower = lower.encode("utf-8", "surrogatepass").translate(_ASCII_LETTERS).decode("utf-8", "surrogatepass")
    for char in () if lower.isascii() else set(_BEYOND_ASCII.findall(lower)):
        if not char.isalnum():
            lower = lower.replace(char, " ")
    return lower


def cue_hits(text: str, lower: str, words: Set[str], lexicon: Lexicon) -> list[Hit]:
    """The cues of one language, in order; of two that overlap the longer one that begins first stays."""
    spaced = lexicon.script != "spaceless"
    found: list[Hit] = []
    for phrase, kind, needed in _cues(lexicon):
        if not needed <= words:
            continue
        size = len(phrase)
        for at in occurrences(lower, phrase, spaced):
            if kind != "say" or not text[at].isupper():  # "the United States" says nothing
                found.append(Hit(at, at + size, kind))
    found.sort(key=_in_order)
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _in_order(hit: Hit) -> tuple[int, int, str]:
    return hit.start, -hit.end, hit.kind


@cache
def _cues(lexicon: Lexicon) -> tuple[tuple[str, str, frozenset[str]], ...]:
    """Each phrase with its list and the words that it needs."""
    return tuple((phrase, kind, needed_words(phrase, lexicon)) for phrase, kind in lexicon.cues.items())


def needed_words(phrase: str, lexicon: Lexicon) -> frozenset[str]:
    """The words without which a text cannot hold a phrase; none of those that may be parts of longer words there."""
    if lexicon.script == "spaceless":
        return frozenset()
    found = _WORD.findall(phrase)
    return frozenset(found[:-1] if _is_open(phrase) or not phrase[-1].isalnum() else found)


def low(text: str) -> str:
    """Lower case with straight apostrophes."""
    return text.replace("’", "'").lower()


def bare_words(text: str) -> Iterator[str]:
    """The words of a text in lower case, without the marks around them."""
    return (word.strip(_AROUND) for word in low(text).split())


def spans_of(hits: list[Hit], kind: str) -> tuple[Span, ...]:
    return tuple(Span(hit.start, hit.end) for hit in hits if hit.kind == kind)


def _is_open(phrase: str) -> bool:
    """Whether a phrase may end within a word: "وفقا ل", for an Arabic preposition is written together with its noun."""
    return not phrase[-1].isalnum() or ("\u0600" <= phrase[-1] <= "\u06ff" and phrase[-2:-1] == " ")


def occurrences(lower: str, phrase: str, spaced: bool = True) -> Iterator[int]:
    """Where a phrase stands in a searchable text, as whole words where the script has words."""
    at = lower.find(phrase)
    size = len(phrase)
    open_end = not spaced or _is_open(phrase)
    while at >= 0:
        end = at + size
        if not spaced or (
            (at == 0 or not lower[at - 1].isalnum()) and (open_end or end == len(lower) or not lower[end].isalnum())
        ):
            yield at
        at = lower.find(phrase, end)
