"""Disguise as evidence: letters and invisible characters that only hide wording from a search."""

from __future__ import annotations

import re

from dedup.model import Evidence, Passage, Span
from dedup.provenance.view import Dossier, Found, Side, place
from dedup.provenance.weights import Weights
from dedup.text.fold import has_lookalikes

_WORD = re.compile(r"\S+")
# Latin letters on both sides: joiners belong inside words of Persian and Indic scripts, and inside emoji.
_HIDDEN = re.compile(
    "(?<=[A-Za-z\u00c0-\u024f])"
    "[\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\U000e0001-\U000e007f]+"
    "(?=[A-Za-z\u00c0-\u024f])"
)
# Several in a row: a full-width acronym is ordinary in Chinese and Japanese.
_WIDE = re.compile("[\uff21-\uff3a\uff41-\uff5a]*[\uff41-\uff5a]{3}")
_FEWEST = 2  # words; one may be a slip or an end-of-line hyphen
_SHOWN = 5


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """One side's words are disguised, the other's are not: the disguised side had them from somewhere else."""
    spans = (_disguised(found.left), _disguised(found.right))
    if bool(spans[0]) == bool(spans[1]):
        return ()
    dossier, words = (left, spans[0]) if spans[0] else (right, spans[1])
    plain: Side = "right" if spans[0] else "left"
    trigger = f"{len(words)} words with look-alike letters or invisible characters on one side only"
    places = tuple(place(dossier, span) for span in words[:_SHOWN])
    return (weights.evidence("wording.disguised", trigger, places, origin=plain),)


def _disguised(passage: Passage) -> tuple[Span, ...]:
    """The words of a passage that are not what they look like; none where it holds hardly any."""
    if passage.text.isascii():
        return ()
    words = tuple(
        Span(passage.start + hit.start(), passage.start + hit.end())
        for hit in _WORD.finditer(passage.text)
        if not (word := hit.group()).isascii() and (_HIDDEN.search(word) or _WIDE.search(word) or has_lookalikes(word))
    )
    return words if len(words) >= _FEWEST else ()
