"""Outlines as bytes: an article's parts are 6 kB as objects and 400 bytes as numbers."""

from __future__ import annotations

from array import array
from typing import get_args

from dedup.model import PassageKind, Span
from dedup.text.blocks import Block
from dedup.text.outline import Outline, outline
from dedup.text.quotations import Quotation

_KINDS: tuple[PassageKind, ...] = get_args(PassageKind)
_NUMBER = {kind: number for number, kind in enumerate(_KINDS)}


def packed_outline(text: str) -> bytes:
    """The outline of a text as bytes, for this process and those it starts.

    >>> text = "Ministers meet\\n“We agree,” she said."
    >>> unpacked(packed_outline(text)) == outline(text)
    True
    """
    parts = outline(text)
    numbers = array("q" if len(text) >= 1 << 31 else "i", (len(parts.blocks), len(parts.sentences)))
    for block in parts.blocks:
        numbers.extend((block.span.start, block.span.end, _NUMBER[block.kind]))
    for sentence in parts.sentences:
        numbers.extend((sentence.start, sentence.end))
    for quoted in parts.quotations:
        numbers.extend((quoted.span.start, quoted.span.end, quoted.outer.start, quoted.outer.end))
    return numbers.typecode.encode() + numbers.tobytes()


def unpacked(packed: bytes) -> Outline:
    """The outline that `packed_outline` made into these bytes."""
    numbers = array(chr(packed[0]), packed[1:]).tolist()
    blocks, sentences = numbers[:2]
    at, upto = 2 + 3 * blocks, 2 + 3 * blocks + 2 * sentences
    return Outline(
        blocks=tuple(
            Block(span=Span(start, end), kind=_KINDS[kind])
            for start, end, kind in zip(*(numbers[first:at:3] for first in (2, 3, 4)), strict=True)
        ),
        sentences=tuple(map(Span, numbers[at:upto:2], numbers[at + 1 : upto : 2])),
        quotations=tuple(
            Quotation(span=Span(start, end), outer=Span(begin, stop))
            for start, end, begin, stop in zip(*(numbers[upto + first :: 4] for first in range(4)), strict=True)
        ),
    )
