"""Several programs and several threads: readers never wait, writers take turns or are told."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from index_cases import article, batches_of, some, texts_of

from dedup import Article, Index, IndexFileError, IndexLocked


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "news.dedup"
    Index.build(path, some(5)).close()
    return path


@contextmanager
def another_writer(path: Path) -> Iterator[None]:
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("BEGIN IMMEDIATE")
        db.execute("DELETE FROM unswept")
        yield
        db.execute("ROLLBACK")


def test_a_second_writer_is_told_after_the_time_that_it_would_wait(path: Path) -> None:
    with Index(path, wait=0.3) as index:
        index.add([article("before", "text")])
        for write in (
            lambda: index.add([article("new", "text")]),
            lambda: index.remove(["a000"]),
            lambda: index.compact(),
        ):
            begin = time.monotonic()
            with another_writer(path), pytest.raises(IndexLocked, match="another program is writing to it; try again"):
                write()
            assert 0.2 < time.monotonic() - begin < 5
        assert len(index) == 6
        assert index.add([article("new", "text")]).new == 1


def test_a_second_writer_waits_its_turn(path: Path) -> None:
    with Index(path, wait=20) as index, ThreadPoolExecutor(1) as pool:
        with another_writer(path):
            waiting = pool.submit(index.add, [article("new", "text")])
            time.sleep(0.2)
            assert not waiting.done()
        assert waiting.result(20).new == 1


def test_readers_do_not_wait_for_a_writer(path: Path) -> None:
    with Index(path, wait=0) as index, another_writer(path):
        assert len(index) == 5 and "a000" in index and index.verify() == ()
        with Index(path, wait=0) as other:
            assert len(texts_of(other)) == 5


def test_a_reader_sees_one_state_however_long_it_reads(path: Path) -> None:
    with Index(path) as index, index.reading() as db:
        count = "SELECT count(*) FROM article"
        assert db.execute(count).fetchone() == (5,)
        index.add([article("new", "text")])
        assert db.execute(count).fetchone() == (5,)
        assert len(index) == 6


def test_a_state_that_is_read_cannot_be_written_to(path: Path) -> None:
    with Index(path) as index, pytest.raises(IndexFileError, match="may not be written"), index.reading() as db:
        db.execute("DELETE FROM article")


def test_threads_of_one_process_take_turns(path: Path) -> None:
    with Index(path, wait=0.2) as index:
        begun, end = threading.Event(), threading.Event()

        def slowly() -> Iterator[Article]:
            yield article("slow", "text")
            begun.set()
            end.wait(20)

        with ThreadPoolExecutor(1) as pool:
            slow = pool.submit(index.add, slowly())
            assert begun.wait(20)
            with pytest.raises(IndexLocked):
                index.add([article("new", "text")])
            end.set()
            assert slow.result(20).new == 1
        assert len(index) == 6


def test_threads_write_and_read_at_once(path: Path) -> None:
    """Articles come in pairs, each pair in one go: a reader that saw half of one would have seen no state at all."""
    with Index(path) as index, ThreadPoolExecutor(6) as pool:
        done = threading.Event()

        def write(writer: int) -> None:
            for n in range(15):
                pair = [article(f"w{writer}-{n:02}-{side}", f"text {n} {side}") for side in "ab"]
                index.add(pair)
                if n % 3 == 0:
                    index.remove([each.id for each in pair], vacuum=False)

        def read() -> int:
            reads = 0
            while not done.is_set():
                assert len(index) % 2 == 1
                found = texts_of(index)
                assert all(found[f"a{n:03}"] for n in range(5))
                reads += 1
            return reads

        readers = [pool.submit(read) for _ in range(4)]
        writers = [pool.submit(write, n) for n in range(2)]
        for each in writers:
            each.result(60)
        done.set()
        assert all(each.result(60) for each in readers)
        assert len(index) == 5 + 2 * 2 * 10 and index.verify() == ()


def test_two_processes_that_add_the_same_hold_it_once(path: Path) -> None:
    given = some(30)
    with Index(path) as one, Index(path) as two, ThreadPoolExecutor(2) as pool, batches_of(3):
        counts = list(pool.map(lambda index: index.add(given), (one, two)))
        assert sum(each.new for each in counts) == 25 and sum(each.unchanged for each in counts) == 35
        assert len(one) == 30 and two.verify() == ()


def test_connections_are_closed_with_the_index(path: Path) -> None:
    index = Index(path)
    index.add([article("new", "text")])
    with index.reading():
        index.close()
    assert not path.with_name("news.dedup-wal").exists()
