"""``dedup audit --engine spark``: the report of the local engine to the byte, tables, and what is refused."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from spark_cases import LACKING, QUICK, Rows, articles

from dedup.cli import main
from dedup.spark import auditing, records

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS = articles(seed=2, events=8)


def write(folder: Path, rows: Rows) -> None:
    """Two files of JSON Lines, a table and texts: with dates, outlets, extra fields, copies and what is broken."""
    lines = [
        json.dumps(
            {"id": name, "text": text, "outlet": f"Outlet {at % 3}", "published": f"2031-03-{1 + at % 28:02}T10:00:00Z"}
            | ({"desk": ["news", at], "weight": 0.1 * at} if at % 2 else {"published": "soon", "first_seen": "2031"})
        )
        for at, (name, text) in enumerate(rows)
    ]
    lines[5:5] = [
        '{"id": "broken"',
        '{"id": "no-text"}',
        "",
        '{"id": "list", "text": ["a"]}',
        '{"id": 7, "text": "\\ud800"}',
    ]
    news = folder / "news"
    news.mkdir()
    (news / "a.jsonl").write_text("\n".join(lines[::2]) + "\n", "utf-8")
    (news / "b.jsonl").write_text("\r\n".join(lines[1::2]), "utf-8")
    (news / "c.txt").write_text(f"Source: Calder Herald\n\n{rows[0][1]}\n", "utf-8")
    (news / "metadata.csv").write_text("id,outlet,title\nc,The Herald,A dam\nnobody,X,Y\n", "utf-8")
    parquet = pytest.importorskip("pyarrow.parquet")
    table = pytest.importorskip("pyarrow").Table.from_pylist(
        [{"id": "p-1", "text": rows[1][1], "date": "2031-03-04"}, {"id": "p-2", "text": None}]
    )
    parquet.write_table(table, news / "d.parquet")


def audit(*arguments: str) -> int:
    return main(["audit", "--level", "article", *arguments])


def test_the_report_is_the_same_to_the_byte(
    session: SparkSession, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, ROWS)
    monkeypatch.setattr(records, "PORTION", 2_500)  # bytes: several to a file
    assert audit("news", "--format", "json", "-o", "local.json") == 2  # inputs were skipped
    here = capfd.readouterr().err
    # Java stays in the folder that it was started in.
    arguments = ("news", "--engine", "spark", "--checkpoint", str(folder / "checkpoint"))
    made = str(folder / "tables")
    assert audit(*arguments, "--format", "json", "-o", "spark.json") == 2
    assert (folder / "spark.json").read_bytes() == (folder / "local.json").read_bytes()
    assert capfd.readouterr().err.replace("spark.json", "local.json") == here
    report = json.loads((folder / "spark.json").read_text("utf-8"))
    assert report["matches"] and report["clusters"] and report["stats"]["buckets_capped"]

    # Tables are all that is made where no --format and no -o asks for a report, and never replaced.
    assert audit(*arguments, "--tables", made, "--allow-skipped") == 0
    out, err = capfd.readouterr()
    assert not out and f"dedup: wrote articles, pairs, clusters to {made}\n" in err
    tables = {name: session.read.parquet(f"{made}/{name}") for name in auditing.TABLES}
    assert tables["articles"].count() == report["stats"]["articles"]
    assert tables["pairs"].count() == report["stats"]["regions"]
    assert tables["clusters"].columns == ["cluster", "id"] and tables["clusters"].count() > 100
    assert audit(*arguments, "--tables", made) == 2
    assert "is there already" in capfd.readouterr().err

    # Another text in the same place is another input.
    (folder / "news" / "c.txt").write_text("Something else", "utf-8")
    assert audit(*arguments) == 2
    assert "made of something else (files " in capfd.readouterr().err


def test_one_id_with_two_texts(session: SparkSession, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    for name, text in (("a", "one text"), ("b", "another")):
        (folder / f"{name}.jsonl").write_text(json.dumps({"id": "x", "text": text}), "utf-8")
    assert audit("a.jsonl", "b.jsonl") == 2
    here = capfd.readouterr()
    assert audit("a.jsonl", "b.jsonl", "--engine", "spark") == 2
    assert capfd.readouterr() == here and "two different texts: a.jsonl:1 and b.jsonl:1" in here.err


def test_no_articles(session: SparkSession, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "empty").mkdir()
    assert audit("empty", "--format", "json") == 2
    here = capfd.readouterr()
    assert audit("empty", "--format", "json", "--engine", "spark", "--checkpoint", str(folder / "checkpoint")) == 2
    assert capfd.readouterr() == here and "no articles in empty" in here.err


def test_a_job_that_fails_is_one_line(
    session: SparkSession, folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "a.txt").write_text("some words", "utf-8")

    def failing(*_: object) -> object:
        def run(batches: object) -> Iterator[object]:
            raise ValueError("no \x1b[31m luck")
            yield

        return run

    monkeypatch.setattr("dedup.spark.sketching._sketching", failing)
    assert audit("a.txt", "--engine", "spark") == 2
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and err.startswith("dedup: error: a job on the cluster failed: ValueError: no ")
    assert "luck" in err and "\x1b" not in err


@pytest.mark.parametrize(
    "arguments, reason",
    [
        (["--engine", "spark"], "--engine spark compares whole articles: add --level article"),
        (["--level", "article", "--tables", "x"], "--tables is for Spark: add --engine spark"),
        (["--level", "article", "--checkpoint", "x"], "--checkpoint is for Spark"),
        (["--level", "article", "--spark", "spark.a=b"], "--spark is for Spark"),
        (["--level", "article", "--engine", "spark", "--spark", "master=x"], "give KEY=VALUE, where KEY begins with"),
        (["--level", "article", "--engine", "spark", "--checkpoint", ""], "--checkpoint needs the name of a folder"),
    ],
)
def test_what_does_not_go_together(
    arguments: list[str], reason: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", "x.txt", *arguments]) == 2
    out, err = capfd.readouterr()
    assert reason in err and err.count("\n") == 1 and not out


def test_standard_input_is_refused(session: SparkSession, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert audit("-", "--engine", "spark") == 2
    assert "not standard input" in capfd.readouterr().err


def test_without_pyspark(folder: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    assert audit("x.txt", "--engine", "spark") == 2
    assert "install dedup with its extra 'spark'" in capfd.readouterr().err


@pytest.mark.skipif(LACKING is not None, reason=LACKING or "")
def test_a_spark_that_does_not_start(folder: Path) -> None:
    (folder / "a.txt").write_text("some words", "utf-8")
    command = [sys.executable, "-m", "dedup", "audit", "a.txt", "--level", "article", "--engine", "spark"]
    done = subprocess.run([*command, "--spark", "spark.driver.memory=lots"], capture_output=True, text=True)
    assert done.returncode == 2 and not done.stdout
    assert done.stderr.startswith("dedup: error: Spark does not start: Invalid") and done.stderr.count("\n") == 1


@pytest.mark.skipif(LACKING is not None or not Path("/proc").is_dir(), reason=LACKING or "there is no /proc")
def test_an_executor_that_is_lost_changes_nothing(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two executors, each a Java of its own; one is killed when the files are read and their texts lie there."""
    write(folder, ROWS)
    assert audit("news", "--format", "json", "-o", "local.json") == 2
    capfd.readouterr()
    options = {
        **QUICK,
        "spark.master": "local-cluster[2,1,1024]",
        "spark.executor.memory": "1g",
        "spark.sql.shuffle.partitions": "2",
    }
    command = [
        sys.executable,
        "-m",
        "dedup",
        "audit",
        "news",
        "--level",
        "article",
        "--engine",
        "spark",
        "-o",
        "spark.json",
    ]
    command += [part for key, value in options.items() for part in ("--spark", f"{key}={value}")]
    with subprocess.Popen([*command, "--checkpoint", "checkpoint"], stderr=subprocess.PIPE, text=True) as run:
        while run.poll() is None and not (folder / "checkpoint/dedup-stages/read.done/_SUCCESS").exists():
            time.sleep(0.05)
        executors = executors_under(run.pid)
        assert len(executors) == 2
        os.kill(executors[0], signal.SIGKILL)
        _, err = run.communicate()
    assert run.returncode == 2, err
    assert all(line.startswith("dedup: ") for line in err.splitlines()), err
    assert (folder / "spark.json").read_bytes() == (folder / "local.json").read_bytes()


def executors_under(parent: int) -> list[int]:
    """The executors among the descendants of a process."""
    parents: dict[int, int] = {}
    executors: set[int] = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
                command = (entry / "cmdline").read_bytes().split(b"\0")
            except OSError:  # it has ended meanwhile
                continue
            if command[0].endswith(b"java") and any(part.endswith(b"ExecutorBackend") for part in command):
                executors.add(int(entry.name))

    def below(process: int) -> bool:
        while process not in (0, parent):
            process = parents.get(process, 0)
        return process == parent

    return sorted(filter(below, executors))
