"""Killed at any moment an index is as before or after one of its batches, and readers never notice a writer."""

from __future__ import annotations

import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from dedup.index import pieces

if sys.platform == "win32":
    pytest.skip("needs processes of POSIX", allow_module_level=True)

import index_kills
import index_readers


# Without texts a kill takes several times as long.
@pytest.mark.parametrize("texts, count, least", [(True, 20, 5), (False, 8, 2)])
def test_killed_at_random_moments_it_is_as_before_or_after_a_batch(
    tmp_path: Path, texts: bool, count: int, least: int
) -> None:
    """`python benchmarks/index_kills.py` kills 200."""
    outcomes = list(index_kills.kills(count, tmp_path, seed=5, texts=texts))
    assert [each.wrong for each in outcomes if each.wrong] == []
    assert sum(each.cut for each in outcomes) >= least


def test_what_a_kill_left_wrong_is_noticed(tmp_path: Path) -> None:
    with index_kills.Server() as server:
        assert index_kills.kill(server, "remove", tmp_path / "news.dedup", [], 0.0).wrong != ""


def test_a_masked_text_that_a_kill_left_of_another_article_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "news.dedup"
    index_kills.work("build", path, texts=False)
    index_kills.state(path)
    with closing(sqlite3.connect(path)) as db:
        (size,) = db.execute("SELECT bytes FROM article WHERE number = 1").fetchone()
        pieces.forget(db, {1: size})
        pieces.keep(db, [1], ["the text of another one"])
        db.commit()
    with pytest.raises(ValueError, match="its masked text is another one"):
        index_kills.state(path)


def test_readers_and_a_writer_at_once(tmp_path: Path) -> None:
    """`python benchmarks/index_readers.py` lets them run for a minute."""
    results = index_readers.run(1.0, tmp_path, readers=4)
    assert [each.wrong for each in results if each.wrong] == []
    assert all(each.count for each in results)


def test_half_a_pair_is_noticed(tmp_path: Path) -> None:
    from dedup import Index

    path = tmp_path / "news.dedup"
    Index.build(path, [each for number in range(60) for each in index_readers.pair(number, 0)]).close()
    with Index(path) as index:
        index.remove(["p000a"])
    assert index_readers.read(path, 5.0, seed=1).wrong.startswith("pair 0: 1 texts")
