"""Run the command line on bad input and check what must hold for every run, whatever the input."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from dedup.cli import main

FORMATS = ("table", "json", "jsonl", "csv", "markdown", "graphml", "gexf", "dot", "network-json")
WORDS = (
    "The harbour council agreed on Tuesday to rebuild the old swing bridge within three years, "
    "although nobody living had ever seen its rusted spillway run dry"
)
# The most memory that any bad input may make a run take: 1 GiB.
MOST_KIB = 1 << 20
_FROM_OUTSIDE = ("DEDUP_", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONWARNINGS", "GITHUB_")
_DRIVER = """
import sys
from dedup.cli import main
code = main()
with open("/proc/self/status") as status, open({peak!r}, "w") as out:
    out.write(next(line for line in status if line.startswith("VmHWM")).split()[1])
sys.exit(code)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run left behind; `peak` is the most memory it held, in KiB."""

    code: int
    out: bytes
    err: str
    peak: int = 0

    def json(self) -> Any:
        return json.loads(self.out)

    def skipped(self) -> list[tuple[str, int | None, str]]:
        return [(item["path"], item["line"], item["reason"]) for item in self.json()["skipped"]]


def run(*arguments: str, stdin: bytes = b"", encoding: str = "utf-8", env: Mapping[str, str] | None = None) -> Ran:
    """Run within this process, in the working folder."""
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(_FROM_OUTSIDE)]:
            patch.delenv(name)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, "backslashreplace"))
        code = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        ran = Ran(code=code, out=out.getvalue(), err=err.getvalue().decode(encoding))
    return _checked(ran, arguments, encoding)


def environment(changes: Mapping[str, str] | None = None) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_FROM_OUTSIDE)}
    return {**kept, "PYTHONIOENCODING": "utf-8", **(changes or {})}


def run_process(folder: Path, *arguments: str | bytes, env: Mapping[str, str] | None = None) -> Ran:
    """Run in a process of its own and measure its memory, where the system tells."""
    measured = os.path.exists("/proc/self/status")
    peak = folder / "peak.kib"
    command = ["-c", _DRIVER.format(peak=str(peak))] if measured else ["-m", "dedup"]
    done = subprocess.run(
        [sys.executable, *command, *arguments], capture_output=True, cwd=folder, env=environment(env), timeout=120
    )
    kib = int(peak.read_text()) if peak.exists() else 0
    ran = Ran(code=done.returncode, out=done.stdout, err=done.stderr.decode("utf-8", "replace"), peak=kib)
    assert ran.peak <= MOST_KIB
    return _checked(ran, [os.fsdecode(item) for item in arguments], "utf-8")


def _checked(ran: Ran, arguments: Sequence[str], encoding: str) -> Ran:
    assert ran.code in (0, 1, 2, 130), ran.err
    assert "Traceback" not in ran.err and "internal error" not in ran.err
    acting(ran.err)
    if ran.out and arguments[0] != "config":
        form = arguments[arguments.index("--format") + 1] if "--format" in arguments else "table"
        valid(form, ran.out, encoding)
    return ran


def acting(text: str) -> None:
    """Nothing in a text for people or runners may act: controls, bidi marks, invisible characters, commands."""
    left = {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}
    assert not left, left
    assert not any(line.lstrip().startswith("::") for line in text.splitlines())
    assert "##[" not in text


def valid(form: str, out: bytes, encoding: str = "utf-8") -> None:
    """The report is well-formed in its format and inert."""
    text = out.decode(encoding)
    acting(text.replace("\r\n", "\n").removeprefix("\ufeff") if form == "csv" else text)
    if form == "json":
        assert set(json.loads(text)) >= {"schema_version", "articles", "matches", "skipped"}
    elif form == "jsonl":
        assert text.endswith("\n")
        assert all("type" in json.loads(line) for line in text.split("\n")[:-1])
    elif form == "csv":
        rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
        assert {len(row) for row in rows} == {len(rows[0])}
        assert not any(cell[:1] in "=+@" for row in rows for cell in row if cell)
    elif form == "graphml":
        assert ElementTree.fromstring(text).tag.endswith("}graphml")
    elif form == "gexf":
        assert ElementTree.fromstring(text).tag.endswith("}gexf")
    elif form == "dot":
        assert re.fullmatch(r'digraph "articles" \{\n(?:[^\n"]|"(?:[^\n"\\]|\\.)*"|\n)*\}\n', text)
    elif form == "network-json":
        assert set(json.loads(text)) == {"directed", "multigraph", "graph", "nodes", "edges"}
    elif form == "markdown":
        assert text.startswith("#") and not re.search(r"(?<!\\)<script", text, re.IGNORECASE)


def write_jsonl(path: Path, *records: Mapping[str, Any] | str | bytes) -> Path:
    """Records a line each; text and bytes stand as they are."""
    lines = [
        record if isinstance(record, bytes) else (record if isinstance(record, str) else json.dumps(record)).encode()
        for record in records
    ]
    path.write_bytes(b"\n".join(lines) + b"\n")
    return path


def pair(text: str, other: str | None = None, **fields: Any) -> list[dict[str, Any]]:
    """Two articles of two outlets."""
    second = text if other is None else other
    return [{"id": "a", "text": text, "outlet": "A", **fields}, {"id": "b", "text": second, "outlet": "B", **fields}]
