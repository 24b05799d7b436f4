"""``dedup index``: articles held in a file, for new ones to be checked against."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.look import Look, answer_options
from dedup.cli.messages import Messages, say
from dedup.cli.options import (
    Named,
    allow_skipped_option,
    metadata_option,
    root_option,
    rows_options,
    said_options,
    settings_options,
)
from dedup.cli.outputs import Output, ReportCommand, protect
from dedup.cli.reading import announce, complain, is_whole, watched, worth_writing
from dedup.cli.sections import ExampleCommand
from dedup.config import resolve
from dedup.errors import InputError, UsageError

if TYPE_CHECKING:
    from dedup.index import Added
    from dedup.ingest import Reading

_STDIN = "-"
_file = click.argument("file", type=click.Path(readable=False), metavar="FILE")
_paths = partial(click.argument, "paths", nargs=-1, type=click.Path(readable=False))


@click.group()
def index() -> None:
    """Hold articles in a file, for new ones to be checked against.

    FILE is one SQLite database. Several programs may read it while one writes; a second writer waits a minute.
    """


@index.command(
    cls=ExampleCommand,
    examples=(
        ("dedup index build held.dedup news", "hold these articles"),
        ("dedup index build held.dedup news --metadata m.csv", "with outlets and dates"),
    ),
)
@_file
@_paths(metavar="[PATH...]")
@metadata_option
@root_option
@rows_options
@click.option(
    "--no-text",
    is_flag=True,
    help="Hold texts masked: what is shared is found, but words cannot be read. Who has the file can still test words.",
)
@settings_options("workers")
@allow_skipped_option
@said_options
def build(
    file: str,
    paths: tuple[str, ...],
    metadata: str | None,
    named: Named,
    no_text: bool,
    allow_skipped: bool,
    messages: Messages,
    **options: Any,
) -> int:
    """Make a new index FILE of all articles in PATH... (without PATH an empty one).

    FILE appears when it is whole, and an existing one is never replaced. PATH is read as by dedup audit.
    """
    resolved = resolve(options)

    from dedup.cli.progress import StageProgress
    from dedup.index import Index
    from dedup.index.making import refuse_existing

    refuse_existing(file)
    reading = _read(paths, metadata, resolved.check.root, named, messages)
    if reading.articles or not paths:
        with StageProgress(messages) as progress:
            Index.build(file, reading.articles, resolved.settings, keep_texts=not no_text, progress=progress).close()
        messages.note(f"{file}: holds {_articles(len(reading.articles))}")
    if not paths:
        return 0
    complain(reading, paths, (), messages, allow_skipped)
    return 0 if is_whole(reading, allow_skipped) else 2


@index.command(
    cls=ExampleCommand,
    examples=(
        ("dedup index add held.dedup monday.jsonl", "hold these, too"),
        ("dedup index add held.dedup news --metadata m.csv", "with outlets and dates"),
    ),
)
@_file
@_paths(required=True, metavar="PATH...")
@metadata_option
@root_option
@rows_options
@settings_options("workers")
@allow_skipped_option
@said_options
def add(
    file: str,
    paths: tuple[str, ...],
    metadata: str | None,
    named: Named,
    allow_skipped: bool,
    messages: Messages,
    **options: Any,
) -> int:
    """Hold the articles in PATH... in FILE too.

    What is held already changes nothing. Another text under the same id is a new version of the article: the old one's
    words leave the index.
    """
    resolved = resolve(options)

    from dedup.cli.progress import StageProgress
    from dedup.index import Index

    with Index(file, resolved.settings) as held:
        reading = _read(paths, metadata, resolved.check.root, named, messages)
        with StageProgress(messages) as progress:
            added = held.add(reading.articles, progress=progress)
    messages.note(f"{file}: {_counted(added)}")
    complain(reading, paths, (), messages, allow_skipped)
    return 0 if is_whole(reading, allow_skipped) else 2


@index.command(
    cls=ExampleCommand,
    examples=(("dedup index remove held.dedup 0417 0418", "hold these no more"),),
)
@_file
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--no-vacuum", is_flag=True, help="Do not write FILE anew; leave that to dedup index compact.")
@said_options
def remove(file: str, ids: tuple[str, ...], no_vacuum: bool, messages: Messages) -> int:
    """Take articles out of FILE by their ids ('-': one a line from standard input).

    Nothing of their words is left in FILE: it is written anew, and needs its size again on the disk for a while. What
    stays is the record that they were held, with a digest of the text. Where an id is not held none is removed.
    """
    wanted = [id for each in ids for id in (_ids(messages) if each == _STDIN else (each,))]
    if not wanted:
        raise UsageError("no ids on standard input; give one a line")

    from dedup.index import Index

    with Index(file) as held:
        count = held.remove(wanted, vacuum=not no_vacuum)
    messages.note(f"{file}: removed {_articles(count)}")
    return 0


@index.command(
    cls=ReportCommand,
    examples=(
        ("dedup index info held.dedup", "how many articles, of which outlets"),
        ("dedup index info held.dedup --format json", "the same for a program"),
    ),
)
@_file
@answer_options
def info(
    file: str,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
) -> int:
    """Say what FILE holds: articles, outlets, dates, versions, sizes."""
    protect(planned, (file,))

    from dedup.cli.answers import info_pieces
    from dedup.cli.writing import write_outputs
    from dedup.index import Index

    with Index(file) as held:
        found = held.info()
    write_outputs(partial(info_pieces, found), planned, look, messages)
    return 0


@index.command(
    cls=ReportCommand,
    examples=(("dedup index verify held.dedup", "is all of it whole?"),),
)
@_file
@answer_options
def verify(
    file: str,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
) -> int:
    """Read all of FILE and compare it with its checksums; exit 2 where anything is wrong."""
    protect(planned, (file,))

    from dedup.cli.answers import problem_pieces
    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_outputs
    from dedup.index import Index

    with Index(file) as held, StageProgress(messages) as progress:
        problems = held.verify(progress=progress)
    with suppress(BrokenPipeError):  # what is wrong counts even where nobody reads it
        write_outputs(partial(problem_pieces, file, problems), planned, look, messages)
    if problems:
        say(f"error: {file}: damaged; restore a copy, or build it anew")
    return 2 if problems else 0


@index.command(
    cls=ExampleCommand,
    examples=(("dedup index compact held.dedup", "leave no trace of what is gone"),),
)
@_file
@said_options
def compact(file: str, messages: Messages) -> int:
    """Write FILE anew, without a trace of what was removed or replaced.

    It needs its size again on the disk for a while.
    """

    from dedup.index import Index
    from dedup.index.file import size_of

    with Index(file) as held:
        before = size_of(file)
        held.compact()
    messages.note(f"{file}: {before:,} bytes, now {size_of(file):,}")
    return 0


def _read(paths: Sequence[str], metadata: str | None, root: str, named: Named, messages: Messages) -> Reading:
    from dedup.ingest import read

    announce(paths, messages)
    with watched(paths, messages):
        reading = read(paths, metadata=metadata, root=root or None, **named)
    worth_writing(reading, (), messages)
    return reading


def _articles(number: int) -> str:
    return "1 article" if number == 1 else f"{number:,} articles"


def _counted(added: Added) -> str:
    return (
        f"{added.new:,} new, {added.versions:,} new versions, {added.updated:,} with other metadata, "
        f"{added.unchanged:,} held already"
    )


def _ids(messages: Messages) -> list[str]:
    if sys.stdin is None:
        return []
    if sys.stdin.isatty():
        messages.note("reading ids from the terminal; end with Ctrl-D")
    try:
        # Not splitlines: an id may hold what that takes for the end of a line.
        lines = sys.stdin.buffer.read().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise InputError("standard input: not UTF-8; give one id a line") from error
    return [line.removesuffix("\r") for line in lines if line.strip()]
