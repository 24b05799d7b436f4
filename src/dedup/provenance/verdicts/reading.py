"""A pair of passages read by itself, and the case that it makes beside the other passages of the pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Evidence, Hypothesis
from dedup.outlets import same_outlet
from dedup.provenance.signals import (
    attribution,
    cuts,
    disguise,
    edits,
    exclusive,
    introductions,
    quotation,
    renderings,
    seams,
    structure,
    style,
    timing,
    wording,
)
from dedup.provenance.signals.named import NamedSource
from dedup.provenance.verdicts.combine import distribution
from dedup.provenance.verdicts.companions import companions
from dedup.provenance.view import Dossier, Found, PairContext
from dedup.provenance.weights import Weights, default_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What the two articles say of one pair of passages."""

    found: Found
    left: Dossier
    right: Dossier
    sources: tuple[NamedSource, ...]
    ledger: tuple[Evidence, ...]


def read(
    found: Found,
    left: Dossier,
    right: Dossier,
    *,
    context: PairContext | None = None,
    weights: Weights | None = None,
) -> Reading:
    """The evidence of the two articles on one pair of passages, in no particular order.

    `context` is what the whole pair of articles shares, where the caller knows it.
    """
    model = weights or default_weights()
    borne = attribution.bearings(found, left, right, model)
    sources = attribution.named_sources(borne, left, right)
    ledger = (
        *timing.evidence(found, left, right, model),
        *timing.long_apart(found, left, right, sources, model),
        *attribution.evidence(found, left, right, borne, sources, model),
        *quotation.evidence(found, left, right, model),
        *wording.evidence(found, left, right, model),
        *structure.evidence(found, left, right, model, context),
        *renderings.evidence(found, left, right, model),
        *disguise.evidence(found, left, right, model),
        *style.evidence(found, left, right, model),
        *seams.evidence(found, left, right, model),
        *introductions.evidence(found, left, right, model),
        *edits.evidence(found, left, right, model),
        *cuts.evidence(found, left, right, model),
        *exclusive.evidence(found, left, right, context, model),
    )
    return Reading(found=found, left=left, right=right, sources=sources, ledger=ledger)


def skim(found: Sequence[Found], left: Dossier, right: Dossier, *, weights: Weights | None = None) -> list[Reading]:
    """Of each pair of passages what dates and outlets say, and between two outlets the shared wording.

    Enough for what is set aside and for what one outlet repeats: nobody asks which way it went. Brief dossiers do.
    """
    if not found:
        return []
    model = weights or default_weights()
    # Without what is said at events, every passage of two articles has the dates in common.
    of_the_pair = (*timing.evidence(found[0], left, right, model), *structure.outlets(left, right, model))
    one = same_outlet(left.article, right.article)
    return [
        Reading(
            found=each,
            left=left,
            right=right,
            sources=(),
            ledger=of_the_pair if one else (*of_the_pair, *wording.evidence(each, left, right, model)),
        )
        for each in found
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A reading with the evidence of its companions, and where the two point without dates: other cases rest on that,
    and dates are to count once."""

    reading: Reading
    companions: tuple[Evidence, ...]
    first: Mapping[Hypothesis, float]


def alone(reading: Reading) -> Case:
    """The case of a passage that speaks for no other passage, and none for it."""
    return Case(reading=reading, companions=(), first={})


def cases(readings: Sequence[Reading], *, weights: Weights | None = None) -> tuple[Case, ...]:
    """The cases of all passages that two articles share, in the order of their readings."""
    if readings and same_outlet(readings[0].left.article, readings[0].right.article):
        return tuple(map(alone, readings))
    model = weights or default_weights()
    beside = companions([reading.ledger for reading in readings], weights=model)
    return tuple(
        Case(reading=reading, companions=entries, first=distribution((*_undated(reading.ledger), *entries), model))
        for reading, entries in zip(readings, beside, strict=True)
    )


def _undated(ledger: Sequence[Evidence]) -> tuple[Evidence, ...]:
    return tuple(item for item in ledger if not item.signal.startswith("timing."))
