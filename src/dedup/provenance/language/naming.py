"""Names of sources and outlets, made comparable.

One source has many names: "the press service of the Kremlin", "Chinese defense ministry", "China's Ministry of
Defence", "the Courier" for "The Calder Courier", "APA" for "Arden Press Agency".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from dedup.outlets import host_of
from dedup.provenance.language.known import (
    TOKEN,
    countries,
    fold,
    folded_tokens,
    is_demonym,
    is_joint,
    is_wire,
    media_words,
    name_lists,
    wire_forms,
    without_article,
)
from dedup.provenance.language.lexicon import lexicons

# A channel (a read-out, an agency, an institution) is a source; a speaker's name alone is none.
Nature = Literal["channel", "speaker", "unnamed"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Name:
    """A name to show and its folded tokens, in order."""

    display: str
    tokens: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletNames:
    """What an outlet may be called: its name, the first letters of its words, the host of its page (``gazeta.ru``).

    `wire` is the agency that its name means. `agency`: by its name it is one itself, and its letters mean it,
    though another agency has them ("CNA").
    """

    outlet: Name | None
    host: str | None
    letters: str = ""
    wire: str | None = None
    agency: bool = False

    def match(self, name: Name) -> bool:
        """Whether a name found in a text means this outlet."""
        if self.host is not None and name.tokens:
            joined = "".join(name.tokens)
            if joined in (self.host, self.host.partition(".")[0]):
                return True
        if self.outlet is None or not self.outlet.tokens or not name.tokens:
            return False
        if self.wire is not None and self.wire == _known_wire(name):
            return True  # "Reuters News" is Reuters
        if len(self.letters) > 2 and name.tokens == (self.letters,) and (self.agency or self.letters not in _settled()):
            return True
        if len(name.tokens) == 1 and len(self.outlet.tokens) > 1 and not _initials(name.tokens[0], self.outlet):
            # "the Courier" is The Calder Courier; "Calder" alone, or "Verra" of Il Ponte di Verra, is a place.
            plain = len(self.outlet.display.split()) == len(self.outlet.tokens)
            media = [token for token in self.outlet.tokens if token in media_words()]
            return any(_alike(name.tokens[0], token) for token in (media or self.outlet.tokens[-1:] * plain))
        if len(self.outlet.tokens) == 1 < len(name.tokens) and not _initials(self.outlet.tokens[0], name):
            return False  # the Baltimore Sun is not The Sun
        return same_name(name, self.outlet)


def medium_with_article(words: str) -> Name | None:
    """The medium that words mean which would mean none without their article: "The Hill".

    >>> medium_with_article("The Hill").display, medium_with_article("the hill")
    ('The Hill', None)
    """
    shown = name_lists().media_with_article.get(folded_tokens(words)) if words[:1].isupper() else None
    return Name(display=shown, tokens=folded_tokens(shown)[1:]) if shown is not None else None


def _known_wire(name: Name) -> str | None:
    """The agency that a name means, with or without "news" and the like beside it."""
    forms, general = wire_forms(), name_lists().general
    bare = tuple(token for token in name.tokens if token not in general)
    return forms.get(name.tokens) or forms.get(bare)


@lru_cache(maxsize=4096)
def name_of(text: str) -> Name | None:
    """Normalise a name as a text gives it; ``None`` where nothing of it is a name.

    >>> name_of("the Chinese Defense Ministry").display
    "China's defence ministry"
    >>> name_of("China’s Ministry of Defence").display
    "China's defence ministry"
    >>> name_of("the Associated Press").display
    'AP'
    """
    lists = name_lists()
    words = TOKEN.findall(text)
    while words and fold(words[0]) in lists.determiners and not _is_place(words):
        words = words[1:]
    if not words:
        return None
    known = lists.wires.get(tuple(fold(word) for word in words))
    if known is not None:
        return Name(display=known, tokens=tuple(fold(token) for token in TOKEN.findall(known)))
    medium = lists.media.get(tuple(fold(word) for word in words))
    if medium is not None:
        return Name(display=medium, tokens=without_article(medium, lists.determiners))
    shorter = _undescribed(words)
    if shorter != words:
        return name_of(" ".join(shorter))
    state = _office_of_state(words)
    if state is not None:
        return state
    department = _department(words)
    if department is not None:
        return department
    tokens = tuple(folded for word in words if (folded := fold(word)) not in lists.joints)
    shown = " ".join(_spelt(word) for word in words).replace("’", "'").strip(" .,'-")
    shown = shown.removesuffix("'s")
    return Name(display=shown, tokens=tokens or tuple(fold(word) for word in words))


def _is_place(words: list[str]) -> bool:
    """Whether an article belongs to the name of a place: "the Los Angeles Times"."""
    return words[0][0].isupper() and " ".join(fold(word) for word in words[:2]) in name_lists().places_with_articles


def _undescribed(words: list[str]) -> list[str]:
    """Without "news agency", "German magazine", "state broadcaster" and the like around a capitalised name."""
    lists = name_lists()
    if len(words) > 2 and words[1].islower() and is_demonym(words[0]) and _undescribed(words[1:]) != words[1:]:
        return _undescribed(words[1:])
    if len(words) > 1 and fold(words[0]) in lists.leading_descriptors:
        known = tuple(fold(word) for word in words[1:]) in lists.wires
        if words[0][0].isupper() and fold(words[0]) in lists.capital_descriptors and not known:
            return words
        return words[1:] if not words[1][0].islower() or is_wire(words[1]) else words
    for size in (3, 2, 1):
        if len(words) <= size:
            continue
        front, back = words[:size], words[-size:]
        if " ".join(back) in lists.descriptors and words[-size - 1][0].isupper():
            return words[:-size]
        if " ".join(front) in lists.descriptors and words[size][0].isupper():
            return words[size:]
    return words


def _office_of_state(words: list[str]) -> Name | None:
    """``Russian Ministry of Defense`` and ``defence ministry of Russia``: ``Russia's defence ministry``."""
    lists = name_lists()
    folded = [fold(word) for word in words]
    if not any(word in lists.offices_of_state for word in folded):
        return None
    lands = countries()
    country = None
    rest = []
    for word in folded:
        of = lists.demonyms.get(word) or lands.get(word)
        if of is not None and country is None:
            country = of
        else:
            rest.append(word)
    while rest and rest[-1] in lists.joints:
        rest.pop()
    if country is None or not rest or any(not word.islower() for word in rest):
        return None
    if len(rest) >= 3 and rest[0] == "ministry" and rest[1] in ("of", "for"):
        rest = [*rest[2:], rest[0]]
    if not all(word in lists.offices_of_state or word in lists.general or word in lists.joints for word in rest):
        return None
    tokens = tuple(word for word in (*(fold(part) for part in country.split()), *rest) if word not in lists.joints)
    if len(country) == 2:  # "US government"
        return Name(display=f"{country} {' '.join(rest)}", tokens=tokens)
    ending = "'" if country.endswith("s") and len(country) > 2 else "'s"
    return Name(display=f"{country}{ending} {' '.join(rest)}", tokens=tokens)


