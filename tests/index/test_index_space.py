"""Where the disk takes no more: the state from before, an error that says so, and afterwards all works again."""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from index_cases import article, some, texts_of

from dedup import Article, Index, IndexFileError
from dedup.index import connections, file, making

if sys.platform == "win32":
    pytest.skip("needs limits of POSIX", allow_module_level=True)

import resource


def large(count: int) -> list[Article]:
    """Articles that do not pack well."""
    return [article(f"n{n}", os.urandom(20_000).hex()) for n in range(count)]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a disk with a quota: no file of this process may grow beyond that."""
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, old[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
        signal.signal(signal.SIGXFSZ, handler)


@contextmanager
def pages_of_at_most(count: int) -> Iterator[None]:
    """As on a disk that is full: SQLite reports the same as for ENOSPC."""
    connected = file.connected

    def limited(path: str, mode: str, wait: float, *, read_only: bool = False) -> object:
        db = connected(path, mode, wait, read_only=read_only)
        db.execute(f"PRAGMA max_page_count={count}")
        return db

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "connected", limited)
        patch.setattr(making, "connected", limited)
        yield


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.dedup"
    Index.build(path, some(5)).close()
    return path


@pytest.mark.parametrize("limit", [4_096, 40_000, 100_000, 150_000])
def test_a_batch_for_which_there_is_no_space_is_as_if_it_had_not_begun(path: Path, limit: int) -> None:
    with Index(path) as index:
        before = texts_of(index)
        with files_of_at_most(limit), pytest.raises(IndexFileError, match=r"refused to read or write|no space"):
            index.add(large(10))
        assert texts_of(index) == before and index.verify() == ()
        index.add(large(3))
        assert len(index) == 8 and index.verify() == ()


def test_a_full_disk_is_named(path: Path) -> None:
    with pages_of_at_most(40), Index(path) as index:
        with pytest.raises(IndexFileError, match="no space is left on the disk"):
            index.add(large(10))
        assert len(index) == 5 and index.verify() == ()
        index.add([article("small", "a text")])
    with Index(path) as index:
        assert len(index) == 6 and index.verify() == ()


@pytest.mark.parametrize("limit", [10, 20, 30])
def test_a_build_for_which_there_is_no_space_leaves_nothing(tmp_path: Path, limit: int) -> None:
    with pages_of_at_most(limit), pytest.raises(IndexFileError, match="no space is left"):
        Index.build(tmp_path / "news.dedup", large(10))
    assert os.listdir(tmp_path) == []
    with files_of_at_most(limit * 8_192), pytest.raises(IndexFileError, match="refused to read or write"):
        Index.build(tmp_path / "news.dedup", large(10))
    assert os.listdir(tmp_path) == []


def test_a_build_that_cannot_be_brought_to_the_disk_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(IndexFileError, match="No space left on device"):
        Index.build(tmp_path / "news.dedup", some(3))
    assert os.listdir(tmp_path) == []


def test_a_removal_is_done_though_there_is_no_space_to_write_the_file_anew(path: Path) -> None:
    with Index(path) as index:
        index.add(large(10))
    with Index(path) as index:
        with files_of_at_most(240_000), pytest.raises(IndexFileError, match=r"is no longer held, but may"):
            index.remove(["a000"])
        assert index.verify() == ()
        # What was committed stays so, and that the file is to be written anew is remembered.
        assert ("a000" in index) == (index.info().unswept is None)
        index.compact()
        assert index.info().unswept is None


def test_readers_are_not_touched_by_a_writer_without_space(path: Path) -> None:
    with Index(path) as reader, Index(path) as writer:
        held = texts_of(reader)
        with files_of_at_most(50_000), pytest.raises(IndexFileError):
            writer.add(large(10))
        assert texts_of(reader) == held


def test_idle_readers_are_few(path: Path) -> None:
    from contextlib import ExitStack

    with Index(path) as index:
        with ExitStack() as stack:
            for _ in range(20):
                stack.enter_context(index.reading())
        assert len(index._connections._idle) == connections._IDLE
