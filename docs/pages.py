"""What the scripts that write pages of the reference share: tables in Markdown, and writing or checking a page."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

REFERENCE = Path(__file__).resolve().parent / "reference"


def cell(text: str) -> str:
    """`text` as one cell of a table."""
    return " ".join(text.split()).replace("|", "\\|")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table with a row for each of `rows`, whose cells are Markdown already."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write_or_check(target: Path, written: str, arguments: list[str]) -> int:
    """Put `written` into the file, or with ``--check`` say by the exit code whether it stands there already."""
    if arguments == ["--check"]:
        if target.is_file() and target.read_text("utf-8") == written:
            return 0
        print(f"{target}: out of date; run make outputs", file=sys.stderr)
        return 1
    target.write_text(written, "utf-8")
    return 0
