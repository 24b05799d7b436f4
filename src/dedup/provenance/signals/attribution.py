"""Attribution as evidence: whom each side names for the passage, and whether that is the other outlet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import chain

from dedup.model import Evidence, Span
from dedup.provenance.article.outlet_mentions import mentions
from dedup.provenance.signals.bearing import Bearing, bearings, strongest
from dedup.provenance.signals.named import NamedSource, named_sources
from dedup.provenance.view import Dossier, Found, Side, is_quoted, is_reported, place, quote, speaker_of
from dedup.provenance.weights import Weights, missing

__all__ = ["Bearing", "NamedSource", "bearings", "evidence", "named_sources"]

# Each further source named for one passage adds half as much as the one before.
_FADING = 0.5
_SIDES: tuple[Side, Side] = ("left", "right")
_MOST_SOURCES = 4
_LONG_RUN = 60
_SHARED = 0.8
# As many words in a row are equal in texts that have nothing from each other; code points in which more are looked for.
_CHANCE_RUN, _NEAR = 7, 160
_WORD = re.compile(r"\w+")


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
    for role in ("other-outlet", "other-credit", "some-medium", "own-outlet", "own-interview", "own-credit"):
        for side in ("left", "right"):
            best = strongest(item for item in borne if item.role == role and item.side == side)
            if best is None:
                continue
            origin: Side = side if role.startswith("own") else "right" if side == "left" else "left"
            found.append(
                weights.evidence(f"attribution.{role}", best.trigger, (best.place,), factor=best.reach, origin=origin)
            )
    found.extend(_elsewhere(borne, left, right))
    fade = 1.0
    for source in [source for source in sources if not source.faint][:_MOST_SOURCES]:
        both = source.left > 0 and source.right > 0
        factor = ((source.left + source.right) / 2 if both else max(source.left, source.right)) * fade
        places = tuple(sorted(item.place for item in source.bearings))
        shown = " · ".join(sorted({item.trigger for item in source.bearings}))
        signal = "attribution.shared-source" if both else "attribution.source"
        if both and (all(_is_shared(item, pair) for item in source.bearings) or _is_told_alike(source)):
            signal = "attribution.carried-source"
        found.append(weights.evidence(signal, f"{source.name.display}: {shown}", places, factor=factor))
        fade *= _FADING
    # A side that gives the words as somebody's, and names nobody, agrees with one that says whose they are.
    for side in [side for side in _SIDES if not any(source.reach(side) > 0 for source in sources)]:
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


def _elsewhere(borne: tuple[Bearing, ...], left: Dossier, right: Dossier) -> Iterable[Evidence]:
    """That a side names the outlet of the other somewhere, where it does not for these words. By itself it weighs
    nothing: whoever asks whether a copy is credited has to know."""
    for side, own, other in (("left", left, right), ("right", right, left)):
        here = any(item.side == side and item.role in ("other-outlet", "other-credit") for item in borne)
        told = None if here else next(chain(*mentions(own, other)), None)
        if told is not None:
            where = place(own, told.place)
            words = f"“{quote(own.article.text[where.start : where.end])}”"
            origin: Side = "right" if side == "left" else "left"
            yield Evidence(signal="attribution.elsewhere", weights={}, trigger=words, spans=(where,), origin=origin)


def _is_spoken(pair: Found, left: Dossier, right: Dossier) -> bool:
    """Whether a side quotes or reports the passage and says who speaks."""
    sides = ((left, pair.left), (right, pair.right))
    return any(
        speaker_of(dossier, passage) is not None and (is_quoted(dossier, passage) or is_reported(dossier, passage))
        for dossier, passage in sides
    )


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


def _is_told_alike(source: NamedSource) -> bool:
    """Whether both sides name a source in a run of equal words, beside the passage, too long for chance."""
    beside = [
        item
        for item in source.bearings
        if item.inside and item.attribution.kind != "post" and not item.passage.overlap(item.attribution.place)
    ]
    return any(
        _equal_words(one, other) > _CHANCE_RUN
        for one in beside
        for other in beside
        if (one.side, other.side) == ("left", "right")
    )


def _equal_words(one: Bearing, other: Bearing) -> int:
    """How many words in a row, those of two attributions among them, are equal: 0 where these differ themselves."""
    before, inside, after = zip(_around(one), _around(other), strict=True)
    if inside[0] != inside[1]:
        return 0
    return len(inside[0]) + _alike(*(words[::-1] for words in before)) + _alike(*after)


def _around(item: Bearing) -> tuple[list[str], list[str], list[str]]:
    """The words before an attribution, its own, and those behind it, none of them in the passage."""
    text, own, passage = item.dossier.article.text, item.attribution.place, item.passage
    low = passage.end if passage.end <= own.start else 0
    high = passage.start if passage.start >= own.end else len(text)
    bounds = (max(low, own.start - _NEAR), own.start), (own.start, own.end), (own.end, min(high, own.end + _NEAR))
    before, inside, after = (_WORD.findall(text[start:end].casefold()) for start, end in bounds)
    return before, inside, after


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two lists begin with alike."""
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))


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
