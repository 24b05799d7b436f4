"""A passage cut into pieces, so that a format can mark the words that differ from the other side."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.model import Common, Match
from dedup.report.chain import heaviest_chain
from dedup.text.fold import fold_word
from dedup.text.tokens import tokenize

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
Role = Literal["same", "only", "near", "moved", "gap"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Raw text and its part in the comparison.

    ``same``: on both sides; ``only``: on this side alone; ``near``: a variant of the other side's words;
    ``moved``: the other side has the very words elsewhere. ``gap`` stands for words left out here; its text counts
    them.
    """

    text: str
    role: Role


def pieces(match: Match, side: Side) -> tuple[Piece, ...]:
    """The pieces of one side, in order; their texts add up to the passage.

    Punctuation and spaces at the edges of what differs count as ``same``: words are what is compared.
    """
    passage = match.left if side == "left" else match.right
    spans = (
        (common.left_start, common.left_end, role) if side == "left" else (common.right_start, common.right_end, role)
        for common, role in zip(match.common, _roles(match), strict=True)
    )
    found: list[Piece] = []
    at = 0
    for start, end, role in sorted(spans):
        start, end = (max(at, start - passage.start), min(len(passage.text), end - passage.start))
        if start < end:
            found += _difference(passage.text[at:start])
            found.append(Piece(passage.text[start:end], role))
            at = end
    found += _difference(passage.text[at:])
    return tuple(_joined(found))


def _roles(match: Match) -> list[Role]:
    """What the words found on both sides are to a reader, in their order.

    An alignment calls moved whatever it does not align: of that, words that stand in the order of all others have not
    moved, and words in another form are a variant, wherever they stand.
    """
    fixed = sorted((each.left_start, each.right_start) for each in match.common if each.kind != "moved")
    in_place = [number for number, each in enumerate(match.common) if each.kind == "moved" and _fits(each, fixed)]
    places = [match.common[number] for number in in_place]
    kept = heaviest_chain([(each.left_start, each.right_start, len(_sides(match, each)[0])) for each in places])
    unmoved = {in_place[number] for number in kept}
    return [
        each.kind if each.kind != "moved" else _unaligned(match, each, number in unmoved)
        for number, each in enumerate(match.common)
    ]


def _fits(moved: Common, fixed: Sequence[tuple[int, int]]) -> bool:
    """Whether words stand in the order of those that are aligned, which are sorted."""
    at = bisect_left(fixed, (moved.left_start, moved.right_start))
    return (at == 0 or fixed[at - 1][1] < moved.right_start) and (at == len(fixed) or moved.right_start < fixed[at][1])


def _unaligned(match: Match, common: Common, unmoved: bool) -> Role:
    one, other = _sides(match, common)
    if one != other:
        return "near"
    return "same" if unmoved else "moved"


def _sides(match: Match, common: Common) -> tuple[list[str], list[str]]:
    """The words of both sides as they are compared."""
    left, right = match.left, match.right
    return (
        _words(left.text[common.left_start - left.start : common.left_end - left.start]),
        _words(right.text[common.right_start - right.start : common.right_end - right.start]),
    )


def _words(text: str) -> list[str]:
    return [fold_word(text[start:end]) for start, end, _ in tokenize(text)]


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
