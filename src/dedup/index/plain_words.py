"""The words that a masked text still shows: those of dedup's own lists, by which parts and sources are recognised."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from dedup.matching.lexicon import common_words
from dedup.outlets.lists import lists as outlet_lists
from dedup.provenance.language.lexicon import lexicons, load
from dedup.provenance.manner.habits import listed_words
from dedup.text.classes import CLASS_MAP, SINGLE
from dedup.text.cues import load_cues
from dedup.text.fold import fold_word, spelling, word_key
from dedup.text.languages import lists, tables
from dedup.text.tokens import tokenize

# What addresses of pages are made of.
_ADDRESSES = ("http", "https", "html")
# Variants of shorter words may be of others.
_LEAST = 3


@cache
def plain_words() -> frozenset[str]:
    """The folded words of all lists and languages."""
    return frozenset(fold_word(phrase[start:end]) for phrase in _phrases() for start, end, _ in tokenize(phrase))


@cache
def plain_keys() -> frozenset[str]:
    """What the plain words and their variants have in common."""
    return frozenset(word_key(word) for word in plain_words() if len(word) > _LEAST)


@cache
def spaceless_phrases() -> re.Pattern[str]:
    """The phrases of all lists in scripts without spaces, the longest first: there a word is known by its place."""
    runs = {run for phrase in _phrases() for run in _runs(phrase)}
    ordered = sorted(runs, key=lambda run: (-len(run), run))
    return re.compile("|".join(map(re.escape, ordered)) or r"(?!)")


@cache
def _phrases() -> frozenset[str]:
    formulas = (line for text in lists("formulas") for line in text.splitlines() if not line.startswith("#"))
    files = (load(name) for name in ("names.toml", "wires.toml", "edits.toml", "seams.toml"))
    read = (
        common_words(), load_cues(), lexicons(), spelling()[0], tuple(tables("numbers")), tuple(formulas),
        tuple(files), listed_words(), outlet_lists(), _ADDRESSES,
    )  # fmt: skip
    return frozenset(_strings(read))


def _strings(value: Any) -> Iterator[str]:
    """Every text inside lists, tables and records."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _strings(tuple(value.items()))
    elif is_dataclass(value):
        yield from _strings([getattr(value, field.name) for field in fields(value)])
    elif isinstance(value, Iterable | Set):
        for each in value:
            yield from _strings(each)


def _runs(phrase: str) -> Iterator[str]:
    """The stretches of a phrase in scripts without spaces."""
    classes = phrase.translate(CLASS_MAP)
    for found in re.finditer(rf"{SINGLE}[{SINGLE}mi]*", classes):
        yield phrase[found.start() : found.end()]
