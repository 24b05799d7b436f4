"""A verdict on one pair of passages: every signal's evidence, weighed together."""

from __future__ import annotations

import math

from dedup.model import HYPOTHESES, Source, Verdict
from dedup.provenance import (
    attribution,
    cuts,
    disguise,
    edits,
    introductions,
    quotation,
    renderings,
    seams,
    structure,
    style,
    timing,
    wording,
)
from dedup.provenance.attribution import NamedSource
from dedup.provenance.combine import distribution, label_of
from dedup.provenance.view import (
    Dossier,
    Found,
    PairContext,
    evidence_order,
    is_quoted,
    speaker_of,
)
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
                *renderings.evidence(found, left, right, model),
                *disguise.evidence(found, left, right, model),
                *structure.evidence(found, left, right, model, context),
                *style.evidence(found, left, right, model),
                *seams.evidence(found, left, right, model),
                *introductions.evidence(found, left, right, model),
                *edits.evidence(found, left, right, model),
                *cuts.evidence(found, left, right, model),
            ),
            key=lambda item: evidence_order(item, texts),
        )
    )
    probabilities = distribution(ledger, model)
    common = probabilities["common-source"] + probabilities["independent-renderings"]
    named = _sources(sources, found, left, right, common, model)
    return Verdict(
        label=label_of(probabilities, model),
        probability=max(probabilities[hypothesis] for hypothesis in HYPOTHESES),
        probabilities=probabilities,
        source=named[0].name if named else None,
        sources=named,
        ledger=ledger,
    )


def _sources(
    sources: tuple[NamedSource, ...], found: Found, left: Dossier, right: Dossier, common: float, weights: Weights
) -> tuple[Source, ...]:
    """Each named source with the probability that the wording comes from it.

    `common`, the probability of any common source, is shared out by how strongly each is named; a part stays
    with a source that nobody names.
    """
    unnamed = weights.limits["unnamed_source"]
    sources = tuple(source for source in sources if not source.faint)
    if not sources:
        speaker = _speaker(found, left, right)
        return (Source(name=f"statement by {speaker}", probability=common / (1 + unnamed)),) if speaker else ()
    total = math.fsum((unnamed, *(source.weight for source in sources)))
    return tuple(Source(name=source.name.display, probability=common * source.weight / total) for source in sources)


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
