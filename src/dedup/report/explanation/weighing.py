"""The weight of a ledger's entry in words, and the hypothesis through which it has it."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping

from dedup.model import HYPOTHESES, Hypothesis
from dedup.report.explanation.value import Grade
from dedup.report.odds import SHOWN_FROM

# Kass & Raftery, "Bayes Factors", JASA 90 (1995), 777: natural logarithms of Bayes factors.
_GRADES: tuple[tuple[float, Grade], ...] = (
    (SHOWN_FROM, "no bearing"),
    (1.0, "slightly"),
    (3.0, "clearly"),
    (5.0, "strongly"),
)


def moved_rival(
    weights: Mapping[Hypothesis, float],
    borne: Mapping[Hypothesis, float],
    about: Collection[Hypothesis],
    weight: float,
) -> tuple[Hypothesis, bool] | None:
    """The other hypothesis through which an entry gets its `weight`, and whether it makes that likelier.

    `borne` is the `dedup.report.odds.bearing` that its weight was made with. None where the entry itself raises or
    lowers what the explanation is `about`, as its weight would have it, and where it moves two others alike: to tell of
    one, by an order of names, would point a way that the entry does not.
    """
    own = math.fsum(weights.get(name, 0.0) * borne[name] for name in about)
    if abs(weight) < SHOWN_FROM or own * weight > 0:
        return None
    rivals = {name: weights.get(name, 0.0) * borne[name] for name in HYPOTHESES if name not in about}
    moved = [name for name, bore in rivals.items() if bore * weight > 0]
    if not moved:
        return None
    name, *others = sorted(moved, key=lambda each: -abs(rivals[each]))
    if any(math.isclose(rivals[name], rivals[other]) for other in others[:1]):
        return None
    return name, weights[name] > 0


def grade(weight: float) -> Grade:
    """The size of a weight in a word, by the tenth that pages show of it.

    >>> grade(0.01), grade(-0.5), grade(0.96), grade(-4), grade(6)
    ('no bearing', 'slightly', 'clearly', 'strongly', 'very strongly')
    """
    size = abs(weight) if abs(weight) < SHOWN_FROM else round(abs(weight), 1)
    return next((word for limit, word in _GRADES if size < limit), "very strongly")
