"""The orders in which people read a report. Files for programs keep the report's own order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dedup.model import ArticlePair, Match, OutletFlow
from dedup.report.judgement import perhaps_none


def strongest_first(matches: Iterable[Match]) -> list[Match]:
    """What is perhaps no reuse last; most aligned words first, then the longer run, the higher confidence, the words,
    the articles' ids and the spans.

    The words go before the ids so that the order does not change with the sides that ids decide.
    """
    return sorted(
        matches,
        key=lambda match: (
            perhaps_none(match),
            -match.scores.aligned_words,
            -match.scores.longest_run,
            -match.confidence,
            sorted((match.left.text, match.right.text)),
            match.left,
            match.right,
            match.id,
        ),
    )


def most_shared_first(pairs: Sequence[ArticlePair] | Sequence[OutletFlow]) -> list[ArticlePair | OutletFlow]:
    """Most shared words first, then most passages, then the names."""
    return sorted(pairs, key=lambda pair: (-pair.shared_words, -pair.passages, pair.left, pair.right))
