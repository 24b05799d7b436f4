"""``dedup filter`` as its users run it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from running import Run

SAME = "The council agreed on Tuesday to rebuild the old swing bridge within three years at the most"


def lines(*articles: tuple[str, str]) -> bytes:
    return b"".join(json.dumps({"id": name, "text": text}).encode() + b"\n" for name, text in articles)


def test_what_it_says_and_writes(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(
        lines(("a", SAME), ("b", SAME), ("c", SAME.upper() + "!"), ("d", "Other words"))
    )
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "--removed", "gone.jsonl", "--copies", "c.csv", "-v")
    assert (ran.code, ran.out) == (0, b"")
    assert "kept 2 of 4 articles; removed 1 near-copies and 1 equal in text to another" in ran.err
    assert "reading, MB" in ran.err and "wrote gone.jsonl" in ran.err
    assert (tmp_path / "kept.jsonl").read_bytes() == lines(("a", SAME), ("d", "Other words"))
    assert (tmp_path / "c.csv").read_bytes().splitlines() == [
        b"id,file,line,kept_id,kept_file,kept_line,jaccard",
        b"b,in.jsonl,2,a,in.jsonl,1,1.0",
        b"c,in.jsonl,3,a,in.jsonl,1,1.0",
    ]
    assert stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "-q").err == ""


def test_from_standard_input_to_standard_output(stubbed: Run) -> None:
    content = lines(("a", SAME), ("b", SAME))
    ran = stubbed("filter", "-", "-o", "-", stdin=content)
    assert (ran.code, ran.out) == (0, content.splitlines(keepends=True)[0])


def test_settings_come_from_a_file_and_from_options(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(("a", SAME), ("b", SAME + " if nothing else comes between")))
    (tmp_path / "dedup.toml").write_text("jaccard = 0.5\nnum_perm = 256\n")
    assert "kept 1 of 2" in stubbed("filter", "in.jsonl", "-o", "kept.jsonl").err
    assert "kept 2 of 2" in stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "--jaccard", "0.9").err
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "--jaccard", "2")
    assert ran.code == 2 and "--jaccard: '2' is not allowed" in ran.err


def test_skipped_rows_are_told_and_the_exit_code_says_so(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(("a", SAME)) + b"{\n" * 12)
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl")
    assert ran.code == 2 and (tmp_path / "kept.jsonl").read_bytes() == lines(("a", SAME))
    assert ran.err.count("skipped in.jsonl:") == 10 and "skipped 2 more" in ran.err
    assert "12 inputs were skipped and not written; --allow-skipped accepts that" in ran.err
    assert (
        stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "-v", "--allow-skipped").err.count("skipped in.jsonl:") == 12
    )
    assert stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "-q", "--allow-skipped").code == 0


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("in.jsonl",), "Missing option '-o'"),
        (("in.jsonl", "-o", "in.jsonl"), "an input of this very run"),
        (("in.jsonl", "-o", "k.jsonl", "--keep", "best"), "'best' is not one of"),
        (("full", "-o", "full/k.jsonl"), "in the folder full, where the next run would read"),
        (("full", "-o", "k.jsonl", "--removed", "full/r.jsonl"), "--removed full/r.jsonl: in the folder full"),
        (("full", "-o", "full/a.jsonl"), "an input of this very run"),
        (("none.jsonl", "-o", "k.jsonl"), "there is no such file"),
        (("empty", "-o", "k.jsonl"), "no articles in empty"),
    ],
)
def test_errors_are_one_line(stubbed: Run, tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(("a", SAME)))
    (tmp_path / "empty").mkdir()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "a.jsonl").write_bytes(lines(("a", SAME)))
    ran = stubbed("filter", *arguments)
    assert ran.code == 2 and said in ran.err and ran.out == b""
    assert not (tmp_path / "k.jsonl").exists()


def test_ids_are_no_formulas_and_no_escape_sequences(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_bytes(lines(("a", SAME), ("=1+1", SAME), ("\x1b[31m", SAME), ("\x1b[31m", SAME)))
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "--copies", "c.csv")
    assert "\x1b" not in ran.err
    cells = (tmp_path / "c.csv").read_text().splitlines()
    assert cells[1].startswith("'=1+1,") and "\x1b" not in "".join(cells)


def test_columns_have_the_names_that_are_said(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text("".join(json.dumps({"nr": at, "body": SAME}) + "\n" for at in range(2)))
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl", "--column", "text=body", "--column", "id=nr")
    assert ran.code == 0 and "1 equal in text to another" in ran.err
    ran = stubbed("filter", "in.jsonl", "-o", "kept.jsonl")
    assert ran.code == 2 and "--column text=…" in ran.err and "there are 'nr', 'body'" in ran.err
