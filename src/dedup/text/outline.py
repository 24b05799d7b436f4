"""The parts of an article: blocks, sentences and quotations, as spans of the original text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from dedup.model import PassageKind, Span
from dedup.text.blocks import Block, paragraphs
from dedup.text.kinds import kinds
from dedup.text.quotations import Quotation, quotations
from dedup.text.sentences import sentences

__all__ = ["Block", "Outline", "Quotation", "kind_of", "outline"]

_QUOTED_SHARE = 0.6
# These compare in C: kinds are asked for by the hundred thousand.
_BLOCK_START, _QUOTATION_START = attrgetter("span.start"), attrgetter("outer.start")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """Blocks tile the non-blank text in order; sentences lie inside blocks; quotations do not overlap."""

    blocks: tuple[Block, ...]
    sentences: tuple[Span, ...]
    quotations: tuple[Quotation, ...]


# Who compares one text with many comes back to it at once; an audit keeps what it needs by itself.
@lru_cache(maxsize=64)
def outline(text: str) -> Outline:
    """Find the parts of an article's text, in time linear in its length.

    >>> found = outline("Ministers meet\\n“We agree,” she said. Talks go on.")
    >>> [block.kind for block in found.blocks]
    ['headline', 'narration']
    >>> [(s.start, s.end) for s in found.sentences], found.quotations[0].span
    ([(0, 14), (15, 36), (37, 49)], Span(start=16, end=25))
    """
    spans = paragraphs(text)
    quoted = quotations(text, spans)
    return Outline(
        blocks=tuple(Block(span=span, kind=kind) for span, kind in zip(spans, kinds(text, spans, quoted), strict=True)),
        sentences=tuple(sentence for span in spans for sentence in sentences(text, span)),
        quotations=quoted,
    )


def kind_of(outline: Outline, span: Span) -> PassageKind:
    """The kind of a passage: that of the blocks that hold most of it, unless that is narration.

    In narration it is a quotation where quotations, their marks included, hold at least 60 % of it.
    """
    held: dict[PassageKind, int] = {}
    blocks, quotations = outline.blocks, outline.quotations
    index = max(0, bisect_right(blocks, span.start, key=_BLOCK_START) - 1)
    while index < len(blocks) and blocks[index].span.start < span.end:
        block = blocks[index]
        held[block.kind] = held.get(block.kind, 0) + block.span.overlap(span)
        index += 1
    total = sum(held.values())
    if not total:
        return "narration"
    kind = max(held, key=held.__getitem__)
    if kind != "narration" and 2 * held[kind] > total:
        return kind
    quoted = 0
    index = max(0, bisect_right(quotations, span.start, key=_QUOTATION_START) - 1)
    while index < len(quotations) and quotations[index].outer.start < span.end:
        quoted += quotations[index].outer.overlap(span)
        index += 1
    return "quotation" if quoted >= _QUOTED_SHARE * len(span) else "narration"
