"""Introductions as evidence: who is named in full has not been met before in the article, who is not was met before.

News introduces people and bodies once, in full (``Arvo Kelm``, ``the Arden Press Agency (APA)``), and is short
afterwards. A passage keeps to that in the article it was written for. Elsewhere it leaves somebody unintroduced or
introduces them twice, unless whoever took it mended that.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from dedup.model import Evidence, Passage, Place
from dedup.provenance.lexicon import lexicons
from dedup.provenance.view import Dossier, Found, Side, Written, quote, written
from dedup.provenance.weights import Weights

# Capitalised words in a row, initials and particles among them. What must not stand before is asked after the first
# letter: a pattern that begins with a set of characters is searched for twice as fast.
_NAME = re.compile(
    r"[A-Z](?<![\w’'-].)[\w-]*(?:(?: [A-Z]\.| (?:van|von|de|der|al|bin|da|di|la|le)| [A-Z]\.-?[A-Z]\.)* [A-Z][\w-]+)*"
)
_EXPANDED = re.compile(r"\((?<=[a-z] \()([A-Z]{2,6})\)")
_CLEAR = 2  # names


class Mention(NamedTuple):
    """Somebody, named by what the article calls them afterwards: a surname, an acronym; `full` where introduced."""

    position: int
    end: int
    name: str
    full: bool


class Mentions(NamedTuple):
    """Every mention in order of position; by name where it is first given in full, first at all, and last in short."""

    every: tuple[Mention, ...]
    introduced: Mapping[str, int]
    first: Mapping[str, int]
    last_short: Mapping[str, int]

    def fit(self, mention: Mention, passage: Passage) -> bool:
        """Whether an article wants a name as full or short as it is given in its passage."""
        if not mention.full:
            return self.introduced.get(mention.name, passage.start) < passage.start
        new = self.first.get(mention.name, passage.start) >= passage.start
        return new and self.last_short.get(mention.name, 0) >= passage.end


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Names in the passage are as full or short as one article wants them there: the likelier origin."""
    sides = (
        (left, mentions(written(left)), found.left),
        (right, mentions(written(right)), found.right),
    )
    scores: dict[str, int] = {}
    shown: dict[str, tuple[str, Place, bool]] = {}
    for dossier, own, passage in sides:
        for mention in _first_within(own, passage):
            score = sides[0][1].fit(mention, found.left) - sides[1][1].fit(mention, found.right)
            if score:
                scores[mention.name] = scores.get(mention.name, 0) + score
                words = dossier.article.text[mention.position : mention.end]
                place = Place(article=dossier.article.id, start=mention.position, end=mention.end)
                told = words, place, mention.full
                shown[mention.name] = min(shown.get(mention.name, told), told)
    total = sum(scores.values())
    if not total:
        return ()
    origin: Side = "left" if total > 0 else "right"
    words, place, full = shown[min(name for name, score in scores.items() if score * total > 0)]
    factor = min(1.0, abs(total) / (2 * _CLEAR))
    known = "is introduced here" if full else "was introduced before"
    trigger = f"“{quote(words, 60)}” {known} in one article, not in the other"
    return (weights.evidence("seams.introductions", trigger, (place,), factor=factor, origin=origin),)


def _first_within(side: Mentions, passage: Passage) -> Iterator[Mention]:
    """The first mention of each name inside a passage."""
    first, last = (bisect_left(side.every, (position,)) for position in (passage.start, passage.end))
    seen: set[str] = set()
    for mention in side.every[first:last]:
        if mention.name not in seen:
            seen.add(mention.name)
            yield mention


@lru_cache(maxsize=2048)
def mentions(of: Written) -> Mentions:
    """The mentions of a text, in scripts with capitals; time linear in its length.

    >>> from dedup.text.outline import outline
    >>> text = "Then Defence Minister Arvo Kelm spoke. Mr Kelm left."
    >>> [(each.name, each.full) for each in mentions(Written(text, outline(text))).every]
    [('Kelm', True), ('Kelm', False)]
    """
    found = []
    no_names = _no_names()
    for hit in _NAME.finditer(of.text):
        words = hit.group().split(" ")
        at, begin = hit.start(), 0
        while begin < len(words) and words[begin].lower() in no_names:
            at += len(words[begin]) + 1
            begin += 1
        if begin < len(words) and len(words[-1]) > 2:
            found.append(Mention(at, hit.end(), words[-1], len(words) - begin > 1))
    found += [Mention(*hit.span(1), hit[1], True) for hit in _EXPANDED.finditer(of.text)]
    every = tuple(sorted(found))
    introduced: dict[str, int] = {}
    first: dict[str, int] = {}
    last_short: dict[str, int] = {}
    for mention in every:
        first.setdefault(mention.name, mention.position)
        if mention.full:
            introduced.setdefault(mention.name, mention.position)
        else:
            last_short[mention.name] = mention.position
    return Mentions(every=every, introduced=introduced, first=first, last_short=last_short)


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
