"""Attribution as evidence: whom each side names for the passage, and whether that is the other outlet."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dedup.model import Evidence, Passage, Place, Span
from dedup.provenance.agencies import is_agency
from dedup.provenance.naming import Name, same_name, same_person, spells_out
from dedup.provenance.view import (
    Attribution,
    Dossier,
    Found,
    Side,
    block_index,
    is_quoted,
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
# An attribution speaks for the words it covers: in proportion to their share of the passage, and hardly at all for
# one sentence of many.
_SHARE_LEAST, _SHARE_PLAIN = 0.15, 0.45
# Equal narration this long has more in common than any one sentence's source.
_RUN_PLAIN, _RUN_LONG, _RUN_KEPT = 30, 90, 0.15
_LONG_RUN = 60
# The part of a text from which on a credit stands at its foot.
_FOOT = 0.5
# Below this a source is named beside the passage rather than for it.
_FAINT = 0.05


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
    def place(self) -> Place:
        return place(self.dossier, self.attribution.place)

    @property
    def order(self) -> tuple[str, Name, Span]:
        """Where it comes among others of its reach, whichever side it is on and whatever the article's id."""
        return self.trigger, _name(self), self.attribution.place


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

    @property
    def faint(self) -> bool:
        return max(self.left, self.right) < _FAINT


def bearings(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Bearing, ...]:
    """Every attribution of either article that bears on the pair of passages."""
    return (
        *_of_side(found, found.left, left, right, "left", weights),
        *_of_side(found, found.right, right, left, "right", weights),
    )


def evidence(
    pair: Found, borne: tuple[Bearing, ...], sources: tuple[NamedSource, ...], weights: Weights
) -> tuple[Evidence, ...]:
    """The ledger's entries on attribution; one that says so where neither side names anybody."""
    found: list[Evidence] = list(_many(pair, borne, sources, weights))
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
    for source in [source for source in sources if not source.faint][:_MOST_SOURCES]:
        both = source.left > 0 and source.right > 0
        factor = ((source.left + source.right) / 2 if both else max(source.left, source.right)) * fade
        places = tuple(sorted(item.place for item in source.bearings))
        shown = " · ".join(sorted({item.trigger for item in source.bearings}))
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


def _many(
    pair: Found, borne: tuple[Bearing, ...], sources: tuple[NamedSource, ...], weights: Weights
) -> Iterable[Evidence]:
    """Several sources inside one long equal run: a reporter put them together, and the other side has that too."""
    if pair.scores.longest_run < _LONG_RUN or _is_wired(borne):
        return
    inside = [source for source in sources if all(item.inside for item in source.bearings)]
    if len(inside) < 2:
        return
    places = tuple(sorted(item.place for source in inside for item in source.bearings))
    trigger = " · ".join(sorted(source.name.display for source in inside)) + " in one run of equal words"
    yield weights.evidence("attribution.several-sources", trigger, places, factor=min(1.0, (len(inside) - 1) / 2))


def _is_wired(borne: tuple[Bearing, ...]) -> bool:
    """Whether a third party is credited with a whole text."""
    return any(item.role == "third" and item.attribution.scope == "text" for item in borne)


