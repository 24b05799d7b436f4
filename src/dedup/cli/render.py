"""``dedup render``: a saved report in another format."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from dedup.cli.compare import SIDES
from dedup.cli.look import Look, report_options
from dedup.cli.messages import Messages
from dedup.cli.options import Named, root_option, rows_options
from dedup.cli.outputs import Output, ReportCommand, protect
from dedup.cli.reading import announce, notes_of, watched, worth_writing
from dedup.config import resolve
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Report

_LISTED = 2
_LINE = re.compile(r":[0-9]+\Z")  # of a source


@click.command(
    cls=ReportCommand,
    examples=(
        ("dedup render report.json", "as a table"),
        ("dedup render report.json news -o page.html", "as a page with the articles"),
        ("dedup render report.json -o matches.csv", "for a spreadsheet"),
    ),
)
@click.argument("report", type=click.Path(readable=False), metavar="REPORT")
@click.argument("paths", nargs=-1, type=click.Path(readable=False), metavar="[PATH...]")
@root_option
@rows_options
@report_options
def render(
    report: str,
    paths: tuple[str, ...],
    root: str | None,
    named: Named,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
) -> int:
    """Write a saved report in another format.

    REPORT is a report that 'dedup audit --format json -o REPORT' wrote ('-': standard input). A report has the shared
    passages and no whole articles; PATH... are the files or folders of the articles that it is on, so that the format
    html can show them.
    """
    if any(named.values()) and not paths:
        raise UsageError("--column and --numbered say how PATH... is read: name the files of the articles, too")
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
    texts, notes = _texts(read, paths, root, named, planned, messages) if paths else ({}, [])
    write_reports(read, planned, look, messages, texts)
    for note in notes:
        messages.note(note)
    if any(output.format == "html" for output in planned) and len(texts) < len(read.articles):
        messages.note(_without_texts(read, texts))
    return 0


def _without_texts(report: Report, found: Mapping[str, str]) -> str:
    """What a page lacks, and where it was: a report names files, but which to read is not for a report to say."""
    lacking = [article for article in report.articles if article.id not in found]
    files = list(dict.fromkeys(_LINE.sub("", article.source) for article in lacking if article.source))
    more = f" and {len(files) - _LISTED:,} more" if len(files) > _LISTED else ""
    told = f" (they were read from {', '.join(files[:_LISTED])}{more})" if files else ""
    whole = f"{len(found):,} of {len(report.articles):,} articles"
    return f"the page has the texts of {whole}; to see passages in all of them name their files or folders, too{told}"


def _texts(
    report: Report,
    paths: Sequence[str],
    root: str | None,
    named: Named,
    planned: Sequence[Output],
    messages: Messages,
) -> tuple[dict[str, str], list[str]]:
    """The texts of the report's articles, by id, as far as they are found, and what to say of them."""
    from dedup.ingest import read

    begins = resolve({"root": root}).check.root or None  # as the audit had it, or no id would be found
    wanted = {article.id for article in report.articles}
    # A comparison of two files reads each by itself, and says of which side it is before the id: both may have the same
    # name. One of two ids reads all as a collection.
    compared = len(paths) == len(SIDES) and [id.partition(":")[0] for id in sorted(wanted)] == list(SIDES)
    found: dict[str, str] = {}
    notes: list[str] = []  # of all together: what one side lacks the other may have

    def search(reading: Reading, sides: Sequence[str]) -> None:
        worth_writing(reading, planned, messages)
        for article in reading.articles:
            for id in (article.id, *(f"{side}:{article.id}" for side in sides)):
                if id in wanted:
                    found.setdefault(id, article.text)

    with watched(paths, messages):
        for side, path in zip(SIDES, paths, strict=True) if compared else ():
            search(read([path], **named), [side])
        if len(found) < len(wanted):
            reading = read(paths, root=begins, **named)
            search(reading, SIDES)
            notes = notes_of(reading)
    return found, notes
