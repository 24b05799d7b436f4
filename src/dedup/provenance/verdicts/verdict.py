"""A verdict on one pair of passages: every signal's evidence, weighed together."""

from __future__ import annotations

from dedup.model import HYPOTHESES, Verdict
from dedup.provenance.verdicts.combine import cap_of, direction_limit, distribution, label_of
from dedup.provenance.verdicts.reading import Case, cases, read
from dedup.provenance.verdicts.sources import sources_of
from dedup.provenance.verdicts.witnesses import Testimony
from dedup.provenance.view import Dossier, Found, PairContext, evidence_order
from dedup.provenance.weights import Weights, default_weights, missing


def judge(
    found: Found,
    left: Dossier,
    right: Dossier,
    *,
    context: PairContext | None = None,
    weights: Weights | None = None,
) -> Verdict:
    """Who reused whose wording, as far as the two articles by themselves show.

    Swapping the sides of `found` and the dossiers mirrors the verdict exactly. `context` is what the whole pair of
    articles shares, where the caller knows it.
    """
    (case,) = cases([read(found, left, right, context=context, weights=weights)], weights=weights)
    return conclude(case, weights=weights)


def conclude(case: Case, testimony: Testimony | None = None, *, weights: Weights | None = None) -> Verdict:
    """Who reused whose wording, with the ledger behind it, by all the evidence there is.

    `testimony` is what other articles that hold the passage say. Swapping the sides of a case and its testimony mirrors
    the verdict exactly.
    """
    model = weights or default_weights()
    reading, told = case.reading, testimony or Testimony()
    texts = {dossier.article.id: dossier.article.text for dossier in (reading.left, reading.right, *told.heard)}
    entries = (*reading.ledger, *case.companions, *told.evidence)
    ledger = tuple(sorted(entries, key=lambda item: evidence_order(item, texts)))
    probabilities = distribution(ledger, model)
    least = model.least_cap
    for hypothesis, held in probabilities.items():
        if held >= least and held == (cap := cap_of(hypothesis, ledger, model.limits)) < 1.0:
            direction = direction_limit(hypothesis, ledger).removesuffix("_cap").replace("_", "-")
            limit = "incidental" if hypothesis == "incidental" else direction
            ledger += (missing(f"limits.{limit}", f"held at {cap:.0%}"),)
    common = probabilities["common-source"] + probabilities["independent-renderings"]
    named = sources_of(reading, told, common, model)
    return Verdict(
        label=label_of(probabilities, model),
        probability=max(probabilities[hypothesis] for hypothesis in HYPOTHESES),
        probabilities=probabilities,
        source=named[0].name if named else None,
        sources=named,
        ledger=ledger,
    )
