"""Exit codes, and the one line that goes with them."""

from __future__ import annotations

import errno
import json
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from running import STUB, Run, environment

from dedup.ingest.formats import COMPRESSIONS, FORMATS


def test_a_clean_audit(stubbed: Run, articles: Path) -> None:
    ran = stubbed("audit", "articles")
    assert ran.code == 0
    assert "2 articles" in ran.text
    assert ran.err == ""


@pytest.mark.parametrize(
    "arguments, told",
    [
        ((), "Commands:"),
        (("audit",), "PATH"),
        (("frobnicate",), "No such command 'frobnicate'; try 'dedup --help'"),
        (("audti",), "No such command 'audti'. Did you mean 'audit'? Try 'dedup --help'"),
        (("audit", "articles", "--formatt", "json"), "Did you mean '--format'? Try 'dedup audit --help'"),
        (("config",), "Commands:"),
        (("audit", "articles", "--frobnicate"), "--frobnicate"),
        (("audit", "nowhere"), "nowhere: there is no such file"),
        (("audit", "articles", "--metadata", "nowhere.csv"), "nowhere.csv"),
        (
            ("audit", "articles", "--min-confidence", "2"),
            "--min-confidence: '2' is not allowed; give a number from 0 to 1",
        ),
        (("audit", "articles", "--min-confidence", "nan"), "--min-confidence"),
        (("audit", "articles", "--min-words", "9" * 5000), "--min-words"),
        (("audit", "articles", "--level", "word"), "give passage or article"),
        (("audit", "articles", "--limit", "-1"), "--limit"),
        (("audit", "articles", "--limit", "5", "--brief"), "--brief and --limit exclude each other"),
        (("audit", "articles", "--limit", "5", "--all"), "--all and --limit exclude each other"),
        (("audit", "articles", "--format", "xml"), "give table or json"),
        (("audit", "articles", "--color", "blue"), "--color"),
        (("audit", "articles", "-q", "-v"), "exclude each other"),
        (("audit", "articles", "--format", "json", "--format", "csv"), "two reports for standard output"),
        (("audit", "articles", "-o", "x.json", "-o", "./x.json"), "given twice"),
        (("audit", "articles", "-o", "nowhere/x.json"), "there is no folder"),
        (("audit", "articles", "--column", "body"), "--column body: give FIELD=COLUMN"),
        (("audit", "articles", "--column", "author=by"), "FIELD being one of id, text"),
        (("audit", "articles", "--column", "text=a", "--column", "text=b"), "--column text=… is given 2 times"),
        (("audit", "articles", "--level", "article", "--engine", "spark", "--numbered"), "leave out --column"),
        (("compare", "a", "b", "--index", "x.dedup", "--column", "text=body"), "--column and --numbered"),
        (("render", "report.json", "--column", "text=body"), "name the files of the articles"),
        (("render", "report.json", "--numbered"), "name the files of the articles"),
        (("filter", "a.jsonl", "-o", "b.jsonl", "--column", "outlet=site"), "count here: id, text, published"),
        (("audit", "articles", "-o", "articles"), "-o articles: a folder, not a file"),
        (("audit", "articles", "--format", "json", "-o", "articles"), "a folder, not a file"),
        (("audit", "articles", "--format", "json", "-o", ""), "the name of a file"),
        (("compare", "articles/a.txt"), "Missing argument 'B'"),
        (("compare", "-", "-"), "standard input"),
        (("compare", "articles", "articles/a.txt"), "holds 2 articles"),
        (("compare", "articles/a.txt", "nowhere"), "nowhere"),
        (("config", "show", "--workers", "many"), "--workers"),
    ],
)
def test_wrong_usage(stubbed: Run, articles: Path, arguments: tuple[str, ...], told: str) -> None:
    ran = stubbed(*arguments)
    assert (ran.code, ran.out) == (2, b"")
    assert told in ran.err


def test_messages_of_errors_are_one_short_line(stubbed: Run, articles: Path) -> None:
    ran = stubbed("audit", "articles", "--min-words", "9" * 5000)
    assert ran.err.count("\n") == 1
    assert len(ran.err) < 300


def test_a_wrong_option_names_the_way_to_the_help(stubbed: Run) -> None:
    assert stubbed("audit").err == "dedup: error: Missing argument 'PATH...'; try 'dedup audit --help'\n"


