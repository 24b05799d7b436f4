"""Arithmetic on half-open spans."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.model import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """The union of the spans as sorted spans that neither overlap nor touch."""
    union: list[Span] = []
    for span in sorted(span for span in spans if span.end > span.start):
        if union and span.start <= union[-1].end:
            if span.end > union[-1].end:
                union[-1] = Span(union[-1].start, span.end)
        else:
            union.append(span)
    return union


def length(spans: Iterable[Span]) -> int:
    """How many code points the union of the spans holds."""
    return sum(len(span) for span in merged(spans))


def intersection(one: Span, other: Span) -> Span:
    """What both hold; empty (``len`` 0) where they do not overlap."""
    start = max(one.start, other.start)
    return Span(start, max(start, min(one.end, other.end)))


def coverage(span: Span, by: Iterable[Span]) -> float:
    """The share of a span's code points that lie in the union of others; 0 for an empty span."""
    if span.end <= span.start:
        return 0.0
    return length(intersection(span, other) for other in by) / len(span)
