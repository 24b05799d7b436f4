"""The common sources of a pair of passages, named: third parties that the texts credit, else whose statement it is."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from dedup.model import Passage, Place, Source, Span
from dedup.provenance.article.occasions import PAPER, occasion_of
from dedup.provenance.language.agencies import is_agency
from dedup.provenance.language.epithets import occurs_without
from dedup.provenance.language.naming import Name, name_of, same_name, same_person
from dedup.provenance.language.standing import affiliation, full_name
from dedup.provenance.signals.bearing import Bearing, bearings, in_passing
from dedup.provenance.signals.named import NamedSource, named_sources
from dedup.provenance.verdicts.reading import Reading
from dedup.provenance.verdicts.stretches import stretches
from dedup.provenance.verdicts.whose import chances
from dedup.provenance.verdicts.witnesses import Testimony
from dedup.provenance.view import Dossier, Found, Occasion, is_quoted, is_reported, span_of, speaker_of
from dedup.provenance.weights import Weights
from dedup.text.positions import span_at

# How strongly a side names the speaker of its words as their source: with the occasion; by name; known from the other
# side alone, where both sides quote.
_TELLS, _SPEAKS, _QUOTED = 1.0, 0.4, 0.25
# What is left of that where neither side quotes: the speaker's words are in those of whoever reported them first.
_REPORTED = 0.5
# How much an earlier text of a source adds: less than what names a channel for the passage itself, for a wire that
# carries a broadcast is at hand more often than the broadcast.
_AT_HAND = 0.3
# A source that plainly has the words later than one of the two is none.
_LATER = 0.9
# How far an article's attribution of the wording reaches that has it from elsewhere itself.
_CREDITS = 0.5
# How much the naming of an outlet counts that holds the words: whoever spoke them, that is where others have them from.
_HOLDS = 2.0
# How strongly an article speaks from which both have narration, by all the evidence.
_FOUND = 1.0
# Below this no third party is looked for among the names around a passage; a name less likely is not given, or hardly
# counts.
_THIRD, _LIKELY, _HARDLY = 0.3, 0.4, 0.05
# A capital alone may be a sentence's, or a place: it is a source only where the text has it speak elsewhere.
_KNOWN = frozenset({"speaks", "cited"})
# How far behind the sentences of a passage the verb of its speaker may stand: “… it ends here.” Pell said.
_BESIDE = 60
# Occasions that are no one speaker's, nor of those they speak for.
_OF_MANY = frozenset({"rally", "hearing"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Spoken:
    """What a person said, by the name it goes by; `left` and `right` as in `NamedSource`."""

    display: str
    institution: Name | None
    left: float
    right: float

    @property
    def weight(self) -> float:
        return self.left + self.right + min(self.left, self.right)


def sources_of(reading: Reading, told: Testimony, common: float, weights: Weights) -> tuple[Source, ...]:
    """Each source with the probability that the wording comes from it: first the one with most of the wording, by
    expectation.

    Where several speak in the two passages each stretch has its own sources, and they say for which they speak.
    """
    left, right = reading.left, reading.right
    if not (told.origins or told.holders or left.languages or right.languages):
        return ()  # brief dossiers
    parts = stretches(reading.found, left, right)
    if len(parts) == 1:
        return _in_order(_of_stretch(reading, told, common, weights), reading.found)
    found: dict[str, list[tuple[Found, float]]] = {}
    for part in parts:
        borne = _of_this_stretch(bearings(part, left, right, weights), part, parts)
        alone = replace(reading, found=part, sources=named_sources(borne, left, right))
        for source in _of_stretch(alone, told, common, weights):
            found.setdefault(source.name, []).append((part, source.probability))
    return _in_order([_joined(name, of, len(parts)) for name, of in found.items()], reading.found)


def _of_this_stretch(borne: Sequence[Bearing], part: Found, parts: Sequence[Found]) -> tuple[Bearing, ...]:
    """The attributions that bear on a stretch, without what is said of another one: there somebody else speaks."""

    def is_of_another(item: Bearing) -> bool:
        covers = item.attribution.covers
        mine, *others = (
            span_of(each.left if item.side == "left" else each.right)
            for each in (part, *(other for other in parts if other is not part))
        )
        return (
            item.attribution.scope != "text"
            and not covers.overlap(mine)
            and any(covers.overlap(other) for other in others)
        )

    return tuple(item for item in borne if not is_of_another(item))


def _of_stretch(reading: Reading, told: Testimony, common: float, weights: Weights) -> list[Source]:
    """The sources of passages in which one voice speaks.

    `common`, the probability of any common source, is shared out by how strongly each is named, and more to one whose
    own earlier text is at hand, as the witnesses say; a part stays with a source that nobody names. Words that a person
    speaks on both sides are that person's rather than those of an agency that one side alone credits for its whole
    text. An article of the collection from which both seem to have the wording is a source though no text names it.
    """
    unnamed = weights.limits["unnamed_source"]
    found, left, right = reading.found, reading.left, reading.right
    # Who has the words later than one of the two is not where both have them from.
    kept = [source for source in reading.sources if not source.faint and told.later(source.name) < _LATER]
    kept = [_as_the_outlet(source, told) for source in kept]
    shares: dict[str, float] = {}
    for source in kept:
        weight = source.weight * (1 + _AT_HAND * told.earlier(source.name))
        shares[source.name.display] = shares.get(source.name.display, 0.0) + weight
    carried = weights.reach["carried-back"]
    local = any(item.attribution.scope != "text" and item.full > carried for source in kept for item in source.bearings)
    shared = any(source.left > 0 and source.right > 0 for source in kept)
    spoken = None if local or shared else _spoken(found, left, right)
    if spoken is not None:
        # What a person is quoted with is not from whoever helped with the rest.
        kept = [source for source in kept if any(item.attribution.kind != "contribution" for item in source.bearings)]
        shares = {source.name.display: shares[source.name.display] for source in kept}
        rivals = kept or (told.origins and not _is_public(reading))
        shares[spoken.display] = max(spoken.weight, shares.get(spoken.display, 0.0)) if rivals else 1.0
    for dossier, strength in told.origins if told.origins and not _is_public(reading) else ():
        credited_by = _credited_by(dossier, told)
        if credited_by is None:
            _share(shares, dossier, _FOUND * strength, kept)
        elif not any(side.names.match(credited_by.name) for side in (left, right)):
            name = next((item.name for item in kept if same_name(item.name, credited_by.name)), credited_by.name)
            shares[name.display] = max(shares.get(name.display, 0.0), _FOUND * strength)
    credited = [_share(shares, dossier, reach, kept) for dossier, reach in _in_passing(reading, told, weights)]
    if spoken is not None and any(credited) and _is_private(reading):
        shares.pop(spoken.display, None)  # one reporter found that person
    if not shares:
        return _likely(reading, told, common) if common >= _THIRD else []
    total = math.fsum((unnamed, *shares.values()))
    return [Source(name=name, probability=common * share / total) for name, share in shares.items()]


def _likely(reading: Reading, told: Testimony, common: float) -> list[Source]:
    """Whoever most likely said or wrote the words, by the names around them, where no text says so in known ways.

    The chances that the two texts give a name count as independent of each other. A paper by its common noun alone,
    "the report", competes with the names and is none.
    """
    found, left, right = reading.found, reading.left, reading.right
    given = [
        (side, candidate, chance)
        for side, (own, passage) in enumerate(((left, found.left), (right, found.right)))
        for candidate, chance in chances(own, span_of(passage))
        if chance >= _HARDLY
        and candidate.kind != "record"
        and (candidate.kind != "word" or candidate.features.keys() & _KNOWN)
        and not any(each.names.match(candidate.name) for each in (left, right))
        and told.later(candidate.name) < _LATER
    ]
    names = sorted({candidate.name for _, candidate, _ in given}, key=lambda name: (-len(name.tokens), name.display))
    held: dict[Name, list[float]] = {}
    persons: set[Name] = set()
    for name in names:
        fuller = [other for other in held if same_name(other, name) or same_person(other, name)]
        whose = fuller[0] if len(fuller) == 1 else name  # "Pell" beside Ada and Bob Pell is neither
        sums = held.setdefault(whose, [0.0, 0.0])
        for side, candidate, chance in given:
            if candidate.name == name:
                sums[side] += chance
                if candidate.kind == "person":
                    persons.add(whose)
    likely = {name: 1 - (1 - min(1.0, one)) * (1 - min(1.0, other)) for name, (one, other) in held.items()}
    total = max(1.0, math.fsum(likely.values()))
    return [
        Source(
            name=f"statement by {name.display}" if name in persons else name.display,
            probability=common * chance / total,
        )
        for name, chance in likely.items()
        if chance / total >= _LIKELY
    ]


def _as_the_outlet(source: NamedSource, told: Testimony) -> NamedSource:
    """A source by the full name of the outlet that it is, where that outlet holds the words: "Mercury" of one text."""
    called = {dossier.article.outlet for dossier, _ in told.holders if dossier.names.match(source.name)} - {None}
    name = name_of(called.pop() or "") if len(called) == 1 else None
    longer = name is not None and len(name.tokens) > len(source.name.tokens)
    return replace(source, name=name) if name is not None and longer else source


def _joined(name: str, parts: Sequence[tuple[Found, float]], of: int) -> Source:
    """A source of some stretches, `of` how many there are; where it is one of all of them, no stretch needs telling."""
    sizes = [_size(part) for part, _ in parts]
    expected = math.fsum(size * chance for size, (_, chance) in zip(sizes, parts, strict=True))
    sides = (side for part, _ in parts for side in (part.left, part.right))
    spans = sorted(Place(article=side.article, start=side.start, end=side.end) for side in sides)
    return Source(name=name, probability=expected / sum(sizes), spans=tuple(spans) if len(parts) < of else ())


def _size(part: Found) -> int:
    return len(part.left.text) + len(part.right.text)


def _in_order(sources: Sequence[Source], found: Found) -> tuple[Source, ...]:
    """By how much of the wording is to be expected of each."""
    whole = _size(found)

    def rank(source: Source) -> tuple[float, str]:
        return -source.probability * (sum(span.end - span.start for span in source.spans) or whole), source.name

    return tuple(sorted(sources, key=rank))


def _credited_by(dossier: Dossier, told: Testimony) -> NamedSource | None:
    """The wire that an article credits for wording which both seem to have from that article."""
    credited = [
        source
        for source in told.named
        if is_agency(source.name)
        and any(item.dossier is dossier and item.reach >= _CREDITS for item in source.bearings)
    ]
    return min(credited, key=lambda source: (-source.weight, source.name), default=None)


def _share(shares: dict[str, float], dossier: Dossier, strength: float, kept: Sequence[NamedSource]) -> bool:
    """Give an article's outlet at least that share; whether it has a name."""
    outlet = dossier.article.outlet
    if outlet is None:
        return False
    name = next((source.name.display for source in kept if dossier.names.match(source.name)), outlet)
    shares[name] = max(shares.get(name, 0.0), strength)
    return True


