"""Whether what a report says fits together: one that was edited by hand is refused with the place."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import chain

from dedup.model import HYPOTHESES, UNDETERMINED, Cluster, Match, Passage, Report, Verdict
from dedup.text.fold import fold_word, word_key
from dedup.text.tokens import tokenize

# Six probabilities of six decimals each may miss 1 by three millionths, a difference of two by one.
_ROUNDING = 5e-6
# The contract of labels: the most probable hypothesis, or undetermined below the first or within the second.
_DETERMINED_FROM, _AHEAD_BY = 0.5, 0.15
# Nats. No evidence weighs a thousandth of it, and what is far beyond cannot be added up.
_MOST = 1e6


def inconsistency(report: Report) -> str | None:
    """What first does not fit in `report`, for a message; None where everything does."""
    listed = frozenset(article.id for article in report.articles)
    in_matches = (said for match in _matches(report) for said in _in_match(match, listed))
    return next(chain(_in_priors(report), _unlisted(report, listed), _twice(report), in_matches), None)


def _in_priors(report: Report) -> Iterator[str]:
    for name, weight in report.priors.items():
        if abs(weight) > _MOST:
            yield f"it gives {name} the log-odds {weight:g} before any evidence"


def _matches(report: Report) -> tuple[Match, ...]:
    return (*report.matches, *(aside.match for aside in report.set_aside))


def _unlisted(report: Report, listed: frozenset[str]) -> Iterator[str]:
    """Articles that matches, pairs, clusters or paths name and the report does not list."""
    sides = (side.article for match in _matches(report) for side in (match.left, match.right))
    pairs = (id for pair in report.article_pairs for id in (pair.left, pair.right))
    ids = chain(sides, pairs, *(_of_cluster(cluster) for cluster in report.clusters))
    yield from (f"it names the article {id!a} without listing it" for id in ids if id not in listed)


def _of_cluster(cluster: Cluster) -> Iterator[str]:
    yield from cluster.articles
    yield from (passage.article for passage in cluster.passages)
    for edge in cluster.path:
        yield edge.target
        if edge.source_kind == "article" and edge.source is not None:
            yield edge.source


def _twice(report: Report) -> Iterator[str]:
    seen: set[str] = set()
    for match in _matches(report):
        if match.id in seen:
            yield f"two matches have the id {match.id!a}"
        seen.add(match.id)


def _in_match(match: Match, articles: frozenset[str]) -> Iterator[str]:
    said = chain(_in_verdict(match.verdict), _in_sources(match), _in_passages(match), _in_ledger(match, articles))
    yield from (f"match {match.id!a}: {each}" for each in said)


def _in_verdict(judged: Verdict) -> Iterator[str]:
    found = [judged.probabilities.get(name, 0.0) for name in HYPOTHESES]
    for name, chance in judged.probabilities.items():
        if not 0 <= chance <= 1:
            yield f"the probability of {name} is {chance:g}, not between 0 and 1"
    total = math.fsum(found)
    if abs(total - 1) > _ROUNDING:
        yield f"its probabilities add up to {total:g}, not to 1"
    first, second = sorted(found, reverse=True)[:2]
    if abs(judged.probability - first) > _ROUNDING:
        yield f"its probability is {judged.probability:g}, that of its likeliest hypothesis {first:g}"
    yield from _in_label(judged, first, second)
    for source in judged.sources:
        if not 0 <= source.probability <= 1:
            yield f"the probability of the source {source.name!a} is {source.probability:g}, not between 0 and 1"


def _in_sources(match: Match) -> Iterator[str]:
    sides = (match.left, match.right)
    for source in match.verdict.sources:
        for span in source.spans:
            if not any(span.article == of.article and of.start <= span.start < span.end <= of.end for of in sides):
                yield f"words of the source {source.name!a} lie outside its passages"


def _in_label(judged: Verdict, first: float, second: float) -> Iterator[str]:
    likeliest = [name for name in HYPOTHESES if judged.probabilities.get(name, 0.0) >= first - _ROUNDING]
    if judged.label == UNDETERMINED:
        if first > _DETERMINED_FROM + _ROUNDING and first - second > _AHEAD_BY + _ROUNDING:
            yield f"its label is {UNDETERMINED}, though {likeliest[0]} stands out"
    elif judged.label not in likeliest:
        yield f"its label is {judged.label!a}, its likeliest hypothesis {likeliest[0]}"
    elif first < _DETERMINED_FROM - _ROUNDING or first - second < _AHEAD_BY - _ROUNDING:
        yield f"its label is {judged.label!a}, which does not stand out"


def _in_passages(match: Match) -> Iterator[str]:
    for side, passage in (("left", match.left), ("right", match.right)):
        if not 0 <= passage.start < passage.end:
            yield f"its {side} passage goes from {passage.start} to {passage.end}"
        elif passage.end - passage.start != len(passage.text):
            yield (
                f"its {side} passage goes from {passage.start} to {passage.end}, and its text has "
                f"{len(passage.text):,} characters"
            )
    for each in match.common:
        left, right = (
            _words(match.left, each.left_start, each.left_end),
            _words(match.right, each.right_start, each.right_end),
        )
        if left is None or right is None:
            yield "words that it has in common lie outside its passages"
        elif each.kind == "same" and left != right:
            yield f"words that it has in common differ: {' '.join(left)[:40]!a} and {' '.join(right)[:40]!a}"


def _words(passage: Passage, start: int, end: int) -> list[str] | None:
    """The words of a stretch of a passage as they are compared; None where it is no stretch of it."""
    if not passage.start <= start < end <= passage.end:
        return None
    text = passage.text[start - passage.start : end - passage.start]
    return [word_key(fold_word(text[first:last])) for first, last, _ in tokenize(text)]


def _in_ledger(match: Match, articles: frozenset[str]) -> Iterator[str]:
    for entry in match.verdict.ledger:
        for name, weight in entry.weights.items():
            if abs(weight) > _MOST:
                yield f"its evidence {entry.signal!a} weighs {weight:g} for {name}"
        for span in entry.spans:
            if span.article not in articles:
                yield f"its evidence {entry.signal!a} stands in the article {span.article!a}, which is not listed"
            elif not 0 <= span.start <= span.end:
                yield f"its evidence {entry.signal!a} goes from {span.start} to {span.end}"
