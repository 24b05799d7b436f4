"""XML from elsewhere, read with care: no document type, hence no entities to expand; a bounded size and depth."""

from __future__ import annotations

import lzma
from pathlib import Path
from typing import BinaryIO, NoReturn
from xml.etree import ElementTree
from xml.parsers import expat

from dedup.errors import InputError

# The largest of the collections read here unpacks to a few MB; more than this is the wrong file, or a bomb.
MOST_BYTES = 64 << 20
# ElementTree copies and frees deep trees by recursion in C; TEI nests ten deep.
MOST_DEPTH = 200


def read_bytes(path: Path, most: int = MOST_BYTES) -> bytes:
    """The content of a file, unpacked where its name ends in ``.xz``. Raises `InputError`."""
    try:
        # One more byte than is allowed: a compression bomb is never unpacked whole.
        with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
            return bounded(file, str(path), most)
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise InputError(f"{path}: cannot be read: {error}") from error


def bounded(file: BinaryIO | lzma.LZMAFile, where: str, most: int = MOST_BYTES) -> bytes:
    """All that is left in a stream. Raises `InputError` where that is more than `most` bytes."""
    content = file.read(most + 1)
    if len(content) > most:
        raise InputError(f"{where}: more than {most:,} bytes; that is not the file meant")
    return content


def parse_xml(content: bytes, where: str) -> ElementTree.Element:
    """The root element. Raises `InputError` for malformed XML, a document type, or elements nested too deep."""
    try:
        _inspect(content, where)
        return ElementTree.fromstring(content)
    except (expat.ExpatError, ElementTree.ParseError, LookupError, ValueError) as error:
        raise InputError(f"{where}: malformed XML: {error}") from error


def _inspect(content: bytes, where: str) -> None:
    # Entities are declared in a document type, which none of these formats has. Expat tells of it before it
    # expands anything; ElementTree, which does not, sees only what passed.
    depth = 0

    def enter(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > MOST_DEPTH:
            raise InputError(f"{where}: elements nested more than {MOST_DEPTH} deep")

    def leave(name: str) -> None:
        nonlocal depth
        depth -= 1

    def refuse(*declaration: object) -> NoReturn:
        raise InputError(f"{where}: declares a document type; remove it, entities are not expanded here")

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = enter
    parser.EndElementHandler = leave
    parser.Parse(content, True)
