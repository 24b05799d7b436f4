"""What verdicts add to the time of an audit: `added` is their share of everything else's time, target at most 0.30."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import pytest
from provenance_cost import TARGET, Cost, corpus_articles, cost_of, generated_articles
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

from dedup.model import Article


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(corpus_articles, id="corpus"),
        pytest.param(partial(generated_articles, 1_000), id="generated-1000"),
    ],
)
def test_verdicts(benchmark: BenchmarkFixture, make: Callable[[], Sequence[Article]]) -> None:
    articles = make()
    cost_of(articles[:20])  # compiled kernels load outside the measured time
    costs: list[Cost] = []

    def run() -> int:
        costs.append(cost_of(articles))
        return costs[-1].matches

    done = timed(benchmark, run, 3)
    added = sorted(cost.added for cost in costs)[len(costs) // 2]
    benchmark.extra_info.update(added=added, target=TARGET, matches=done.result)
    assert done.result > 0
    assert added > 0.0
