"""Who else of a collection holds a passage: the witnesses of every case, found through the other cases."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from dedup.matching.scoring import mirrored
from dedup.model import Hypothesis, Passage
from dedup.outlets import same_outlet
from dedup.provenance.signals.timing import of_two_occasions
from dedup.provenance.verdicts.reading import Case
from dedup.provenance.verdicts.witnesses import Testimony, Witness, hear
from dedup.provenance.view import Dossier, Found, span_of
from dedup.provenance.weights import Weights

# Those that hold most of a passage say most; the hundredth copy says nothing new. Who had it first does not choose:
# dates speak in `timing.*` alone.
_MOST = 8
_COVERS_LEAST = 0.5
_MIRROR: Mapping[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}


class _Held(NamedTuple):
    """The cases of one article, by where its own passage begins; how long its longest one is."""

    cases: Sequence[Case]
    starts: Sequence[int]
    longest: int


_NOTHING = _Held((), (), 0)


class Tradition:
    """The cases of a collection, by article. Of an article that is asked for, all cases must be known by then."""

    def __init__(self, cases: Iterable[Case] = ()) -> None:
        self._cases: dict[str, list[Case]] = defaultdict(list)
        self._ordered: dict[str, _Held] = {}
        self.add(cases)

    def add(self, cases: Iterable[Case]) -> None:
        for case in cases:
            reading = case.reading
            # Words of another occasion do not testify on these.
            if reading.left.article.id != reading.right.article.id and not of_two_occasions(reading.ledger):
                for dossier in (reading.left, reading.right):
                    self._cases[dossier.article.id].append(case)
                    self._ordered.pop(dossier.article.id, None)

    def forget(self, article: str) -> None:
        """Let go of the cases of an article: nobody asks for it again."""
        self._cases.pop(article, None)
        self._ordered.pop(article, None)

    def _held(self, article: str) -> _Held:
        if article not in self._cases:
            return _NOTHING
        if article not in self._ordered:
            held = sorted(self._cases[article], key=lambda case: _sides(case.reading.found, article))
            owns = [_sides(case.reading.found, article)[0] for case in held]
            self._ordered[article] = _Held(held, [own.start for own in owns], max(own.end - own.start for own in owns))
        return self._ordered[article]

    def testimony(self, case: Case, *, weights: Weights | None = None) -> Testimony:
        """What the witnesses of a case say; nothing where two articles are of one outlet, whose words they are."""
        reading = case.reading
        if _is_of_one_outlet(case):
            return Testimony()
        claims = {item.origin for item in reading.ledger if item.signal == "attribution.own-interview"}
        return hear(
            reading.found,
            reading.left,
            reading.right,
            self.witnesses(reading.found),
            claims=frozenset(side for side in claims if side is not None),
            weights=weights,
        )

    def witnesses(self, found: Found) -> tuple[Witness, ...]:
        """The third articles that share at least half of a passage with either side, those that share most of it."""
        left = self._shared(found.left, found.right.article)
        right = self._shared(found.right, found.left.article) if left else {}
        thirds = sorted(
            left.keys() & right.keys(),
            key=lambda id: (-(left[id][0] + right[id][0]), _dossier(left[id][1], id).article.text, id),
        )
        return tuple(
            Witness(
                # Of a case within one outlet a dossier is brief. Both are of one where a witness is known by its host
                # alone, which two outlets share.
                dossier=_dossier(of_right if _is_of_one_outlet(of_left) else of_left, id),
                left=_from(of_left.reading.found, found.left.article),
                right=_from(of_right.reading.found, found.right.article),
                left_first=_pointing(of_left, found.left.article),
                right_first=_pointing(of_right, found.right.article),
                named=(*of_left.reading.sources, *of_right.reading.sources),
            )
            for id in thirds[:_MOST]
            for of_left, of_right in [(left[id][1], right[id][1])]
        )

    def _shared(self, passage: Passage, besides: str) -> dict[str, tuple[int, Case]]:
        """By other article, the case of the largest stretch that it shares of a passage, and how large that is."""
        held = self._held(passage.article)
        span = span_of(passage)
        best: dict[str, tuple[int, Case]] = {}
        for case in held.cases[bisect_left(held.starts, span.start - held.longest) :]:
            found = case.reading.found
            own, other = _sides(found, passage.article)
            if own.start >= span.end:
                break
            overlap = span.overlap(span_of(own))
            if other.article == besides or overlap < _COVERS_LEAST * len(span):
                continue
            if other.article not in best or overlap > best[other.article][0]:
                best[other.article] = overlap, case
        return best


def _is_of_one_outlet(case: Case) -> bool:
    return same_outlet(case.reading.left.article, case.reading.right.article)


def _dossier(case: Case, article: str) -> Dossier:
    """That of one of the two articles of a case."""
    return case.reading.left if case.reading.left.article.id == article else case.reading.right


def _sides(found: Found, article: str) -> tuple[Passage, Passage]:
    """The passage of this article and that of the other."""
    return (found.left, found.right) if found.left.article == article else (found.right, found.left)


def _from(found: Found, article: str) -> Found:
    """A pair of passages with the one of this article on the left."""
    if found.left.article == article:
        return found
    scores, common = mirrored(found.scores, found.common)
    return replace(found, left=found.right, right=found.left, scores=scores, common=common)


def _pointing(case: Case, article: str) -> Mapping[Hypothesis, float]:
    """Where a case points, with this article on the left."""
    if case.reading.left.article.id == article:
        return case.first
    return {_MIRROR.get(hypothesis, hypothesis): value for hypothesis, value in case.first.items()}
