"""A report file is whole or not there, and never an input."""

from __future__ import annotations

import json
import os
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from running import Run, shell

from dedup.cli.writing import write_file
from dedup.errors import OutputError
from dedup.replacing import is_special, unwritable

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX permissions")


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file(tmp_path: Path) -> None:
    write_file(str(tmp_path / "x.json"), [b"{}\n"])
    assert (tmp_path / "x.json").read_bytes() == b"{}\n"
    assert names(tmp_path) == ["x.json"]


@POSIX
def test_permissions_of_a_new_file_follow_the_umask(tmp_path: Path) -> None:
    before = os.umask(0o027)
    try:
        write_file(str(tmp_path / "x"), [b""])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o640


@POSIX
def test_permissions_of_an_existing_file_are_kept(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"old")
    (tmp_path / "x").chmod(0o604)
    write_file(str(tmp_path / "x"), [b"new"])
    assert (tmp_path / "x").read_bytes() == b"new"
    assert stat.S_IMODE((tmp_path / "x").stat().st_mode) == 0o604


@pytest.mark.parametrize("fault", ["open", "fsync", "replace"])
def test_a_fault_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    (tmp_path / "x").write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, fault, fail)
    with pytest.raises(OutputError, match="x: cannot be written: No space left on device"):
        write_file(str(tmp_path / "x"), [b"new"])
    assert (tmp_path / "x").read_bytes() == b"old"
    assert names(tmp_path) == ["x"]


def test_an_interrupt_leaves_the_old_file_and_nothing_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_file(str(tmp_path / "x"), [b"new"])
    assert names(tmp_path) == []


@POSIX
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").write_bytes(b"old")
    (tmp_path / "link").symlink_to("real")
    write_file(str(tmp_path / "link"), [b"new"])
    assert (tmp_path / "link").is_symlink() and (tmp_path / "real").read_bytes() == b"new"


@POSIX
def test_a_device_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    write_file("/dev/null", [b"gone"])
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


@POSIX
@pytest.mark.parametrize(
    "line",
    [
        "dedup audit articles -q --format json -o /dev/stdout | cat",
        "dedup audit articles -q --format json -o >(cat) | cat",
        "mkfifo pipe; cat pipe & dedup audit articles -q --format json -o pipe; wait",
    ],
)
def test_a_pipe_is_written_to_by_its_name(articles: Path, line: str) -> None:
    done = shell(line, articles.parent)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(json.loads(done.stdout)["articles"]) == 2


@POSIX
def test_a_pipe_that_nobody_reads_to_its_end_is_no_fault(articles: Path) -> None:
    (articles / "long.txt").write_text("some words " * 10, "utf-8")
    many = "".join(json.dumps({"id": f"a{n:05}", "text": "some words"}) + "\n" for n in range(5_000))
    (articles / "many.jsonl").write_text(many, "utf-8")
    done = shell("dedup audit articles -q --format jsonl -o /dev/stdout | head -1", articles.parent)
    assert (done.returncode, done.stderr, done.stdout.count("\n")) == (0, "", 1)


@pytest.mark.parametrize("path", ["nowhere/x", "x\0y"])
def test_what_cannot_be_written_says_why(tmp_path: Path, path: str) -> None:
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(str(tmp_path / path), [b""])


