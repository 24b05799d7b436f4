"""Renderings as evidence: a statement put into words twice differs all through, a copy in places if at all."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from dedup.model import Evidence, Passage, Place, Scores, Span
from dedup.provenance.signals.edits import Change, changes
from dedup.provenance.view import Dossier, Found, is_quoted, place, quote, quoted_share, span_of
from dedup.provenance.weights import Weights
from dedup.text.positions import block_index

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


class Variance(NamedTuple):
    """How far two wordings are renderings of one statement, 0 to 1, and how many words were replaced or moved."""

    factor: float
    replaced: int


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Variation all through a quotation, none in it, and texts that say they translate."""
    quoted = is_quoted(left, found.left), is_quoted(right, found.right)
    if not any(quoted):
        return ()
    places = tuple(sorted((place(left, span_of(found.left)), place(right, span_of(found.right)))))
    kept = found.scores.aligned_words
    factor, replaced = variance(found, left, right)
    entries: list[Evidence] = []
    if factor >= _FAINT:
        signal = "wording.translation-variance" if all(quoted) else "wording.reported-variance"
        entries.append(weights.evidence(signal, _told(found.scores), places, factor=factor))
    if not all(quoted):
        return tuple(entries)
    run = found.scores.longest_run
    if factor >= _FAINT and run > _SHORT_RUN:
        # In one piece, and in other words around it: one of the two, or both, had these words before them.
        alike = _ramp(run, _SHORT_RUN, _LONG_RUN)
        entries.append(weights.evidence("wording.one-translation", f"{run} equal words in a row", places, factor=alike))
    if replaced > max(1, kept // _NEAR_IDENTICAL):
        entries.extend(_translated(found, left, right, weights))
    elif kept > _FEW:
        length = _ramp(kept, _FEW, _MANY)
        entries.append(weights.evidence("wording.near-identical", _told(found.scores), places, factor=length))
    return tuple(entries)


def variance(found: Found, left: Dossier, right: Dossier) -> Variance:
    """Words replaced or moved for each word kept, times how evenly the places of replacement lie in either passage.

    Evenness is the entropy of the places over the thirds of a passage, as a share of the greatest possible. The same
    whichever side is left.
    """
    scores = found.scores
    counts: list[int] = []
    starts: tuple[list[int], list[int]] = ([], [])
    for change in changes(found, left, right):
        if not (_is_within(change.left_span, left, found.left) and _is_within(change.right_span, right, found.right)):
            continue  # what stands between two quotations is nobody's rendering
        replaced = _replaced(change)
        if replaced:
            counts.append(replaced)
            starts[0].append(change.left_span.start)
            starts[1].append(change.right_span.start)
    total = sum(counts) + scores.edits.move
    even = min(_evenness(found.left, starts[0]), _evenness(found.right, starts[1]))
    density = _ramp(total / max(1, scores.aligned_words), _TOUCHED, _RENDERED)
    same = _ramp(min(scores.share_left, scores.share_right), _LEAST_KEPT, _KEPT)
    return Variance(round(density * same * (_UNEVEN + (1 - _UNEVEN) * even), 3), total)


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


def _told(scores: Scores) -> str:
    """All that changed, as the scores count it: ``12 words replaced, 8 on one side only, 2 moved, 16 kept``.

    What one rendering leaves out the other adds: neither was first.
    """
    edits = scores.edits
    counted = (
        (edits.substitute, "replaced"),
        (edits.insert + edits.delete, "on one side only"),
        (edits.move, "moved"),
        (scores.aligned_words, "kept"),
    )
    (first, how), *others = [(number, how) for number, how in counted if number]
    return ", ".join([f"{first} word{'s' if first != 1 else ''} {how}", *(f"{number} {how}" for number, how in others)])


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
