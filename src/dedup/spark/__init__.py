"""Near-duplicate articles on Apache Spark: the same kernels on Arrow batches, the same result as on one machine.

>>> from dedup.spark import near_duplicates
>>> found = near_duplicates(spark, spark.read.parquet("articles"))  # doctest: +SKIP
>>> found.pairs.write.parquet("pairs")  # doctest: +SKIP
"""

from dedup.spark.near import NearDuplicates, near_duplicates

__all__ = ["NearDuplicates", "near_duplicates"]
