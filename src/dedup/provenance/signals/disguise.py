"""Disguise as evidence: letters and invisible characters that only hide wording from a search."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from dedup.model import Evidence, Passage, Span
from dedup.provenance.view import Dossier, Found, Side, place
from dedup.provenance.weights import Weights
from dedup.text.fold import has_lookalikes

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+")
_FEW_LETTERS = 3  # "αx" and "kβ" are formulas
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
        if not (word := hit.group()).isascii() and (_HIDDEN.search(word) or _WIDE.search(word) or _is_mixed(word))
    )
    return words if len(words) >= _FEWEST else ()


def _is_mixed(word: str) -> bool:
    """Whether letters of two scripts run together in a word, and look alike: not those either side of a hyphen."""
    runs = _LETTERS.findall(unicodedata.normalize("NFKC", word))
    return any(has_lookalikes(run) and not _is_ordinary(run) for run in runs)


def _is_ordinary(run: str) -> bool:
    """Whether people write a word so: an acronym with an ending of their own (``SMSка``), a symbol (``TNFα``)."""
    foreign = "".join(char for char in run if not _is_latin(char))
    own = "".join(char for char in run if _is_latin(char))
    borders = [(one, two) for one, two in pairwise(run) if _is_latin(one) != _is_latin(two)]
    if all("\u0370" <= char <= "\u03ff" and char.islower() for char in foreign):
        beside = {char for border in borders for char in border if _is_latin(char)}
        return len(run) <= _FEW_LETTERS or not any(char.islower() for char in beside)
    return len(borders) == 1 and len(own) > 1 and own.isupper() and foreign.islower()


def _is_latin(char: str) -> bool:
    return char < "\u0250"
