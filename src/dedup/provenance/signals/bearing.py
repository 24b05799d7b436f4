"""How the attributions of two articles bear on a pair of passages: in which role, and how far they reach."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dedup.model import Passage, Place, Span
from dedup.provenance.article.outlet_mentions import mentions
from dedup.provenance.language.agencies import is_agency
from dedup.provenance.language.media import SOME_MEDIUM, THIS_MEDIUM
from dedup.provenance.language.naming import Name, same_person
from dedup.provenance.language.words import acronym
from dedup.provenance.view import Attribution, Dossier, Found, Side, is_quoted, place, quote, span_of, speaker_of
from dedup.provenance.weights import Weights
from dedup.text.positions import block_index

Role = Literal[
    "other-outlet", "other-credit", "some-medium", "own-outlet", "own-interview", "own-credit", "third", "unnamed",
    "photo",
]  # fmt: skip

# A speaker's channel, once named, stands for what the same speaker says in the next few paragraphs.
_CARRIED_FORWARD, _CARRIED_BACK = 4, 1
# No paragraph of news holds more: a text of one paragraph that names a source in every sentence would otherwise
# be read anew for each of its matches.
_NEAREST = 40
# An attribution speaks for the words it covers: in proportion to their share of the passage, and hardly at all for
# one sentence of many.
_SHARE_LEAST, _SHARE_PLAIN = 0.15, 0.45
# Equal narration this long has more in common than any one sentence's source.
_RUN_PLAIN, _RUN_LONG, _RUN_KEPT = 30, 90, 0.15
# A paragraph no longer than this is a line above the text.
_LEAD = 80
# A mention of the other outlet says less than a credit in so many words.
_IN_PASSING = 0.6
# The part of a text from which on a credit stands at its foot.
_FOOT = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """An attribution as it bears on a passage: in which role, and how far it reaches (0 to 1).

    `full` is its reach over the words it covers, before the share of the passage that these are is counted in.
    """

    attribution: Attribution
    dossier: Dossier
    side: Side
    role: Role
    reach: float
    passage: Span
    full: float

    @property
    def trigger(self) -> str:
        span = self.attribution.place
        return f"“{quote(self.dossier.article.text[span.start : span.end])}”"

    @property
    def direct(self) -> bool:
        """Whether it stands with the passage or covers the whole text, rather than being carried over."""
        return self.attribution.scope == "text" or self.attribution.covers.overlap(self.passage) > 0

    @property
    def inside(self) -> bool:
        """Whether it stands within the passage's words, and does not speak for more than its sentence."""
        return self.attribution.scope != "text" and self.attribution.covers.overlap(self.passage) > 0

    @property
    def name(self) -> Name:
        """The name it gives; an empty one where it gives none."""
        return self.attribution.name or Name(display="", tokens=())

    @property
    def place(self) -> Place:
        return place(self.dossier, self.attribution.place)

    @property
    def order(self) -> tuple[str, Name, Span]:
        """Where it comes among others of its reach, whichever side it is on and whatever the article's id."""
        return self.trigger, self.name, self.attribution.place


def bearings(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Bearing, ...]:
    """Every attribution of either article that bears on the pair of passages."""
    return (
        *_of_side(found, found.left, left, right, "left", weights),
        *_of_side(found, found.right, right, left, "right", weights),
    )


