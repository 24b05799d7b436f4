"""A report in a notebook: what it says, and that it does nothing."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from samples import ATTACKS, empty, hostile, realistic

from dedup import explain
from dedup.report.explanation.markdown import to_markdown

SAFE = {
    "div", "style", "p", "ul", "li", "h4", "table", "thead", "tbody", "tr", "th", "td", "b", "i", "mark", "span",
}  # fmt: skip


class Tags(HTMLParser):
    """The elements, attributes and text of a page, of which each opened element is closed."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.words = ""
        self.feed(page)
        self.close()
        assert not self.open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.open.append(tag)
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.words += data


@pytest.mark.parametrize("report", [realistic(), empty(), hostile(), *map(hostile, ATTACKS)])
def test_it_is_safe_and_whole(report: object) -> None:
    pages = [report._repr_html_(), *(each._repr_html_() for each in report.matches)]  # type: ignore[attr-defined]
    for page in pages:
        tags = Tags(page)
        assert tags.tags <= SAFE and tags.attributes <= {"class", "dir"}
        assert "url(" not in page and "@import" not in page
        for char in "\x00\x1b\x9b\u202e\u2066\ud800":
            assert char not in page
    assert len(pages[0]) < 40_000


def test_it_says_what_matters() -> None:
    words = " ".join(Tags(realistic()._repr_html_()).words.split())
    assert "share 4 passages" in words and "Shared passages, strongest first" in words and "set aside" in words
    assert realistic().articles[0].outlet in words  # type: ignore[operator]
    assert "No shared wording was found" in Tags(empty()._repr_html_()).words


def test_every_rule_of_its_style_stays_in_its_cell() -> None:
    page = realistic()._repr_html_()
    rules = page[page.index("<style>") + 7 : page.index("</style>")].strip().splitlines()
    assert rules and all(
        part.strip().startswith("div.dedup-cell") for rule in rules for part in rule.partition("{")[0].split(",")
    )


def test_a_match_marks_what_differs() -> None:
    page = realistic().matches[0]._repr_html_()
    assert "<mark>" in page or 'class="near"' in page
    assert realistic().matches[0].left.article in Tags(page).words


def test_an_explanation_is_a_page_of_a_notebook() -> None:
    report = realistic()
    explanation = explain(report, report.matches[0].id)
    assert explanation._repr_markdown_() == to_markdown(explanation)
    assert "## What it may be" in explanation._repr_markdown_()
