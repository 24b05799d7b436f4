"""Where an audit runs: on this machine, or on a cluster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import click

from dedup.cli.messages import Messages
from dedup.cli.options import Named
from dedup.config import Settings
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.ingest import Reading
    from dedup.model import Report
    from dedup.spark.auditing import OnCluster
    from dedup.work import Progress


def engine_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where an audit runs: what `choice_of` takes."""
    options = [
        click.option(
            "--engine",
            type=click.Choice(["local", "spark"]),
            metavar="local|spark",
            default="local",
            help="Where articles are compared: on this machine, or by Apache Spark (only with --level article). "
            "[default: local]",
        ),
        click.option(
            "--spark",
            multiple=True,
            metavar="KEY=VALUE",
            help="An option of Spark, such as spark.master=spark://host:7077; may be repeated.",
        ),
        click.option(
            "--checkpoint",
            metavar="DIR",
            help="Keep each stage of a run on Spark in this folder, from which a restart goes on.",
        ),
        click.option(
            "--tables",
            metavar="DIR",
            help="Let Spark write articles, pairs and clusters into this folder, as Parquet; without --format and -o "
            "no report is made.",
        ),
    ]
    for option in reversed(options):
        function = option(function)
    return function


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What `engine_options` ask for. `spark` are Spark's own options, None for this machine."""

    spark: dict[str, str] | None = None
    checkpoint: str | None = None
    tables: str | None = None
    reported: bool = True


def choice_of(
    settings: Settings,
    *,
    engine: str,
    spark: Sequence[str],
    checkpoint: str | None,
    tables: str | None,
    reported: bool,
) -> Choice:
    """Raises `UsageError` for what does not go together."""
    if engine == "local":
        given = {"--spark": spark, "--checkpoint": checkpoint, "--tables": tables}
        for name, value in given.items():
            if value not in ((), None):
                raise UsageError(f"{name} is for Spark: add --engine spark")
        return Choice()
    if settings.level != "article":
        raise UsageError(
            "--engine spark compares whole articles: add --level article. Passages are found by what is rare in the "
            "whole collection, which one machine must hold: for them, --engine local"
        )
    for name, folder in (("--checkpoint", checkpoint), ("--tables", tables)):
        if folder == "":
            raise UsageError(f"{name} needs the name of a folder")
    options: dict[str, str] = {}
    for each in spark:
        key, sign, value = each.partition("=")
        if not sign or not key.startswith("spark."):
            raise UsageError(f"--spark {each}: give KEY=VALUE, where KEY begins with 'spark.'")
        options[key] = value
    return Choice(spark=options, checkpoint=checkpoint, tables=tables, reported=reported or tables is None)


class Articles(Protocol):
    """Articles that were read where they will be compared."""

    @property
    def reading(self) -> Reading: ...

    def audit(self, progress: Progress) -> Report | None:
        """Compare them. No report where only tables were asked for."""


Read = Callable[[Sequence[str], str | None], Articles]


@contextmanager
def opened(choice: Choice, settings: Settings, root: str | None, named: Named, messages: Messages) -> Iterator[Read]:
    """How articles are read, from paths and metadata, with ids that begin at the root; on this machine with columns as
    they are `named`. What was started for it ends with the block."""
    if choice.spark is None:
        yield lambda paths, metadata: _here(paths, metadata, root, named, settings)
        return
    from dedup.spark import auditing
    from dedup.spark.session import opened as opened_session

    messages.detail("starting Spark")
    with opened_session(settings.workers, choice.spark, verbose=messages.verbose) as session:

        def read(paths: Sequence[str], metadata: str | None) -> Articles:
            found = auditing.read(session, paths, settings, metadata=metadata, root=root, checkpoint=choice.checkpoint)
            return _OnCluster(articles=found, choice=choice, messages=messages)

        yield read


@dataclass(frozen=True, slots=True, kw_only=True)
class _Here:
    reading: Reading
    settings: Settings

    def audit(self, progress: Progress) -> Report:
        from dedup.pipeline import audit

        return audit(self.reading.articles, self.settings, skipped=self.reading.skipped, progress=progress)


def _here(paths: Sequence[str], metadata: str | None, root: str | None, named: Named, settings: Settings) -> _Here:
    from dedup.ingest import read

    return _Here(reading=read(paths, metadata=metadata, root=root, **named), settings=settings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OnCluster:
    articles: OnCluster
    choice: Choice
    messages: Messages

    @property
    def reading(self) -> Reading:
        return self.articles.reading

    def audit(self, progress: Progress) -> Report | None:
        from dedup.spark import auditing

        found = auditing.compare(self.articles, progress)
        if self.choice.tables is not None:
            auditing.write_tables(self.articles, found, self.choice.tables, progress)
            self.messages.note(f"wrote {', '.join(auditing.TABLES)} to {self.choice.tables}")
        return auditing.report(self.articles, found, progress) if self.choice.reported else None
