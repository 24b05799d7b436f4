"""How a verdict adds up: the odds before any evidence, what the entries add to them, and where that ends."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from dedup.model import HYPOTHESES, Hypothesis, Verdict
from dedup.report.explanation.value import Argument, Total
from dedup.report.odds import LEAST, probability_at

_HELD_FROM = 0.01  # of a probability: what explanations show in whole per cent


def total_of(
    judged: Verdict,
    priors: Mapping[Hypothesis, float],
    about: Collection[Hypothesis],
    favour: Sequence[Argument],
    against: Sequence[Argument],
    silent: Sequence[Argument],
) -> Total | None:
    """The sum of `about` against all else, in nats; None where the report does not tell the odds it began with.

    A hypothesis may be held at a probability, whatever the sum.
    """
    if not priors:
        return None
    scores = {name: priors.get(name, 0.0) for name in HYPOTHESES}
    before = _log_odds(scores, about)
    for entry in judged.ledger:
        for name, weight in entry.weights.items():
            scores[name] += weight
    summed = _log_odds(scores, about)
    end = _logit(math.fsum(judged.probabilities.get(name, 0.0) for name in about))
    return Total(
        before=before,
        favour=math.fsum(each.weight for each in favour),
        against=math.fsum(each.weight for each in against),
        silent=math.fsum(each.weight for each in silent),
        summed=summed,
        held=end if abs(probability_at(end) - probability_at(summed)) > _HELD_FROM else None,
    )


def _log_odds(scores: Mapping[Hypothesis, float], about: Collection[Hypothesis]) -> float:
    """Log-odds of some hypotheses against the others, from the logarithms of what all are worth."""
    inside, outside = (
        _log_sum([scores[name] for name in HYPOTHESES if (name in about) is side]) for side in (True, False)
    )
    return inside - outside


def _log_sum(logs: Sequence[float]) -> float:
    if not logs:
        return math.log(LEAST)
    top = max(logs)
    return top + math.log(math.fsum(math.exp(log - top) for log in logs))


def _logit(probability: float) -> float:
    held = min(max(probability, LEAST), 1 - LEAST)
    return math.log(held / (1 - held))
