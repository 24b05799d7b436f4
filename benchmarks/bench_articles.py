"""Article level: verified pairs against plain datasketch, in one run, on one thread, in turns; and the whole audit."""

from __future__ import annotations

import json
import time
from pathlib import Path
from random import Random
from statistics import median

import pytest
from jobs import audit_articles, memory_of, near_duplicate_pairs, plain_datasketch
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

from dedup import filter_files


@pytest.mark.parametrize(("count", "rounds"), [(2_000, 3), (20_000, 3)])
def test_pairs(benchmark: BenchmarkFixture, count: int, rounds: int) -> None:
    theirs = plain_datasketch(count)
    their_seconds: list[float] = []
    their_pairs: list[int] = []

    def their_turn() -> None:
        begin = time.perf_counter()
        their_pairs.append(theirs())
        their_seconds.append(time.perf_counter() - begin)

    done = timed(benchmark, near_duplicate_pairs(count), rounds, before=their_turn)
    benchmark.extra_info.update(
        memory_of("pairs", count),
        pairs=done.result,
        texts_per_second=count / done.seconds,
        datasketch_seconds=median(their_seconds),
        datasketch_candidates=their_pairs[0],
        datasketch_peak_mb=memory_of("datasketch", count)["peak_mb"],
        times_datasketch=median(their_seconds) / done.seconds,
    )
    assert done.result > 0


@pytest.mark.parametrize("count", [2_000, 20_000])
def test_audit_of_articles(benchmark: BenchmarkFixture, count: int) -> None:
    done = timed(benchmark, audit_articles(count), rounds=1)
    benchmark.extra_info.update(memory_of("articles", count), pairs=done.result)
    assert done.result > 0


@pytest.mark.parametrize("count", [1_000, 8_000])
@pytest.mark.parametrize("replaced", [2, 8, 12])
def test_filter_of_one_template(benchmark: BenchmarkFixture, tmp_path: Path, count: int, replaced: int) -> None:
    """Copies of one text of 400 words, each with some words replaced: all of them meet in all buckets."""
    random = Random(1)
    words = [f"word{random.randrange(10**6)}" for _ in range(5_000)]
    base = random.choices(words, k=400)
    with (tmp_path / "in.jsonl").open("w", encoding="utf-8") as lines:
        for number in range(count):
            text = base.copy()
            for _ in range(replaced):
                text[random.randrange(len(text))] = random.choice(words)
            lines.write(json.dumps({"id": f"n{number}", "text": " ".join(text)}) + "\n")
    turns = iter(range(10))
    done = timed(
        benchmark, lambda: filter_files([tmp_path / "in.jsonl"], tmp_path / f"kept{next(turns)}.jsonl").kept, rounds=3
    )
    benchmark.extra_info.update(kept=done.result)
    # With twelve words replaced copies are too different to go: their likeness is below the threshold.
    assert done.result > count * 0.9 if replaced == 12 else 0 < done.result < count // 10
