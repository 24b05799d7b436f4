"""The root command and what all commands share."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import NamedTuple

import click

import dedup
from dedup.cli.sections import ExampleCommand

PROGRAM = "dedup"


class _Named(NamedTuple):
    """A command that is loaded when it is asked for: its module, and the line about it in the list of commands."""

    module: str
    summary: str


COMMANDS = {
    "audit": _Named(
        "dedup.cli.audit", "Compare all articles in PATH... with each other and report the wording they share."
    ),
    "check": _Named(
        "dedup.cli.check",
        "Compare new articles in PATH... with all that an index holds and with each other: do they pass the gate?",
    ),
    "compare": _Named(
        "dedup.cli.compare",
        "Compare two articles, each in a file of its own ('-': standard input), or two of a collection by their ids.",
    ),
    "filter": _Named(
        "dedup.cli.filter", "Write the articles in PATH... without near-duplicates, row by row as they were read."
    ),
    "index": _Named("dedup.cli.index", "Hold articles in a file, for new ones to be checked against."),
    "explain": _Named(
        "dedup.cli.explain", "Say why a verdict is what it is: what speaks for and against it, and what is missing."
    ),
    "render": _Named("dedup.cli.render", "Write a saved report in another format."),
    "config": _Named("dedup.cli.settings", "Look at the settings."),
}


@dataclass(slots=True)
class Session:
    """What an option of one command tells the code around all of them."""

    debug: bool = False


class Commands(ExampleCommand, click.Group):
    """The commands by name. None is loaded to list them: help must be there at once, and settings alone take 20 ms."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        named = COMMANDS.get(cmd_name)
        if named is None:
            return None
        command = getattr(import_module(named.module), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        # click compares a mistyped name with the commands that are loaded, and none is.
        name = args[0]
        if name not in COMMANDS and not name.startswith("-") and not ctx.resilient_parsing:
            near = get_close_matches(name, COMMANDS, n=1)
            raise click.UsageError(f"No such command {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, named.summary) for name, named in COMMANDS.items()])


@click.group(
    name=PROGRAM,
    cls=Commands,
    examples=(
        ("dedup audit news", "what articles of a folder share"),
        ("dedup audit news -o report.html", "the same as a page for a browser"),
        ("dedup compare a.txt b.txt", "two texts side by side"),
        ("dedup audit news --baseline accepted.json", "a gate: 1 where something is new"),
    ),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(dedup.__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def root(context: click.Context) -> None:
    """Find the wording that news articles share, and who most likely reused whose.

    The report goes to standard output, progress and messages to standard error.

    Exit codes: 0 done; 1 a gate fails; 2 wrong usage or settings, an input that could not be read (the report is still
    written), a report that could not be written, or an internal error; 130 interrupted.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)
