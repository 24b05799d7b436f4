"""The scores of aligned pairs of passages. Definitions: ``docs/reference/scores.md``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from dedup.matching.columns import Batch
from dedup.matching.passages import Texts
from dedup.matching.score_kernels import Counts
from dedup.model import Common, Edits, MatchKind, Scores

# Shares of the longer side's words: in order for near-verbatim, in any order and not in order for reordered.
_NEAR, _ANY_ORDER, _IN_ORDER = 0.75, 0.75, 0.6
# Share of the shorter side's words in order from which the other only has more: what was left out is not reworded.
_KEPT = 0.9
_KINDS: tuple[Literal["same", "near", "moved"], ...] = ("same", "near", "moved")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How the wording of two passages was kept, their scores, and the common words as spans of both texts."""

    kind: MatchKind
    scores: Scores
    common: tuple[Common, ...]


def score(
    kernels: Any,
    rows: NDArray[np.int64],
    texts: NDArray[np.int64],
    batch: Batch,
    collection: Texts,
) -> list[Told]:
    """Score some `rows` of a batch, by the kernels of `dedup.matching.score_kernels`.

    `texts` are the pairs of texts of the batch.
    """
    counts: Counts = kernels.score_all(
        rows,
        texts,
        batch.places,
        batch.bounds,
        batch.in_order,
        batch.pairs,
        collection.columns,
        collection.lexicon,
        collection.starts,
        collection.ends,
    )
    runs = counts.runs.tolist()
    lengths = np.stack([batch.places[rows, 1] - batch.places[rows, 0], batch.places[rows, 3] - batch.places[rows, 2]])
    matched = batch.bounds[rows + 1] - batch.bounds[rows]
    return [
        Told(
            kind=kind_of_match(same, in_order, count, min(left, right), max(left, right)),
            scores=Scores(
                jaccard=shared / max(1, distinct),
                containment_left=shared / max(1, of_left),
                containment_right=shared / max(1, of_right),
                aligned_words=count,
                share_left=count / left,
                share_right=count / right,
                longest_run=longest,
                rarity_overlap=overlap,
                order_free=both / max(1, either),
                edits=Edits(insert=insert, delete=delete, substitute=substitute, move=count - in_order),
            ),
            common=tuple(
                Common(left_start=i0, left_end=i1, right_start=j0, right_end=j1, kind=_KINDS[kind])
                for i0, i1, j0, j1, kind in runs[begin:end]
            ),
        )
        for (
            same, (shared, distinct, of_left, of_right), (both, either), longest, (insert, delete, substitute),
            begin, end, left, right, count, in_order, overlap,
        ) in zip(
            counts.same.tolist(), counts.shingles.tolist(), counts.words.tolist(), counts.longest.tolist(),
            counts.edits.tolist(), counts.bounds[:-1].tolist(), counts.bounds[1:].tolist(), *lengths.tolist(),
            matched.tolist(), batch.in_order[rows].tolist(), counts.overlap.tolist(), strict=True,
        )
    ]  # fmt: skip


def kind_of_match(same: bool, in_order: int, count: int, shorter: int, longer: int) -> MatchKind:
    """How the wording was kept: see ``docs/reference/scores.md``.

    `same` says that both passages are of the same words; `shorter` and `longer` are how many each has, of which
    `count` are matched, so many of them `in_order`.
    """
    if same:
        return "verbatim"
    if in_order / longer >= _NEAR or in_order / shorter >= _KEPT:
        return "near-verbatim"
    return "reordered" if count / longer >= _ANY_ORDER and in_order / longer < _IN_ORDER else "reworded"


def mirrored(scores: Scores, common: Sequence[Common]) -> tuple[Scores, tuple[Common, ...]]:
    """Scores and common words with the sides exchanged."""
    edits = scores.edits
    flipped = Scores(
        jaccard=scores.jaccard,
        containment_left=scores.containment_right,
        containment_right=scores.containment_left,
        aligned_words=scores.aligned_words,
        share_left=scores.share_right,
        share_right=scores.share_left,
        longest_run=scores.longest_run,
        rarity_overlap=scores.rarity_overlap,
        order_free=scores.order_free,
        edits=Edits(insert=edits.delete, delete=edits.insert, substitute=edits.substitute, move=edits.move),
    )
    turned = (
        Common(
            left_start=one.right_start,
            left_end=one.right_end,
            right_start=one.left_start,
            right_end=one.left_end,
            kind=one.kind,
        )
        for one in common
    )
    return flipped, tuple(sorted(turned) if len(common) > 1 else turned)
