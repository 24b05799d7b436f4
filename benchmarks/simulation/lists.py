"""The simulator's word lists, read from ``data/``; what is drawn by name is split into halves."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from simulation.texts import Part, part_of

_DATA = Path(__file__).parent / "data"

OutletKind = Literal["outlet", "agency", "institution", "channel"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """Who publishes: the name on its texts, what others call it, an agency's acronym."""

    name: str
    short: str
    acronym: str | None = None
    kind: OutletKind = "outlet"

    @property
    def host(self) -> str:
        if "." in self.name and " " not in self.name:
            return self.name
        bare = self.name.removeprefix("The ").lower()
        return "".join(char if char.isalnum() and char.isascii() else "-" for char in bare).strip("-") + ".example"


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What somebody said in another language, and how translators put each remark in English, each by themselves."""

    speaker: str
    remarks: tuple[str, ...]
    renderings: tuple[tuple[str, ...], ...]  # by remark; those of one place are one translator's


@cache
def _read(name: str) -> Mapping[str, Any]:
    with (_DATA / name).open("rb") as file:
        return MappingProxyType(tomllib.load(file))


def _halves(items: Sequence[str]) -> dict[Part, tuple[str, ...]]:
    """Split a list in two by the hash order of its items, as evenly as can be."""
    ordered = sorted(items, key=lambda item: sha256(item.encode()).hexdigest())
    return {"fit": tuple(ordered[::2]), "held-out": tuple(ordered[1::2])}


@cache
def outlets(part: Part) -> tuple[Outlet, ...]:
    found = (Outlet(name=row["name"], short=row["short"]) for row in _read("outlets.toml")["outlet"])
    return tuple(outlet for outlet in found if part_of(outlet.name) == part)


@cache
def agencies(part: Part) -> tuple[Outlet, ...]:
    rows = {row["name"]: row for row in _read("outlets.toml")["agency"]}
    kept = _halves(sorted(rows))[part]
    return tuple(
        Outlet(name=name, short=rows[name]["short"], acronym=rows[name]["acronym"], kind="agency") for name in kept
    )


@cache
def names(kind: str, part: Part) -> tuple[str, ...]:
    """Channels, institutions or cities of a half."""
    return _halves(_read("outlets.toml")["lists"][kind])[part]


@cache
def reporters(part: Part) -> tuple[str, ...]:
    """Every first name with every family name of a half."""
    halves = [name.split() for name in _halves(_read("outlets.toml")["lists"]["reporters"])[part]]
    return tuple(f"{first} {last}" for first, _ in halves for _, last in halves)


@cache
def credits(kind: str, language: str, part: Part) -> tuple[str, ...]:
    """The phrasings of a kind of credit; empty where a language has none."""
    return _halves(_read("credits.toml")[language].get(kind, ()))[part]


@cache
def phrases(kind: str, part: Part) -> tuple[str, ...]:
    return _halves(_read("phrases.toml")[kind])[part]


@cache
def facts(part: Part) -> tuple[tuple[str, ...], ...]:
    """Groups of sentences that tell one fact each."""
    groups = {told[0]: tuple(told) for told in _read("phrases.toml")["facts"]}
    return tuple(groups[first] for first in _halves(sorted(groups))[part])


@cache
def speeches(part: Part) -> tuple[Speech, ...]:
    """The speeches of a half."""
    rows = {row["speaker"]: row["remark"] for row in _read("speeches.toml")["speech"]}
    return tuple(
        Speech(
            speaker=speaker,
            remarks=tuple(remark["said"] for remark in rows[speaker]),
            renderings=tuple(tuple(remark["renderings"]) for remark in rows[speaker]),
        )
        for speaker in _halves(sorted(rows))[part]
    )


@cache
def lines(name: str) -> tuple[str, ...]:
    """The lines of a list that are no comment."""
    text = (_DATA / name).read_text(encoding="utf-8")
    return tuple(line for line in text.splitlines() if line.strip() and not line.startswith("#"))


def word_list(name: str) -> tuple[str, ...]:
    """One of the small lists of ``words.toml``."""
    return tuple(_read("words.toml")[name])


def acronyms() -> tuple[tuple[str, str], ...]:
    """Acronyms with what they stand for."""
    return tuple(_read("words.toml")["acronyms"].items())


def shifts() -> Mapping[str, str]:
    """Words of direct speech with those that reported speech has for them."""
    return MappingProxyType(dict(_read("words.toml")["shifts"]))
