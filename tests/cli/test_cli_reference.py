"""docs/reference describes what there is: each command, option and setting."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import click

from dedup.cli.app import COMMANDS, root
from dedup.config import KINDS, CheckSettings, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_reference_is_up_to_date() -> None:
    done = subprocess.run([sys.executable, str(DOCS / "cli_reference.py"), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def commands(command: click.Command, path: str = "dedup") -> dict[str, click.Command]:
    found = {path: command}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            found |= commands(inner, f"{path} {name}")
    return found


def test_every_command_and_option_is_in_it() -> None:
    page = (DOCS / "reference" / "cli.md").read_text("utf-8")
    for path, command in commands(root).items():
        assert f"## {path}\n" in page
        for option in command.params:
            assert all(name in page for name in option.opts if name.startswith("-"))


def test_every_command_and_option_is_explained() -> None:
    for path, command in commands(root).items():
        assert command.help, path
        for param in command.params:
            assert not isinstance(param, click.Option) or param.help, f"{path} {param.name}"


def test_the_list_of_commands_says_what_each_says_of_itself() -> None:
    for name, named in COMMANDS.items():
        command = root.get_command(click.Context(root), name)
        assert command is not None and command.name == name
        assert named.summary == command.get_short_help_str(limit=1000)


def test_help_loads_no_command() -> None:
    code = (
        "import sys; from dedup.cli import main; main(['--help']); "
        "assert not {'dedup.cli.audit', 'dedup.config', 'dedup.model', 'numpy', 'rich'} & set(sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0 and "audit" in done.stdout, done.stderr


def test_help_is_plain_ascii() -> None:
    for path, command in commands(root).items():
        assert command.get_help(click.Context(command, info_name=path)).isascii()


def test_every_setting_is_in_the_reference_as_it_is() -> None:
    page = (DOCS / "reference" / "configuration.md").read_text("utf-8")
    for name, default in {**asdict(Settings()), **asdict(CheckSettings())}.items():
        assert f"| `{name}` | `{json.dumps(default)}` | {KINDS[name].allowed} | " in page
