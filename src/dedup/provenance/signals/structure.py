"""Structure as evidence: whose articles these are, what was filled in, and what else they share."""

from __future__ import annotations

import re
from itertools import pairwise

from dedup.matching.passages import ELLIPSIS
from dedup.model import Evidence, Span
from dedup.outlets import same_outlet
from dedup.provenance.article.corrections import correction_in
from dedup.provenance.view import Dossier, Found, PairContext, Side, is_quoted, place, quote
from dedup.provenance.weights import Weights, missing

_BRACKET = re.compile(r"\[[^\]\n]{1,60}\]")
# A pair that shares this much narration shares more than a quotation or two.
_PASSAGES, _NARRATION = 3, 50
_ALONE_NARRATION, _MANY_NARRATION = 100, 200


def evidence(
    found: Found, left: Dossier, right: Dossier, weights: Weights, context: PairContext | None = None
) -> tuple[Evidence, ...]:
    """Outlets and versions, elision, brackets, and the pair as a whole."""
    return (
        *outlets(left, right, weights),
        *_elision(found, left, right, weights),
        *_brackets(found, left, right, weights),
        *(() if is_quoted(left, found.left) or is_quoted(right, found.right) else _co_copying(context, weights)),
    )


def outlets(left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """One outlet or two, and whether a text says that it is a version."""
    same = same_outlet(left.article, right.article)
    if not same and (left.names.outlet is None or right.names.outlet is None):
        nameless = sorted(dossier.article.id for dossier in (left, right) if dossier.names.outlet is None)
        which = "either article" if len(nameless) == 2 else nameless[0]
        return (missing("structure.missing", f"no outlet known for {which}"),)
    shown = sorted({name for item in (left, right) if (name := item.article.outlet or item.names.host)})
    if not same:
        return (weights.evidence("structure.other-outlet", " and ".join(shown)),)
    entries = [weights.evidence("structure.same-outlet", shown[0])]
    for dossier in sorted((left, right), key=lambda dossier: dossier.article.id):
        span = correction_in(dossier.prose)
        if span is not None:
            words = quote(dossier.article.text[span.start : span.end])
            entries.append(weights.evidence("structure.version", f"“{words}”", (place(dossier, span),)))
            break
    return tuple(entries)


def _elision(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    entries: list[Evidence] = []
    # Ordered by both sides at once, so that swapping them changes nothing.
    ordered = sorted(
        (item for item in found.common if item.kind != "moved"), key=lambda item: item.left_start + item.right_start
    )
    for before, after in pairwise(ordered):
        gaps = (Span(before.left_end, after.left_start), Span(before.right_end, after.right_start))
        texts = tuple(
            dossier.article.text[gap.start : gap.end] if gap.start < gap.end else ""
            for dossier, gap in zip((left, right), gaps, strict=True)
        )
        marks = tuple(ELLIPSIS.search(text) is not None for text in texts)
        if marks[0] == marks[1]:
            continue
        elided: Side = "left" if marks[0] else "right"
        filled = texts[1 if marks[0] else 0]
        if sum(part[0].isalnum() for part in filled.split()) < 2:
            continue
        dossier, gap = (right, gaps[1]) if marks[0] else (left, gaps[0])
        trigger = f"“{quote(filled)}” fills the other's “…”"
        entries.append(weights.evidence("structure.elision", trigger, (place(dossier, gap),), origin=elided))
        break
    return tuple(entries)


def _brackets(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    hits = (_BRACKET.search(found.left.text), _BRACKET.search(found.right.text))
    if (hits[0] is None) == (hits[1] is None):
        return ()
    hit = hits[0] or hits[1]
    if hit is None:
        return ()
    dossier, passage = (left, found.left) if hits[0] else (right, found.right)
    plain: Side = "right" if hits[0] else "left"
    span = Span(passage.start + hit.start(), passage.start + hit.end())
    return (weights.evidence("structure.bracket", f"“{quote(hit.group())}”", (place(dossier, span),), origin=plain),)


def _co_copying(context: PairContext | None, weights: Weights) -> tuple[Evidence, ...]:
    if context is None or not context.in_order:
        return ()
    if context.matches < _PASSAGES and context.narration_words < _ALONE_NARRATION:
        return ()
    if context.narration_words < _NARRATION:
        return ()
    factor = min(1.0, context.narration_words / _MANY_NARRATION)
    trigger = f"{context.matches} shared passages in one order, {context.narration_words} words of narration among them"
    return (weights.evidence("structure.co-copying", trigger, factor=factor),)
