"""From a ledger to a distribution over the hypotheses, and from that to a label."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from dedup.model import HYPOTHESES, UNDETERMINED, Evidence, Hypothesis
from dedup.provenance.weights import Weights

_NAMES_OUTLET = frozenset({"attribution.other-outlet", "attribution.other-credit"})
# What both quote, or one reports, may have been said to both.
_QUOTED = frozenset({"quotation.same-speaker", "quotation.both", "quotation.reported"})
_HAD_BEFORE, _PLAINLY = frozenset({"timing.own-earlier"}), 0.5
# Not that it is mostly names: matches that are so, and nothing more, have been told by their confidence.
_SHOWS_CHANCE = frozenset({"wording.short", "wording.stock-phrase", "wording.date-fact", "timing.said-later"})


def distribution(ledger: Iterable[Evidence], weights: Weights) -> dict[Hypothesis, float]:
    """Priors and log-odds, summed and put through a softmax; what nothing names or shows is capped.

    Sums are exact (`math.fsum`), so that the order of the evidence, and with it the side an article is on,
    cannot change a digit.
    """
    entries = tuple(ledger)
    terms = {hypothesis: [weights.priors[hypothesis]] for hypothesis in HYPOTHESES}
    for item in entries:
        for hypothesis, weight in item.weights.items():
            terms[hypothesis].append(weight)
    scores = {hypothesis: math.fsum(found) for hypothesis, found in terms.items()}
    top = max(scores.values())
    raised = {hypothesis: math.exp(score - top) for hypothesis, score in scores.items()}
    total = math.fsum(raised.values())
    found = {hypothesis: value / total for hypothesis, value in raised.items()}
    return _capped(found, entries, weights)


def label_of(probabilities: Mapping[Hypothesis, float], weights: Weights) -> str:
    """The most probable hypothesis, or ``undetermined`` where it does not stand out."""
    first, second = sorted(probabilities.values(), reverse=True)[:2]
    if first < weights.limits["undetermined_below"] or first - second < weights.limits["undetermined_within"]:
        return UNDETERMINED
    return max(HYPOTHESES, key=lambda hypothesis: probabilities[hypothesis])


def cap_of(hypothesis: Hypothesis, ledger: Iterable[Evidence], limits: Mapping[str, float]) -> float:
    """How probable a hypothesis may be made by a ledger.

    A direction may be surer where a text names the other outlet in its favour, and less sure where both quote what both
    may have heard, or where the outlet that it starts at had the words before in another article. Incidental overlap is
    free where the wording is short, a formula or a fact: how often it was met in a collection is no finding on this
    passage.
    """
    if hypothesis in HYPOTHESES[:2]:
        return limits[direction_limit(hypothesis, ledger)]
    if hypothesis == "incidental" and not _speaks(hypothesis, ledger, _SHOWS_CHANCE):
        return limits["incidental_cap"]
    return 1.0


def direction_limit(hypothesis: Hypothesis, ledger: Iterable[Evidence]) -> str:
    """Which limit holds a direction."""
    entries = tuple(ledger)
    if _is_from_a_version(hypothesis, entries):
        return "version_direction_cap"
    if names_outlet(hypothesis, entries):
        return "named_direction_cap"
    return "quoted_direction_cap" if is_quoted(entries) else "direction_cap"


def is_quoted(ledger: Iterable[Evidence]) -> bool:
    """Whether both texts quote somebody, who may have said it to both: whom one reporter found nobody else asks."""
    signals = {item.signal for item in ledger if item.strength}
    return bool(signals & _QUOTED) and "quotation.private" not in signals


def names_outlet(hypothesis: Hypothesis, ledger: Iterable[Evidence]) -> bool:
    """Whether a text names the other outlet, in favour of a direction."""
    return _speaks(hypothesis, ledger, _NAMES_OUTLET)


def _is_from_a_version(hypothesis: Hypothesis, ledger: Iterable[Evidence]) -> bool:
    """Whether a direction starts at an article whose outlet had the words in another one before: in a first version."""
    return any(item.strength > _PLAINLY and _speaks(hypothesis, (item,), _HAD_BEFORE) for item in ledger)


def _speaks(hypothesis: Hypothesis, ledger: Iterable[Evidence], signals: frozenset[str]) -> bool:
    return any(item.signal in signals and item.weights.get(hypothesis, 0.0) > 0 for item in ledger)


def _capped(
    probabilities: dict[Hypothesis, float], ledger: tuple[Evidence, ...], weights: Weights
) -> dict[Hypothesis, float]:
    """Hold hypotheses at their caps; the rest grows in proportion, each up to its own."""
    least = weights.least_cap
    if max(probabilities.values()) <= least:
        return probabilities
    held: dict[Hypothesis, float] = {}
    found = probabilities
    while over := {
        each: cap
        for each in HYPOTHESES
        if each not in held and found[each] > least
        if found[each] > (cap := cap_of(each, ledger, weights.limits))
    }:
        held.update(over)
        free = [each for each in HYPOTHESES if each not in held]
        left = 1.0 - math.fsum(held.values())
        rest = math.fsum(probabilities[each] for each in free)
        found = held | {each: probabilities[each] * left / rest if rest > 0 else left / len(free) for each in free}
    return {each: found[each] for each in HYPOTHESES}
