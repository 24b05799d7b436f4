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

from dedup.matching.passages import Aligned, Region, Side
from dedup.matching.scoring import rarity_overlap
from dedup.model import PassageKind

# Names are what all who report one event share. News holds about .2 of them; more of them say less.
_MANY_NAMES = 0.4
_LEAST_EVIDENCE = 0.5
_FURNITURE = frozenset({"headline", "byline", "caption", "credit", "boilerplate"})


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


def measures_of(
    left: Side, right: Side, aligned: Aligned, weight: Sequence[float], kinds: tuple[PassageKind, PassageKind]
) -> Measures:
    """The measures of a pair. `weight` is indexed by word key, `kinds` are those of the two passages."""
    region = aligned.region
    return Measures(
        evidence=log(max(_LEAST_EVIDENCE, aligned.evidence)),
        density=aligned.density,
        overlap=rarity_overlap(left, right, aligned, weight),
        length=log(min(left.words_in(region.left), right.words_in(region.right))),
        names=max(0.0, aligned.names - _MANY_NAMES),
        quoted=float(aligned.quoted),
        furniture=float(not _FURNITURE.isdisjoint(kinds)),
        summary=float(region.summary > 0),
    )


def outermost(found: Sequence[tuple[Aligned, float]], least: float) -> list[tuple[Aligned, float]]:
    """Aligned regions of one pair of texts with their confidence, without those that lie in another on both sides.

    Two regions that stood apart can grow over the same words. One that is believed less than `least` takes in none
    that is believed more. Of equal ones that which is believed most stays.
    """

    def place(at: int) -> tuple[int, int, int, int, float, int]:
        left, right = found[at][0].region.left, found[at][0].region.right
        return left.start, -left.end, right.start, -right.end, -found[at][1], at

    kept: list[int] = []
    beside: list[int] = []  # those kept that reach so far
    for at in sorted(range(len(found)), key=place):
        region, chance = found[at][0].region, found[at][1]
        beside = [other for other in beside if found[other][0].region.left.end > region.left.start]
        if not any(
            _within(region, found[other][0].region) and found[other][1] >= min(least, chance) for other in beside
        ):
            kept.append(at)
            beside.append(at)
    return [found[at] for at in sorted(kept)]


def _within(inner: Region, outer: Region) -> bool:
    return (
        outer.left.start <= inner.left.start
        and inner.left.end <= outer.left.end
        and outer.right.start <= inner.right.start
        and inner.right.end <= outer.right.end
    )


@cache
def model_of(preset: str) -> Model:
    """The fitted model of a preset."""
    source = resources.files("dedup.matching") / "data" / "confidence.toml"
    table = tomllib.loads(source.read_text("utf-8"))[preset]
    return Model(intercept=float(table["intercept"]), weights={k: float(v) for k, v in table["weights"].items()})
