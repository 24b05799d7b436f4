"""The baseline that knows nothing but which article is older: what other tools take for the source."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from dedup.evaluation.calibration import Judgement
from dedup.model import HYPOTHESES, Article, Hypothesis

Order = Literal["left", "right", "unknown"]
_EVEN = 1e-9  # as close to one half as sums of instants come
_MIRROR: Mapping[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}


@dataclass(frozen=True, slots=True, kw_only=True)
class DatesOnly:
    """How often each hypothesis was true where the left article was older, and where no order is known."""

    ordered: Mapping[Hypothesis, float]
    unordered: Mapping[Hypothesis, float]

    def probabilities(self, older: Order) -> dict[Hypothesis, float]:
        """The distribution for a pair of articles of which `older` is the older one."""
        if older == "unknown":
            return dict(self.unordered)
        return {name: self.ordered[_MIRROR.get(name, name) if older == "right" else name] for name in HYPOTHESES}


# What other tools do: the older text is the source.
OLDER_IS_SOURCE = DatesOnly(
    ordered={name: float(name == "left-to-right") for name in HYPOTHESES},
    unordered={name: 0.5 if name in _MIRROR else 0.0 for name in HYPOTHESES},
)


def older(left: Article, right: Article) -> Order:
    """Which article was the likelier published first; unknown where a date is missing or nothing tells them apart."""
    one, other = left.published, right.published
    if one is None or other is None or one == other:
        return "unknown"
    before = one.probability_before(other)
    return "left" if before > 0.5 + _EVEN else "right" if before < 0.5 - _EVEN else "unknown"


def fit_dates_only(seen: Iterable[tuple[Hypothesis, Order]]) -> DatesOnly:
    """Class frequencies by the order of dates, each counted once more than seen (Laplace).

    Mirrored alike: a pair whose right article is older counts as its mirror, and one without an order half each way.
    """
    ordered: Counter[Hypothesis] = Counter()
    unordered: Counter[Hypothesis] = Counter()
    for truth, first in seen:
        if first == "unknown":
            # Twice the count keeps it whole: half of it on either side.
            unordered.update((truth, _MIRROR.get(truth, truth)))
        else:
            ordered[_MIRROR.get(truth, truth) if first == "right" else truth] += 2
    return DatesOnly(ordered=_shares(ordered), unordered=_shares(unordered))


def by_dates(judgement: Judgement, baseline: DatesOnly, first: Order) -> Judgement:
    """The judgement that the baseline would have given."""
    probabilities = baseline.probabilities(first)
    return Judgement(
        truth=judgement.truth,
        label=max(HYPOTHESES, key=lambda name: probabilities[name]),
        probabilities=probabilities,
        group=judgement.group,
        id=judgement.id,
        words=judgement.words,
    )


def _shares(counts: Counter[Hypothesis]) -> dict[Hypothesis, float]:
    total = sum(counts.values()) + 2 * len(HYPOTHESES)
    return {name: (counts[name] + 2) / total for name in HYPOTHESES}
