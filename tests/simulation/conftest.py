"""The simulator is a package of the benchmarks: let the tests import it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "benchmarks"))

from simulate import HELD_OUT  # noqa: E402
from simulation import BaseText, read_corpus, simulate  # noqa: E402

from dedup.evaluation import Labelled  # noqa: E402


@pytest.fixture(scope="session")
def base() -> list[BaseText]:
    return read_corpus(ROOT / "corpus", HELD_OUT)


@pytest.fixture(scope="session")
def events(base: list[BaseText]) -> list[Labelled]:
    return list(simulate(base, seed=7, events=40))
