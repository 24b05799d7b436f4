"""Libraries that come with extras: loaded where they are used, and told by the extra's name where they are missing."""

from __future__ import annotations

import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from dedup.errors import MissingExtra


def library(name: str, what: str, extra: str) -> Any:
    """The module of that name. Raises `MissingExtra`, which says `what` needs it, where it is not installed."""
    try:
        return import_module(name)
    except ImportError as error:
        raise _missing(name, what, extra) from error


def require(name: str, what: str, extra: str) -> None:
    """Raise what `library` would, without loading the module."""
    if (sys.modules[name] if name in sys.modules else find_spec(name)) is None:
        raise _missing(name, what, extra)


def _missing(name: str, what: str, extra: str) -> MissingExtra:
    return MissingExtra(f"{what} needs {name.partition('.')[0]}: install dedup with its extra '{extra}'")
