"""What a terminal shows of real articles, kept page by page: python -m pytest tests/report --update-snapshots."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pages
import pytest
from rich.cells import cell_len

from dedup.report import Stream

KEPT = Path(__file__).parent / "snapshots"
LooksLike = Callable[[str, Path], None]


@pytest.mark.parametrize("name", sorted(pages.everything()))
def test_the_page_looks_as_it_did(name: str, looks_like: LooksLike) -> None:
    looks_like(pages.everything()[name], KEPT / name)


def test_no_page_is_kept_that_nobody_compares() -> None:
    assert {path.name for path in KEPT.iterdir()} == set(pages.everything())


@pytest.mark.parametrize("width", pages.WIDTHS)
@pytest.mark.parametrize("name", pages.PAGES)
def test_no_line_is_wider_than_the_terminal(name: str, width: int) -> None:
    assert max(map(cell_len, pages.page(name, width).splitlines())) <= width


def test_pages_are_the_same_at_another_place_and_time() -> None:
    elsewhere = {
        "TZ": "Pacific/Auckland", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "4711", "NO_COLOR": "1",
        "COLUMNS": "33", "TERM": "dumb", "PYTHONUTF8": "0",
    }  # fmt: skip
    ran = subprocess.run(
        [sys.executable, pages.__file__], env={**os.environ, **elsewhere}, cwd="/", capture_output=True, check=True
    )
    assert json.loads(ran.stdout) == pages.everything()


@pytest.mark.parametrize("name", pages.PAGES)
def test_off_a_terminal_nothing_is_left_out_and_nothing_is_a_link(name: str) -> None:
    # A comparison of a line with a long article would be that article.
    text = pages.PAGES[name](Stream(color=True, links=True, folder=pages.FOLDER, full=name == "compare"))
    assert "\x1b]8;" not in text and "…]" not in text and "…]" not in text and "more; --limit" not in text


def test_a_comparison_off_a_terminal_is_of_the_passages_unless_both_texts_are_asked_for() -> None:
    short, whole = (pages.PAGES["compare"](Stream(full=full)) for full in (False, True))
    passages = [line for line in short.splitlines() if line.startswith("   │ ")]
    assert passages and not any("words …]" in line for line in passages)
    assert [line for line in whole.splitlines() if line.startswith("   │ ")] == passages
    assert "words …]" in short and "words …]" not in whole and len(short) < len(whole)
    assert re.search(r"--full +both texts whole", short) and "--full" not in whole


def test_both_ends_of_a_moved_passage_are_found_by_its_number() -> None:
    for width in pages.WIDTHS:
        lines = pages.page("compare", width).splitlines()
        places = {"in B it stands": "A", "compared at its place in A,": "B"}
        ends = [re.match(rf" *(\d+)  moved: ({'|'.join(places)}) behind \d+", line) for line in lines]
        found = [(each[1], places[each[2]]) for each in ends if each]
        assert found, "the articles were chosen for it"
        assert sorted(found) == sorted({(number, side) for number, _ in found for side in "AB"})