def _of_side(
    pair: Found, passage: Passage, own: Dossier, other: Dossier, side: Side, weights: Weights
) -> Iterable[Bearing]:
    span = span_of(passage)
    speaker = speaker_of(own, passage)
    kept = 1.0 if is_quoted(own, passage) else _kept_over(pair.scores.longest_run)
    local = near(own.local, own, span)
    leading = _leading(own)
    far = [item for item in leading if item not in local]
    for item in (*own.credits, *local, *far, *_in_passing(own, other, span)):
        if item.kind == "photo":
            if item.covers.overlap(span):
                yield Bearing(attribution=item, dossier=own, side=side, role="photo", reach=0.0, passage=span, full=0.0)
            continue
        role = _role(item, own, other)
        if role is None:
            continue
        full, share = _reach(item, span, speaker, own, weights)
        if role == "other-outlet" and full * share < weights.reach["contribution"] and item in leading:
            full, share = weights.reach["contribution"], 1.0
        if _is_wires(item, role):
            full = weights.reach["wire"]
        if item.scope != "text" and role in ("third", "unnamed"):
            full *= kept
        reach = full * share
        if full:
            yield Bearing(attribution=item, dossier=own, side=side, role=role, reach=reach, passage=span, full=full)


def _leading(own: Dossier) -> tuple[Attribution, ...]:
    """The reports that the first paragraph cites: "…, the Courier reports" stands there for what follows too."""
    lead = next(
        (block.span for block in own.outline.blocks if block.kind == "narration" and len(block.span) > _LEAD), None
    )
    if lead is None:
        return ()
    first, last = (bisect_left(own.local, at, key=lambda item: item.place.start) for at in (lead.start, lead.end))
    return tuple(item for item in own.local[first : min(last, first + _NEAREST)] if item.kind == "report")


def _in_passing(own: Dossier, other: Dossier, span: Span) -> Iterable[Attribution]:
    """The mentions of the other outlet near a passage or for the text, where no attribution names it for the same."""
    told = mentions(own, other)
    if not any(told):
        return
    for found, named in ((told.credits, own.credits), (near(told.local, own, span), near(own.local, own, span))):
        for item in found:
            if not any(_names(each, other) and each.covers.overlap(item.covers) for each in named):
                yield item


def in_passing(own: Dossier, passage: Passage, third: Dossier, weights: Weights) -> float:
    """How far the mentions of a third article's outlet reach to a passage, 0 to 1.

    One for the whole text says little: whatever else the text has may be from others.
    """
    if not any(mentions(own, third)):
        return 0.0
    span, speaker = span_of(passage), speaker_of(own, passage)
    # "Told Northway": a name told is a medium's where that medium holds the words.
    told = [item for item in near(own.local, own, span) if item.nature == "speaker" and _names(item, third)]
    reaches = (
        weights.reach["contribution"] if item.scope == "text" else math.prod(_reach(item, span, speaker, own, weights))
        for item in (*told, *_in_passing(own, third, span))
    )
    return max(reaches, default=0.0)


def _names(item: Attribution, other: Dossier) -> bool:
    return item.name is not None and other.names.match(item.name)


def _kept_over(run: int) -> float:
    """What a run of equal narration leaves of an attribution that speaks for a part of it."""
    over = min(1.0, max(0.0, (run - _RUN_PLAIN) / (_RUN_LONG - _RUN_PLAIN)))
    return 1.0 - over * (1.0 - _RUN_KEPT)


def near(items: tuple[Attribution, ...], own: Dossier, span: Span) -> tuple[Attribution, ...]:
    """Of attributions in order of appearance those within the paragraphs that can reach a passage, and near it."""
    blocks = own.outline.blocks
    if not blocks or not items:
        return items
    first = blocks[max(0, block_index(blocks, span.start) - _CARRIED_FORWARD)].span.start
    last = blocks[min(len(blocks), block_index(blocks, span.end) + _CARRIED_BACK + 1) - 1].span.end
    low, before, after, high = (
        bisect_left(items, position, key=lambda item: item.place.start)
        for position in (first, span.start, span.end, last)
    )
    return items[max(low, before - _NEAREST) : min(high, after + _NEAREST)]


