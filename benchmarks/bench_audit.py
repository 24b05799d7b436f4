"""The whole audit at passage level: time and peak memory by the number of articles."""

from __future__ import annotations

import pytest
from jobs import audit_passages, memory_of
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed


@pytest.mark.parametrize(("count", "rounds"), [(100, 5), (1_000, 3), (10_000, 1)])
def test_audit(benchmark: BenchmarkFixture, count: int, rounds: int) -> None:
    audit_passages(20)()  # compiled kernels load outside the measured time
    done = timed(benchmark, audit_passages(count), rounds)
    benchmark.extra_info.update(
        memory_of("audit", count), matches=done.result, articles_per_second=count / done.seconds
    )
    # One article in ten is a near-copy, and one in ten quotes another.
    assert done.result >= 0.1 * count
