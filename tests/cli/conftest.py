"""The command line in a folder of its own."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from running import STUB, Ran, Run, run_inside, run_process


@pytest.fixture
def stubbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run ``dedup`` in this process and in `tmp_path`, with a pipeline that compares nothing."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Ran:
        return run_inside(arguments, stdin, env or {}, encoding)

    return run


@pytest.fixture
def process(tmp_path: Path) -> Run:
    """The same in a process of its own."""
    return _process([sys.executable, str(STUB)], tmp_path)


@pytest.fixture
def real(tmp_path: Path) -> Run:
    """Run ``dedup`` as it is, in a process of its own and in `tmp_path`."""
    return _process([sys.executable, "-m", "dedup"], tmp_path)


def _process(command: list[str], folder: Path) -> Run:
    def run(*arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, encoding: str = "utf-8") -> Ran:
        return run_process(command, folder, arguments, stdin, env or {}, encoding)

    return run


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    """A folder of two articles."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text("The council met on Tuesday and agreed on the new bridge.", "utf-8")
    (folder / "b.txt").write_text("Ministers said nothing at all about the harbour yesterday.", "utf-8")
    return folder
