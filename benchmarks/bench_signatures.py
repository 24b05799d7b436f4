"""MinHash signatures on one thread: against datasketch's from the same hashes, in turns; and straight from texts."""

from __future__ import annotations

import time
from statistics import median

from generate import generate
from jobs import NEAR_COPIES, memory_of, sign, sign_datasketch, sign_texts
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


def test_signatures_of_texts(benchmark: BenchmarkFixture) -> None:
    """From text to signatures: encoded as UTF-8, tokenised, folded, hashed, signed."""
    size = sum(len(each.text.encode()) for each in generate(4 * TEXTS, NEAR_COPIES))
    done = timed(benchmark, sign_texts(4 * TEXTS), rounds=7)
    benchmark.extra_info.update(memory_of("sign-texts", 4 * TEXTS), megabytes_per_second=size / 1e6 / done.seconds)
    assert done.result == 4 * TEXTS
