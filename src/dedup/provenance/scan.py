"""Where the cue phrases of each language stand in a text: linear, by plain search for each phrase."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dedup.model import Span
from dedup.provenance.lexicon import Lexicon

_STRAIGHT = (("’", "'"), ("‘", "'"), ("\u00a0", " "), ("\n", " "), ("\r", " "), ("\t", " "))


@dataclass(frozen=True, slots=True, order=True)
class Hit:
    """A cue phrase in a text and the list it comes from."""

    start: int
    end: int
    kind: str


def searchable(text: str) -> str:
    """Lower case with straight apostrophes and plain spaces, one character for each of the original."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    for odd, plain in _STRAIGHT:  # three times as fast as `str.translate` with a table
        lower = lower.replace(odd, plain)
    return lower


def cue_hits(text: str, lower: str, lexicon: Lexicon) -> list[Hit]:
    """The cues of one language, in order; of two that overlap the longer one that begins first stays."""
    spaced = lexicon.script != "spaceless"
    found: list[Hit] = []
    for phrase, kind in lexicon.cues.items():
        if phrase not in lower:
            continue
        found.extend(
            Hit(at, at + len(phrase), kind)
            for at in _occurrences(lower, phrase, spaced)
            if kind != "say" or not text[at].isupper()  # "the United States" says nothing
        )
    found.sort(key=lambda hit: (hit.start, -hit.end, hit.kind))
    kept: list[Hit] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def low(text: str) -> str:
    """Lower case with straight apostrophes."""
    return text.replace("’", "'").lower()


def spans_of(hits: list[Hit], kind: str) -> tuple[Span, ...]:
    return tuple(Span(hit.start, hit.end) for hit in hits if hit.kind == kind)


def _occurrences(lower: str, phrase: str, spaced: bool) -> Iterator[int]:
    at = lower.find(phrase)
    size = len(phrase)
    # "وفقا ل": an Arabic preposition is written together with its noun.
    glued = spaced and "\u0600" <= phrase[-1] <= "\u06ff" and phrase[-2:-1] == " "
    open_end = not spaced or glued or not phrase[-1].isalnum()
    while at >= 0:
        end = at + size
        if not spaced or (
            (at == 0 or not lower[at - 1].isalnum()) and (open_end or end == len(lower) or not lower[end].isalnum())
        ):
            yield at
        at = lower.find(phrase, end)
