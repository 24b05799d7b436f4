"""What a report's verdicts say of the passages of a labelled set, ready to be scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast

from dedup.evaluation.calibration import Judgement
from dedup.evaluation.labelled import HardNegative, Labelled, TruthPassage, span
from dedup.evaluation.plagdet import Aligned, Pair
from dedup.evaluation.spans import coverage
from dedup.model import HYPOTHESES, Hypothesis, Match, Place, Report, Span

ENOUGH = 0.5


class TwoPlaces(Protocol):
    @property
    def left(self) -> Place: ...
    @property
    def right(self) -> Place: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedPassage:
    """A truth passage that was found, and the match that shares most characters with it."""

    passage: TruthPassage
    match: Match

    @property
    def source(self) -> str | None:
        """The one source that the verdict gives for these words: where it tells stretches apart, for those here."""
        return source_of(self.passage, self.match)


def source_of(place: TwoPlaces, match: Match) -> str | None:
    """The source that most of the wording of a place is to be expected from, by a match that speaks for it.

    Where a verdict tells stretches apart, a source counts as far as the place lies in its own: by code points times
    probability, the first in the verdict's order where several count alike. Naming many is worth nothing: one is taken.
    """
    if not any(source.spans for source in match.verdict.sources):
        return match.verdict.source
    best: tuple[float, str | None] = 0.0, None
    for source in match.verdict.sources:
        sides = ((place.left, match.left), (place.right, match.right))
        spans = source.spans or tuple(Place(article=of.article, start=of.start, end=of.end) for _, of in sides)
        held = sum(
            span(side).overlap(span(other)) for side, _ in sides for other in spans if other.article == side.article
        )
        best = max(best, (source.probability * held, source.name), key=lambda each: each[0])
    return best[1]


def matches_by_pair(matches: Iterable[Match]) -> dict[Pair, list[Match]]:
    by_pair: dict[Pair, list[Match]] = defaultdict(list)
    for match in matches:
        by_pair[(match.left.article, match.right.article)].append(match)
    return by_pair


def aligned(item: TwoPlaces) -> Aligned:
    return Aligned(left=span(item.left), right=span(item.right))


def aligned_match(match: Match) -> Aligned:
    left, right = match.left, match.right
    return Aligned(left=Span(left.start, left.end), right=Span(right.start, right.end))


def is_found(wanted: Aligned, by: Iterable[Aligned]) -> bool:
    """Whether what overlaps it on both sides covers half of its characters on each."""
    touching = [other for other in by if other.detects(wanted)]
    return (
        coverage(wanted.left, [other.left for other in touching]) >= ENOUGH
        and coverage(wanted.right, [other.right for other in touching]) >= ENOUGH
    )


def best_match(wanted: Aligned, matches: Sequence[Match]) -> Match:
    """The match that shares most characters with a pair of spans; the first id where several do."""

    def rank(match: Match) -> tuple[int, str]:
        other = aligned_match(match)
        both = other.detects(wanted)
        return (-(wanted.left.overlap(other.left) + wanted.right.overlap(other.right)) if both else 0, match.id)

    return min(matches, key=rank)


def judged_passages(passages: Iterable[TruthPassage], matches: Mapping[Pair, Sequence[Match]]) -> list[JudgedPassage]:
    """The passages that were found, each with the match that speaks for it."""
    found = []
    for passage in passages:
        here = matches.get((passage.left.article, passage.right.article), ())
        if is_found(aligned(passage), map(aligned_match, here)):
            found.append(JudgedPassage(passage=passage, match=best_match(aligned(passage), here)))
    return found


def judgements(labelled: Labelled, report: Report, *, group: str = "", negatives: bool = False) -> list[Judgement]:
    """The truth beside the verdict, for every passage that counts and was found.

    Passages are grouped by the articles that passages join (an event), each group named after its first article;
    `group` goes before that name. `negatives` also takes the hard negatives that a match hits, as ``incidental``.
    Matches set aside for their verdict (`incidental`) speak too: without them only those judged wrongly would.
    """
    for_verdict = [each.match for each in report.set_aside if each.reason == each.match.verdict.label == "incidental"]
    matches = matches_by_pair([*report.matches, *for_verdict])
    counted = [passage for passage in labelled.passages if not passage.set_aside]
    events = events_of(counted)
    made = [
        judgement_of(each.passage, each.match, events=events, group=group) for each in judged_passages(counted, matches)
    ]
    if negatives:
        for negative in labelled.hard_negatives:
            here = matches.get((negative.left.article, negative.right.article), [])
            if is_found(aligned(negative), map(aligned_match, here)):
                spoken = best_match(aligned(negative), here)
                made.append(judgement_of(negative, spoken, events=events, group=group))
    return made


def events_of(passages: Iterable[TruthPassage]) -> dict[str, str]:
    """For each article the smallest id among those that passages join it with, directly or through others."""
    above: dict[str, str] = {}

    def root(id: str) -> str:
        while above.setdefault(id, id) != id:
            id = above[id]
        return id

    for passage in passages:
        one, other = sorted((root(passage.left.article), root(passage.right.article)))
        above[other] = one
    return {id: root(id) for id in sorted(above)}


def judgement_of(
    item: TruthPassage | HardNegative, match: Match, *, events: Mapping[str, str], group: str = ""
) -> Judgement:
    """The truth of a passage (``incidental`` for a hard negative) beside the match that speaks for it."""
    passage = item if isinstance(item, TruthPassage) else None
    left = item.left.article
    return Judgement(
        truth=cast("Hypothesis", passage.label) if passage else "incidental",
        label=match.verdict.label,
        probabilities={name: match.verdict.probabilities.get(name, 0.0) for name in HYPOTHESES},
        group=f"{group}{events.get(left, left)}",
        id=item.id,
        words=min(passage.words_left, passage.words_right) if passage else 0,
    )
