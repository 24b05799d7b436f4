"""The root command and what all commands share."""

from __future__ import annotations

from dataclasses import dataclass

import click

import dedup
from dedup.cli.audit import audit
from dedup.cli.compare import compare
from dedup.cli.settings import config

PROGRAM = "dedup"


@dataclass(slots=True)
class Session:
    """What an option of one command tells the code around all of them."""

    debug: bool = False


@click.group(
    name=PROGRAM,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    invoke_without_command=True,
)
@click.version_option(dedup.__version__, prog_name=PROGRAM, message="%(prog)s %(version)s")
@click.pass_context
def root(context: click.Context) -> None:
    """Find the wording that news articles share, and who most likely reused whose.

    The report goes to standard output, progress and messages to standard error.

    Exit codes: 0 done; 2 wrong usage or settings, an input that could not be read (the report is still
    written), a report that could not be written, or an internal error; 130 interrupted.
    """
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        context.exit(2)


root.add_command(audit)
root.add_command(compare)
root.add_command(config)
