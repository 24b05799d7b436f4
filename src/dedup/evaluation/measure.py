"""Score a report against a labelled set. Pure; whoever made the report, only `dedup.model` is known here.

A truth passage is *found* when the reported passages that overlap it on both sides cover at least half of
its characters on each side. A reported match is *right* when at least half of its characters on each side
lie in truth passages that it overlaps on both sides. Set-aside truth (repeats of one outlet, stock
paragraphs) neither rewards nor punishes, but a stock paragraph among the matches is wrong unless the
report was asked for repeats of one outlet.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dedup.evaluation.labelled import Labelled, TruthPassage, span
from dedup.evaluation.names import same_name
from dedup.evaluation.plagdet import Aligned, Pair, score_pan
from dedup.evaluation.quality import Quality, Share, Tally, VerdictQuality, band_of
from dedup.evaluation.spans import coverage
from dedup.model import UNDETERMINED, Match, Place, Report, Span

ENOUGH = 0.5
STOCK = frozenset({"background", "template"})
SHORT = range(8, 31)  # words of a short quotation
_DIRECTIONS = frozenset({"left-to-right", "right-to-left"})
_SHARED_SOURCE = frozenset({"common-source", "independent-renderings"})


class _TwoPlaces(Protocol):
    @property
    def left(self) -> Place: ...
    @property
    def right(self) -> Place: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a reported match turned out to be: ``right``, ``wrong``, ``stock`` (wrong too) or ``neutral``."""

    match: Match
    outcome: str


def evaluate(labelled: Labelled, report: Report) -> Quality:
    """Score a report on the articles of a labelled set."""
    truth: dict[Pair, list[TruthPassage]] = defaultdict(list)
    for passage in labelled.passages:
        truth[(passage.left.article, passage.right.article)].append(passage)
    matches = _by_pair(report.matches)
    same_outlet = bool(report.settings.get("same_outlet", False))
    judged = [
        _Judged(match=match, outcome=_judge(match, truth.get(pair, []), same_outlet))
        for pair in sorted(matches)
        for match in matches[pair]
    ]
    counted = [passage for passage in labelled.passages if not passage.set_aside]
    found = {p.id for p in counted if is_found(_aligned(p), map(_aligned_match, matches.get(_pair(p), [])))}
    aside = _by_pair(entry.match for entry in report.set_aside)
    aside_truth = [passage for passage in labelled.passages if passage.set_aside]
    shown = {p.id for p in aside_truth if is_found(_aligned(p), map(_aligned_match, _either(p, aside, matches)))}
    hit = [
        negative.id
        for negative in labelled.hard_negatives
        if is_found(_aligned(negative), map(_aligned_match, matches.get(_pair(negative), [])))
    ]
    short = [
        p
        for p in counted
        if p.category == "short-quotation" and p.kind != "verbatim" and max(p.words_left, p.words_right) in SHORT
    ]
    verdicts, misjudged = _verdicts([p for p in counted if p.id in found], matches)
    return Quality(
        passages=_tally(counted, found, judged),
        by_kind=_by_kind(counted, found, judged),
        by_category={
            category: _share(found, [p.id for p in counted if p.category == category], 1.0)
            for category in sorted({p.category for p in counted})
        },
        by_length=_by_length(counted, found, judged),
        short_edited=_share(found, [p.id for p in short], 1.0),
        hard_negatives=Share(hits=len(hit), of=len(labelled.hard_negatives), empty=0.0),
        aside=_share(shown, [p.id for p in aside_truth], 1.0),
        stock_reported=sum(entry.outcome == "stock" for entry in judged),
        self_matches=sum(match.left.article == match.right.article for match in report.matches),
        characters=score_pan(
            {pair: [_aligned(p) for p in passages if not p.set_aside] for pair, passages in truth.items()},
            _detections(judged),
        ),
        verdicts=verdicts,
        missed=tuple(p.id for p in counted if p.id not in found),
        wrong=tuple(entry.match.id for entry in judged if entry.outcome in ("wrong", "stock")),
        negatives_hit=tuple(hit),
        misjudged=misjudged,
    )


def _pair(item: _TwoPlaces) -> Pair:
    return item.left.article, item.right.article


def _aligned(item: _TwoPlaces) -> Aligned:
    return Aligned(left=span(item.left), right=span(item.right))


def _aligned_match(match: Match) -> Aligned:
    left, right = match.left, match.right
    return Aligned(left=Span(left.start, left.end), right=Span(right.start, right.end))


def _by_pair(matches: Iterable[Match]) -> dict[Pair, list[Match]]:
    by_pair: dict[Pair, list[Match]] = defaultdict(list)
    for match in matches:
        by_pair[(match.left.article, match.right.article)].append(match)
    return by_pair


def _either(
    passage: TruthPassage, aside: Mapping[Pair, list[Match]], matches: Mapping[Pair, list[Match]]
) -> list[Match]:
    return [*aside.get(_pair(passage), []), *matches.get(_pair(passage), [])]


