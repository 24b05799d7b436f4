"""Persons without what stands before their names: "Gran Dilys Amory", "Ex-teacher Lupe Arrieta", "Commander Kelm"."""

from __future__ import annotations

import re
from functools import lru_cache

from dedup.provenance.language.lexicon import Lexicon
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.scan import low

_LOOK_AROUND = 10_000
_SENTENCE_ENDS = ".!?:…\n\"'“”‘’«»„"


def plain_person(text: str, name: Name | None, start: int, lexicon: Lexicon) -> Name | None:
    """A person's name, found at or after `start`, without adjectives, ranks and kinship before it.

    A word goes where the same person occurs without it, or where it begins a sentence and is no name.
    """
    if name is None:
        return None
    words = name.display.split()
    kept = words
    while len(kept) > 1 and _is_dropped(text, kept, start, lexicon):
        kept = kept[1:]
    return name if kept is words else name_of(" ".join(kept))


def _is_dropped(text: str, words: list[str], start: int, lexicon: Lexicon) -> bool:
    first, rest = words[0].lower(), " ".join(words[1:])
    last = first.rpartition("-")[2]
    listed = last in lexicon.epithets or last in lexicon.titles or first in lexicon.epithets
    epithet = listed or any(first.endswith(ending) for ending in lexicon.epithet_endings)
    if not epithet and len(words) == 2:
        return False
    # "Beraterin Silke Oltmanns"; "the guard" and "Guard Emil Brask".
    if len(words) > 2 and first.endswith(tuple(lexicon.role_endings)):
        return True
    if len(words) > 2 and (listed or last in lexicon.private) and last in _with_articles(text, lexicon):
        return True
    elsewhere = occurs_without(text, words[0], rest, start)
    if len(words) > 2 and elsewhere:
        return True
    if not epithet:
        return False
    if elsewhere:
        return True
    at = text.find(words[0], start)
    before = text[max(0, at - 3) : max(0, at)].rstrip(" ")
    return (listed or len(words) > 2) and at >= 0 and (not before or before[-1] in _SENTENCE_ENDS)


@lru_cache(maxsize=8)  # asked for the names of one text after the other
def _with_articles(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Every word that stands behind an article or the like, in lower case."""
    determiners = "|".join(map(re.escape, sorted(lexicon.determiners, key=len, reverse=True)))
    return (
        frozenset(re.findall(rf"(?<!\w)(?:{determiners})[ \n]([^\W\d_]+)", low(text))) if determiners else frozenset()
    )


def occurs_without(text: str, first: str, rest: str, position: int) -> bool:
    """Whether a name occurs near by, not after the word in question."""
    low, high = max(0, position - _LOOK_AROUND), position + _LOOK_AROUND
    if text.count(rest, low, high) == text.count(f"{first} {rest}", low, high):
        return False  # most names; in a list of them each would be looked up in all others
    at = text.find(rest, low, high)
    while at >= 0:
        alone = not text[at + len(rest) : at + len(rest) + 1].isalnum() and not text[max(0, at - 1) : at].isalnum()
        if alone and not text[max(low, at - len(first) - 1) : at].startswith(first):
            return True
        at = text.find(rest, at + len(rest), high)
    return False
