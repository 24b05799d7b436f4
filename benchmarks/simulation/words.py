"""Edits of single words: synonyms, spelling, numbers, typing errors."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from random import Random
from types import MappingProxyType

from simulation.lists import lines, word_list

_VOWELS = "aeiou"
_AUXILIARIES = frozenset("have has had be been is are was were being having get got".split())
_DETERMINERS = frozenset(
    "the a an this that these those his her its their our my your no any each every some of in on at for with".split()
)
_BEFORE_BASE = frozenset("to will would can could should may might must shall not we they i you please".split())
_BEFORE_FINITE = frozenset("he she it that which who and but also often".split())
_BEFORE_GERUND = frozenset("of by for in without after before and while when from on".split())
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(r"(?<![\w$.,-])\d{1,3}(?:,\d{3})+(?![\w,]|\.\d)|(?<![\w$.,:/-])[1-9]\d{2}(?![\w,%:/-]|\.\d)")
_SPAN = 4
_DIFFERENTLY = 0.75

Forms = Mapping[tuple[str, ...], tuple[tuple[str, tuple[str, ...]], ...]]


def _verb(entry: str) -> tuple[str, ...]:
    parts = entry.split("/")
    base, particle = parts[0], ""
    if " " in base:
        base, _, particle = base.partition(" ")
        particle = " " + particle
    double = base.endswith("+")
    base = base.rstrip("+")
    stem = base + base[-1] if double else base
    third = base[:-1] + "ies" if base.endswith("y") and base[-2] not in _VOWELS else base + "s"
    if base.endswith(("s", "sh", "ch", "x", "z", "o")):
        third = base + "es"
    third = {"be": "is"}.get(base, third)
    regular = base + "d" if base.endswith("e") else stem + "ed"
    if base.endswith("y") and base[-2] not in _VOWELS:
        regular = base[:-1] + "ied"
    past = parts[1] if len(parts) > 1 else regular + particle
    participle = parts[2] if len(parts) > 2 else past
    gerund = base[:-1] + "ing" if base.endswith("e") and base not in ("be", "flee") else stem + "ing"
    return base + particle, third + particle, past, participle, gerund + particle


def _noun(entry: str) -> tuple[str, ...]:
    parts = entry.split("/")
    one = parts[0]
    if len(parts) > 1:
        return one, parts[1]
    if one.endswith("y") and one[-2] not in _VOWELS:
        return one, one[:-1] + "ies"
    return one, one + ("es" if one.endswith(("s", "sh", "ch", "x")) else "s")


@cache
def synonyms() -> Forms:
    """For the tokens of each form: the kind of word it is and what may stand for it."""
    found: dict[tuple[str, ...], dict[str, list[str]]] = {}
    kept = frozenset(word_list("kept"))
    for line in lines("synonyms.txt"):
        kind, _, rest = line.partition(" ")
        entries = [entry.strip() for entry in rest.split("|")]
        forms = [_verb(entry) if kind == "v" else _noun(entry) if kind == "n" else (entry,) for entry in entries]
        for at, mine in enumerate(forms):
            for slot, form in enumerate(mine):
                if form in kept:
                    continue
                name = f"{kind}{slot}"
                others = [other[slot] for number, other in enumerate(forms) if number != at]
                found.setdefault(tuple(form.split()), {}).setdefault(name, []).extend(others)
    return MappingProxyType(
        {
            form: tuple((kind, tuple(dict.fromkeys(kinds[kind]))) for kind in sorted(kinds))
            for form, kinds in sorted(found.items())
        }
    )


@dataclass(slots=True)
class Choices:
    """Which word one writer put for which, and what the others of the event did."""

    own: set[tuple[str, str]] = field(default_factory=set)
    others: set[tuple[str, str]] = field(default_factory=set)

    def next_writer(self) -> None:
        self.others |= self.own
        self.own = set()


def reworded(text: str, rate: float, draw: Random, choices: Choices | None = None) -> str:
    """Replace words by synonyms, each that has one with the chance `rate`; mostly not as another writer did."""
    tokens = re.split(r"(\s+)", text)
    words = tokens[::2]
    bare = [word.strip(",.;:!?\"'()[]…—").lower() for word in words]
    table = synonyms()
    at = 0
    while at < len(words):
        taken = 1
        for size in range(min(_SPAN, len(words) - at), 0, -1):
            options = table.get(tuple(bare[at : at + size]))
            inner = size == 1 or all(words[at + i][-1:].isalnum() for i in range(size - 1))
            if options is None or not inner or draw.random() >= rate:
                continue
            previous = bare[at - 1] if at else ""
            named = at > 0 and words[at - 1][:1].isupper() and at > 1
            new = _pick(options, previous, named, draw)
            first, last = words[at], words[at + size - 1]
            if new is None or not _common(first, at, words):
                continue
            if choices is not None:
                choice = " ".join(bare[at : at + size]), new
                # The list has few words for each; without this, siblings would seem to share what neither had.
                if choice in choices.others and draw.random() < _DIFFERENTLY:
                    continue
                choices.own.add(choice)
            lead = first[: len(first) - len(first.lstrip("\"'([—"))]
            trail = last[len(last.rstrip(",.;:!?\"')]…—")) :]
            fresh = new[0].upper() + new[1:] if first.lstrip("\"'([—")[:1].isupper() else new
            words[at] = lead + fresh + trail
            for i in range(1, size):
                words[at + i] = ""
            if at and bare[at - 1] in ("a", "an") and words[at - 1].lower() in ("a", "an"):
                article = "an" if new[0] in "aeiou" else "a"
                words[at - 1] = article.capitalize() if words[at - 1][0].isupper() else article
            taken = size
            break
        at += taken
    tokens[::2] = words
    kept = re.sub(r"[ \t]{2,}", " ", "".join(tokens))
    return kept if text[:1].isspace() else kept.lstrip(" ")


def _pick(options: tuple[tuple[str, tuple[str, ...]], ...], previous: str, name: bool, draw: Random) -> str | None:
    """A word for another, of a kind that fits the word before it; `name` says that this is capitalised."""
    fitting = [word for kind, words in options if _fits(kind, previous, name) for word in words]
    return draw.choice(fitting) if fitting else None


def _fits(kind: str, previous: str, name: bool) -> bool:
    """Whether a word of a kind (``v0``: a verb's base form) may follow a word. Where in doubt it does not."""
    if kind == "v0":
        return previous in _BEFORE_BASE or previous.endswith("n't")
    if kind == "v1":
        return name or previous in _BEFORE_FINITE
    if kind == "v2":
        return name or not (previous in _AUXILIARIES or previous in _DETERMINERS or previous.endswith("ing"))
    if kind == "v3":
        return previous in _AUXILIARIES
    if kind == "v4":
        return previous in _AUXILIARIES or previous in _BEFORE_GERUND
    return not (kind.startswith("n") and (previous in _BEFORE_BASE or previous.endswith("n't")))


def _common(word: str, at: int, words: list[str]) -> bool:
    """Whether a word is none of a name: lower case, or first in its sentence and followed by lower case."""
    head = word.lstrip("\"'([—")
    if not head[:1].isupper():
        return True
    after = words[at + 1][:1] if at + 1 < len(words) else ""
    return at == 0 and after.islower()


def spelt(text: str, british: bool) -> str:
    """British or American spelling, as far as the list goes."""

    def change(match: re.Match[str]) -> str:
        new = table.get(match[0].lower())
        if new is None:
            return match[0]
        return new.capitalize() if match[0][0].isupper() else new

    table = _british() if british else _american()
    return re.sub(r"\b[A-Za-z]{4,}\b", change, text)


@cache
def _british() -> Mapping[str, str]:
    return MappingProxyType(dict(line.split() for line in lines("spelling.txt")))


@cache
def _american() -> Mapping[str, str]:
    return MappingProxyType({british: american for american, british in _british().items()})


def rounded(text: str, draw: Random) -> str:
    """Round numbers of three digits and more: ``1,432`` becomes ``about 1,400``."""

    def change(match: re.Match[str]) -> str:
        value = int(match[0].replace(",", ""))
        if value >= 1900 and value < 2100 and "," not in match[0]:
            return match[0]
        unit = 10 ** (len(str(value)) - 2)
        near = round(value / unit) * unit
        if near == value:
            return match[0]
        return f"{draw.choice(('about', 'around', 'some', 'nearly' if near > value else 'more than'))} {near:,}"

    return _NUMBER.sub(change, text)


def spelt_numbers(text: str, numerals: bool) -> str:
    """Small numbers in words or in digits; never at the start of a sentence, nor next to a unit or a month."""
    if numerals:
        return re.sub(
            r"(?<=[a-z,] )(three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= [a-z])",
            lambda match: str(_ONES.index(match[0])),
            text,
        )
    return re.sub(
        r"(?<=[a-z] )([3-9]|1[0-2])(?= [a-z]{4,})(?! percent| per cent| million| billion)",
        lambda match: _ONES[int(match[0])],
        text,
    )


def mistyped(text: str, draw: Random) -> str:
    """Swap two letters inside one long lower-case word."""
    places = list(re.finditer(r"\b[a-z]{7,}\b", text))
    if not places:
        return text
    place = draw.choice(places)
    for at in draw.sample(range(place.start() + 1, place.end() - 2), place.end() - place.start() - 3):
        if text[at] != text[at + 1]:
            return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text
