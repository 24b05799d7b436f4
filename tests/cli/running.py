"""Run the command line: within this process where that is enough, else as its users do."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import pytest
import stub_pipeline

from dedup.cli import main

STUB = Path(stub_pipeline.__file__)
_FROM_OUTSIDE = ("DEDUP_", "GITHUB_", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run left behind."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    def json(self) -> Any:
        return json.loads(self.out)


class Run(Protocol):
    """Runs ``dedup`` with these arguments. No run may leave a traceback, or an exit code of its own making."""

    def __call__(
        self, *arguments: str, stdin: bytes = b"", env: Mapping[str, str] | None = None, encoding: str = "utf-8"
    ) -> Ran: ...


def checked(code: int, out: bytes, err: str, arguments: tuple[str, ...]) -> Ran:
    assert code in (0, 1, 2, 130), err
    assert "Traceback" not in err or "--debug" in arguments
    return Ran(code=code, out=out, err=err)


def environment(changes: Mapping[str, str] | None = None, encoding: str = "utf-8") -> dict[str, str]:
    """The process's environment without what would change the outcome."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FROM_OUTSIDE)}
    return {**kept, "PYTHONIOENCODING": encoding, **(changes or {})}


def run_process(
    command: list[str], folder: Path, arguments: tuple[str, ...], stdin: bytes, env: Mapping[str, str], encoding: str
) -> Ran:
    """Run in a process of its own."""
    done = subprocess.run(
        [*command, *arguments],
        input=stdin,
        capture_output=True,
        cwd=folder,
        env=environment(env, encoding),
        timeout=120,
    )
    return checked(done.returncode, done.stdout, done.stderr.decode(encoding), arguments)


def shell(line: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """Run a line of bash; ``dedup`` in it has the stub pipeline."""
    script = line.replace("dedup ", f"'{sys.executable}' '{STUB}' ")
    return subprocess.run(
        ["bash", "-o", "pipefail", "-c", script],
        capture_output=True,
        text=True,
        cwd=folder,
        env=environment(env),
        timeout=120,
    )


def run_inside(arguments: tuple[str, ...], stdin: bytes, env: Mapping[str, str], encoding: str) -> Ran:
    """Run in this process, with the stub pipeline and streams of that encoding."""
    with pytest.MonkeyPatch.context() as patch:
        stub_pipeline.install(patch)
        return run_in_process(arguments, stdin, env, encoding)


def run_in_process(arguments: tuple[str, ...], stdin: bytes, env: Mapping[str, str], encoding: str) -> Ran:
    """Run as it is in this process, with streams of that encoding."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in list(os.environ):
            if name.startswith(_FROM_OUTSIDE):
                patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, "backslashreplace"))
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        return checked(code, out.getvalue(), err.getvalue().decode(encoding), arguments)
