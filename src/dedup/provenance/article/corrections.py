"""Notices by which an outlet says that it corrected a text: what is then a version of another."""

from __future__ import annotations

from functools import cache, lru_cache

from dedup.model import Span
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.scan import occurrences, searchable


@lru_cache(maxsize=2048)
def correction_in(text: str) -> Span | None:
    """The first words that say that a text was corrected, in whatever language."""
    lower = searchable(text)
    return min(
        (
            Span(at, at + len(phrase))
            for phrase, spaced in _notices()
            if phrase in lower
            for at in occurrences(lower, phrase, spaced)
        ),
        default=None,
    )


@cache
def _notices() -> tuple[tuple[str, bool], ...]:
    """What notices of correction say, and whether it stands between blanks."""
    return tuple(
        (phrase, lexicon.script != "spaceless")
        for lexicon in lexicons()
        for phrase, kind in lexicon.cues.items()
        if kind == "correction"
    )
