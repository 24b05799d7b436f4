"""Draw the pictures of docs/how-to/make-pictures.md from ten articles of corpus/ (`make outputs`).

python docs/pictures.py    write docs/images/network.svg and docs/images/matrix.svg

They are not compared with what would be drawn: another version of matplotlib draws other bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path

import dedup
from dedup.report import render

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PICTURES = ("network", "matrix")


def main() -> int:
    paths = sorted((ROOT / "corpus" / "articles").glob("talks-*.txt"))
    report = dedup.audit(dedup.read(paths, metadata=ROOT / "corpus" / "metadata.jsonl"))
    for picture in PICTURES:
        (IMAGES / f"{picture}.svg").write_text(render(report, "svg", picture=picture), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
