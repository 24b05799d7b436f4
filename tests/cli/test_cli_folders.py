"""Formats that are a folder of files or no text: where they go, and what they may not replace."""

from __future__ import annotations

import csv
import io
import json
import os
import sys
from pathlib import Path

import pandas
import pyarrow.parquet
import pytest
from running import Run

from dedup import replacing
from dedup.cli.writing import write_folder
from dedup.errors import OutputError
from dedup.replacing import cannot_write
from dedup.report import folder_names

WORDS = "The gates were opened too late and by people who had never been trained to open them."


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    """Two articles that share a sentence."""
    rows = [f'{{"id": "{name}", "outlet": "{name} Post", "text": "{WORDS} {name}"}}' for name in ("A", "B")]
    (tmp_path / "news.jsonl").write_text("\n".join(rows), "utf-8")
    return tmp_path


def test_one_run_writes_tables_and_both_pictures(real: Run, pair: Path) -> None:
    ran = real(
        "audit", "news.jsonl", "--format", "csv-tables", "-o", "tables", "--format", "parquet", "-o", "parts/",
        "-o", "a.png", "--picture", "matrix", "-o", "b.png", "-o", "c.svg", "-o", "d.gexf",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert sorted(os.listdir(pair / "tables")) == sorted(folder_names("csv-tables"))
    assert sorted(os.listdir(pair / "parts")) == sorted(folder_names("parquet"))
    with open(pair / "tables" / "matches.csv", encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["left_outlet"] == "A Post" and int(row["aligned_words"]) >= 16
    assert pyarrow.parquet.read_table(pair / "parts" / "articles.parquet")["article"].to_pylist() == ["A", "B"]
    assert (pair / "a.png").read_bytes()[:4] == b"\x89PNG" != (pair / "b.png").read_bytes()
    assert (pair / "a.png").read_bytes() != (pair / "b.png").read_bytes()
    assert "<svg" in (pair / "c.svg").read_text("utf-8") and "<gexf" in (pair / "d.gexf").read_text("utf-8")
    again = real("audit", "news.jsonl", "--format", "csv-tables", "-o", "tables")
    assert again.code == 0


def test_a_png_goes_to_a_pipe(real: Run, pair: Path) -> None:
    ran = real("audit", "news.jsonl", "--format", "png", "--picture", "matrix", "-q")
    assert ran.code == 0 and ran.out[:4] == b"\x89PNG" and not ran.err


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--format", "parquet"], "parquet is a folder of files; give it a name with -o FOLDER"),
        (["--format", "csv-tables", "-o", "news.jsonl"], "-o news.jsonl: csv-tables is a folder of files"),
        (["--format", "csv-tables", "-o", "no/where"], "there is no folder"),
        (["--format", "csv", "-o", "t/matches.csv", "--format", "csv-tables", "-o", "t"], "given twice"),
        (["--format", "png", "-o", "t"], "a folder, not a file"),
        (["--picture", "cake"], "--picture"),
        (["-o", "a.png", "-o", "b.png", "--picture", "matrix"], "--picture matrix: no -o follows it"),
    ],
)
def test_what_cannot_be_written_is_refused_at_once(stubbed: Run, pair: Path, arguments: list[str], said: str) -> None:
    (pair / "t").mkdir()
    ran = stubbed("audit", "news.jsonl", *arguments)
    assert ran.code == 2 and said in ran.err
    assert os.listdir(pair / "t") == []


