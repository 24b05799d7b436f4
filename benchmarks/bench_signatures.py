"""MinHash signatures against datasketch's, from the same hashes of word 5-grams, on one thread, in turns."""

from __future__ import annotations

import time
from statistics import median

from jobs import memory_of, sign, sign_datasketch
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

TEXTS = 5_000


def test_signatures(benchmark: BenchmarkFixture) -> None:
    theirs = sign_datasketch(TEXTS)
    their_seconds: list[float] = []

    def their_turn() -> None:
        begin = time.perf_counter()
        theirs()
        their_seconds.append(time.perf_counter() - begin)

    done = timed(benchmark, sign(TEXTS), rounds=3, before=their_turn)
    benchmark.extra_info.update(
        memory_of("sign", TEXTS),
        signatures_per_second=done.result / done.seconds,
        datasketch_seconds=median(their_seconds),
        datasketch_peak_mb=memory_of("sign-datasketch", TEXTS)["peak_mb"],
        times_datasketch=median(their_seconds) / done.seconds,
    )
    assert done.result == TEXTS
