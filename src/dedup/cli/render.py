"""``dedup render``: a saved report in another format."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from dedup.cli.messages import Messages
from dedup.cli.options import Look, messages_of, report_options, root_option
from dedup.cli.outputs import Output, ReportCommand, outputs_of, protect
from dedup.cli.reading import announce, noted, watched
from dedup.config import resolve
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.model import Report


@click.command(cls=ReportCommand)
@click.argument("report", type=click.Path(readable=False), metavar="REPORT")
@click.argument("paths", nargs=-1, type=click.Path(readable=False), metavar="[PATH...]")
@root_option
@report_options
@click.pass_context
def render(
    context: click.Context,
    /,
    report: str,
    paths: tuple[str, ...],
    root: str | None,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    limit: int | None,
    network: str | None,
    full: bool,
    explain: bool,
    color: str,
    links: bool,
    pager: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Write a saved report in another format.

    REPORT is a report that 'dedup audit --format json -o REPORT' wrote ('-': standard input). A report has the shared
    passages and no whole articles; PATH... are the articles that it is on, so that the format html can show them.
    """
    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs)
    if report == "-" and "-" in paths:
        raise UsageError("standard input can be only one of the report and the articles")
    protect(planned, (report, *paths))
    announce((report, *paths), messages)

    from dedup.cli.writing import write_reports
    from dedup.report.reading import newer_version, read_report

    read = read_report(report)
    newer = newer_version(read)
    if newer is not None:
        messages.note(f"{'standard input' if report == '-' else report}: {newer}")
    texts = _texts(read, paths, root, planned, messages) if paths else {}
    look = Look(color=color, limit=limit, full=full, network=network, explain=explain, links=links, pager=pager)
    write_reports(read, planned, look, messages, texts)
    return 0


def _texts(
    report: Report, paths: Sequence[str], root: str | None, planned: Sequence[Output], messages: Messages
) -> dict[str, str]:
    """The texts of the report's articles, by id, as far as they are found."""
    from dedup.ingest import read

    begins = resolve({"root": root}).check.root or None  # as the audit had it, or no id would be found
    with watched(paths, messages):
        reading = read(paths, root=begins)
    noted(reading, planned, messages)
    wanted = {article.id for article in report.articles}
    texts = {article.id: article.text for article in reading.articles}
    # A comparison puts a side before the id of each of the two.
    own = {id: id if id in texts else id.removeprefix("left:").removeprefix("right:") for id in wanted}
    found = {id: texts[own[id]] for id in sorted(wanted) if own[id] in texts}
    if len(found) < len(wanted):
        messages.note(f"found the texts of {len(found):,} of {len(wanted):,} articles of the report")
    return found
