"""How much one entry of a ledger moves a verdict, from the report alone."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from dedup.model import HYPOTHESES, Hypothesis

LEAST = 5e-7  # half of the last decimal that a report keeps: a probability that it shows as 0 may be this


def weight_of_evidence(
    weights: Mapping[Hypothesis, float],
    probabilities: Mapping[Hypothesis, float],
    about: Collection[Hypothesis],
) -> float:
    """By how many nats an entry raises the log-odds of `about` against all other hypotheses (Good 1950).

    It compares the verdict with one that lacks the entry: probabilities go with the exponential of the summed
    weights, so that taking weights away divides by theirs. Entries of one ledger need not add up: what each
    contributes depends on what the others leave open.
    """
    inside = _without(weights, probabilities, [name for name in HYPOTHESES if name in about])
    outside = _without(weights, probabilities, [name for name in HYPOTHESES if name not in about])
    return outside - inside


def probability_at(log_odds: float) -> float:
    """The probability that has these log-odds, in nats.

    >>> probability_at(0.0), round(probability_at(2.0), 2), probability_at(-1e6)
    (0.5, 0.88, 0.0)
    """
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


def _without(
    weights: Mapping[Hypothesis, float], probabilities: Mapping[Hypothesis, float], names: Collection[Hypothesis]
) -> float:
    """Logarithm of what becomes of the hypotheses' common probability when the weights are taken away."""
    shares = [(max(probabilities.get(name, 0.0), LEAST), -weights.get(name, 0.0)) for name in names]
    if not shares:
        return 0.0
    top = max(log for _, log in shares)
    total = math.fsum(share for share, _ in shares)
    return top + math.log(math.fsum(share * math.exp(log - top) for share, log in shares) / total)
