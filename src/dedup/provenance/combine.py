"""From a ledger to a distribution over the hypotheses, and from that to a label."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dedup.model import HYPOTHESES, UNDETERMINED, Evidence, Hypothesis
from dedup.provenance.weights import Weights


def distribution(ledger: Iterable[Evidence], weights: Weights) -> dict[Hypothesis, float]:
    """Priors and log-odds, summed and put through a softmax; a direction that no text names is capped.

    Sums are exact (`math.fsum`), so that the order of the evidence, and with it the side an article is on,
    cannot change a digit.
    """
    entries = tuple(ledger)
    scores = {
        hypothesis: math.fsum((weights.priors[hypothesis], *(item.weights.get(hypothesis, 0.0) for item in entries)))
        for hypothesis in HYPOTHESES
    }
    top = max(scores.values())
    raised = {hypothesis: math.exp(score - top) for hypothesis, score in scores.items()}
    total = math.fsum(raised.values())
    found = {hypothesis: value / total for hypothesis, value in raised.items()}
    return _capped(found, entries, weights.limits["direction_cap"])


def label_of(probabilities: Mapping[Hypothesis, float], weights: Weights) -> str:
    """The most probable hypothesis, or ``undetermined`` where it does not stand out."""
    first, second = sorted(probabilities.values(), reverse=True)[:2]
    if first < weights.limits["undetermined_below"] or first - second < weights.limits["undetermined_within"]:
        return UNDETERMINED
    return max(HYPOTHESES, key=lambda hypothesis: probabilities[hypothesis])


def _capped(
    probabilities: dict[Hypothesis, float], ledger: tuple[Evidence, ...], cap: float
) -> dict[Hypothesis, float]:
    """Hold a direction at the cap unless a text names the other outlet in its favour; the rest grows in proportion."""
    for direction in HYPOTHESES[:2]:
        held = probabilities[direction]
        if held <= cap or _is_named(direction, ledger):
            continue
        rest = math.fsum(value for hypothesis, value in probabilities.items() if hypothesis != direction)
        if rest <= 0.0:
            others = (1 - cap) / (len(HYPOTHESES) - 1)
            return {hypothesis: cap if hypothesis == direction else others for hypothesis in HYPOTHESES}
        return {
            hypothesis: cap if hypothesis == direction else value * (1 - cap) / rest
            for hypothesis, value in probabilities.items()
        }
    return probabilities


def _is_named(direction: Hypothesis, ledger: tuple[Evidence, ...]) -> bool:
    return any(item.signal == "attribution.other-outlet" and item.weights.get(direction, 0.0) > 0 for item in ledger)
