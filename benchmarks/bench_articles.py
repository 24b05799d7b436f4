"""Article level against plain datasketch: in one run, on one thread, in turns."""

from __future__ import annotations

import time
from statistics import median

import pytest
from jobs import audit_articles, memory_of, plain_datasketch
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

PROMISED = 10  # times plain datasketch, on 20,000 texts


@pytest.mark.parametrize(("count", "rounds"), [(2_000, 3), (20_000, 3)])
def test_articles(benchmark: BenchmarkFixture, count: int, rounds: int) -> None:
    audit_articles(20)()
    theirs = plain_datasketch(count)
    their_seconds: list[float] = []
    their_pairs: list[int] = []

    def their_turn() -> None:
        begin = time.perf_counter()
        their_pairs.append(theirs())
        their_seconds.append(time.perf_counter() - begin)

    done = timed(benchmark, audit_articles(count), rounds, before=their_turn)
    ratio = median(their_seconds) / done.seconds
    benchmark.extra_info.update(
        memory_of("articles", count),
        pairs=done.result,
        texts_per_second=count / done.seconds,
        datasketch_seconds=median(their_seconds),
        datasketch_candidates=their_pairs[0],
        datasketch_peak_mb=memory_of("datasketch", count)["peak_mb"],
        times_datasketch=ratio,
    )
    assert done.result > 0
    if count == 20_000:
        assert ratio >= PROMISED
