"""The word lists of each language, from ``data/cues/*.toml``; a list that a file leaves out is empty."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field, fields
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Literal

from dedup.errors import ConfigError

Script = Literal["cased", "uncased", "spaceless"]

# Lists of phrases that are looked for in running text; a phrase stands in one of them only.
CUE_LISTS = (
    "follow", "interview", "say", "hearsay", "contribution", "preview", "occasion", "translated", "correction",
    "address", "resumed", "paper", "relay", "appearance",
    "idle",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """One language's lists. ``data/cues/en.toml`` says what each list holds. Each is made once."""

    language: str
    script: Script
    hallmarks: tuple[str, ...]
    cues: Mapping[str, str]
    text_credit: frozenset[str] = frozenset()
    photo_credit: frozenset[str] = frozenset()
    document: frozenset[str] = frozenset()
    papers: frozenset[str] = frozenset()
    kinds_of_paper: frozenset[str] = frozenset()
    untelling: frozenset[str] = frozenset()
    come_by: frozenset[str] = frozenset()
    by_account: frozenset[str] = frozenset()
    programmes: frozenset[str] = frozenset()
    office: frozenset[str] = frozenset()
    by: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    institution: frozenset[str] = frozenset()
    media: frozenset[str] = frozenset()
    organisation: frozenset[str] = frozenset()
    academic: frozenset[str] = frozenset()
    countable_bodies: frozenset[str] = frozenset()
    vague: frozenset[str] = frozenset()
    agency: frozenset[str] = frozenset()
    epithets: frozenset[str] = frozenset()
    epithet_endings: frozenset[str] = frozenset()
    role_endings: frozenset[str] = frozenset()
    trade_endings: frozenset[str] = frozenset()
    calendar: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    settlements: frozenset[str] = frozenset()
    where: frozenset[str] = frozenset()
    aired: frozenset[str] = frozenset()
    told_to: frozenset[str] = frozenset()
    on_air: frozenset[str] = frozenset()
    perhaps_on_air: frozenset[str] = frozenset()
    in_print: frozenset[str] = frozenset()
    interviews: frozenset[str] = frozenset()
    of_media: frozenset[str] = frozenset()
    interrogators: frozenset[str] = frozenset()
    of_cases: frozenset[str] = frozenset()
    being: frozenset[str] = frozenset()
    aired_in: frozenset[str] = frozenset()
    writing: frozenset[str] = frozenset()
    aired_by_name: frozenset[str] = frozenset()
    stations: frozenset[str] = frozenset()
    station_words: frozenset[str] = frozenset()
    which: frozenset[str] = frozenset()
    stated: frozenset[str] = frozenset()
    verbal: frozenset[str] = frozenset()
    venues: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    credit_lines: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    company: frozenset[str] = frozenset()
    business_of: frozenset[str] = frozenset()
    both: frozenset[str] = frozenset()
    business: frozenset[str] = frozenset()
    public: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    audiences: frozenset[str] = frozenset()
    followers: frozenset[str] = frozenset()
    this_medium: frozenset[str] = frozenset()
    scoops: frozenset[str] = frozenset()
    bidding: frozenset[str] = frozenset()
    reporting: frozenset[str] = frozenset()
    results: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    gerunds: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()
    indefinite: frozenset[str] = frozenset()
    men: frozenset[str] = frozenset()
    women: frozenset[str] = frozenset()
    openers: frozenset[str] = frozenset()
    neuter: frozenset[str] = frozenset()
    language_endings: frozenset[str] = frozenset()
    seats: frozenset[str] = frozenset()
    titles: frozenset[str] = frozenset()
    no_surnames: frozenset[str] = frozenset()
    private: frozenset[str] = frozenset()
    pronouns: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    adverbs: frozenset[str] = frozenset()
    stop: frozenset[str] = frozenset()
    stock: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    teasers: frozenset[str] = frozenset()
    teaser_ends: frozenset[str] = frozenset()
    box_ends: frozenset[str] = frozenset()
    affiliations: frozenset[str] = frozenset()
    parties: frozenset[str] = frozenset()
    lands: frozenset[str] = frozenset()
    portfolios: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    things: frozenset[str] = frozenset()
    common: frozenset[str] = frozenset()
    what: frozenset[str] = frozenset()
    asked_by: frozenset[str] = frozenset()
    asking: frozenset[str] = frozenset()
    adverb_endings: frozenset[str] = frozenset()
    past_endings: frozenset[str] = frozenset()
    no_participles: frozenset[str] = frozenset()
    telling: frozenset[str] = frozenset()
    writings: frozenset[str] = frozenset()
    unwritten: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset()
    put_out: frozenset[str] = frozenset()
    issued_by: frozenset[str] = frozenset()
    possessives: frozenset[str] = frozenset()
    that: frozenset[str] = frozenset()
    relative_words: frozenset[str] = frozenset()
    who: frozenset[str] = frozenset()
    itself: frozenset[str] = frozenset()
    the_medium: frozenset[str] = frozenset()
    some_medium: frozenset[str] = frozenset()
    definite: frozenset[str] = frozenset()
    and_others: frozenset[str] = frozenset()
    wire_copy: frozenset[str] = frozenset()
    carriers: frozenset[str] = frozenset()
    elisions: frozenset[str] = frozenset()
    inside: frozenset[str] = frozenset()
    towards: frozenset[str] = frozenset()
    surnames: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    no_names: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()

    def __reduce__(self) -> tuple[Callable[[str], Lexicon], tuple[str]]:
        # Another process has its own.
        return lexicon_of, (self.language,)


