"""What is known of languages is data: a folder of ``data`` a topic, in it a file a language."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from typing import Any


def tables(topic: str) -> Iterator[dict[str, Any]]:
    """The TOML files of a topic, in the order of their names."""
    return map(tomllib.loads, _contents(topic, ".toml"))


def lists(topic: str) -> Iterator[str]:
    """The text files of a topic, in the order of their names."""
    return _contents(topic, ".txt")


def _contents(topic: str, ending: str) -> Iterator[str]:
    folder = resources.files("dedup.text") / "data" / topic
    for file in sorted(folder.iterdir(), key=lambda each: each.name):
        if file.name.endswith(ending):
            yield file.read_text("utf-8")
