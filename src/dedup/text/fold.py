"""Folding of single words: what counts as the same word, and what as a variant of it.

Two forms, each computed once a distinct word:

* `fold_word`: the same word however it was typed. NFKC, casefold, apostrophes unified, format characters
  dropped, look-alike letters of another script folded in mixed-script words, thousands separators removed.
* `word_key`: the same word in another dress. Possessives and common inflections stripped, British and
  American spelling unified, diacritics of Latin and Greek letters dropped, numbers and months in one form. What
  is particular to a language comes from data files that may be absent.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from importlib import resources

from dedup.text.affixes import bare, stem
from dedup.text.classes import APOSTROPHE, CLASS_MAP, IGNORABLE
from dedup.text.numbers import number_key

_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+(?=\Z|\.)")

# Letters that look like a Latin one. Folded only inside a word that also holds Latin letters, so that
# words wholly in Cyrillic or Greek stay what they are. Source: Unicode confusables, the lower-case core.
_LOOKALIKES = str.maketrans(
    "аеорсухіјѕԁһӏԛԝѵгпвнкмтαβεικνορτυχγω" + "ϲϳ",
    "aeopcyxijsdhlqwvrnbhkmtabeikvoptuxyw" + "cj",
)
# Capitals that look like a Latin one while their small letters do not (Μ and μ), or look like another (Ν and ν).
_CAPITAL_LOOKALIKES = str.maketrans("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧАВЕКМНОРСТУХІЈЅ", "ABEZHIKMNOPTYXABEKMHOPCTYXIJS")


@lru_cache(maxsize=1 << 16)
def fold_word(raw: str) -> str:
    """The folded form of one token, as found by the tokeniser.

    >>> fold_word("China’s"), fold_word("Straße"), fold_word("1,250"), fold_word("mi\\u00adlitary")
    ("china's", 'strasse', '1250', 'military')
    """
    if raw.isascii():
        word = raw.lower().replace("`", "'")
        return _thousands(word) if "," in word else word
    # Apostrophes before NFKC, which takes some apart (´), and after it, since it brings some forth (ŉ).
    word = _unified("".join(char for char in raw if CLASS_MAP[ord(char)] != IGNORABLE))
    # Casefolding can undo normal form and the other way round; twice is a fixed point (Unicode 3.13, D146).
    word = _latin_capitals(unicodedata.normalize("NFKC", word))
    word = unicodedata.normalize("NFKC", word.casefold()).casefold()
    # Compatibility forms of spacing marks and of whole phrases (ﷺ) hold spaces; a word holds none.
    word = unicodedata.normalize("NFKC", _unified("".join(word.split())))
    if not word.isascii() and _has_latin(word):
        word = unicodedata.normalize("NFC", word.translate(_LOOKALIKES))
    return _thousands(word) if "," in word else word


def has_lookalikes(raw: str) -> bool:
    """Whether the token spells a Latin word with letters of another script, a sign of evasion."""
    if raw.isascii():
        return False
    word = unicodedata.normalize("NFKC", raw)
    if not _has_latin(word):
        return False
    return any(ord(char) in _CAPITAL_LOOKALIKES for char in word) or any(
        ord(char) in _LOOKALIKES for char in word.casefold()
    )


# One audit asks for each word once, many comparisons in a row for the same words again: 0.1 µs against 5 to 10.
@lru_cache(maxsize=1 << 16)
def word_key(word: str) -> str:
    """The variant class of a folded word: equal keys count as near matches.

    >>> [word_key(w) for w in ("china's", "defence", "defense", "organised", "organizing", "cafés")]
    ['china', 'defens', 'defens', 'organiz', 'organiz', 'cafe']
    """
    word = _strip_possessive(word)
    number = number_key(word)
    if number is not None:
        return number
    word = bare(word)
    if not word.isascii():
        return stem(word)
    pairs, endings = spelling()
    return stem(_respell(pairs.get(word, word), endings))


def _has_latin(word: str) -> bool:
    return any("a" <= char <= "z" or "A" <= char <= "Z" for char in word)


def _latin_capitals(word: str) -> str:
    return word.translate(_CAPITAL_LOOKALIKES) if _has_latin(word) else word


def _unified(word: str) -> str:
    return "".join("'" if CLASS_MAP[ord(char)] == APOSTROPHE else char for char in word)


def _thousands(word: str) -> str:
    return _THOUSANDS.sub(lambda found: found.group().replace(",", ""), word)


def _strip_possessive(word: str) -> str:
    if word.endswith("'s"):
        return word[:-2]
    return word[:-1] if word.endswith("'") else word


def _respell(word: str, endings: tuple[tuple[str, str], ...]) -> str:
    if len(word) > 5:
        for british, american in endings:
            if word.endswith(british):
                return word[: -len(british)] + american
    return word


@lru_cache(maxsize=1)
def spelling() -> tuple[dict[str, str], tuple[tuple[str, str], ...]]:
    """British words and endings with their American spelling, from ``data/spelling.txt`` when present."""
    pairs: dict[str, str] = {}
    endings: list[tuple[str, str]] = []
    source = resources.files("dedup.text") / "data" / "spelling.txt"
    if source.is_file():
        for line in source.read_text("utf-8").splitlines():
            words = line.partition("#")[0].split()
            if len(words) != 2:
                continue
            if words[0].startswith("-"):
                endings.append((words[0][1:], words[1][1:]))
            else:
                pairs[words[0]] = words[1]
    return pairs, tuple(endings)
