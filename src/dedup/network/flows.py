"""What outlets have from each other and from the sources that the texts name."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from dedup.dates import Interval
from dedup.model import ArticleSummary, Flow, Hypothesis, Match, SourceFlow, Span
from dedup.network.source_names import named_alike, source_names
from dedup.network.sums import weight_of

_SECONDS_AN_HOUR = 3600
# The side whose words are reused, and the other one, in each direction.
_ORIGINAL: tuple[tuple[Hypothesis, str, str], ...] = (
    ("left-to-right", "left", "right"),
    ("right-to-left", "right", "left"),
)


class Directed(NamedTuple):
    """One match in one direction: `reused` is the article whose words the other one would have."""

    reused: str
    reusing: str
    words: int
    probability: float
    judged: bool


def directed(matches: Iterable[Match]) -> Iterator[Directed]:
    """Each match in both directions; `judged` where the verdict is this one."""
    for match in matches:
        for direction, original, copy in _ORIGINAL:
            yield Directed(
                reused=getattr(match, original).article,
                reusing=getattr(match, copy).article,
                words=weight_of(match),
                probability=match.verdict.probabilities.get(direction, 0.0),
                judged=match.verdict.label == direction,
            )


def outlet_directions(
    matches: Iterable[Match], articles: Iterable[ArticleSummary], outlet_of: Mapping[str, str]
) -> dict[tuple[str, str], Flow]:
    """The flow from each outlet to each other one, by (reused, reusing), where articles of both have a match."""
    published = {article.id: article.published for article in articles}
    groups: dict[tuple[str, str], list[Directed]] = {}
    for each in directed(matches):
        ends = outlet_of.get(each.reused), outlet_of.get(each.reusing)
        if ends[0] is not None and ends[1] is not None and ends[0] != ends[1]:
            groups.setdefault((ends[0], ends[1]), []).append(each)
    return {ends: _flow(group, published) for ends, group in sorted(groups.items())}


def _flow(group: Sequence[Directed], published: Mapping[str, Interval | None]) -> Flow:
    judged = [each for each in group if each.judged]
    words = sum(each.words for each in judged)
    pairs = sorted({(each.reused, each.reusing) for each in judged})
    lags = [lag for one, two in pairs if (lag := lag_hours(published.get(one), published.get(two))) is not None]
    return Flow(
        words=words,
        expected_words=math.fsum(each.words * each.probability for each in group),
        passages=len(judged),
        article_pairs=len(pairs),
        confidence=math.fsum(each.words * each.probability for each in judged) / words if judged else None,
        median_lag_hours=median(lags) if lags else None,
    )


def lag_hours(one: Interval | None, two: Interval | None) -> float | None:
    """From the middle of one interval to the middle of the other, in hours; None where either is unknown."""
    if one is None or two is None:
        return None
    seconds = ((two.earliest - one.earliest) + (two.latest - one.latest)).total_seconds() / 2
    return seconds / _SECONDS_AN_HOUR


class Stretch(NamedTuple):
    """A stretch of an article for which verdicts name a source, and the most words and probability they give it.

    `likeliest` is the highest probability that one of them gives the source, be it for few of the words.
    """

    source: str
    article: str
    words: int
    probability: float
    likeliest: float


def stretches(matches: Iterable[Match]) -> list[Stretch]:
    """What each article may have from each named source, sorted; passages that overlap are one stretch.

    A passage that ten articles share is in nine matches of each; the one that makes the most of the source counts.
    """
    found: dict[tuple[str, str], list[tuple[Span, int, float]]] = {}
    for match in matches:
        for source in match.verdict.sources:
            for side in (match.left, match.right):
                own = [
                    Span(span.start, span.end)
                    for span in source.spans
                    if span.article == side.article and side.start <= span.start and span.end <= side.end
                ]
                for part in own if source.spans else [Span(side.start, side.end)]:
                    words = max(1, round(weight_of(match) * len(part) / max(1, side.end - side.start)))
                    found.setdefault((source.name, side.article), []).append((part, words, source.probability))
    return [
        Stretch(source, article, words, probability, likeliest)
        for (source, article), entries in sorted(found.items())
        for words, probability, likeliest in _apart(entries)
    ]


def _apart(entries: Iterable[tuple[Span, int, float]]) -> Iterator[tuple[int, float, float]]:
    """Words and probability of each group of overlapping passages, those with the most expected words, and the highest
    probability in it."""
    end, best, likeliest = -1, (0, 0.0), 0.0
    for passage, words, probability in sorted(entries, key=lambda entry: (entry[0].start, entry[0].end)):
        if passage.start >= end:
            if end >= 0:
                yield *best, likeliest
            best, likeliest = (words, probability), probability
        else:
            best = max(best, (words, probability), key=lambda each: (each[0] * each[1], each))
            likeliest = max(likeliest, probability)
        end = max(end, passage.end)
    if end >= 0:
        yield *best, likeliest


def source_flows(matches: Iterable[Match], outlet_of: Mapping[str, str]) -> tuple[SourceFlow, ...]:
    """One row for each named source, under one name (`source_names`), and outlet, sorted by their names.

    What an outlet has from an earlier article of its own is no flow: both are its own.
    """
    known = tuple(matches)
    rows = sorted(
        (each.source, outlet, each)
        for each in stretches(named_alike(known, source_names(known, outlet_of)))
        if (outlet := outlet_of.get(each.article)) is not None and outlet.casefold() != each.source.casefold()
    )
    return tuple(
        _source_flow(source, outlet, [each for *_, each in group])
        for (source, outlet), group in groupby(rows, key=lambda row: row[:2])
    )


def _source_flow(source: str, outlet: str, group: Sequence[Stretch]) -> SourceFlow:
    words = sum(map(attrgetter("words"), group))
    return SourceFlow(
        source=source,
        outlet=outlet,
        articles=len({each.article for each in group}),
        passages=len(group),
        words=words,
        confidence=math.fsum(each.words * each.probability for each in group) / words,
    )
