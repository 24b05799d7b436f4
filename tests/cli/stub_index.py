"""An index that is a file of JSON: what the command line does with one, without a database."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any, Self

import pytest
from holdings import Held

from dedup.config import Settings
from dedup.errors import InputError
from dedup.model import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    new: int = 0
    versions: int = 0
    updated: int = 0
    unchanged: int = 0


class Index(Held):
    """The articles in a file, by id. ``{"locked": true}`` in it lets nobody add any."""

    def __init__(self, path: str, settings: Settings) -> None:
        self.settings = settings
        try:
            self._known = json.loads(Path(path).read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: no index") from error
        self._path = Path(path)
        super().__init__({id: Article(id=id, **row) for id, row in self._known.items() if id != "locked"})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is open."""

    def add(self, articles: Iterable[Article]) -> Added:
        if "locked" in self._known:
            raise InputError(f"{self._path}: locked")
        articles = list(articles)
        status = list(self.status(articles).values())
        self._known |= {each.id: {"text": each.text, "outlet": each.outlet} for each in articles}
        self._path.write_text(json.dumps(self._known), "utf-8")
        return Added(new=status.count("new"), versions=status.count("new-version"), unchanged=status.count("held"))


def install(patch: pytest.MonkeyPatch) -> None:
    """Put this in the place of `dedup.index`."""
    module = ModuleType("dedup.index")
    vars(module).update(Index=Index)
    patch.setitem(__import__("sys").modules, "dedup.index", module)


def write(path: Path, **articles: Any) -> None:
    """Make an index: by id a text, or a text and an outlet."""
    rows = {
        id: {"text": each, "outlet": id} if isinstance(each, str) else {"text": each[0], "outlet": each[1]}
        for id, each in articles.items()
    }
    path.write_text(json.dumps(rows), "utf-8")
