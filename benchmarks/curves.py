"""How time and memory grow with the number of articles, and by which power.

    python benchmarks/curves.py articles [--sizes 1000,10000,100000,1000000] [--workers 0]
    python benchmarks/curves.py filter
    python benchmarks/curves.py passages [--sizes 1000,10000] [--articles FILE.jsonl] [--stages]

Every size runs in a process of its own on generated texts (`generate.py`), kernels compiled beforehand: `articles`
from texts in memory to verified pairs of near-duplicates, `filter` from a JSON Lines file to one without them (both
with the kernels loaded), `passages` the whole audit as the command does it, which loads them; also of articles of
yours (the first so many of the file). A million of them take hours: `--stages` says on standard error how far it
is. The power is the slope of a straight line through the logarithms (least
squares).
"""

from __future__ import annotations

import argparse
import gc
import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

from generate import generate
from jobs import NEAR_COPIES
from memory import Watched, resident
from provenance_cost import generated_articles, read_articles

import dedup
from dedup.cli.run import COLLECT_AFTER
from dedup.config import Settings
from dedup.matching.articles import near_duplicates
from dedup.model import Article

SIZES = {
    "articles": (1_000, 10_000, 100_000, 1_000_000),
    "filter": (1_000, 10_000, 100_000, 1_000_000),
    "passages": (100, 1_000, 10_000, 100_000),
}


def measure(
    level: str, size: int, workers: int, articles: Path | None = None, *, stages: bool = False
) -> dict[str, float]:
    """One size in a fresh process: seconds, finds, MB before and at the peak (with the processes that it starts)."""
    command = [sys.executable, str(Path(__file__).resolve()), level, "--one", str(size), "--workers", str(workers)]
    command += ["--articles", str(articles)] if articles else []
    command += ["--stages"] if stages else []
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def power(sizes: Sequence[float], values: Sequence[float]) -> float:
    """The exponent of the power law that fits best.

    >>> round(power([10, 100, 1000], [2, 20, 200]), 3)
    1.0
    """
    x, y = [math.log(size) for size in sizes], [math.log(value) for value in values]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    spread = sum((each - mean_x) ** 2 for each in x)
    return sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y, strict=True)) / spread


def curve(
    level: str, sizes: Sequence[int], workers: int, articles: Path | None = None, *, stages: bool = False
) -> Iterator[tuple[int, Mapping[str, float]]]:
    if level == "passages":  # kernels are compiled once; loading them is a part of any audit, as of the command
        measure(level, min(1_000, *sizes), workers, articles)
    for size in sizes:
        yield size, measure(level, size, workers, articles, stages=stages)


class Stages:
    """Tells on standard error how far a job is: as each stage begins, and once a minute.

    Seconds by the clock, seconds of the processor in this process, MB held, what is done of how much.
    """

    def __init__(self) -> None:
        self._begun = self._told = perf_counter()
        self._stage = ""

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = perf_counter()
        if stage != self._stage or now - self._told > 60:
            self._stage, self._told = stage, now
            used = f"{now - self._begun:9.1f} s  {process_time():9.1f} s  {resident():7.0f} MB"
            print(f"{used}  {stage} {done:,} of {total:,}", file=sys.stderr, flush=True)


def _run(level: str, size: int, workers: int, articles: Path | None, *, stages: bool = False) -> dict[str, float]:
    with TemporaryDirectory() as folder:
        prepared = (
            _audit(read_articles(articles, size) if articles else generated_articles(size), workers, stages=stages)
            if level == "passages"
            else JOBS[level](size, workers, Path(folder))
        )
        characters, job = prepared
        loaded = resident()
        with Watched() as memory:
            begin = perf_counter()
            found = job()
            seconds = perf_counter() - begin
    return {
        "seconds": seconds, "characters": characters, "found": found,
        "loaded_mb": loaded, "peak_mb": memory.peak, "own_mb": memory.own,
    }  # fmt: skip


Job = tuple[int, Callable[[], int]]


def _articles(size: int, workers: int, folder: Path) -> Job:
    texts = [each.text for each in generate(size, NEAR_COPIES)]
    near_duplicates(texts[:50], jaccard=0.7, compiled=True)
    return sum(map(len, texts)), lambda: len(near_duplicates(texts, jaccard=0.7, workers=workers).pairs)


def _filter(size: int, workers: int, folder: Path) -> Job:
    characters = 0
    with (folder / "articles.jsonl").open("w", encoding="utf-8") as file:
        for each in generate(size, NEAR_COPIES):
            characters += len(each.text)
            file.write(json.dumps({"id": each.id, "text": each.text}, ensure_ascii=False) + "\n")
    near_duplicates([each.text for each in generate(50, NEAR_COPIES)], jaccard=0.7, compiled=True)

    def job() -> int:
        done = dedup.filter_files(
            [folder / "articles.jsonl"], folder / "kept.jsonl", settings=Settings(workers=workers)
        )
        return done.articles - done.kept

    return characters, job


def _audit(articles: Sequence[Article], workers: int, *, stages: bool) -> Job:
    gc.set_threshold(*COLLECT_AFTER)  # as `dedup audit` does
    progress = Stages() if stages else None
    return sum(len(each.text) for each in articles), lambda: len(
        dedup.audit(articles, Settings(workers=workers), progress=progress).matches
    )


JOBS: Mapping[str, Callable[[int, int, Path], Job]] = {"articles": _articles, "filter": _filter}


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Time and memory by the number of articles.")
    parser.add_argument("level", choices=sorted(SIZES))
    parser.add_argument("--sizes", help="comma-separated")
    parser.add_argument("--workers", type=int, default=0)
    parser.add_argument("--articles", type=Path, help="passages: JSONL with text, and outlet and date where known")
    parser.add_argument("--stages", action="store_true", help="passages: say how far it is")
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    chosen = parser.parse_args(given)
    if chosen.stages and chosen.level != "passages":
        parser.error("--stages is for passages")
    if chosen.one:
        print(json.dumps(_run(chosen.level, chosen.one, chosen.workers, chosen.articles, stages=chosen.stages)))
        return 0
    sizes = [int(size) for size in chosen.sizes.split(",")] if chosen.sizes else list(SIZES[chosen.level])
    seconds: list[float] = []
    for size, each in curve(chosen.level, sizes, chosen.workers, chosen.articles, stages=chosen.stages):
        seconds.append(each["seconds"])
        print(
            f"{size:>9,} articles {each['characters'] / 1e6:8.1f} MB  {each['seconds']:9.2f} s  "
            f"{each['characters'] / 1e6 / each['seconds']:7.1f} MB/s  peak {each['peak_mb']:7.0f} MB "
            f"({each['own_mb']:.0f} of its own, {each['loaded_mb']:.0f} MB before)  {each['found']:,.0f} found",
            flush=True,
        )
    if len(sizes) > 1:
        print(f"time grows by the power {power(sizes, seconds):.2f} of the number of articles")
    return 0


if __name__ == "__main__":
    sys.exit(main())
