"""What the readers of the formats hand over: one raw record, or why there is none."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dedup.model import Skipped

_SURROGATE = re.compile("[\ud800-\udfff]")
# None of them is in a text but tabs, ends of lines and pages, and what shifts between scripts.
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x10-\x1a\x1c-\x1f\x7f]")


def undecodable(data: bytes, error: UnicodeDecodeError) -> str:
    """Why bytes are no UTF-8, and what they may be: text in other encodings has no control characters, and what is no
    ASCII in it is no UTF-8 from the first on."""
    reason = f"byte 0x{data[error.start]:02x} at offset {error.start} is not UTF-8"
    if _CONTROL.search(data):
        return f"{reason}: no text, it seems"
    if data[: error.start].isascii():
        return f"{reason}: if it is text in Windows-1252 or the like, save it as UTF-8"
    return reason


class Rejected(Exception):
    """Inside this room only: an input, or the rest of it, cannot be read. Becomes a `Skipped`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Fields as they stand in the input. `line` counts lines or records from 1; `None`: the whole file.

    `id` is the one that follows from the path, for formats that hold one article a file. `replaced` counts
    lone surrogates that became U+FFFD. `columns` are those that were to be taken for its fields, by the field.
    """

    path: str
    line: int | None
    fields: Mapping[str, Any]
    id: str | None = None
    replaced: int = 0
    columns: Mapping[str, str] | None = None

    @property
    def place(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"

    def skipped(self, reason: str) -> Skipped:
        return Skipped(path=self.path, line=self.line, reason=reason)

    def without(self, name: str) -> Skipped:
        """Skipped for want of a field; what a table leaves empty is no field of its row."""
        column = (self.columns or {}).get(name)
        return self.skipped(f"{name} is missing{'' if column is None else f': nothing in a column {quoted(column)}'}")


def shown(path: str) -> str:
    r"""A path as text that any encoding can carry; bytes that are no UTF-8 appear as ``\xNN``."""
    return os.fsencode(path).decode("utf-8", "backslashreplace")


def quoted(text: str) -> str:
    """Text from an input inside a message: one short line of printable characters."""
    return repr(text if len(text) <= 60 else text[:59] + "…")


def without_surrogates(value: Any) -> tuple[Any, int]:
    """The value with each lone surrogate replaced by U+FFFD (offsets stay), and how many there were."""
    if isinstance(value, str):
        return _SURROGATE.subn("\N{REPLACEMENT CHARACTER}", value)
    if isinstance(value, list):
        items = [without_surrogates(item) for item in value]
        return [item for item, _ in items], sum(count for _, count in items)
    if isinstance(value, dict):
        pairs = [(without_surrogates(key), without_surrogates(item)) for key, item in value.items()]
        return {key[0]: item[0] for key, item in pairs}, sum(key[1] + item[1] for key, item in pairs)
    return value, 0
