"""Appellations: where an article names somebody, and whether in full or as one who was introduced before."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from dedup.model import Passage
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.manner.placed import Placed

# Capitalised words in a row, initials and particles among them. What must not stand before is asked after the first
# letter: a pattern that begins with a set of characters is searched for twice as fast.
_NAME = re.compile(
    r"[A-Z](?<![\w’'-].)[\w-]*(?:(?: [A-Z]\.| (?:van|von|de|der|al|bin|da|di|la|le)| [A-Z]\.-?[A-Z]\.)* [A-Z][\w-]+)*"
)
_EXPANDED = re.compile(r"\((?<=[a-z] \()([A-Z]{2,6})\)")


class Appellation(NamedTuple):
    """Somebody, named by what the article calls them afterwards: a surname, an acronym; `full` where introduced."""

    position: int
    end: int
    name: str
    full: bool


class Appellations(NamedTuple):
    """Each in order of position; by name where it is first given in full, first at all, and last in short."""

    every: Placed[Appellation]
    introduced: Mapping[str, int]
    first: Mapping[str, int]
    last_short: Mapping[str, int]

    def fit(self, one: Appellation, passage: Passage) -> bool:
        """Whether an article wants a name as full or short as it is given in its passage."""
        if not one.full:
            return self.introduced.get(one.name, passage.start) < passage.start
        new = self.first.get(one.name, passage.start) >= passage.start
        return new and self.last_short.get(one.name, 0) >= passage.end


def appellations(text: str) -> Appellations:
    """The appellations of a text, in scripts with capitals; time linear in its length.

    >>> [(each.name, each.full) for each in appellations("Then Defence Minister Arvo Kelm spoke. Mr Kelm left.").every]
    [('Kelm', True), ('Kelm', False)]
    """
    found: list[tuple[int, int, str, bool]] = []
    no_names = _no_names()
    for hit in _NAME.finditer(text):
        name = hit.group()
        if " " not in name:  # three of four
            if len(name) > 2 and name.lower() not in no_names:
                found.append((hit.start(), hit.end(), name, False))
            continue
        words = name.split(" ")
        if len(words[-1]) <= 2:
            continue
        at, begin = hit.start(), 0
        while begin < len(words) and words[begin].lower() in no_names:
            at += len(words[begin]) + 1
            begin += 1
        if begin < len(words):
            found.append((at, hit.end(), words[-1], len(words) - begin > 1))
    found += [(*hit.span(1), hit[1], True) for hit in _EXPANDED.finditer(text)]
    found.sort()
    introduced: dict[str, int] = {}
    first: dict[str, int] = {}
    last_short: dict[str, int] = {}
    for position, _, called, full in found:
        first.setdefault(called, position)
        if full:
            introduced.setdefault(called, position)
        else:
            last_short[called] = position
    return Appellations(every=Placed(Appellation, found), introduced=introduced, first=first, last_short=last_short)


@cache
def _no_names() -> frozenset[str]:
    """Words that begin with a capital before a name and are no part of it: titles, and what opens sentences."""
    used = [lexicon for lexicon in lexicons() if lexicon.script == "cased"]
    return frozenset[str]().union(
        *(
            words
            for item in used
            for words in (
                item.titles,
                item.openers,
                item.stop,
                item.determiners,
                item.pronouns,
                item.calendar,
                item.epithets,
            )
        )
    )