def _role(item: Attribution, own: Dossier, other: Dossier) -> Role | None:
    if item.name is None and item.noun == THIS_MEDIUM:
        return "own-interview" if item.kind == "interview" else "own-outlet"
    if item.name is None:
        return "some-medium" if item.noun == SOME_MEDIUM else "unnamed"
    if item.kind == "credit" and item.scope == "text" and _signs(own, item.name):
        return "own-credit"
    if other.names.match(item.name) and not own.names.match(item.name):
        return "other-credit" if item.scope == "text" else "other-outlet"
    if own.names.match(item.name) or _is_publisher(item, own):
        if item.scope == "text":
            return "own-credit"
        return "own-interview" if item.kind == "interview" else "own-outlet"
    if item.kind == "credit" and _is_unknown(own, item):
        return None
    # "told Shoigu": whom a person speaks to is a channel only where it is a medium.
    return "third" if item.nature == "channel" else None


def _is_unknown(own: Dossier, item: Attribution) -> bool:
    """Whether a credit is but a word in brackets that the text has nowhere else: "ARSENAL (Updated) –"."""
    if item.name is None or is_agency(item.name) or acronym(item.name.display):
        return False
    text, start = own.article.text, item.place.start
    return start > 0 and text[start - 1] in "(（" and text.count(item.name.display) < 2


def _signs(own: Dossier, name: Name) -> bool:
    """Whether a credit is by how an outlet begins: "HATHBURY (Kestrel) –" of Kestrel News Agency."""
    outlet = own.names.outlet
    return outlet is not None and bool(name.tokens) and outlet.tokens[: len(name.tokens)] == name.tokens


def _is_publisher(item: Attribution, own: Dossier) -> bool:
    """Whether a credit names who published a text of unknown outlet: at its foot, and no agency."""
    if item.kind != "credit" or item.name is None or own.names.outlet is not None or own.names.host is not None:
        return False
    return item.place.start >= _FOOT * len(own.article.text) and not is_agency(item.name)


def _is_wires(item: Attribution, role: Role) -> bool:
    """Whether a whole text is credited to the agency that the other article is of."""
    return role == "other-credit" and item.kind == "credit" and item.name is not None and is_agency(item.name)


def _reach(item: Attribution, span: Span, speaker: Name | None, own: Dossier, weights: Weights) -> tuple[float, float]:
    """How far an attribution reaches over what it covers, and over how much of the passage, both 0 to 1."""
    reach = weights.reach
    if item.kind == "contribution":
        return reach["contribution"], 1.0
    if item.scope == "text":
        return reach["text"], 1.0
    scale = reach["hearsay"] if item.kind == "hearsay" else _IN_PASSING if item.kind == "mention" else 1.0
    overlap = item.covers.overlap(span)
    if overlap:
        return scale * reach["direct"], shaped(overlap / len(span))
    blocks = own.outline.blocks
    here = block_index(blocks, span.start)
    there = block_index(blocks, item.place.start)
    # A passage of several paragraphs is not one speaker's, nor that of its first paragraph's source.
    share = shaped(blocks[here].span.overlap(span) / max(1, len(span))) if blocks else 1.0
    own_words = speaker is not None and any(same_person(speaker, name) for name in item.voices)
    if here == there:
        # What one person told a reporter does not cover what another says in the same paragraph.
        if not own_words and speaker is not None and _goes_on(item, span):
            return 0.0, 0.0
        if own_words or not item.voices or (speaker is None and item.kind != "interview"):
            return scale * reach["paragraph"], share
        return 0.0, 0.0
    if own_words and -_CARRIED_BACK <= here - there <= _CARRIED_FORWARD:
        return scale * reach["carried" if there < here else "carried-back"], share
    return 0.0, 0.0


def _goes_on(item: Attribution, span: Span) -> bool:
    """Whether an attribution behind a passage tells of what another says next: "A Treasury official was asked …"."""
    return item.kind == "report" and not item.document and item.covers.start >= span.end


def shaped(share: float) -> float:
    return share * min(1.0, max(0.0, (share - _SHARE_LEAST) / (_SHARE_PLAIN - _SHARE_LEAST)))


def strongest(items: Iterable[Bearing]) -> Bearing | None:
    return min(items, key=lambda item: (-item.reach, item.place), default=None)
