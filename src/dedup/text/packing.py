"""The parts of an article as bytes: 6 kB as objects, 400 bytes as numbers."""

from __future__ import annotations

from array import array
from typing import NamedTuple, get_args

import numpy as np
from numpy.typing import NDArray

from dedup.model import PassageKind, Span
from dedup.text.blocks import Block, paragraphs
from dedup.text.outline import Outline, outline
from dedup.text.quotations import Quotation, quotations
from dedup.text.sentences import sentences

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


class Spans(NamedTuple):
    """Sentences, paragraphs and quotations of a text: (start, end) in code points, a row each."""

    sentences: NDArray[np.int64]
    paragraphs: NDArray[np.int64]
    quotations: NDArray[np.int64]


def packed_spans(text: str) -> bytes:
    """The spans of a text as bytes, for this process and those it starts; half of what an outline takes.

    >>> text = "Ministers meet\\n“We agree,” she said."
    >>> [each.tolist() for each in unpacked_spans(packed_spans(text))]
    [[[0, 14], [15, 36]], [[0, 14], [15, 36]], [[16, 25]]]
    """
    found = paragraphs(text)
    parts = (
        [sentence for span in found for sentence in sentences(text, span)],
        found,
        [quoted.span for quoted in quotations(text, found)],
    )
    numbers = array("q", map(len, parts))
    for spans in parts:
        for span in spans:
            numbers.extend((span.start, span.end))
    return numbers.tobytes()


def unpacked_spans(packed: bytes) -> Spans:
    """The spans that `packed_spans` made into these bytes."""
    numbers = np.frombuffer(packed, np.int64)
    sentences, paragraphs, _ = numbers[:3].tolist()
    rows = numbers[3:].reshape(-1, 2)
    return Spans(rows[:sentences], rows[sentences : sentences + paragraphs], rows[sentences + paragraphs :])


def spans_in(packed: bytes) -> Spans:
    """The spans of an outline from the bytes that `packed_outline` made: no object is made for any of them.

    >>> text = "Ministers meet\\n“We agree,” she said."
    >>> [each.tolist() for each in spans_in(packed_outline(text))]
    [[[0, 14], [15, 36]], [[0, 14], [15, 36]], [[16, 25]]]
    """
    numbers = np.frombuffer(packed, chr(packed[0]), offset=1).astype(np.int64)
    blocks, sentences = numbers[:2].tolist()
    at, upto = 2 + 3 * blocks, 2 + 3 * blocks + 2 * sentences
    return Spans(
        numbers[at:upto].reshape(-1, 2), numbers[2:at].reshape(-1, 3)[:, :2], numbers[upto:].reshape(-1, 4)[:, :2]
    )
