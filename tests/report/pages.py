"""The pages that a terminal shows of some articles of corpus/, at three widths: what the snapshots are of.

``python tests/report/pages.py`` writes them all as JSON, as a process of another place and time would.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import dedup
from dedup.checking import judge
from dedup.gate import Checked, Gate
from dedup.ingest import read
from dedup.model import Article, Report
from dedup.pipeline import compare_report
from dedup.report import Stream, checked_pieces
from dedup.report import pieces as report_pieces
from dedup.report.comparison import Compared
from dedup.report.comparison import pieces as comparison_pieces
from dedup.report.explanation import explain
from dedup.report.explanation import pieces as explanation_pieces

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
WIDTHS = (80, 120, 160)
# Copied, common source, rendered twice, moved, in Cyrillic, one outlet twice, and one that shares nothing.
ARTICLES = ("talks-01", "talks-02", "talks-04", "talks-05", "talks-06", "talks-07", "talks-08", "talks-09")
NEW = ("talks-06", "talks-07")
FOLDER = "/desk"  # the working folder that links to files would begin with


@cache
def articles() -> dict[str, Article]:
    paths = [CORPUS / "articles" / f"{name}.txt" for name in ARTICLES]
    return {article.id: article for article in read(paths, metadata=CORPUS / "metadata.jsonl").articles}


@cache
def report() -> Report:
    return dedup.audit(articles().values())


def checked() -> Checked:
    new = [articles()[name] for name in NEW]
    return judge(report(), new, Gate(fail_on="copied", max_reuse=20))


@cache
def compared() -> Compared:
    left, right = (
        dedup.Article(id=f"{side}:{name}", text=each.text, outlet=each.outlet, published=each.published, url=each.url)
        for side, name in (("left", "talks-05"), ("right", "talks-06"))
        for each in (articles()[name],)
    )
    return Compared(report=compare_report(left, right), left=left, right=right)


PAGES: dict[str, Callable[[Stream], str]] = {
    "audit": lambda stream: "".join(report_pieces(report(), "table", stream)),
    "check": lambda stream: "".join(checked_pieces(checked(), "table", stream)),
    "compare": lambda stream: "".join(comparison_pieces(compared(), "table", stream)),
    "explain": lambda stream: "".join(explanation_pieces(explain(report(), "1"), "table", stream)),
}


def page(name: str, width: int) -> str:
    """A page as it is kept: few passages of many, no colour."""
    return PAGES[name](Stream(width=width, height=50, limit=None if name == "compare" else 6, folder=FOLDER))


def explained_page() -> str:
    """An audit with its evidence."""
    return PAGES["audit"](Stream(width=100, height=50, limit=2, explain=True, folder=FOLDER))


def colored_page() -> str:
    """A comparison in colour with links, whose escape sequences are shown as such."""
    written = PAGES["compare"](Stream(width=120, color=True, links=True, folder=FOLDER))
    return written.replace("\x1b", "␛")


def everything() -> dict[str, str]:
    kept = {f"{name}-{width}.txt": page(name, width) for name in PAGES for width in WIDTHS}
    kept |= {f"{name}-brief-100.txt": PAGES[name](Stream(width=100, folder=FOLDER)) for name in ("audit", "check")}
    return {**kept, "audit-explain-100.txt": explained_page(), "compare-color-120.txt": colored_page()}


if __name__ == "__main__":
    json.dump(everything(), sys.stdout)
