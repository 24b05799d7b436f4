"""What a pair of articles shares as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise

from dedup.model import Span
from dedup.provenance.view import Found, PairContext, span_of


def pair_context(found: Sequence[Found]) -> PairContext:
    """The context of every passage among those that two articles share, in any order."""
    ordered = sorted((each.left.start, each.right.start) for each in found)
    return PairContext(
        matches=len(found),
        narration_words=sum(
            each.scores.aligned_words for each in found if each.left.kind == each.right.kind == "narration"
        ),
        in_order=all(one[1] <= two[1] for one, two in pairwise(ordered)),
        shared_left=_joined(span_of(each.left) for each in found),
        shared_right=_joined(span_of(each.right) for each in found),
    )


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Ordered, disjoint spans that cover the same."""
    found: list[Span] = []
    for span in sorted(spans):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
