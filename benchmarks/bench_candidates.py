"""Candidate pairs: rare shared features, with the comparison they lead to."""

from __future__ import annotations

import pytest
from jobs import memory_of, search_pairs
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed


@pytest.mark.parametrize("count", [1_000, 10_000])
def test_search(benchmark: BenchmarkFixture, count: int) -> None:
    search_pairs(20)()
    done = timed(benchmark, search_pairs(count), rounds=3)
    benchmark.extra_info.update(memory_of("search", count), pairs=done.result, share_of_all=_share(done.result, count))
    # Every tenth text is a copy: few of them go unnoticed, and few other pairs are worth comparing.
    assert 0.08 * count < done.result < 0.05 * count * (count - 1) / 2


def _share(pairs: int, count: int) -> float:
    return pairs / (count * (count - 1) / 2)
