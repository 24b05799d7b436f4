"""Quotation as evidence: the same words between marks on both sides point to whoever said them."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.model import Evidence, Passage, Place
from dedup.provenance.language.naming import Name, same_person
from dedup.provenance.language.standing import standing_of
from dedup.provenance.view import Dossier, Found, is_quoted, place, span_of, speaker_of
from dedup.provenance.weights import Weights

_OCCASION_NEAR = 160


def evidence(found: Found, left: Dossier, right: Dossier, weights: Weights) -> tuple[Evidence, ...]:
    """Quoted on both sides or one, by whom, and whether both tell of the occasion."""
    quoted = (is_quoted(left, found.left), is_quoted(right, found.right))
    if not any(quoted):
        return ()
    speakers = (speaker_of(left, found.left), speaker_of(right, found.right))
    places = tuple(sorted((place(left, span_of(found.left)), place(right, span_of(found.right)))))
    one, two = speakers
    same = one is not None and two is not None and same_person(one, two)
    if all(quoted):
        if same:
            signal, trigger = "quotation.same-speaker", f"{_shown(one, two)}, quoted on both sides"
        elif one is not None and two is not None:
            signal, trigger = (
                "quotation.speakers-differ",
                "words of {} on one side, of {} on the other".format(*sorted((one.display, two.display))),
            )
        else:
            signal, trigger = "quotation.both", "quoted on both sides"
    elif same:
        signal = "quotation.reported"
        trigger = f"{_shown(one, two)}, quoted on one side and reported on the other"
    else:
        signal, trigger = "quotation.one-side", "quoted on one side only"
    entries = [weights.evidence(signal, trigger, places)]
    if same and one is not None and two is not None:
        entries.extend(_standing(left, right, one, two, places, weights))
    if signal == "quotation.speakers-differ":
        entries.append(weights.evidence("quotation.both", "quoted on both sides", places, factor=0.5))
    elif all(quoted) and _at_occasion(left, found.left) and _at_occasion(right, found.right):
        entries.append(weights.evidence("quotation.occasion", "both tell of the occasion", places))
    return tuple(entries)


def _standing(
    left: Dossier, right: Dossier, one: Name, two: Name, places: tuple[Place, ...], weights: Weights
) -> Iterator[Evidence]:
    """Whether the speaker holds an office, and speaks to everybody, or is somebody whom one reporter asked."""
    found = {standing_of(left.prose, one, left.languages), standing_of(right.prose, two, right.languages)}
    if "official" in found:
        yield weights.evidence("quotation.official", f"{_shown(one, two)}, an official or a spokesman", places)
    elif "private" in found:
        yield weights.evidence("quotation.private", f"{_shown(one, two)}, introduced as a private person", places)


def _at_occasion(dossier: Dossier, passage: Passage) -> bool:
    return any(
        passage.start - _OCCASION_NEAR <= span.start and span.end <= passage.end + _OCCASION_NEAR
        for span in dossier.occasions
    )


def _shown(*names: Name | None) -> str:
    named = [name for name in names if name is not None]
    return max(named, key=lambda name: (len(name.tokens), name.display)).display if named else "somebody"