def _department(words: list[str]) -> Name | None:
    """``Department of Justice`` and ``DOJ`` as ``Justice Department``."""
    folded = [fold(word) for word in words]
    known = name_lists().departments.get(folded[0]) if len(folded) == 1 and words[0].isupper() else None
    if known is not None:
        return name_of(known)
    if folded[:2] != ["department", "of"]:
        return None
    rest = words[3:] if folded[2:3] == ["the"] else words[2:]
    one = len(rest) == 1 and rest[0][0].isupper() and folded[-1] in name_lists().of_departments
    return name_of(f"{rest[0]} Department") if one else None


def _spelt(word: str) -> str:
    pointed = "." in word and fold(word) in name_lists().pointed
    return fold(word).upper() if pointed else word


@lru_cache(maxsize=16384)
def same_name(one: Name, two: Name) -> bool:
    """Whether two names mean one source: equal, inflected, shortened, or an acronym of the other."""
    if one.tokens == two.tokens:
        return True
    small, large = sorted((_core(one), _core(two)), key=lambda tokens: (len(tokens), tokens))
    if not small:
        return False
    general = name_lists().general
    if len(small) == 1 and len(large) > 1 and (_initials(small[0], one) or _initials(small[0], two)):
        return True
    if all(any(_alike(token, other) for other in large) for token in small):
        lost = len(large) - len(small)
        telling = [token for token in small if token not in general]
        return lost == 0 or (bool(telling) and not (len(telling) == len(small) == 1 and large[0] == small[0]))
    return False


