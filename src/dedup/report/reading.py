"""A JSON report from a file or from standard input."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import sys
import zlib

from dedup.errors import InputError
from dedup.model import SCHEMA_VERSION, Report
from dedup.report.consistency import inconsistency
from dedup.report.json_reader import from_json

# Python needs some ten times as much to hold a document as the document has bytes.
LARGEST = 1 << 30
_PACKED = {b"\x1f\x8b": "gzip", b"\xfd7zXZ\0": "xz", b"\x28\xb5\x2f\xfd": "zstd"}


def read_report(path: str | os.PathLike[str], *, largest: int = LARGEST) -> Report:
    """The report in the file `path` (``-``: standard input), as ``dedup audit --format json`` wrote it.

    It may be compressed with gzip or xz. Raises `InputError` for a file that cannot be read, has more than `largest`
    bytes, holds anything else, or contradicts itself, as one that was edited by hand may.
    """
    path = os.fspath(path)
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            if sys.stdin is None:
                raise InputError("standard input is closed; give a file")
            document = sys.stdin.buffer.read(largest + 1)
        else:
            with open(path, "rb") as stream:
                document = stream.read(largest + 1)
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file") from error
    except IsADirectoryError as error:
        raise InputError(f"{name}: a folder; give the JSON report that dedup audit wrote") from error
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"{name}: cannot be read: {why}") from error
    if len(document) > largest:
        raise _too_large(name, largest)
    report = from_json(_inflated(document, name, largest), name=name)
    misfit = inconsistency(report)
    if misfit is not None:
        raise InputError(f"{name}: {misfit}; was it edited by hand? Write it again with dedup audit")
    return report


def newer_version(report: Report) -> str | None:
    """What to say of a report of a newer minor version, whose added fields are not read."""
    if _minor(report.schema_version) <= _minor(SCHEMA_VERSION):
        return None
    version = ascii(report.schema_version[:20])[1:-1]
    return f"its schema version is {version}, this dedup reads {SCHEMA_VERSION}: what was added since is left out"


def _minor(version: str) -> int:
    minor = version.split(".")[1:2]
    return int(minor[0]) if minor and minor[0].isdecimal() and len(minor[0]) < 9 else 0


def _inflated(document: bytes, name: str, largest: int) -> bytes:
    """The document, decompressed where it is gzip or xz by its first bytes."""
    packed = next((kind for magic, kind in _PACKED.items() if document.startswith(magic)), None)
    if packed is None:
        return document
    if packed == "zstd":
        raise InputError(f"{name}: compressed with zstd; decompress it first, or write the report as .gz or .xz")
    opener = gzip.open if packed == "gzip" else lzma.open
    try:
        with opener(io.BytesIO(document)) as stream:
            found = stream.read(largest + 1)
    except (OSError, EOFError, zlib.error, lzma.LZMAError) as error:
        raise InputError(f"{name}: corrupt {packed} data: {error}") from error
    if len(found) > largest:
        raise _too_large(name, largest)
    return bytes(found)


def _too_large(name: str, largest: int) -> InputError:
    return InputError(f"{name}: more than {largest:,} bytes; audit fewer articles, or raise --min-words")
