"""The figures that `dedup.evaluation.measure.evaluate` gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dedup.evaluation.calibration import Calibration
from dedup.evaluation.plagdet import PanScore, harmonic

BANDS: tuple[tuple[int, int | None], ...] = ((0, 7), (8, 15), (16, 30), (31, 100), (101, None))


def band_of(words: int) -> str:
    """The length band of a passage, in words: ``8-15``, ``101+``."""
    low, high = next((low, high) for low, high in BANDS if high is None or words <= high)
    return f"{low}+" if high is None else f"{low}-{high}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many truth passages there are and were found, how many were reported and are right.

    A ratio is 1 where there is nothing to divide by: nothing was missed, or nothing was wrong.
    """

    truth: int = 0
    found: int = 0
    reported: int = 0
    right: int = 0

    @property
    def recall(self) -> float:
        return self.found / self.truth if self.truth else 1.0

    @property
    def precision(self) -> float:
        return self.right / self.reported if self.reported else 1.0

    @property
    def f1(self) -> float:
        return harmonic(self.precision, self.recall)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How many of how many; `rate` is `empty` where there are none."""

    hits: int
    of: int
    empty: float

    @property
    def rate(self) -> float:
        return self.hits / self.of if self.of else self.empty


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictQuality:
    """The verdicts on the truth passages that were found.

    `coverage`: not *undetermined*; `accuracy`: right among those. `direction`: of the one-way copies on
    which a direction was claimed, the right way. `false_directions`: a direction claimed where the truth
    holds none. `recall` and `precision` by label: of the passages of a truth, how many have that label; of those
    with the label, how many of that truth. `third_party`: of the common sources and independent renderings
    together, how many are labelled as either. `source`: where the text names the common source, it is the one
    reported; `source_given`: of these, a source is reported at all; `source_right`: of those reported, the right one;
    `source_verbatim`: as `source`, by equal words. `calibration` is over the distributions, whatever the label.
    `confusion`: (truth, reported, how many), sorted.
    """

    coverage: Share
    accuracy: Share
    direction_coverage: Share
    direction: Share
    false_directions: Share
    recall: Mapping[str, Share]
    precision: Mapping[str, Share]
    third_party: Share
    source: Share
    source_given: Share
    source_right: Share
    source_verbatim: Share
    calibration: Calibration
    confusion: tuple[tuple[str, str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well a report agrees with a labelled set. Definitions: ``docs/reference/labelled-data.md``.

    `by_kind` and `by_length` take found passages by the truth and right ones by the report; `by_category`
    knows no precision. `short_edited` is the recall on quotations of 8 to 30 words that were edited.
    `aside` is the recall of set-aside truth among what the report sets aside. `stock_reported` counts
    stock paragraphs among the matches, `self_matches` articles that match themselves. The ids at the end
    say which truth passages were missed, which reports are wrong, and which verdicts.
    """

    passages: Tally
    by_kind: Mapping[str, Tally]
    by_category: Mapping[str, Share]
    by_length: Mapping[str, Tally]
    short_edited: Share
    hard_negatives: Share
    aside: Share
    stock_reported: int
    self_matches: int
    characters: PanScore
    verdicts: VerdictQuality
    missed: tuple[str, ...]
    wrong: tuple[str, ...]
    negatives_hit: tuple[str, ...]
    misjudged: tuple[str, ...]
