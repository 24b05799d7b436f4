"""Write docs/reference/json-schema.md from the schemas of the JSON documents (`make outputs`).

python docs/schema_reference.py            write the file
python docs/schema_reference.py --check    exit 1 where it differs from what would be written
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any

from pages import REFERENCE, cell, table, write_or_check

TARGET = REFERENCE / "json-schema.md"
SCHEMAS = {"report": "The report", "explanation": "The explanation"}

OPENING = """\
# JSON Schema

Every field of the documents that `--format json` writes, from the schemas themselves; written by `make outputs`, and a
test keeps it so. The schemas are JSON Schema 2020-12 and lie in the package:
[report-1.0](../../src/dedup/report/schema/report-1.0.schema.json) is what an audit, a comparison and a check write,
[explanation-1.0](../../src/dedup/report/schema/explanation-1.0.schema.json) what `dedup explain` writes. How the
documents are laid out, and what a newer version may change, is in [reports](report.md#json); what the scores mean, with
their formulas, in [scores](scores.md).

A field is always there unless the table calls it optional, and no other field is. A field that names a record leads to
its table.
"""

Schema = Mapping[str, Any]


def page() -> str:
    """The whole reference."""
    return "\n".join([OPENING, *(part for name in SCHEMAS for part in _document(name))])


def _document(name: str) -> Iterator[str]:
    text = files("dedup.report").joinpath("schema", f"{name}-1.0.schema.json").read_text("utf-8")
    schema = json.loads(text)
    yield f"## {SCHEMAS[name]}\n"
    yield from _record(schema, name)
    for part, definition in schema["$defs"].items():
        yield f"### {_heading(part, name)}\n"
        yield from _record(definition, name)


def _record(schema: Schema, document: str) -> Iterator[str]:
    properties: Mapping[str, Schema] = schema.get("properties", {})
    about = schema.get("description", "")
    if not properties:
        yield f"{about} Type: {_kind(schema, document)}.\n"
        return
    yield f"{about}\n"
    needed = schema.get("required", ())
    rows = [
        (f"`{name}`" if name in needed else f"`{name}`, optional", _kind(each, document), cell(_about(each)))
        for name, each in properties.items()
    ]
    yield table(("field", "type", "meaning"), rows)


def _about(schema: Schema) -> str:
    """What a field holds, and what each field of a record without a name of its own does."""
    inner = next((each for each in schema.get("anyOf", ()) if "properties" in each), schema).get("properties", {})
    fields = (f"`{name}`: {each['description']}" for name, each in inner.items() if "description" in each)
    return " ".join([schema.get("description", ""), *fields])


def _kind(schema: Schema, document: str) -> str:
    """The type of a value in words, in Markdown for a cell."""
    if "anyOf" in schema:
        return " or ".join(_kind(each, document) for each in schema["anyOf"])
    if "$ref" in schema:
        part = schema["$ref"].rpartition("/")[2]
        anchor = _heading(part, document).replace(" ", "-").translate({ord("("): None, ord(")"): None})
        return f"[{part.replace('_', '-')}](#{anchor})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(each)}`" for each in schema["enum"])
    kind = schema.get("type", "anything")
    if isinstance(kind, list):
        return " or ".join(kind)
    if kind == "array":
        return f"list of {_kind(schema['items'], document)}" if "items" in schema else "list"
    if "properties" in schema:
        kinds = {_kind(each, document) for each in schema["properties"].values()}
        each = f", each a {kinds.pop()}" if len(kinds) == 1 else ""
        return f"object with {', '.join(f'`{name}`' for name in schema['properties'])}{each}"
    if kind == "object" and isinstance(values := schema.get("additionalProperties"), dict):
        return f"object with values {_kind(values, document)}"
    return f"{kind}{_limits(schema)}"


def _limits(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low} to {high}"
    if low is not None:
        return f", {low} or more"
    return f", {schema['format']}" if "format" in schema else ""


def _heading(part: str, document: str) -> str:
    """The heading of a record; both documents have articles, so those of an explanation say so."""
    words = part.replace("_", "-")
    return words if document == "report" else f"{words} (explanation)"


def main(arguments: list[str]) -> int:
    return write_or_check(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