def _in_passing(reading: Reading, told: Testimony, weights: Weights) -> Iterator[tuple[Dossier, float]]:
    """The other outlets that hold the words and did not have them too late, where a text names them for these words."""
    sides = ((reading.left, reading.found.left), (reading.right, reading.found.right))
    for dossier, later in told.holders:
        outlet = dossier.names.outlet
        if later >= _LATER or any(outlet is None or own.names.match(outlet) for own, _ in sides):
            continue
        reaches = [in_passing(own, passage, dossier, weights) for own, passage in sides]
        if any(reaches):
            yield dossier, _HOLDS * math.fsum((*reaches, min(reaches)))


def _is_private(reading: Reading) -> bool:
    return any(item.signal == "quotation.private" and item.strength > 0 for item in reading.ledger)


def _is_public(reading: Reading) -> bool:
    """What is said in public is the speaker's, whoever wrote it down first."""
    if _is_private(reading):
        return False
    return is_quoted(reading.left, reading.found.left) or is_quoted(reading.right, reading.found.right)


def _spoken(found: Found, left: Dossier, right: Dossier) -> _Spoken | None:
    """Whose statement a quotation is, or what both sides report of one person, where no channel is named for it."""
    sides = ((left, found.left), (right, found.right))
    if not any(dossier.speeches or any(dossier.speakers) for dossier, _ in sides):
        return None
    quoted = [is_quoted(dossier, passage) for dossier, passage in sides]
    names = [speaker_of(dossier, passage) for dossier, passage in sides]
    known = [name for name, marks in zip(names, quoted, strict=True) if name is not None and marks]
    one, two = names
    agreed = one is not None and two is not None and same_person(one, two)
    if agreed and one is not None and two is not None and (known or all(starmap(is_reported, sides))):
        known = [one, two]
    if not known:
        return None
    if not agreed:
        # Who speaks by name beside the words, rather than whom "he" means in the other text.
        by_name = [name for name, side in zip(names, sides, strict=True) if name in known and _by_name(name, *side)]
        known = by_name or known
    full = [_without_epithet(_full(name, (left, right)), sides) for name in known]
    speaker = max(map(_without_initials, full), key=lambda name: (len(name.tokens), name.display))
    near = [occasion_of(dossier, passage, _as_called(speaker, dossier)) for dossier, passage in sides]
    left_strength, right_strength = (
        _strength(name, speaker, told, all(quoted)) * (1.0 if any(quoted) else _REPORTED)
        for name, told in zip(names, near, strict=True)
    )
    display, institution = _called(speaker, sides, [told for told in near if told is not None])
    return _Spoken(display=display, institution=institution, left=left_strength, right=right_strength)