def same_person(one: Name, two: Name) -> bool:
    """Whether two names can mean one person: ``Li`` and ``Li Shangfu``, ``Putin`` and ``Vladimir Putin``."""
    if not one.tokens or not two.tokens:
        return False
    small, large = sorted((one.tokens, two.tokens), key=len)
    if len(small) == 1:
        return any(_alike(small[0], token) for token in large)
    shared = sum(any(_alike(token, other) for other in large) for token in small)
    return shared >= 2 or _alike(small[-1], large[-1])


def outlet_names(outlet: str | None, url: str | None) -> OutletNames:
    """The names under which a text may credit an outlet."""
    words = [word for word in TOKEN.findall(outlet or "") if not is_joint(word)]
    letters = "".join(word[0] for word in words).lower() if len(words) > 1 else ""
    name = name_of(outlet) if outlet else None
    return OutletNames(
        outlet=name, host=host_of(url), letters=letters, wire=_known_wire(name) if name else None,
        agency=_has_own_letters(outlet or "", letters),
    )  # fmt: skip


def _has_own_letters(shown: str, letters: str) -> bool:
    """Whether a name has "news agency", "wire service" and the like in it, and letters that not all the world knows."""
    words = f" {' '.join(shown.lower().split())} "
    return letters not in name_lists().worldwide and any(f" {phrase} " in words for phrase in _agency_phrases())


@cache
def _agency_phrases() -> frozenset[str]:
    return frozenset(phrase for lexicon in lexicons() for phrase in lexicon.agency)


def _core(name: Name) -> tuple[str, ...]:
    demonyms = name_lists().demonyms
    return tuple(demonyms[token].lower() if token in demonyms else token for token in name.tokens)


def spells_out(name: Name, acronym: Name) -> bool:
    """Whether a name is the full form of an acronym: ``Arden Press Agency`` of ``APA``."""
    return len(acronym.tokens) == 1 and acronym.display.isupper() and _initials(acronym.tokens[0], name)


def _initials(acronym: str, name: Name) -> bool:
    if len(name.tokens) < 2 or acronym != "".join(token[0] for token in name.tokens):
        return False
    return acronym not in _settled() or _has_own_letters(name.display, acronym)


@cache
def _settled() -> frozenset[str]:
    """Acronyms of agencies whose full names are known: ``AP`` is no other's."""
    spelt = {shown for forms, shown in name_lists().wires.items() if len(forms) > 1}
    return frozenset(fold(shown) for shown in spelt if " " not in shown)


def _alike(one: str, two: str) -> bool:
    """Equal, or one word in two inflections (``Вестник``/``Вестника``, ``Varnia``/``Varnian``)."""
    if one == two:
        return True
    short = min(len(one), len(two))
    if short < 4 or abs(len(one) - len(two)) > 2:
        return False
    shared = 0
    while shared < short and one[shared] == two[shared]:
        shared += 1
    return shared >= max(4, short - 1) and not (short == shared and max(one, two, key=len)[shared:] in ("er", "or"))
