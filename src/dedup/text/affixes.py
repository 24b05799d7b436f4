"""Beginnings and endings that a word may lose and still be a variant of the same word.

The lists are data, ``data/affixes``, one file a language; those of all languages are merged by script, since the
language of an article is never asked for. A language without a file only loses near matches.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from dedup.text.languages import tables

_LEAST = 4
# Words of at most this many letters are left whole in a script without a list, longer ones lose up to three.
_WHOLE, _STEM, _ENDING = 6, 5, 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Affix:
    """A beginning or an ending, and how many letters of the word must remain."""

    text: str
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Inflection:
    """Endings of a plural: `suffix`, not after one of `before`; where it is preceded by ``ie``, that becomes `ies`."""

    suffix: str
    before: tuple[str, ...]
    ies: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Affixes:
    """The lists of one script, longest first. `doubled`: endings before which a doubled consonant becomes single.

    `beginnings` and `endings` are the texts alone: most words have none of them, which one look tells.
    """

    prefixes: tuple[Affix, ...] = ()
    suffixes: tuple[Affix, ...] = ()
    doubled: frozenset[str] = frozenset()
    plurals: tuple[Inflection, ...] = ()
    beginnings: tuple[str, ...] = ()
    endings: tuple[str, ...] = ()


def stem(word: str) -> str:
    """`word`, folded and without marks of Latin and Greek letters, without its affixes.

    >>> stem("города") == stem("городам"), stem("stopped"), stem("stories")
    (True, 'stop', 'story')
    """
    if not word:
        return word
    lists = affixes().get(_script(word[-1]))
    if lists is None:
        # Scripts without rules: long words share their stem, inflection sits at the end.
        longer = len(word) > _WHOLE and word.isalpha() and not word.isascii()
        return word[: max(_STEM, len(word) - _ENDING)] if longer else word
    word = _singular(_without_prefix(word, lists), lists)
    for suffix in lists.suffixes if word.endswith(lists.endings) else ():
        if word.endswith(suffix.text) and _letters(word) - _letters(suffix.text) >= suffix.least:
            word = word[: len(word) - len(suffix.text)]
            if suffix.text in lists.doubled and word[-1] == word[-2] and word[-1] not in "aeiosl":
                word = word[:-1]
            break
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def bare(word: str) -> str:
    """`word` without the diacritics of Latin, Greek and Cyrillic letters."""
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFD", word.casefold())
    left = "".join(char for char in apart if not "\u0300" <= char <= "\u036f")
    return unicodedata.normalize("NFC", left).replace("ø", "o").replace("ł", "l").replace("đ", "d")


def _without_prefix(word: str, lists: Affixes) -> str:
    for prefix in lists.prefixes if word.startswith(lists.beginnings) else ():
        if word.startswith(prefix.text) and _letters(word) - _letters(prefix.text) >= prefix.least:
            return word[len(prefix.text) :]
    return word


def _singular(word: str, lists: Affixes) -> str:
    for plural in lists.plurals:
        if len(word) > _LEAST - 1 and word.endswith(plural.suffix):
            rest = word[: -len(plural.suffix)]
            if rest.endswith(plural.before):
                return word
            return rest[:-2] + plural.ies if rest.endswith("ie") and len(word) > 5 else rest
    return word


def _letters(word: str) -> int:
    """How many letters a word has; vowel signs and other marks are none."""
    return len(word) if word.isascii() else sum(unicodedata.category(char)[0] != "M" for char in word)


def _script(char: str) -> str:
    """The script of a letter or mark, by the first word of its Unicode name."""
    return "LATIN" if char.isascii() else unicodedata.name(char, "").partition(" ")[0]


@lru_cache(maxsize=1)
def affixes() -> Mapping[str, Affixes]:
    """The lists of all languages that ``data/affixes`` has a file for, by script."""
    found: dict[str, dict[str, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for table in tables("affixes"):
        least = int(table.get("least", _LEAST))
        for kind in ("prefixes", "suffixes"):
            for text in map(bare, table.get(kind, ())):
                lists = found[_script(text[0])]
                lists[kind].add((text, least))
                if kind == "suffixes" and table.get("doubled"):
                    lists["doubled"].add(text)
        if plural := table.get("plural"):
            entry = (str(plural["suffix"]), tuple(map(str, plural["before"])), str(plural["ies"]))
            found[_script(entry[0])]["plurals"].add(entry)
    return {script: _merged(lists) for script, lists in sorted(found.items())}


def _merged(lists: Mapping[str, set[Any]]) -> Affixes:
    prefixes, suffixes = _longest_first(sorted(lists["prefixes"])), _longest_first(sorted(lists["suffixes"]))
    return Affixes(
        prefixes=prefixes,
        suffixes=suffixes,
        beginnings=tuple(affix.text for affix in prefixes),
        endings=tuple(affix.text for affix in suffixes),
        doubled=frozenset(lists["doubled"]),
        plurals=tuple(Inflection(suffix=s, before=b, ies=i) for s, b, i in sorted(lists["plurals"])),
    )


def _longest_first(entries: Sequence[tuple[str, int]]) -> tuple[Affix, ...]:
    ordered = sorted(entries, key=lambda entry: (-len(entry[0]), entry))
    return tuple(Affix(text=text, least=least) for text, least in ordered)
