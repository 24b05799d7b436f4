"""The third parties that two texts name for a passage: names of one source together, and how strongly each is named."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from dedup.provenance.language.known import fold, is_demonym, is_domain, is_office_of_state, media_words
from dedup.provenance.language.lexicon import lexicons
from dedup.provenance.language.meant import spelt_out
from dedup.provenance.language.naming import Name, name_of, same_name, spells_out
from dedup.provenance.language.standing import full_name
from dedup.provenance.signals.bearing import Bearing, shaped, strongest
from dedup.provenance.view import Dossier, Side

# A text of one paragraph that names a source in every sentence would have its names told apart two by two.
_MOST_NAMES = 24
# Below this a source is named beside the passage rather than for it.
_FAINT = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedSource:
    """A third party that at least one side names for the passage; `left` and `right` are reaches."""

    name: Name
    left: float
    right: float
    bearings: tuple[Bearing, ...]

    def reach(self, side: Side) -> float:
        """How far it reaches on one side, 0 where that side does not name it."""
        return self.left if side == "left" else self.right

    @property
    def weight(self) -> float:
        """How strongly it is named, for the share among several sources."""
        return self.left + self.right + min(self.left, self.right)

    @property
    def faint(self) -> bool:
        return max(self.left, self.right) < _FAINT


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
            if same_name(group[0].name, item.name):
                group.append(item)
                break
        else:
            if len(groups) < _MOST_NAMES:
                groups.append([item])
    groups = _absorbed(groups, [item for item in borne if item.role == "unnamed" and item.direct], (left, right))
    found = [_source(group, (left, right)) for group in groups]
    return tuple(sorted(found, key=lambda source: (-source.weight, source.name)))


def _absorbed(
    groups: list[list[Bearing]], nouns: Sequence[Bearing], dossiers: tuple[Dossier, Dossier]
) -> list[list[Bearing]]:
    """Put what is named by a common noun alone ("the company", "local radio", "Dovas' ministry") with its proper name.

    Only where a single source can be meant.
    """
    persons = _owners([group[0].name for group in groups], dossiers)
    proper = [group for group in groups if not _is_generic(group[0].name, persons)]
    kept = list(proper)
    for group in groups:
        if not any(group is other for other in proper):
            meant = [other for other in proper if _may_mean(group[0].name, other)]
            if len(meant) == 1:
                meant[0].extend(group)
            else:
                kept.append(group)
    for item in nouns:
        noun = item.attribution.noun
        if noun is None:
            continue
        meant = [other for other in proper if fold(noun) in other[0].name.tokens or _is_business(noun, other)]
        if len(meant) == 1:
            meant[0].append(item)
    return kept


def _owners(names: Iterable[Name], dossiers: tuple[Dossier, Dossier]) -> set[str]:
    """The first words of names that are persons': ``dovas`` of "Dovas' ministry", where a text has "Henrik Dovas"."""
    found: set[str] = set()
    for name in names:
        first, _, rest = name.display.partition(" ")
        if rest.islower() and first.endswith(("'s", "'")) and not is_demonym(first):
            person = name_of(first.rstrip("'").removesuffix("'s"))
            if person is not None and any(full_name(d.prose, person, d.languages) != person for d in dossiers):
                found.add(name.tokens[0])
    return found


def _is_generic(name: Name, persons: set[str]) -> bool:
    """Whether a name says only what its bearer is: "local radio", "Dovas' ministry", "the Varnian side"."""
    if len(name.tokens) > 1 and name.tokens[-1] in _sides():
        return True
    words = name.display.split()
    bare = [word for word in words if fold(word) not in persons]
    return bool(words) and all(word[0].islower() and not is_demonym(word) and not is_domain(word) for word in bare)


def _may_mean(generic: Name, group: list[Bearing]) -> bool:
    name = group[0].name
    last = generic.tokens[-1]
    if last in _sides():
        return name.tokens[0] == generic.tokens[0] and any(is_office_of_state(token) for token in name.tokens)
    if last in name.tokens:
        return True
    return last in media_words() and any(
        item.attribution.kind == "interview" or set(item.name.tokens) & media_words() for item in group
    )


def _is_business(noun: str, group: list[Bearing]) -> bool:
    """Whether "the company" can be who a group names: an organisation that is no medium."""
    words = {word for lexicon in lexicons() for word in lexicon.company}
    organisations = {word for lexicon in lexicons() for word in lexicon.organisation}
    return noun in words and any(token in organisations for token in group[0].name.tokens)


@cache
def _sides() -> frozenset[str]:
    return frozenset(word for lexicon in lexicons() for word in lexicon.sides)


def _spelt_out(name: Name, dossiers: tuple[Dossier, Dossier]) -> Name:
    if len(name.tokens) > 1:
        return name
    texts = [dossier.prose for dossier in dossiers]
    if not name.display.isupper():
        # "Notenbank" of a text whose counterpart says "Falkenauer Notenbank".
        known = any(name.tokens[0] in words for item in lexicons() for words in (item.institution, item.organisation))
        forms = {full for text in texts if (full := spelt_out(text, name.tokens[0])) is not None} if known else set()
        return forms.pop() if len(forms) == 1 else name
    named = {item.name for dossier in dossiers for item in dossier.attributions if item.name is not None}
    named.update(agency for dossier in dossiers for agency in dossier.agencies)
    return min((full for full in named if spells_out(full, name)), default=name)


def _source(group: list[Bearing], dossiers: tuple[Dossier, Dossier]) -> NamedSource:
    best = {side: strongest(item for item in group if item.side == side) for side in ("left", "right")}
    kept = tuple(item for item in best.values() if item is not None)
    # The fullest form names it best: "Arden Press Agency" over "APA".
    given = {item.name for item in group if item.name.tokens}
    persons = _owners(given, dossiers)
    proper = {name for name in given if not _is_generic(name, persons)} or given
    name = max(proper, key=lambda name: (len(name.tokens), -len(name.display), name.display))
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
    return max(alone, max(item.full for item in inside) * shaped(covered / max(1, len(inside[0].passage))))
