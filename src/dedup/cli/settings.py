"""``dedup config``: the settings in force."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import Any

import click

from dedup.cli.gating import gate_settings, index_option
from dedup.cli.options import debug_option, root_option, settings_options
from dedup.cli.sections import ExampleCommand
from dedup.config import resolve


@click.group()
def config() -> None:
    """Look at the settings."""


@config.command(
    cls=ExampleCommand,
    examples=(
        ("dedup config show", "the settings here"),
        ("dedup config show --min-words 12", "what an option makes of them"),
    ),
)
@settings_options()
@root_option
@index_option
@gate_settings
@debug_option
def show(**options: Any) -> int:
    """Print each setting and where its value came from, in the syntax of dedup.toml.

    Options beat environment variables (DEDUP_MIN_WORDS=10), which beat the nearest settings file upwards from
    the working folder (dedup.toml, or [tool.dedup] in pyproject.toml), which beats the defaults.
    """
    from dedup.report.escape import terminal_text

    resolved = resolve(options)
    values = {**asdict(resolved.settings), **asdict(resolved.check)}
    lines = {name: f"{name} = {json.dumps(value)}" for name, value in values.items()}
    width = max(map(len, lines.values()))
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    for name, line in lines.items():
        click.echo(f"{line:<{width}}  # {terminal_text(resolved.origins[name], encoding)}")
    return 0
