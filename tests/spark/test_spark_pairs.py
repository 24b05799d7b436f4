"""Near-duplicates on Spark against those found here: the same pairs, clusters and counts, whatever breaks meanwhile."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from spark_cases import Rows, articles, clusters_of, found_here, named_pairs

from dedup.config import Settings
from dedup.errors import ConfigError, DuplicateId, InputError
from dedup.spark import NearDuplicates, near, near_duplicates, pairing, sketching

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

ROWS = articles()


def frame_of(session: SparkSession, rows: Rows) -> DataFrame:
    return session.createDataFrame(rows, "id string, text string").repartition(3)


def pairs_of(found: NearDuplicates) -> list[tuple[str, str, float]]:
    return sorted((row.left, row.right, row.jaccard) for row in found.pairs.collect())


def check(found: NearDuplicates, rows: Rows, jaccard: float = 0.7) -> None:
    here = found_here(rows, jaccard)
    pairs = named_pairs(here, rows)
    assert pairs_of(found) == pairs
    assert sorted((row.cluster, row.id) for row in found.clusters.collect()) == clusters_of(pairs)
    assert (found.pairs_compared, found.buckets_capped) == (here.candidates, here.buckets_chained)
    assert sorted(row.id for row in found.articles.collect()) == sorted({name for name, _ in rows})


def test_spark_and_one_machine_find_the_same(session: SparkSession) -> None:
    found = near_duplicates(session, frame_of(session, ROWS))
    assert found.buckets_capped > 0 and found.pairs.count() > 100
    check(found, ROWS)
    found.unpersist()


def test_nothing_alike(session: SparkSession, tmp_path: Path) -> None:
    rows = [("a", "words of one"), ("b", "…"), ("c", "\0 and another")]
    check(near_duplicates(session, frame_of(session, rows), checkpoint=str(tmp_path), partitions=2), rows)


def killing(make: Callable[..., Any], mark: Path) -> Callable[..., Any]:
    """The kernel that `make` makes; the first process that comes to it is killed in the middle of its work."""

    def made(*arguments: Any) -> Any:
        kernel = make(*arguments)
        place = str(mark)

        def run(batches: Any) -> Iterator[Any]:
            for batch in kernel(batches):
                yield batch
                try:
                    os.close(os.open(place, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    continue
                os.kill(os.getpid(), signal.SIGKILL)

        return run

    return made


def test_workers_that_are_killed_change_nothing_and_settings_count(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sketching, "_sketching", killing(sketching._sketching, tmp_path / "sketching"))
    monkeypatch.setattr(pairing, "_bucketing", killing(pairing._bucketing, tmp_path / "bucketing"))
    pair = pairing._pairing
    monkeypatch.setattr(pairing, "_pairing", killing(lambda: pair, tmp_path / "pairing")())
    monkeypatch.setattr(pairing, "_comparing", killing(pairing._comparing, tmp_path / "comparing"))
    found = near_duplicates(session, frame_of(session, ROWS), Settings(jaccard=0.3), partitions=3)
    assert {path.name for path in tmp_path.iterdir()} == {"sketching", "bucketing", "pairing", "comparing"}
    check(found, ROWS, jaccard=0.3)


def test_a_restart_goes_on_from_the_last_stage(
    session: SparkSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, folder = ROWS[:100], str(tmp_path / "checkpoint")
    frame = frame_of(session, rows)

    def fails(*_: Any) -> Any:
        raise RuntimeError("the power is gone")

    with monkeypatch.context() as broken:
        broken.setattr(near, "verified", fails)
        with pytest.raises(RuntimeError, match="power"):
            near_duplicates(session, frame, checkpoint=folder, partitions=2)
    with monkeypatch.context() as again:
        again.setattr(near, "sketched", fails)
        again.setattr(near, "candidates", fails)
        check(near_duplicates(session, frame, checkpoint=folder, partitions=2), rows)
        # All stages are whole now: nothing is computed again, in whatever order the rows come.
        again.setattr(near, "verified", fails)
        check(near_duplicates(session, frame_of(session, rows[::-1]), checkpoint=folder, partitions=2), rows)
    # One that was never marked as whole is made again.
    stages = tmp_path / "checkpoint" / "dedup-stages"
    for file in (*(stages / "pairs").glob("part-*"), *(stages / "pairs.done").iterdir()):
        file.unlink()
    found = near_duplicates(session, frame, checkpoint=folder, partitions=2)
    assert pairs_of(found) == named_pairs(found_here(rows), rows)
    with pytest.raises(ConfigError, match=r"jaccard 0\.7, now 0\.8"):
        near_duplicates(session, frame, Settings(jaccard=0.8), checkpoint=folder)
    with pytest.raises(ConfigError, match=r"input .*'articles'"):
        near_duplicates(session, frame_of(session, rows[:-1]), checkpoint=folder)


def test_frames_that_cannot_be_compared(session: SparkSession) -> None:
    with pytest.raises(DuplicateId, match="'b' stands for two different texts"):
        near_duplicates(session, frame_of(session, [("b", "x"), ("a", "x"), ("b", "y")]), partitions=2)
    with pytest.raises(InputError, match="column 'text' is missing"):
        near_duplicates(session, session.createDataFrame([("a", "b")], "id string, body string"))
    with pytest.raises(InputError, match="column 'id' is bigint"):
        near_duplicates(session, session.createDataFrame([(1, "b")], "id long, text string"))
    with pytest.raises(InputError, match="without id or text"):
        near_duplicates(session, session.createDataFrame([("a", None)], "id string, text string"))
