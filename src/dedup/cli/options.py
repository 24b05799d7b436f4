"""The options that commands share, and the values they take."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from functools import wraps
from typing import TYPE_CHECKING, Any, TypedDict, TypeVar

import click

from dedup.cli.messages import Messages
from dedup.config import KINDS, CheckSettings, Settings, parse
from dedup.errors import ConfigError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    ParamType = click.ParamType[Any]
else:
    ParamType = click.ParamType  # generic only since click 8.3

_F = TypeVar("_F", bound=Callable[..., Any])
_DEFAULTS = {**asdict(Settings()), **asdict(CheckSettings())}


class SettingType(ParamType):
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


metadata_option = click.option(
    "--metadata",
    type=click.Path(readable=False),
    metavar="FILE",
    help="CSV or JSONL with outlet, date and title of articles, by id.",
)


class Named(TypedDict):
    """How columns of rows are named: the arguments of `dedup.read` that say it."""

    columns: dict[str, str]
    numbered: bool


class ColumnType(ParamType):
    """What a column is: a field of an article and the column's name, as ``text=body``."""

    name = "column"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        from dedup.ingest.columns import FIELDS

        field, sign, column = value.partition("=")
        if not sign or field not in FIELDS or not column:
            raise click.UsageError(f"--column {value}: give FIELD=COLUMN, FIELD being one of {', '.join(FIELDS)}", ctx)
        return field, column


def _columns(context: click.Context, _: click.Parameter, given: Sequence[tuple[str, str]]) -> dict[str, str]:
    for field, times in Counter(field for field, _ in given).items():
        if times > 1:
            raise click.UsageError(f"--column {field}=… is given {times} times; a field has one column", context)
    return dict(given)


def column_option(counting: str = "") -> Callable[[_F], _F]:
    """The option for names of columns; `counting` says which fields count, where these are not all."""
    return click.option(
        "--column",
        "columns",
        type=ColumnType(),
        multiple=True,
        callback=_columns,
        metavar="FIELD=COLUMN",
        help="Which column of a table or field of a record is what, where its name is another: "
        f"text=body{counting}; may be repeated.",
    )


def rows_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """How rows are articles: the command is given `named`, which reading takes."""

    @wraps(function)
    def command(*arguments: Any, columns: dict[str, str], numbered: bool, **given: Any) -> Any:
        return function(*arguments, named=Named(columns=columns, numbered=numbered), **given)

    number = click.option(
        "--numbered",
        is_flag=True,
        help="A row without an id has its place for one, as export.csv:2: the file as ids name it, and the line (in "
        "Parquet, Arrow and a list of JSON the number of the row).",
    )
    return stacked([column_option(), number])(command)


root_option = folder_option(
    "root", "The ids of files are their paths in this folder, also where a file or a subfolder is given by itself."
)

allow_skipped_option = click.option("--allow-skipped", is_flag=True, help="Exit 0 even where inputs could not be read.")

debug_option = click.option(
    "--debug", is_flag=True, expose_value=False, is_eager=True, callback=_debug, help="Show the traceback of an error."
)

_SAID: list[Callable[[Any], Any]] = [
    click.option(
        "-q", "--quiet", is_flag=True, help="Say nothing but errors on standard error, and leave 'Next' out of tables."
    ),
    click.option("-v", "--verbose", is_flag=True, help="Say more about what is done."),
    debug_option,
]


def said_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """What is said besides the result: the command is given `messages`."""

    @wraps(function)
    def command(*arguments: Any, quiet: bool, verbose: bool, **given: Any) -> Any:
        if quiet and verbose:
            raise click.UsageError("--quiet and --verbose exclude each other")
        return function(*arguments, messages=Messages(quiet=quiet, verbose=verbose), **given)

    return stacked(_SAID)(command)
