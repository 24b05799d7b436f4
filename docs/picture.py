"""Draw docs/images/: the report on four articles of corpus/ and a comparison of two, as a terminal shows them
(`make outputs`).

python docs/picture.py            write the files
python docs/picture.py --check    exit 1 where one differs from what would be written
"""

from __future__ import annotations

import io
import re
import sys
from dataclasses import replace
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import dedup
from dedup.ingest import read
from dedup.pipeline import compare_report
from dedup.report import Stream, render
from dedup.report.comparison import Compared, pieces

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
CORPUS = ROOT / "corpus"


THEME = TerminalTheme(
    (24, 26, 31),
    (205, 209, 216),
    [
        (40, 43, 50), (240, 113, 120), (152, 195, 121), (229, 192, 123),
        (97, 175, 239), (198, 120, 221), (86, 182, 194), (205, 209, 216),
    ],
    [
        (92, 99, 112), (240, 113, 120), (152, 195, 121), (229, 192, 123),
        (97, 175, 239), (198, 120, 221), (86, 182, 194), (255, 255, 255),
    ],
)  # fmt: skip
# Rich's template loads its fonts from a server; a picture in a repository should need none.
_REMOTE_FONT = re.compile(r"\s*@font-face\s*\{.*?\}", re.DOTALL)


def audit() -> str:
    """What ``dedup audit`` shows of four articles."""
    report = dedup.audit(_articles("talks-02", "talks-03", "talks-05", "talks-07"))
    title = "dedup audit corpus/articles/talks-0[2357].txt --metadata corpus/metadata.jsonl"
    return _drawn(render(report, "table", width=100, color=True), title, "audit", 100)


def compare() -> str:
    """What ``dedup compare`` shows of two."""
    left, right = (
        replace(article, id=f"{side}:{article.id}")
        for side, article in zip(("left", "right"), _articles("talks-05", "talks-06"), strict=True)
    )
    compared = Compared(report=compare_report(left, right), left=left, right=right)
    title = "dedup compare corpus/articles/talks-05.txt corpus/articles/talks-06.txt --metadata corpus/metadata.jsonl"
    shown = "".join(map(str, pieces(compared, "table", Stream(width=120, color=True))))
    return _drawn(shown, title, "compare", 120)


def _articles(*names: str) -> tuple[dedup.Article, ...]:
    paths = [str(CORPUS / "articles" / f"{name}.txt") for name in names]
    return tuple(read(paths, metadata=str(CORPUS / "metadata.jsonl")).articles)


def _drawn(shown: str, title: str, name: str, columns: int) -> str:
    """A page as an SVG."""
    console = Console(record=True, width=columns, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(shown))
    drawn = console.export_svg(title=title, theme=THEME, unique_id=name)
    local = _REMOTE_FONT.sub("", drawn).replace("Fira Code, monospace", "DejaVu Sans Mono, Menlo, Consolas, monospace")
    return "\n".join(line.rstrip() for line in local.splitlines()) + "\n"


PICTURES = {"audit.svg": audit, "compare.svg": compare}


def main(arguments: list[str]) -> int:
    old = []
    for name, draw in PICTURES.items():
        target, drawn = IMAGES / name, draw()
        if arguments != ["--check"]:
            IMAGES.mkdir(exist_ok=True)
            target.write_text(drawn, "utf-8")
        elif not target.is_file() or target.read_text("utf-8") != drawn:
            old.append(target)
    for target in old:
        print(f"{target}: out of date; run make outputs", file=sys.stderr)
    return 1 if old else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
