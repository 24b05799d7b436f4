"""How reports look and where they go: the options for it, alike in all commands, and what comes of them."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.options import ParamType, said_options, stacked
from dedup.cli.outputs import PICTURES, outputs_of
from dedup.cli.sections import FormatOption

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

_Command = Callable[..., Any]
_Formats = Callable[[], tuple[str, ...]]
ANSWER_FORMATS = ("table", "json")
_LINKLESS = ("linux", "vt", "ansi", "dumb", "emacs", "eterm", "screen.linux")


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How tables look, whose network graphs show, and whether explanations show weights. `limit` and `brief` ``None``
    leave it to the format how much is shown. With `explain` tables show evidence; `links` and `pager` are for
    terminals."""

    color: str = "auto"
    limit: int | None = None
    brief: bool | None = None
    full: bool = False
    network: str | None = None
    weights: bool = False
    explain: bool = False
    links: bool = True
    pager: bool = False

    @property
    def briefly(self) -> bool | None:
        """Whether tables are brief: in a pager there is room for all."""
        return False if self.pager and self.brief is None else self.brief

    def linked(self, terminal: bool, environ: Mapping[str, str] = os.environ) -> bool:
        """Whether articles become links: only in colour, and where the terminal is none of those that show them raw."""
        # A pager may show the sequences themselves: less before version 566 does.
        known = not environ.get("TERM", "").startswith(_LINKLESS)
        return self.links and terminal and not self.pager and known and self.colored(terminal, environ)

    def colored(self, terminal: bool, environ: Mapping[str, str] = os.environ) -> bool:
        if self.color != "auto":
            return self.color == "always"
        return terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"


def stdout_size() -> os.terminal_size | None:
    """Size of the terminal that stdout is, ``None`` where it is none: tables are never cut in a pipe."""
    if sys.stdout is None or not sys.stdout.isatty():
        return None
    return shutil.get_terminal_size()


class FormatType(ParamType):
    """The name of one of the formats. The list is read when it is needed: it brings the model with it."""

    name = "format"

    def __init__(self, formats: Callable[[], tuple[str, ...]]) -> None:
        self._formats = formats

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "|".join(self._formats())

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if value not in self._formats():
            raise click.UsageError(f"--format: {value!r} is not allowed; give {' or '.join(self._formats())}", ctx)
        return value

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(name) for name in self._formats() if name.startswith(incomplete)]


def _formats() -> tuple[str, ...]:
    from dedup.report import FORMATS

    return FORMATS


def _check_formats() -> tuple[str, ...]:
    from dedup.report import CHECK_FORMATS

    return CHECK_FORMATS


def _explanation_formats() -> tuple[str, ...]:
    from dedup.report.explanation import FORMATS

    return FORMATS


def _pictures(context: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    context.meta[PICTURES] = value


def _written(formats: Callable[[], tuple[str, ...]], what: str) -> list[Callable[[Any], Any]]:
    return [
        click.option(
            "--format",
            "formats",
            cls=FormatOption,
            type=FormatType(formats),
            multiple=True,
            help=f"Format of the {what}, and of the -o that follows it: {{formats}}. [default: table, or by the ending "
            "of FILE]",
        ),
        click.option(
            "-o",
            "--output",
            "outputs",
            type=click.Path(readable=False),
            metavar="FILE",
            multiple=True,
            help=f"Write the {what} to FILE ('-': standard output). Pairs of --format and -o may be repeated.",
        ),
    ]


_BRIEF = click.option(
    "--brief/--all",
    default=None,
    help="In table show the main findings and the strongest passages of each verdict, or everything. [default: brief "
    "on a terminal without --limit and --pager, and where a gate passes or fails; else all]",
)
_LIMIT = click.option(
    "--limit",
    type=click.IntRange(min=0),
    metavar="N",
    help="In table and markdown show at most N matches, and N rows of a table; 0 is all. [default: all]",
)
_AT_A_TERMINAL: list[Callable[[Any], Any]] = [
    click.option(
        "--color",
        type=click.Choice(["auto", "always", "never"]),
        metavar="auto|always|never",
        default="auto",
        help="Colour in tables; auto: on a terminal, unless NO_COLOR is set. [default: auto]",
    ),
    click.option(
        "--links/--no-links",
        default=True,
        help="On a terminal with colour, let articles' names lead to their pages or files. [default: yes]",
    ),
    click.option(
        "--pager", is_flag=True, help="On a terminal, show the report in $PAGER (default: less, keeping the colours)."
    ),
]


def _gathered(allowed: _Formats, options: list[Callable[[Any], Any]]) -> Callable[[_Command], _Command]:
    """These options and those of what is said; a `ReportCommand` is given `planned`, `look` and `messages`.

    `allowed` are the formats that `planned` may have.
    """

    def decorate(function: _Command) -> _Command:
        @wraps(function)
        def command(*arguments: Any, formats: tuple[str, ...], outputs: tuple[str, ...], **given: Any) -> Any:
            look = Look(**{each.name: given.pop(each.name) for each in fields(Look) if each.name in given})
            if look.brief is not None and look.limit is not None:
                raise click.UsageError(f"--{'brief' if look.brief else 'all'} and --limit exclude each other")
            planned = outputs_of(click.get_current_context(), formats, outputs, allowed())
            return function(*arguments, planned=planned, look=look, **given)

        return stacked(options)(said_options(command))

    return decorate


def _reported(
    formats: _Formats, *amounts: Callable[[Any], Any], full: str = "Show long passages in full on a terminal."
) -> Callable[[_Command], _Command]:
    return _gathered(
        formats,
        [
            *_written(formats, "report"),
            *amounts,
            click.option(
                "--network",
                type=click.Choice(["articles", "outlets"]),
                metavar="articles|outlets",
                help="Of whom graphml, gexf, dot, network-json and pictures are. [default: articles, in pictures "
                "outlets]",
            ),
            click.option(
                "--picture",
                "pictures",
                type=click.Choice(["network", "matrix"]),
                metavar="network|matrix",
                multiple=True,
                expose_value=False,
                callback=_pictures,
                help="What png and svg show: who has whose wording, or how much each two share. It is for the -o that "
                "follow, so that one run can write both. [default: network]",
            ),
            click.option("--full", is_flag=True, help=full),
            click.option(
                "--explain", is_flag=True, help="In table show the main evidence for and against under each passage."
            ),
            *_AT_A_TERMINAL,
        ],
    )


def report_options(function: _Command) -> _Command:
    """Where the report goes and how it looks, and what is said besides."""
    return _reported(_formats, _BRIEF, _LIMIT)(function)


def comparison_options(function: _Command) -> _Command:
    """`report_options` of a comparison, which shows both texts from beginning to end."""
    full = "In table show both texts whole, not only what stands next to the passages."
    return _reported(_formats, _LIMIT, full=full)(function)


def check_report_options(function: _Command) -> _Command:
    """`report_options` with the formats that a check has besides those of a report."""
    return _reported(_check_formats, _BRIEF, _LIMIT)(function)


def answer_options(function: _Command) -> _Command:
    """Where an answer about an index goes, and what is said besides."""
    return _gathered(lambda: ANSWER_FORMATS, _written(lambda: ANSWER_FORMATS, "answer"))(function)


def explanation_options(function: _Command) -> _Command:
    """Where an explanation goes and how it looks, and what is said besides."""
    weights = click.option(
        "--weights",
        is_flag=True,
        help="Show each entry's name in the ledger, its weights and its place too (json always has them).",
    )
    options = [*_written(_explanation_formats, "explanation"), weights, *_AT_A_TERMINAL]
    return _gathered(_explanation_formats, options)(function)
