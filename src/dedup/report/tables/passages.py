"""The tables about shared passages: matches, what was set aside, their words, evidence and sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from operator import attrgetter
from typing import Any, NamedTuple

from dedup.credit import Credit, credit
from dedup.model import (
    HYPOTHESES,
    THIRD_PARTY,
    ArticleSummary,
    Evidence,
    Hypothesis,
    Match,
    Place,
    Report,
    SetAside,
    Source,
)
from dedup.report.judgement import left_stretches
from dedup.report.order import strongest_first
from dedup.report.plain import plain
from dedup.report.rivals import Reason, main_reason
from dedup.report.tables.columns import Column, Entity, column
from dedup.report.telling import told

FRACTION = "0 to 1"
WORDS = "words"
PLACES = "code points"
NATS = "nats"

_SCORES: Mapping[str, tuple[str, str]] = {
    "jaccard": (FRACTION, "how alike the two passages are as a whole"),
    "containment_left": (FRACTION, "how much of the left passage the right one holds"),
    "containment_right": (FRACTION, "how much of the right passage the left one holds"),
    "aligned_words": (WORDS, "words matched one to one: equal, variants of each other, or moved"),
    "share_left": (FRACTION, "share of the left passage's words that have a partner"),
    "share_right": (FRACTION, "the same for the right passage"),
    "longest_run": (WORDS, "the longest run of equal words in a row on both sides"),
    "rarity_overlap": (FRACTION, "shared words weighed by their rarity"),
    "order_free": (FRACTION, "overlap of the two as bags of words"),
}
_EDITS = {
    "insert": "words of the right alone, with none of the left in their place",
    "delete": "words of the left alone, with none of the right in their place",
    "substitute": "words replaced by others, which a report marks on either side as only there",
    "move": "words, variants among them, that stand elsewhere on the other side",
}


class Shared(NamedTuple):
    """A row about a match: the match, the articles of its sides where the report lists them, the main reason for its
    verdict, and why it was set aside; `number` is that of a match that was not, from 1, strongest first."""

    match: Match
    left: ArticleSummary | None
    right: ArticleSummary | None
    main: Reason | None
    aside: SetAside | None = None
    number: int | None = None


class Entry(NamedTuple):
    """One of the things that a match has several of, by its number from 1, and one of its places."""

    match: str
    number: int
    of: Any
    place: Place | None = None


def by_hypothesis(prefix: str, path: str, meaning: str, unit: str, *, missing: float | None = 0.0) -> Iterator[Column]:
    """A column for each hypothesis, from a mapping at `path` of the row; `meaning` has a place for its name."""
    mapping = attrgetter(path)
    for name in HYPOTHESES:

        def of(row: Any, name: Hypothesis = name) -> float | None:
            found: float | None = mapping(row).get(name, missing)
            return found

        yield column(f"{prefix}{name.replace('-', '_')}", "number", meaning.format(name=name), of, unit=unit)


def _side(side: str) -> Iterator[Column]:
    def passage(name: str) -> str:
        return f"match.{side}.{name}"

    def article(row: Shared) -> ArticleSummary | None:
        return row.left if side == "left" else row.right

    def outlet(row: Shared) -> Any:
        found = article(row)
        return found.outlet if found else None

    def published(end: str) -> Any:
        def of(row: Shared) -> Any:
            found = article(row)
            return getattr(found.published, end) if found and found.published else None

        return of

    yield column(f"{side}_article", "text", f"id of the {side} article", passage("article"))
    yield column(f"{side}_outlet", "text", "its outlet, as its record says", outlet)
    yield column(
        f"{side}_published_earliest",
        "instant",
        "when it was published, at the earliest",
        published("earliest"),
        unit="UTC",
    )
    yield column(f"{side}_published_latest", "instant", "and at the latest", published("latest"), unit="UTC")
    yield column(f"{side}_passage_kind", "text", "what the passage is: `narration`, `quotation`, …", passage("kind"))
    yield column(
        f"{side}_start", "integer", "where the passage begins in the original text", passage("start"), unit=PLACES
    )
    yield column(f"{side}_end", "integer", "where it ends (not included)", passage("end"), unit=PLACES)
    yield column(f"{side}_text", "text", "the passage", passage("text"))


def _source(row: Shared) -> str | None:
    """The source of a verdict that means one: who copied has the words from the other article."""
    judged = row.match.verdict
    return judged.source if judged.label in THIRD_PARTY else None


def _source_probability(row: Shared) -> float | None:
    shown = _source(row)
    return next((source.probability for source in row.match.verdict.sources if source.name == shown), None)


def _main(name: str) -> Any:
    def of(row: Shared) -> Any:
        return attrgetter(name)(row.main) if row.main else None

    return of


def _rival(row: Shared) -> Hypothesis | None:
    return row.main.rival if row.main and row.main.telling else None


def _sources(row: Shared) -> str | None:
    """All named sources with their probabilities, in the verdict's order, and the places in the left article of the
    stretches whose source they are: ``APA 0.41; Ostrel One 0.41 [120-180, 240-300]``."""
    named = []
    for source in row.match.verdict.sources:
        places = ", ".join(f"{place.start}-{place.end}" for place in left_stretches(source, row.match))
        # A semicolon in a name would look like the end of it.
        shown = f"{source.name.replace(';', ',')} {plain(source.probability)}"
        named.append(f"{shown} [{places}]" if places else shown)
    return "; ".join(named) or None


def _credit(row: Shared) -> Credit | None:
    return credit(row.match, [side.id for side in (row.left, row.right) if side is not None and side.outlet])


_OF_MATCH = (
    column("match", "text", "id of the match", "match.id"),
    column(
        "kind", "text", "how alike the wording is: `verbatim`, `near-verbatim`, `reworded`, `reordered`", "match.kind"
    ),
    column(
        "confidence",
        "number",
        "how sure it is that the words are reused, and no chance",
        "match.confidence",
        unit=FRACTION,
    ),
    column("verdict", "text", "label of the verdict: a hypothesis, or `undetermined`", "match.verdict.label"),
    column(
        "verdict_probability",
        "number",
        "probability of the likeliest hypothesis",
        "match.verdict.probability",
        unit=FRACTION,
    ),
    column(
        "source",
        "text",
        "the named common source that most of the wording is to be expected from, where the verdict is one or "
        "renderings",
        _source,
    ),
    column("source_probability", "number", "its own probability", _source_probability, unit=FRACTION),
    column(
        "credit",
        "text",
        "whether the article that has the wording from the other credits that one's outlet: for this `passage` or its "
        "whole text, names it only `elsewhere`, be it in passing, or nowhere as far as it was understood (`none`); "
        "empty for other verdicts, and where that outlet is not known",
        _credit,
    ),
    column(
        "main_signal",
        "text",
        "the entry of the ledger that best tells the verdict from its strongest rival",
        _main("evidence.signal"),
    ),
    column("main_trigger", "text", "the words or the fact behind it", _main("evidence.trigger")),
    column(
        "main_rival",
        "text",
        "the hypothesis that it is weighed against; none where it is weighed against all others",
        _rival,
    ),
    column(
        "main_weight", "number", "the log-odds that it adds to the verdict against these", _main("weight"), unit=NATS
    ),
    *_side("left"),
    *_side("right"),
    *(
        column(name, "integer" if unit == WORDS else "number", meaning, f"match.scores.{name}", unit=unit)
        for name, (unit, meaning) in _SCORES.items()
    ),
    *(
        column(f"words_{name}", "integer", meaning, f"match.scores.edits.{name}", unit=WORDS)
        for name, meaning in _EDITS.items()
    ),
    *by_hypothesis("p_", "match.verdict.probabilities", "probability of `{name}`", FRACTION),
    column(
        "sources",
        "text",
        "every named source with its own probability, whatever the verdict, and the places of those named for some "
        "words only",
        _sources,
    ),
)


def shared(report: Report, *, aside: bool = False) -> Iterator[Shared]:
    """The matches of a report, by the numbers that pages show, or those set aside, with their articles."""
    articles = {article.id: article for article in report.articles}
    ordered = strongest_first(report.matches)
    number = {match.id: at for at, match in enumerate(ordered, 1)}

    def row(match: Match, reason: SetAside | None = None) -> Shared:
        left, right = (articles.get(side.article) for side in (match.left, match.right))
        return Shared(
            match,
            left,
            right,
            main_reason(told(match), report.priors),
            reason,
            None if reason else number[match.id],
        )

    if aside:
        return (row(each.match, each) for each in report.set_aside)
    return (row(match) for match in ordered)


def _all_matches(report: Report) -> Iterator[Match]:
    yield from strongest_first(report.matches)
    yield from (each.match for each in report.set_aside)


def _common(report: Report) -> Iterator[Entry]:
    return (
        Entry(match.id, number, common)
        for match in _all_matches(report)
        for number, common in enumerate(match.common, 1)
    )


def _evidence(report: Report) -> Iterator[Entry]:
    return (
        Entry(match.id, number, entry)
        for match in _all_matches(report)
        for number, entry in enumerate(match.verdict.ledger, 1)
    )


def _named(report: Report) -> Iterator[Entry]:
    return (
        Entry(match.id, number, source)
        for match in _all_matches(report)
        for number, source in enumerate(match.verdict.sources, 1)
    )


def _placed(entries: Iterator[Entry]) -> Iterator[Entry]:
    for entry in entries:
        of: Evidence | Source = entry.of
        yield from (entry._replace(place=place) for place in of.spans)


def _places(numbered: str) -> tuple[Column, ...]:
    return (
        column("match", "text", "id of the match"),
        column(numbered, "integer", f"number of the {numbered} of this match, from 1", "number"),
        column("article", "text", "id of the article that it stands in", "place.article"),
        column("start", "integer", "where it begins", "place.start", unit=PLACES),
        column("end", "integer", "where it ends (not included)", "place.end", unit=PLACES),
    )


MATCHES = Entity(
    name="matches",
    meaning="a shared passage, by the numbers that pages show, the strongest first",
    columns=(
        _OF_MATCH[0],
        column("number", "integer", "what lists and `dedup explain` call the passage: from 1, strongest first"),
        *_OF_MATCH[1:],
    ),
    rows=shared,
)
SET_ASIDE = Entity(
    name="set_aside",
    meaning="a match that never counts, with the reason",
    columns=(
        *_OF_MATCH,
        column("reason", "text", "why it was set aside", "aside.reason"),
        column("detail", "text", "more of that", "aside.detail"),
    ),
    rows=lambda report: shared(report, aside=True),
)
COMMON_WORDS = Entity(
    name="common_words",
    meaning="words of a match, set aside or not, that both passages hold",
    columns=(
        column("match", "text", "id of the match"),
        column("kind", "text", "`same`, `near` (a variant) or `moved`", "of.kind"),
        column("left_start", "integer", "where they begin in the left article", "of.left_start", unit=PLACES),
        column("left_end", "integer", "where they end (not included)", "of.left_end", unit=PLACES),
        column("right_start", "integer", "where they begin in the right article", "of.right_start", unit=PLACES),
        column("right_end", "integer", "where they end (not included)", "of.right_end", unit=PLACES),
    ),
    rows=_common,
)
EVIDENCE = Entity(
    name="evidence",
    meaning="an entry of the ledger of a match, set aside or not",
    columns=(
        column("match", "text", "id of the match"),
        column("entry", "integer", "its number in the ledger, from 1", "number"),
        column("signal", "text", "family and name of the signal", "of.signal"),
        column("trigger", "text", "the words or the fact behind it", "of.trigger"),
        column("strength", "number", "how far the signal reaches here; 0 where it is only noted", "of.strength"),
        column("origin", "text", "the side that it takes for the origin: `left`, `right` or unknown", "of.origin"),
        *by_hypothesis(
            "w_", "of.weights", "log-odds for `{name}`; unknown where it does not touch it", "nats", missing=None
        ),
    ),
    rows=_evidence,
)
EVIDENCE_PLACES = Entity(
    name="evidence_places",
    meaning="where an entry of a ledger stands in a text, which may be a third article's",
    columns=_places("entry"),
    rows=lambda report: _placed(_evidence(report)),
)
SOURCES = Entity(
    name="sources",
    meaning="a common source that the texts of a match name",
    columns=(
        column("match", "text", "id of the match"),
        column(
            "source", "integer", "its number in the verdict, from 1: that which most is to be expected from", "number"
        ),
        column("name", "text", "its name, normalised", "of.name"),
        column(
            "probability",
            "number",
            "that the wording, or that of its places, is from it",
            "of.probability",
            unit=FRACTION,
        ),
    ),
    rows=_named,
)
SOURCE_PLACES = Entity(
    name="source_places",
    meaning="a stretch that a source is named for; a source without any is of the whole passages",
    columns=_places("source"),
    rows=lambda report: _placed(_named(report)),
)
