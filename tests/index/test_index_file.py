"""What is no index, or another one, is refused for a reason of its own, in one line; nothing is made or changed."""

from __future__ import annotations

import os
import pickle
import re
import sqlite3
import struct
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from hashlib import blake2b
from pathlib import Path

import numpy as np
import pytest
from index_cases import article, some, texts_of

from dedup import Article, Index, IndexCorrupt, IndexFileError, IndexMismatch, Settings
from dedup.index import file, meta
from dedup.index.findable import findable

POSIX = pytest.mark.skipif(sys.platform == "win32", reason="needs files of POSIX")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A closed index of three articles."""
    path = tmp_path / "news.dedup"
    Index.build(path, some(3)).close()
    return path


def refused(path: str | Path, kind: type[IndexFileError] = IndexFileError, **given: object) -> str:
    with pytest.raises(IndexFileError) as caught:
        Index(path, **given)  # type: ignore[arg-type]
    assert caught.type is kind, caught.value
    message = str(caught.value)
    assert message.startswith(str(path)) and "\n" not in message
    return message


def set_pragma(path: Path, pragma: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA {pragma}")
        db.commit()


def test_closed_it_is_one_file(path: Path) -> None:
    with Index(path) as index:
        index.add([article("new", "text")])
        assert len(os.listdir(path.parent)) == 3
    assert os.listdir(path.parent) == ["news.dedup"]
    with Index(path) as index:
        index.info()
    assert os.listdir(path.parent) == ["news.dedup"]


@pytest.mark.parametrize("name", ["what?mode=ro.dedup", "a#b", "100%41.dedup", " two words ", "ünï", "-x", "a&b=c;d"])
def test_any_name_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with Index.build(path, some(2)) as index:
        index.add([article("new", "text")])
    assert os.listdir(tmp_path) == [name]
    with Index(path) as index:
        assert len(index) == 3


@POSIX
def test_a_name_that_is_no_utf_8_will_do(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/\xff\xfe.dedup")
    try:
        Index.build(path, some(2)).close()
    except IndexFileError as error:
        pytest.skip(f"not on this file system: {error}")
    with Index(path) as index:
        assert len(index) == 2 and index.verify() == ()


def test_relative_paths_survive_a_change_of_folder(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    with Index("news.dedup") as index:
        assert index.path == "news.dedup"
        (path.parent / "elsewhere").mkdir()
        monkeypatch.chdir("elsewhere")
        index.add([article("new", "text")])
        assert len(index) == 4 and index.path == str(path)


@POSIX
def test_a_link_leads_to_the_index(path: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(path)
    with Index(link) as index:
        index.add([article("new", "text")])
    with Index(path) as index:
        assert len(index) == 4


def test_a_missing_file_is_not_made(tmp_path: Path) -> None:
    assert "there is no such index; make one with 'dedup index build'" in refused(tmp_path / "none.dedup")
    assert "no such index" in refused(tmp_path / "no" / "folder")
    assert os.listdir(tmp_path) == []


def test_a_folder_is_refused(tmp_path: Path) -> None:
    assert "a folder" in refused(tmp_path)


@POSIX
def test_a_pipe_and_a_device_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "not a file" in refused(tmp_path / "pipe")
    assert "not a file" in refused("/dev/null")


def test_a_name_with_nul_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(f"{tmp_path}/a\0b")
    with pytest.raises(IndexFileError, match="cannot be written"):
        Index.build(f"{tmp_path}/a\0b")


@pytest.mark.parametrize("protocol", range(2, pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_is_refused_unread(tmp_path: Path, protocol: int) -> None:
    path = tmp_path / "index.pickle"
    path.write_bytes(pickle.dumps({"a": list(range(1_000))}, protocol))
    assert "a pickle, which dedup never reads" in refused(path)


@pytest.mark.parametrize(
    "content",
    [b"x", b"{}", b"\x80", b"\x80\x04", b"PK\x03\x04" + bytes(200), b"(lp0\n" * 50, b"SQL" * 9, bytes(5_000)],
)
def test_what_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "something"
    path.write_bytes(content)
    message = refused(path)
    assert "not an index of dedup" in message or "a pickle" in message
    assert path.read_bytes() == content and os.listdir(tmp_path) == ["something"]


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").touch()
    assert "an empty file, not an index" in refused(tmp_path / "empty")


@pytest.mark.parametrize("mode", ["delete", "wal"])
def test_the_database_of_another_program_is_refused_and_unchanged(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA journal_mode={mode}")
        db.execute("CREATE TABLE article (id)")
    before = path.read_bytes()
    assert "of another program" in refused(path)
    assert path.read_bytes() == before and os.listdir(tmp_path) == ["other.sqlite"]


def test_a_newer_format_is_refused(path: Path) -> None:
    newer = file.FORMAT + 1
    set_pragma(path, f"user_version={newer}")
    told = f"an index of format {newer}; this dedup reads format {file.FORMAT}: use a newer dedup"
    assert told in refused(path, IndexMismatch)
    set_pragma(path, "user_version=0")
    assert "format 0" in refused(path, IndexMismatch)


def test_other_tables_are_refused(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TRIGGER t AFTER INSERT ON article BEGIN DELETE FROM text; END")
        db.commit()
    assert f"its tables are not those of format {file.FORMAT}" in refused(path, IndexCorrupt)


def test_statistics_of_sqlite_are_no_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("ANALYZE")
        db.commit()
    with Index(path) as index:
        assert index.verify() == ()


def test_no_setting_shapes_an_index(tmp_path: Path) -> None:
    others = Settings(level="article", preset="longform", min_words=20, num_perm=64, seed=7, workers=1, jaccard=0.5)
    held: list[list[str]] = []
    for at, settings in enumerate((Settings(), others)):
        with Index.build(tmp_path / f"{at}.dedup", some(3), settings) as index:
            assert index.settings == settings
        with closing(sqlite3.connect(tmp_path / f"{at}.dedup")) as db:
            held.append([line for line in db.iterdump() if 'INTO "posting"' in line or 'INTO "word"' in line])
    assert held[0] == held[1] and held[0]
    with Index(tmp_path / "1.dedup") as index:
        assert index.settings == Settings()
    with Index(tmp_path / "0.dedup", others) as index:
        assert index.settings == others and index.add(some(4)).new == 1


@pytest.mark.parametrize("name", ["HASHES", "TOKENS"])
def test_another_hash_scheme_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setattr(meta, name, "other-2")
    assert f"the {name.lower()} " in (message := refused(path, IndexMismatch))
    assert "this version has 'other-2'; build the index anew" in message


def test_what_an_index_holds_of_a_text_changes_only_with_the_name_of_its_hashes() -> None:
    """Where this fails an index of before would answer wrongly: rename `HASHES` (or `TOKENS`), then change this."""
    text = "The dam above Calder was built in 1931. “Nobody living had ever seen its spillway run,” Ann O’Neill said."
    other = "Крестьяне собрали урожай; 東京で会議が開かれた, naïve café-goers in the U.S. said so on 3 March 2031."
    given = [article("a", text), Article(id="b", text=other, url="https://www.example.com/x")]
    ready = findable(given)
    stories, subjects = ready.traits()
    counts = ready.words.counts
    parts = [ready.words.codes, *counts.rows.T, *ready.postings(), *subjects]
    parts += [ready.orders(), ready.outlets(), *(np.asarray(part) for story in stories for part in story)]
    told = blake2b(digest_size=8)
    for part in parts:
        told.update(part.astype("<u8").tobytes() + b"|")
    assert (meta.HASHES, meta.TOKENS, told.hexdigest()) == (
        "blake2b-word64-feature48-sentence48-order64-1",
        "fold-2",
        "f163226d9b986fc2",
    )


def test_the_reference_describes_every_table(path: Path) -> None:
    reference = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "index.md").read_text("utf-8")
    with closing(sqlite3.connect(path)) as db:
        found = db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        ).fetchall()
        assert db.execute("PRAGMA page_size").fetchone() == (8_192,) and "A page has 8,192 bytes" in reference
    assert {name for (name,) in found} == set(re.findall(r"^\| `(\w+)` \|", reference, re.MULTILINE))


def test_meta_that_was_tampered_with_is_damage(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE meta SET value = 'false' WHERE key = 'keeps_texts'")
        db.commit()
    assert "what the index says of itself is damaged" in refused(path, IndexCorrupt)


def test_a_build_never_replaces_anything(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = path.read_bytes()
    with pytest.raises(IndexFileError, match="exists already; add to it with 'dedup index add'"):
        Index.build(path, some(1))
    assert path.read_bytes() == before
    with pytest.raises(IndexFileError, match="there is no folder"):
        Index.build(path.parent / "no" / "such.dedup")
    monkeypatch.setattr(os, "access", lambda *_, **__: False)
    with pytest.raises(IndexFileError, match="nothing can be written in the folder"):
        Index.build(path.parent / "shut.dedup", some(1))


def test_a_build_refuses_what_another_index_left(tmp_path: Path) -> None:
    (tmp_path / "news.dedup-wal").write_bytes(b"frames")
    with pytest.raises(IndexFileError, match="belongs to an index that is gone"):
        Index.build(tmp_path / "news.dedup")


def test_of_two_that_build_the_same_one_is_told(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"

    def meanwhile() -> Iterator[object]:
        Index.build(path, some(2)).close()
        yield article("late", "text")

    with pytest.raises(IndexFileError, match="exists already"):
        Index.build(path, meanwhile())  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == ["news.dedup"]
    with Index(path) as index:
        assert len(index) == 2


def test_a_build_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(source: str, target: str) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with Index.build(tmp_path / "news.dedup", some(2)) as index:
        assert len(index) == 2


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[object]:
        yield article("a", "text")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Index.build(tmp_path / "news.dedup", broken())  # type: ignore[arg-type]
    assert os.listdir(tmp_path) == []


def test_a_closed_index_says_so(path: Path) -> None:
    index = Index(path)
    index.close()
    index.close()
    with pytest.raises(IndexFileError, match="was closed"):
        len(index)
    with pytest.raises(IndexFileError, match="was closed"):
        index.add(some(1))


@POSIX
@pytest.mark.parametrize("instead", [True, False])
def test_an_index_that_was_replaced_or_deleted_says_so(path: Path, instead: bool) -> None:
    with Index(path) as index:
        if instead:
            Index.build(path.with_name("other.dedup"), some(1)).close()
            path.with_name("other.dedup").replace(path)
        else:
            path.unlink()
        with pytest.raises(IndexFileError, match="was replaced, moved or deleted since it was opened; open it again"):
            len(index)
        with pytest.raises(IndexFileError, match="was replaced, moved or deleted"):
            index.add(some(1))


@POSIX
def test_after_a_fork_it_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index(path) as index:
        with monkeypatch.context() as patch:
            patch.setattr(os, "getpid", lambda: -1)
            with pytest.raises(IndexFileError, match="before this process was forked"):
                len(index)
        assert len(index) == 3


@contextmanager
def nobody() -> Iterator[None]:
    """As a user to whom permissions apply."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65_534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def public() -> Iterator[Path]:
    """An index in a folder that everybody can reach."""
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder) / "news.dedup"
        Index.build(path, some(3)).close()
        yield path
        os.chmod(folder, 0o755)


