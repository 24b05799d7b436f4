"""Attribution as evidence: whom each side names for the passage, and whether that is the other outlet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dedup.model import Evidence, Passage, Place, Span
from dedup.provenance.naming import Name, same_name, same_person
from dedup.provenance.view import (
    Attribution,
    Dossier,
    Found,
    Side,
    block_index,
    place,
    quote,
    span_of,
    speaker_of,
)
from dedup.provenance.weights import Weights, missing

Role = Literal["other-outlet", "own-outlet", "own-interview", "own-credit", "third", "unnamed", "photo"]

# A speaker's channel, once named, stands for what the same speaker says in the next few paragraphs.
_CARRIED_FORWARD, _CARRIED_BACK = 4, 1
# No paragraph of news holds more: a text of one paragraph that names a source in every sentence would otherwise
# be read anew, and its names told apart two by two, for each of its matches.
_NEAREST, _MOST_NAMES = 40, 24
# Each further source named for one passage adds half as much as the one before.
_FADING = 0.5
_MOST_SOURCES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """An attribution as it bears on a passage: in which role, and how far it reaches (0 to 1)."""

    attribution: Attribution
    dossier: Dossier
    side: Side
    role: Role
    reach: float
    passage: Span

    @property
    def trigger(self) -> str:
        span = self.attribution.place
        return f"“{quote(self.dossier.article.text[span.start : span.end])}”"

    @property
    def direct(self) -> bool:
        """Whether it stands with the passage or covers the whole text, rather than being carried over."""
        return self.attribution.scope == "text" or self.attribution.covers.overlap(self.passage) > 0

    @property
    def place(self) -> Place:
        return place(self.dossier, self.attribution.place)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """A third party that at least one side names for the passage; `left` and `right` are reaches."""

    name: Name
    left: float
    right: float
    bearings: tuple[Bearing, ...]

    @property
    def weight(self) -> float:
        """How strongly it is named, for the share among several sources."""
        return self.left + self.right + min(self.left, self.right)


def bearings(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Bearing, ...]:
    """Every attribution of either article that bears on the pair of passages."""
    return (
        *_of_side(found.left, left, right, "left", weights),
        *_of_side(found.right, right, left, "right", weights),
    )


def evidence(borne: tuple[Bearing, ...], sources: tuple[NamedSource, ...], weights: Weights) -> tuple[Evidence, ...]:
    """The ledger's entries on attribution; one that says so where neither side names anybody."""
    found: list[Evidence] = []
    for role in ("other-outlet", "own-outlet", "own-interview", "own-credit"):
        for side in ("left", "right"):
            best = _strongest(item for item in borne if item.role == role and item.side == side)
            if best is None:
                continue
            origin: Side = side if role != "other-outlet" else "right" if side == "left" else "left"
            found.append(
                weights.evidence(f"attribution.{role}", best.trigger, (best.place,), factor=best.reach, origin=origin)
            )
    fade = 1.0
    for source in sources[:_MOST_SOURCES]:
        both = source.left > 0 and source.right > 0
        factor = ((source.left + source.right) / 2 if both else max(source.left, source.right)) * fade
        places = tuple(sorted(item.place for item in source.bearings))
        shown = " · ".join(dict.fromkeys(item.trigger for item in sorted(source.bearings, key=lambda item: item.place)))
        signal = "attribution.shared-source" if both else "attribution.source"
        found.append(weights.evidence(signal, f"{source.name.display}: {shown}", places, factor=factor))
        fade *= _FADING
    if not sources:
        for side in ("left", "right"):
            best = _strongest(item for item in borne if item.role == "unnamed" and item.side == side)
            if best is not None:
                found.append(weights.evidence("attribution.unnamed", best.trigger, (best.place,), factor=best.reach))
    found.extend(
        Evidence(
            signal="attribution.photo",
            weights={},
            trigger=f"{item.trigger} credits a picture, not the text",
            spans=(item.place,),
        )
        for item in borne
        if item.role == "photo"
    )
    if not any(item.role != "photo" for item in borne):
        found.append(missing("attribution.missing", "neither text says whose words these are"))
    return tuple(found)


