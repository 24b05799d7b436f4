"""A verdict on one pair of passages: every signal's evidence, weighed together."""

from __future__ import annotations

from dedup.model import HYPOTHESES, Verdict
from dedup.provenance import attribution, disguise, quotation, structure, timing, wording
from dedup.provenance.combine import distribution, label_of
from dedup.provenance.sources import sources_of
from dedup.provenance.view import Dossier, Found, PairContext, evidence_order
from dedup.provenance.weights import Weights, default_weights


def judge(
    found: Found,
    left: Dossier,
    right: Dossier,
    *,
    context: PairContext | None = None,
    weights: Weights | None = None,
) -> Verdict:
    """Who reused whose wording, with the ledger behind it.

    Swapping the sides of `found` and the dossiers mirrors the verdict exactly. `context` is what the whole
    pair of articles shares, where the caller knows it.
    """
    model = weights or default_weights()
    borne = attribution.bearings(found, left, right, model)
    sources = attribution.named_sources(borne, left, right)
    texts = {dossier.article.id: dossier.article.text for dossier in (left, right)}
    ledger = tuple(
        sorted(
            (
                *timing.evidence(found, left, right, model),
                *attribution.evidence(found, borne, sources, model),
                *quotation.evidence(found, left, right, model),
                *wording.evidence(found, left, right, model),
                *disguise.evidence(found, left, right, model),
                *structure.evidence(found, left, right, model, context),
            ),
            key=lambda item: evidence_order(item, texts),
        )
    )
    probabilities = distribution(ledger, model)
    common = probabilities["common-source"] + probabilities["independent-renderings"]
    named = sources_of(sources, found, left, right, common, model)
    return Verdict(
        label=label_of(probabilities, model),
        probability=max(probabilities[hypothesis] for hypothesis in HYPOTHESES),
        probabilities=probabilities,
        source=named[0].name if named else None,
        sources=named,
        ledger=ledger,
    )
