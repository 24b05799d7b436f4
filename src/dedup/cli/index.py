"""``dedup index``: articles held in a file, for new ones to be checked against."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.messages import Messages, say
from dedup.cli.options import (
    ANSWER_FORMATS,
    Look,
    answer_options,
    messages_of,
    metadata_option,
    root_option,
    said_options,
    settings_options,
)
from dedup.cli.outputs import ReportCommand, outputs_of, protect
from dedup.cli.reading import announce, complain, is_whole, noted, watched
from dedup.config import resolve
from dedup.errors import InputError, UsageError

if TYPE_CHECKING:
    from dedup.index import Added
    from dedup.ingest import Reading

_STDIN = "-"
_file = click.argument("file", type=click.Path(readable=False), metavar="FILE")
_paths = partial(click.argument, "paths", nargs=-1, type=click.Path(readable=False))
_allow_skipped = click.option("--allow-skipped", is_flag=True, help="Exit 0 even where inputs could not be read.")


@click.group()
def index() -> None:
    """Hold articles in a file, for new ones to be checked against.

    FILE is one SQLite database. Several programs may read it while one writes; a second writer waits a minute.
    """


@index.command()
@_file
@_paths(metavar="[PATH...]")
@metadata_option
@root_option
@click.option(
    "--no-text",
    is_flag=True,
    help="Hold texts masked: what is shared is found, but words cannot be read. Who has the file can still test words.",
)
@settings_options("workers")
@_allow_skipped
@said_options
def build(
    file: str,
    paths: tuple[str, ...],
    metadata: str | None,
    no_text: bool,
    allow_skipped: bool,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Make a new index FILE of all articles in PATH... (without PATH an empty one).

    FILE appears when it is whole, and an existing one is never replaced. PATH is read as by dedup audit.
    """
    messages = messages_of(quiet, verbose)
    resolved = resolve(options)

    from dedup.cli.progress import StageProgress
    from dedup.index import Index
    from dedup.index.making import refuse_existing

    refuse_existing(file)
    reading = _read(paths, metadata, resolved.check.root, messages)
    if reading.articles or not paths:
        with StageProgress(messages) as progress:
            Index.build(file, reading.articles, resolved.settings, keep_texts=not no_text, progress=progress).close()
        messages.note(f"{file}: holds {_articles(len(reading.articles))}")
    if not paths:
        return 0
    complain(reading, paths, (), messages, allow_skipped)
    return 0 if is_whole(reading, allow_skipped) else 2


@index.command()
@_file
@_paths(required=True, metavar="PATH...")
@metadata_option
@root_option
@settings_options("workers")
@_allow_skipped
@said_options
def add(
    file: str,
    paths: tuple[str, ...],
    metadata: str | None,
    allow_skipped: bool,
    quiet: bool,
    verbose: bool,
    **options: Any,
) -> int:
    """Hold the articles in PATH... in FILE too.

    What is held already changes nothing. Another text under the same id is a new version of the article: the old one's
    words leave the index.
    """
    messages = messages_of(quiet, verbose)
    resolved = resolve(options)

    from dedup.cli.progress import StageProgress
    from dedup.index import Index

    with Index(file, resolved.settings) as held:
        reading = _read(paths, metadata, resolved.check.root, messages)
        with StageProgress(messages) as progress:
            added = held.add(reading.articles, progress=progress)
    messages.note(f"{file}: {_counted(added)}")
    complain(reading, paths, (), messages, allow_skipped)
    return 0 if is_whole(reading, allow_skipped) else 2


@index.command()
@_file
@click.argument("ids", nargs=-1, required=True, metavar="ID...")
@click.option("--no-vacuum", is_flag=True, help="Do not write FILE anew; leave that to dedup index compact.")
@said_options
def remove(file: str, ids: tuple[str, ...], no_vacuum: bool, quiet: bool, verbose: bool) -> int:
    """Take articles out of FILE by their ids ('-': one a line from standard input).

    Nothing of their words is left in FILE: it is written anew, and needs its size again on the disk for a while. What
    stays is the record that they were held, with a digest of the text. Where an id is not held none is removed.
    """
    messages = messages_of(quiet, verbose)
    wanted = [id for each in ids for id in (_ids(messages) if each == _STDIN else (each,))]
    if not wanted:
        raise UsageError("no ids on standard input; give one a line")

    from dedup.index import Index

    with Index(file) as held:
        count = held.remove(wanted, vacuum=not no_vacuum)
    messages.note(f"{file}: removed {_articles(count)}")
    return 0


@index.command(cls=ReportCommand)
@_file
@answer_options
@click.pass_context
def info(
    context: click.Context,
    /,
    file: str,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    quiet: bool,
    verbose: bool,
) -> int:
    """Say what FILE holds: articles, outlets, dates, versions, sizes."""
    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs, ANSWER_FORMATS)
    protect(planned, (file,))

    from dedup.cli.answers import info_pieces
    from dedup.cli.writing import write_outputs
    from dedup.index import Index

    with Index(file) as held:
        found = held.info()
    write_outputs(partial(info_pieces, found), planned, Look(color="never"), messages)
    return 0


@index.command(cls=ReportCommand)
@_file
@answer_options
@click.pass_context
def verify(
    context: click.Context,
    /,
    file: str,
    formats: tuple[str, ...],
    outputs: tuple[str, ...],
    quiet: bool,
    verbose: bool,
) -> int:
    """Read all of FILE and compare it with its checksums; exit 2 where anything is wrong."""
    messages = messages_of(quiet, verbose)
    planned = outputs_of(context, formats, outputs, ANSWER_FORMATS)
    protect(planned, (file,))

    from dedup.cli.answers import problem_pieces
    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_outputs
    from dedup.index import Index

    with Index(file) as held, StageProgress(messages) as progress:
        problems = held.verify(progress=progress)
    with suppress(BrokenPipeError):  # what is wrong counts even where nobody reads it
        write_outputs(partial(problem_pieces, file, problems), planned, Look(color="never"), messages)
    if problems:
        say(f"error: {file}: damaged; restore a copy, or build it anew")
    return 2 if problems else 0


@index.command()
@_file
@said_options
def compact(file: str, quiet: bool, verbose: bool) -> int:
    """Write FILE anew, without a trace of what was removed or replaced.

    It needs its size again on the disk for a while.
    """
    messages = messages_of(quiet, verbose)

    from dedup.index import Index
    from dedup.index.file import size_of

    with Index(file) as held:
        before = size_of(file)
        held.compact()
    messages.note(f"{file}: {before:,} bytes, now {size_of(file):,}")
    return 0


def _read(paths: Sequence[str], metadata: str | None, root: str, messages: Messages) -> Reading:
    from dedup.ingest import read

    announce(paths, messages)
    with watched(paths, messages):
        reading = read(paths, metadata=metadata, root=root or None)
    noted(reading, (), messages)
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
