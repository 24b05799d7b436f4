"""How Sphinx makes the documentation site of the Markdown in this repository (`make docs`).

The pages stay as they are read on a code host: the navigation is made of the lists in docs/README.md, which a test
keeps complete, so that no page needs a directive that only Sphinx understands.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from sphinx.application import Sphinx

import dedup

ABOUT = {
    "All pages, and decisions": "docs/README",
    "The corpus": "corpus/README",
    "What measures": "benchmarks/README",
    "Events that are fitted on": "benchmarks/events/README",
    "Contributing": "CONTRIBUTING",
    "Changelog": "CHANGELOG",
}
_SECTION = re.compile(r"^## (?P<title>.+)\n(?P<body>(?:(?!## ).*\n?)*)", re.MULTILINE)
_ENTRY = re.compile(r"^(?:-|\d+\.) \[[^\]]+\]\((?P<page>[^)#]+)\.md\)", re.MULTILINE)

project = "dedup"
author = "the authors of dedup"
release = version = dedup.__version__
root_doc = "README"
include_patterns = ["README.md", "docs/**.md", *(f"{page}.md" for page in ABOUT.values())]
exclude_patterns = [".*", "site"]

extensions = ["myst_parser"]
myst_heading_anchors = 4  # the anchors that code hosts make of headings; a link to one that is missing is an error
nitpicky = True
highlight_language = "none"
smartquotes = False

html_theme = "furo"
html_title = f"dedup {version}"
html_static_path = ["static"]
html_css_files = ["site.css"]
html_show_copyright = html_show_sphinx = html_copy_source = html_show_sourcelink = False
html_use_index = False
# Summaries are fetched, which a browser allows no page that was opened from disk; the search itself needs no server.
html_show_search_summary = False
html_theme_options = {"navigation_with_keys": True}


def navigation(index: str) -> dict[str, list[str]]:
    """The pages that the index in docs/ lists, by the title of the section, as entries of a table of contents."""
    found = {
        each["title"]: [f"/docs/{page}" for page in _ENTRY.findall(each["body"])] for each in _SECTION.finditer(index)
    }
    return {title: pages for title, pages in found.items() if pages}


def with_navigation(app: Sphinx, name: str, source: list[str]) -> None:
    """Append the tables of contents: the decisions to the index of the documentation, all others to the README."""
    if name not in ("README", "docs/README"):
        return
    chapters = navigation((Path(app.srcdir) / "docs" / "README.md").read_text("utf-8"))
    about = [f"{title} </{page}>" for title, page in ABOUT.items()]
    decisions = {"Decisions": chapters.pop("Decisions", [])}
    source[0] += "".join(map(_contents, (chapters | {"About": about} if name == "README" else decisions).items()))


def _contents(chapter: tuple[str, list[str]]) -> str:
    title, pages = chapter
    return "\n".join(["", "```{toctree}", ":hidden:", f":caption: {title}", "", *pages, "```", ""])


def put_index(app: Sphinx, error: Exception | None) -> None:
    """A folder is opened at its index.html, which is the README."""
    if error is None and app.builder.format == "html":
        shutil.copyfile(Path(app.outdir) / "README.html", Path(app.outdir) / "index.html")


def setup(app: Sphinx) -> None:
    app.connect("source-read", with_navigation)
    app.connect("build-finished", put_index)
