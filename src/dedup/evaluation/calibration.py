"""How well probabilities agree with what is true: proper scores, reliability, calibration error.

Everything is computed over `Judgement`: what is true of a passage, and the distribution a verdict gave.
Definitions and sources: ``docs/reference/verdict-scores.md``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from dedup.errors import InputError
from dedup.model import HYPOTHESES, Hypothesis

BINS = 10
# A probability of nothing for what is true would cost infinitely much.
LEAST_PROBABILITY = 1e-12
_DIRECTIONS: tuple[Hypothesis, ...] = ("left-to-right", "right-to-left")

Binning = Literal["width", "mass"]
Forecast = tuple[float, bool]  # the probability given to something, and whether it is so


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The truth about one passage beside a verdict's label and distribution.

    `group` is what the passage stands or falls with (its event): intervals draw whole groups. `id` and `words`
    (of the shorter side) are carried along for those who divide or list the judgements.
    """

    truth: Hypothesis
    label: str
    probabilities: Mapping[Hypothesis, float]
    group: str = ""
    id: str = ""
    words: int = 0

    @property
    def top(self) -> Hypothesis:
        """The most probable hypothesis; the first of `HYPOTHESES` where several are."""
        return max(HYPOTHESES, key=lambda hypothesis: self.probabilities.get(hypothesis, 0.0))

    @property
    def confidence(self) -> float:
        """The probability of the most probable hypothesis."""
        return self.probabilities.get(self.top, 0.0)

    @property
    def right(self) -> bool:
        """Whether the most probable hypothesis is the truth, whatever the label."""
        return self.top == self.truth

    @property
    def direction(self) -> Hypothesis | None:
        """The likelier of the two directions; None where they are equal."""
        one, other = (self.probabilities.get(way, 0.0) for way in _DIRECTIONS)
        return None if one == other else _DIRECTIONS[0] if one > other else _DIRECTIONS[1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of like probability: from `low` to `high`, their mean, and the share that came true."""

    low: float
    high: float
    count: int
    mean: float
    observed: float

    @property
    def gap(self) -> float:
        return abs(self.mean - self.observed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """The scores of a set of judgements; 0 is best for each. Definitions: ``docs/reference/verdict-scores.md``.

    `ece` (equal widths) and `ece_mass` (equal counts) are over the most probable hypothesis; `classwise` and
    `classwise_mass` are means over the hypotheses; `chance` is about the `ece` that judgements of perfect
    calibration have at this size.
    """

    count: int
    brier: float
    brier_top: float
    log_loss: float
    ece: float
    ece_mass: float
    classwise: float
    classwise_mass: float
    chance: float


def calibration(judgements: Sequence[Judgement], bins: int = BINS) -> Calibration:
    """Every score of some judgements; all are 0 where there is none."""
    top = top_forecasts(judgements)
    each = {hypothesis: class_forecasts(judgements, hypothesis) for hypothesis in HYPOTHESES}
    widths = reliability(top, bins)
    return Calibration(
        count=len(judgements),
        brier=brier(judgements),
        brier_top=_mean([(p - hit) ** 2 for p, hit in top]),
        log_loss=log_loss(judgements),
        ece=expected_error(widths),
        ece_mass=expected_error(reliability(top, bins, "mass")),
        classwise=_mean([expected_error(reliability(found, bins)) for found in each.values()]),
        classwise_mass=_mean([expected_error(reliability(found, bins, "mass")) for found in each.values()]),
        chance=chance_error(widths),
    )


def brier(judgements: Sequence[Judgement]) -> float:
    """The mean over judgements of the squared error summed over the hypotheses, 0 to 2 (Brier 1950)."""
    return _mean(
        [
            math.fsum((each.probabilities.get(name, 0.0) - (name == each.truth)) ** 2 for name in HYPOTHESES)
            for each in judgements
        ]
    )


def log_loss(judgements: Sequence[Judgement]) -> float:
    """The mean of −ln of the probability that the truth was given (Good 1952), in nats."""
    return _mean([-math.log(max(each.probabilities.get(each.truth, 0.0), LEAST_PROBABILITY)) for each in judgements])


def top_forecasts(judgements: Iterable[Judgement]) -> list[Forecast]:
    """The probability of the most probable hypothesis, and whether it is true."""
    return [(each.confidence, each.right) for each in judgements]


def class_forecasts(judgements: Iterable[Judgement], hypothesis: Hypothesis) -> list[Forecast]:
    """The probability of one hypothesis, and whether it is true."""
    return [(each.probabilities.get(hypothesis, 0.0), each.truth == hypothesis) for each in judgements]


def reliability(forecasts: Iterable[Forecast], bins: int = BINS, by: Binning = "width") -> tuple[Bin, ...]:
    """The forecasts in bins of equal width, or of about equal count; empty bins are left out.

    A width bin holds its upper edge, the first also 0. Equal probabilities are never put into two mass bins, so a
    bin may be larger than its share. Raises `InputError` for fewer than one bin or a probability outside [0, 1].
    """
    if bins < 1:
        raise InputError(f"reliability: at least one bin is needed, not {bins}")
    ordered = sorted(forecasts)
    if ordered and not (ordered[0][0] >= 0.0 and ordered[-1][0] <= 1.0 + 1e-9):
        raise InputError(f"reliability: probabilities lie in [0, 1], not {ordered[0][0]} to {ordered[-1][0]}")
    if by == "mass":
        return _by_mass(ordered, bins)
    held: dict[int, list[Forecast]] = {}
    for forecast in ordered:
        held.setdefault(min(bins - 1, max(0, math.ceil(forecast[0] * bins) - 1)), []).append(forecast)
    return tuple(_bin(found, at / bins, (at + 1) / bins) for at, found in sorted(held.items()))


def expected_error(bins: Sequence[Bin]) -> float:
    """The mean gap between what was said and what came true, weighed by count (ECE; Naeini et al. 2015)."""
    total = sum(each.count for each in bins)
    return math.fsum(each.count * each.gap for each in bins) / total if total else 0.0


def chance_error(bins: Sequence[Bin]) -> float:
    """About the `expected_error` of perfect calibration: the mean gap that binomial chance leaves in such bins.

    By the normal approximation, E|observed − p| = √(2 p (1 − p) / (π n)) in a bin of n.
    """
    total = sum(each.count for each in bins)
    spread = (
        each.count * math.sqrt(2 * each.mean * (1 - min(1.0, each.mean)) / (math.pi * each.count)) for each in bins
    )
    return math.fsum(spread) / total if total else 0.0


def _by_mass(ordered: Sequence[Forecast], bins: int) -> tuple[Bin, ...]:
    made: list[Bin] = []
    begin = 0
    for number in range(1, bins + 1):
        end = max(begin, round(number * len(ordered) / bins))
        while 0 < end < len(ordered) and ordered[end][0] == ordered[end - 1][0]:
            end += 1
        if end > begin:
            made.append(_bin(ordered[begin:end], ordered[begin][0], ordered[end - 1][0]))
        begin = end
    return tuple(made)


def _bin(found: Sequence[Forecast], low: float, high: float) -> Bin:
    return Bin(
        low=low,
        high=high,
        count=len(found),
        mean=_mean([probability for probability, _ in found]),
        observed=_mean([float(came_true) for _, came_true in found]),
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0
