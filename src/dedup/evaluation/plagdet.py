"""The measures of the PAN text-alignment tasks, in characters.

Definitions: Potthast, Stein, Barrón-Cedeño, Rosso, "An Evaluation Framework for Plagiarism Detection",
COLING 2010. A detection detects a case when the two overlap on both sides; what counts is then what they
share on each side. *Macro* averages over the cases (recall) and the detections (precision), *micro* pools
all characters. ``plagdet`` is F1 / log2(1 + granularity), where granularity is the mean number of
detections for each detected case. With neither cases nor detections precision and recall are 1; with only
one of the two they are 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from dedup.evaluation.spans import intersection, length
from dedup.model import Span

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Aligned:
    """A stretch of the first text of a pair and its counterpart in the second: a case or a detection."""

    left: Span
    right: Span

    def detects(self, other: Aligned) -> bool:
        return self.left.overlap(other.left) > 0 and self.right.overlap(other.right) > 0

    def __len__(self) -> int:
        return len(self.left) + len(self.right)


@dataclass(frozen=True, slots=True, kw_only=True)
class Detection:
    """Precision, recall, their F1 and plagdet, each in [0, 1]."""

    precision: float
    recall: float
    f1: float
    plagdet: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PanScore:
    """The PAN measures over a set of pairs. `clean_pairs` hold no case; `clean_flagged` of them got a detection."""

    macro: Detection
    micro: Detection
    granularity: float
    cases: int
    detected: int
    detections: int
    clean_pairs: int
    clean_flagged: int


def score_pan(
    cases_by_pair: Mapping[Pair, Sequence[Aligned]], detections_by_pair: Mapping[Pair, Sequence[Aligned]]
) -> PanScore:
    """Score detections against cases. A pair with no case belongs in `cases_by_pair` with an empty sequence."""
    recalls: list[float] = []
    precisions: list[float] = []
    detectors: list[int] = []
    in_both = in_cases = in_detections = clean = flagged = 0
    for pair in sorted(cases_by_pair.keys() | detections_by_pair.keys()):
        cases = _sound(cases_by_pair.get(pair, ()))
        detections = _sound(detections_by_pair.get(pair, ()))
        if not cases:
            clean += 1
            flagged += bool(detections)
        for case in cases:
            hits = [detection for detection in detections if detection.detects(case)]
            recalls.append(_shared(case, hits) / len(case))
            if hits:
                detectors.append(len(hits))
        precisions += [_shared(found, [c for c in cases if found.detects(c)]) / len(found) for found in detections]
        in_cases += _pooled(cases)
        in_detections += _pooled(detections)
        in_both += _pooled(
            [
                Aligned(left=intersection(c.left, d.left), right=intersection(c.right, d.right))
                for c in cases
                for d in detections
                if c.detects(d)
            ]
        )
    granularity = sum(detectors) / len(detectors) if detectors else 1.0
    neither = not recalls and not precisions
    return PanScore(
        macro=_detection(_mean(precisions, neither), _mean(recalls, neither), granularity),
        micro=_detection(_ratio(in_both, in_detections, neither), _ratio(in_both, in_cases, neither), granularity),
        granularity=granularity,
        cases=len(recalls),
        detected=len(detectors),
        detections=len(precisions),
        clean_pairs=clean,
        clean_flagged=flagged,
    )


def _sound(items: Sequence[Aligned]) -> list[Aligned]:
    # An equal detection given twice is one, as in a set.
    return sorted({item for item in items if len(item.left) > 0 and len(item.right) > 0})


def _shared(one: Aligned, others: Sequence[Aligned]) -> int:
    return length(intersection(one.left, other.left) for other in others) + length(
        intersection(one.right, other.right) for other in others
    )


def _pooled(items: Sequence[Aligned]) -> int:
    # Within a pair only: a character of a text counts once for each pair that the text stands in.
    return length(item.left for item in items) + length(item.right for item in items)


def _mean(values: Sequence[float], neither: bool) -> float:
    return sum(values) / len(values) if values else float(neither)


def _ratio(part: int, whole: int, neither: bool) -> float:
    return part / whole if whole else float(neither)


def _detection(precision: float, recall: float, granularity: float) -> Detection:
    f1 = harmonic(precision, recall)
    return Detection(precision=precision, recall=recall, f1=f1, plagdet=f1 / log2(1 + granularity))


def harmonic(precision: float, recall: float) -> float:
    """F1; 0 where both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
