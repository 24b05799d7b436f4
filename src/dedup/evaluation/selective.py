"""How right judgements are when only the surest are taken: accuracy against coverage.

After El-Yaniv and Wiener, "On the foundations of noise-free selective classification" (JMLR 2010).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from dedup.evaluation.calibration import Forecast, Judgement
from dedup.evaluation.quality import Share

_DIRECTIONS = ("left-to-right", "right-to-left")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePoint:
    """What is reached by deciding from `threshold` on: the share decided, and the share right of those."""

    threshold: float
    coverage: float
    accuracy: float
    decided: int
    right: int


def coverage_curve(forecasts: Iterable[Forecast], of: int | None = None) -> tuple[CurvePoint, ...]:
    """One point for each probability that occurs, from the surest on.

    `of` is how many there were to decide, where some were not even forecast; else the number of forecasts.
    """
    ordered = sorted(forecasts, key=lambda forecast: -forecast[0])
    total = len(ordered) if of is None else of
    points: list[CurvePoint] = []
    decided = right = 0
    for threshold, group in groupby(ordered, key=lambda forecast: forecast[0]):
        outcomes = [came_true for _, came_true in group]
        decided += len(outcomes)
        right += sum(outcomes)
        points.append(
            CurvePoint(
                threshold=threshold,
                coverage=decided / total,
                accuracy=right / decided,
                decided=decided,
                right=right,
            )
        )
    return tuple(points)


def at_coverage(curve: Sequence[CurvePoint], coverage: float) -> CurvePoint | None:
    """The first point that covers at least so much; None where the curve does not reach it."""
    return next((point for point in curve if point.coverage >= coverage), None)


def at_threshold(curve: Sequence[CurvePoint], threshold: float) -> CurvePoint | None:
    """What is reached by deciding only where the probability is above a threshold; None where nothing is."""
    return next((point for point in reversed(curve) if point.threshold > threshold), None)


def direction_curve(judgements: Sequence[Judgement]) -> tuple[CurvePoint, ...]:
    """Coverage and accuracy of the likelier direction, over the passages of which a direction is true.

    A passage for which both ways are equally likely is never decided. Passages of other truths are no part of it:
    `false_directions` counts those.
    """
    directed = [each for each in judgements if each.truth in _DIRECTIONS]
    forecasts = [
        (each.probabilities[each.direction], each.direction == each.truth)
        for each in directed
        if each.direction is not None
    ]
    return coverage_curve(forecasts, len(directed))


def directions_claimed(judgements: Sequence[Judgement]) -> tuple[Share, Share]:
    """Of the one-way copies, how many are labelled with a direction, and how many of those with the right one."""
    directed = [each for each in judgements if each.truth in _DIRECTIONS]
    claimed = [each for each in directed if each.label in _DIRECTIONS]
    right = sum(each.label == each.truth for each in claimed)
    return (
        Share(hits=len(claimed), of=len(directed), empty=1.0),
        Share(hits=right, of=len(claimed), empty=1.0),
    )
