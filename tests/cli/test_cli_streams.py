"""Standard output is the report, standard error is everything else, whatever lies at their other end."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import STUB, Run, environment, shell

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs pipes and terminals of POSIX")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Far more articles than a pipe holds bytes of report."""
    path = tmp_path / "many.jsonl"
    path.write_text("".join(json.dumps({"id": f"a{n:05}", "text": "some words"}) + "\n" for n in range(5_000)), "utf-8")
    return path


@POSIX
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "graphml", "dot", "network-json"])
def test_head_ends_quietly(many: Path, form: str) -> None:
    done = shell(f"dedup audit many.jsonl --format {form} | head -1", many.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1


@POSIX
def test_head_ends_help_and_settings_quietly(tmp_path: Path) -> None:
    for line in ("dedup audit --help | head -1", "dedup config show | head -1", "dedup --version | true"):
        done = shell(line, tmp_path)
        assert (done.returncode, done.stderr) == (0, "")


@POSIX
def test_files_are_written_even_where_nobody_reads_stdout(many: Path) -> None:
    done = shell("dedup audit many.jsonl --format jsonl --format json -o x.json | true", many.parent)
    assert done.returncode == 0
    assert len(json.loads((many.parent / "x.json").read_bytes())["articles"]) == 5_000


@POSIX
def test_skipped_inputs_count_even_where_nobody_reads_stdout(many: Path) -> None:
    with many.open("a") as stream:
        stream.write("not JSON\n")
    done = shell("dedup audit many.jsonl --format jsonl | head -1", many.parent)
    assert done.returncode == 2
    assert "1 input was skipped" in done.stderr


@POSIX
def test_a_closed_stderr_is_no_reason_to_fail(articles: Path) -> None:
    done = shell("dedup audit articles -v 2>&-", articles.parent)
    assert done.returncode == 0 and "2 articles" in done.stdout


@POSIX
def test_a_closed_stdout_is_told(articles: Path) -> None:
    done = shell("dedup audit articles >&-", articles.parent)
    assert done.returncode == 2
    assert "standard output" in done.stderr and "Traceback" not in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
@pytest.mark.parametrize("line", ["dedup audit articles", "dedup --help", "dedup config show"])
def test_a_full_disk_behind_stdout_is_told(articles: Path, line: str) -> None:
    done = shell(f"{line} > /dev/full", articles.parent)
    assert done.returncode == 2
    assert re.search("[Nn]o space (is )?left", done.stderr) and done.stderr.count("\n") == 1


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16", "cp1252"])
@pytest.mark.parametrize("form", ["table", "json", "jsonl", "csv", "markdown", "graphml", "dot", "network-json"])
def test_any_encoding(stubbed: Run, tmp_path: Path, encoding: str, form: str) -> None:
    text = json.dumps({"id": "é漢\u202e🎈", "text": "some words", "title": "\x1b[31m“q”"})
    (tmp_path / "in.jsonl").write_text(text, "utf-8")
    ran = stubbed("audit", "in.jsonl", "--format", form, encoding=encoding)
    assert (ran.code, ran.err) == (0, "")
    shown = ran.out.decode(encoding)
    assert "\x1b" not in shown
    if form == "json":
        assert json.loads(shown)["articles"][0]["id"] == "é漢\u202e🎈"


def test_an_ascii_process(process: Run, tmp_path: Path) -> None:
    (tmp_path / "é.txt").write_text("some words of text …", "utf-8")
    ran = process("audit", "é.txt", "-v", encoding="ascii")
    assert ran.code == 0 and ran.out.isascii()
    assert process("audit", "--help", encoding="ascii").code == 0


def test_messages_fit_any_encoding_and_act_on_nothing(stubbed: Run) -> None:
    name = "é\x1b[31m\n::error::漢.txt"
    ran = stubbed("audit", name, encoding="ascii")
    assert ran.code == 2
    assert ran.err.isascii() and "\x1b" not in ran.err and ran.err.count("\n") == 1 and "::error" not in ran.err


@POSIX
def test_a_name_that_is_not_utf8(tmp_path: Path) -> None:
    name = os.fsencode(tmp_path) + b"/caf\xe9.txt"
    with open(name, "wb") as stream:
        stream.write(b"some words of text")
    command = [sys.executable.encode(), str(STUB).encode(), b"audit", name, b"--format", b"json"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, env=environment(), check=True)
    assert json.loads(done.stdout)["articles"][0]["id"] == "caf\\xe9"
    out = os.fsencode(tmp_path) + b"/\xff.json"
    done = subprocess.run([*command, b"-o", out], capture_output=True, cwd=tmp_path, env=environment(), check=True)
    assert os.path.exists(out) and done.stdout == b""


@pytest.mark.parametrize("option, expected", [("always", True), ("never", False), ("auto", False)])
def test_colour_off_a_terminal(stubbed: Run, articles: Path, option: str, expected: bool) -> None:
    ran = stubbed("audit", "articles", "--color", option)
    assert (b"\x1b[" in ran.out) is expected


def on_a_terminal(arguments: list[str], folder: Path, **env: str) -> tuple[str, str]:
    """What a run writes to stdout (a terminal of 80 columns) and to stderr (another one)."""
    import pty
    import termios

    ends = [pty.openpty() for _ in range(2)]
    for _, inner in ends:
        termios.tcsetwinsize(inner, (24, 80))
    changes = environment({"TERM": "xterm", **env})
    process = subprocess.Popen(
        [sys.executable, str(STUB), *arguments],
        stdin=subprocess.DEVNULL,
        stdout=ends[0][1],
        stderr=ends[1][1],
        cwd=folder,
        env=changes,
    )
    for _, inner in ends:
        os.close(inner)
    read: dict[int, bytes] = {outer: b"" for outer, _ in ends}
    waiting, deadline = set(read), time.monotonic() + 60
    while waiting and time.monotonic() < deadline:
        for outer in select.select(list(waiting), [], [], 1)[0]:
            try:
                chunk = os.read(outer, 65_536)
            except OSError:  # the other end is closed
                chunk = b""
            read[outer] += chunk
            if not chunk:
                waiting.discard(outer)
    assert process.wait(timeout=10) == 0
    for outer, _ in ends:
        os.close(outer)
    return read[ends[0][0]].decode(), read[ends[1][0]].decode()


@POSIX
def test_a_terminal_gets_colour_and_its_width(articles: Path) -> None:
    long = "a-very-long-name-" * 12
    (articles / f"{long}.txt").write_text("some words of text", "utf-8")
    out, err = on_a_terminal(["audit", "articles"], articles.parent)
    assert "\x1b[" in out and err == ""
    plain, _ = on_a_terminal(["audit", "articles"], articles.parent, NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 80


@POSIX
def test_progress_shows_on_a_terminal_after_a_while_and_cleans_up(articles: Path) -> None:
    (articles / "slow.txt").write_text("SLOW words", "utf-8")
    out, err = on_a_terminal(["audit", "articles"], articles.parent)
    assert "aligning" in err and "15" in err
    assert "aligning" not in out
    _, quiet = on_a_terminal(["audit", "articles", "-q"], articles.parent)
    assert quiet == ""


def test_no_progress_off_a_terminal(stubbed: Run, articles: Path) -> None:
    (articles / "slow.txt").write_text("SLOW words", "utf-8")
    assert stubbed("audit", "articles").err == ""


def test_verbose_tells_the_stages(stubbed: Run, articles: Path) -> None:
    ran = stubbed("audit", "articles", "-v", "-o", "x.json")
    assert ran.out == b""
    assert "read 2 articles, skipped 0 inputs" in ran.err and "done: 2 in" in ran.err and "wrote x.json" in ran.err


@POSIX
def test_what_scrolls_off_the_terminal_is_repeated_at_its_end(articles: Path, many: Path) -> None:
    first = "No shared wording was found in"
    short, _ = on_a_terminal(["audit", "articles"], articles.parent)
    long, _ = on_a_terminal(["audit", "many.jsonl", "--all"], many.parent)
    assert [text.count(first) for text in (short, long)] == [1, 2]
    assert f"{first} 5,000 articles." in long.rstrip().splitlines()[-1]


def test_the_answer_comes_before_the_notes(articles: Path) -> None:
    (articles / "metadata.csv").write_text("id,outlet\na,Vesta 9\nnobody,The Meridian\n", "utf-8")
    command = [sys.executable, "-m", "dedup", "audit", "articles"]
    said = subprocess.run(
        command, cwd=articles.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ).stdout.decode()
    assert 0 <= said.index("share") < said.index("note: ") < said.index("nobody")


def test_notes_are_messages(stubbed: Run, articles: Path) -> None:
    (articles / "metadata.csv").write_text("id,outlet\na,Vesta 9\nnobody,The Meridian\n", "utf-8")
    ran = stubbed("audit", "articles", "--format", "json")
    assert "note: " in ran.err and "nobody" in ran.err
    assert b"nobody" not in ran.out
    assert stubbed("audit", "articles", "--format", "json", "-q").err == ""


@pytest.mark.parametrize("shell_name", ["bash", "zsh", "fish"])
def test_completion(stubbed: Run, shell_name: str) -> None:
    ran = stubbed(env={"_DEDUP_COMPLETE": f"{shell_name}_source"})
    assert ran.code == 0 and "dedup" in ran.text


@pytest.mark.parametrize(
    "words, expected",
    [("dedup au", "audit"), ("dedup audit --lev", "--level"), ("dedup audit --level pa", "passage")],
)
def test_completion_knows_commands_options_and_values(stubbed: Run, words: str, expected: str) -> None:
    env = {"_DEDUP_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split()) - 1)}
    ran = stubbed(env=env)
    assert ran.code == 0 and expected in ran.text
