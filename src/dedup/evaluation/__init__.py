"""Measures: labelled sets, PAN folders, and how well a report agrees with them.

Knows `dedup.model` and nothing of how matches are found.
"""

from __future__ import annotations

from dedup.evaluation.calibration import Calibration, Judgement, calibration
from dedup.evaluation.judgements import judgements
from dedup.evaluation.labelled import HardNegative, Labelled, TruthPassage, read_labelled
from dedup.evaluation.measure import evaluate
from dedup.evaluation.plagdet import Aligned, Detection, PanScore, score_pan
from dedup.evaluation.quality import Quality, Share, Tally, VerdictQuality

__all__ = [
    "Aligned",
    "Calibration",
    "Detection",
    "HardNegative",
    "Judgement",
    "Labelled",
    "PanScore",
    "Quality",
    "Share",
    "Tally",
    "TruthPassage",
    "VerdictQuality",
    "calibration",
    "evaluate",
    "judgements",
    "read_labelled",
    "score_pan",
]
