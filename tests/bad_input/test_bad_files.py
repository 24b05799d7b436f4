"""Files that are none, that never end or explode, places that cannot be written, and readers that go away."""

from __future__ import annotations

import bz2
import gzip
import hashlib
import lzma
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest
from bad_runs import FORMATS, WORDS, environment, pair, run, run_process, valid, write_jsonl

POSIX = pytest.mark.skipif(os.name == "nt", reason="needs links, FIFOs and signals of POSIX")


@POSIX
@pytest.mark.parametrize("form", FORMATS)
def test_a_folder_of_traps(folder: Path, form: str) -> None:
    root = folder / "in"
    (root / "sub").mkdir(parents=True)
    for name in "ab":
        (root / f"{name}.txt").write_text(f"{WORDS}.", "utf-8")
    (folder / "outside.txt").write_text(f"{WORDS}.", "utf-8")
    (root / "sub" / "up").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    (root / "out.txt").symlink_to(folder / "outside.txt")
    (root / "gone.txt").symlink_to(folder / "nothing")
    (root / "zero.txt").symlink_to("/dev/zero")
    os.mkfifo(root / "pipe.txt")
    (root / "broken.txt.gz").write_bytes(gzip.compress(b"some words of text" * 100)[:-20])
    (root / "broken.txt.xz").write_bytes(lzma.compress(b"some words of text" * 100)[:-20])
    (root / "false.jsonl.gz").write_bytes(bz2.compress(b"some words"))
    ran = run("audit", "in", "--format", form)
    assert ran.code == 2
    if form == "json":
        names = {os.path.relpath(path, "in") for path, _, _ in ran.skipped()}
        assert names == {"sub/up", "self.txt", "out.txt", "gone.txt", "zero.txt", "pipe.txt", "broken.txt.gz",
                         "broken.txt.xz", "false.jsonl.gz"}  # fmt: skip
        assert all(reason for _, _, reason in ran.skipped()) and len(ran.json()["matches"]) == 1


@pytest.mark.parametrize("name", ["in.txt.gz", "in.jsonl.gz", "in.csv.xz"])
def test_a_bomb_is_let_lie(folder: Path, name: str) -> None:
    pack = gzip if name.endswith("gz") else lzma
    layer = b"\0" * (64 << 20) if name.startswith("in.txt") else b"word " * (13 << 20)
    (folder / name).write_bytes(pack.compress(layer, 1) if pack is gzip else lzma.compress(layer, preset=0))
    ran = run_process(folder, "audit", name, "--format", "json")
    assert ran.code == 2 and len(ran.skipped()) == 1 and ran.peak < 512 << 10


def test_pages_that_go_deep(folder: Path) -> None:
    pages = ["<div>" * 200_000, "<" * 200_000, "<a " + "b=c " * 100_000, "<!--" * 50_000, "<p>" + "<b><i>" * 30_000,
             "&amp" * 100_000, "<table><tr><td>" * 20_000, "<script>" * 50_000]  # fmt: skip
    for number, page in enumerate(pages):
        (folder / f"{number}.html").write_text(f"<html><body>{page}<p>{WORDS}.</p>", "utf-8")
    ran = run_process(folder, "audit", ".", "--format", "json")
    assert len(ran.skipped()) + len(ran.json()["articles"]) == len(pages)


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may read and write everything")
def test_what_may_not_be_read_or_written(folder: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(WORDS, "utf-8")
    (folder / "closed").mkdir()
    (folder / "closed" / "b.txt").write_text(WORDS, "utf-8")
    (folder / "closed" / "b.txt").chmod(0)
    assert run("audit", "closed", "--format", "json").skipped()[0][0] == "closed/b.txt"
    (folder / "closed").chmod(0o500)
    ran = run("audit", "a.txt", "-o", "closed/r.json")
    assert ran.code == 2 and "closed/r.json" in ran.err
    (folder / "closed").chmod(0)
    ran = run("audit", "closed", "a.txt", "--format", "json")
    assert ran.code == 2 and len(ran.json()["articles"]) == 1 and ran.skipped()[0][0] == "closed"
    (folder / "a.txt").chmod(0)
    assert run("audit", "a.txt", "--format", "json").skipped()[0][0] == "a.txt"
    ran = run("audit", "b.txt", "--metadata", "a.txt")
    assert ran.code == 2 and "a.txt" in ran.err and "Traceback" not in ran.err
    (folder / "closed").chmod(0o700)


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk(folder: Path, form: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(WORDS))
    ran = run("audit", "in.jsonl", "--format", form, "-o", "/dev/full")
    assert ran.code == 2 and "No space left" in ran.err and ran.out == b""


@POSIX
@pytest.mark.skipif(sys.platform != "linux", reason="a limit on file sizes stands in for a full disk")
def test_a_disk_that_fills_up_leaves_the_old_report(folder: Path) -> None:
    write_jsonl(folder / "in.jsonl", *({"id": f"a{n}", "text": "some words"} for n in range(500)))
    (folder / "r.json").write_text("the old report")
    line = f"ulimit -f 16; trap '' XFSZ; exec '{sys.executable}' -m dedup audit in.jsonl -o r.json"
    done = subprocess.run(["bash", "-c", line], cwd=folder, env=environment(), capture_output=True, text=True)
    assert done.returncode == 2 and "r.json" in done.stderr and "Traceback" not in done.stderr
    assert (folder / "r.json").read_text() == "the old report"
    assert sorted(path.name for path in folder.iterdir()) == ["in.jsonl", "r.json"]


@POSIX
@pytest.mark.parametrize("form", ["table", "json"])
def test_a_reader_that_goes_away(folder: Path, form: str) -> None:
    write_jsonl(folder / "in.jsonl", *({"id": f"a{n}", "text": "some words"} for n in range(1_500)))
    line = f"'{sys.executable}' -m dedup audit in.jsonl --format {form} | head -c 10"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line], cwd=folder, env=environment(), capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "") and len(done.stdout) <= 10


