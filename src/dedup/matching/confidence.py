"""The probability that two aligned passages share wording: a logistic model of a few measures of the pair.

The weights stand in ``data/confidence.toml``, one table a preset, with what they were fitted on and how;
``benchmarks/fit_confidence.py`` fits them. ``docs/reference/scores.md`` defines the measures.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from dedup.matching.columns import Batch

# Names are what all who report one event share. News holds about .2 of them; more of them say less.
_MANY_NAMES = 0.4
_LEAST_EVIDENCE = 0.5
_NOTHING = np.zeros(1)

# Measures of many alignments: a column for each field of `Measures`.
Table = Mapping[str, NDArray[np.float64]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Measures:
    """What the decision rests on. All are the same from either side.

    `evidence` is the natural logarithm of the worth of the matched words (nats), `length` that of the words of the
    shorter passage; `density` and `overlap` are shares; `names` is the share of names beyond what is usual;
    `quoted`, `furniture` (a headline, a caption or the like on either side) and `summary` are 0 or 1.
    """

    evidence: float
    density: float
    overlap: float
    length: float
    names: float
    quoted: float
    furniture: float
    summary: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Log-odds: `intercept` plus `weights` times measures, weights by the names of the measures."""

    intercept: float
    weights: Mapping[str, float]

    def probability(self, measures: Measures) -> float:
        odds = self.intercept + sum(weight * getattr(measures, name) for name, weight in self.weights.items())
        return 1.0 / (1.0 + exp(-max(-40.0, min(40.0, odds))))

    def probabilities(self, measures: Table) -> list[float]:
        """`probability` of many at once, to the last digit."""
        total: NDArray[np.float64] = sum((weight * measures[name] for name, weight in self.weights.items()), _NOTHING)
        return [1.0 / (1.0 + exp(-max(-40.0, min(40.0, odds)))) for odds in (self.intercept + total).tolist()]


def measures_of(batch: Batch, rows: NDArray[np.int64], furniture: NDArray[np.bool_], *, bare: bool = False) -> Table:
    """The measures of some `rows` of a batch, with whether either passage of each is `furniture`.

    Where `bare`, stock wording is worth nothing.
    """
    evidence, density = (batch.bare_evidence, batch.bare_density) if bare else (batch.evidence, batch.density)
    return {
        "evidence": _logarithms(np.maximum(_LEAST_EVIDENCE, evidence[rows])),
        "density": density[rows],
        "overlap": batch.overlap[rows],
        "length": _logarithms(batch.words[rows]),
        "names": np.maximum(0.0, batch.names[rows] - _MANY_NAMES),
        "quoted": batch.quoted[rows].astype(np.float64),
        "furniture": furniture.astype(np.float64),
        "summary": (batch.summary[rows] > 0).astype(np.float64),
    }


def _logarithms(values: NDArray[np.float64]) -> NDArray[np.float64]:
    # One by one: the last digit of a logarithm must not depend on how many a processor takes at a time.
    return np.array([log(value) for value in values.tolist()], dtype=np.float64)


def outermost(places: Sequence[Sequence[int]], confidence: Sequence[float], least: float) -> list[int]:
    """Which alignments of one pair of texts do not lie in another one on both sides.

    `places` are (left start, left end, right start, right end). Two regions that stood apart can grow over the same
    words. One that is believed less than `least` takes in none that is believed more. Of equal ones that which is
    believed most stays.
    """

    def order(at: int) -> tuple[int, int, int, int, float, int]:
        left_start, left_end, right_start, right_end = places[at]
        return left_start, -left_end, right_start, -right_end, -confidence[at], at

    if len(places) < 2:
        return list(range(len(places)))
    kept: list[int] = []
    beside: list[int] = []  # those kept that reach so far
    for at in sorted(range(len(places)), key=order):
        beside = [other for other in beside if places[other][1] > places[at][0]]
        if not any(
            _within(places[at], places[other]) and confidence[other] >= min(least, confidence[at]) for other in beside
        ):
            kept.append(at)
            beside.append(at)
    return sorted(kept)


def _within(inner: Sequence[int], outer: Sequence[int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1] and outer[2] <= inner[2] and inner[3] <= outer[3]


@cache
def model_of(preset: str) -> Model:
    """The fitted model of a preset."""
    source = resources.files("dedup.matching") / "data" / "confidence.toml"
    table = tomllib.loads(source.read_text("utf-8"))[preset]
    return Model(intercept=float(table["intercept"]), weights={k: float(v) for k, v in table["weights"].items()})
