"""A verdict on one pair of passages: every signal's evidence, weighed together."""

from __future__ import annotations

import math

from dedup.model import HYPOTHESES, Source, Verdict
from dedup.provenance.combine import distribution, label_of
from dedup.provenance.reading import Case, Reading, cases, read
from dedup.provenance.view import (
    Dossier,
    Found,
    PairContext,
    evidence_order,
    is_quoted,
    speaker_of,
)
from dedup.provenance.weights import Weights, default_weights
from dedup.provenance.witnesses import Testimony


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
    common = probabilities["common-source"] + probabilities["independent-renderings"]
    named = _sources(reading, told, common, model)
    return Verdict(
        label=label_of(probabilities, model),
        probability=max(probabilities[hypothesis] for hypothesis in HYPOTHESES),
        probabilities=probabilities,
        source=named[0].name if named else None,
        sources=named,
        ledger=ledger,
    )


def _sources(reading: Reading, told: Testimony, common: float, weights: Weights) -> tuple[Source, ...]:
    """Each named source with the probability that the wording comes from it.

    `common`, the probability of any common source, is shared out by how strongly each is named, and more to one whose
    own earlier text is at hand; a part stays with a source that nobody names.
    """
    unnamed = weights.limits["unnamed_source"]
    sources = tuple(source for source in reading.sources if not source.faint)
    if not sources:
        speaker = _speaker(reading.found, reading.left, reading.right)
        return (Source(name=f"statement by {speaker}", probability=common / (1 + unnamed)),) if speaker else ()
    shares = [source.weight * (1 + told.earlier(source.name)) for source in sources]
    total = math.fsum((unnamed, *shares))
    ranked = sorted(zip(shares, sources, strict=True), key=lambda item: (-item[0], item[1].name))
    return tuple(Source(name=source.name.display, probability=common * share / total) for share, source in ranked)


def _speaker(found: Found, left: Dossier, right: Dossier) -> str | None:
    """Whose statement a quotation is, where no channel is named."""
    names = [
        speaker
        for dossier, passage in ((left, found.left), (right, found.right))
        if is_quoted(dossier, passage) and (speaker := speaker_of(dossier, passage)) is not None
    ]
    if not names:
        return None
    best = max(names, key=lambda name: (len(name.tokens), name.display))
    # "Kelm" here may be "Arvo Kelm" elsewhere in either article.
    fuller = {
        speech.speaker
        for dossier in (left, right)
        for speech in dossier.speeches
        if len(best.tokens) == 1 and len(speech.speaker.tokens) > 1 and speech.speaker.tokens[-1] == best.tokens[0]
    }
    return fuller.pop().display if len(fuller) == 1 else best.display
