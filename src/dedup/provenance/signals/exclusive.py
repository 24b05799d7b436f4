"""What each article has that the other has not, as evidence on what they share.

Who heard a speaker quotes more than one sentence; who took the sentence from another article has no more than that
article gives. And a text that lies in another almost whole was made from it, or from what that one was made from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from dedup.model import Evidence, Span
from dedup.provenance.language.naming import Name, same_person
from dedup.provenance.view import Dossier, Found, PairContext, Side, is_quoted, place, speaker_of
from dedup.provenance.weights import Weights
from dedup.text.outline import Quotation

# Two words lent to a sentence are no quotation of their own.
_LEAST_WORDS = 4
_MANY, _SEVERAL = 2, 3
_CONTAINED_LEAST, _CONTAINED_PLAIN = 0.1, 0.6
_WHOLE_LEAST, _WHOLE_PLAIN = 0.4, 0.8


def evidence(
    found: Found, left: Dossier, right: Dossier, context: PairContext | None, weights: Weights
) -> tuple[Evidence, ...]:
    """Further words of the speaker on one side or both, and how much of each article the other holds."""
    if context is None:
        return ()
    return (
        *_quotes(found, left, right, context, weights),
        *_voices(left, right, context, weights),
        *_containment(left, right, context, weights),
    )


def _quotes(
    found: Found, left: Dossier, right: Dossier, context: PairContext, weights: Weights
) -> tuple[Evidence, ...]:
    if not (is_quoted(left, found.left) or is_quoted(right, found.right)):
        return ()
    one, two = speaker_of(left, found.left), speaker_of(right, found.right)
    if one is None or two is None or not same_person(one, two):
        return ()
    more_left, more_right = _more(left, one, context.shared_left), _more(right, two, context.shared_right)
    shown = max((one, two), key=lambda name: (len(name.tokens), name.display)).display
    places = tuple(
        sorted((*(place(left, span) for span in more_left[:1]), *(place(right, span) for span in more_right[:1])))
    )
    if more_left and more_right:
        factor = min(1.0, min(len(more_left), len(more_right)) / _MANY)
        return (
            weights.evidence(
                "exclusive.both-quote-more", f"{shown}, further quoted on both sides", places, factor=factor
            ),
        )
    if more_left or more_right:
        origin: Side = "left" if more_left else "right"
        factor = min(1.0, len(more_left or more_right) / _MANY)
        return (
            weights.evidence(
                "exclusive.quotes-more", f"{shown}, further quoted on one side", places, factor=factor, origin=origin
            ),
        )
    return (weights.evidence("exclusive.no-more-quotes", f"{shown}, not further quoted on either side"),)


def _voices(left: Dossier, right: Dossier, context: PairContext, weights: Weights) -> Iterator[Evidence]:
    """That all that one article quotes, whoever speaks, is quoted in the other: a desk that reports has voices too."""
    one, two = (left, context.shared_left), (right, context.shared_right)
    sides: tuple[tuple[Side, tuple[Dossier, tuple[Span, ...]], tuple[Dossier, tuple[Span, ...]]], ...] = (
        ("left", one, two), ("right", two, one),
    )  # fmt: skip
    for origin, (fuller, more), (derived, shared) in sides:
        own, spans = _more(fuller, None, more), _more(derived, None, ())
        if own and spans and not _more(derived, None, shared):
            words = f"all that one article quotes ({len(spans)}) is quoted in the other, which quotes more"
            factor = min(1.0, len(spans) / _SEVERAL) * min(1.0, len(own) / _MANY)
            yield weights.evidence("exclusive.no-voices", words, (place(fuller, own[0]),), factor=factor, origin=origin)


def _more(dossier: Dossier, speaker: Name | None, shared: tuple[Span, ...]) -> tuple[Span, ...]:
    """The quotations of a speaker, or of all, of which the other article has hardly anything."""
    return _spoken(_Asked(dossier.article.text, speaker, dossier.outline.quotations, dossier.speakers, shared))


@dataclass(frozen=True, slots=True)
class _Asked:
    """A text, a speaker and what is known of the text, as the key of a cache: cheap to hash."""

    text: str
    speaker: Name | None
    quotations: Sequence[Quotation] = field(hash=False)
    speakers: tuple[Name | None, ...] = field(hash=False)
    shared: tuple[Span, ...] = field(hash=False)


# Asked for each passage of a pair of articles: 2,000 quotations are 2,000 passages.
@lru_cache(maxsize=64)
def _spoken(of: _Asked) -> tuple[Span, ...]:
    found = []
    for quotation, who in zip(of.quotations, of.speakers, strict=True):
        span = quotation.outer
        if of.speaker is not None and (who is None or not same_person(of.speaker, who)):
            continue
        if 2 * _overlap(span, of.shared) >= len(span):
            continue
        if len(of.text[span.start : span.end].split()) >= _LEAST_WORDS:
            found.append(span)
    return tuple(found)


def _containment(left: Dossier, right: Dossier, context: PairContext, weights: Weights) -> tuple[Evidence, ...]:
    shares = tuple(
        sum(map(len, spans)) / max(1, len(dossier.article.text))
        for dossier, spans in ((left, context.shared_left), (right, context.shared_right))
    )
    entries = []
    fuller: Side = "left" if shares[0] < shares[1] else "right"
    factor = _ramp(abs(shares[0] - shares[1]), _CONTAINED_LEAST, _CONTAINED_PLAIN)
    if factor:
        words = f"{max(shares):.0%} of one article stand in the other, {min(shares):.0%} the other way"
        entries.append(weights.evidence("exclusive.contained", words, factor=factor, origin=fuller))
    whole = _ramp(min(shares), _WHOLE_LEAST, _WHOLE_PLAIN)
    if whole:
        words = f"the articles share {min(shares):.0%} and more of their text"
        entries.append(weights.evidence("exclusive.nothing-else", words, factor=whole))
    return tuple(entries)


def _overlap(span: Span, sorted_spans: tuple[Span, ...]) -> int:
    """How much of a span ordered, disjoint spans cover."""
    first = max(0, bisect_left(sorted_spans, span.start, key=lambda each: each.start) - 1)
    total = 0
    for each in sorted_spans[first:]:
        if each.start >= span.end:
            break
        total += span.overlap(each)
    return total


def _ramp(value: float, low: float, high: float) -> float:
    return min(1.0, max(0.0, (value - low) / (high - low)))
