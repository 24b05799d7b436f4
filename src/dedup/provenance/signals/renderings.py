"""Renderings as evidence: a statement put into words twice differs all through, a copy in places if at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dedup.model import Evidence, Passage, Place, Span
from dedup.provenance.signals.edits import Change, changes
from dedup.provenance.view import Dossier, Found, is_quoted, place, quote, quoted_share, span_of
from dedup.provenance.weights import Weights
from dedup.text.positions import block_index, quotations_in
from dedup.text.tokens import tokenize

# Words replaced or moved for each word kept: below the first an editor's touch, at the second another translator.
_TOUCHED, _RENDERED = 0.02, 0.2
# Less than the first share of either side kept is another statement, more than the second one statement.
_LEAST_KEPT, _KEPT = 0.2, 0.35
_UNEVEN = 0.5  # of the factor is left where all changes stand in one third of the passage
_PARTS = 3
# One word in so many replaced: house style, not another translator. It tells the more the longer the passage.
_NEAR_IDENTICAL = 8
_FEW, _MANY = 4, 24  # words
# Two translators agree on so many words in a row now and then, on as many as the second never.
_SHORT_RUN, _LONG_RUN = 12, 24
_FAINT = 0.05
_INSIDE = 0.5  # of a change that belongs to what is said
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")


class Counts(NamedTuple):
    """Words, as the scores count them, but for what stands beside quoted ones: `alone` are on one side, and `moved` are
    among the `kept`."""

    replaced: int
    alone: int
    moved: int
    kept: int


class Variance(NamedTuple):
    """How far two wordings are renderings of one statement, 0 to 1, and how many words were replaced or moved.

    `beside`: whether anything stands beside quoted words.
    """

    factor: float
    replaced: int
    counts: Counts
    beside: bool


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Variation all through a quotation, none in it, and texts that say they translate."""
    quoted = is_quoted(left, found.left), is_quoted(right, found.right)
    if not any(quoted):
        return ()
    told = variance(found, left, right)
    sides = ((left, found.left), (right, found.right))
    places = tuple(
        sorted(place(dossier, span) for dossier, passage in sides for span in _counted(dossier, passage, told.beside))
    )
    factor, kept = told.factor, told.counts.kept
    entries: list[Evidence] = []
    if factor >= _FAINT:
        signal = "wording.translation-variance" if all(quoted) else "wording.reported-variance"
        entries.append(weights.evidence(signal, _told(told.counts), places, factor=factor))
    if not all(quoted):
        return tuple(entries)
    run = found.scores.longest_run
    if factor >= _FAINT and run > _SHORT_RUN:
        # In one piece, and in other words around it: one of the two, or both, had these words before them.
        alike = _ramp(run, _SHORT_RUN, _LONG_RUN)
        entries.append(weights.evidence("wording.one-translation", f"{run} equal words in a row", places, factor=alike))
    if told.replaced > max(1, kept // _NEAR_IDENTICAL):
        entries.extend(_translated(found, left, right, weights))
    elif kept > _FEW:
        length = _ramp(kept, _FEW, _MANY)
        entries.append(weights.evidence("wording.near-identical", _told(told.counts), places, factor=length))
    return tuple(entries)


def variance(found: Found, left: Dossier, right: Dossier) -> Variance:
    """Words replaced or moved for each word kept, times how evenly the places of replacement lie in either passage.

    Evenness is the entropy of the places over the thirds of a passage, as a share of the greatest possible. The same
    whichever side is left. What stands between two quotations is nobody's rendering: it counts nowhere.
    """
    scores = found.scores
    counts: list[int] = []
    starts: tuple[list[int], list[int]] = ([], [])
    out_replaced = out_alone = 0
    for change in changes(found, left, right):
        if not (_is_within(change.left_span, left, found.left) and _is_within(change.right_span, right, found.right)):
            sizes = sorted(map(_size, (change.left, change.right)))
            out_replaced, out_alone = out_replaced + sizes[0], out_alone + sizes[1] - sizes[0]
            continue
        replaced = _replaced(change)
        if replaced:
            counts.append(replaced)
            starts[0].append(change.left_span.start)
            starts[1].append(change.right_span.start)
    texts = left.article.text, right.article.text
    outside = [
        (
            min(_size(texts[0][each.left_start : each.left_end]), _size(texts[1][each.right_start : each.right_end])),
            each.kind == "moved",
        )
        for each in found.common
        if not _is_within(Span(each.left_start, each.left_end), left, found.left)
        or not _is_within(Span(each.right_start, each.right_end), right, found.right)
    ]
    told = Counts(
        replaced=max(0, scores.edits.substitute - out_replaced),
        alone=max(0, scores.edits.insert + scores.edits.delete - out_alone),
        moved=max(0, scores.edits.move - sum(words for words, moved in outside if moved)),
        kept=max(0, scores.aligned_words - sum(words for words, _ in outside)),
    )
    total = sum(counts) + told.moved
    even = min(_evenness(found.left, starts[0]), _evenness(found.right, starts[1]))
    density = _ramp(total / max(1, told.kept), _TOUCHED, _RENDERED)
    same = _ramp(min(scores.share_left, scores.share_right), _LEAST_KEPT, _KEPT)
    factor = round(density * same * (_UNEVEN + (1 - _UNEVEN) * even), 3)
    beside = bool(outside) or out_replaced + out_alone > 0
    return Variance(factor=factor, replaced=total, counts=told, beside=beside)


def _counted(dossier: Dossier, passage: Passage, beside: bool) -> list[Span]:
    """The stretches of a passage whose words count: its quotations where others stand beside them, else all of it."""
    whole = span_of(passage)
    if not beside or not is_quoted(dossier, passage):
        return [whole]
    quotations = dossier.outline.quotations
    outers = (quotations[index].outer for index in quotations_in(quotations, whole))
    return [Span(max(outer.start, whole.start), min(outer.end, whole.end)) for outer in outers] or [whole]


def _size(words: str) -> int:
    """The words of a stretch, as scores count them."""
    return sum(1 for _ in tokenize(words))


def _replaced(change: Change) -> int:
    """How many words of one side stand for others: not those that both have, in another order or beside others."""
    one, other = (Counter(_WORD.findall(words)) for words in (change.left, change.right))
    return min((one - other).total(), (other - one).total())


def _is_within(change: Span, dossier: Dossier, passage: Passage) -> bool:
    """Whether a change lies in quoted words, where any are: what is said without marks may be said anywhere."""
    if not is_quoted(dossier, passage):
        return True
    return not len(change) or quoted_share(dossier, change) >= _INSIDE


def _evenness(passage: Passage, starts: Sequence[int]) -> float:
    counts = [0] * _PARTS
    for start in starts:
        counts[min(_PARTS - 1, _PARTS * (start - passage.start) // max(1, passage.end - passage.start))] += 1
    shares = [count / len(starts) for count in counts if count]
    return -math.fsum(share * math.log(share) for share in shares) / math.log(_PARTS)


def _translated(found: Found, left: Dossier, right: Dossier, weights: Weights) -> list[Evidence]:
    """Says a text, in the passage's paragraph or the one beside it, that the words are translated?"""
    told: list[tuple[Place, str]] = []
    for dossier, passage in ((left, found.left), (right, found.right)):
        here = block_index(dossier.outline.blocks, passage.start)
        for span in dossier.translations:
            if abs(block_index(dossier.outline.blocks, span.start) - here) <= 1:
                told.append((place(dossier, span), quote(dossier.article.text[span.start : span.end])))
                break
    return [weights.evidence("wording.translated", f"“{words}”", (where,)) for where, words in sorted(told)]


def _told(counts: Counts) -> str:
    """All that changed of the words that count: ``12 words replaced, 8 on one side only, 2 moved, 16 kept``.

    What one rendering leaves out the other adds: neither was first.
    """
    how = ("replaced", "on one side only", "moved", "kept")
    (first, done), *others = [each for each in zip(counts, how, strict=True) if each[0]] or [(0, "kept")]
    return ", ".join(
        [f"{first} word{'s' if first != 1 else ''} {done}", *(f"{number} {way}" for number, way in others)]
    )


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
