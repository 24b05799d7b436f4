"""JSONL and JSON: strict about what JSON leaves open, forgiving towards the neighbours of a bad record."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.record import Record, Rejected, quoted, undecodable, without_surrogates
from dedup.ingest.streams import lines, whole
from dedup.model import Skipped

# Python refuses 4,301 digits by default, but that limit can be switched off; no date or count has 1,000.
_MAX_DIGITS = 1_000
_SPACE = re.compile(r"[ \t\n\r]*")
_BLANK = b" \t\r\n"


def read_jsonl(content: Iterator[bytes], path: str, limits: Limits, before: int = 0) -> Iterator[Record | Skipped]:
    """One record a line of UTF-8, behind `before` others. A bad line is skipped with its reason, others are kept."""
    number = before
    try:
        for number, line in lines(content, limits.record_bytes, before):
            if line is None:
                yield Skipped(path=path, line=number, reason=f"a line of more than {limits.record_bytes:,} bytes")
            elif line.strip(_BLANK):
                yield line_record(line, path, number, limits)
    except Rejected as error:
        yield Skipped(path=path, line=number + 1, reason=f"{error.reason}; the rest of the file was not read")


def line_record(line: bytes, path: str, number: int, limits: Limits) -> Record | Skipped:
    """The record of one line of JSONL."""
    try:
        fields, replaced = _parse(_decoded(line), limits)
    except Rejected as error:
        return Skipped(path=path, line=number, reason=error.reason)
    return Record(path=path, line=number, fields=fields, replaced=replaced)


def read_json(content: Iterator[bytes], path: str, default_id: str, limits: Limits) -> Iterator[Record | Skipped]:
    """A JSON file: one object (its id may follow from the path) or a list of objects, counted from 1."""
    text = _decoded(whole(content, limits.record_bytes))
    at = _after_space(text, 0)
    if at == len(text):
        raise Rejected("empty file")
    if text[at] != "[":
        fields, replaced = _parse(text, limits)
        yield Record(path=path, line=None, fields=fields, id=default_id, replaced=replaced)
        return
    _check_values(text, limits)
    number = 0
    at = _after_space(text, at + 1)
    while at < len(text) and text[at] != "]":
        number += 1
        # Without a further comma nothing tells where a broken element ends, so the rest goes with it.
        try:
            if text[at] != "{":
                raise Rejected("an element that is no object")
            value, end = _guarded(text, at, limits)
            element = text[at:end]
            at = _after_space(text, end)
            if text[at : at + 1] == ",":
                at = _after_space(text, at + 1)
            elif text[at : at + 1] != "]":
                raise Rejected("malformed JSON: neither a comma nor the end of the list behind an element")
        except Rejected as error:
            yield Skipped(path=path, line=number, reason=f"{error.reason}; the rest of the file was not read")
            return
        try:
            fields, replaced = _checked(value, element, limits)
        except Rejected as error:
            yield Skipped(path=path, line=number, reason=error.reason)
        else:
            yield Record(path=path, line=number, fields=fields, replaced=replaced)
    if text[at : at + 1] != "]" or text[at + 1 :].strip():
        yield Skipped(path=path, line=number + 1, reason="malformed JSON: the list does not end where the file does")


def _decoded(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(undecodable(data, error)) from error


def _parse(text: str, limits: Limits) -> tuple[dict[str, Any], int]:
    _check_values(text, limits)
    at = _after_space(text, 0)
    value, end = _guarded(text, at, limits)
    if _after_space(text, end) != len(text):
        raise Rejected(f"malformed JSON: more text behind the value, at column {end + 1}")
    if not isinstance(value, dict):
        raise Rejected("a record that is no JSON object")
    return _checked(value, text, limits)


def _guarded(text: str, at: int, limits: Limits) -> tuple[Any, int]:
    try:
        value, end = _DECODER.raw_decode(text, at)
    except RecursionError as error:
        raise Rejected(f"JSON nested deeper than {limits.json_depth}") from error
    except json.JSONDecodeError as error:
        raise Rejected(f"malformed JSON: {error.msg.removesuffix(' at')} at column {error.colno}") from error
    return value, end


def _checked(value: dict[str, Any], text: str, limits: Limits) -> tuple[dict[str, Any], int]:
    if _is_plain(value):
        return value, 0
    if _depth_exceeds(value, limits.json_depth):
        raise Rejected(f"JSON nested deeper than {limits.json_depth}")
    if "\\ud" in text or "\\uD" in text:
        cleaned, replaced = without_surrogates(value)
        return cleaned, replaced
    return value, 0


def _is_plain(value: dict[str, Any]) -> bool:
    """Whether nothing is nested and nothing beyond ASCII: no depth to measure, and no surrogates to look for."""
    for item in value.values():
        kind = type(item)
        if kind is str:
            if not item.isascii():
                return False
        elif kind is list or kind is dict:
            return False
    return "".join(value).isascii()


def _check_values(text: str, limits: Limits) -> None:
    """An empty list is three bytes of JSON and 64 of Python."""
    if len(text) > MEBIBYTE and text.count(",") + text.count("[") + text.count("{") > limits.values:
        raise Rejected(f"more than {limits.values:,} values in one record")


def _depth_exceeds(value: dict[str, Any], limit: int) -> bool:
    level: list[Any] = [value]
    for _ in range(limit):
        inner = [part for item in level for part in (item.values() if isinstance(item, dict) else item)]
        level = [part for part in inner if isinstance(part, (dict, list))]
        if not level:
            return False
    return True


def _after_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise Rejected(f"the key {quoted(key)} occurs twice")
            seen.add(key)
    return fields


def _integer(digits: str) -> int:
    if len(digits) > _MAX_DIGITS:
        raise Rejected(f"a number of {len(digits):,} digits")
    return int(digits)


def _fraction(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise Rejected("a number too large for a double")
    return number


def _no_number(name: str) -> NoReturn:
    raise Rejected(f"{name} is no JSON number")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_unique, parse_int=_integer, parse_float=_fraction, parse_constant=_no_number
)