def is_found(wanted: Aligned, by: Iterable[Aligned]) -> bool:
    touching = [other for other in by if other.detects(wanted)]
    return (
        coverage(wanted.left, [other.left for other in touching]) >= ENOUGH
        and coverage(wanted.right, [other.right for other in touching]) >= ENOUGH
    )


def _judge(match: Match, truth: Sequence[TruthPassage], same_outlet: bool) -> str:
    span_pair = _aligned_match(match)
    if is_found(span_pair, (_aligned(p) for p in truth if not p.set_aside)):
        return "right"
    if not same_outlet and is_found(span_pair, (_aligned(p) for p in truth if p.set_aside and p.category in STOCK)):
        return "stock"
    return "neutral" if is_found(span_pair, map(_aligned, truth)) else "wrong"


def _tally(passages: Sequence[TruthPassage], found: set[str], judged: Iterable[_Judged]) -> Tally:
    outcomes = Counter(entry.outcome for entry in judged)
    return Tally(
        truth=len(passages),
        found=sum(p.id in found for p in passages),
        reported=outcomes["right"] + outcomes["wrong"] + outcomes["stock"],
        right=outcomes["right"],
    )


def _by_kind(counted: Sequence[TruthPassage], found: set[str], judged: Sequence[_Judged]) -> dict[str, Tally]:
    kinds = sorted({p.kind for p in counted} | {entry.match.kind for entry in judged})
    return {
        kind: _tally([p for p in counted if p.kind == kind], found, (e for e in judged if e.match.kind == kind))
        for kind in kinds
    }


def _by_length(counted: Sequence[TruthPassage], found: set[str], judged: Sequence[_Judged]) -> dict[str, Tally]:
    passages: dict[str, list[TruthPassage]] = defaultdict(list)
    reported: dict[str, list[_Judged]] = defaultdict(list)
    for passage in counted:
        passages[band_of(min(passage.words_left, passage.words_right))].append(passage)
    for entry in judged:
        reported[band_of(_words(entry.match))].append(entry)
    bands = sorted(passages.keys() | reported.keys(), key=lambda band: int(band.rstrip("+").split("-")[0]))
    return {band: _tally(passages.get(band, []), found, reported.get(band, [])) for band in bands}


def _words(match: Match) -> int:
    """The words of the shorter side, recovered from the shares of aligned words."""
    share = max(match.scores.share_left, match.scores.share_right)
    return round(match.scores.aligned_words / share) if share > 0 else 0


def _share(found: set[str], of: Sequence[str], empty: float) -> Share:
    return Share(hits=sum(id in found for id in of), of=len(of), empty=empty)


def _detections(judged: Iterable[_Judged]) -> dict[Pair, list[Aligned]]:
    detections: dict[Pair, list[Aligned]] = defaultdict(list)
    for entry in judged:
        if entry.outcome != "neutral":
            detections[(entry.match.left.article, entry.match.right.article)].append(_aligned_match(entry.match))
    return detections


def _verdicts(
    found: Sequence[TruthPassage], matches: Mapping[Pair, list[Match]]
) -> tuple[VerdictQuality, tuple[str, ...]]:
    pairs = [(passage, _best(passage, matches[_pair(passage)])) for passage in found]
    decided = [(p, m) for p, m in pairs if m.verdict.label != UNDETERMINED]
    directed = [(p, m) for p, m in pairs if p.label in _DIRECTIONS]
    claimed = [(p, m) for p, m in directed if m.verdict.label in _DIRECTIONS]
    others = [(p, m) for p, m in pairs if p.label not in _DIRECTIONS]
    sourced = [(p, m) for p, m in pairs if p.label in _SHARED_SOURCE and p.source and p.source_named]
    confusion = Counter((p.label, m.verdict.label) for p, m in pairs)
    quality = VerdictQuality(
        coverage=Share(hits=len(decided), of=len(pairs), empty=1.0),
        accuracy=Share(hits=sum(p.label == m.verdict.label for p, m in decided), of=len(decided), empty=1.0),
        direction_coverage=Share(hits=len(claimed), of=len(directed), empty=1.0),
        direction=Share(hits=sum(p.label == m.verdict.label for p, m in claimed), of=len(claimed), empty=1.0),
        false_directions=Share(hits=sum(m.verdict.label in _DIRECTIONS for _, m in others), of=len(others), empty=0.0),
        source=Share(hits=sum(same_name(p.source, m.verdict.source) for p, m in sourced), of=len(sourced), empty=1.0),
        confusion=tuple((truth, reported, n) for (truth, reported), n in sorted(confusion.items())),
    )
    return quality, tuple(p.id for p, m in decided if p.label != m.verdict.label)


def _best(passage: TruthPassage, matches: Sequence[Match]) -> Match:
    """The match that shares most characters with a passage; the first id where several do."""
    wanted = _aligned(passage)

    def rank(match: Match) -> tuple[int, str]:
        other = _aligned_match(match)
        both = other.detects(wanted)
        return (-(wanted.left.overlap(other.left) + wanted.right.overlap(other.right)) if both else 0, match.id)

    return min(matches, key=rank)
