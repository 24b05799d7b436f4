"""``dedup explain``: why is this verdict what it is?"""

from __future__ import annotations

import sys
from functools import partial

import click

from dedup.cli.options import Look, explanation_options, messages_of
from dedup.cli.outputs import ReportCommand, outputs_of, protect


@click.command(cls=ReportCommand)
@click.argument("report", type=click.Path(readable=False), metavar="REPORT")
@click.argument("match", metavar="MATCH")
@explanation_options
@click.pass_context
def explain(
    context: click.Context,
    /,
    report: str,
    match: str,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    color: str,
    quiet: bool,
    verbose: bool,
) -> int:
    """Say why a verdict is what it is: what speaks for and against it, and what is missing.

    REPORT is a report that 'dedup audit --format json -o REPORT' wrote ('-': standard input). MATCH is the id of a
    match, the beginning of one, or its number in the list of shared passages, strongest first. Matches set aside
    have an id too.
    """
    from dedup.report.explanation import FORMATS

    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs, FORMATS)
    protect(planned, (report,))
    if report == "-" and sys.stdin is not None and sys.stdin.isatty():
        messages.note("reading from the terminal; end with Ctrl-D")

    from dedup.cli.writing import write_outputs
    from dedup.report.explanation import explain as explain_match
    from dedup.report.explanation import pieces
    from dedup.report.reading import read_report

    read = read_report(report)
    messages.detail(f"read {len(read.matches):,} matches and {len(read.set_aside):,} set aside")
    write_outputs(partial(pieces, explain_match(read, match)), planned, Look(color=color), messages)
    return 0
