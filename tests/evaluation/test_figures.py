"""The tables that go into the documentation, and the one that the PAN run prints."""

from __future__ import annotations

from pathlib import Path

import figures
import pytest
from quality_tables import pan_table
from rich.console import Console
from test_external import data  # noqa: F401  a fixture

from dedup.evaluation import Aligned, score_pan
from dedup.model import Span


def rows(table: str) -> list[list[str]]:
    lines = [line for line in table.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


@pytest.mark.usefixtures("data")
def test_the_families_stand_side_by_side() -> None:
    table = figures.scissors_table(figures.measured("scissors", None, None))
    assert rows(table)[0] == ["", "`flood`"]
    assert ["pairs of reprints found", "1 of 1"] in rows(table)
    assert "4 items audited" in table
    assert "outside the families: 1." in table


@pytest.mark.usefixtures("data")
def test_near_copies_by_the_number_of_documents() -> None:
    table = rows(figures.mccormick_table(figures.measured("mccormick", None, None)))
    assert [row[:6] for row in table[2:]] == [
        ["1,000", "1", "1", "1", "1.000", "1.000"],
        ["2,500", "1", "1", "1", "1.000", "1.000"],
    ]


@pytest.mark.parametrize("what", ["scissors", "mccormick"])
def test_without_the_data_it_says_what_is_wanted(what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DEDUP_DATA", raising=False)
    with pytest.raises(SystemExit, match="DEDUP_DATA"):
        figures.measured(what, None, None)


def test_a_measured_table_takes_its_place_on_the_page(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- figures: mccormick -->\nold\n<!-- end -->\nafter\n")
    each = {"truth": 10, "found": 9, "reported": 9, "precision": 1.0, "recall": 0.9, "seconds": 1.25}
    stored = {"mccormick": {"date": "2031-01-01", "machine": "2 cores", "figures": {"1000": each}}}
    text = figures.rendered(page, stored)
    assert "| 1,000 | 10 | 9 | 9 | 1.000 | 0.900 | 1.2 s |" in text
    assert "old" not in text


def test_a_pan_run_says_how_long_it_took_and_how_many_pairs_a_second() -> None:
    case = Aligned(left=Span(0, 9), right=Span(0, 9))
    scores = {"all": score_pan({("a", "b"): [case], ("c", "d"): []}, {("a", "b"): [case]})}
    console = Console(width=140)
    with console.capture() as captured:
        pan_table(console, scores, "pan: 2 pairs", 2, 0.5)
    assert "4.0 pairs a second" in captured.get()
