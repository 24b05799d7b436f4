"""Reading a JSON report back. The model's own type hints say what each value must be."""

from __future__ import annotations

import json
import math
import types
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal, NoReturn, Union, get_args, get_origin, get_type_hints

from dedup.dates import Interval
from dedup.errors import DateError, InputError
from dedup.model import SCHEMA_VERSION, Report

_ADVICE = "write it again with 'dedup audit … --format json -o FILE'"
_KINDS: dict[Any, str] = {str: "text", int: "a whole number", float: "a number", bool: "true or false"}


def from_json(document: str | bytes, *, name: str = "report") -> Report:
    """The `Report` that `dedup.report.json_document.to_json` wrote.

    Fields that this version does not know are left out, so that a later 1.x can be read; those that an earlier 1.x
    lacks have the model's defaults. Raises `InputError`, which names `name` and the place in the document, for
    anything else.
    """
    try:
        found = json.loads(document, parse_constant=_no_constant, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name}: no JSON report ({_why(error)}); {_ADVICE}") from error
    if not isinstance(found, dict) or not isinstance(found.get("schema_version"), str):
        raise InputError(f"{name}: no report of dedup: it has no schema_version; {_ADVICE}")
    version = found["schema_version"]
    if version.split(".")[0] != SCHEMA_VERSION.split(".")[0]:
        raise InputError(
            f"{name}: its schema version is {version[:20]!a}, this dedup reads {SCHEMA_VERSION}; {_ADVICE}"
        )
    try:
        report: Report = _read(found, Report, "")
    except _Misfit as error:
        raise InputError(f"{name}: {error}; {_ADVICE}") from error
    except RecursionError as error:
        raise InputError(f"{name}: nested too deeply; {_ADVICE}") from error
    return report


class _Misfit(Exception):
    """A value that is not what the model says, with its place."""


def _read(value: Any, hint: Any, place: str) -> Any:
    origin, of = get_origin(hint), get_args(hint)
    if hint is Any:
        return value
    if origin in (Union, types.UnionType):
        inner = [each for each in of if each is not type(None)]
        return None if value is None and len(inner) < len(of) else _read(value, inner[0], place)
    if hint in _KINDS:
        return _scalar(value, hint, place)
    if origin is Literal:
        return value if value in of else _misfit(place, f"one of {', '.join(map(str, of))}", value)
    if hint is Interval:
        return _interval(value, place)
    if origin is tuple:
        items = value if isinstance(value, list) else _misfit(place, "a list", value)
        if of[-1] is not Ellipsis and len(items) != len(of):
            _misfit(place, f"a list of {len(of)}", value)
        inner = [of[0]] * len(items) if of[-1] is Ellipsis else list(of)
        return tuple(
            _read(item, each, f"{place}[{at}]") for at, (item, each) in enumerate(zip(items, inner, strict=True))
        )
    table = value if isinstance(value, dict) else _misfit(place, "an object", value)
    if isinstance(hint, type) and is_dataclass(hint):
        added = _added(hint)
        hints = {field: each for field, each in _hints(hint).items() if field in table or field not in added}
        for field in hints:
            if field not in table:
                _misfit(f"{place}.{field}".lstrip("."), "a value", None)
        places = {field: f"{place}.{field}".lstrip(".") for field in hints}
        return hint(**{field: _read(table[field], each, places[field]) for field, each in hints.items()})
    if origin is Mapping:
        return {_read(key, of[0], place): _read(item, of[1], f"{place}.{key}") for key, item in table.items()}
    raise TypeError(f"the model has a hint that the reader does not know: {hint}")


def _scalar(value: Any, kind: type, place: str) -> Any:
    fits = isinstance(value, kind) and (kind is bool or not isinstance(value, bool))
    if kind is float:
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**53:
            return float(value)
        fits = fits and math.isfinite(value)
    return value if fits else _misfit(place, _KINDS[kind], value)


def _interval(value: Any, place: str) -> Interval:
    ends = []
    for end in ("earliest", "latest"):
        text = value.get(end) if isinstance(value, dict) else None
        try:
            moment = datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None:
            _misfit(f"{place}.{end}", "a date-time with a zone", text)
        ends.append(moment)
    try:
        return Interval(*ends)
    except DateError:
        _misfit(place, "an interval that ends after it begins", value)


def _misfit(place: str, expected: str, value: Any) -> NoReturn:
    found = {dict: "an object", list: "a list", type(None): "nothing", **_KINDS}[type(value)]
    raise _Misfit(f"{ascii(place[:200])[1:-1]}: expected {expected}, found {found}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice in one object")
    return found


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON number")


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "nested too deeply"
    if isinstance(error, UnicodeDecodeError):
        return "it is no text in UTF-8, UTF-16 or UTF-32"
    if isinstance(error, json.JSONDecodeError):
        whole = error.doc.strip()
        if not whole:
            return "it is empty"
        if not whole.startswith("{"):
            return "it does not begin with '{'; a table, Markdown or CSV cannot be read back"
        if error.msg == "Extra data":
            return "more follows after its end; JSON Lines is another format"
        if error.pos >= len(whole) or not whole.endswith("}"):
            return f"it ends in the middle; {error}"
    return str(error)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _added(kind: Any) -> frozenset[str]:
    """The fields that came later than schema version 1.0, and that a document may lack: those with a default."""
    return frozenset(
        field.name for field in fields(kind) if field.default is not MISSING or field.default_factory is not MISSING
    )
