"""The report that people see first."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import pytest
from rich.cells import cell_len
from samples import ATTACKS, empty, hostile, realistic
from test_report_escape import inert

from dedup.model import Report
from dedup.report.terminal import render

ANSI = re.compile(r"\x1b\[[0-9;]*m")


def lines_of(report: Report, width: int | None = None, **options: object) -> list[str]:
    return render(report, width=width, color=False, **options).splitlines()  # type: ignore[arg-type]


def flowed(text: str) -> str:
    return " ".join(text.split())


def test_the_first_lines_say_who_shares_what_how_much_and_how_sure() -> None:
    first, second, third = lines_of(realistic())[:3]
    assert first == "5 articles from 5 outlets share 4 passages (147 shared words)."
    assert second.startswith("Strongest: The Calder Courier ↔ Telegram, 92 words, near-verbatim.")
    assert second.endswith("Sure that wording is shared: 71% to >99%.")
    assert third.startswith("Likely reuse: 1 from one article to another (Telegram from The Calder Courier), ")
    assert third.endswith("2 from a common source (Tarn Water Board), 1 undetermined.")


def test_sections_come_in_order() -> None:
    heads = [line for line in lines_of(realistic())[3:] if line and not line.startswith(" ")]
    assert [re.sub(r" \(.*", "", head) for head in heads] == [
        "Articles read",
        "Overlap between articles",
        "Overlap between outlets",
        "Shared passages, strongest first",
        "Set aside",
        "Skipped",
        "Next",
    ]


def test_articles_say_what_was_inferred_and_overlap_goes_both_ways() -> None:
    text = "\n".join(lines_of(realistic()))
    assert re.search(r"herald/dam +Harbour Herald +2031-03-05 – 06 +inferred +436", text)
    assert re.search(r"0417 +Telegram \(inferred\) +2031-03-04 21:15 +given +312", text)
    assert re.search(r"Calder Courier +Telegram +1 +92 +17% +31% +1st → 2nd 92", text)
    assert "news/2031-03/broken.jsonl:17: not UTF-8 at byte 88" in text
    assert "in 7 articles" in text


@pytest.mark.parametrize("width", [40, 80, 100, 160])
@pytest.mark.parametrize("report", [realistic(), hostile(), empty()], ids=["realistic", "hostile", "empty"])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_no_line_is_wider_than_the_terminal(report: Report, width: int, encoding: str) -> None:
    assert max(cell_len(line) for line in lines_of(report, width, encoding=encoding)) <= width


def test_differences_are_marked_by_characters_without_colour() -> None:
    text = flowed(render(realistic(), width=None, color=False))
    assert "there [-is-] no immediate danger" in text
    assert "~everyone~ {+who+} ~lives~ below" in text
    assert "<Because of this> nobody will pay ~one penny~ more" in text
    assert "villages [-for a week-]. The board" in text


def test_colour_marks_the_same_words_by_style_and_changes_no_character() -> None:
    plain, colored = (render(realistic(), width=80, color=color) for color in (False, True))
    assert "\x1b[" not in plain
    assert "{+who+}" not in colored
    assert re.search(r"\x1b\[1;4m\x1b\[33mwho|\x1b\[1;4;33mwho", colored)
    assert ANSI.sub("", colored).count("drinking water") == 2
    assert inert(ANSI.sub("", colored), but="\n")


def test_long_passages_lose_equal_words_on_a_terminal_unless_asked_for_in_full() -> None:
    short, full, piped = (
        flowed(render(realistic(), width=width, color=False, full=full))
        for width, full in ((160, False), (160, True), (None, False))
    )
    assert "words …]" in short
    assert "words …]" not in full
    assert "its earth core has been watched by a grid of pressure gauges since a seepage" in piped


def test_sides_stand_next_to_each_other_where_there_is_room() -> None:
    assert any("Nobody will pay" in line and "nobody will pay" in line for line in lines_of(realistic(), 160))
    assert not any("Nobody will pay" in line and "nobody will pay" in line for line in lines_of(realistic(), 80))


def test_the_limit_cuts_and_says_how_much() -> None:
    report = dataclasses.replace(realistic(), matches=realistic().matches * 10)
    shown = render(report, width=80, color=False, limit=3)
    assert "  3  " in shown
    assert "  4  " not in shown
    assert "… and 37 more; --limit 0 shows all" in shown
    assert " 40  " in render(report, width=80, color=False, limit=0)


def test_off_a_terminal_no_cell_is_folded_or_cut() -> None:
    text = "\n".join(lines_of(realistic()))
    assert "long-read-the-valley-that-was-told-to-leave-by-nightfall" in text
    assert max(map(len, text.splitlines())) > 200


def test_undetermined_names_the_two_best() -> None:
    text = flowed(render(realistic(), width=None, color=False))
    assert "undetermined: common source, not named (44%) or reuse: Harbour Herald from Northmoor Gazette (41%)" in text
    assert "common source: Tarn Water Board, 86% likely why (attribution): Tarn Water Board: “the Tarn" in text


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("width", [80, None])
@pytest.mark.parametrize("encoding", ["utf-8", "ascii", "cp1252"])
def test_text_from_outside_never_acts(attack: str, width: int | None, encoding: str) -> None:
    plain = render(hostile(attack), width=width, color=False, encoding=encoding)
    plain.encode(encoding)
    assert inert(plain, but="\n")
    assert "##[" not in plain
    assert not any(line.lstrip().startswith("::") for line in plain.splitlines())
    colored = render(hostile(attack), width=width, color=True, encoding=encoding)
    assert inert(ANSI.sub("", colored), but="\n")


def test_markup_is_shown_as_it_stands() -> None:
    assert "[bold]x[/foo] [link=file:///etc/passwd]y[/link] :smile:" in "\n".join(lines_of(hostile(ATTACKS[1])))


def test_an_empty_report_says_so() -> None:
    assert lines_of(empty(), 80)[0] == "No shared wording was found in 0 articles."


def test_the_environment_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    before = render(realistic(), width=80, color=True)
    for name, value in {"NO_COLOR": "1", "COLUMNS": "33", "TERM": "dumb", "FORCE_COLOR": "1"}.items():
        monkeypatch.setenv(name, value)
    assert render(realistic(), width=80, color=True) == before


def test_rich_loads_only_for_the_terminal() -> None:
    code = (
        "import sys; from samples import realistic; from dedup.report import FORMATS, render\n"
        "for name in FORMATS:\n"
        "    if name != 'table': render(realistic(), name)\n"
        "assert 'rich' not in sys.modules; render(realistic(), 'table'); assert 'rich' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})
