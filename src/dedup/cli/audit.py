"""``dedup audit``: what do these articles share with each other?"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.engines import choice_of, engine_options, opened
from dedup.cli.messages import Messages, say
from dedup.cli.options import Look, messages_of, metadata_option, report_options, settings_options
from dedup.cli.outputs import Output, ReportCommand, outputs_of, protect
from dedup.config import resolve

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Skipped

_LISTED = 3
_FOR_PEOPLE = ("table", "markdown")
ENDINGS = ".txt, .jsonl, .json, .csv, .parquet, .html"
COMPRESSED = ".gz, .xz, .zst"


@click.command(cls=ReportCommand)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="PATH...")
@metadata_option
@settings_options()
@engine_options
@click.option("--allow-skipped", is_flag=True, help="Exit 0 even where inputs could not be read.")
@report_options
@click.pass_context
def audit(
    context: click.Context,
    /,
    paths: tuple[str, ...],
    metadata: str | None,
    engine: str,
    spark: tuple[str, ...],
    checkpoint: str | None,
    tables: str | None,
    allow_skipped: bool,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    limit: int | None,
    network: str,
    full: bool,
    color: str,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Compare all articles in PATH... with each other and report the wording they share.

    PATH is a folder or a file (.txt, .jsonl, .json, .csv, .parquet, .html, also .gz, .xz, .zst); '-' reads
    standard input. A file metadata.jsonl or metadata.csv in a folder serves that folder.
    """
    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs)
    settings = resolve(options).settings
    reported = bool(formats or outputs)
    choice = choice_of(settings, engine=engine, spark=spark, checkpoint=checkpoint, tables=tables, reported=reported)
    protect(planned, (*paths, metadata, settings.stock or None))
    if "-" in paths and sys.stdin is not None and sys.stdin.isatty():
        messages.note("reading from the terminal; end with Ctrl-D")

    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_reports

    with opened(choice, settings, messages) as read:
        articles = read(paths, metadata)
        reading = articles.reading
        protect(planned, (*reading.inputs, *(each.path for each in reading.skipped)))
        for note in reading.notes:
            messages.note(f"note: {note}")
        messages.detail(f"read {len(reading.articles):,} articles, skipped {len(reading.skipped):,} inputs")
        with StageProgress(messages) as progress:
            report = articles.audit(progress)
    if report is None:
        planned = ()
    else:
        if not reading.articles and not reading.skipped:
            # To a person the message says all; a program still gets its report, empty and valid.
            planned = tuple(each for each in planned if each.path is not None or each.format not in _FOR_PEOPLE)
        try:
            write_reports(report, planned, Look(color=color, limit=limit, full=full, network=network), messages)
        except BrokenPipeError:
            messages.detail("the reader of the report has gone")
    return _verdict(reading, paths, planned, messages, allow_skipped)


def _verdict(
    reading: Reading, paths: Sequence[str], planned: Sequence[Output], messages: Messages, allow_skipped: bool
) -> int:
    """Say what a person must know beyond the report, and give the exit code."""
    shown = any(output.path is None and output.format == "table" for output in planned)
    code = 0
    if reading.skipped and not (allow_skipped and messages.quiet):
        # Without a report they stand nowhere else.
        for skipped in () if shown else reading.skipped[: _LISTED if planned else None]:
            say(f"skipped {_place(skipped)}: {skipped.reason}")
        number = len(reading.skipped)
        count = "1 input was" if number == 1 else f"{number:,} inputs were"
        advice = "" if allow_skipped else "; --allow-skipped accepts that"
        place = ", see the report" if planned else ""
        say(f"{'note' if allow_skipped else 'error'}: {count} skipped{place}{advice}")
    if reading.skipped and not allow_skipped:
        code = 2
    if not reading.articles:
        more = f" and {len(paths) - _LISTED:,} more" if len(paths) > _LISTED else ""
        looked = ", ".join("standard input" if path == "-" else path for path in paths[:_LISTED])
        say(f"error: no articles in {looked}{more}; read are files ending in {ENDINGS} (also with {COMPRESSED})")
        code = 2
    return code


def _place(skipped: Skipped) -> str:
    return skipped.path if skipped.line is None else f"{skipped.path}:{skipped.line}"
