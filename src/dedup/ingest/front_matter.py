"""Front matter: the fields that site generators and trafilatura put before a text, between two lines of ``---``.

It may hold any YAML. Read are lines of ``key: value``, with what is indented or listed below them; whatever else stands
there, the file is a text that happens to begin with a line of dashes.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from dedup.ingest.fields import KNOWN_NAMES, as_known
from dedup.ingest.record import Rejected, quoted

_FENCE = "---"
_LINES = 60
_FIELD = re.compile(r"(?P<name>[^\W\d][\w.-]*)[ \t]*:(?:[ \t]+(?P<value>\S.*))?")
_FOLDED = re.compile(r"[>|][+-]?")
_SINGLE = re.compile(r"'((?:[^']|'')*)'")
_NOTHING = ("", "~", "null")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fronted:
    """The `fields` of front matter, the `text` behind it, and the `line` of the file on which that begins."""

    fields: dict[str, Any]
    text: str
    line: int


def fronted(text: str) -> Fronted | None:
    """A text without its front matter; ``None`` where it plainly has none, or none with a field that dedup knows.

    Raises `Rejected` for a key that occurs twice.

    >>> fronted("---\\ntitle: 'A bridge'\\noutlet: The Calder Courier\\n---\\n\\nIt opened.").text
    'It opened.'
    """
    if not text.startswith(_FENCE):
        return None
    first, *rest = text.split("\n", _LINES)
    if first.rstrip() != _FENCE:
        return None
    found: list[tuple[str, list[str]]] = []
    at = len(first) + 1
    for line in rest:
        at += len(line) + 1
        if line.rstrip() == _FENCE:
            break
        if found and line.startswith((" ", "\t", "- ")):
            found[-1][1].append(line.strip())
        elif (field := _FIELD.fullmatch(line.rstrip())) is not None:
            found.append((as_known(field["name"]), [field["value"] or ""]))
        elif line.strip() and not line.startswith("#"):
            return None
    else:
        return None
    names = [name for name, _ in found]
    if KNOWN_NAMES.isdisjoint(names):
        return None
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise Rejected(f"front matter that names {quoted(doubled[0])} twice")
    values = {name: _value(lines) for name, lines in found}
    body = text[at:].lstrip("\r\n")
    return Fronted(
        fields={name: value for name, value in values.items() if value not in _NOTHING},
        text=body,
        line=text.count("\n", 0, len(text) - len(body)) + 1,
    )


def _value(lines: list[str]) -> str | list[str]:
    """What a key is given: a list, else the words behind it and below it, without quotation marks."""
    first, *below = lines
    if not first and below and all(line.startswith("- ") for line in below):
        return [_unquoted(line[2:].strip()) for line in below]
    return _unquoted(" ".join(below if _FOLDED.fullmatch(first) else lines))


def _unquoted(value: str) -> str:
    if (single := _SINGLE.fullmatch(value)) is not None:
        return single[1].replace("''", "'")
    if value.startswith('"'):
        try:
            return str(json.loads(value))
        except ValueError:  # a title that begins with a quotation, or an escape of YAML alone
            return value
    return value
