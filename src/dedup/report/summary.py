"""The first lines of a report: who shares what with whom, how much, where from, and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from dedup.model import UNDETERMINED, Match, Report
from dedup.report.judgement import DIRECTIONS, direction_open, named_sources, reuse
from dedup.report.names import shorten
from dedup.report.order import strongest_first
from dedup.report.wording import SHOWN_SOURCES, Voice, count, likelihood

_OPEN = "direction open"
_LABELS = (
    (_OPEN, "reused one from the other (direction open)"),
    ("common-source", "from a common source"),
    ("independent-renderings", "rendered independently"),
    ("same-origin", "of the same origin"),
    ("incidental", "incidental"),
    (UNDETERMINED, "undetermined"),
)


def summary(report: Report, voice: Voice) -> list[str]:
    """Who shares what with whom, how much and how sure, in a few sentences."""
    outlets = {article.outlet for article in report.articles if article.outlet}
    sharing = {id for pair in report.article_pairs for id in (pair.left, pair.right)}
    sharing |= {side.article for match in report.matches for side in (match.left, match.right)}
    read = count(len(report.articles), "article")
    if outlets:
        read += f" from {count(len(outlets), 'outlet')}"
    if not sharing:
        return [f"No shared wording was found in {read}."]
    words = count(sum(pair.shared_words for pair in report.article_pairs), "shared word")
    who = read if len(sharing) == len(report.articles) else f"{len(sharing):,} of {read}"
    what = f"share {count(len(report.matches), 'passage')}" if report.matches else "share wording"
    sentences = [f"{who} {what} ({words})."]
    if report.matches:
        best = strongest_first(report.matches)[0]
        strongest = f"{voice.pair(best)}, {count(best.scores.aligned_words, 'word')}, {best.kind}"
        sentences += [_certainty(report.matches), f"Strongest: {strongest}.", _origins(report.matches, voice)]
    return sentences


def _certainty(matches: Sequence[Match]) -> str:
    low, high = (likelihood(end(match.confidence for match in matches)) for end in (min, max))
    if low == high:
        return f"Wording is shared with a certainty of {low}{' in each passage' if len(matches) > 1 else ''}."
    return f"Wording is shared with a certainty of {low} to {high}, passage by passage."


def _origins(matches: Iterable[Match], voice: Voice) -> str:
    judged, spoken = list(matches), voice.names.spoken
    labels = Counter(_OPEN if direction_open(match.verdict) else match.verdict.label for match in judged)
    sources = Counter(
        voice.clean(shorten(source.name, 60))
        for match in judged
        if match.verdict.label == "common-source"
        for source in named_sources(match.verdict.sources)
    )
    copied = Counter(
        reuse(match.verdict.label, spoken[match.left.article], spoken[match.right.article])
        for match in judged
        if match.verdict.label in DIRECTIONS
    )
    parts = [f"{copied.total():,} copied from one article to another{_listed(copied)}"]
    for label, words in _LABELS:
        if labels[label]:
            parts.append(f"{labels[label]:,} {words}{_listed(sources) if label == 'common-source' else ''}")
    return f"Where from: {', '.join(parts)}."


def _listed(counted: Counter[str]) -> str:
    if not counted:
        return ""
    names = sorted(counted, key=lambda name: (-counted[name], name))
    more = [f"{len(names) - SHOWN_SOURCES:,} more"] if len(names) > SHOWN_SOURCES else []
    return f" ({'; '.join(names[:SHOWN_SOURCES] + more)})"