def _by_name(speaker: Name, dossier: Dossier, passage: Passage) -> bool:
    """Whether somebody speaks by name in the sentences of a passage."""
    text, sentences, surname = dossier.article.text, dossier.outline.sentences, speaker.display.split()[-1]
    first, last = (span_at(sentences, at) or span_of(passage) for at in (passage.start, passage.end - 1))
    here = Span(first.start, last.end + _BESIDE)
    return any(
        here.overlap(speech.place) and surname in text[speech.place.start : speech.place.end]
        for speech in dossier.speeches
        if same_person(speech.speaker, speaker)
    )


def _strength(name: Name | None, speaker: Name, told: Occasion | None, quoted: bool) -> float:
    """How strongly a side names the speaker's words as the source; `quoted` says that both sides quote."""
    if name is None:
        return _QUOTED if quoted else 0.0
    if not same_person(name, speaker):
        return 0.0
    return _TELLS if told is not None else _SPEAKS


def _full(name: Name, dossiers: tuple[Dossier, Dossier]) -> Name:
    """The full name, where either article gives it: "Odile Farrant" for "Farrant"."""
    if len(name.tokens) > 1:
        shorter = {
            speech.speaker
            for dossier in dossiers
            for speech in dossier.speeches
            if 1 < len(speech.speaker.tokens) < len(name.tokens)
            and speech.speaker.tokens == name.tokens[-len(speech.speaker.tokens) :]
        }
        return min(shorter, key=lambda other: (len(other.tokens), other.display), default=name)
    forms = {full_name(dossier.prose, name, dossier.languages) for dossier in dossiers} - {name}
    return forms.pop() if len(forms) == 1 else name


