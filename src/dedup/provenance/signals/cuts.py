"""Cuts as evidence: who has the fuller wording, and what of a speech either side quotes beyond the passage."""

from __future__ import annotations

import re

from dedup.model import Evidence, Passage, Span
from dedup.provenance.signals.edits import changes
from dedup.provenance.view import Dossier, Found, Side, is_quoted, place, quote, span_of
from dedup.provenance.weights import Weights
from dedup.text.positions import quotations_in, span_at

_CUT = 3  # words
_SENTENCE = 5  # words; "He did." is no cut
_TELLING = 4  # letters; shorter words stand in any quotation
_BEYOND = 4  # words of a quotation outside of the passage
_WORD = re.compile(r"\w+")


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Words and sentences that one side lacks, and quotations that go on."""
    return (
        *_abridgement(found, left, right, weights),
        *_dropped(found, left, right, weights),
        *_beyond(found, left, right, weights),
    )


def _abridgement(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """One side leaves out words of the other and adds few of its own. Weak: an expansion looks the same."""
    insert, delete = found.scores.edits.insert, found.scores.edits.delete
    if max(insert, delete) < _CUT or min(insert, delete) * 3 > max(insert, delete):
        return ()
    fuller: Side = "left" if delete > insert else "right"
    dossier, passage = (left, found.left) if fuller == "left" else (right, found.right)
    cut = max(insert, delete)
    factor = min(1.0, cut / max(1, found.scores.aligned_words))
    trigger = f"{cut} words stand in the fuller text only"
    return (
        weights.evidence(
            "structure.abridgement", trigger, (place(dossier, span_of(passage)),), factor=factor, origin=fuller
        ),
    )


def _dropped(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Whole sentences between shared words on one side, with nothing in their place on the other."""
    dropped: dict[Side, list[Span]] = {"left": [], "right": []}
    for change in changes(found, left, right):
        if not _WORD.search(change.right):
            dropped["left"].extend(_sentences(left, change.left_span))
        if not _WORD.search(change.left):
            dropped["right"].extend(_sentences(right, change.right_span))
    counts = len(dropped["left"]), len(dropped["right"])
    if counts[0] == counts[1]:
        return ()
    fuller: Side = "left" if counts[0] > counts[1] else "right"
    dossier = left if fuller == "left" else right
    spans = tuple(place(dossier, span) for span in dropped[fuller])
    first = dropped[fuller][0]
    trigger = f"“{quote(dossier.article.text[first.start : first.end], 80)}” stands in the fuller text only"
    factor = min(1.0, abs(counts[0] - counts[1]) / 2)
    return (weights.evidence("structure.dropped-sentence", trigger, spans, factor=factor, origin=fuller),)


def _sentences(dossier: Dossier, span: Span) -> list[Span]:
    """The sentences that lie inside a span, but for the marks around it."""
    found: list[Span] = []
    at = span.start
    while at < span.end:
        sentence = span_at(dossier.outline.sentences, at)
        if sentence is None:
            at += 1
            continue
        words = dossier.article.text[max(sentence.start, span.start) : min(sentence.end, span.end)]
        outside = dossier.article.text[sentence.start : max(sentence.start, span.start)]
        outside += dossier.article.text[min(sentence.end, span.end) : sentence.end]
        if not _WORD.search(outside) and len(_WORD.findall(words)) >= _SENTENCE:
            found.append(sentence)
        at = sentence.end
    return found


def _beyond(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Either side quotes more of the speech than the other has: both heard it, or had it from somewhere else."""
    if not (is_quoted(left, found.left) and is_quoted(right, found.right)):
        return ()
    quoted = _quoted_words(left, found.left), _quoted_words(right, found.right)
    more = _quoted_beyond(left, found.left, quoted[1]), _quoted_beyond(right, found.right, quoted[0])
    where = tuple(sorted(place(dossier, spans[0]) for dossier, spans in zip((left, right), more, strict=True) if spans))
    if all(more):
        return (weights.evidence("quotation.both-go-on", "either side quotes words that the other has not", where),)
    if not any(more):
        return ()
    fuller: Side = "left" if more[0] else "right"
    return (weights.evidence("quotation.goes-on", "one side quotes more of the speech", where, origin=fuller),)


def _quoted_words(dossier: Dossier, passage: Passage) -> frozenset[str]:
    """All words of the quotations that a passage lies in."""
    text, quotations = dossier.article.text, dossier.outline.quotations
    return frozenset(
        word.lower()
        for index in quotations_in(quotations, span_of(passage))
        for word in _WORD.findall(text, quotations[index].span.start, quotations[index].span.end)
    )


def _quoted_beyond(dossier: Dossier, passage: Passage, others: frozenset[str]) -> list[Span]:
    """What a quotation that the passage lies in holds before and after it, where that is some words of its own.

    `others` are the words of the other side's quotation: what most of its words stand in too is the same speech, told
    in other words where the passage ends.
    """
    found = []
    quotations = dossier.outline.quotations
    for index in quotations_in(quotations, span_of(passage)):
        inner = quotations[index].span
        for span in (Span(inner.start, min(inner.end, passage.start)), Span(max(inner.start, passage.end), inner.end)):
            words = _WORD.findall(dossier.article.text, span.start, max(span.start, span.end))
            if len(words) < _BEYOND:
                continue
            telling = [word.lower() for word in words if len(word) >= _TELLING] or [word.lower() for word in words]
            if 2 * sum(word in others for word in telling) < len(telling):
                found.append(span)
    return found
