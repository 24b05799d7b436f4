"""``dedup index``: what it says, what it writes, and its exit codes."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dedup import Index
from dedup.cli import main
from dedup.index.file import FORMAT


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    code: int
    out: str
    err: str

    def json(self) -> Any:
        return json.loads(self.out)


def run(*arguments: str, stdin: bytes = b"", encoding: str = "utf-8", env: Mapping[str, str] | None = None) -> Ran:
    out, err = io.BytesIO(), io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("DEDUP_")]:
            patch.delenv(name)
        for name, value in (env or {}).items():
            patch.setenv(name, value)
        patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin), "utf-8"))
        patch.setattr(sys, "stdout", io.TextIOWrapper(out, encoding))
        patch.setattr(sys, "stderr", io.TextIOWrapper(err, encoding, "backslashreplace"))
        code = main(["index", *arguments])
        sys.stdout.flush()
        sys.stderr.flush()
        ran = Ran(code=code, out=out.getvalue().decode(encoding), err=err.getvalue().decode(encoding))
    assert "Traceback" not in ran.err and ran.code in (0, 2)
    assert all(char.isprintable() or char == "\n" for char in ran.out + ran.err)
    return ran


def lines(path: Path, *records: object) -> str:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), "utf-8")
    return path.name


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def one(folder: Path) -> str:
    return lines(
        folder / "one.jsonl",
        {"id": "a", "text": "The council met on Tuesday.", "outlet": "The Meridian", "published": "2031-03-04"},
        {"id": "b", "text": "Ministers said nothing.", "outlet": "Harbour Weekly", "published": "2031-03-06T10:00Z"},
    )


def test_build_add_and_look(one: str, folder: Path) -> None:
    done = run("build", "news.dedup", one)
    assert (done.code, done.out, done.err) == (0, "", "dedup: news.dedup: holds 2 articles\n")
    two = lines(
        folder / "two.jsonl",
        {"id": "a", "text": "The council met on Wednesday."},
        {"id": "c", "text": "Something new."},
        {"id": "b", "text": "Ministers said nothing."},
    )
    added = run("add", "news.dedup", two)
    assert added.err == "dedup: news.dedup: 1 new, 1 new versions, 1 with other metadata, 0 held already\n"
    again = run("add", "news.dedup", two)
    assert again.err == "dedup: news.dedup: 0 new, 0 new versions, 0 with other metadata, 3 held already\n"
    shown = run("info", "news.dedup")
    assert shown.code == 0 and shown.err == ""
    assert "articles   3\n" in shown.out and "gone       1 replaced, 0 removed\n" in shown.out
    assert "unswept" in shown.out and "run index compact" in shown.out
    told = run("info", "news.dedup", "--format", "json").json()
    assert (told["articles"], told["versions"], told["keeps_texts"], told["format"]) == (3, 1, True, FORMAT)
    assert f"hashes     {told['hashes']}, tokens {told['tokens']}\n" in shown.out and "settings" not in told
    assert run("compact", "news.dedup").code == 0
    assert "unswept" not in run("info", "news.dedup").out
    assert run("verify", "news.dedup").out == "news.dedup: nothing is wrong\n"


def test_days_are_told_as_they_were_given(one: str) -> None:
    run("build", "news.dedup", one)
    assert "published  2031-03-04 to 2031-03-06\n" in run("info", "news.dedup").out
    assert run("info", "news.dedup", "--format", "json").json()["published_days"] == ["2031-03-04", "2031-03-06"]
    run("remove", "news.dedup", "b")
    assert "published  2031-03-04\n" in run("info", "news.dedup").out


def test_no_text(one: str, folder: Path) -> None:
    assert run("build", "news.dedup", one, "--no-text").code == 0
    assert run("info", "news.dedup", "--format", "json").json()["keeps_texts"] is False
    assert "bytes, not kept" in run("info", "news.dedup").out


def test_without_paths_an_index_is_empty(folder: Path) -> None:
    assert run("build", "news.dedup").err == "dedup: news.dedup: holds 0 articles\n"
    assert "held       nothing yet" in run("info", "news.dedup").out


def test_metadata_and_standard_input(one: str, folder: Path) -> None:
    (folder / "more.csv").write_text("id,outlet\nx,The Calder Courier\n")
    done = run("build", "news.dedup", "-", "--metadata", "more.csv", stdin=b'{"id": "x", "text": "Some words."}\n')
    assert done.code == 0
    with Index("news.dedup") as index:
        assert index.held("x").article.outlet == "The Calder Courier"


def test_articles_are_removed_by_their_ids(one: str) -> None:
    run("build", "news.dedup", one)
    failed = run("remove", "news.dedup", "a", "nobody")
    assert failed.code == 2
    assert failed.err == "dedup: error: news.dedup: holds no article 'nobody'; nothing was removed\n"
    assert run("remove", "news.dedup", "a").err == "dedup: news.dedup: removed 1 article\n"
    assert run("remove", "news.dedup", "a").code == 2
    with Index("news.dedup") as index:
        assert len(index) == 1 and index.info().unswept is None


def test_ids_from_standard_input(folder: Path) -> None:
    ids = ["plain", "-dash", "with space", "ünï", "a\u2028b", " edge "]
    run("build", "news.dedup", lines(folder / "in.jsonl", *({"id": id, "text": f"Text of {id}."} for id in ids)))
    given = "\ufeff" + "\r\n".join(ids) + "\n\n"
    assert run("remove", "news.dedup", "-", stdin=given.encode()).err == "dedup: news.dedup: removed 6 articles\n"
    assert run("remove", "news.dedup", "-").err.startswith("dedup: error: no ids on standard input")
    assert "not UTF-8" in run("remove", "news.dedup", "-", stdin=b"\xff\xfe").err


def test_an_id_that_begins_with_a_dash(folder: Path) -> None:
    run("build", "news.dedup", lines(folder / "in.jsonl", {"id": "-x", "text": "Some words."}))
    assert run("remove", "--no-vacuum", "--", "news.dedup", "-x").code == 0
    with Index("news.dedup") as index:
        assert index.info().unswept is not None


def test_skipped_inputs_count_and_the_rest_is_held(one: str, folder: Path) -> None:
    with (folder / one).open("a") as stream:
        stream.write("not JSON\n")
    done = run("build", "news.dedup", one)
    assert done.code == 2
    assert "skipped one.jsonl:3" in done.err and "error: 1 input was skipped; --allow-skipped accepts that" in done.err
    with Index("news.dedup") as index:
        assert len(index) == 2
    assert run("add", "news.dedup", one, "--allow-skipped").code == 0
    assert run("add", "news.dedup", one, "--allow-skipped", "-q").err == ""


def test_nothing_to_read_makes_nothing(folder: Path) -> None:
    (folder / "empty").mkdir()
    done = run("build", "news.dedup", "empty")
    assert done.code == 2 and "no articles in empty" in done.err
    assert not (folder / "news.dedup").exists()


@pytest.mark.parametrize(
    "arguments, said",
    [
        (("info", "none.dedup"), "there is no such index; make one with 'dedup index build'"),
        (("verify", "none.dedup"), "there is no such index"),
        (("compact", "none.dedup"), "there is no such index"),
        (("remove", "none.dedup", "a"), "there is no such index"),
        (("add", "none.dedup", "one.jsonl"), "there is no such index"),
        (("build", "one.jsonl", "one.jsonl"), "exists already"),
        (("info", "one.jsonl"), "not an index of dedup"),
        (("add", "news.dedup"), "Missing argument 'PATH...'"),
        (("remove", "news.dedup"), "Missing argument 'ID...'"),
        (("info", "news.dedup", "--format", "csv"), "give table or json"),
        (("info", "news.dedup", "-o", "news.dedup", "--format", "json"), "an input of this very run"),
        (("add", "none\x1b[31m.dedup", "one.jsonl"), "none\\x1b[31m.dedup"),
    ],
)
def test_what_goes_wrong_is_one_line_and_exit_code_2(one: str, folder: Path, arguments: Any, said: str) -> None:
    run("build", "news.dedup", one)
    before = (folder / "news.dedup").read_bytes()
    done = run(*arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert said in done.err
    assert (folder / "news.dedup").read_bytes() == before


def test_settings_may_differ_from_run_to_run(one: str) -> None:
    assert "No such option" in run("build", "news.dedup", one, "--num-perm", "64").err
    assert run("build", "news.dedup", one, env={"DEDUP_NUM_PERM": "64"}).code == 0
    assert run("add", "news.dedup", one, env={"DEDUP_NUM_PERM": "128", "DEDUP_MIN_WORDS": "20"}).code == 0


def test_damage_is_told_and_ends_in_2(one: str, folder: Path) -> None:
    run("build", "news.dedup", one)
    path = folder / "news.dedup"
    path.write_bytes(path.read_bytes().replace(b"Harbour Weekly", b"Harbour W\x1b[1m\n"))
    done = run("verify", "news.dedup")
    assert done.code == 2
    assert "article number 2: its checksum differs" in done.out
    assert done.err == "dedup: error: news.dedup: damaged; restore a copy, or build it anew\n"
    problems = run("verify", "news.dedup", "--format", "json").json()
    assert problems["path"] == "news.dedup" and len(problems["problems"]) == 1


def test_what_articles_say_of_themselves_cannot_act(folder: Path) -> None:
    nasty = "\x1b[31m##[error]\u202e evil"
    run("build", "news.dedup", lines(folder / "in.jsonl", {"id": "a", "text": "Some words.", "outlet": nasty}))
    for encoding in ("utf-8", "ascii"):
        shown = run("info", "news.dedup", encoding=encoding)
        assert shown.code == 0 and "evil" in shown.out and "##[" not in shown.out
        told = run("info", "news.dedup", "--format", "json", encoding=encoding)
        assert told.json()["outlets"] == [{"outlet": nasty, "articles": 1}]
    assert "'\\x1b[31m" in run("remove", "news.dedup", nasty).err


def test_a_report_to_a_file(one: str, folder: Path) -> None:
    run("build", "news.dedup", one)
    assert run("info", "news.dedup", "-o", "info.json", "-o", "info.txt").code == 0
    assert json.loads((folder / "info.json").read_text())["articles"] == 2
    assert "articles   2" in (folder / "info.txt").read_text()


def test_many_outlets_are_cut_in_the_table_alone(folder: Path) -> None:
    records = [{"id": f"a{n}", "text": f"Words {n}.", "outlet": f"Outlet {n:02}"} for n in range(14)]
    run("build", "news.dedup", lines(folder / "in.jsonl", *records))
    assert "and 4 more; --format json lists all" in run("info", "news.dedup").out
    assert len(run("info", "news.dedup", "--format", "json").json()["outlets"]) == 14


def test_numbers_too_long_to_write_do_not_stop_the_rest(folder: Path) -> None:
    (folder / "in.jsonl").write_text('{"id": "a", "text": "Some words.", "n": ' + "9" * 5_000 + "}\n")
    done = run("build", "news.dedup", "in.jsonl", "--allow-skipped")
    assert "internal error" not in done.err
