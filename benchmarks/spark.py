"""The engine on Spark beside the local one, at article level: equal pairs and clusters, and what each takes.

    python benchmarks/spark.py                       20,000 generated articles, two cores
    python benchmarks/spark.py --count 2000 --hot 500

Exits 1 where the two differ. On one machine Spark can only lose: it is for what outgrows a machine. The times say what
it costs to start, and how the stages share the rest.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from generate import generate

from dedup.config import Settings
from dedup.matching.articles import near_duplicates as near_duplicates_here
from dedup.matching.clusters import DisjointSets
from dedup.spark import near_duplicates
from dedup.spark.session import opened
from dedup.spark.stages import Stages

Pairs = list[tuple[str, str, float]]
Clusters = list[tuple[str, str]]


def articles(count: int, hot: int) -> Iterator[tuple[str, str]]:
    """Generated ones (one in ten a near-copy), and `hot` that are equal."""
    for each in generate(count):
        yield each.id, each.text
    for number in range(hot):
        yield f"hot-{number}", "The harbour board met on Monday and put off its vote until the autumn session."


def here(rows: list[tuple[str, str]], settings: Settings) -> tuple[Pairs, Clusters, int]:
    """What one machine finds: pairs, clusters under their smallest id, and the number of candidates."""
    ordered = sorted(rows, key=lambda row: (row[1], row[0]))
    texts = [text for _, text in ordered]
    found = near_duplicates_here(texts, jaccard=settings.jaccard, workers=settings.workers)
    pairs: Pairs = []
    sets = DisjointSets(len(ordered))
    for (low, high), jaccard in zip(found.pairs.tolist(), found.jaccard.tolist(), strict=True):
        one, two = sorted((ordered[low][0], ordered[high][0]))
        pairs.append((one, two, jaccard))
        sets.join(low, high)
    groups: dict[int, list[str]] = {}
    for number in sorted(set(found.pairs.ravel().tolist())):
        groups.setdefault(sets.root(number), []).append(ordered[number][0])
    clusters = [(min(group), name) for group in groups.values() for name in group]
    return sorted(pairs), sorted(clusters), found.candidates


def told_stages(told: dict[str, float]) -> Callable[..., Any]:
    """`Stages.frame` that notes the seconds of each stage."""
    plain = Stages.frame

    def frame(self: Stages, name: str, make: Callable[[], Any], **how: Any) -> Any:
        started = time.perf_counter()
        made = plain(self, name, make, **how)
        told[name.partition("-")[0]] = told.get(name.partition("-")[0], 0.0) + time.perf_counter() - started
        return made

    return frame


def main() -> int:
    parser = argparse.ArgumentParser(description="Compare the engine on Spark with the local one.")
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--hot", type=int, default=0, help="add so many equal articles")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--jaccard", type=float, default=0.7)
    parser.add_argument("--checkpoint", action="store_true", help="keep the stages in a folder")
    chosen = parser.parse_args()
    settings = Settings(level="article", jaccard=chosen.jaccard, workers=chosen.workers)
    rows = list(articles(chosen.count, chosen.hot))
    here(rows[:2_000], settings)  # kernels are compiled
    started = time.perf_counter()
    pairs, clusters, candidates = here(rows, settings)
    print(f"local  {time.perf_counter() - started:7.2f} s")
    told: dict[str, float] = {}
    Stages.frame = told_stages(told)  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        started = time.perf_counter()
        with opened(chosen.workers) as session:
            print(f"Spark  {time.perf_counter() - started:7.2f} s to start")
            session.createDataFrame(rows, "id string, text string").write.parquet(str(Path(folder) / "articles"))
            for turn in ("first", "second"):
                told.clear()
                started = time.perf_counter()
                place = str(Path(folder) / turn) if chosen.checkpoint else None
                frame = session.read.parquet(str(Path(folder) / "articles"))
                found = near_duplicates(session, frame, settings, checkpoint=place)
                their_pairs = sorted((row.left, row.right, row.jaccard) for row in found.pairs.collect())
                their_clusters = sorted((row.cluster, row.id) for row in found.clusters.collect())
                seconds = time.perf_counter() - started
                stages = ", ".join(f"{name} {took:.1f}" for name, took in told.items())
                print(f"Spark  {seconds:7.2f} s, {turn} time in the session ({stages})")
                found.unpersist()
    equal = (their_pairs, their_clusters, found.pairs_compared) == (pairs, clusters, candidates)
    print(f"{len(rows):,} articles, {candidates:,} candidates, {len(pairs):,} pairs, {len(clusters):,} in clusters")
    print("equal pairs, similarities, clusters and candidates" if equal else "DIFFERENT")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