def test_one_run_writes_several(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    ran = stubbed("audit", "articles", "--format", "json", "-o", "a", "--format", "csv", "-o", "b", "--format", "table")
    assert ran.code == 0
    assert "2 articles" in ran.text
    assert len(json.loads((tmp_path / "a").read_bytes())["articles"]) == 2
    assert (tmp_path / "b").read_bytes().count(b"\n") >= 1
    assert ran.err == "dedup: wrote a\ndedup: wrote b\n"


def test_colour_goes_into_a_file_only_when_asked_for(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    for option, expected in (("always", True), ("auto", False)):
        stubbed("audit", "articles", "-o", "x.txt", "--color", option)
        assert (b"\x1b[" in (tmp_path / "x.txt").read_bytes()) is expected


def test_the_same_bytes_in_a_file_and_on_stdout(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    for form in ("table", "json", "jsonl", "csv", "markdown", "graphml", "dot", "network-json"):
        shown = stubbed("audit", "articles", "--format", form)
        stubbed("audit", "articles", "--format", form, "-o", "file")
        mark = b"\xef\xbb\xbf" if form == "csv" else b""
        assert (tmp_path / "file").read_bytes() == mark + shown.out


def test_files_are_utf8_whatever_stdout_is(stubbed: Run, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "漢", "text": "some words"}), "utf-8")
    stubbed("audit", "in.jsonl", "-o", "x.txt", encoding="ascii")
    assert "漢" in (tmp_path / "x.txt").read_text("utf-8")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_failed_write_does_not_keep_the_others_from_it(stubbed: Run, articles: Path, tmp_path: Path) -> None:
    ran = stubbed("audit", "articles", "--format", "csv", "-o", "/dev/full", "-o", "x.json", "--format", "table")
    assert ran.code == 2
    assert "/dev/full: cannot be written" in ran.err
    assert (tmp_path / "x.json").exists() and "2 articles" in ran.text


@pytest.mark.parametrize(
    "arguments",
    [
        ("audit", "articles/a.txt", "articles/b.txt", "-o", "articles/a.txt"),
        ("audit", "articles", "-o", "articles/./a.txt"),
        ("audit", "in.jsonl", "-o", "in.jsonl"),
        ("audit", "in.jsonl", "--metadata", "meta.jsonl", "-o", "meta.jsonl"),
        ("audit", "articles", "-o", "articles/metadata.csv"),
        ("audit", "upper", "-o", "upper/Metadata.csv"),
        ("audit", "upper", "-o", "upper/one.jsonl"),
        ("audit", "upper", "-o", "upper/two.jsonl"),
        ("compare", "upper", "articles/b.txt", "-o", "upper/Metadata.csv"),
        ("compare", "articles/b.txt", "upper", "-o", "upper/two.jsonl"),
        ("audit", "articles", "-o", "articles/broken.jsonl"),
        ("compare", "articles/a.txt", "articles/b.txt", "-o", "articles/b.txt"),
    ],
)
def test_an_input_is_never_replaced(stubbed: Run, articles: Path, tmp_path: Path, arguments: tuple[str, ...]) -> None:
    (tmp_path / "in.jsonl").write_text(json.dumps({"id": "x", "text": "some words"}) + "\n", "utf-8")
    (tmp_path / "meta.jsonl").write_text(json.dumps({"id": "x", "outlet": "The Meridian"}) + "\n", "utf-8")
    (articles / "metadata.csv").write_text("id,outlet\na,The Meridian\n", "utf-8")
    (articles / "broken.jsonl").write_text("{", "utf-8")
    upper = tmp_path / "upper"
    upper.mkdir()
    (upper / "Metadata.csv").write_text("id,outlet\nx,The Meridian\n", "utf-8")
    for name in ("one", "two"):
        (upper / f"{name}.jsonl").write_text(json.dumps({"id": "x", "text": "some words"}) + "\n", "utf-8")
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ran = stubbed(*arguments)
    assert ran.code == 2 and "an input of this very run" in ran.err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@pytest.mark.parametrize(
    "line",
    [
        ("audit", "in", "-o", "shut/x.json"),
        ("audit", "in", "--baseline", "shut/b.json", "--update-baseline"),
        ("filter", "in/a.jsonl", "-o", "shut/kept.jsonl"),
    ],
)
def test_a_folder_that_cannot_be_written_to_is_told_before_anything_is_read(
    stubbed: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]
) -> None:
    for name in ("in", "shut"):
        (tmp_path / name).mkdir()
    (tmp_path / "in" / "a.jsonl").write_bytes(b"no JSON")
    # Not by permissions: who runs the tests may be allowed everything.
    monkeypatch.setattr(os, "access", lambda path, mode, **_: os.path.basename(path) != "shut")
    ran = stubbed(*line)
    assert ran.code == 2 and ran.err.count("\n") == 1
    assert f"nothing can be written in the folder {os.path.realpath(tmp_path / 'shut')}" in ran.err


@pytest.fixture
def places() -> Iterator[Path]:
    """A folder that may be written to in one that may not, and the other way round, for this user or for nobody."""
    if os.access not in os.supports_effective_ids:
        pytest.skip("the system cannot tell what a process may do as whom it acts")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("shut/open", "open/shut"):
            (Path(folder) / name).mkdir(parents=True)
        for name, mode in (("", 0o755), ("open", 0o777), ("shut/open", 0o777), ("shut", 0o555), ("open/shut", 0o555)):
            (Path(folder) / name).chmod(mode)
        try:
            before = os.geteuid()
            if before == 0:
                try:
                    os.seteuid(65534)
                except OSError as error:
                    pytest.skip(f"who may do everything cannot act as somebody else: {error}")
            if not os.access(folder, os.X_OK, effective_ids=True):
                pytest.skip("the folder for temporary files is open to its owner alone")
            yield Path(folder)
        finally:
            os.seteuid(before)
            (Path(folder) / "shut").chmod(0o755)


@POSIX
def test_whether_a_folder_can_be_written_to_is_asked_of_whom_the_process_acts_as(places: Path) -> None:
    for name in ("open/x", "shut/open", "shut/open/x"):
        assert unwritable(str(places / name)) is None, "a folder that is there is what is written to"
    for name, folder in (
        ("shut/x", "shut"),
        ("open/shut", "open/shut"),
        ("open/shut/x", "open/shut"),
        ("shut", "shut"),
    ):
        where = os.path.realpath(places / folder)
        assert unwritable(str(places / name)) == f"nothing can be written in the folder {where}"
    assert unwritable(str(places / "none" / "x")) == f"there is no folder {os.path.realpath(places / 'none')}"


@POSIX
def test_a_device_is_special_and_a_folder_is_not(tmp_path: Path) -> None:
    assert is_special(os.devnull) and unwritable(os.devnull) is None
    assert not is_special(str(tmp_path)) and not is_special(str(tmp_path / "none"))
    with pytest.raises(OutputError, match="cannot be written"):
        write_file(str(tmp_path), [b""])
    assert not any(each.endswith(".tmp") for each in names(tmp_path.parent))