def _without_epithet(name: Name, sides: tuple[tuple[Dossier, Passage], ...]) -> Name:
    """One text's "Blushing Ada Pell" is "Ada Pell" where either text has that name without the word."""
    first, _, rest = name.display.partition(" ")
    plain = name_of(rest) if len(name.tokens) > 2 else None
    if plain is None or not any(
        occurs_without(dossier.prose, first, rest, passage.start) for dossier, passage in sides
    ):
        return name
    return plain


def _without_initials(name: Name) -> Name:
    """One person is "Ada M. Pell" here and "Ada Pell" there."""
    words = name.display.split()
    kept = [word for at, word in enumerate(words) if not 0 < at < len(words) - 1 or len(word.rstrip(".")) > 1]
    return name if len(kept) == len(words) else name_of(" ".join(kept)) or name


def _called(
    speaker: Name, sides: tuple[tuple[Dossier, Passage], ...], told: Sequence[Occasion]
) -> tuple[str, Name | None]:
    """What a person's words are called: by the occasion, by the institution that put them out, else by the person."""
    found = [affiliation(dossier.prose, _as_called(speaker, dossier), dossier.languages) for dossier, _ in sides]
    institution = _fullest([name for name in found if name is not None])
    occasion = min(told, key=lambda item: (item.what == PAPER, item.owner is None, item.what), default=None)
    if occasion is not None and occasion.what == PAPER:
        return (institution.display if institution is not None else f"statement by {speaker.display}"), institution
    if occasion is not None and not (occasion.owner is None and occasion.what in _OF_MANY):
        return _of_occasion(occasion, institution, speaker), institution
    if institution is not None and _puts_out(institution, [dossier for dossier, _ in sides]):
        return institution.display, institution
    return f"statement by {speaker.display}", institution


def _of_occasion(occasion: Occasion, institution: Name | None, speaker: Name) -> str:
    owner = occasion.owner or institution
    if occasion.owner is not None and institution is not None and same_name(occasion.owner, institution):
        owner = institution
    if owner is not None:
        return f"{owner.display} {occasion.what}"
    ending = "'" if speaker.display.endswith("s") else "'s"
    return f"{speaker.display}{ending} {occasion.what}"


def _puts_out(institution: Name, dossiers: Sequence[Dossier]) -> bool:
    """Whether either article has a statement, a read-out or the like from an institution."""
    return any(
        item.document and item.name is not None and same_name(item.name, institution)
        for dossier in dossiers
        for item in dossier.local
    )


def _as_called(speaker: Name, dossier: Dossier) -> Name:
    """The person as this article names them."""
    if speaker.display in dossier.article.text:
        return speaker
    surname = speaker.display.split()[-1]
    known = (speech.speaker for speech in dossier.speeches if speech.speaker.display.split()[-1] == surname)
    return next(known, None) or name_of(surname) or speaker


def _fullest(names: Sequence[Name]) -> Name | None:
    return max(names, key=lambda name: (len(name.tokens), -len(name.display), name.display), default=None)