def named_sources(borne: tuple[Bearing, ...], left: Dossier, right: Dossier) -> tuple[NamedSource, ...]:
    """The third parties named for the passage, the strongest first; names of one source count as one.

    An acronym goes by the full name where either article gives it, for this passage or another.
    """
    # What is said of this very passage outweighs what was said of the speaker's words before.
    direct = {item.side for item in borne if item.role == "third" and item.direct}
    third = sorted(
        (item for item in borne if item.role == "third" and (item.direct or item.side not in direct)),
        key=lambda item: (-item.reach, item.order),
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
    found = [_source(group, (left, right)) for group in groups]
    return tuple(sorted(found, key=lambda source: (-source.weight, source.name)))


def _spelt_out(name: Name, dossiers: tuple[Dossier, Dossier]) -> Name:
    if len(name.tokens) > 1 or not name.display.isupper():
        return name
    named = {item.name for dossier in dossiers for item in dossier.attributions if item.name is not None}
    named.update(agency for dossier in dossiers for agency in dossier.agencies)
    return min((full for full in named if spells_out(full, name)), default=name)


def _source(group: list[Bearing], dossiers: tuple[Dossier, Dossier]) -> NamedSource:
    best = {side: _strongest(item for item in group if item.side == side) for side in ("left", "right")}
    kept = tuple(item for item in best.values() if item is not None)
    # The fullest form names it best: "Arden Press Agency" over "APA".
    name = max((_name(item) for item in group), key=lambda name: (len(name.tokens), -len(name.display), name.display))
    left, right = (_reach_of([item for item in group if item.side == side]) for side in ("left", "right"))
    return NamedSource(name=_spelt_out(name, dossiers), left=left, right=right, bearings=kept)


def _reach_of(named: list[Bearing]) -> float:
    """How far one side's attributions to one source reach together: what several sentences cover adds up."""
    alone = max((item.reach for item in named), default=0.0)
    inside = [item for item in named if item.inside]
    if len(inside) < 2:
        return alone
    covered, position = 0, inside[0].passage.start
    for span in sorted(item.attribution.covers for item in inside):
        end = min(span.end, inside[0].passage.end)
        covered += max(0, end - max(span.start, position))
        position = max(position, end)
    return max(alone, max(item.full for item in inside) * _shaped(covered / max(1, len(inside[0].passage))))


def _shaped(share: float) -> float:
    return share * min(1.0, max(0.0, (share - _SHARE_LEAST) / (_SHARE_PLAIN - _SHARE_LEAST)))


def _of_side(
    pair: Found, passage: Passage, own: Dossier, other: Dossier, side: Side, weights: Weights
) -> Iterable[Bearing]:
    span = span_of(passage)
    speaker = speaker_of(own, passage)
    kept = 1.0 if is_quoted(own, passage) else _kept_over(pair.scores.longest_run)
    for item in (*own.credits, *_near(own, span)):
        if item.kind == "photo":
            if item.covers.overlap(span):
                yield Bearing(attribution=item, dossier=own, side=side, role="photo", reach=0.0, passage=span, full=0.0)
            continue
        role = _role(item, own, other)
        if role is None:
            continue
        full, share = _reach(item, span, speaker, own, weights)
        if _is_wires(item, role):
            full = weights.reach["wire"]
        if item.scope != "text" and role in ("third", "unnamed"):
            full *= kept
        reach = full * share
        if full:
            yield Bearing(attribution=item, dossier=own, side=side, role=role, reach=reach, passage=span, full=full)


def _kept_over(run: int) -> float:
    """What a run of equal narration leaves of an attribution that speaks for a part of it."""
    over = min(1.0, max(0.0, (run - _RUN_PLAIN) / (_RUN_LONG - _RUN_PLAIN)))
    return 1.0 - over * (1.0 - _RUN_KEPT)


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
    if own.names.match(item.name) or _is_publisher(item, own):
        if item.scope == "text":
            return "own-credit"
        return "own-interview" if item.kind == "interview" else "own-outlet"
    # "told Shoigu": whom a person speaks to is a channel only where it is a medium.
    return "third" if item.nature == "channel" else None


def _is_publisher(item: Attribution, own: Dossier) -> bool:
    """Whether a credit names who published a text of unknown outlet: at its foot, and no agency."""
    if item.kind != "credit" or item.name is None or own.names.outlet is not None or own.names.host is not None:
        return False
    return item.place.start >= _FOOT * len(own.article.text) and not is_agency(item.name)


def _is_wires(item: Attribution, role: Role) -> bool:
    """Whether a whole text is credited to the agency that the other article is of."""
    return role == "other-outlet" and item.kind == "credit" and item.name is not None and is_agency(item.name)


def _reach(item: Attribution, span: Span, speaker: Name | None, own: Dossier, weights: Weights) -> tuple[float, float]:
    """How far an attribution reaches over what it covers, and over how much of the passage, both 0 to 1."""
    reach = weights.reach
    if item.kind == "contribution":
        return reach["contribution"], 1.0
    if item.scope == "text":
        return reach["text"], 1.0
    scale = reach["hearsay"] if item.kind == "hearsay" else 1.0
    overlap = item.covers.overlap(span)
    if overlap:
        return scale * reach["direct"], _shaped(overlap / len(span))
    blocks = own.outline.blocks
    here = block_index(blocks, span.start)
    there = block_index(blocks, item.place.start)
    # A passage of several paragraphs is not one speaker's, nor that of its first paragraph's source.
    share = _shaped(blocks[here].span.overlap(span) / max(1, len(span))) if blocks else 1.0
    own_words = speaker is not None and any(same_person(speaker, name) for name in item.voices)
    if here == there:
        # What one person told a reporter does not cover what another says in the same paragraph.
        if own_words or not item.voices or (speaker is None and item.kind != "interview"):
            return scale * reach["paragraph"], share
        return 0.0, 0.0
    if own_words and -_CARRIED_BACK <= here - there <= _CARRIED_FORWARD:
        return scale * reach["carried" if there < here else "carried-back"], share
    return 0.0, 0.0


def _strongest(items: Iterable[Bearing]) -> Bearing | None:
    return min(items, key=lambda item: (-item.reach, item.place), default=None)


def _name(item: Bearing) -> Name:
    return item.attribution.name or Name(display="", tokens=())
