"""A measured figure in the documentation names the command that measures it, or the page or decision that does.

A figure that no command gives again grows old unseen. What is a limit of the code, of a format or of a service, or
follows by arithmetic, is no measurement; `FIXED` lists it with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
WRITTEN = {"cli.md", "python-api.md", "json-schema.md"}
# Decisions tell what was measured when they were made.
PAGES = sorted(
    page
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]
    if page.parent.name != "decisions" and page.name not in WRITTEN
)
FIXED = {
    "how-verdicts-are-made.md": {"95 %": "the interval that is taken"},
    "deduplicate-a-training-set.md": {
        ".7": "the default threshold", ".9998": "1 - (1 - .7^4)^32", "512 bytes": "128 numbers of 32 bits"
    },
    "run-on-spark.md": {"64 MB": "a limit of the code", "16 GB": "a limit of the code"},
    "ci-formats.md": {"10 MB": "GitHub's limit", "1,024 kB": "GitHub's limit", "1,000,000 bytes": "a limit of the code",
                      "30 MB": "GitLab's limit"},
    "configuration.md": {"80 bytes": "the widths of the columns"},
    "index.md": {"60 seconds": "a default", "8,192 bytes": "the format", "16 bytes": "the format",
                 "8 bytes": "the format", "4 bytes": "the format"},
    "labelled-data.md": {"60 %": "a definition"},
    "verdict-scores.md": {".8": "a definition"},
    "candidate-recall.md": {".98": "an aim", ".93": "an aim", "1 %": "an aim"},
}  # fmt: skip

_GENERATED = re.compile(r"<!-- figures: .*?<!-- end -->", re.DOTALL)
_BLOCK = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_NUMBER = r"(?<![\w.#-])(?:\d[\d,]*(?:\.\d+)?|\.\d+)"
_COST = re.compile(
    rf"{_NUMBER}(?: to [\d,.]+)?\s(?:s|ms|seconds?|minutes?|hours?|[kMGT]B|bytes|times as)\b(?! of text)"
)
_QUALITY = re.compile(rf"{_NUMBER}\s?%|(?<![\w.#-])\d?\.\d+|\d+ of \d+")
_ABOUT_QUALITY = re.compile(
    r"\b(?:recall|precision|measured|accura\w+|found|right|plagdet|lost|missed)\b", re.IGNORECASE
)
_SOURCE = re.compile(
    r"`(?:make (?:bench|eval)[^`]*|(?:python|pytest) [^`]*benchmarks[^`]*)`"
    r"|decisions/\d+|benchmarks\.md|sizes\.md|calibration\.md|candidate-recall\.md|#undetermined"
)


def paragraphs(text: str) -> Iterator[tuple[str, str]]:
    """Each paragraph of prose, or table, with what stands between its heading and itself."""
    for section in re.split(r"^(?=#{1,4} )", _BLOCK.sub("", _GENERATED.sub("", text)), flags=re.MULTILINE):
        before = ""
        for paragraph in re.split(r"\n\s*\n", section):
            yield paragraph, before
            before += paragraph


def figures(paragraph: str) -> set[str]:
    bare = " ".join(re.sub(r"`[^`]*`|\]\([^)]*\)", " ", paragraph).split())
    found = {each[0] for each in _COST.finditer(bare)}
    for sentence in re.split(r"(?<=[.:;]) ", bare):
        if _ABOUT_QUALITY.search(sentence):
            found |= {each[0] for each in _QUALITY.finditer(sentence)}
    return found


def without_source(text: str, fixed: set[str]) -> list[tuple[str, set[str]]]:
    # A page whose tables one command writes names it at its top, for what is said of them further down.
    whole_page = "<!-- figures: " in text and _SOURCE.search(text.partition("\n## ")[0])
    return [
        (" ".join(paragraph.split()), left)
        for paragraph, before in paragraphs(text)
        if (left := figures(paragraph) - fixed) and not whole_page and not _SOURCE.search(before + paragraph)
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_measured_figure_names_what_measures_it(page: Path) -> None:
    assert not without_source(page.read_text("utf-8"), set(FIXED.get(page.name, {})))


def test_what_is_fixed_is_still_there() -> None:
    for name, fixed in FIXED.items():
        (page,) = [page for page in PAGES if page.name == name]
        found = {figure for paragraph, _ in paragraphs(page.read_text("utf-8")) for figure in figures(paragraph)}
        assert set(fixed) <= found, name


@pytest.mark.parametrize(
    "text, figure",
    [
        ("An audit takes 3.5 s.", "3.5 s"),
        ("It is 50 times as fast.", "50 times as"),
        ("Recall is .97 there.", ".97"),
        ("Of the verdicts 91 % were right.", "91 %"),
    ],
)
def test_a_figure_without_a_source_is_noticed(text: str, figure: str) -> None:
    assert without_source(f"# Page\n\n## Part\n\n{text}\n", set()) == [(text, {figure})]
    assert not without_source(f"# Page\n\n## Part\n\n{text} `make bench`\n", set())
    assert not without_source(f"# Page\n\n<!-- figures: speed -->\n{text}\n<!-- end -->\n", set())
