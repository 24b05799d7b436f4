"""Documentation that runs: the commands and examples of the README and of docs/, and the links between them."""

from __future__ import annotations

import contextlib
import doctest
import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in _BLOCK.findall(page.read_text("utf-8")) if kind == language]


def shell_commands() -> list[tuple[str, str]]:
    """The lines after ``$ `` of the console blocks, continued lines joined."""
    found = []
    for page in PAGES:
        for block in blocks(page, "console"):
            lines = block.replace("\\\n", " ").splitlines()
            found += [(page.name, line[2:]) for line in lines if line.startswith("$ ")]
    return found


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder in which the commands may write, with the collection they read."""
    shutil.copytree(ROOT / "corpus", tmp_path / "corpus", ignore=shutil.ignore_patterns("__pycache__", ".*"))
    return tmp_path


def test_the_readme_starts_with_what_it_is_and_the_two_commands() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    head = [block for block in text.split("\n\n") if block.strip()][:3]
    assert head[0] == "# dedup"
    assert head[1].startswith("dedup ") and head[1].count(". ") == 0
    assert "make audit" in head[2] and "make test" in head[2]


@pytest.mark.parametrize("page, command", shell_commands())
def test_a_command_runs(copy: Path, page: str, command: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "dedup", "only dedup is run here; write other commands in a plain block"
    done = subprocess.run([sys.executable, "-m", "dedup", *arguments], capture_output=True, text=True, cwd=copy)
    assert done.returncode == 0, f"{page}: {command}\n{done.stderr}"
    assert done.stdout or " -o " in command


def test_the_readme_has_commands() -> None:
    assert sum(page == "README.md" for page, _ in shell_commands()) >= 2


@pytest.mark.parametrize("block", blocks(ROOT / "README.md", "python"))
def test_python_in_the_readme_runs(block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(block, "README.md", "exec"), {"__name__": "readme"})  # our own page
    assert "print(" not in block or out.getvalue().strip(), "the example shows nothing"


@pytest.mark.parametrize(
    "page", [page for page in PAGES if ">>> " in page.read_text("utf-8")], ids=lambda page: page.name
)
def test_examples_with_a_prompt_hold(page: Path) -> None:
    failed, attempted = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert attempted and not failed


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in _LINK.findall(page.read_text("utf-8")):
        if "://" not in target and not target.startswith("mailto:"):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_task_that_is_written_about_exists() -> None:
    tasks = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    for page in PAGES:
        named = re.findall(r"(?:^|`)make ([a-z]+)", page.read_text("utf-8"), re.MULTILINE)
        assert set(named) <= tasks, page.name


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
@pytest.mark.parametrize("task", ["audit", "test", "lint", "types", "bench", "eval", "docs", "corpus", "lock", "wheel"])
def test_tasks_can_be_run(task: str) -> None:
    done = subprocess.run(["make", "-n", task], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
