"""``dedup explain``: arguments, streams, files and exit codes; on a terminal of its own too."""

from __future__ import annotations

import gzip
import json
import os
import pty
import struct
import sys
import unicodedata
from fcntl import ioctl
from pathlib import Path
from subprocess import Popen
from termios import TIOCSWINSZ

import jsonschema
import pytest
from running import Run, environment

from dedup.report.explanation.json_document import schema
from dedup.report.json_reader import from_json

WORDS = (
    "the spillway is holding and there is no immediate danger to the town, but anyone living below the bridge "
    "should be ready to leave at an hour's notice"
)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A report that the pipeline made, with a match that counts and one that is set aside."""
    import dedup
    from dedup.report.json_document import to_json

    def article(id: str, outlet: str, day: int, opening: str) -> dedup.Article:
        text = (
            f"{opening} at the dam.\n\n“{WORDS[0].upper()}{WORDS[1:]},” Ines Vael, who leads the Tarn Water Board, "
            f"told The Calder Courier.\n\n{opening} again, and the valley waited."
        )
        return dedup.Article(id=id, text=text, outlet=outlet, published=f"2031-03-0{day}")

    report = dedup.audit(
        [
            article("courier", "The Calder Courier", 3, "Engineers worked through the night"),
            article("post", "The Sable Post", 5, "Lorries with sandbags stood in a queue"),
            article("post-2", "The Sable Post", 6, "Nobody slept much in the lower town"),
        ]
    )
    return to_json(report).encode()


@pytest.fixture
def report(written: bytes, tmp_path: Path) -> str:
    (tmp_path / "report.json").write_bytes(written)
    return "report.json"


def test_a_match_by_its_number_its_id_and_its_beginning(stubbed: Run, report: str, written: bytes) -> None:
    id = from_json(written).matches[0].id
    pages = {stubbed("explain", report, wanted).text for wanted in (id, id[:8], f"#{id}", id.upper())}
    assert len(pages) == 1
    page = pages.pop()
    for part in ("The words", "What it may be", "What speaks for it", "What speaks against it",
                 "What is missing", "The Calder Courier"):  # fmt: skip
        assert part in page
    assert stubbed("explain", report, "1").code == 0


def test_the_evidence_is_quoted(stubbed: Run, report: str) -> None:
    text = stubbed("explain", report, "1").text
    assert "The Sable Post has it from The Calder Courier" in text
    assert "The Sable Post names The Calder Courier: “told The Calder Courier”" in text


def test_what_was_set_aside_is_explained_too(stubbed: Run, report: str, written: bytes) -> None:
    aside = next(each for each in from_json(written).set_aside if each.reason == "same-outlet")
    ran = stubbed("explain", report, aside.match.id)
    assert ran.code == 0 and "Set aside and never counted: repeated by one outlet" in ran.text


def test_standard_input(stubbed: Run, report: str, written: bytes) -> None:
    assert stubbed("explain", "-", "1", stdin=written).text == stubbed("explain", report, "1").text


def test_json_and_markdown_in_one_run(stubbed: Run, report: str, tmp_path: Path) -> None:
    ran = stubbed("explain", report, "1", "--format", "json", "-o", "why.json", "-o", "why.md")
    assert ran.code == 0 and ran.out == b""
    assert ran.err.splitlines() == ["dedup: wrote why.json", "dedup: wrote why.md"]
    found = json.loads((tmp_path / "why.json").read_bytes())
    jsonschema.validate(found, json.loads(schema()))
    assert found["conclusion"] in (tmp_path / "why.md").read_text("utf-8")
    assert stubbed("explain", report, "1", "--format", "json").json() == found
    assert stubbed("explain", report, "1", "--format", "markdown").out == (tmp_path / "why.md").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("report.json", "zz"), "the report has no match 'zz'; "),
        (("report.json", "0"), "numbers go from 1 to 2"),
        (("report.json",), "Missing argument 'MATCH'"),
        ((), "Missing argument 'REPORT'"),
        (("none.json", "1"), "none.json: no such file"),
        ((".", "1"), "a folder; give the JSON report"),
        (("report.json", "1", "--format", "csv"), "give table or json or markdown"),
        (("report.json", "1", "-o", "why.csv"), "put --format before it (table, json, markdown)"),
        (("report.json", "1", "--format", "json", "-o", "report.json"), "an input of this very run"),
        (("-", "1"), "standard input: no JSON report"),
        (("report.json", "1", "-q", "-v"), "exclude each other"),
    ],
)
def test_mistakes_exit_2_with_one_line(stubbed: Run, report: str, arguments: tuple[str, ...], why: str) -> None:
    ran = stubbed("explain", *arguments)
    assert ran.code == 2 and ran.out == b""
    assert why in ran.err and ran.err.count("\n") == 1


def test_a_mistyped_id_is_met_with_the_nearest(stubbed: Run, report: str, written: bytes) -> None:
    id = from_json(written).matches[0].id
    ran = stubbed("explain", report, f"{id[:5]}x{id[6:]}")
    assert ran.code == 2 and f"the nearest: {id}" in ran.err


def test_an_ambiguous_beginning_lists_what_it_may_be(stubbed: Run, written: bytes, tmp_path: Path) -> None:
    found = json.loads(written)
    for number, match in enumerate(found["matches"]):
        match["id"] = f"abc{number}"
    (tmp_path / "many.json").write_text(json.dumps(found), "utf-8")
    ran = stubbed("explain", "many.json", "abc")
    assert ran.code == 2 and "abc0, abc1" in ran.err


def test_what_a_report_holds_cannot_act_on_a_terminal(stubbed: Run, written: bytes, tmp_path: Path) -> None:
    found = json.loads(written)
    evil = "\x1b]0;owned\x07\x1b[2J\u202e::error::x ##[group]<script>"
    for match in found["matches"]:
        match["id"] = evil + match["id"]
        match["verdict"]["sources"] = [{"name": evil, "probability": 0.9}]
        for entry in match["verdict"]["ledger"]:
            entry |= {"signal": entry["signal"] + evil, "trigger": evil}
    for article in found["articles"]:
        article |= {"outlet": evil + article["id"], "title": evil}
    (tmp_path / "evil.json").write_text(json.dumps(found), "utf-8")
    for form in ("table", "markdown", "json"):
        ran = stubbed("explain", "evil.json", "1", "--format", form)
        assert ran.code == 0
        assert all(char in "\n\u2068\u2069" or unicodedata.category(char) not in ("Cc", "Cf") for char in ran.text)
    ran = stubbed("explain", "evil.json", "zz\x1b[31m")
    assert ran.code == 2 and "\x1b" not in ran.err


def test_colour_is_asked_for_or_for_a_terminal(stubbed: Run, report: str) -> None:
    assert b"\x1b[" not in stubbed("explain", report, "1").out
    assert b"\x1b[" in stubbed("explain", report, "1", "--color", "always").out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_any_encoding_of_the_output(stubbed: Run, report: str, encoding: str) -> None:
    ran = stubbed("explain", report, "1", encoding=encoding)
    assert ran.code == 0 and "What speaks for it" in ran.out.decode(encoding)


@pytest.mark.parametrize("columns", [80, 160])
def test_a_terminal_is_filled_and_not_overrun(report: str, tmp_path: Path, columns: int) -> None:
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    command = [sys.executable, "-m", "dedup", "explain", report, "1"]
    with Popen(command, stdout=theirs, cwd=tmp_path, env=environment({"TERM": "xterm", "NO_COLOR": "1"})) as running:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 65536)
            except OSError:
                break
            if not more:
                break
            shown += more
        assert running.wait(60) == 0
    os.close(ours)
    lines = shown.decode().replace("\r\n", "\n").splitlines()
    assert columns // 2 < max(map(len, lines)) <= columns
    assert any(line.count("pillway") == 2 for line in lines) is (columns >= 100)


def test_the_audit_says_how_to_explain(real: Run, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    for name, opening in (("a", "Rain fell."), ("b", "Wind blew.")):
        (texts / f"{name}.txt").write_text(f"{opening}\n\n{WORDS[0].upper()}{WORDS[1:]}.\n", "utf-8")
    shown = real("audit", "texts", "--format", "json", "-o", "report.json", "--format", "table").text
    hint = next(line for line in shown.splitlines() if "dedup explain" in line)
    assert hint.split("   ")[0].split() == ["dedup", "explain", "report.json", "1"]
    assert real(*hint.split("   ")[0].split()[1:]).code == 0


def test_a_negative_number_names_no_match(stubbed: Run, report: str) -> None:
    ran = stubbed("explain", report, "-1")
    assert ran.code == 2 and "-1 names no match; their numbers go from 1" in ran.err
    assert "the report has no match '-1'" in stubbed("explain", report, "--", "-1").err


def test_weights_are_shown_on_request(stubbed: Run, report: str) -> None:
    usual, asked = stubbed("explain", report, "1").text, stubbed("explain", report, "1", "--weights").text
    assert "attribution.other-outlet: left-to-right +" in asked and "attribution.other-outlet" not in usual
    assert "left-to-right" not in usual


def test_a_report_of_a_newer_minor_version_is_read_and_told(stubbed: Run, written: bytes, tmp_path: Path) -> None:
    (tmp_path / "newer.json").write_text(json.dumps(json.loads(written) | {"schema_version": "1.7"}), "utf-8")
    ran = stubbed("explain", "newer.json", "1")
    assert ran.code == 0 and "newer.json: its schema version is 1.7, this dedup reads 1.0" in ran.err
    assert stubbed("explain", "newer.json", "1", "--quiet").err == ""


def test_a_compressed_report_is_read(stubbed: Run, report: str, written: bytes, tmp_path: Path) -> None:
    (tmp_path / "report.json.gz").write_bytes(gzip.compress(written))
    assert stubbed("explain", "report.json.gz", "1").text == stubbed("explain", report, "1").text
    assert stubbed("explain", "-", "1", stdin=gzip.compress(written)).code == 0
