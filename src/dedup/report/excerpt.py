"""A passage cut into pieces, so that a format can mark the words that differ from the other side."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.model import Match

_LONG = 480  # characters of a passage that are shown whole: some 80 words, more than a quotation has
_TOO_LONG = 720  # characters that may remain once equal words are left out

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


def excerpts(match: Match, full: bool) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """The pieces of the left and of the right side; unless `full`, long passages lose equal words, then the middle.

    Both sides are cut if one of them is long, so that they can still be read against each other.
    """
    left, right = pieces(match, "left"), pieces(match, "right")
    if full or max(len(match.left.text), len(match.right.text)) <= _LONG:
        return left, right
    return _elided(left), _elided(right)


def _elided(parts: Sequence[Piece]) -> tuple[Piece, ...]:
    kept = [
        part
        for whole in parts
        for part in (_cut([whole], 90, 60) if whole.role == "same" and len(whole.text) > 200 else [whole])
    ]
    length = sum(len(part.text) for part in kept if part.role != "gap")
    return tuple(kept if length <= _TOO_LONG else _cut(parts, 300, 200))


def _cut(parts: Sequence[Piece], head: int, tail: int) -> list[Piece]:
    """`parts` without what lies between the first `head` and the last `tail` characters."""
    text = "".join(part.text for part in parts)
    if len(text) <= head + tail:
        return list(parts)
    # Cut between words where there is a space near by; scripts without spaces are cut where they stand.
    start = text.rfind(" ", head - 30, head) + 1 or head
    end = text.find(" ", len(text) - tail, len(text) - tail + 30)
    end = end if end >= 0 else len(text) - tail
    return [*_slice(parts, 0, start), Piece(_amount(text[start:end]), "gap"), *_slice(parts, end, len(text))]


def _amount(text: str) -> str:
    words = len(re.findall(r"\w+", text))
    return f"{words} words" if words * 16 > len(text) else f"{len(text)} characters"


def _slice(parts: Sequence[Piece], start: int, end: int) -> Iterator[Piece]:
    at = 0
    for part in parts:
        text = part.text[max(0, start - at) : max(0, end - at)]
        if text:
            yield Piece(text, part.role)
        at += len(part.text)


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
