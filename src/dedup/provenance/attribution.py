"""Attribution as evidence: whom each side names for the passage, and whether that is the other outlet."""

from __future__ import annotations

from collections.abc import Iterable

from dedup.model import Evidence, Span
from dedup.provenance.bearing import Bearing, bearings, strongest
from dedup.provenance.named import NamedSource, named_sources
from dedup.provenance.view import Dossier, Found, Side, is_quoted, speaker_of
from dedup.provenance.weights import Weights, missing

__all__ = ["Bearing", "NamedSource", "bearings", "evidence", "named_sources"]

# Each further source named for one passage adds half as much as the one before.
_FADING = 0.5
_MOST_SOURCES = 4
_LONG_RUN = 60
_SHARED = 0.8


def evidence(
    pair: Found,
    left: Dossier,
    right: Dossier,
    borne: tuple[Bearing, ...],
    sources: tuple[NamedSource, ...],
    weights: Weights,
) -> tuple[Evidence, ...]:
    """The ledger's entries on attribution; one that says so where neither side names anybody."""
    found: list[Evidence] = list(_many(pair, borne, sources, weights))
    if is_quoted(left, pair.left) or is_quoted(right, pair.right):
        found.extend(_exclusive(borne, weights))
    for role in ("other-outlet", "other-credit", "own-outlet", "own-interview", "own-credit"):
        for side in ("left", "right"):
            best = strongest(item for item in borne if item.role == role and item.side == side)
            if best is None:
                continue
            origin: Side = side if role.startswith("own") else "right" if side == "left" else "left"
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
        if both and all(_is_shared(item, pair) for item in source.bearings):
            signal = "attribution.carried-source"
        found.append(weights.evidence(signal, f"{source.name.display}: {shown}", places, factor=factor))
        fade *= _FADING
    if not sources:
        for side in ("left", "right"):
            best = strongest(item for item in borne if item.role == "unnamed" and item.side == side)
            if best is not None:
                found.append(weights.evidence("attribution.unnamed", best.trigger, (best.place,), factor=best.reach))
    found.extend(
        Evidence(
            signal="attribution.photo",
            weights={},
            trigger=item.trigger,
            spans=(item.place,),
        )
        for item in borne
        if item.role == "photo"
    )
    if not any(item.role != "photo" for item in borne) and not _is_spoken(pair, left, right):
        found.append(missing("attribution.missing", "neither text names where it has the words from"))
    return tuple(found)


def _is_spoken(pair: Found, left: Dossier, right: Dossier) -> bool:
    """Whether a side quotes the passage and says who speaks."""
    sides = ((left, pair.left), (right, pair.right))
    return any(is_quoted(dossier, passage) and speaker_of(dossier, passage) is not None for dossier, passage in sides)


def _is_shared(item: Bearing, pair: Found) -> bool:
    """Whether the words of an attribution are among those that both sides have: they came along with the rest."""
    own = item.attribution.place
    if item.attribution.kind == "post":
        return False  # whoever embeds a post has its signature with it
    spans = (
        Span(each.left_start, each.left_end) if item.side == "left" else Span(each.right_start, each.right_end)
        for each in pair.common
        if each.kind != "near"
    )
    return sum(span.overlap(own) for span in spans) >= _SHARED * len(own)


def _exclusive(borne: tuple[Bearing, ...], weights: Weights) -> Iterable[Evidence]:
    """Words said to one of the two outlets: that both quote them from one speaker is then no sign of a third source."""
    told = (
        item
        for item in borne
        if item.role == "own-interview" or (item.role == "other-outlet" and item.attribution.kind == "interview")
    )
    # Both sides may say so: which of them is quoted must not depend on what the articles are called.
    said = min(told, key=lambda item: (-item.reach, item.order, item.place), default=None)
    if said is not None:
        yield weights.evidence("attribution.exclusive", said.trigger, (said.place,), factor=said.reach)


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
