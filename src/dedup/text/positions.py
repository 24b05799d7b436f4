"""Where a position or a span lies among the blocks, sentences and quotations of an outline."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from dedup.model import Span
from dedup.text.outline import Block, Outline, Quotation

# So many paragraphs in quotation marks are one that a colon led to; the marks that open them.
_LED, _OPENS = 6, '"“„«「『'
# The words of a sentence that leads to what a text cites.
_BETWEEN = 12
# These compare in C: a text's blocks are looked up for every cue.
_START, _BLOCK_START, _OUTER_END = attrgetter("start"), attrgetter("span.start"), attrgetter("outer.end")


def block_index(blocks: Sequence[Block], position: int) -> int:
    """The block that holds a position, else the nearest one before it (0 where there is none)."""
    return max(0, bisect_right(blocks, position, key=_BLOCK_START) - 1)


def block_at(outline: Outline, position: int, length: int) -> Span:
    """The span of the block at a position; the whole text where an outline has no blocks."""
    return outline.blocks[block_index(outline.blocks, position)].span if outline.blocks else Span(0, length)


def led_to(text: str, outline: Outline, span: Span) -> Span:
    """A span at the end of a paragraph, with the next one that its colon leads to, and what goes on in quotation marks
    behind that. A short sentence without a name may stand in between: "Here is what they wrote:"."""
    blocks = outline.blocks
    index = block_index(blocks, span.start)
    if not blocks or index + 1 >= len(blocks) or not text.startswith((":", "："), blocks[index].span.end - 1):
        return span
    between = text[span.end : blocks[index].span.end].split()
    if len(between) > _BETWEEN or any(word[0].isupper() for word in between[1:]):
        return span
    last = index + 1
    while last + 1 < len(blocks) and last - index < _LED and text[blocks[last + 1].span.start] in _OPENS:
        last += 1
    return Span(span.start, max(span.end, blocks[last].span.end))


def span_at(spans: Sequence[Span], position: int) -> Span | None:
    index = bisect_right(spans, position, key=_START) - 1
    return spans[index] if index >= 0 and position < spans[index].end else None


def quotations_in(quotations: Sequence[Quotation], span: Span) -> range:
    """Which quotations overlap a span."""
    first = bisect_right(quotations, span.start, key=_OUTER_END)
    last = first
    while last < len(quotations) and quotations[last].outer.start < span.end:
        last += 1
    return range(first, last)
