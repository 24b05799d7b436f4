"""Collections come as JSON Lines: an object a line, read with the place to name where one is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from dedup.errors import InputError


def json_rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Each line that is not blank as an object, with where it stands (``path:line``), one line in memory at a time.

    Raises `InputError` for a file that cannot be read and a line that is no JSON object.
    """
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    where = f"{path}:{number}"
                    yield where, _row(where, line)
    except OSError as error:
        raise InputError(f"{path}: {error}") from error


def _row(where: str, line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{where}: {error}") from error
    if not isinstance(row, dict):
        raise InputError(f"{where}: an object is wanted")
    return row
