"""A pair of passages read by itself: every signal's evidence, not yet weighed together."""

from __future__ import annotations

from dataclasses import dataclass

from dedup.model import Evidence
from dedup.provenance import attribution, disguise, exclusive, quotation, structure, timing, wording
from dedup.provenance.attribution import NamedSource
from dedup.provenance.view import Dossier, Found, PairContext
from dedup.provenance.weights import Weights, default_weights


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a pair of passages says by itself; `judge` weighs it with what the rest of the collection says."""

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
        *attribution.evidence(found, borne, sources, model),
        *quotation.evidence(found, left, right, model),
        *wording.evidence(found, left, right, model),
        *disguise.evidence(found, left, right, model),
        *structure.evidence(found, left, right, model, context),
        *exclusive.evidence(found, left, right, context, model),
    )
    return Reading(found=found, left=left, right=right, sources=sources, ledger=ledger)
