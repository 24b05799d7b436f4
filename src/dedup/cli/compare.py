"""``dedup compare``: what do these two texts share?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.look import Look, comparison_options
from dedup.cli.messages import Messages
from dedup.cli.options import Named, metadata_option, root_option, rows_options, settings_options
from dedup.cli.outputs import Output, ReportCommand, protect
from dedup.config import resolve
from dedup.errors import InputError, NoArticles, UsageError

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Article

SIDES = ("left", "right")  # before the ids of the two articles in the report
_NEAREST, _COMPARED = 3, 20_000  # ids that are suggested for a mistyped one, and that it is compared with


@click.command(
    cls=ReportCommand,
    examples=(
        ("dedup compare a.txt b.txt", "two files side by side"),
        ("dedup compare 0417 0418 --in news", "two articles of a folder, by their ids"),
        ("dedup compare a.txt b.txt --full", "both texts whole"),
    ),
)
@click.argument("left", type=click.Path(readable=False), metavar="A")
@click.argument("right", type=click.Path(readable=False), metavar="B")
@click.option(
    "--in",
    "within",
    type=click.Path(readable=False),
    metavar="PATH",
    multiple=True,
    help="A and B are the ids of two articles in this folder or file, or how these alone begin; may be repeated.",
)
@click.option(
    "--index",
    "held",
    type=click.Path(readable=False),
    metavar="FILE",
    help="A and B are the ids of two articles that this index holds.",
)
@metadata_option
@root_option
@rows_options
@settings_options("preset", "min_confidence", "min_words", "stock")
@comparison_options
def compare(
    left: str,
    right: str,
    within: tuple[str, ...],
    held: str | None,
    metadata: str | None,
    named: Named,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
    **options: Any,
) -> int:
    """Compare two articles, each in a file of its own ('-': standard input), or two of a collection by their ids.

    A table shows both texts next to each other, what they share marked word by word, the rest folded (--full: whole).
    In the report A is left and B is right, their ids begin with 'left:' and 'right:', and what one outlet repeats is
    reported like any other match. However they are named, the two are compared by themselves.
    """
    resolved = resolve(options)
    settings = replace(resolved.settings, level="passage")
    protect(planned, (*(() if within or held else (left, right)), *within, held, metadata, settings.stock or None))
    notes: list[str] = []
    if held is not None:
        if within or metadata or options["root"] is not None or any(named.values()):
            raise UsageError(
                "--index tells where the articles are and what is known of them: leave out --in, --metadata, --root, "
                "--column and --numbered"
            )
        pair = _held(held, (left, right))
    elif within:
        pair, notes = _chosen(within, (left, right), metadata, resolved.check.root, named, planned, messages)
    else:
        pair = _read((left, right), metadata, resolved.check.root, named, planned, messages)

    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_outputs
    from dedup.pipeline import compare_report
    from dedup.report import folder_files
    from dedup.report.comparison import Compared, pieces

    one, two = (replace(article, id=f"{side}:{article.id}") for side, article in zip(SIDES, pair, strict=True))
    with StageProgress(messages) as progress:
        compared = Compared(report=compare_report(one, two, settings, progress=progress), left=one, right=two)
    write_outputs(partial(pieces, compared), planned, look, messages, partial(folder_files, compared.report))
    for note in notes:
        messages.note(note)
    return 0


def _read(
    paths: Sequence[str],
    metadata: str | None,
    root: str,
    named: Named,
    planned: Sequence[Output],
    messages: Messages,
) -> tuple[Article, ...]:
    """The articles of two files, wherever they are; only for metadata do their ids begin at the root."""
    if set(paths) == {"-"}:
        raise UsageError("standard input can be only one of the two texts")
    from dedup.ingest import read

    readings = [read([path], metadata=metadata, root=(root or None) if metadata else None, **named) for path in paths]
    for reading in readings:
        protect(planned, (*reading.inputs, *(each.path for each in reading.skipped)))
    if all(reading.unmatched for reading in readings):
        useless = readings[0].unmatched[0]
        raise InputError(f"{useless.path}: {useless.reason}")
    return tuple(_only(reading, path, messages) for reading, path in zip(readings, paths, strict=True))


def _only(reading: Reading, path: str, messages: Messages) -> Article:
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
        raise UsageError(
            f"{name} holds {len(reading.articles):,} articles; compare two of them by their ids with --in {name}"
        )
    return reading.articles[0]


def _chosen(
    paths: Sequence[str],
    ids: Sequence[str],
    metadata: str | None,
    root: str,
    named: Named,
    planned: Sequence[Output],
    messages: Messages,
) -> tuple[tuple[Article, ...], list[str]]:
    """Two articles of a collection, and what to say of reading it."""
    from dedup.cli.reading import announce, notes_of, watched, worth_writing
    from dedup.ingest import read

    announce(paths, messages)
    with watched(paths, messages):
        reading = read(paths, metadata=metadata, root=root or None, **named)
    worth_writing(reading, planned, messages)
    one, other = (_named(id, reading.articles) for id in ids)
    if one.id == other.id and ids[0] != ids[1]:
        from dedup.errors import UnknownId

        both = " and ".join(f"{id[:80]!a}" for id in ids)
        raise UnknownId(f"{both} mean one article, {one.id!a}: give more of the ids of two")
    return (one, other), notes_of(reading)


def _named(id: str, articles: Sequence[Article]) -> Article:
    """The article with this id, with this short name, or whose id alone begins so. Raises `UnknownId`."""
    from difflib import get_close_matches

    from dedup.errors import UnknownId
    from dedup.report.names import hashed_ids, short_ids

    ids = [article.id for article in articles]
    found = (
        [article for article in articles if article.id == id]
        or [article for article, short in zip(articles, short_ids(ids), strict=True) if short == id]
        or [article for article, short in zip(articles, hashed_ids(ids), strict=True) if short == id]
        or [article for article in articles if id and article.id.startswith(id)]
    )
    if len(found) == 1:
        return found[0]
    if found:
        several = ", ".join(article.id for article in found[:_NEAREST])
        raise UnknownId(
            f"{id[:80]!a} begins {len(found):,} of the ids that were read, such as {several}; give more of it"
        )
    near = get_close_matches(id, ids[:_COMPARED], n=_NEAREST)
    told = f"the nearest: {', '.join(near)}" if near else f"they are called {', '.join(ids[:_NEAREST])}"
    more = ", …" if not near and len(ids) > _NEAREST else ""
    raise UnknownId(f"no article {id[:80]!a} among the {len(ids):,} that were read; {told}{more}")


def _held(path: str, ids: Sequence[str]) -> tuple[Article, ...]:
    """Two articles that an index holds."""
    from dedup.index import Index

    with Index(path) as index:
        if not index.keeps_texts:
            raise UsageError(f"{path}: holds no words to compare, since it was built with --no-text; compare the files")
        return tuple(index.held(id).article for id in ids)