def load(name: str) -> dict[str, Any]:
    """Read one of this room's TOML files."""
    return tomllib.loads((resources.files("dedup.provenance") / "data" / name).read_text("utf-8"))


@cache
def lexicons() -> tuple[Lexicon, ...]:
    """Every language that has a file, in the order of their names."""
    folder = resources.files("dedup.provenance") / "data" / "cues"
    return tuple(_lexicon(name) for name in sorted(item.name for item in folder.iterdir()) if name.endswith(".toml"))


def lexicon_of(language: str) -> Lexicon:
    """That of a language that has a file."""
    return next(lexicon for lexicon in lexicons() if lexicon.language == language)


def lexicons_for(lower: str, words: Set[str]) -> tuple[Lexicon, ...]:
    """The languages whose commonest words a lower-cased text holds; all of them where it holds none.

    `words` are the text's words.
    """
    return tuple(lexicon for lexicon in lexicons() if _is_in(lower, words, lexicon)) or lexicons()


def recognised(used: Sequence[Lexicon]) -> bool:
    """Whether a text's languages are told by its words, or it is read in all of them."""
    return len(used) < len(lexicons())


def _is_in(lower: str, words: Set[str], lexicon: Lexicon) -> bool:
    wanted = min(3, 1 + len(lower) // 400)
    for mark in lexicon.hallmarks:
        if mark[0] != " " or mark.strip() in words:
            wanted -= lower.count(mark)
            if wanted <= 0:
                return True
    return False


def _lexicon(name: str) -> Lexicon:
    raw = load(f"cues/{name}")
    cues: dict[str, str] = {}
    for kind in CUE_LISTS:
        for phrase in raw.pop(kind, ()):
            if cues.setdefault(phrase, kind) != kind:
                raise ConfigError(f"cues/{name}: {phrase!r} stands in two lists, {cues[phrase]} and {kind}")
    known = {item.name for item in fields(Lexicon)} - {"cues"}
    unknown = sorted(set(raw) - known)
    if unknown:
        raise ConfigError(f"cues/{name}: unknown list {unknown[0]!r}")
    plain = ("language", "script", "hallmarks", "venues", "credit_lines")
    for phrase, credit in raw.get("credit_lines", {}).items():
        if credit not in ("credit", "contribution", "agency"):
            wanted = "give credit, contribution or agency"
            raise ConfigError(f"cues/{name}: credit_lines: {phrase!r} is no {credit!r}; {wanted}")
    sets = {key: frozenset(value) for key, value in raw.items() if key not in plain}
    return Lexicon(
        language=raw["language"],
        script=raw["script"],
        hallmarks=tuple(raw["hallmarks"]),
        venues=MappingProxyType(dict(raw.get("venues", {}))),
        credit_lines=MappingProxyType(dict(raw.get("credit_lines", {}))),
        cues=MappingProxyType(cues),
        **sets,
    )
