"""Every command in the documentation is run, or says why not, and has only options that exist."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import click
import pytest

from dedup.cli.app import root

ROOT = Path(__file__).resolve().parents[1]
# Decisions tell of what was, and stay as they were written.
PAGES = sorted(
    page
    for page in [
        ROOT / "README.md",
        ROOT / "CONTRIBUTING.md",
        *ROOT.glob("*/README.md"),
        *(ROOT / "docs").rglob("*.md"),
    ]
    if page.parent.name != "decisions"
)
RUN = {"console", "sh", "python", "pycon"}
DATA = {"text", "json", "toml", "yaml"}
_BLOCK = re.compile(r"^(?:<!-- (?P<note>[^\n]*) -->\n)?```(?P<kind>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`]+)`(?!`)")
_COMMAND = re.compile(r"^(?:\$ )?(?:\w+=\S+ |if )?((?:dedup|python3? \S+\.py) .*)$")
_END = {"|", "||", "&&", ">", ">>", ";", "#", "then"}


@pytest.mark.parametrize(
    "page", [page for page in PAGES if page.is_relative_to(ROOT / "docs")], ids=lambda page: page.name
)
def test_every_block_is_run_or_says_why_not(page: Path) -> None:
    for block in _BLOCK.finditer(page.read_text("utf-8")):
        if page.name == "cli.md" and not block["kind"]:
            continue  # how a command is called, written from the command line itself
        assert block["kind"] in RUN | DATA, block[0]
        if block["kind"] in DATA:
            assert not list(commands(block["body"])), block[0]


def commands(text: str) -> Iterator[list[str]]:
    """The words of each command of dedup, or of a script of ours, up to a pipe, a comment or three spaces."""
    for line in re.sub(r"\\\n\s*", " ", text).splitlines():
        if found := _COMMAND.match(re.split(r"\s{3,}", line.strip())[0]):
            words = shlex.split(found[1].replace("; then", " then"))
            end = next(
                (at for at, word in enumerate(words) if word in _END or word.startswith((">", "<("))), len(words)
            )
            yield words[:end]


def documented(page: Path) -> Iterator[list[str]]:
    text = page.read_text("utf-8")
    for block in _BLOCK.finditer(text):
        if block["kind"] in RUN or not block["kind"]:
            yield from commands(block["body"])
    for code in _INLINE.findall(_BLOCK.sub("", text)):
        yield from commands(" ".join(code.split()))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.name}")
def test_the_options_of_every_command_exist(page: Path) -> None:
    for words in documented(page):
        known = options_of_dedup(words) if words[0] == "dedup" else options_of_script(words[1])
        used = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
        assert used <= known, words


def options_of_dedup(words: list[str]) -> set[str]:
    command: click.Command = root
    known = {"--help"}
    for word in ["dedup", *words[1:]]:
        if word != "dedup":
            inner = command.get_command(click.Context(command), word) if isinstance(command, click.Group) else None
            if inner is None:
                continue
            command = inner
        known |= {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
    return known


@cache
def options_of_script(name: str) -> set[str]:
    assert (ROOT / name).is_file(), name
    done = subprocess.run([sys.executable, str(ROOT / name), "--help"], capture_output=True, text=True, cwd=ROOT)
    # Scripts without options but --check say what they take in their docstring.
    said = done.stdout if done.returncode == 0 and "usage:" in done.stdout else (ROOT / name).read_text("utf-8")
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", said))


def test_an_option_that_does_not_exist_is_noticed(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Say `dedup audit news --no-such`, or `python benchmarks/quality.py --never 3`.", "utf-8")
    assert len(list(documented(page))) == 2
    for broken in ("Say `dedup audit news --no-such`.", "Say `python benchmarks/quality.py --never 3`."):
        page.write_text(broken, "utf-8")
        with pytest.raises(AssertionError):
            test_the_options_of_every_command_exist(page)
