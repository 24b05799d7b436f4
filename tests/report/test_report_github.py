"""Workflow commands that say what they should and no others, and a job summary that GitHub takes."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from checks import checked_of, inert, telegram_and_courier, texts
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from samples import ATTACKS, COURIER, TELEGRAM, empty, hostile, realistic

from dedup.cli.look import Look
from dedup.cli.messages import Messages
from dedup.cli.outputs import Output
from dedup.cli.writing import write_checked
from dedup.errors import OutputError
from dedup.gate import Checked
from dedup.model import Report
from dedup.report import Stream, checked_pieces
from dedup.report.job_summary import MOST_BYTES, job_summary

# actions/runner: the name, properties without a colon pair, and the message.
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::(.*)")


def written(checked: Checked, said: list[str] | None = None, encoding: str = "utf-8") -> str:
    tell = (said if said is not None else []).append
    return "".join(checked_pieces(checked, "github", Stream(folder="/desk", tell=tell, encoding=encoding)))


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """As the runner reads them."""
    found = []
    for line in text.splitlines():
        command = COMMAND.fullmatch(line)
        assert command, line
        properties = dict(each.split("=", 1) for each in command[2].split(","))
        found.append((command[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(command[3])))
    return found


def unescaped(text: str) -> str:
    for escape, char in (("%3A", ":"), ("%2C", ","), ("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        text = text.replace(escape, char)
    return text


def many(number: int, rule_source: int = 1) -> Report:
    report = realistic()
    return replace(
        report, matches=tuple(replace(report.matches[rule_source], id=f"{n:04x}") for n in range(number)), skipped=()
    )


def test_the_annotations_of_a_check() -> None:
    notice, unread, copied, reused = commands(written(telegram_and_courier()))
    assert notice == (
        "notice",
        {"title": "dedup"},
        "Failed: 1 of 2 articles; 2 findings that fail, 1 accepted by the baseline, 1 input not read.",
    )
    assert unread[0] == "error"
    assert unread[2] == "Not read: news/2031-03/broken.jsonl:17: not UTF-8 at byte 88."
    level, properties, message = copied
    assert level == "error"
    assert properties == {
        "title": "One article probably has this wording from the other (dedup/copied)",
        "file": TELEGRAM,
        "line": "19",
        "endLine": "19",
        "col": "6",
    }
    assert message.startswith("Shares 92 words with The Calder Courier (article ")
    assert "Reuse: Telegram from The Calder Courier, 81% likely, no credit found." in message
    assert reused[0] == "error"
    assert reused[1]["line"] == "1"


def test_accepted_findings_are_no_annotations() -> None:
    assert "Northmoor" not in written(telegram_and_courier())


def test_no_columns_where_a_passage_has_several_lines() -> None:
    articles = texts(realistic(), (TELEGRAM,))
    article = articles[TELEGRAM]
    articles[TELEGRAM] = replace(article, text=article.text[:950] + "\n" + article.text[951:])
    properties = commands(written(checked_of(realistic(), (TELEGRAM,), articles=articles)))[2][1]
    assert {key: properties[key] for key in properties if key not in ("title", "file")} == {
        "line": "19",
        "endLine": "20",
    }


@pytest.mark.parametrize(
    ("source", "fail_on", "level", "shown"),
    [(1, "copied", "error", 10), (1, "none", "warning", 10), (0, "none", "notice", 9)],
)
def test_ten_of_a_kind_and_a_count(source: int, fail_on: str, level: str, shown: int) -> None:
    said: list[str] = []
    found = commands(written(checked_of(many(30, source), (TELEGRAM, COURIER), fail_on), said))  # type: ignore[arg-type]
    assert [each[0] for each in found] == ["notice"] + [level] * shown
    assert f"{shown} of 30 findings shown, the worst first" in found[0][2]
    assert said == [
        f"github: {shown} of 30 findings shown, the worst first: GitHub shows 10 annotations of a kind in a step"
    ]


def test_an_error_for_inputs_counts_among_the_ten() -> None:
    report = replace(many(30), skipped=realistic().skipped)
    found = commands(written(checked_of(report, (TELEGRAM,), "copied")))
    assert [each[0] for each in found] == ["notice"] + ["error"] * 10


def test_ten_findings_are_all_shown() -> None:
    said: list[str] = []
    assert len(commands(written(checked_of(many(10), (TELEGRAM,)), said))) == 11
    assert said == []


@given(st.text() | st.sampled_from(ATTACKS), st.sampled_from(["utf-8", "ascii"]))
def test_any_text_gives_these_commands_and_no_other(text: str, encoding: str) -> None:
    report = hostile(text)
    checked = checked_of(report, [each.id for each in report.articles], "any")
    raw = written(checked, encoding=encoding)
    raw.encode(encoding)
    found = commands(raw)
    assert len(found) == 2 + len(checked.findings)
    assert "##[" not in raw
    assert all(inert(each[2]) for each in found)
    assert all(set(each[1]) <= {"title", "file", "line", "endLine", "col"} for each in found)


def test_nothing_new_is_one_notice() -> None:
    assert written(checked_of(empty(), ())) == "::notice title=dedup::Passed: 0 articles; 0 findings that fail.\n"


def test_what_was_not_read_is_no_pass() -> None:
    checked = checked_of(replace(realistic(), matches=()), (TELEGRAM,))
    assert commands(written(checked))[0][2] == "Incomplete: 1 article; 0 findings that fail, 1 input not read."
    assert job_summary(checked)[0].startswith("## Shared wording: incomplete\n")


def test_the_job_summary() -> None:
    text, note = job_summary(telegram_and_courier(), folder="/desk")
    assert note is None
    assert text.startswith("## Shared wording: failed\n\nFailed: 1 of 2 articles;")
    tables = [token.type for token in MarkdownIt("gfm-like", {"linkify": False}).parse(text)].count("tr_open")
    assert tables == 3
    assert "- news/2031-03/broken.jsonl:17: not UTF-8 at byte 88\n" in text
    assert "--prune-baseline takes out what is gone from articles that are looked at." in text
    assert job_summary(checked_of(empty(), ()))[0].startswith("## Shared wording: passed\n")


@given(st.sampled_from(ATTACKS) | st.text(), st.integers(0, 12_000))
def test_a_job_summary_keeps_to_its_room_and_is_one_table(text: str, room: int) -> None:
    report = hostile(text)
    checked = checked_of(report, [each.id for each in report.articles], "any")
    summary, note = job_summary(checked, room, "/desk")
    assert len(summary.encode()) <= room
    rows = [line for line in summary.splitlines() if re.match(r"\| \d", line)]
    assert (len(rows) < len(checked.findings)) == (note is not None)
    if summary and note is not None:
        assert note in summary
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(summary)
    assert [token.type for token in tokens].count("td_open") == 5 * len(rows)
    assert {token.tag for token in tokens if token.type == "heading_open"} <= {"h2"}
    assert not any(token.type in ("html_block", "fence", "code_block") for token in tokens)


def test_a_large_check_fits_into_the_job_summary() -> None:
    text, note = job_summary(checked_of(many(400), (TELEGRAM,)), 100_000)
    assert 97_000 < len(text.encode()) <= 100_000
    assert note is not None
    assert f"\n{note}.\n" in text


def test_the_summary_is_added_to_what_a_runner_has(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary, out = tmp_path / "summary.md", tmp_path / "out.txt"
    summary.write_text("earlier\n")
    planned = (Output(format="github", path=str(out)),)
    write_checked(
        telegram_and_courier(), planned, Look(color="auto"), Messages(), {"GITHUB_STEP_SUMMARY": str(summary)}
    )
    assert summary.read_text("utf-8").startswith("earlier\n\n## Shared wording: failed\n")
    assert len(out.read_text("utf-8").splitlines()) == 4


def test_the_summary_leaves_room_for_what_is_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = tmp_path / "summary.md"
    for before in (MOST_BYTES - 1500, MOST_BYTES + 5):
        summary.write_bytes(b"x" * before)
        planned = (Output(format="github", path=str(tmp_path / "out.txt")),)
        environ = {"GITHUB_STEP_SUMMARY": str(summary)}
        write_checked(checked_of(many(50), (TELEGRAM,)), planned, Look(color="auto"), Messages(), environ)
        assert summary.stat().st_size <= max(MOST_BYTES, before + 1)
        assert "job summary: " in capsys.readouterr().err


def test_the_summary_comes_only_with_the_format_and_where_it_is_asked_for(tmp_path: Path) -> None:
    for form, environ in (
        ("sarif", {"GITHUB_STEP_SUMMARY": str(tmp_path / "s.md")}),
        ("github", {}),
        ("github", {"GITHUB_STEP_SUMMARY": ""}),
    ):
        planned = (Output(format=form, path=str(tmp_path / "out")),)
        write_checked(telegram_and_courier(), planned, Look(color="auto"), Messages(quiet=True), environ)
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_summary_that_cannot_be_written_is_an_error_and_the_rest_is_written(tmp_path: Path) -> None:
    planned = (Output(format="github", path=str(tmp_path / "out")),)
    environ = {"GITHUB_STEP_SUMMARY": str(tmp_path)}
    with pytest.raises(OutputError, match="GITHUB_STEP_SUMMARY"):
        write_checked(telegram_and_courier(), planned, Look(color="auto"), Messages(quiet=True), environ)
    assert (tmp_path / "out").exists()
