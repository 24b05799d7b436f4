"""Which capitalised words are a person's name: no party, land or month, no pronoun, no scrap of a page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from dedup.provenance.language.known import is_demonym, medium_forms
from dedup.provenance.language.lexicon import Lexicon, lexicons
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.scan import low

# "I'm", "FAKE.They", "R-N.C", "D-Calif": no word of a name.
_SCRAP = re.compile(r"(?:\w+['’](?:m|ve|ll|re|d)|\w{2,}\.[A-Z]\w+|[A-Z]-[A-Z][\w.]*|[\w-]*\d[\w-]*)\Z")
# "Co-host", "Right-blogger", "Austin-based": what stands before a name, made of a name or not.
_COMPOUND = re.compile(r"[^\W\d_][\w.]*-([a-z]{4,})\Z")
_MADE = ("ed", "er", "ing", "host", "elect", "area", "born")
# In words: a longer name is rather a body's.
LONGEST_PERSON = 3
# Months that are names too.
MONTHS_AND_NAMES = frozenset(("may", "april", "june", "august"))


@lru_cache(maxsize=4096)  # as `name_of`
def person_of(name: Name | None, lexicon: Lexicon) -> Name | None:
    """A name that a person can bear, without what stands before it; ``None`` for "Ohio Republican" or "February".

    >>> from dedup.provenance.language.lexicon import lexicons
    >>> english = next(each for each in lexicons() if each.language == "en")
    >>> person_of(name_of("Democrat Ada Pell"), english).display
    'Ada Pell'
    >>> person_of(name_of("Florida Republican"), english) is None
    True
    """
    if name is None or name.tokens in medium_forms():
        return None
    words = name.display.split()
    kept = words
    owner = max((at for at, word in enumerate(words[:-1], 1) if word.endswith(("'s", "s'"))), default=0)
    if owner:  # "the Clarion's Ada Pell"
        kept = words[owner:]
    while kept and _leads(kept, lexicon):
        kept = kept[1:]
    if not kept or any(_SCRAP.match(word) for word in kept) or low(kept[-1]) in lexicon.parties:
        return None
    if len(kept[-1].rstrip(".")) == 1 or low(kept[-1]).rstrip(".") in ("sen", "rep", "gov", "gen"):
        return None  # the rest of the name is cut off
    if low(kept[-1]) in lexicon.things or (len(kept) == 1 and kept[0].isupper() and kept[0].isalpha()):
        return None
    if len(kept) == 1 and (low(kept[0]) in lexicon.institution or low(kept[0]).partition("-")[0] in lexicon.titles):
        return None
    if low(" ".join(kept)) in lexicon.seats:
        return None
    if is_of_a_land(kept, lexicon) or all(_is_nobody(word, lexicon) for word in kept):
        return None
    if low(kept[0]).removesuffix("'s") in _dated(lexicon) or low(kept[-1]).removesuffix("'s") in _dated(lexicon):
        return None
    return name if kept is words else name_of(" ".join(kept))


def is_of_a_land(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether words name but a land or its people: "South Korean", "the U.S.", "New Jersey"."""
    return any(_is_land(word, lexicon) for word in words) and all(
        _is_land(word, lexicon) or low(word).removesuffix("'s") in lexicon.places for word in words
    )


def is_land(word: str) -> bool:
    """Whether a word is a land or its people in any language that has a list."""
    return is_demonym(word) or ("." in word and any(_is_land(word, lexicon) for lexicon in lexicons()))


def _leads(words: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the first of several words is none of the name's."""
    first = low(words[0])
    compound = _COMPOUND.match(words[0])
    return (
        first in lexicon.parties
        or first in lexicon.openers
        or (len(words) > 1 and compound is not None and compound[1].endswith(_MADE))
        or (len(words) > 2 and first in lexicon.portfolios)
    )


def _is_nobody(word: str, lexicon: Lexicon) -> bool:
    folded = low(word).removesuffix("'s")
    return folded in lexicon.parties or folded in lexicon.portfolios or _is_land(word, lexicon)


@lru_cache(maxsize=1 << 14)  # names come again and again
def _is_land(word: str, lexicon: Lexicon) -> bool:
    folded = low(word).removesuffix("'s").rstrip(".")
    return folded in lexicon.lands or is_demonym(folded) or is_demonym(folded.removesuffix("s"))


@cache
def _dated(lexicon: Lexicon) -> frozenset[str]:
    return lexicon.calendar - MONTHS_AND_NAMES
