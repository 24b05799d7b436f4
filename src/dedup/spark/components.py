"""Connected components by iteration: large-star and small-star in turns (Kiveris et al., "Connected Components in
MapReduce and Beyond", 2014), O(log² n) rounds also for the chains that buckets of equal articles give.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from dedup.matching.clusters import DisjointSets
from dedup.spark.stages import Stages

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

EDGES = "number long, root long"


def components(pairs: DataFrame, stages: Stages, partitions: int) -> DataFrame:
    """By `number` of those in `pairs` (low, high) the smallest number that pairs connect it with, its `root`.

    Every round is a stage: a restart goes on from the last one.
    """
    from pyspark.sql import functions as F

    # Equal texts have numbers in a row: most chains end in one batch, and long ones need few rounds.
    near = pairs.repartitionByRange(partitions, "low").sortWithinPartitions("low", "high")
    edges = near.select(F.col("high").alias("number"), F.col("low").alias("root"))
    edges = stages.frame("components-0", partial(edges.mapInArrow, _contracted, EDGES), iterated=True)
    done = 0
    while not _are_stars(edges):
        done += 1
        edges = stages.frame(f"components-{done}", partial(_round, edges), iterated=True)
    heads = edges.select(F.col("root").alias("number"), "root").distinct()
    return edges.unionByName(heads)


def _contracted(batches: Iterable[Any]) -> Iterator[Any]:
    """The edges of each batch as stars around the smallest number of each of its components."""
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    for batch in batches:
        ends = np.stack([batch.column(name).to_numpy(zero_copy_only=False) for name in ("number", "root")])
        nodes, places = np.unique(ends, return_inverse=True)
        sets = DisjointSets(len(nodes))
        for one, two in places.reshape(2, -1).T.tolist():
            sets.join(one, two)
        roots = nodes[[sets.root(node) for node in range(len(nodes))]]
        moved = roots != nodes
        yield pyarrow.RecordBatch.from_arrays(
            [pyarrow.array(nodes[moved]), pyarrow.array(roots[moved])], names=["number", "root"]
        )


def _round(edges: DataFrame) -> DataFrame:
    return _small_star(_large_star(edges))


def _large_star(edges: DataFrame) -> DataFrame:
    """Every larger neighbour of a node comes under the least of the node and its neighbours."""
    from pyspark.sql import functions as F

    both = edges.unionByName(edges.select(F.col("root").alias("number"), F.col("number").alias("root")))
    least = both.groupBy("number").agg(F.least("number", F.min("root")).alias("least"))
    larger = both.where("root > number").join(least, "number")
    return larger.select(F.col("root").alias("number"), F.col("least").alias("root")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """A node and its smaller neighbours come under the least of these. In `edges` a root is less than its number."""
    from pyspark.sql import functions as F

    least = edges.groupBy("number").agg(F.min("root").alias("least"))
    others = edges.join(least, "number").where("root > least")
    moved = others.select(F.col("root").alias("number"), F.col("least").alias("root"))
    return moved.unionByName(least.withColumnRenamed("least", "root")).distinct()


def _are_stars(edges: DataFrame) -> bool:
    """Whether every node has one root, which is under no other: then the roots stand for the components."""
    from pyspark.sql import functions as F

    under = edges.select(F.col("number").alias("node"), F.lit(1).alias("roots"), F.lit(0).alias("heads"))
    over = edges.select(F.col("root").alias("node"), F.lit(0).alias("roots"), F.lit(1).alias("heads"))
    sums = under.unionByName(over).groupBy("node").agg(F.sum("roots").alias("roots"), F.max("heads").alias("heads"))
    return bool(sums.where("roots > 1 or (roots > 0 and heads > 0)").isEmpty())
