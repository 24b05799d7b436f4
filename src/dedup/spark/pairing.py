"""From the keys of bands to verified pairs: LSH as a sort, then the exact similarity of what met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dedup.matching.articles import CLIQUE, SHINGLE
from dedup.sketch.bands import buckets, ordered_pairs
from dedup.sketch.texts import similarities

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

CANDIDATES = "low long, high long, chained int"
PAIRS = "low long, high long, jaccard double"


def candidates(numbered: DataFrame, partitions: int) -> DataFrame:
    """Pairs of numbers that share a bucket of some band, each once: `CANDIDATES`.

    The sum of `chained` is the number of buckets that were too large and gave a chain.
    """
    from pyspark.sql import functions as F

    filled = numbered.where("keys is not null").select("number", "keys")
    members = filled.count()
    rows = filled.mapInArrow(_bucketing(members), "band int, bucket long, number long")
    # Sorted rows stream through: a bucket of millions is never held, neither here nor by Spark.
    sorted_rows = rows.repartition(partitions, "band", "bucket").sortWithinPartitions("band", "bucket", "number")
    met = sorted_rows.mapInArrow(_pairing, CANDIDATES)
    return met.groupBy("low", "high").agg(F.sum("chained").cast("int").alias("chained"))


def verified(candidates: DataFrame, numbered: DataFrame, jaccard: float) -> DataFrame:
    """The candidates whose exact similarity reaches `jaccard`: `PAIRS`."""
    texts = numbered.select("number", "text")
    low = texts.withColumnsRenamed({"number": "low", "text": "low_text"})
    high = texts.withColumnsRenamed({"number": "high", "text": "high_text"})
    both = candidates.select("low", "high").join(low, "low").join(high, "high")
    return both.mapInArrow(_comparing(jaccard), PAIRS)


def _bucketing(members: int) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def rows(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]

        for batch in batches:
            if not batch.num_rows:
                continue
            keys = np.frombuffer(b"".join(batch.column("keys").to_pylist()), np.uint64).reshape(batch.num_rows, -1)
            bands = keys.shape[1]
            yield pyarrow.RecordBatch.from_arrays(
                [
                    pyarrow.array(np.tile(np.arange(bands, dtype=np.int32), batch.num_rows)),
                    pyarrow.array(buckets(keys, members).ravel().view(np.int64)),
                    pyarrow.array(np.repeat(_numbers(batch, "number"), bands)),
                ],
                names=["band", "bucket", "number"],
            )

    return rows


def _pairing(batches: Iterable[Any]) -> Iterator[Any]:
    """The pairs of rows (band, bucket, number) that come sorted.

    The last bucket of a batch may go on in the next: its members wait, or of one that is too large already the last.
    """
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    waiting = np.empty((3, 0), np.int64)
    crowded = False  # the bucket that waits has given the beginning of a chain

    def told(rows: NDArray[np.int64], *, clique: int, counted: bool = True) -> Iterator[Any]:
        fresh = (rows[:2, 1:] != rows[:2, :-1]).any(axis=0)
        places = np.concatenate([[0], np.cumsum(fresh)]).astype(np.uint64)
        pairs, chained = ordered_pairs(places[: rows.shape[1]], rows[2], clique=clique)
        if len(pairs):
            counts = np.zeros(len(pairs), np.int32)
            counts[0] = chained if counted else 0
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array(pairs[:, 0]), pyarrow.array(pairs[:, 1]), pyarrow.array(counts)],
                names=["low", "high", "chained"],
            )

    for batch in batches:
        rows = np.stack([_numbers(batch, name) for name in ("band", "bucket", "number")])
        rows = np.concatenate([waiting, rows], axis=1)
        if not rows.shape[1]:
            continue
        fresh = np.flatnonzero((rows[:2, 1:] != rows[:2, :-1]).any(axis=0)) + 1
        first, last = (int(fresh[0]), int(fresh[-1])) if len(fresh) else (rows.shape[1], 0)
        if crowded:
            yield from told(rows[:, :first], clique=1, counted=False)
        if len(fresh):
            yield from told(rows[:, first if crowded else 0 : last], clique=CLIQUE)
            crowded = False
        waiting = rows[:, last:]
        if waiting.shape[1] > CLIQUE and not crowded:
            yield from told(waiting, clique=CLIQUE)
            crowded = True
        if crowded:
            waiting = waiting[:, -1:]
    if not crowded:
        yield from told(waiting, clique=CLIQUE)


def _comparing(jaccard: float) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def compare(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]

        for batch in batches:
            sides = np.stack([_numbers(batch, "low"), _numbers(batch, "high")], axis=1)
            _, first, places = np.unique(sides, return_index=True, return_inverse=True)
            columns = batch.column("low_text"), batch.column("high_text")
            texts = [columns[at % 2][at // 2].as_py() for at in first.tolist()]
            found = similarities(texts, places.reshape(-1, 2).astype(np.int64), size=SHINGLE, workers=1)
            kept = found >= jaccard
            yield pyarrow.RecordBatch.from_arrays(
                [pyarrow.array(sides[kept, 0]), pyarrow.array(sides[kept, 1]), pyarrow.array(found[kept])],
                names=["low", "high", "jaccard"],
            )

    return compare


def _numbers(batch: Any, name: str) -> NDArray[np.int64]:
    found: NDArray[np.int64] = batch.column(name).to_numpy(zero_copy_only=False).astype(np.int64)
    return found