def locked_up(path: Path) -> None:
    path.chmod(0o444)
    path.parent.chmod(0o555)


@POSIX
def test_in_a_folder_that_may_not_be_written_it_can_be_read(public: Path) -> None:
    locked_up(public)
    with nobody(), Index(public) as index:
        assert len(texts_of(index)) == 3 and index.verify() == ()
        with pytest.raises(IndexFileError, match="give yourself write access"):
            index.add([article("new", "text")])
        with pytest.raises(IndexFileError, match="give yourself write access"):
            index.remove(["a000"])
        assert len(index) == 3
    assert os.listdir(public.parent) == ["news.dedup"]


@POSIX
def test_a_file_that_may_not_be_written_can_be_read(public: Path) -> None:
    public.chmod(0o444)
    public.parent.chmod(0o777)
    with nobody(), Index(public) as index:
        assert len(texts_of(index)) == 3
        with pytest.raises(IndexFileError, match="give yourself write access"):
            index.compact()


@POSIX
def test_a_file_that_may_not_be_read_is_refused(public: Path) -> None:
    public.chmod(0o000)
    public.parent.chmod(0o755)
    with nobody():
        assert "may not be opened" in refused(public)


@POSIX
def test_a_build_where_nothing_may_be_written_is_refused(public: Path) -> None:
    public.parent.chmod(0o555)
    with nobody(), pytest.raises(IndexFileError, match="nothing can be written in the folder"):
        Index.build(public.with_name("other.dedup"), some(1))


@POSIX
def test_read_without_locks_a_change_is_noticed(public: Path) -> None:
    locked_up(public)
    with nobody():
        index = Index(public)
        assert len(index) == 3
    public.parent.chmod(0o755)
    public.chmod(0o644)
    with Index(public) as writer:
        writer.add([article("new", "text")])
    locked_up(public)
    with nobody(), pytest.raises(IndexFileError, match="was written to while it was read without locks; open it again"):
        len(index)
    with nobody(), index:
        assert len(index) == 4


@POSIX
def test_a_log_that_cannot_be_read_is_not_passed_over(public: Path) -> None:
    """What is in the log is held: leaving it out would be a wrong answer."""
    with Index(public) as writer:
        writer.add([article("new", "text")])
        kept = {end: public.with_name(public.name + end).read_bytes() for end in ("", "-wal")}
    for end, content in kept.items():
        public.with_name(public.name + end).write_bytes(content)
    assert struct.unpack(">I", kept["-wal"][:4])[0] & ~1 == 0x377F0682
    locked_up(public)
    with nobody():
        assert "was not closed, and its log cannot be read" in refused(public)
    public.parent.chmod(0o755)
    with Index(public) as index:
        assert len(index) == 4