@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "graphml", "dot", "network-json"])
def test_an_empty_folder_has_no_articles_and_a_valid_report(stubbed: Run, tmp_path: Path, form: str) -> None:
    (tmp_path / "empty").mkdir()
    ran = stubbed("audit", "empty", "--format", form)
    assert ran.code == 2
    assert "no articles" in ran.err
    if form == "json":
        assert ran.json()["articles"] == []
    assert bool(ran.out) is (form not in ("table", "markdown"))


def test_no_articles_says_where_it_looked_and_what_it_reads(stubbed: Run, tmp_path: Path) -> None:
    for name in ("empty", "bare"):
        (tmp_path / name).mkdir()
    (tmp_path / "empty" / "notes.xyz").write_text("some words", "utf-8")
    ran = stubbed("audit", "empty", "bare", "--format", "table", "--format", "json", "-o", "r.json")
    assert (ran.code, ran.out) == (2, b"")
    assert (
        "error: no articles in empty, bare; read are files ending in .txt, .jsonl, .ndjson, .json, .csv, .tsv, "
        in ran.err
    )
    assert json.loads((tmp_path / "r.json").read_bytes())["articles"] == []
    assert "a0, a1, a2 and 1 more;" in _looked(stubbed, tmp_path, 4)


def _looked(stubbed: Run, folder: Path, number: int) -> str:
    names = [f"a{each}" for each in range(number)]
    for name in names:
        (folder / name).mkdir()
    return stubbed("audit", *names).err


def test_the_help_names_the_endings_that_are_read(stubbed: Run) -> None:
    named = stubbed("audit", "--help").text.partition("a file (")[2].partition(")")[0]
    assert re.findall(r"\.[a-z]+", named) == [*FORMATS, *COMPRESSIONS]


def test_the_help_says_what_quotations_need(stubbed: Run) -> None:
    for command in ("audit", "compare"):
        assert "quotations marked on both sides need half" in " ".join(stubbed(command, "--help").text.split())


def test_a_skipped_input_fails_the_run_but_not_the_report(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "some words of text"}\n{"id": "b", "text": null}\n')
    ran = stubbed("audit", "in.jsonl", "--format", "json")
    assert ran.code == 2
    assert [item["id"] for item in ran.json()["articles"]] == ["a"]
    assert [item["line"] for item in ran.json()["skipped"]] == [2]
    assert "skipped in.jsonl:2: text is null" in ran.err
    assert "1 input was skipped" in ran.err and "--allow-skipped" in ran.err


def test_the_first_skipped_input_stands_beside_a_long_report_too(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "some words of text"}\n{"id": "b"}\n{"id": "c"}\n')
    ran = stubbed("audit", "in.jsonl")
    assert ran.code == 2 and "in.jsonl:3: text is missing" in ran.text
    assert "skipped in.jsonl:2: text is missing; and 1 more\n" in ran.err and "in.jsonl:3" not in ran.err
    ran = stubbed("audit", "in.jsonl", "--format", "json", "-o", "r.json")
    assert "in.jsonl:3: text is missing\n" in ran.err and "more" not in ran.err


