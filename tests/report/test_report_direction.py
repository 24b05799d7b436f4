"""Text that runs from right to left is set apart from its neighbours, whole passages at a time."""

from __future__ import annotations

import re

import pytest
from at_terminal import render_table
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from samples import article, match, verdict

from dedup.model import Report
from dedup.report import escape
from dedup.report.markdown import to_markdown

FSI, PDI = "\u2068", "\u2069"
LEFT = "حملنا كل كتاب إلى الخارج بأيدينا وظللنا إحدى عشرة ليلة نجفف الصفحات تحت مصابيح أعارنا إياها الجيران"
RIGHT = "حملنا جميع الكتب إلى الخارج بأيدينا وظللنا إحدى عشرة ليلة نجفف الصفحات تحت مصابيح أعارنا إياها أهل الحي"


def arabic(left: str = LEFT, right: str = RIGHT, outlet: str = "النهار") -> Report:
    articles = (article("a", outlet, None, 90), article("b", "Meridian", None, 80))
    found = match("1" * 12, ("a", 10, left), ("b", 20, right), verdict({"undetermined": 0.5, "common-source": 0.5}))
    return Report(
        schema_version="1.0",
        settings={},
        articles=articles,
        matches=(found,),
        set_aside=(),
        article_pairs=(),
        outlet_flows=(),
        clusters=(),
        skipped=(),
        stats={},
    )


def depth_is_right(line: str) -> bool:
    """Isolates open and close in order, one at a time."""
    marks = "".join(char for char in line if char in (FSI, PDI))
    return re.fullmatch(f"(?:{FSI}{PDI})*", marks) is not None


@pytest.mark.parametrize("width", [50, 80, 120, 160, None])
@pytest.mark.parametrize("color", [False, True])
def test_every_line_of_a_passage_is_set_apart_on_a_terminal(width: int | None, color: bool) -> None:
    shown = render_table(arabic(), width=width, color=color)
    lines = shown.splitlines()
    assert all(map(depth_is_right, lines))
    for line in lines:
        outside = re.sub(f"{FSI}[^{PDI}]*{PDI}", "", line)
        assert not escape.runs_right_to_left(outside), line
        assert width is None or cell_len(re.sub(r"\x1b\[[0-9;]*m", "", line)) <= width


def test_a_passage_is_one_isolate_whatever_differs_in_it() -> None:
    (line,) = (line for line in render_table(arabic(), width=None, color=False).splitlines() if "كل كتاب" in line)
    name, passage = re.findall(f"{FSI}([^{PDI}]*){PDI}", line)
    assert name == "النهار"
    assert passage.startswith("حملنا [-كل كتاب-] إلى الخارج") and passage.endswith("[-الجيران-]")


def test_an_encoding_without_isolates_goes_without() -> None:
    shown = render_table(arabic(), width=80, color=False, encoding="cp1256")
    assert FSI not in shown and "u2068" not in shown
    assert "النهار" in shown
    assert "u2068" not in render_table(arabic(), width=80, color=False, encoding="ascii")


def test_text_from_left_to_right_gets_no_marks() -> None:
    plain = arabic(left="Nobody had ever seen the spillway run", right="Nobody ever saw the spillway run", outlet="Tag")
    assert FSI not in render_table(plain, width=80, color=False)
    assert "&#8296;" not in to_markdown(plain)


def test_markdown_isolates_names_and_whole_passages() -> None:
    shown = to_markdown(arabic())
    assert "> **&#8296;النهار&#8297;**: &#8296;حملنا **كل كتاب** إلى" in shown
    assert "| a | &#8296;النهار&#8297; |" in shown
    assert FSI not in shown and PDI not in shown
    assert shown.count("&#8296;") == shown.count("&#8297;")


@pytest.mark.parametrize("text", ["שלום", "سلام", "abc ש", "٣٤", "ދިވެހި"])
def test_right_to_left_scripts_and_digits_are_known(text: str) -> None:
    assert escape.isolated(text) == f"{FSI}{text}{PDI}"
    assert escape.markdown_isolated(text) == f"&#8296;{text}&#8297;"


@given(st.text(st.characters(), max_size=40))
def test_isolates_from_outside_close_nothing(text: str) -> None:
    shown = escape.isolated(escape.terminal_text(text + "ש" + PDI + "ש"))
    assert shown.startswith(FSI) and shown.endswith(PDI)
    assert shown.count(FSI) == shown.count(PDI) == 1
