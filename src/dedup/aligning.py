"""Where two articles align, and how sure it is that they do not by chance: from regions to pairs of passages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from dedup.config import Settings
from dedup.matching.confidence import Measures, measures_of, model_of, outermost
from dedup.matching.passages import (
    Aligned,
    Region,
    Side,
    equal_texts,
    larger_neighbours,
    nothing_aligned,
    refine,
    weighed,
)
from dedup.matching.presets import PRESETS
from dedup.matching.scoring import common_spans, kind_of_match, long_enough, score
from dedup.model import PassageKind
from dedup.parts import Parts
from dedup.provenance import Found

# Matches between two of these do not count.
FURNITURE = ("boilerplate", "byline", "caption", "credit")
_AS_TEXT: tuple[PassageKind, PassageKind] = ("narration", "narration")
# Below the confidence asked for, a match of this share of names is shown as set aside, as one of furniture is at any
# confidence; any other is dropped.
_NAMES_SHARE = 0.5


class Aligner:
    """Aligns articles of a collection, by number."""

    def __init__(self, parts: Parts, settings: Settings) -> None:
        self.parts = parts
        self.settings = settings
        self.preset = PRESETS[settings.preset]
        self.model = model_of(settings.preset)
        self.weight: list[float] = parts.collection.lexicon.weight.tolist()
        self.common: list[bool] = parts.collection.lexicon.common.tolist()

    def found(self, left: int, right: int, regions: list[Region]) -> list[Found]:
        """The passages that two articles share in some regions."""
        return [self._found(left, right, *each) for each in self.aligned(left, right, regions)]

    def is_evidence(self, found: Found) -> bool:
        """Whether a pair of passages says something of its articles: no furniture, no stock, sure enough."""
        furniture = found.left.kind in FURNITURE and found.right.kind in FURNITURE
        stock = self.parts.stock_of(found.left, found.right, found.common).mostly
        return found.confidence >= self.settings.min_confidence and not furniture and not stock

    def aligned(self, left: int, right: int, regions: list[Region]) -> list[tuple[Aligned, float]]:
        """The regions of a pair, aligned, with their confidence; without those that say nothing or lie in others."""
        sides = self.parts.side(left), self.parts.side(right)
        if self.settings.level == "article":
            # The exact similarity was verified: the whole articles are the match, whatever can be aligned.
            whole = replace(self.preset, trim_framing=False)
            return [
                (replace(aligned, region=region) if aligned else nothing_aligned(region), 1.0)
                for region in regions
                for aligned in [
                    equal_texts(*sides, region.rarity, self.common, whole)
                    or refine(*sides, region, self.weight, self.common, whole)
                ]
            ]
        rarity = max(region.rarity for region in regions)
        equal = equal_texts(*sides, rarity, self.common, self.preset) if left != right else None
        found: list[tuple[Aligned, float]] = []
        here = regions if equal is None else regions[:1]
        for region, others in zip(here, larger_neighbours(here), strict=True):
            aligned = equal or refine(*sides, region, self.weight, self.common, self.preset, others)
            if aligned is None or not self._long_enough(aligned, *sides):
                continue
            confidence = self.model.probability(self.measures(left, right, aligned))
            shown = confidence >= self.settings.min_confidence or aligned.names >= _NAMES_SHARE
            if shown or self._is_furniture(left, right, aligned) or self._mostly_stock(left, right, aligned):
                found.append((aligned, self._without_stock(left, right, aligned, confidence)))
        return outermost(found, self.settings.min_confidence)

    def measures(
        self, left: int, right: int, aligned: Aligned, kinds: tuple[PassageKind, PassageKind] | None = None
    ) -> Measures:
        """What the confidence of an aligned region rests on. `kinds`: what its passages are to count as."""
        sides = self.parts.side(left), self.parts.side(right)
        return measures_of(*sides, aligned, self.weight, kinds or self._kinds(left, right, aligned))

    def _kinds(self, left: int, right: int, aligned: Aligned) -> tuple[PassageKind, PassageKind]:
        return self.parts.kind(left, aligned.region.left), self.parts.kind(right, aligned.region.right)

    def _long_enough(self, aligned: Aligned, left: Side, right: Side) -> bool:
        sides = left, right
        spans = zip(sides, (aligned.region.left, aligned.region.right), strict=True)
        return (
            long_enough(left, right, aligned, self.settings.min_words)
            and min(side.ends[span.end - 1] - side.starts[span.start] for side, span in spans)
            >= self.preset.least_characters
        )

    def _is_furniture(self, left: int, right: int, aligned: Aligned) -> bool:
        """Whether a match would count if its blocks were no furniture: it is shown as set aside, then."""
        if any(kind not in (*FURNITURE, "headline") for kind in self._kinds(left, right, aligned)):
            return False
        as_text = self.measures(left, right, aligned, _AS_TEXT)
        return self.model.probability(as_text) >= self.settings.min_confidence

    def _mostly_stock(self, left: int, right: int, aligned: Aligned) -> bool:
        if not self.parts.stock.reasons:
            return False
        pairs = np.array(aligned.matched, dtype=np.int64)
        return self.parts.stock_share(left, right, pairs[:, 0], pairs[:, 1]).mostly

    def _without_stock(self, left: int, right: int, aligned: Aligned, confidence: float) -> float:
        """The confidence where stock wording weighs nothing."""
        bare = self.parts.bare(left), self.parts.bare(right)
        if bare[0] is self.parts.side(left) and bare[1] is self.parts.side(right):
            return confidence
        without = self.measures(left, right, weighed(*bare, aligned, self.preset))
        return min(confidence, self.model.probability(without))

    def _found(self, left: int, right: int, aligned: Aligned, confidence: float) -> Found:
        sides = self.parts.side(left), self.parts.side(right)
        return Found(
            left=self.parts.passage(left, aligned.region.left),
            right=self.parts.passage(right, aligned.region.right),
            kind=kind_of_match(*sides, aligned),
            confidence=confidence,
            scores=score(*sides, aligned, self.weight),
            common=common_spans(*sides, aligned),
        )
