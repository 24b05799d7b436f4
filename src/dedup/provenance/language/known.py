"""Names that are known: of agencies, media, peoples and institutions of states, and what is none of a name.

Word lists, not rules: an entry that is missing costs a merge, no more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from dedup.provenance.language.lexicon import lexicons, load

TOKEN = re.compile(r"[^\W_][\w.'’-]*|&")
_DOMAIN = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}\Z")
_POSSESSIVE = re.compile(r"(?:'s|s'|')\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class NameLists:
    determiners: frozenset[str]
    joints: frozenset[str]
    descriptors: frozenset[str]
    leading_descriptors: frozenset[str]
    capital_descriptors: frozenset[str]
    offices_of_state: frozenset[str]
    general: frozenset[str]
    pointed: frozenset[str]
    worldwide: frozenset[str]
    of_departments: frozenset[str]
    places_with_articles: frozenset[str]
    spelling: Mapping[str, str]
    demonyms: Mapping[str, str]
    departments: Mapping[str, str]
    wires: Mapping[tuple[str, ...], str]
    media: Mapping[tuple[str, ...], str]
    media_with_article: Mapping[tuple[str, ...], str]


@cache
def name_lists() -> NameLists:
    raw = load("names.toml")
    wires = {folded_tokens(form): shown for shown, forms in load("wires.toml").items() for form in forms}
    determiners, media = frozenset(raw["determiners"]), load("media.toml")
    return NameLists(
        determiners=determiners,
        joints=frozenset(raw["joints"]),
        descriptors=frozenset(raw["descriptors"]),
        leading_descriptors=frozenset(raw["leading_descriptors"]),
        capital_descriptors=frozenset(raw["capital_descriptors"]),
        offices_of_state=frozenset(raw["offices_of_state"]),
        general=frozenset(raw["general"]),
        pointed=frozenset(raw["pointed"]),
        worldwide=frozenset(raw["worldwide"]),
        of_departments=frozenset(raw["of_departments"]),
        places_with_articles=frozenset(raw["places_with_articles"]),
        spelling=MappingProxyType(raw["spelling"]),
        demonyms=MappingProxyType(raw["demonyms"]),
        departments=MappingProxyType(raw["departments"]),
        wires=MappingProxyType(wires),
        media=MappingProxyType({without_article(shown, determiners): shown for shown in media["names"]}),
        media_with_article=MappingProxyType({folded_tokens(shown): shown for shown in media["with_article"]}),
    )


def folded_tokens(text: str) -> tuple[str, ...]:
    return tuple(fold(token) for token in TOKEN.findall(text))


def without_article(text: str, determiners: Set[str]) -> tuple[str, ...]:
    tokens = folded_tokens(text)
    return tokens[1:] if tokens[:1] and tokens[0] in determiners else tokens


@cache
def media_words() -> frozenset[str]:
    """The words that say of a name that it is a medium's, in every language."""
    return frozenset(word for lexicon in lexicons() for word in lexicon.media)


@lru_cache(maxsize=16384)
def fold(token: str) -> str:
    """A token for comparison: lower case, no possessive, no dots, British spelling."""
    low = token.replace("’", "'").lower()
    low = _POSSESSIVE.sub("s" if low.endswith("s'") else "", low)
    if not _DOMAIN.match(low):
        low = low.replace(".", "").rstrip("'-")
    return _spelling().get(low, low)


@cache
def countries() -> Mapping[str, str]:
    return MappingProxyType({country.lower(): country for country in name_lists().demonyms.values()})


@cache
def _peoples() -> frozenset[str]:
    """Countries and their people, as folded words."""
    return frozenset((*name_lists().demonyms, *countries()))


@cache
def _spelling() -> Mapping[str, str]:
    return MappingProxyType(dict(load("names.toml")["spelling"]))


def wire_forms() -> Mapping[tuple[str, ...], str]:
    """Folded tokens of every known agency's forms, to the name shown."""
    return name_lists().wires


@cache
def medium_forms() -> frozenset[tuple[str, ...]]:
    """Folded tokens of every medium that is known by name, agencies among them."""
    lists = name_lists()
    return frozenset((*lists.wires, *lists.media))


def is_medium(words: str) -> bool:
    """Whether words are a medium that is known by name, most with their article or without: "Der Spiegel", "Axios"."""
    lists = name_lists()
    known = words[:1].isupper() and folded_tokens(words) in lists.media_with_article
    return known or without_article(words, lists.determiners) in medium_forms()


@cache
def _credited_forms() -> frozenset[str]:
    return frozenset(form for forms in load("wires.toml").values() for form in forms)


def is_wire(text: str) -> bool:
    """Whether a word, as written, is an agency's name: ``dpa``, but not ``pa``."""
    return text in _credited_forms()


def is_of_a_people(word: str) -> bool:
    """Whether a word is the adjective of a country: ``German``, but not ``Germany``."""
    return fold(word) in name_lists().demonyms


def is_demonym(word: str) -> bool:
    """Whether a word is a country or its people: no person's name, and no source by itself."""
    return fold(word) in _peoples()


def is_office_of_state(token: str) -> bool:
    """Whether a folded token says that a name is an institution of some state."""
    return token in name_lists().offices_of_state


def is_domain(text: str) -> bool:
    return bool(_DOMAIN.match(text.lower()))


def is_joint(word: str) -> bool:
    return fold(word) in name_lists().joints
