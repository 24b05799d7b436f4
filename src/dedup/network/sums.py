"""What the verdicts on several passages say together: words, each counted with its probability."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

from dedup.model import HYPOTHESES, UNDETERMINED, Hypothesis, Match, Source

_TURNED: Mapping[Hypothesis, Hypothesis] = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
# The contract's rule for a label.
_AT_LEAST, _AHEAD = 0.5, 0.15
# Probability from which a source is likelier than all else: reports name it without a "possibly", drawings plainly.
LIKELY_FROM = 0.5


def weight_of(match: Match) -> int:
    """The words that a match counts for. A whole article with no aligned word counts for one."""
    return max(1, match.scores.aligned_words)


def covered(match: Match, source: Source) -> float:
    """The share of a match's passages that a source may be the source of, by code points; 1 for the whole of both."""
    whole = sum(side.end - side.start for side in (match.left, match.right))
    return min(1.0, sum(span.end - span.start for span in source.spans) / max(1, whole)) if source.spans else 1.0


def expected_words(matches: Iterable[Match]) -> dict[Hypothesis, float]:
    """Aligned words times probability, by hypothesis, added up over matches whose sides stand the same way.

    Sums are exact, so that neither the order nor the sides of the matches change a digit.
    """
    found = tuple(matches)
    return {
        hypothesis: math.fsum(weight_of(each) * each.verdict.probabilities.get(hypothesis, 0.0) for each in found)
        for hypothesis in HYPOTHESES
    }


def turned(words: Mapping[Hypothesis, float]) -> dict[Hypothesis, float]:
    """The same with the sides swapped."""
    return {hypothesis: words[_TURNED.get(hypothesis, hypothesis)] for hypothesis in HYPOTHESES}


def added(sums: Iterable[Mapping[Hypothesis, float]]) -> dict[Hypothesis, float]:
    found = tuple(sums)
    return {hypothesis: math.fsum(each.get(hypothesis, 0.0) for each in found) for hypothesis in HYPOTHESES}


def summed_label(words: Mapping[Hypothesis, float]) -> tuple[str, float]:
    """The label of summed words and the probability of the best hypothesis: its share of their total.

    ``undetermined`` where the share is below .5 or within .15 of the second, as for one verdict.

    >>> summed_label({"left-to-right": 60.0, "common-source": 40.0})
    ('left-to-right', 0.6)
    """
    total = math.fsum(words.values())
    if total <= 0.0:
        return UNDETERMINED, 0.0
    shares = {hypothesis: words.get(hypothesis, 0.0) / total for hypothesis in HYPOTHESES}
    best = max(HYPOTHESES, key=lambda hypothesis: shares[hypothesis])
    return (best if stands_out(tuple(shares.values())) else UNDETERMINED), shares[best]


def stands_out(probabilities: Sequence[float]) -> bool:
    """Whether the first of some probabilities that exclude each other is a verdict by the contract's rule."""
    first, second = sorted((*probabilities, 0.0, 0.0), reverse=True)[:2]
    return first >= _AT_LEAST and first - second >= _AHEAD
