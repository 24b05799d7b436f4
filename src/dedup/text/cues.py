"""Language-specific words that hint at what a line is, read from the files in ``data/cues/``.

One TOML file a language, every key optional, all merged: an article's language is never asked for, and a
language without a file only loses its hints. ``data/cues/README.md`` says what each key means.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType

from dedup.text.languages import tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """The merged word lists, folded as `fold_line` folds; `titles` keep their case (*Gen*, but *ген*).

    What lines begin with is keyed by its first character, which clears most lines by one look-up.
    `boilerplate_within` is keyed by a word that the phrases have, so that most paragraphs are cleared by
    one set operation; phrases without a word to key them by stand under ``""``.
    """

    titles: frozenset[str]
    abbreviations: frozenset[str]
    before_number: frozenset[str]
    starters: frozenset[str]
    months: frozenset[str]
    ordinal_nouns: frozenset[str]
    elisions: frozenset[str]
    name_particles: frozenset[str]
    date_words: frozenset[str]
    byline_start: Mapping[str, tuple[str, ...]]
    byline_within: tuple[str, ...]
    caption_start: Mapping[str, tuple[str, ...]]
    photo_words: tuple[str, ...]
    photo_by: tuple[str, ...]
    photo_agencies: tuple[str, ...]
    agencies: tuple[str, ...]
    credit_start: Mapping[str, tuple[str, ...]]
    credit_end: tuple[str, ...]
    copyright_start: Mapping[str, tuple[str, ...]]
    boilerplate_whole: frozenset[str]
    boilerplate_start: Mapping[str, tuple[str, ...]]
    boilerplate_within: Mapping[str, tuple[str, ...]]


def fold_line(text: str) -> str:
    """A line as the word lists have it: casefolded, white space collapsed, straight apostrophes."""
    return " ".join(fold_words(text))


def fold_words(text: str) -> list[str]:
    """The words of a folded line, punctuation included."""
    return text.casefold().replace("’", "'").replace("…", "...").split()


@cache
def load_cues() -> Cues:
    """Read every word list once."""
    merged: dict[str, set[str]] = {field.name: set() for field in fields(Cues)}
    for table in tables("cues"):
        for key, words in table.items():
            merged[key].update(words if key == "titles" else map(fold_line, words))
    return _build(merged)


def _build(merged: dict[str, set[str]]) -> Cues:
    plain = {name: frozenset(words) for name, words in merged.items()}
    ordered = {name: tuple(sorted(words)) for name, words in merged.items()}
    return Cues(
        titles=plain["titles"],
        abbreviations=plain["abbreviations"],
        before_number=plain["before_number"],
        starters=plain["starters"],
        months=plain["months"],
        ordinal_nouns=plain["ordinal_nouns"],
        elisions=plain["elisions"],
        name_particles=plain["name_particles"],
        date_words=plain["date_words"] | plain["months"],
        byline_start=_by_character(ordered["byline_start"]),
        byline_within=ordered["byline_within"],
        caption_start=_by_character(ordered["caption_start"]),
        photo_words=ordered["photo_words"],
        photo_by=ordered["photo_by"],
        photo_agencies=ordered["photo_agencies"],
        agencies=ordered["agencies"],
        credit_start=_by_character(ordered["credit_start"]),
        credit_end=ordered["credit_end"],
        copyright_start=_by_character(ordered["copyright_start"]),
        boilerplate_whole=plain["boilerplate_whole"],
        boilerplate_start=_by_character(ordered["boilerplate_start"]),
        boilerplate_within=_by_word(ordered["boilerplate_within"]),
    )


def _by_character(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({first: tuple(each) for first, each in groupby(phrases, key=itemgetter(0))})


def _by_word(phrases: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    keyed: dict[str, tuple[str, ...]] = {"": ()}
    for phrase in phrases:
        words = phrase.split(" ")[:-1]  # the last word of a phrase may carry punctuation in a text
        key = max((word for word in words if word.isalnum()), key=len, default="")
        keyed[key] = (*keyed.get(key, ()), phrase)
    return MappingProxyType(keyed)
