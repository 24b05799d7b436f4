"""How much one entry of a ledger moves a verdict, from the report alone."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from dedup.model import HYPOTHESES, Hypothesis
from dedup.report.explanation.value import Grade

_LEAST = 5e-7  # half of the last decimal that a report keeps: a probability that it shows as 0 may be this
_BEARING_FROM = 0.05  # nats; 1 in 20 of the odds
# Kass & Raftery, "Bayes Factors", JASA 90 (1995), 777: natural logarithms of Bayes factors.
_GRADES: tuple[tuple[float, Grade], ...] = (
    (_BEARING_FROM, "no bearing"),
    (1.0, "slightly"),
    (3.0, "clearly"),
    (5.0, "strongly"),
)


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


def moved_rival(
    weights: Mapping[Hypothesis, float],
    probabilities: Mapping[Hypothesis, float],
    about: Collection[Hypothesis],
    weight: float,
) -> tuple[Hypothesis, bool] | None:
    """The other hypothesis through which an entry gets its `weight`, and whether it makes that likelier.

    None where the entry itself raises or lowers what the explanation is `about`, as its weight would have it, and where
    it moves two others alike: to tell of one, by an order of names, would point a way that the entry does not.
    """
    own = math.fsum(weights.get(name, 0.0) * max(probabilities.get(name, 0.0), _LEAST) for name in about)
    if abs(weight) < _BEARING_FROM or own * weight > 0:
        return None
    rivals = {name: weights.get(name, 0.0) * max(probabilities.get(name, 0.0), _LEAST) for name in HYPOTHESES}
    moved = [name for name in HYPOTHESES if name not in about and rivals[name] * weight < 0]
    if not moved:
        return None
    name, *others = sorted(moved, key=lambda each: -abs(rivals[each]))
    if any(math.isclose(rivals[name], rivals[other]) for other in others[:1]):
        return None
    return name, rivals[name] > 0


def grade(weight: float) -> Grade:
    """The size of a weight in a word.

    >>> grade(0.01), grade(-0.5), grade(2), grade(-4), grade(6)
    ('no bearing', 'slightly', 'clearly', 'strongly', 'very strongly')
    """
    return next((word for limit, word in _GRADES if abs(weight) < limit), "very strongly")


def _without(
    weights: Mapping[Hypothesis, float], probabilities: Mapping[Hypothesis, float], names: Collection[Hypothesis]
) -> float:
    """Logarithm of what becomes of the hypotheses' common probability when the weights are taken away."""
    shares = [(max(probabilities.get(name, 0.0), _LEAST), -weights.get(name, 0.0)) for name in names]
    if not shares:
        return 0.0
    top = max(log for _, log in shares)
    total = math.fsum(share for share, _ in shares)
    return top + math.log(math.fsum(share * math.exp(log - top) for share, log in shares) / total)
