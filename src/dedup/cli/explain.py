"""``dedup explain``: why is this verdict what it is?"""

from __future__ import annotations

import re
import sys
from functools import partial

import click

from dedup.cli.look import Look, explanation_options
from dedup.cli.messages import Messages
from dedup.cli.outputs import Output, ReportCommand, protect
from dedup.cli.reading import watched


class _Numbered(ReportCommand):
    """A command to which nobody means a negative number as an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        before = args[: args.index("--")] if "--" in args else args
        negative = next((each for each in before if re.fullmatch(r"-\d+", each, re.ASCII)), None)
        if negative is not None and not ctx.resilient_parsing:
            raise click.UsageError(f"{negative[:20]} names no match; their numbers go from 1", ctx)
        return super().parse_args(ctx, args)


@click.command(
    cls=_Numbered,
    examples=(
        ("dedup explain report.json 1", "the strongest passage"),
        ("dedup explain report.json 09f69b6b", "one by the beginning of its id"),
        ("dedup explain report.json 1 --weights", "with all that the model makes of it"),
    ),
)
@click.argument("report", type=click.Path(readable=False), metavar="REPORT")
@click.argument("match", metavar="MATCH")
@explanation_options
def explain(
    report: str,
    match: str,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
) -> int:
    """Say why a verdict is what it is: what speaks for and against it, and what is missing.

    REPORT is a report that 'dedup audit --format json -o REPORT' wrote ('-': standard input). MATCH is the id of a
    match, the beginning of one, or its number in the list of shared passages, strongest first. Matches set aside
    have an id too.
    """
    protect(planned, (report,))
    if report == "-" and sys.stdin is not None and sys.stdin.isatty():
        messages.note("reading from the terminal; end with Ctrl-D")

    from dedup.cli.writing import write_outputs
    from dedup.report.explanation import explain as explain_match
    from dedup.report.explanation import pieces
    from dedup.report.reading import newer_version, read_report

    with watched([report], messages):
        read = read_report(report)
    newer = newer_version(read)
    if newer is not None:
        messages.note(f"{'standard input' if report == '-' else report}: {newer}")
    messages.detail(f"read {len(read.matches):,} matches and {len(read.set_aside):,} set aside")
    write_outputs(partial(pieces, explain_match(read, match)), planned, look, messages)
    return 0
