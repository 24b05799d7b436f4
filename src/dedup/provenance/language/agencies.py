"""Names of agencies: known ones, and those that say what they are ("Arden Press Agency")."""

from __future__ import annotations

import re
from functools import cache

from dedup.provenance.language.known import fold, is_joint, wire_forms
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.naming import Name, name_of
from dedup.provenance.language.scan import searchable, searched, words_of

_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_MARKS = ",;:|/.!?"
_LONGEST = 6
_BEFORE, _AFTER = 80, 60


@cache
def _phrases() -> tuple[tuple[str, ...], ...]:
    """What agencies are called, as folded words, the longest first; "news service" among them."""
    found = {tuple(phrase.split()) for lexicon in lexicons() for phrase in lexicon.agency}
    return tuple(sorted(found, key=lambda phrase: (-len(phrase), phrase)))


@cache
def _written() -> tuple[tuple[str, frozenset[str]], ...]:
    """The same as texts write them in a name, with one capital or all of them, and the words in lower case."""
    forms = {form for words in _phrases() for form in (" ".join(words).capitalize(), " ".join(words).title())}
    return tuple((form, words_of(searchable(form))) for form in sorted(forms))


def agency_name(text: str) -> Name | None:
    """The name where a stretch is nothing but an agency's: capitalised words, one of which says so."""
    if any(mark in text for mark in _MARKS):
        return None
    words = _WORD.findall(text)
    while words and any(words[0].lower() in lexicon.by for lexicon in lexicons()):  # "By Arden Press Agency"
        words.pop(0)
    while words and words[-1].islower():  # "Arden Press Agency reports"
        words.pop()
    if not 2 <= len(words) <= _LONGEST or any(word[0].islower() and not is_joint(word) for word in words):
        return None
    folded = tuple(fold(word) for word in words)
    for phrase in _phrases():
        if len(phrase) < len(folded) and phrase in (folded[-len(phrase) :], folded[: len(phrase)]):
            return name_of(" ".join(words))
    return None


def is_agency(name: Name) -> bool:
    return name.tokens in wire_forms() or agency_name(name.display) is not None


def agencies_in(text: str) -> tuple[Name, ...]:
    """The agencies that a text names in full, wherever it does; time linear in its length."""
    found: dict[Name, None] = {}
    for start, end in _places(text):
        line = text.rfind("\n", max(0, start - _BEFORE), start) + 1 or max(0, start - _BEFORE)
        before: list[str] = []
        for raw in reversed(text[line:start].split()):
            if not raw[0].isupper() or not raw[-1].isalnum() or len(before) >= _LONGEST - 2:
                break
            before.append(raw)
        after: list[str] = []
        for raw in [] if before else text[end : end + _AFTER].split():
            if not raw[0].isupper() or len(after) >= 2:
                break
            after.append(raw)
            if not raw[-1].isalnum():
                break
        name = agency_name(" ".join((*reversed(before), text[start:end], *after)))
        if name is not None:
            found.setdefault(name)
    return tuple(found)


def _places(text: str) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    words = searched(text).words
    for form, needed in _written():  # plain search: an alternation of patterns is ten times slower
        at = text.find(form) if needed <= words else -1
        while at >= 0:
            end = at + len(form)
            if not text[max(0, at - 1) : at].isalnum() and not text[end : end + 1].isalnum():
                found.add((at, end))
            at = text.find(form, end)
    return sorted(found)
