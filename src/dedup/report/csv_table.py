"""One row a match, for spreadsheets and data frames. Columns: ``docs/reference/report.md``."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence

from dedup.dates import Interval
from dedup.model import HYPOTHESES, ArticleSummary, Match, Passage, Report
from dedup.report.escape import csv_text, encodable
from dedup.report.judgement import left_stretches, main_evidence
from dedup.report.plain import instant, plain

_SCORES = (
    "jaccard",
    "containment_left",
    "containment_right",
    "aligned_words",
    "share_left",
    "share_right",
    "longest_run",
    "rarity_overlap",
    "order_free",
)
_EDITS = ("insert", "delete", "substitute", "move")
_SIDE = ("article", "outlet", "published_earliest", "published_latest", "passage_kind", "start", "end", "text")

COLUMNS: tuple[str, ...] = (
    "match",
    "kind",
    "confidence",
    "verdict",
    "verdict_probability",
    "source",
    "source_probability",
    "main_signal",
    "main_trigger",
    *(f"left_{name}" for name in _SIDE),
    *(f"right_{name}" for name in _SIDE),
    *_SCORES,
    *(f"words_{name}" for name in _EDITS),
    *(f"p_{name.replace('-', '_')}" for name in HYPOTHESES),
    "sources",
)


Cells = Iterable[str | float | None]


def to_csv(
    report: Report,
    *,
    encoding: str = "utf-8",
    columns: Sequence[str] = (),
    added: Callable[[Match], Cells] = lambda match: (),
) -> str:
    """The matches as RFC 4180 CSV with a header, in the report's order; lines end in CR LF.

    `added` gives the cells of further `columns`. Cells are one line each, and none starts a spreadsheet formula
    (`dedup.report.escape.csv_text`).
    """
    articles = {article.id: article for article in report.articles}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow((*COLUMNS, *columns))
    for match in report.matches:
        writer.writerow(
            csv_text(cell) if isinstance(cell, str) else cell if cell is None else plain(cell)
            for cell in (*_row(match, articles), *added(match))
        )
    return encodable(out.getvalue(), encoding)


def _row(match: Match, articles: dict[str, ArticleSummary]) -> Iterator[str | float | None]:
    judged = match.verdict
    main = main_evidence(judged)
    yield from (match.id, match.kind, match.confidence, judged.label, judged.probability, judged.source)
    yield next((source.probability for source in judged.sources if source.name == judged.source), None)
    yield from (main.signal, main.trigger) if main else (None, None)
    for side in (match.left, match.right):
        yield from _side(side, articles.get(side.article))
    for name in _SCORES:
        yield getattr(match.scores, name)
    for name in _EDITS:
        yield getattr(match.scores.edits, name)
    for hypothesis in HYPOTHESES:
        yield judged.probabilities.get(hypothesis, 0.0)
    yield _sources(match)


def _sources(match: Match) -> str | None:
    """All named sources with their probabilities, in the verdict's order, and the places in the left article of the
    stretches whose source they are: ``APA 0.41; Ostrel One 0.41 [120-180, 240-300]``."""
    named = []
    for source in match.verdict.sources:
        places = ", ".join(f"{place.start}-{place.end}" for place in left_stretches(source, match))
        # A semicolon in a name would look like the end of it.
        shown = f"{source.name.replace(';', ',')} {plain(source.probability)}"
        named.append(f"{shown} [{places}]" if places else shown)
    return "; ".join(named) or None


def _side(side: Passage, article: ArticleSummary | None) -> Iterator[str | float | None]:
    published: Interval | None = article.published if article else None
    yield side.article
    yield article.outlet if article else None
    yield instant(published.earliest) if published else None
    yield instant(published.latest) if published else None
    yield from (side.kind, side.start, side.end, side.text)
