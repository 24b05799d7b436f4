"""``dedup audit``: what do these articles share with each other?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import click

from dedup.cli.engines import choice_of, engine_options, opened
from dedup.cli.gating import OPTIONS, Gating, gate_options, gating_of
from dedup.cli.look import Look, check_report_options
from dedup.cli.messages import Messages
from dedup.cli.options import Named, allow_skipped_option, metadata_option, root_option, rows_options, settings_options
from dedup.cli.outputs import Output, ReportCommand, is_asked_for, protect
from dedup.cli.reading import announce, complain, is_whole, watched, worth_writing
from dedup.config import CheckSettings, Resolved, resolve
from dedup.errors import UsageError


@click.command(
    cls=ReportCommand,
    examples=(
        ("dedup audit news", "the articles of a folder"),
        ("dedup audit news --metadata outlets.csv", "outlets and dates from a table"),
        ("dedup audit news -o report.html", "as a page for a browser"),
        ("dedup audit news --baseline accepted.json", "exit 1 where something is new"),
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="PATH...")
@metadata_option
@root_option
@rows_options
@settings_options()
@gate_options
@engine_options
@allow_skipped_option
@check_report_options
@click.pass_context
def audit(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    metadata: str | None,
    named: Named,
    update_baseline: bool,
    prune_baseline: bool,
    engine: str,
    spark: tuple[str, ...],
    checkpoint: str | None,
    tables: str | None,
    allow_skipped: bool,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
    **options: Any,
) -> int:
    """Compare all articles in PATH... with each other and report the wording they share.

    PATH is a folder or a file (.txt, .jsonl, .ndjson, .json, .csv, .tsv, .parquet, .arrow, .html, .htm, also .gz,
    .xz, .zst); '-' reads standard input. A file metadata.jsonl or metadata.csv in a folder serves that folder.

    With an option of the gate (--fail-on, --max-reuse, --baseline and what writes it) the audit is a gate as 'dedup
    check' is, to which all articles are new: it exits 1 where something fails it.
    """
    resolved = resolve(options)
    settings = resolved.settings
    reported = is_asked_for(context)
    choice = choice_of(settings, engine=engine, spark=spark, checkpoint=checkpoint, tables=tables, reported=reported)
    if choice.spark is not None and any(named.values()):
        raise UsageError("Spark reads columns by the names that dedup knows: leave out --column and --numbered")
    gating = _gating(resolved, options, planned, update=update_baseline, prune=prune_baseline)
    if gating is not None and choice.spark is not None:
        raise UsageError("a gate reads the texts, which stay on the cluster: leave the gate out, or --engine local")
    inputs = (*paths, metadata, settings.stock or None, None if gating is None else gating.path)
    protect(planned, inputs, gating.path if gating is not None and gating.writes else None)
    announce(paths, messages)

    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_checked, write_reports

    with opened(choice, settings, resolved.check.root or None, named, messages) as read:
        with watched(paths, messages):
            articles = read(paths, metadata)
        reading = articles.reading
        planned = worth_writing(reading, planned, messages)
        if gating is not None:
            gating.demand_all(reading.skipped)
        with StageProgress(messages) as progress:
            report = articles.audit(progress)
    whole = is_whole(reading, allow_skipped)
    checked = None
    try:
        if report is None:
            planned = ()
        elif gating is None:
            texts = {article.id: article.text for article in reading.articles}
            write_reports(report, planned, look, messages, texts)
        else:
            checked = gating.judged(report, reading.articles, whole=whole)
            write_checked(checked, planned, look, messages)
    except BrokenPipeError:
        messages.detail("the reader of the report has gone")
    complain(reading, paths, planned, messages, allow_skipped)
    if not whole:
        return 2
    return 0 if gating is None or checked is None else gating.close(checked, messages)


def _gating(
    resolved: Resolved, options: Mapping[str, Any], planned: Sequence[Output], *, update: bool, prune: bool
) -> Gating | None:
    """An audit is a gate where an option of the gate is given. Formats of checks need one: it lets everything pass."""
    from dedup.report import FORMATS

    if update or prune or any(options[name] is not None for name in OPTIONS):
        return gating_of(resolved.check, update=update, prune=prune)
    if any(output.format not in FORMATS for output in planned):
        return gating_of(CheckSettings(fail_on="none"), update=False, prune=False)
    return None
