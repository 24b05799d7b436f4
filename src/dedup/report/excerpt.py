"""A passage cut into pieces, so that a format can mark the words that differ from the other side."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.model import Match

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
Role = Literal["same", "only", "near", "moved", "gap"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text and its part in the comparison.

    ``same``: on both sides; ``only``: on this side alone; ``near``: a variant of the other side's words;
    ``moved``: the other side has it elsewhere. ``gap`` stands for words left out here; its text counts them.
    """

    text: str
    role: Role


def pieces(match: Match, side: Side) -> tuple[Piece, ...]:
    """The pieces of one side, in order; their texts add up to the passage.

    Punctuation and spaces at the edges of what differs count as ``same``: words are what is compared.
    """
    passage = match.left if side == "left" else match.right
    spans = (
        (common.left_start, common.left_end, common.kind)
        if side == "left"
        else (common.right_start, common.right_end, common.kind)
        for common in match.common
    )
    found: list[Piece] = []
    at = 0
    for start, end, kind in sorted(spans):
        start, end = (max(at, start - passage.start), min(len(passage.text), end - passage.start))
        if start < end:
            found += _difference(passage.text[at:start])
            found.append(Piece(passage.text[start:end], kind))
            at = end
    found += _difference(passage.text[at:])
    return tuple(_joined(found))


def _difference(text: str) -> Iterator[Piece]:
    if text in ("", " ") or not any(map(str.isalnum, text)):
        yield Piece(text, "same")
        return
    words = [at for at, char in enumerate(text) if _in_word(char)]
    start, end = words[0], words[-1] + 1
    yield Piece(text[:start], "same")
    yield Piece(text[start:end], "only")
    yield Piece(text[end:], "same")


def _in_word(char: str) -> bool:
    # Vowel signs of Indic scripts and Thai are marks, not letters.
    return char.isalnum() or unicodedata.category(char)[0] == "M"


def _joined(found: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one role become one piece, also across a mere space between them."""
    result: list[Piece] = []
    for piece in found:
        if not piece.text:
            continue
        if result and result[-1].role == piece.role:
            result[-1] = Piece(result[-1].text + piece.text, piece.role)
        elif (
            len(result) > 1
            and result[-2].role == piece.role
            and result[-1].role == "same"
            and result[-1].text.isspace()
        ):
            space = result.pop()
            result[-1] = Piece(result[-1].text + space.text + piece.text, piece.role)
        else:
            result.append(piece)
    return result
