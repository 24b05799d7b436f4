"""Articles on the cluster: numbered in the order of their texts, with their words and the keys of their bands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.config import Settings
from dedup.matching.articles import SHINGLE, bands_for
from dedup.sketch.bands import band_keys, non_empty
from dedup.sketch.texts import arrow_utf8, sketches

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# part, place: where an article stands after sorting. keys: one 64-bit key a band; null where there is no word.
SKETCHED = "part int, place long, id string, text string, words long, keys binary"


def sketched(articles: DataFrame, settings: Settings, partitions: int) -> DataFrame:
    """Articles (id, text), sorted, each once, as `SKETCHED`. Equal articles count once."""
    from pyspark.sql import functions as F

    ordered = articles.select("id", "text").repartitionByRange(partitions, "text", "id")
    # Strings are ordered by their bytes, which in UTF-8 is the order of their code points, as in Python.
    ordered = ordered.sortWithinPartitions("text", "id").withColumn("part", F.spark_partition_id())
    return ordered.mapInArrow(_sketching(settings), SKETCHED)


def numbered(frame: DataFrame) -> DataFrame:
    """`SKETCHED` with the `number` of each article, from 0."""
    from pyspark.sql import functions as F

    counts = {row.part: row["count"] for row in frame.groupBy("part").count().collect()}
    parts = max(counts, default=-1) + 1
    before = np.concatenate([[0], np.cumsum([counts.get(part, 0) for part in range(parts)])]).tolist()
    firsts = F.array(*[F.lit(first).cast("long") for first in before])
    return frame.withColumn("number", F.get(firsts, F.col("part")) + F.col("place")).drop("part", "place")


def _sketching(settings: Settings) -> Callable[[Iterable[Any]], Iterator[Any]]:
    bands = bands_for(settings.num_perm, settings.jaccard)
    num_perm, seed = settings.num_perm, settings.seed

    def sketch(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]

        place = 0
        before: tuple[str | None, str | None] | None = None
        for batch in batches:
            rows = list(zip(batch.column("text").to_pylist(), batch.column("id").to_pylist(), strict=True))
            # Sorted, equal articles stand side by side, and range partitions do not part them.
            fresh = [at for at, row in enumerate(rows) if row != (rows[at - 1] if at else before)]
            if not fresh:
                continue
            before = rows[-1]
            texts = batch.column("text").take(pyarrow.array(fresh))
            signed, words = sketches(arrow_utf8(texts), size=SHINGLE, num_perm=num_perm, seed=seed, workers=1)
            keys = np.stack([band_keys(signed, bands, band) for band in range(bands.bands)], axis=1)
            met = set(non_empty(signed).tolist())
            yield pyarrow.RecordBatch.from_arrays(
                [
                    batch.column("part").take(pyarrow.array(fresh)),
                    pyarrow.array(range(place, place + len(fresh)), pyarrow.int64()),
                    pyarrow.array([rows[at][1] for at in fresh], pyarrow.string()),
                    texts.cast(pyarrow.string()),
                    pyarrow.array(words),
                    pyarrow.array([row.tobytes() if at in met else None for at, row in enumerate(keys)]),
                ],
                names=["part", "place", "id", "text", "words", "keys"],
            )
            place += len(fresh)

    return sketch
