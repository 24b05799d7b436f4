"""The words of bylines, datelines and credits, from the data files of each language.

The languages are pooled: a text may mix them, and none of the words means something else in another's
byline. A language without a file simply adds nothing.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

_LISTS = ("ordinals", "particles", "eras", "by", "published", "updated", "source", "past", "future", "picture")


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """`months` and `weekdays` (Monday is 0) by their folded names; `phrases` by role; sets of folded names."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    phrases: Mapping[str, tuple[str, ...]]
    outlet_words: frozenset[str]
    not_outlet_words: frozenset[str]
    outlets: frozenset[str]
    agencies: frozenset[str]

    def pattern(self, role: str) -> str:
        """A regular expression that matches any phrase of a role, the longest first; nothing where there is none."""
        return any_of(self.phrases[role])


def any_of(phrases: Mapping[str, int] | tuple[str, ...]) -> str:
    """An alternation of phrases, the longest first."""
    ordered = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return "(?:" + "|".join(re.escape(phrase).replace(r"\ ", r"\s+") for phrase in ordered) + ")" if ordered else "(?!)"


@cache
def words() -> Words:
    """All languages' words, read once."""
    folder = _folder()
    months: dict[str, int] = {}
    weekdays: dict[str, int] = {}
    phrases: dict[str, set[str]] = {name: set() for name in _LISTS}
    outlet: set[str] = set()
    not_outlet: set[str] = set()
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not file.name.endswith(".toml"):
            continue
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        for names, numbered, first in ((months, "months", 1), (weekdays, "weekdays", 0)):
            for number, spellings in enumerate(table.get(numbered, ()), first):
                for spelling in spellings:
                    if names.setdefault(spelling.casefold(), number) != number:
                        raise ValueError(f"{file.name}: {spelling!r} is another of the {numbered} elsewhere")
        for name in _LISTS:
            phrases[name].update(table.get(name, ()))
        outlet.update(word.casefold() for word in table.get("outlet_words", ()))
        not_outlet.update(word.casefold() for word in table.get("not_outlet_words", ()))
    return Words(
        months=months,
        weekdays=weekdays,
        phrases={name: tuple(sorted(found)) for name, found in phrases.items()},
        outlet_words=frozenset(outlet),
        not_outlet_words=frozenset(not_outlet),
        outlets=_names("outlets.txt"),
        agencies=_names("agencies.txt"),
    )


def _folder() -> Traversable:
    from importlib.resources import files  # 15 ms that only an inference pays

    return files("dedup.ingest").joinpath("data")


def _names(name: str) -> frozenset[str]:
    text = _folder().joinpath(name).read_text(encoding="utf-8")
    rows = (row.strip() for row in text.splitlines())
    return frozenset(row.casefold() for row in rows if row and not row.startswith("#"))
