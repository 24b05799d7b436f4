"""Run the commands and the Python of the documentation and write their output into it (`make outputs`).

python docs/examples.py                    every page
python docs/examples.py --check [PAGE…]    exit 1 where a page shows something else than what comes out

In a page, a block ```console holds commands after ``$ `` (of dedup alone), a block ```sh lines of bash, a block
```python code. All blocks of a page run in order, in one folder that holds a copy of corpus/ and leads to benchmarks/, the
Python in one namespace. A line ``<!-- output -->`` before a console block, or before a block ```text that follows Python, puts there
what came out; ``<!-- output: 3, "Overlap" 4 -->`` only the first 3 lines and 4 from the first that holds "Overlap".
``exit 2`` in it, or ``<!-- exit 2 -->``, is the exit code to expect. ``<!-- not run: why -->`` before a block keeps it
from being run. A line ``<!-- setup: mkdir incoming -->`` is run where it stands, and no reader sees it. Commands see a
terminal of `COLUMNS` columns without colour; those of ```sh see none.
"""

from __future__ import annotations

import contextlib
import difflib
import glob
import io
import os
import pty
import re
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

ROOT = Path(__file__).resolve().parents[1]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
COLUMNS = 100
_BLOCK = re.compile(
    r"^(?:<!-- (?P<note>(?:output|exit|not run)[^\n]*?) -->\n)?```(?P<kind>console|sh|python|text)\n(?P<body>.*?)^```$"
    r"|^<!-- setup: (?P<setup>[^\n]+) -->$",
    re.MULTILINE | re.DOTALL,
)
_RULE = re.compile(r'(?:"(?P<text>[^"]+)"\s+)?(?P<count>\d+)')
_CUT = "…"


class Failed(Exception):
    """An example that does not do what the page says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a note before a block asks for: whether to show output, which lines of it, and the exit code."""

    shown: bool
    rules: tuple[tuple[str | None, int], ...]
    code: int


def written(page: Path) -> str:
    """The page with the output of its examples. Raises `Failed`."""
    text = page.read_text("utf-8")
    names: dict[str, object] = {"__name__": "example"}
    said = ""

    def again(block: re.Match[str]) -> str:
        nonlocal said
        if block["setup"]:
            _bash(block["setup"], 0)
            return block[0]
        if (block["note"] or "").startswith("not run: "):
            return block[0]
        asked = _asked(block["note"])
        head = block[0][: block.start("body") - block.start()]
        if block["kind"] == "console":
            return f"{head}{''.join(_console(block['body'], asked))}```"
        if block["kind"] == "sh":
            _bash(block["body"], asked.code)
        if block["kind"] == "python" and not block["body"].startswith(">>> "):  # those are doctest's
            said = _python(block["body"], names)
        elif block["kind"] == "text" and asked.shown:
            return f"{head}{_chosen(said, asked)}```"
        return block[0]

    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        ignored = shutil.ignore_patterns("__pycache__", ".*")
        shutil.copytree(ROOT / "corpus", Path(folder) / "corpus", ignore=ignored)
        (Path(folder) / "benchmarks").symlink_to(ROOT / "benchmarks")
        os.chdir(folder)
        try:
            return _BLOCK.sub(again, text)
        finally:
            os.chdir(before)


def _asked(note: str | None) -> Asked:
    if note is None:
        return Asked(shown=False, rules=(), code=0)
    code = re.search(r"\bexit (\d+)", note)
    rest = re.sub(r"\bexit \d+", "", note.removeprefix("output").removeprefix(":"))
    rules = tuple((found["text"], int(found["count"])) for found in _RULE.finditer(rest))
    return Asked(shown=note.startswith("output"), rules=rules, code=int(code[1]) if code else 0)


def _console(body: str, asked: Asked) -> Iterator[str]:
    commands = re.findall(r"^\$ (?:.*\\\n)*.*\n", body, re.MULTILINE)
    for command in commands:
        yield command
        came = _run(command[2:].replace("\\\n", " "), asked.code)
        if asked.shown:
            yield _chosen(came, asked)


def _run(command: str, code: int) -> str:
    program, *words = shlex.split(command)
    if program != "dedup":
        raise Failed(f"{command.strip()}: only dedup is run here; write other commands in a block of sh")
    arguments = [name for word in words for name in (sorted(glob.glob(word)) or [word])]
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 50, COLUMNS, 0, 0))
    parts: list[bytes] = []
    reader = threading.Thread(target=_drain, args=(ours, parts))
    reader.start()
    with subprocess.Popen(
        [sys.executable, "-m", "dedup", *arguments],
        stdin=subprocess.DEVNULL, stdout=theirs, stderr=subprocess.PIPE, env=_environment(), text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        os.close(theirs)
        _, messages = process.communicate()
    reader.join()
    os.close(ours)
    if process.returncode != code:
        raise Failed(f"{command.strip()}: exit code {process.returncode}\n{messages}")
    return messages + b"".join(parts).decode("utf-8").replace("\r\n", "\n")


def _environment() -> dict[str, str]:
    """The same dedup as in this process, whose blocks of Python are compared with the commands."""
    beside = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    path = os.pathsep.join(filter(None, sys.path))
    return {"PATH": beside, "NO_COLOR": "1", "TERM": "xterm", "PYTHONUTF8": "1", "PYTHONPATH": path}


def _bash(script: str, code: int) -> None:
    """Run lines of bash; all of them must succeed, or the last one end with `code`."""
    ours = f'dedup() {{ {shlex.quote(sys.executable)} -m dedup "$@"; }}\n'
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", ours + script],
        stdin=subprocess.DEVNULL, capture_output=True, env=_environment(), text=True, encoding="utf-8",
    )  # fmt: skip
    if done.returncode != code:
        raise Failed(f"{script.strip()}: exit code {done.returncode}\n{done.stderr}")


def _drain(terminal: int, parts: list[bytes]) -> None:
    with contextlib.suppress(OSError):  # Linux ends a terminal that nobody holds with EIO
        while piece := os.read(terminal, 1 << 16):
            parts.append(piece)


def _python(body: str, names: dict[str, object]) -> str:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(body, "example", "exec"), names)  # our own pages
    return out.getvalue()


def _chosen(output: str, asked: Asked) -> str:
    lines = output.splitlines()
    if not asked.rules:
        return "".join(f"{line}\n" for line in lines)
    kept: list[str] = []
    at = 0
    for text, count in asked.rules:
        start = next((n for n in range(at, len(lines)) if text is None or text in lines[n]), None)
        if start is None:
            raise Failed(f"no line holds {text!r} in\n{output}")
        kept += [_CUT] * (start > at) + lines[start : start + count]
        at = start + count
    return "".join(f"{line}\n" for line in [*kept, *[_CUT] * (at < len(lines))])


def main(arguments: list[str]) -> int:
    check = arguments[:1] == ["--check"]
    pages = [Path(name).resolve() for name in arguments[check:]] or PAGES
    wrong = 0
    for page in pages:
        shown = page.relative_to(ROOT)
        try:
            now = written(page)
        except Failed as error:
            print(f"{shown}: {error}", file=sys.stderr)
            wrong += 1
            continue
        was = page.read_text("utf-8")
        if check and now != was:
            print(f"{shown}: out of date; run make outputs", file=sys.stderr)
            sys.stderr.writelines(
                difflib.unified_diff(was.splitlines(keepends=True), now.splitlines(keepends=True), "page", "output")
            )
            wrong += 1
        elif now != was:
            page.write_text(now, "utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