def test_metadata_about_none_of_the_articles_is_a_skipped_input(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,outlet\nx,The Meridian\ny,Vesta 9\n", "utf-8")
    ran = stubbed("audit", "articles", "--metadata", "m.csv", "-q")
    assert ran.code == 2 and "1 input was skipped" in ran.err
    said = "no row of it is about an article that was read: it has ids such as 'x', the articles such as 'a'"
    assert f"m.csv: {said}" in ran.text
    assert stubbed("audit", "articles", "--metadata", "m.csv", "-q", "--allow-skipped").code == 0
    ran = stubbed("compare", "articles/a.txt", "articles/b.txt", "--metadata", "m.csv")
    assert (ran.code, ran.out) == (2, b"") and f"error: m.csv: {said}" in ran.err


def test_compare_takes_metadata_about_one_side(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("id,outlet\nb,The Meridian\n", "utf-8")
    ran = stubbed("compare", "articles/a.txt", "articles/b.txt", "--metadata", "m.csv", "--format", "json")
    assert ran.code == 0
    assert [each["outlet"] for each in ran.json()["articles"]] == [None, "The Meridian"]


def test_a_quiet_report_tells_of_dates_that_cannot_be_read(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "some words of text", "published": "16.04.2023"}\n')
    ran = stubbed("audit", "in.jsonl", "-q")
    assert (ran.code, ran.err) == (0, "")
    assert "Dates that could not be read (1)" in ran.text and "a: published “16.04.2023”" in ran.text
    (found,) = stubbed("audit", "in.jsonl", "-q", "--format", "json").json()["articles"]
    assert (found["published"], found["extra"]) == (None, {"published": "16.04.2023"})


def test_allow_skipped_relaxes_it(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "a", "text": "some words of text"}\n{"id": "b", "text": null}\n')
    ran = stubbed("audit", "in.jsonl", "--format", "json", "--allow-skipped")
    assert ran.code == 0
    assert len(ran.json()["skipped"]) == 1
    assert "1 input was skipped" in ran.err
    assert stubbed("audit", "in.jsonl", "--allow-skipped", "-q").err == ""


def test_allow_skipped_does_not_excuse_nothing_at_all(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(b'{"id": "b", "text": null}\n')
    ran = stubbed("audit", "in.jsonl", "--allow-skipped", "--format", "json")
    assert ran.code == 2 and "no articles" in ran.err
    assert len(ran.json()["skipped"]) == 1


def test_one_id_for_two_texts(stubbed: Run, tmp_path: Path) -> None:
    lines = [json.dumps({"id": "a", "text": text}) for text in ("some words", "other words")]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), "utf-8")
    ran = stubbed("audit", "in.jsonl")
    assert (ran.code, ran.out) == (2, b"")
    assert "'a'" in ran.err


def test_what_nobody_expected(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("RAISE the alarm", "utf-8")
    ran = stubbed("audit", "a.txt", "--format", "json", "-o", "x.json")
    assert ran.code == 2
    assert ran.err == (
        "dedup: internal error: ValueError: cannot cope with a\\x1b[31m; rerun with --debug for the traceback\n"
    )
    assert not (tmp_path / "x.json").exists()


def test_a_full_disk_of_temporary_files_is_told(stubbed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "in.jsonl").write_text('{"id": "a", "text": "some words of text"}', "utf-8")

    def full(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("dedup.filtering.filter_files", full)
    monkeypatch.setattr("dedup.filtering.filter.filter_files", full)
    ran = stubbed("filter", "in.jsonl", "-o", "out.jsonl")
    said = "dedup: error: no space is left for an output, or for temporary files in "
    assert ran.code == 2 and ran.err.startswith(said) and "internal" not in ran.err


def test_debug_shows_the_traceback(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("RAISE the alarm", "utf-8")
    ran = stubbed("audit", "a.txt", "--debug")
    assert ran.code == 2
    assert "Traceback" in ran.err and "stub_pipeline.py" in ran.err
    assert "\x1b" not in ran.err


def test_an_interrupt_inside(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("INTERRUPT me", "utf-8")
    ran = stubbed("audit", "a.txt")
    assert (ran.code, ran.out, ran.err) == (130, b"", "dedup: interrupted\n")


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for another process")
def test_an_interrupt_from_the_keyboard(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("WAIT for it", "utf-8")
    command = [sys.executable, str(STUB), "audit", "a.txt", "-o", "x.json"]
    # A runner in the background ignores interrupts, and what it starts inherits that.
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    with subprocess.Popen(
        command, stderr=subprocess.PIPE, cwd=tmp_path, env=environment(), preexec_fn=heard
    ) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == b"waiting\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b"dedup: interrupted\n"
        assert process.wait(timeout=30) == 130
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt"]


def test_double_dash_ends_the_options(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "--full").write_text("some words of text", "utf-8")
    (tmp_path / "-x.txt").write_text("other words of text", "utf-8")
    assert stubbed("audit", "--format", "json", "--", "-x.txt").json()["articles"][0]["id"] == "-x"


def test_standard_input(stubbed: Run) -> None:
    ran = stubbed("audit", "-", "--format", "json", stdin=b'{"id": "a", "text": "some words"}\n')
    assert ran.code == 0
    assert [item["id"] for item in ran.json()["articles"]] == ["a"]


def test_compare_takes_standard_input_and_keeps_the_sides(stubbed: Run, articles: Path) -> None:
    ran = stubbed("compare", "articles/b.txt", "-", "--format", "json", stdin=b"A plain text of some words.")
    assert ran.code == 0
    assert [item["id"] for item in ran.json()["articles"]] == ["left:b", "right:stdin"]
    assert ran.json()["settings"]["same_outlet"] is True


def test_version(stubbed: Run) -> None:
    import dedup

    ran = stubbed("--version")
    assert (ran.code, ran.text, ran.err) == (0, f"dedup {dedup.__version__}\n", "")
