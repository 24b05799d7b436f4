"""Empty and degenerate input: nothing, hardly anything, or far too much of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_runs import FORMATS, WORDS, pair, run, run_process, write_jsonl


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("content", [None, b"", b" \n\t\r\n", "\u00a0\u200b\u2003\ufeff".encode()])
def test_nothing_to_read_is_told_in_every_format(folder: Path, content: bytes | None, form: str) -> None:
    (folder / "in").mkdir()
    if content is not None:
        (folder / "in" / "a.txt").write_bytes(content)
        (folder / "in" / "b.txt").write_bytes(content)
    ran = run("audit", "in", "--format", form)
    assert ran.code == 2 and "no articles" in ran.err
    report = run("audit", "in", "--format", "json")
    assert [path for path, _, _ in report.skipped()] == ([] if content is None else ["in/a.txt", "in/b.txt"])
    assert report.json()["matches"] == []


@pytest.mark.parametrize("name", ["in.jsonl", "in.json", "in.csv", "in.html", "in.txt", "in.jsonl.gz", "in.xz"])
def test_an_empty_file_of_any_kind(folder: Path, name: str) -> None:
    (folder / name).write_bytes(b"")
    ran = run("audit", name, "--format", "json")
    assert ran.code == 2 and "no articles" in ran.err and ran.json()["articles"] == []


@pytest.mark.parametrize(
    "text",
    [
        "word",
        "two words",
        ". , ; : ! ? …" * 20,
        "👩\u200d👩\u200d👧 🎈" * 200,
        "\u0301\u0327" * 500,
        "\ufffd" * 500,
        "–—―-" * 200,
        "0 " * 500,
        "_" * 3_000,
        "x" * 20_000,
        "the " * 10_000,
    ],
    ids=lambda text: ascii(text[:3]),
)
def test_texts_that_say_nothing_match_nothing(folder: Path, text: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(text))
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 0 and ran.json()["matches"] == [] and len(ran.json()["articles"]) == 2


@pytest.mark.parametrize("form", FORMATS)
def test_compare_of_texts_that_say_nothing(folder: Path, form: str) -> None:
    (folder / "a.txt").write_text("…")
    (folder / "b.txt").write_text("word")
    assert run("compare", "a.txt", "b.txt", "--format", form).code == 0


def test_a_line_of_50_megabytes_is_skipped_and_the_others_kept(folder: Path) -> None:
    one, two = pair(WORDS)
    write_jsonl(folder / "in.jsonl", one, '{"id": "x", "text": "' + "word " * 10_000_000 + '"}', two)
    ran = run_process(folder, "audit", "in.jsonl", "--format", "json")
    assert ran.code == 2 and len(ran.json()["matches"]) == 1
    assert [(path, line) for path, line, _ in ran.skipped()] == [("in.jsonl", 2)]


def test_a_text_of_50_megabytes_is_skipped(folder: Path) -> None:
    (folder / "in.txt").write_text("word " * 10_000_000)
    ran = run_process(folder, "audit", "in.txt", "--format", "json")
    assert ran.code == 2 and ran.skipped()[0][0] == "in.txt" and "larger" in ran.skipped()[0][2]
