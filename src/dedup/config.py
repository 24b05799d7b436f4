"""Settings: frozen, checked, with their defaults and where each value came from.

Options beat the environment (``DEDUP_MIN_WORDS=10``), which beats the nearest settings file (``dedup.toml``,
or ``[tool.dedup]`` in a ``pyproject.toml``), which beats the defaults. Reference:
``docs/reference/configuration.md``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args

from dedup.errors import ConfigError
from dedup.settings_file import beside, find_file, place_of, shown, table_of

Level = Literal["passage", "article"]
Preset = Literal["news", "longform"]
FailOn = Literal["any", "near", "uncredited", "copied", "none"]

VARIABLE_PREFIX = "DEDUP_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What a setting may be: `allowed` in words, `fits` for values, `parse` for text (``ValueError``)."""

    allowed: str
    fits: Callable[[Any], bool]
    parse: Callable[[str], Any]
    choices: tuple[str, ...] = ()


def _choice(literal: Any) -> Kind:
    choices = get_args(literal)
    allowed = f"{', '.join(choices[:-1])} or {choices[-1]}"
    return Kind(allowed=allowed, fits=lambda value: value in choices, parse=str, choices=choices)


def _whole(low: int, high: int) -> Kind:
    return Kind(
        allowed=f"a whole number from {low:,} to {high:,}",
        fits=lambda value: isinstance(value, int) and not isinstance(value, bool) and low <= value <= high,
        parse=int,
    )


def _number(low: float, high: float = 1) -> Kind:
    return Kind(
        allowed=f"a number from {low:g} to {high:g}",
        fits=lambda value: isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high,
        parse=float,
    )


_TRUTHS = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}


def _truth(text: str) -> bool:
    try:
        return _TRUTHS[text.strip().lower()]
    except KeyError as error:
        raise ValueError(text) from error


# TOML has no word for nothing, so no file is an empty path.
_FILE = Kind(allowed="the path of a file", fits=lambda value: isinstance(value, str), parse=str)
_FOLDER = replace(_FILE, allowed="the path of a folder")
_BOOLEAN = Kind(allowed="true or false", fits=lambda value: isinstance(value, bool), parse=_truth)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What an audit depends on besides the articles. The report carries it.

    `level`: compare passages, or whole articles by their signatures. `preset`: the matching parameters,
    ``news`` for reports with short edited quotations, ``longform`` for long texts and essays.
    `min_confidence`: the least confidence, in [0, 1], that words are reused, for a match to be reported.
    `min_words`: the least number of words of a reported passage (half as many where both
    texts mark the words as a quotation). `same_outlet`: report repeats of one outlet
    among the matches instead of setting them aside. `jaccard`: the least Jaccard similarity of two articles
    at level ``article`` and in filtering. `stock`: a file of phrases that are no evidence of reuse, one a line; empty
    for none. `num_perm`, `seed`: of the MinHash signatures; both must equal those of any signature to compare
    with. `workers`: processor cores to use, 0 for all; never changes a result.

    Raises `ConfigError` for a value that is not allowed.

    >>> Settings(min_words=12).min_words
    12
    >>> Settings(min_confidence=50)
    Traceback (most recent call last):
        ...
    dedup.errors.ConfigError: min_confidence: 50 is not allowed; give a number from 0 to 1
    """

    level: Level = field(default="passage", metadata={"kind": _choice(Level)})
    preset: Preset = field(default="news", metadata={"kind": _choice(Preset)})
    min_confidence: float = field(default=0.5, metadata={"kind": _number(0)})
    min_words: int = field(default=8, metadata={"kind": _whole(1, 100_000)})
    same_outlet: bool = field(default=False, metadata={"kind": _BOOLEAN})
    stock: str = field(default="", metadata={"kind": _FILE})
    jaccard: float = field(default=0.7, metadata={"kind": _number(0.01)})
    num_perm: int = field(default=128, metadata={"kind": _whole(16, 4_096)})
    seed: int = field(default=1, metadata={"kind": _whole(0, 2**32 - 1)})
    workers: int = field(default=0, metadata={"kind": _whole(0, 1_024)})

    def __post_init__(self) -> None:
        _check(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What a run depends on besides `Settings`: the gate, and how articles are named. No report carries it.

    `root`: the folder at which the ids of files begin, empty for none. `index`: the file of the articles held, empty
    for none. `fail_on`: which findings fail the run; `max_reuse`: the percentage of a new article's own words beyond
    which it does (`dedup.gate.Gate`). `baseline`: the file of the accepted findings, empty for none.

    Raises `ConfigError` for a value that is not allowed.
    """

    root: str = field(default="", metadata={"kind": _FOLDER})
    index: str = field(default="", metadata={"kind": _FILE})
    fail_on: FailOn = field(default="near", metadata={"kind": _choice(FailOn)})
    max_reuse: float = field(default=100.0, metadata={"kind": _number(0, 100)})
    baseline: str = field(default="", metadata={"kind": _FILE})

    def __post_init__(self) -> None:
        _check(self)