@POSIX
@pytest.mark.parametrize("stage", ["reading", "working"])
def test_an_interrupt_leaves_nothing_behind(folder: Path, stage: str) -> None:
    # 31 copies each: enough verified pairs to keep a run busy for far longer than the wait.
    texts = (" ".join(f"{story}w{word}x{word % 7}" for word in range(250)) for story in "abcdefgh")
    write_jsonl(folder / "in.jsonl", *({"id": f"{text[0]}{n}", "text": text} for text in texts for n in range(28)))
    before = hashlib.sha256((folder / "in.jsonl").read_bytes()).digest()
    paths = ["-"] if stage == "reading" else ["in.jsonl"]
    with subprocess.Popen(
        [sys.executable, "-m", "dedup", "audit", *paths, "-o", "r.json", "-v"],
        cwd=folder, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # A runner in the background ignores interrupts, and what it starts inherits that.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    ) as process:  # fmt: skip
        assert process.stderr is not None and process.stdin is not None
        if stage == "reading":
            time.sleep(1)
        else:
            assert b"read 224 articles" in process.stderr.readline()
            time.sleep(0.5)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read().decode()
        process.stdin.close()
        code = process.wait(timeout=30)
    assert code == 130 and "Traceback" not in told and "interrupted" in told
    assert [path.name for path in folder.iterdir()] == ["in.jsonl"]
    assert hashlib.sha256((folder / "in.jsonl").read_bytes()).digest() == before


LOADING = """
import sys
class Finder:
    def find_spec(self, name, path=None, target=None):
        if name == "dedup.cli.run":
            raise KeyboardInterrupt
sys.meta_path.insert(0, Finder())
"""
EXECUTING = """
import dedup.ingest
def read(*paths, **options):
    exec("raise KeyboardInterrupt")
dedup.ingest.read = read
"""


@pytest.mark.parametrize("custom", [LOADING, EXECUTING], ids=["loading", "executing text"])
def test_an_interrupt_at_an_awkward_moment(folder: Path, custom: str) -> None:
    (folder / "sitecustomize.py").write_text(custom)
    write_jsonl(folder / "in.jsonl", *pair(WORDS))
    done = subprocess.run(
        [sys.executable, "-m", "dedup", "audit", "in.jsonl"],
        cwd=folder,
        env=environment({"PYTHONPATH": str(folder)}),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "dedup: interrupted\n")


@pytest.mark.parametrize("name", ["../../x", "/etc/passwd", "a/../../b", "..", "con", "a" * 500])
def test_an_id_is_never_a_path(folder: Path, name: str) -> None:
    inner = folder / "inner"
    inner.mkdir()
    write_jsonl(inner / "in.jsonl", {"id": name, "text": WORDS}, {"id": name + "2", "text": WORDS})
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")}
    for form in FORMATS:
        ran = run("audit", "inner/in.jsonl", "--format", form)
        assert ran.code == 0
        valid(form, ran.out)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == before
    assert run("audit", "inner/in.jsonl", "-o", "inner/in.jsonl", "--format", "json").code == 2
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*.*")} == before
