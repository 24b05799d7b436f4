"""The options that commands share, and the values they take."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup.cli.messages import Messages
from dedup.cli.outputs import PICTURES
from dedup.config import KINDS, CheckSettings, Settings, parse
from dedup.errors import ConfigError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    _ParamType = click.ParamType[Any]
else:
    _ParamType = click.ParamType  # generic only since click 8.3

_F = TypeVar("_F", bound=Callable[..., Any])
_DEFAULTS = {**asdict(Settings()), **asdict(CheckSettings())}
ANSWER_FORMATS = ("table", "json")
_LINKLESS = ("linux", "vt", "ansi", "dumb", "emacs", "eterm", "screen.linux")


class SettingType(_ParamType):
    """The value of a setting: read and refused as in a settings file."""

    def __init__(self, setting: str) -> None:
        self.name = setting

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        try:
            return parse(self.name, value, f"--{self.name.replace('_', '-')}")
        except ConfigError as error:
            raise click.UsageError(str(error), ctx) from error

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from click.shell_completion import CompletionItem

        return [CompletionItem(choice) for choice in KINDS[self.name].choices if choice.startswith(incomplete)]


class FormatType(_ParamType):
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


def setting_option(name: str, metavar: str, help: str) -> Callable[[_F], _F]:
    """An option for a setting."""
    return click.option(
        f"--{name.replace('_', '-')}",
        name,
        type=SettingType(name),
        metavar=metavar,
        help=f"{help} [default: {_DEFAULTS[name]}]",
    )


def file_option(name: str, help: str) -> Callable[[_F], _F]:
    """An option for a setting that is a file."""
    return click.option(f"--{name}", type=click.Path(readable=False), metavar="FILE", help=help)


def folder_option(name: str, help: str) -> Callable[[_F], _F]:
    """An option for a setting that is a folder."""
    return click.option(f"--{name}", type=click.Path(readable=False), metavar="FOLDER", help=help)


def stacked(decorators: list[Callable[[Any], Any]]) -> Callable[[_F], _F]:
    """Decorators as one, the first one on top."""

    def decorate(function: _F) -> _F:
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return decorate


_SETTINGS: dict[str, Callable[[_F], _F]] = {
    "level": setting_option("level", "passage|article", "Compare passages, or only whole articles (much faster)."),
    "preset": setting_option(
        "preset", "news|longform", "Matching parameters: news reports, or long texts such as essays."
    ),
    "min_confidence": setting_option(
        "min_confidence", "P", "Report matches at least this sure to be no chance, 0 to 1."
    ),
    "min_words": setting_option(
        "min_words",
        "N",
        "Report passages of at least this many words; quotations marked on both sides need half of it.",
    ),
    "same_outlet": click.option(
        "--same-outlet/--no-same-outlet",
        default=None,
        help="Report what one outlet repeats like other matches instead of setting it aside. [default: no]",
    ),
    "stock": file_option("stock", "Phrases that are no evidence of reuse, one a line; '#' begins a comment."),
    "workers": setting_option("workers", "N", "Processor cores to use; 0 is all of them. Never changes the result."),
}

# Of whole articles; an audit takes them from the settings file.
_OF_ARTICLES: dict[str, Callable[[_F], _F]] = {
    "jaccard": setting_option("jaccard", "S", "Articles at least this similar are near-duplicates, 0.01 to 1."),
    "num_perm": setting_option("num_perm", "N", "Permutations of the MinHash signatures, 16 to 4,096."),
    "seed": setting_option("seed", "N", "Seed of the MinHash signatures."),
}


def settings_options(*names: str) -> Callable[[_F], _F]:
    """The options for these settings (default: all that an audit has one for), in this order."""
    known = {**_SETTINGS, **_OF_ARTICLES}
    return stacked([known[name] for name in names or _SETTINGS])


def _debug(context: click.Context, _: click.Parameter, value: bool) -> None:
    if value and context.obj is not None:
        context.obj.debug = True


def _pictures(context: click.Context, _: click.Parameter, value: tuple[str, ...]) -> None:
    context.meta[PICTURES] = value


metadata_option = click.option(
    "--metadata",
    type=click.Path(readable=False),
    metavar="FILE",
    help="CSV or JSONL with outlet, date and title of articles, by id.",
)

root_option = folder_option(
    "root", "The ids of files are their paths in this folder, also where a file or a subfolder is given by itself."
)

allow_skipped_option = click.option("--allow-skipped", is_flag=True, help="Exit 0 even where inputs could not be read.")

debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, is_eager=True, callback=_debug, help="Show the traceback of an error."
)


def _written(formats: Callable[[], tuple[str, ...]], what: str) -> list[Callable[[Any], Any]]:
    return [
        click.option(
            "--format",
            "formats",
            type=FormatType(formats),
            multiple=True,
            help=f"Format of the {what}, and of the -o that follows it. [default: table, or by the ending of FILE]",
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


_COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    metavar="auto|always|never",
    default="auto",
    help="Colour in tables; auto: on a terminal, unless NO_COLOR is set. [default: auto]",
)
_LINKS = click.option(
    "--links/--no-links",
    default=True,
    help="On a terminal with colour, let articles' names lead to their pages or files. [default: yes]",
)
_PAGER = click.option(
    "--pager", is_flag=True, help="On a terminal, show the report in $PAGER (default: less, keeping the colours)."
)
_SAID: list[Callable[[Any], Any]] = [
    click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error."),
    click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
    debug_option,
]


def _reported(formats: Callable[[], tuple[str, ...]], limit: str = "20 on a terminal, else all") -> Callable[[_F], _F]:
    return stacked(
        [
            *_written(formats, "report"),
            click.option(
                "--limit",
                type=click.IntRange(min=0),
                metavar="N",
                help="In table and markdown show at most N matches, and N rows of a table; 0 is all. "
                f"[default: {limit}]",
            ),
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
            click.option("--full", is_flag=True, help="Show long passages in full on a terminal."),
            click.option(
                "--explain", is_flag=True, help="In table show the main evidence for and against under each passage."
            ),
            _COLOR,
            _LINKS,
            _PAGER,
            *_SAID,
        ]
    )


def report_options(function: _F) -> _F:
    """Where the report goes and how it looks, and what is said besides."""
    return _reported(_formats)(function)


def comparison_options(function: _F) -> _F:
    """`report_options` of a comparison, which shows both texts from beginning to end."""
    return _reported(_formats, limit="all")(function)


def check_report_options(function: _F) -> _F:
    """`report_options` with the formats that a check has besides those of a report."""
    return _reported(_check_formats)(function)


def answer_options(function: _F) -> _F:
    """Where an answer about an index goes, and what is said besides."""
    return stacked([*_written(lambda: ANSWER_FORMATS, "answer"), *_SAID])(function)


def explanation_options(function: _F) -> _F:
    """Where an explanation goes and how it looks, and what is said besides."""
    return stacked(
        [
            *_written(_explanation_formats, "explanation"),
            click.option(
                "--weights",
                is_flag=True,
                help="Show each entry's name in the ledger, its weights and its place too (json always has them).",
            ),
            _COLOR,
            _LINKS,
            _PAGER,
            *_SAID,
        ]
    )(function)


def said_options(function: _F) -> _F:
    """What is said besides the result."""
    return stacked(_SAID)(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """How tables look, whose network graphs show, and whether explanations show weights. `limit` ``None`` leaves the
    number of matches to the format. With `explain` tables show evidence; `links` and `pager` are for terminals."""

    color: str
    limit: int | None = None
    full: bool = False
    network: str | None = None
    weights: bool = False
    explain: bool = False
    links: bool = True
    pager: bool = False

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


def messages_of(quiet: bool, verbose: bool) -> Messages:
    """Raises `click.UsageError` where both are asked for."""
    if quiet and verbose:
        raise click.UsageError("--quiet and --verbose exclude each other")
    return Messages(quiet=quiet, verbose=verbose)
