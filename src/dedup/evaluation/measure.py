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

from dedup.evaluation.judgements import (
    TwoPlaces,
    aligned,
    aligned_match,
    events_of,
    is_found,
    judged_passages,
    matches_by_pair,
)
from dedup.evaluation.labelled import Labelled, TruthPassage
from dedup.evaluation.plagdet import Aligned, Pair, score_pan
from dedup.evaluation.quality import Quality, Share, Tally, band_of
from dedup.evaluation.verdicts import judge_verdicts
from dedup.model import Match, Report

STOCK = frozenset({"background", "template"})
SHORT = range(8, 31)  # words of a short quotation


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
    matches = matches_by_pair(report.matches)
    same_outlet = bool(report.settings.get("same_outlet", False))
    judged = [
        _Judged(match=match, outcome=_judge(match, truth.get(pair, []), same_outlet))
        for pair in sorted(matches)
        for match in matches[pair]
    ]
    counted = [passage for passage in labelled.passages if not passage.set_aside]
    spoken_for = judged_passages(counted, matches)
    found = {each.passage.id for each in spoken_for}
    aside = matches_by_pair(entry.match for entry in report.set_aside)
    aside_truth = [passage for passage in labelled.passages if passage.set_aside]
    shown = {p.id for p in aside_truth if is_found(aligned(p), map(aligned_match, _either(p, aside, matches)))}
    hit = [
        negative.id
        for negative in labelled.hard_negatives
        if is_found(aligned(negative), map(aligned_match, matches.get(_pair(negative), [])))
    ]
    short = [
        p
        for p in counted
        if p.category == "short-quotation" and p.kind != "verbatim" and max(p.words_left, p.words_right) in SHORT
    ]
    verdicts, misjudged = judge_verdicts(spoken_for, events_of(counted))
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
            {pair: [aligned(p) for p in passages if not p.set_aside] for pair, passages in truth.items()},
            _detections(judged),
        ),
        verdicts=verdicts,
        missed=tuple(p.id for p in counted if p.id not in found),
        wrong=tuple(entry.match.id for entry in judged if entry.outcome in ("wrong", "stock")),
        negatives_hit=tuple(hit),
        misjudged=misjudged,
    )


def _pair(item: TwoPlaces) -> Pair:
    return item.left.article, item.right.article


def _either(
    passage: TruthPassage, aside: Mapping[Pair, list[Match]], matches: Mapping[Pair, list[Match]]
) -> list[Match]:
    return [*aside.get(_pair(passage), []), *matches.get(_pair(passage), [])]


def _judge(match: Match, truth: Sequence[TruthPassage], same_outlet: bool) -> str:
    span_pair = aligned_match(match)
    if is_found(span_pair, (aligned(p) for p in truth if not p.set_aside)):
        return "right"
    if not same_outlet and is_found(span_pair, (aligned(p) for p in truth if p.set_aside and p.category in STOCK)):
        return "stock"
    return "neutral" if is_found(span_pair, map(aligned, truth)) else "wrong"


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
            detections[(entry.match.left.article, entry.match.right.article)].append(aligned_match(entry.match))
    return detections
