"""A typed door to pytest-benchmark."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pytest_benchmark.fixture import BenchmarkFixture


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """What a run gave, and its median seconds."""

    result: int
    seconds: float


def timed(
    benchmark: BenchmarkFixture, run: Callable[[], int], rounds: int, before: Callable[[], None] | None = None
) -> Timed:
    """Measure a call. `before` runs ahead of each round, outside the measured time."""

    def setup() -> None:
        if before is not None:
            before()

    result: int = benchmark.pedantic(run, setup=setup, rounds=rounds, iterations=1)  # type: ignore[no-untyped-call]
    if benchmark.stats is None:  # --benchmark-disable
        return Timed(result=result, seconds=float("nan"))
    return Timed(result=result, seconds=float(benchmark.stats.stats.median))
