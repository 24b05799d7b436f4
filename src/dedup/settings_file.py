"""The settings file: where it is, and what stands in it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from dedup.errors import ConfigError

SETTINGS_FILE = "dedup.toml"
PROJECT_FILE = "pyproject.toml"
# A settings file is a page of text; more than this is the wrong file.
_FILE_BYTES = 1 << 20
_LONGEST_SHOWN = 60


def find_file(folder: str | os.PathLike[str] | None = None) -> Path | None:
    """The nearest settings file, upwards from `folder`: ``dedup.toml``, else a ``pyproject.toml`` with our table.

    The first one found counts alone; files are never merged. A ``pyproject.toml`` without ``[tool.dedup]`` is
    passed over. Raises `ConfigError` for one that cannot be read.
    """
    try:
        start = Path(folder or os.curdir).absolute()
    except FileNotFoundError:  # the working folder was deleted
        return None
    for parent in (start, *start.parents):
        own, project = parent / SETTINGS_FILE, parent / PROJECT_FILE
        # os.path.isfile: a parent folder that may not be searched is no error.
        if os.path.isfile(own):
            return own
        if os.path.isfile(project) and table_of(project) is not None:
            return project
    return None


def place_of(file: Path) -> str:
    """A settings file as messages name it."""
    return f"{file} [tool.dedup]" if file.name == PROJECT_FILE else str(file)


def beside(file: Path, path: str) -> str:
    """A path in a settings file means a place beside that file, wherever the run starts."""
    if not path or os.path.isabs(path):
        return path
    found = file.parent / path
    try:
        return os.path.relpath(found)
    except (OSError, ValueError):  # the working folder was deleted, or lies on another drive
        return str(found)


def table_of(file: Path) -> dict[str, Any] | None:
    """The settings in a file; ``None`` for a ``pyproject.toml`` that holds none. Raises `ConfigError`."""
    import tomllib  # 10 ms, and most runs have no settings file

    try:
        with file.open("rb") as stream:
            content = stream.read(_FILE_BYTES + 1)
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror or type(error).__name__}") from error
    if len(content) > _FILE_BYTES:
        raise ConfigError(f"{file}: more than {_FILE_BYTES:,} bytes; that is no settings file")
    try:
        document = tomllib.loads(content.decode("utf-8"))
    # RecursionError: a file of nested brackets.
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{file}: no valid TOML: {shown(error)}") from error
    if file.name != PROJECT_FILE:
        return document
    tools = document.get("tool", {})
    table = tools.get("dedup") if isinstance(tools, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{file}: tool.dedup is {shown(table)}, not a table")
    return table


def shown(value: object) -> str:
    """A value as a message shows it."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # an integer of more digits than Python turns into text
        text = f"this {type(value).__name__}"
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 3] + "..."
