"""``dedup filter``: the same rows without near-duplicate articles."""

from __future__ import annotations

import os
import sys
from typing import Any

import click

from dedup.cli.messages import Messages, say
from dedup.cli.options import column_option, said_options, settings_options
from dedup.cli.outputs import keep_apart
from dedup.cli.sections import ExampleCommand
from dedup.config import resolve
from dedup.model import Skipped

_LISTED = 10


@click.command(
    cls=ExampleCommand,
    examples=(
        ("dedup filter in.jsonl -o out.jsonl", "without near-duplicates"),
        ("dedup filter in.jsonl -o out.jsonl --keep longest", "the longest stays"),
        ("dedup filter in.jsonl -o out.jsonl --copies why.csv", "and why each went"),
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="PATH...")
@click.option(
    "-o",
    "--output",
    "kept",
    required=True,
    type=click.Path(readable=False),
    metavar="KEPT",
    help="Write the rows that stay to this file ('-': standard output, JSON Lines only).",
)
@click.option("--removed", type=click.Path(readable=False), metavar="FILE", help="Write the rows that go to this file.")
@click.option(
    "--copies",
    type=click.Path(readable=False),
    metavar="FILE",
    help="Write to this file (.jsonl or .csv), for each row that goes, the one that stays in its place.",
)
@click.option(
    "--keep",
    type=click.Choice(["earliest", "longest", "first"]),
    metavar="earliest|longest|first",
    default="earliest",
    help="Which of near-duplicates stays: the earliest published, the longest in words, or the first that is read. "
    "[default: earliest]",
)
@column_option(" (id, text and published count)")
@settings_options("jaccard", "num_perm", "seed", "workers")
@click.option("--allow-skipped", is_flag=True, help="Exit 0 even where rows could not be read.")
@said_options
def filter(
    paths: tuple[str, ...],
    kept: str,
    removed: str | None,
    copies: str | None,
    keep: Any,
    columns: dict[str, str],
    allow_skipped: bool,
    messages: Messages,
    **options: Any,
) -> int:
    """Write the articles in PATH... without near-duplicates, row by row as they were read.

    PATH is a file of JSON Lines (.jsonl, also .gz, .xz, .zst) or Parquet, or a folder of such; '-' reads JSON Lines
    from standard input. KEPT is in the format of the input. Rows need a text; an id and a date of publication count
    where there are.

    An article goes only where it is as similar as --jaccard says to one that stays: never along a chain. Articles
    without any word all stay. A row that cannot be read is in no output.
    """
    settings = resolve(options).settings
    read = {os.path.realpath(path): path for path in paths if path != "-"}
    for option, file in (("-o", kept), ("--removed", removed), ("--copies", copies)):
        if file is not None and file != "-" and not os.path.exists(file):  # one that exists may be an input itself
            keep_apart(f"{option} {file}", file, read)
    if "-" in paths and sys.stdin is not None and sys.stdin.isatty():
        messages.note("reading from the terminal; end with Ctrl-D")

    from dedup.cli.progress import StageProgress
    from dedup.filtering import filter_files

    with StageProgress(messages) as progress:
        done = filter_files(
            paths,
            kept,
            removed=removed,
            copies=copies,
            keep=keep,
            columns=columns,
            settings=settings,
            progress=progress,
        )
    for note in done.notes:
        messages.note(f"note: {note}")
    messages.detail(f"compared {done.candidates:,} pairs; {done.buckets_crowded:,} buckets were crowded")
    messages.note(
        f"kept {done.kept:,} of {done.articles:,} articles; removed {done.near:,} near-copies "
        f"and {done.equal:,} equal in text to another"
    )
    for path in (kept, removed, copies):
        if path is not None and path != "-":
            messages.note(f"wrote {path}")
    return _told(done.skipped, messages, allow_skipped)


def _told(skipped: tuple[Skipped, ...], messages: Messages, allow_skipped: bool) -> int:
    """Say what was skipped, and give the exit code."""
    if not skipped or (allow_skipped and messages.quiet):
        return 0
    listed = skipped if messages.verbose else skipped[:_LISTED]
    for each in listed:
        place = each.path if each.line is None else f"{each.path}:{each.line}"
        say(f"skipped {place}: {each.reason}")
    if len(listed) < len(skipped):
        say(f"skipped {len(skipped) - len(listed):,} more; --verbose lists them all")
    count = "1 input was" if len(skipped) == 1 else f"{len(skipped):,} inputs were"
    advice = "" if allow_skipped else "; --allow-skipped accepts that"
    say(f"{'note' if allow_skipped else 'error'}: {count} skipped and not written{advice}")
    return 0 if allow_skipped else 2
