"""Bad input to ``dedup filter``: told and left out, in bounded memory, nothing of the input changed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from bad_runs import MOST_KIB, WORDS, run, run_process

GOOD = json.dumps({"id": "good", "text": WORDS}).encode() + b"\n"


@pytest.mark.parametrize(
    "line",
    [
        b"[" * 100_000,
        b'{"id": "x", "text": "a b c", "n": ' + b"9" * 5_000 + b"}",
        b'{"id": "x", "text": "a b c", "n": NaN}',
        b'{"id": "x", "id": "y", "text": "a b c"}',
        b'{"id": "x", "text": "a b',
        b'{"id": "x", "text": ["a"]}',
        b'{"id": "x", "text": "\xc3("}',
        b'{"id": "x", "text": " \\u200b\\u0000"}',
        b'{"id": 1.5, "text": "a b c"}',
        b"\x00",
    ],
)
def test_a_bad_line_is_told_and_its_neighbours_are_kept(folder: Path, line: bytes) -> None:
    content = GOOD + line + b"\n" + GOOD.replace(b"good", b"also").replace(b"bridge", b"mill and its weir beside it")
    (folder / "in.jsonl").write_bytes(content)
    ran = run("filter", "in.jsonl", "-o", "kept.jsonl", "--removed", "gone.jsonl")
    assert ran.code == 2 and ran.out == b""
    assert "skipped in.jsonl:2: " in ran.err and "1 input was skipped" in ran.err
    assert (folder / "kept.jsonl").read_bytes() == content.replace(line + b"\n", b"")
    assert (folder / "in.jsonl").read_bytes() == content


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_marks_at_the_beginning_become_plain_utf_8(folder: Path, encoding: str) -> None:
    (folder / "in.jsonl").write_bytes((GOOD.decode() * 2).encode(encoding))
    assert run("filter", "in.jsonl", "-o", "kept.jsonl").code == 0
    assert (folder / "kept.jsonl").read_bytes() == GOOD


def test_lone_surrogates_and_other_scripts(folder: Path) -> None:
    line = b'{"id": "a", "text": "caf\\ud83d und \xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82 zusammen gelesen"}\n'
    (folder / "in.jsonl").write_bytes(line + line.replace(b'"a"', b'"b"'))
    assert run("filter", "in.jsonl", "-o", "kept.jsonl").code == 0
    assert (folder / "kept.jsonl").read_bytes() == line


def test_a_line_of_50_megabytes(folder: Path) -> None:
    (folder / "in.jsonl").write_bytes(b'{"id": "x", "text": "' + b"long " * 10_000_000 + b'"}\n' + GOOD)
    ran = run_process(folder, "filter", "in.jsonl", "-o", "kept.jsonl")
    assert ran.code == 2 and "in.jsonl:1: a line of more than" in ran.err
    assert (folder / "kept.jsonl").read_bytes() == GOOD and ran.peak < MOST_KIB


def test_ten_thousand_equal_articles(folder: Path) -> None:
    rows = [json.dumps({"id": f"n{at}", "text": WORDS}).encode() + b"\n" for at in range(10_000)]
    (folder / "in.jsonl").write_bytes(b"".join(rows))
    ran = run_process(folder, "filter", "in.jsonl", "-o", "kept.jsonl")
    assert ran.code == 0 and ran.peak < MOST_KIB
    assert (folder / "kept.jsonl").read_bytes() == rows[0]


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")
def test_what_lies_in_a_folder_besides(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "A.jsonl").write_bytes(GOOD)
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "out.jsonl").symlink_to("/dev/zero")
    (folder / "in" / "notes.txt").write_text("Notes")
    os.mkfifo(folder / "in" / "fifo.jsonl")
    (Path(os.fsdecode(bytes(folder / "in") + b"/\xff.jsonl"))).write_bytes(GOOD.replace(b"good", b"same"))
    ran = run("filter", "in", "-o", "kept.jsonl", "--copies", "c.jsonl", encoding="ascii")
    assert ran.code == 2 and ran.err.isascii()
    for said in (
        "in/fifo.jsonl: a FIFO",
        "in/out.jsonl: a link that leaves",
        "in/loop: a loop",
        "in/notes.txt: not .jsonl",
    ):
        assert said in ran.err
    assert (folder / "kept.jsonl").read_bytes() == GOOD
    assert json.loads((folder / "c.jsonl").read_bytes())["file"] == "in/\\xff.jsonl"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
def test_a_reader_that_leaves_early_is_no_error(folder: Path) -> None:
    rows = (json.dumps({"id": at, "text": f"{WORDS} {at} " + os.urandom(500).hex(" ")}) for at in range(2_000))
    (folder / "in.jsonl").write_text("\n".join(rows))
    line = f"'{sys.executable}' -m dedup filter in.jsonl -q -o - | head -n 1 | wc -l"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", line], capture_output=True, text=True, cwd=folder)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "1", "")