def _kinds(of: type[Settings | CheckSettings]) -> dict[str, Kind]:
    return {item.name: item.metadata["kind"] for item in fields(of)}


KINDS: Mapping[str, Kind] = {**_kinds(Settings), **_kinds(CheckSettings)}


def _check(chosen: Settings | CheckSettings) -> None:
    for item in fields(chosen):
        value = getattr(chosen, item.name)
        if not KINDS[item.name].fits(value):
            raise ConfigError(_refusal(item.name, value, item.name))
        if isinstance(item.default, float):
            # A whole number from a settings file, so that equal settings are written alike in a report.
            object.__setattr__(chosen, item.name, float(value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Settings and, by name, where each value came from: ``default``, a variable, a file or an option."""

    settings: Settings
    check: CheckSettings
    origins: Mapping[str, str]


def parse(name: str, text: str, place: str | None = None) -> Any:
    """The value of a setting written as text. Raises `ConfigError`, naming `place` (default: the setting).

    >>> parse("min_words", "12"), parse("same_outlet", "yes")
    (12, True)
    """
    kind = KINDS[name]
    try:
        value = kind.parse(text)
    except ValueError as error:
        raise ConfigError(_refusal(name, text, place or name)) from error
    if not kind.fits(value):
        raise ConfigError(_refusal(name, text, place or name))
    return value


def resolve(
    options: Mapping[str, Any] | None = None,
    *,
    environ: Mapping[str, str] | None = None,
    folder: str | os.PathLike[str] | None = None,
) -> Resolved:
    """Put the settings together from every source, the strongest last.

    `options` are values by name, ``None`` where not given; `environ` defaults to the process's environment,
    `folder` (where the search for a settings file starts) to the working folder.

    Raises `ConfigError` for an unknown key in a settings file and for a value that is not allowed, naming
    the key and the file, variable or option.
    """
    values: dict[str, Any] = {}
    origins = dict.fromkeys(KINDS, "default")
    file = find_file(folder)
    if file is not None:
        place = place_of(file)
        for name, value in _file_values(file).items():
            values[name], origins[name] = value, place
    environ = os.environ if environ is None else environ
    for name in KINDS:
        variable = VARIABLE_PREFIX + name.upper()
        # Set to nothing is not set, as for NO_COLOR and most other variables.
        if text := environ.get(variable):
            place = f"environment variable {variable}"
            values[name], origins[name] = parse(name, text, place), place
    for name, value in (options or {}).items():
        if value is not None:
            values[name], origins[name] = value, f"option --{name.replace('_', '-')}"
    return Resolved(
        settings=Settings(**{name: values[name] for name in _kinds(Settings) if name in values}),
        check=CheckSettings(**{name: values[name] for name in _kinds(CheckSettings) if name in values}),
        origins=origins,
    )


def _file_values(file: Path) -> dict[str, Any]:
    place = place_of(file)
    table = table_of(file) or {}
    values: dict[str, Any] = {}
    for key, value in table.items():
        name = key.replace("-", "_")
        if name not in KINDS:
            from difflib import get_close_matches

            close = get_close_matches(name, KINDS, n=1)
            advice = f"did you mean {close[0]}?" if close else f"known keys: {', '.join(KINDS)}"
            raise ConfigError(f"{place}: unknown key {shown(key)}; {advice}")
        if name in values:
            raise ConfigError(f"{place}: {name} is given twice, with and without a hyphen")
        if not KINDS[name].fits(value):
            raise ConfigError(_refusal(name, value, f"{place}: {name}"))
        values[name] = beside(file, value) if KINDS[name] in (_FILE, _FOLDER) else value
    return values


def _refusal(name: str, value: object, place: str) -> str:
    return f"{place}: {shown(value)} is not allowed; give {KINDS[name].allowed}"
