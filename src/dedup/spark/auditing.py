"""An audit of whole articles by a cluster: files are read and compared there, the report is made here.

Here are held what is known of every article besides its text, the pairs, and the texts of articles that are in a pair.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING

import numpy as np

from dedup.config import Settings
from dedup.errors import EngineError, OutputError, UsageError
from dedup.ingest.limits import Limits
from dedup.ingest.reading import Reading, gathered, plan
from dedup.ingest.record import shown
from dedup.matching.articles import NearDuplicates
from dedup.model import Report
from dedup.pipeline import audit_of_near_duplicates
from dedup.spark.near import Numbered, clusters, named, numbered_pairs, of_settings, partitions_of
from dedup.spark.records import built_of, rows_of
from dedup.spark.stages import Stages
from dedup.work import Progress

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

TABLES = ("articles", "pairs", "clusters")
_TOLD = 400  # characters of Spark's own words in an error


@dataclass(frozen=True, slots=True, kw_only=True)
class OnCluster:
    """Articles that were read on a cluster. In `reading` an article has a digest for its text: texts stay there."""

    reading: Reading
    rows: DataFrame
    stages: Stages
    settings: Settings
    partitions: int


def read(
    session: SparkSession,
    paths: Sequence[str | os.PathLike[str]],
    settings: Settings,
    *,
    metadata: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] | None = None,
    checkpoint: str | None = None,
) -> OnCluster:
    """Read articles from folders and files, as `dedup.ingest.read` does, one task a file.

    Every executor must find the files under the same paths. Raises what `dedup.ingest.read` raises, `UsageError` for
    standard input, `ConfigError` for a checkpoint of other settings or files, `EngineError` where a job fails.
    """
    if "-" in map(os.fsdecode, paths):
        raise UsageError("the engine spark reads files, which every executor opens by itself; not standard input")
    planned = plan(paths, metadata=metadata, root=root, limits=Limits())
    made_of = {**of_settings(settings), "files": _state([os.fsdecode(path) for path in planned.inputs.inputs])}
    if metadata is not None:
        made_of["metadata"] = os.fsdecode(metadata)
    if root is not None:
        made_of["root"] = os.fsdecode(root)
    with failures():
        stages = Stages(session, checkpoint, made_of)
        rows = stages.frame("read", lambda: rows_of(session, planned))
        reading = gathered(planned, built_of(rows))
    return OnCluster(reading=reading, rows=rows, stages=stages, settings=settings, partitions=partitions_of(session))


def compare(articles: OnCluster, progress: Progress | None = None) -> Numbered:
    """Find the near-duplicates of articles that were read. Raises `EngineError` where a job fails."""
    if progress:
        progress("compare on the cluster", 0, len(articles.reading.articles))
    texts = articles.rows.where("text is not null").select("id", "text")
    with failures():
        found = numbered_pairs(texts, articles.settings, articles.stages, articles.partitions)
    if progress:
        progress("compare on the cluster", len(articles.reading.articles), len(articles.reading.articles))
    return found


def report(articles: OnCluster, found: Numbered, progress: Progress | None = None) -> Report:
    """The report that `dedup.audit` makes of the same articles, to the byte. Raises `EngineError`."""
    from pyspark.sql import functions as F

    with failures():
        pairs = found.pairs.orderBy("low", "high").collect()
        rows = found.articles.select("number", "id", "words").orderBy("number").collect()
        ends = found.pairs.select(F.explode(F.array("low", "high")).alias("number")).distinct()
        texts = {row.number: row.text for row in found.articles.join(ends, "number").select("number", "text").collect()}
    by_id = {article.id: article for article in articles.reading.articles}
    ordered = [replace(by_id[row.id], text=texts.get(row.number, "")) for row in rows]
    result = NearDuplicates(
        words=np.array([row.words for row in rows], np.int64),
        pairs=np.array([(row.low, row.high) for row in pairs], np.int64).reshape(-1, 2),
        jaccard=np.array([row.jaccard for row in pairs], np.float64),
        candidates=found.pairs_compared,
        buckets_chained=found.buckets_capped,
    )
    return audit_of_near_duplicates(
        ordered, result, articles.settings, skipped=articles.reading.skipped, progress=progress
    )


def write_tables(articles: OnCluster, found: Numbered, folder: str, progress: Progress | None = None) -> None:
    """Write Parquet tables into the folder: articles, pairs and clusters of all pairs, whatever their outlets.

    Raises `OutputError` where one of them is there already, `EngineError` where a job fails.
    """
    from pyspark.errors import AnalysisException

    names = found.articles.select("number", "id")
    with failures():
        # All is found before the first is written: a restart must not meet a table of its own.
        frames = {
            "articles": found.articles.select("id", "words"),
            "pairs": named(found.pairs, names),
            "clusters": clusters(found.pairs, names, articles.stages, articles.partitions),
        }
    for done, name in enumerate(TABLES):
        if progress:
            progress("write tables", done, len(TABLES))
        place = f"{folder.rstrip('/')}/{name}"
        with failures():
            try:
                frames[name].write.mode("errorifexists").parquet(place)
            except AnalysisException as error:
                raise OutputError(f"{place}: cannot be written, or is there already; name another folder") from error


@contextmanager
def failures() -> Iterator[None]:
    """Raise `EngineError` for what Spark says of a job that failed."""
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        yield
    except (PySparkException, Py4JError) as error:
        lines = [line.strip() for line in str(error).splitlines() if line.strip()]
        # A Python error on an executor ends with its own line; Java's begins with it.
        told = [line for line in lines if not line.startswith(("File ", "at ", "Traceback", "SQLSTATE", "^"))]
        cause = next((line for line in reversed(told) if "Error" in line or "Exception" in line), (told or [""])[0])
        raise EngineError(f"a job on the cluster failed: {cause[:_TOLD]}") from error


def _state(paths: Sequence[str]) -> str:
    """What tells whether files are still the same: a hash of their names, sizes and times of change."""
    states = [(shown(path), os.stat(path)) for path in paths]
    known = json.dumps([[name, state.st_size, state.st_mtime_ns] for name, state in states])
    return f"{len(paths)} with {blake2b(known.encode(), digest_size=8).hexdigest()}"
