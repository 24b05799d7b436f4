"""MinHash signatures on one thread: against datasketch's from the same hashes, in turns; and straight from texts."""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

import pytest
from generate import generate
from jobs import NEAR_COPIES, Job, memory_of, sign, sign_datasketch, sign_texts, sign_utf8
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


@pytest.mark.parametrize("job", [sign_texts, sign_utf8], ids=["strings", "utf8"])
def test_signatures_of_texts(benchmark: BenchmarkFixture, job: Callable[[int], Job]) -> None:
    """From texts to signatures, tokenised, folded, hashed, signed: from strings, which are encoded, and from UTF-8."""
    size = sum(len(each.text.encode()) for each in generate(4 * TEXTS, NEAR_COPIES))
    done = timed(benchmark, job(4 * TEXTS), rounds=7)
    name = job.__name__.replace("_", "-")
    benchmark.extra_info.update(memory_of(name, 4 * TEXTS), megabytes_per_second=size / 1e6 / done.seconds)
    assert done.result == 4 * TEXTS
