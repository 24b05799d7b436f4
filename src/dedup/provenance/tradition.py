"""Who else of a collection holds a passage: the witnesses of every pair, found through the pairs themselves."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import inf

from dedup.matching.scoring import mirrored
from dedup.model import Passage, Span
from dedup.provenance.timing import bounds
from dedup.provenance.view import Dossier, Found, span_of
from dedup.provenance.witnesses import Witness

# The first to have a passage say most; the hundredth copy says nothing new.
_MOST = 8
_COVERS_LEAST = 0.5


class Tradition:
    """The passages of a collection by article. `dossier_of` gives an article's dossier by its id."""

    def __init__(self, found: Iterable[Found], dossier_of: Callable[[str], Dossier]) -> None:
        self._dossier_of = dossier_of
        self._held: dict[str, list[Found]] = defaultdict(list)
        for each in found:
            if each.left.article != each.right.article:
                self._held[each.left.article].append(each)
                self._held[each.right.article].append(each)
        # By where the passage of that article begins, and how long its longest one is.
        self._starts: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        for article, held in self._held.items():
            held.sort(key=lambda each: _own(each, article))
            self._starts[article] = [_own(each, article).start for each in held]
            self._longest[article] = max(len(span_of(_own(each, article))) for each in held)

    def witnesses(self, found: Found) -> tuple[Witness, ...]:
        """The third articles that share at least half of a passage with either side, the first ones to have it."""
        left = self._shared(found.left, found.right.article)
        right = self._shared(found.right, found.left.article)
        thirds = sorted(left.keys() & right.keys(), key=lambda id: _seniority(self._dossier_of(id)))
        return tuple(
            Witness(
                dossier=self._dossier_of(id),
                left=_from(left[id], found.left.article),
                right=_from(right[id], found.right.article),
            )
            for id in thirds[:_MOST]
        )

    def _shared(self, passage: Passage, besides: str) -> dict[str, Found]:
        """By other article, what it shares of a passage: the largest stretch."""
        held = self._held.get(passage.article, [])
        span = span_of(passage)
        best: dict[str, tuple[int, Found]] = {}
        first = bisect_left(self._starts.get(passage.article, []), span.start - self._longest.get(passage.article, 0))
        for each in held[first:]:
            own = _own(each, passage.article)
            if own.start >= span.end:
                break
            other = _other(each, passage.article).article
            overlap = span.overlap(Span(own.start, own.end))
            if other == besides or overlap < _COVERS_LEAST * len(span):
                continue
            if other not in best or overlap > best[other][0]:
                best[other] = overlap, each
        return {other: each for other, (_, each) in best.items()}


def _own(found: Found, article: str) -> Passage:
    return found.left if found.left.article == article else found.right


def _other(found: Found, article: str) -> Passage:
    return found.right if found.left.article == article else found.left


def _from(found: Found, article: str) -> Found:
    """A pair of passages with the one of this article on the left."""
    if found.left.article == article:
        return found
    scores, common = mirrored(found.scores, found.common)
    return replace(found, left=found.right, right=found.left, scores=scores, common=common)


def _seniority(dossier: Dossier) -> tuple[float, str, str]:
    when = bounds(dossier.article).latest
    return (inf if when is None else when.timestamp(), dossier.article.text, dossier.article.id)
