"""Model values as what JSON can hold: dataclasses by field name, in the fields' order."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from functools import cache, partial
from types import NoneType
from typing import Any

from dedup.dates import Interval
from dedup.errors import OutputError
from dedup.model import HYPOTHESES

DECIMALS = 6  # of every number that dedup computes

_OPEN = frozenset({"settings", "extra"})  # fields that hold whatever the user gave
_DEEPEST = 32
_LONGEST_INT = 10_000  # bits; Python refuses to write much longer ones in decimal
_RANK: Mapping[str, int] = {name: at for at, name in enumerate(HYPOTHESES)}
_AS_THEY_ARE = frozenset({str, int, bool, NoneType})


def plain(value: Any) -> Any:
    """A value of the model as dicts, lists, text and numbers.

    Fractions are rounded to `DECIMALS`; hypotheses come in the order of `HYPOTHESES`, other keys sorted;
    an interval is ``{"earliest", "latest"}`` in UTC. Raises `OutputError` for a number that is not finite.
    """
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _plainer(kind)(value)


@cache
def _plainer(kind: Any) -> Callable[[Any], Any]:
    """How values of a type are made plain. A report has millions of values and few types."""
    if issubclass(kind, str | bool | int):
        return _itself
    if issubclass(kind, float):
        return _rounded
    if issubclass(kind, Interval):
        return _interval
    if is_dataclass(kind):
        return partial(
            _record, tuple((field.name, foreign if field.name in _OPEN else plain) for field in fields(kind))
        )
    return _mapping if issubclass(kind, Mapping) else _list


def _itself(value: Any) -> Any:
    return value


def _rounded(value: float) -> float:
    if not math.isfinite(value):
        raise OutputError(f"the report holds {value}, which is no finite number; this is a fault in dedup")
    return round(value, DECIMALS) + 0.0  # + 0.0 turns −0.0 into 0.0


def _interval(value: Interval) -> dict[str, str]:
    return {"earliest": instant(value.earliest), "latest": instant(value.latest)}


def _record(names: Sequence[tuple[str, Callable[[Any], Any]]], value: Any) -> dict[str, Any]:
    return {name: how(getattr(value, name)) for name, how in names}


def _mapping(value: Mapping[str, Any]) -> dict[str, Any]:
    return {key: plain(value[key]) for key in sorted(value, key=_rank)}


def _rank(key: str) -> tuple[int, str]:
    return _RANK.get(key, len(_RANK)), key


def _list(value: Iterable[Any]) -> list[Any]:
    return [plain(item) for item in value]


def foreign(value: Any, depth: int = 0) -> Any:
    """A value from outside (`extra`, `settings`) as JSON, unrounded, keys sorted, whatever it is.

    Numbers that JSON lacks, dates and unknown objects become text; what is nested deeper than 32 levels
    becomes ``"…"``.
    """
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, int):
        return int(value) if value.bit_length() <= _LONGEST_INT else hex(value)
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "backslashreplace")
    if not isinstance(value, Mapping | Sequence | AbstractSet):
        return str(value)
    if depth >= _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        items = sorted(((str(key), item) for key, item in value.items()), key=lambda pair: pair[0])
        return {key: foreign(item, depth + 1) for key, item in items}
    done = [foreign(item, depth + 1) for item in value]
    return sorted(done, key=repr) if isinstance(value, AbstractSet) else done


def instant(moment: datetime) -> str:
    """An instant as ISO 8601 in UTC, with ``Z``."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