def named_sources(borne: tuple[Bearing, ...]) -> tuple[NamedSource, ...]:
    """The third parties named for the passage, the strongest first; names of one source count as one."""
    # What is said of this very passage outweighs what was said of the speaker's words before.
    direct = {item.side for item in borne if item.role == "third" and item.direct}
    third = sorted(
        (item for item in borne if item.role == "third" and (item.direct or item.side not in direct)),
        key=lambda item: (-item.reach, item.place),
    )
    groups: list[list[Bearing]] = []
    for item in third:
        for group in groups:
            if same_name(_name(group[0]), _name(item)):
                group.append(item)
                break
        else:
            if len(groups) < _MOST_NAMES:
                groups.append([item])
    found = [_source(group) for group in groups]
    return tuple(sorted(found, key=lambda source: (-source.weight, source.name)))


def _source(group: list[Bearing]) -> NamedSource:
    best = {side: _strongest(item for item in group if item.side == side) for side in ("left", "right")}
    kept = tuple(item for item in best.values() if item is not None)
    # The fullest form names it best: "Arden Press Agency" over "APA".
    name = max((_name(item) for item in group), key=lambda name: (len(name.tokens), -len(name.display), name.display))
    left, right = (item.reach if item is not None else 0.0 for item in (best["left"], best["right"]))
    return NamedSource(name=name, left=left, right=right, bearings=kept)


def _of_side(passage: Passage, own: Dossier, other: Dossier, side: Side, weights: Weights) -> Iterable[Bearing]:
    span = span_of(passage)
    speaker = speaker_of(own, passage)
    for item in (*own.credits, *_near(own, span)):
        if item.kind == "photo":
            if item.covers.overlap(span):
                yield Bearing(attribution=item, dossier=own, side=side, role="photo", reach=0.0, passage=span)
            continue
        reach = _reach(item, span, speaker, own, weights)
        if not reach:
            continue
        role = _role(item, own, other)
        if role is not None:
            yield Bearing(attribution=item, dossier=own, side=side, role=role, reach=reach, passage=span)


def _near(own: Dossier, span: Span) -> tuple[Attribution, ...]:
    """The attributions within the paragraphs that can reach a passage, and near it."""
    blocks = own.outline.blocks
    if not blocks:
        return own.local
    first = blocks[max(0, block_index(blocks, span.start) - _CARRIED_FORWARD)].span.start
    last = blocks[min(len(blocks), block_index(blocks, span.end) + _CARRIED_BACK + 1) - 1].span.end
    low, before, after, high = (
        bisect_left(own.local, position, key=lambda item: item.place.start)
        for position in (first, span.start, span.end, last)
    )
    return own.local[max(low, before - _NEAREST) : min(high, after + _NEAREST)]


def _role(item: Attribution, own: Dossier, other: Dossier) -> Role | None:
    if item.name is None:
        return "unnamed"
    if other.names.match(item.name) and not own.names.match(item.name):
        return "other-outlet"
    if own.names.match(item.name):
        if item.scope == "text":
            return "own-credit"
        return "own-interview" if item.kind == "interview" else "own-outlet"
    # "told Shoigu": whom a person speaks to is a channel only where it is a medium.
    return "third" if item.nature == "channel" else None


def _reach(item: Attribution, span: Span, speaker: Name | None, own: Dossier, weights: Weights) -> float:
    reach = weights.reach
    if item.kind == "contribution":
        return reach["contribution"]
    if item.scope == "text":
        return reach["text"]
    scale = reach["hearsay"] if item.kind == "hearsay" else 1.0
    overlap = item.covers.overlap(span)
    if overlap:
        return scale * (reach["direct"] if 2 * overlap >= len(span) else reach["part"])
    blocks = own.outline.blocks
    here = block_index(blocks, span.start)
    there = block_index(blocks, item.place.start)
    own_words = speaker is not None and any(same_person(speaker, name) for name in item.voices)
    if here == there:
        # What one person told a reporter does not cover what another says in the same paragraph.
        if own_words or not item.voices or (speaker is None and item.kind != "interview"):
            return scale * reach["paragraph"]
        return 0.0
    if own_words and -_CARRIED_BACK <= here - there <= _CARRIED_FORWARD:
        return scale * reach["carried" if there < here else "carried-back"]
    return 0.0


def _strongest(items: Iterable[Bearing]) -> Bearing | None:
    return min(items, key=lambda item: (-item.reach, item.place), default=None)


def _name(item: Bearing) -> Name:
    return item.attribution.name or Name(display="", tokens=())
