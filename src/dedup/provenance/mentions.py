"""Where a text mentions the persons who speak in it, and by which titles it knows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dedup.provenance.cited import by_token
from dedup.provenance.lexicon import Lexicon
from dedup.provenance.naming import Name
from dedup.provenance.scan import low, occurrences

_JOINING = ("-", "'", "_")

Mentions = Sequence[tuple[int, Name]]


def holders(text: str, words: str, used: Sequence[Lexicon], speaking: Mentions) -> Mentions:
    """Of persons the mentions of those who bear a title in the text, "the president" of "President Ada Pell"."""
    titles = [
        word.capitalize()
        for word in low(words).split()
        for lexicon in used
        if word in lexicon.titles and lexicon.script == "cased"
    ]
    if not titles:
        return ()
    title = titles[-1]
    holders = {
        name
        for name in dict.fromkeys(name for _, name in speaking)
        if any(
            _bears(text, title, form) for form in dict.fromkeys((name.display, name.display.split()[-1]))
        )
    }  # fmt: skip
    return [(at, name) for at, name in speaking if name in holders]


def _bears(text: str, title: str, name: str) -> bool:
    at = text.find(f"{title} {name}")
    while at >= 0:
        before = low(text[max(0, at - 8) : at]).rstrip(" -")
        if not before.endswith(("former", "ex", "vice")) and not text[max(0, at - 1) : at].isalnum():
            return True
        at = text.find(f"{title} {name}", at + 1)
    return False


def full_names(names: Iterable[Name]) -> dict[Name, Name]:
    """Each name of a person to the fullest form of it in the text."""
    every = tuple(dict.fromkeys(names))
    longer = by_token(name for name in every if len(name.tokens) > 1)
    return {
        name: max(
            (name, *(longer.get(name.tokens[0], ()) if len(name.tokens) == 1 else ())),
            key=lambda other: (len(other.tokens), other.display),
        )
        for name in every
    }


def mentioned(text: str, lower: str, persons: Mapping[Name, Name]) -> list[tuple[int, Name]]:
    """Where a known person is named, by the word the text names them by alone, else by the last one."""
    by_word: dict[str, Name] = {}
    for name, full in persons.items():
        by_word.setdefault(low(name.display.split()[-1]), full)
    found: list[tuple[int, Name]] = []
    for word, full in by_word.items():
        for at in occurrences(lower, word):
            joined = lower[at - 1 : at] in _JOINING or lower[at + len(word) : at + len(word) + 1] in _JOINING
            if text[at].isupper() and (not joined or lower.startswith("'s", at + len(word))):
                found.append((at, full))
    return sorted(found)
