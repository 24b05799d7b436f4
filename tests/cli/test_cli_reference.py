"""docs/reference describes what there is: each command, option and setting."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import click
import pytest

import dedup
from dedup.cli.app import COMMANDS, Session, root
from dedup.cli.sections import SECTIONS, ExampleCommand
from dedup.config import KINDS, CheckSettings, Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.mark.parametrize("script", ["cli_reference.py", "api_reference.py", "schema_reference.py"])
def test_the_reference_is_up_to_date(script: str) -> None:
    done = subprocess.run([sys.executable, str(DOCS / script), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_everything_that_is_exported_is_in_the_reference() -> None:
    page = (DOCS / "reference" / "python-api.md").read_text("utf-8")
    named = {name for name in dedup.__all__ if not name.startswith("_")}
    assert named == {name for name in named if f"### dedup.{name}\n" in page or f"| `dedup.{name}` |" in page}


@pytest.mark.parametrize("name", ["report", "explanation"])
def test_every_field_of_the_documents_is_in_the_reference(name: str) -> None:
    page = (DOCS / "reference" / "json-schema.md").read_text("utf-8")
    schema = json.loads(files("dedup.report").joinpath("schema", f"{name}-1.0.schema.json").read_text("utf-8"))
    records = [schema, *schema["$defs"].values()]
    for field in {field for record in records for field in record.get("properties", {})}:
        assert f"| `{field}` | " in page or f"| `{field}`, optional | " in page


def commands(command: click.Command, path: str = "dedup") -> dict[str, click.Command]:
    found = {path: command}
    if isinstance(command, click.Group):
        context = click.Context(command)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None, name
            found |= commands(inner, f"{path} {name}")
    return found


def test_every_command_is_shown_in_use_and_can_be_called_so() -> None:
    known = commands(root)
    for path, command in known.items():
        if isinstance(command, click.Group) and command is not root:
            continue
        assert isinstance(command, ExampleCommand) and command.examples, path
        widest = max(len(call) for call, _ in command.examples)
        for call, words in command.examples:
            assert f"{call} ".startswith(f"{path} ") and widest + len(words) <= 76, "longer than a line of help"
            called = max((name for name in known if f"{call} ".startswith(f"{name} ")), key=len)
            rest = call.removeprefix(called).split()
            known[called].make_context(called, rest, parent=click.Context(root, obj=Session()))


@pytest.mark.parametrize("name", ["audit", "check", "compare", "explain", "render"])
def test_the_first_screen_of_help_has_what_most_people_need(name: str) -> None:
    command = commands(root)[f"dedup {name}"]
    context = click.Context(command, info_name=f"dedup {name}", terminal_width=80)
    first = "\n".join(command.get_help(context).splitlines()[:24])
    assert isinstance(command, ExampleCommand) and all(call in first for call, _ in command.examples)


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


def test_help_fits_eighty_columns_and_has_its_options_under_headings() -> None:
    for path, command in commands(root).items():
        text = command.get_help(click.Context(command, info_name=path, terminal_width=80))
        assert max(map(len, text.splitlines())) <= 80, path
    audit = commands(root)["dedup audit"]
    text = audit.get_help(click.Context(audit, info_name="dedup audit", terminal_width=80))
    places = [text.index(f"\n{heading}:\n") for heading in SECTIONS]
    assert places == sorted(places) and "Options:" not in text
    shown = re.findall(r"(?m)^  (-\S+)", text)
    options = [param for param in audit.get_params(click.Context(audit)) if isinstance(param, click.Option)]
    assert len(shown) == len(options), "each once"


def test_every_name_under_a_heading_is_an_option() -> None:
    known = {param.name for command in commands(root).values() for param in command.params}
    assert {name for names in SECTIONS.values() for name in names} <= known


def test_help_is_plain_ascii() -> None:
    for path, command in commands(root).items():
        assert command.get_help(click.Context(command, info_name=path)).isascii()


def test_every_setting_is_in_the_reference_as_it_is() -> None:
    page = (DOCS / "reference" / "configuration.md").read_text("utf-8")
    for name, default in {**asdict(Settings()), **asdict(CheckSettings())}.items():
        assert f"| `{name}` | `{json.dumps(default)}` | {KINDS[name].allowed} | " in page
