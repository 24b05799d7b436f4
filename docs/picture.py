"""Draw docs/images/audit.svg: the report on four articles of corpus/, as a terminal shows it (`make outputs`).

python docs/picture.py            write the file
python docs/picture.py --check    exit 1 where it differs from what would be written
"""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

import dedup
from dedup.ingest import read
from dedup.report import render

ROOT = Path(__file__).resolve().parents[1]
TARGET = ROOT / "docs" / "images" / "audit.svg"
ARTICLES = ("talks-02", "talks-03", "talks-05", "talks-07")
COLUMNS = 100
PASSAGES = 4
TITLE = "dedup audit corpus/articles/talks-0[2357].txt --metadata corpus/metadata.jsonl --limit 4"

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


def picture() -> str:
    """The SVG."""
    paths = [str(ROOT / "corpus" / "articles" / f"{name}.txt") for name in ARTICLES]
    reading = read(paths, metadata=str(ROOT / "corpus" / "metadata.jsonl"))
    report = dedup.audit(reading.articles)
    shown = render(report, "table", width=COLUMNS, color=True, limit=PASSAGES)
    console = Console(record=True, width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.from_ansi(shown if isinstance(shown, str) else shown.decode("utf-8")))
    drawn = console.export_svg(title=TITLE, theme=THEME, unique_id="audit")
    local = _REMOTE_FONT.sub("", drawn).replace("Fira Code, monospace", "DejaVu Sans Mono, Menlo, Consolas, monospace")
    return "\n".join(line.rstrip() for line in local.splitlines()) + "\n"


def main(arguments: list[str]) -> int:
    drawn = picture()
    if arguments == ["--check"]:
        if TARGET.is_file() and TARGET.read_text("utf-8") == drawn:
            return 0
        print(f"{TARGET}: out of date; run make outputs", file=sys.stderr)
        return 1
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(drawn, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
