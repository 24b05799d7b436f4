"""Time as evidence: a constraint on who cannot be the origin, never by itself a direction."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dedup.dates import Interval, in_words, instant_in_words
from dedup.model import Article, Evidence, Passage, Place
from dedup.provenance.article.said_days import said_on
from dedup.provenance.language.naming import same_person
from dedup.provenance.signals.named import NamedSource
from dedup.provenance.view import Dossier, Found, Side, is_quoted, place, quote, span_of, speaker_of
from dedup.provenance.weights import Weights, missing

# A preview says so at its head; the same words further down are background.
_PREVIEW_HEAD = 700
_OCCASION_NEAR = 160
# Nats at which overlapping times count as apart: that the later was first has then a chance of 4 %, and dates err too.
_CLEAR = 2.5
_SAID_LATER = "timing.said-later"
# Days between two publications: up to the first the same news is told, from the second on other news.
_SAME_NEWS, _OTHER_NEWS = 21, 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Between which instants an article was published; ``None`` where nothing bounds it."""

    earliest: datetime | None
    latest: datetime | None

    def before(self, other: Bounds) -> bool:
        return self.latest is not None and other.earliest is not None and self.latest < other.earliest


def bounds(article: Article) -> Bounds:
    """The publication's bounds; a `first_seen` bounds it from above and is never taken for it."""
    seen = article.first_seen.latest if article.first_seen else None
    if article.published is None:
        return Bounds(earliest=None, latest=seen)
    latest = article.published.latest
    if seen is not None and article.published.earliest <= seen < latest:
        latest = seen
    return Bounds(earliest=article.published.earliest, latest=latest)


def apart(one: Bounds, two: Bounds) -> float:
    """How far two publications lie apart for one to be news beside the other, 0 to 1; 0 where a date is missing."""
    earlier, later = (one, two) if one.before(two) else (two, one)
    if not earlier.before(later) or earlier.latest is None or later.earliest is None:
        return 0.0
    days = (later.earliest - earlier.latest).total_seconds() / 86_400
    return min(1.0, max(0.0, math.log(max(days, 1) / _SAME_NEWS) / math.log(_OTHER_NEWS / _SAME_NEWS)))


def long_apart(
    found: Found, left: Dossier, right: Dossier, sources: Iterable[NamedSource], weights: Weights
) -> tuple[Evidence, ...]:
    """Publication long apart: few words are then rather chance, unless both have them from one whom they name, who is
    quoted again; and hardly anybody translates anew what was said then."""
    one, two = bounds(left.article), bounds(right.article)
    strength = apart(one, two)
    if not strength:
        return ()
    speaks, too = speaker_of(left, found.left), speaker_of(right, found.right)
    agreed = speaks is not None and too is not None and same_person(speaks, too)
    agreed = agreed or any(source.left > 0 and source.right > 0 for source in sources)
    signal = "timing.quoted-again" if agreed else "timing.long-apart"
    earlier, later = (one, two) if one.before(two) else (two, one)
    return (weights.evidence(signal, f"{_told(earlier)}, then {_told(later)}", factor=strength),)


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Order of publication, and remarks that a preview cannot have carried."""
    one, two = bounds(left.article), bounds(right.article)
    if one.before(two):
        return (_order(one, two, "left", weights), *_of_events(found.right, left, right, one, "left", weights))
    if two.before(one):
        return (_order(two, one, "right", weights), *_of_events(found.left, right, left, two, "right", weights))
    if one.earliest is None or two.earliest is None or one.latest is None or two.latest is None:
        undated = sorted(dossier.article.id for dossier in (left, right) if dossier.article.published is None)
        which = "on either side" if len(undated) == 2 else f"for {undated[0]}" if undated else "that orders the two"
        return (missing("timing.missing", f"no date {which}"),)
    return _overlap(Interval(one.earliest, one.latest), Interval(two.earliest, two.latest), weights)


def _order(earlier: Bounds, later: Bounds, origin: Side, weights: Weights) -> Evidence:
    return weights.evidence("timing.order", f"{_told(earlier)}, then {_told(later)}", origin=origin)


def _overlap(one: Interval, two: Interval, weights: Weights) -> tuple[Evidence, ...]:
    # Computed for the smaller interval, so that swapping the articles gives the exact complement.
    small, large = sorted((one, two))
    before = small.probability_before(large) if small != large else 0.5
    first: Side = "left" if one == small else "right"
    if before < 0.5:
        first, before = ("right" if first == "left" else "left"), 1 - before
    trigger = f"the publication times overlap: {in_words(small)}, and {in_words(large)}"
    if small.days or large.days:
        trigger += "; a day may be that day in any time zone"
    if before == 0.5:
        return (missing("timing.overlap", trigger),)
    # The likelihood of the later one being the origin, ln(P(it came first) / ½), up to that of a clear order.
    doubt = 2 * (1 - before)
    factor = 1.0 if doubt <= math.exp(-_CLEAR) else -math.log(doubt) / _CLEAR
    return (weights.evidence("timing.overlap", trigger, factor=factor, origin=first),)


def _of_events(
    passage: Passage, first: Dossier, second: Dossier, published: Bounds, origin: Side, weights: Weights
) -> tuple[Evidence, ...]:
    """What the second text tells of when the shared words were said, held against when the first was published."""
    said = said_on(second, passage)
    if said is None or published.latest is None:
        return _event_order(passage, first, second, origin, weights)
    told = Interval(published.earliest or published.latest, published.latest)
    # As far apart as publication times must be for a clear order.
    if 2 * (1 - told.probability_before(said.day)) > math.exp(-_CLEAR):
        return _event_order(passage, first, second, origin, weights)
    words = quote(second.article.text[said.place.start : said.place.end])
    trigger = f"said on “{words}”, {in_words(said.day)} or after; the other article is from before: {_told(published)}"
    return (weights.evidence(_SAID_LATER, trigger, (place(second, said.place),), origin=origin),)


def of_two_occasions(ledger: Iterable[Evidence]) -> bool:
    """Whether a pair of passages was said, by this evidence, on two occasions: it tells nothing of any other pair."""
    return any(item.signal == _SAID_LATER for item in ledger)


def _event_order(
    passage: Passage, first: Dossier, second: Dossier, origin: Side, weights: Weights
) -> tuple[Evidence, ...]:
    """The earlier text announces an event at which, the later text says, the shared words were said."""
    if not is_quoted(second, passage):
        return ()
    preview = next((span for span in first.previews if span.start < _PREVIEW_HEAD), None)
    stretch = span_of(passage)
    occasion = next(
        (
            span
            for span in second.occasions
            if stretch.start - _OCCASION_NEAR <= span.start and span.end <= stretch.end + _OCCASION_NEAR
        ),
        None,
    )
    if preview is None or occasion is None:
        return ()
    before = first.article.text[preview.start : preview.end]
    at = second.article.text[occasion.start : occasion.end]
    spans: tuple[Place, ...] = (place(first, preview), place(second, occasion))
    return (
        weights.evidence("timing.event-order", f"“{quote(before)}” before, “{quote(at)}” after", spans, origin=origin),
    )


@lru_cache(maxsize=4096)  # an article is dated anew beside each that it shares something with
def _told(when: Bounds) -> str:
    if when.latest is None:
        return "unknown"
    if when.earliest is None:
        return f"{instant_in_words(when.latest)} UTC or before"
    return in_words(Interval(when.earliest, when.latest))
