"""Style as evidence: which article a passage fits when it is taken out of both.

Every letter sequence of the passage is looked up in equal stretches of the two articles around it. What is compared is
the likelihood of the passage under either, in nats a sequence (character n-grams with additive smoothing towards both
articles together; Kešelj, Peng, Cercone and Thomas, PACLING 2003, for n-grams as the mark of an author). Measured for
direction in ``docs/decisions/0008-text-signals.md``.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from dedup.model import Evidence, Passage
from dedup.provenance.manner.sequences import NO_SLOT, SEQUENCE, SLOTS
from dedup.provenance.view import Dossier, Found, Side, is_quoted, place, quote, span_of
from dedup.provenance.weights import Weights

_FEWEST_BESIDE = 300  # sequences on the smaller side; less is no sample of a style
_MOST_BESIDE = 6_000  # the nearest ones count, so that a long article costs no more
_FEWEST_WITHIN = 40
# The log-odds of the fitting side being the origin grow with the difference times the root of the passage's length
# (by the same factor from 60 to 600 letters); at this product they are clear, and not taken to be clearer beyond it.
_CLEAR = 6.0
_FAINT = 0.05


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """The passage fits the rest of one article better: the likelier origin. Quoted words are weighed apart."""
    better = fit(found, left, right)
    if better is None:
        return ()
    difference, within = better
    factor = round(min(1.0, abs(difference) * math.sqrt(within) / _CLEAR), 3)
    if factor < _FAINT:
        return ()
    side: Side = "left" if difference > 0 else "right"
    dossier, passage = (left, found.left) if side == "left" else (right, found.right)
    trigger = f"“{quote(passage.text, 60)}” fits the rest of this article better than that of the other"
    where = (place(dossier, span_of(passage)),)
    quoted = is_quoted(left, found.left) and is_quoted(right, found.right)
    signal = "style.fit-quote" if quoted else "style.fit"
    return (weights.evidence(signal, trigger, where, factor=factor, origin=side),)


def fit(found: Found, left: Dossier, right: Dossier) -> tuple[float, int] | None:
    """How much better the passage fits the left article than the right one, in nats a sequence; negative for the
    right. With it the number of sequences in the shorter wording; None where there is too little text.

    Each side's own wording counts half. Swapping the sides negates the difference exactly.
    """
    sides = (left.sequences, found.left), (right.sequences, found.right)
    within = [
        _written(slots[passage.start : max(passage.start, passage.end - SEQUENCE + 1)]) for slots, passage in sides
    ]
    fewest = min(map(len, within))
    if fewest < _FEWEST_WITHIN:
        return None
    beside = [_beside(slots, passage) for slots, passage in sides]
    written = [sum(int(np.count_nonzero(each != NO_SLOT)) for each in both) for both in beside]
    size = min(_MOST_BESIDE, *written)
    if size < _FEWEST_BESIDE:
        return None
    one, other = (
        # Where all of them count, what is not written is counted too, in a slot of its own that nobody asks for.
        np.bincount(
            np.concatenate(both) if many == size else _nearest(_written(both[0]), _written(both[1]), size),
            minlength=SLOTS + 1,
        )
        for both, many in zip(beside, written, strict=True)
    )
    return math.fsum(_likelier(one[own], other[own], size) for own in within) / 2, fewest


def _likelier(one: NDArray[np.int64], other: NDArray[np.int64], size: int) -> float:
    """The mean log ratio of the likelihoods of sequences that were counted so often beside either passage."""
    both = (one + other + 0.5) * (size / (2 * size + 0.5 * SLOTS))
    return float((np.log(one + both) - np.log(other + both)).mean())


def _nearest(before: NDArray[np.uint16], after: NDArray[np.uint16], size: int) -> NDArray[np.uint16]:
    """The `size` sequences nearest to a passage, as many on either side of it as there are."""
    ahead = min(len(before), max(size // 2, size - len(after)))
    return np.concatenate([before[len(before) - ahead :], after[: size - ahead]])


def _beside(slots: NDArray[np.uint16], passage: Passage) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """The slots before and after a passage, as many as can count, and a margin for those that do not."""
    reach = 2 * _MOST_BESIDE
    end = max(0, passage.start - SEQUENCE + 1)
    return slots[max(0, end - reach) : end], slots[passage.end : passage.end + reach]


def _written(slots: NDArray[np.uint16]) -> NDArray[np.uint16]:
    kept: NDArray[np.uint16] = slots[slots != NO_SLOT]
    return kept
