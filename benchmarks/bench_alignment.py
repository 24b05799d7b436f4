"""Word alignment of edited copies against difflib, in turns: whole articles, and passages of 40 words."""

from __future__ import annotations

import time
from statistics import median

import pytest
from jobs import align_difflib, align_pairs, memory_of
from pytest_benchmark.fixture import BenchmarkFixture
from timing import timed

TEXTS = 2_000  # of which one in ten is a copy


@pytest.mark.parametrize("words", [40, None], ids=["passages", "articles"])
def test_alignment(benchmark: BenchmarkFixture, words: int | None) -> None:
    theirs = align_difflib(TEXTS, words)
    their_seconds: list[float] = []
    their_words: list[int] = []

    def their_turn() -> None:
        begin = time.perf_counter()
        their_words.append(theirs())
        their_seconds.append(time.perf_counter() - begin)

    done = timed(benchmark, align_pairs(TEXTS, words), rounds=3, before=their_turn)
    benchmark.extra_info.update(
        memory_of("align", TEXTS),
        matched_words=done.result,
        difflib_matched_words=their_words[0],
        difflib_seconds=median(their_seconds),
        difflib_peak_mb=memory_of("align-difflib", TEXTS)["peak_mb"],
        times_difflib=median(their_seconds) / done.seconds,
    )
    # Ours is the heaviest chain and drops function words that match by chance: no fewer than nearly all of theirs.
    assert done.result > 0.95 * their_words[0]
