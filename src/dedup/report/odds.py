"""How much one entry of a ledger moves a verdict, from the report alone."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from dedup.model import HYPOTHESES, Evidence, Hypothesis, Verdict

LEAST = 5e-7  # half of the last decimal that a report keeps: a probability that it shows as 0 may be this
SHOWN_FROM = 0.05  # nats, 1 in 20 of the odds; less has no bearing, and is shown as 0.0
_COMPANIONS_FROM = 0.15
# Points at which the way from the odds before any evidence to the verdict is looked at. Between two of them an entry of
# twenty nats moves by a third of one; sums are off by less than a thousandth.
_STEPS = 64


def is_of_weight(entry: Evidence) -> bool:
    """Whether an entry weighs enough on anything to be told of."""
    # What many passages lean to by a trifle is no finding on one of them.
    least = _COMPANIONS_FROM if entry.signal.startswith("companions.") else SHOWN_FROM
    return any(abs(weight) >= least for weight in entry.weights.values())


def bearing(
    judged: Verdict, about: Collection[Hypothesis], priors: Mapping[Hypothesis, float]
) -> Mapping[Hypothesis, float]:
    """What a nat for each hypothesis adds to the log-odds of those the verdict is `about` against all others.

    All entries of a ledger are let in together, from none of each to the whole, and what a nat adds is averaged on the
    way (Aumann & Shapley, "Values of Non-Atomic Games", 1974; for models of this kind Sundararajan et al., "Axiomatic
    Attribution for Deep Networks", ICML 2017). So the weights of all entries add up to what separates the odds before
    any evidence from those after it, and no entry is weighed as if it had come first or last. `priors` are log-odds as
    a report tells them; where it tells none they are what the verdict leaves over.
    """
    summed = {name: math.fsum(entry.weights.get(name, 0.0) for entry in judged.ledger) for name in HYPOTHESES}
    before = {name: priors.get(name, 0.0) for name in HYPOTHESES} if priors else _left_over(judged, summed)
    found = dict.fromkeys(HYPOTHESES, 0.0)
    for inside, sign in ((True, 1.0), (False, -1.0)):
        group = [name for name in HYPOTHESES if (name in about) is inside]
        for step in range(_STEPS + 1):
            way = step / _STEPS
            # Simpson's rule.
            part = (1 if step in (0, _STEPS) else 4 if step % 2 else 2) / (3 * _STEPS)
            for name, share in zip(group, _shares([before[name] + way * summed[name] for name in group]), strict=True):
                found[name] += sign * part * share
    return found


def weight_of_evidence(entry: Evidence, borne: Mapping[Hypothesis, float]) -> float:
    """By how many nats an entry raises the log-odds that a `bearing` is for (a weight of evidence: Good 1950)."""
    return math.fsum(weight * borne[name] for name, weight in entry.weights.items() if name in borne)


def probability_at(log_odds: float) -> float:
    """The probability that has these log-odds, in nats.

    >>> probability_at(0.0), round(probability_at(2.0), 2), probability_at(-1e6)
    (0.5, 0.88, 0.0)
    """
    return 0.5 + 0.5 * math.tanh(log_odds / 2)


def _left_over(judged: Verdict, summed: Mapping[Hypothesis, float]) -> dict[Hypothesis, float]:
    return {name: math.log(max(judged.probabilities.get(name, 0.0), LEAST)) - summed[name] for name in HYPOTHESES}


def _shares(logs: Sequence[float]) -> list[float]:
    """How the exponentials of some logarithms divide their sum."""
    top = max(logs, default=0.0)
    raised = [math.exp(log - top) for log in logs]
    total = math.fsum(raised)
    return [each / total for each in raised]
