"""Write docs/reference/python-api.md from what `dedup` exports: signatures, docstrings, fields (`make outputs`).

python docs/api_reference.py            write the file
python docs/api_reference.py --check    exit 1 where it differs from what would be written

What a field of a value means is said once, in the schema of the JSON report, and repeated here.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import MISSING, Field, fields, is_dataclass
from importlib import import_module
from importlib.resources import files
from itertools import groupby
from textwrap import dedent
from typing import Any, Literal, get_args, get_origin

from pages import REFERENCE, cell, table, write_or_check

import dedup

TARGET = REFERENCE / "python-api.md"
WIDTH = 100

OPENING = """\
# Python API

What `import dedup` gives, from signatures and docstrings; written by `make outputs`, and a test keeps it so. Nothing
loads before it is used. Values are frozen, take keywords only and compare by what they hold. How it is used is told in
[use dedup from Python](../how-to/use-from-python.md) and, for a service, in
[check in an ingest worker](../how-to/check-in-an-ingest-worker.md).
"""

# Chapters in their order, by the module, or the package, that something is defined in; a new one comes at the end.
CHAPTERS = {
    "config": "Settings",
    "model": "What a report holds",
    "report": "Explanations",
    "gate": "Gates and baselines",
    "index": "The index",
    "filtering": "Filtering",
    "network": "Networks",
    "errors": "Errors",
}
# What is no part of `dedup` itself and how-tos send people to.
FURTHER = (
    "dedup.ingest.read", "dedup.ingest.Reading", "dedup.report.render", "dedup.report.Stream",
    "dedup.report.json_reader.from_json", "dedup.report.json_document.schema",
    "dedup.spark.near_duplicates",
)  # fmt: skip

_CODE = re.compile(r"``([^`]+)``")
_EXAMPLE = re.compile(r"^>>> .*(?:\n(?!\n).*)*", re.MULTILINE)


def page() -> str:
    """The whole reference."""
    exported = {name: getattr(dedup, name) for name in dedup.__all__ if not name.startswith("_")}
    functions = {name: value for name, value in exported.items() if inspect.isfunction(value)}
    classes = sorted((_chapter(value), name) for name, value in exported.items() if name not in functions)
    parts = [OPENING, "## Functions\n"]
    parts += [part for name, function in functions.items() for part in _function(f"dedup.{name}", function)]
    for (_, title), group in groupby(classes, key=lambda each: each[0]):
        parts.append(f"## {title}\n")
        if title == "Errors":
            parts += _errors(sorted(name for _, name in group))
        else:
            parts += [part for _, name in group for part in _class(f"dedup.{name}", exported[name])]
    parts += ["## Words that types stand for\n", _words(_homes(exported.values()))]
    parts.append("## In modules of their own\n")
    for path in FURTHER:
        module, _, name = path.rpartition(".")
        value = getattr(import_module(module), name)
        parts += _class(path, value) if inspect.isclass(value) else _function(path, value)
    return "\n".join(parts)


def _homes(values: Iterable[Any]) -> set[str]:
    """The modules of values and the packages that these are in: what a package exports is taken from there."""
    modules = {value.__module__ for value in values}
    return modules | {module.rpartition(".")[0] for module in modules} - {"dedup"}


def _words(modules: set[str]) -> str:
    """A table of the literal types of the modules, as the signatures name them."""
    named = {
        (name, module): _either(get_args(value))
        for module in modules
        for name, value in vars(import_module(module)).items()
        if get_origin(value) is Literal and not name.startswith("_")
    }
    rows = {(name, words): module for (name, module), words in sorted(named.items(), reverse=True)}
    return table(
        ("type", "one of", "from"), [(f"`{name}`", words, f"`{rows[name, words]}`") for name, words in sorted(rows)]
    )


def _either(words: tuple[str, ...]) -> str:
    return ", ".join(f"`{word!r}`" for word in words)


def _chapter(value: Any) -> tuple[int, str]:
    home = value.__module__.split(".")[1]
    return list(CHAPTERS).index(home) if home in CHAPTERS else len(CHAPTERS), CHAPTERS.get(home, home.capitalize())


def _function(path: str, function: Any, level: str = "###") -> Iterator[str]:
    yield f"{level} {path}\n"
    yield f"```text\n{_signature(path, function)}\n```\n"
    yield from _prose(function)


def _class(path: str, kind: type) -> Iterator[str]:
    yield f"### {path}\n"
    if not is_dataclass(kind):
        yield f"```text\n{_signature(path, kind)}\n```\n"
    yield from _prose(kind)
    if is_dataclass(kind):
        yield _fields(kind)
    for name, member in vars(kind).items():
        if name.startswith("_") or name in getattr(kind, "__slots__", ()):
            continue
        if isinstance(member, property):
            yield f"#### {path}.{name}\n"
            yield f"A property: `{inspect.signature(member.fget).return_annotation}`.\n" if member.fget else ""
            yield from _prose(member)
        elif callable(found := getattr(kind, name)):
            yield from _function(f"{path}.{name}", found, level="####")


def _fields(kind: Any) -> str:
    named = inspect.signature(kind).parameters
    described = _descriptions().get(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", kind.__name__).lower(), {})
    meanings = any(field.name in described for field in fields(kind))
    rows = []
    for field in fields(kind):
        note = str(named[field.name].annotation) if field.name in named else str(field.type)
        row = [f"`{field.name}`", f"`{cell(note)}`", _default(field)]
        rows.append([*row, cell(described.get(field.name, ""))] if meanings else row)
    return table(["field", "type", "default", "meaning"][: 3 + meanings], rows)


def _default(field: Field[Any]) -> str:
    if field.default is not MISSING:
        return f"`{cell(_short(field.default))}`"
    return "" if field.default_factory is MISSING else "empty"


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 30 else f"{type(value).__name__}()"


def _descriptions() -> dict[str, dict[str, str]]:
    """What the schema of the report says of each field, by record."""
    schema = json.loads(files("dedup.report").joinpath("schema", "report-1.0.schema.json").read_text("utf-8"))
    records = {"report": schema, **schema["$defs"], "article_summary": schema["$defs"]["article"]}
    return {
        name: {field: each.get("description", "") for field, each in record.get("properties", {}).items()}
        for name, record in records.items()
    }


def _signature(path: str, function: Any) -> str:
    """One line, or where that is too long a line for each parameter."""
    signature = inspect.signature(function)
    shown = [each for each in signature.parameters.values() if each.name not in ("self", "cls")]
    parts, starred = [], False
    for each in shown:
        if each.kind is each.KEYWORD_ONLY and not starred:
            parts.append("*")
            starred = True
        default = "" if each.default is each.empty else f" = {_short(each.default)}"
        parts.append(f"{each.name}: {str(each.annotation).strip(chr(39))}{default}")
    result = str(signature.return_annotation).strip("'")
    end = "" if inspect.isclass(function) or signature.return_annotation is signature.empty else f" -> {result}"
    line = f"{path}({', '.join(parts)}){end}"
    if len(line) <= WIDTH:
        return line
    return f"{path}(\n" + "".join(f"    {part},\n" for part in parts) + f"){end}"


def _prose(thing: Any) -> Iterator[str]:
    text = inspect.getdoc(thing) or ""
    if is_dataclass(thing) and text.startswith(f"{getattr(thing, '__name__', '')}("):
        return  # made by `dataclass` of the fields, which the table has
    if text:
        yield _EXAMPLE.sub(lambda example: f"```pycon\n{example[0]}\n\n```", _markdown(text)) + "\n"


def _markdown(text: str) -> str:
    return _CODE.sub(r"`\1`", text)


def _errors(names: list[str]) -> Iterator[str]:
    home = import_module("dedup.errors")
    _, _, drawing = (home.__doc__ or "").partition("::\n\n")
    tree, _, rest = drawing.partition("\n\n")
    yield f"```text\n{dedent(tree)}\n```\n"
    yield f"{_markdown(rest.strip())}\n"
    rows = [(f"`dedup.{name}`", cell(_markdown(inspect.getdoc(getattr(dedup, name)) or ""))) for name in names]
    yield table(("error", "raised for"), rows)


def main(arguments: list[str]) -> int:
    return write_or_check(TARGET, page(), arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
