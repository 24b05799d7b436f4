"""``dedup compare``: what do these two texts share?"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.messages import Messages
from dedup.cli.options import Look, messages_of, metadata_option, report_options, settings_options
from dedup.cli.outputs import ReportCommand, outputs_of, protect
from dedup.config import resolve
from dedup.errors import InputError, NoArticles, UsageError

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Article


@click.command(cls=ReportCommand)
@click.argument("left", type=click.Path(readable=False), metavar="A")
@click.argument("right", type=click.Path(readable=False), metavar="B")
@metadata_option
@settings_options("preset", "min_confidence", "min_words", "stock")
@report_options
@click.pass_context
def compare(
    context: click.Context,
    /,
    left: str,
    right: str,
    metadata: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    limit: int | None,
    network: str | None,
    full: bool,
    color: str,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Compare two articles, each in a file of its own ('-': standard input).

    In the report A is left and B is right, their ids begin with 'left:' and 'right:', and what one outlet
    repeats is reported like any other match.
    """
    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs)
    settings = replace(resolve(options).settings, level="passage")
    if left == right == "-":
        raise UsageError("standard input can be only one of the two texts")
    protect(planned, (left, right, metadata, settings.stock or None))

    from dedup.cli.writing import write_reports
    from dedup.ingest import read
    from dedup.pipeline import compare_report

    readings = [read([path], metadata=metadata) for path in (left, right)]
    for reading in readings:
        protect(planned, (*reading.inputs, *(each.path for each in reading.skipped)))
    if all(reading.unmatched for reading in readings):
        useless = readings[0].unmatched[0]
        raise InputError(f"{useless.path}: {useless.reason}")
    one, two = (
        _article(reading, path, side, messages)
        for reading, path, side in zip(readings, (left, right), ("left", "right"), strict=True)
    )
    report = compare_report(one, two, settings)
    write_reports(report, planned, Look(color=color, limit=limit, full=full, network=network), messages)
    return 0


def _article(reading: Reading, path: str, side: str, messages: Messages) -> Article:
    """The one article that `path` holds. Metadata may be about the other side alone."""
    for note in reading.notes:
        messages.detail(f"note: {note}")
    name = "standard input" if path == "-" else path
    skipped = [each for each in reading.skipped if each not in reading.unmatched]
    if skipped:
        raise InputError(f"{name}: {skipped[0].reason}")
    if not reading.articles:
        raise NoArticles(f"{name}: no articles")
    if len(reading.articles) > 1:
        raise UsageError(f"{name} holds {len(reading.articles):,} articles; compare takes one a side, audit takes any")
    article = reading.articles[0]
    return replace(article, id=f"{side}:{article.id}")