@pytest.mark.parametrize("name, extra, library", [("png", "plot", "matplotlib"), ("parquet", "parquet", "pyarrow")])
def test_a_missing_library_is_told_before_the_work(
    stubbed: Run, pair: Path, monkeypatch: pytest.MonkeyPatch, name: str, extra: str, library: str
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    ran = stubbed("audit", "nowhere.jsonl", "--format", name, "-o", "x")
    assert ran.code == 2 and f"install dedup with its extra '{extra}'" in ran.err and "nowhere" not in ran.err


def test_a_table_never_replaces_an_input(stubbed: Run, pair: Path) -> None:
    (pair / "t").mkdir()
    (pair / "t" / "articles.csv").write_text(f"id,text\na,{WORDS}\n", "utf-8")
    ran = stubbed("audit", "t/articles.csv", "--format", "csv-tables", "-o", "t")
    assert ran.code == 2 and "an input of this very run" in ran.err
    assert os.listdir(pair / "t") == ["articles.csv"]


@pytest.mark.parametrize("folder", ["t", "t/", "t/tables", "./t/../t"])
def test_tables_do_not_go_where_articles_are_read_from(stubbed: Run, pair: Path, folder: str) -> None:
    (pair / "t").mkdir()
    (pair / "t" / "a.txt").write_text(WORDS, "utf-8")
    ran = stubbed("audit", "t", "--format", "csv-tables", "-o", folder)
    assert ran.code == 2 and f"-o {folder}: in the folder t, where the next run would read" in ran.err
    assert os.listdir(pair / "t") == ["a.txt"]
    assert stubbed("audit", "t", "--format", "csv-tables", "-o", "t-tables").code == 0


@pytest.mark.parametrize(
    ("name", "refused"),
    [
        ("t/out.json", True),
        ("t/deeper/../out.html", True),
        ("t/out.txt", True),
        ("t/out.md", False),
        ("t/.dedup/out.json", False),
        ("out.json", False),
    ],
)
def test_a_report_does_not_go_where_the_next_run_would_read_it(
    stubbed: Run, pair: Path, name: str, refused: bool
) -> None:
    (pair / "t" / "deeper").mkdir(parents=True)
    (pair / "t" / ".dedup").mkdir()
    (pair / "t" / "a.txt").write_text(WORDS, "utf-8")
    ran = stubbed("audit", "t", "-o", name)
    assert (ran.code == 2) is refused and (f"-o {name}: in the folder t, where the next run" in ran.err) is refused
    assert (pair / name).exists() is not refused


def test_a_baseline_does_not_go_where_the_next_run_would_read_it(real: Run, pair: Path) -> None:
    (pair / "t").mkdir()
    (pair / "t" / "a.txt").write_text(WORDS, "utf-8")
    ran = real("audit", "t", "--baseline", "t/accepted.json", "--update-baseline")
    assert ran.code == 2 and "--baseline t/accepted.json: in the folder t, where the next run" in ran.err
    assert os.listdir(pair / "t") == ["a.txt"]


def test_a_csv_file_is_marked_for_spreadsheets_and_a_pipe_is_not(real: Run, pair: Path) -> None:
    (pair / "t").mkdir()
    ran = real("audit", "news.jsonl", "--format", "csv", "-o", "m.csv", "--format", "csv-tables", "-o", "t", "-q")
    mark = b"\xef\xbb\xbf"
    files = [pair / "m.csv", *(pair / "t").iterdir()]
    assert ran.code == 0 and all(path.read_bytes().count(mark) == 1 for path in files)
    assert all(path.read_bytes().startswith(mark) for path in files)
    piped = real("audit", "news.jsonl", "--format", "csv", "-q").out
    assert piped == (pair / "m.csv").read_bytes().removeprefix(mark)
    assert next(iter(pandas.read_csv(pair / "m.csv"))) == "match"
    (pair / "marked.csv").write_bytes(mark + f"id,text\r\na,{WORDS}\r\n".encode())
    assert json.loads(real("audit", "marked.csv", "--format", "json", "-q").out)["articles"][0]["id"] == "a"


def test_a_fault_while_writing_leaves_every_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a", "b", "c"):
        (tmp_path / name).write_bytes(b"old")
    written = 0

    def full(file: io.FileIO, data: bytes) -> int:
        nonlocal written
        written += 1
        if written == 3:
            raise cannot_write("c", OSError(28, "No space left on device"))
        return io.FileIO.write(file, data)

    monkeypatch.setattr(replacing._Named, "write", full)
    with pytest.raises(OutputError, match="No space left on device"):
        write_folder(str(tmp_path), [(name, b"new") for name in ("a", "b", "c")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == dict.fromkeys("abc", b"old")


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be written"):
        write_folder(str(tmp_path / "file" / "inner"), [("a", b"")])
