"""What an event is built from: articles (some of which nobody collected), currents of wording, lineage."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from simulation.house import Style
from simulation.lists import Outlet
from simulation.pieces import Block, Credit
from simulation.recast import Mode
from simulation.rules import SELF, SOURCE

CurrentKind = Literal["report", "wire", "release", "remarks", "foreign"]

__all__ = ["SELF", "SOURCE", "Current", "CurrentKind", "Lineage", "Node", "Take"]


@dataclass(slots=True)
class Take:
    """An article's plan to take wording of a current from another article, or from its source."""

    current: int
    parent: str
    mode: Mode
    share: float


@dataclass(slots=True)
class Node:
    """An article in the making. One that is not `present` was published, but is no part of the collection."""

    id: str
    outlet: Outlet
    style: Style
    present: bool
    hour: float
    takes: list[Take] = field(default_factory=list)
    origin_of: list[int] = field(default_factory=list)
    version_of: str | None = None
    title: str = ""
    body: list[tuple[int | None, Block]] = field(default_factory=list)
    head: list[Block] = field(default_factory=list)
    foot: list[Block] = field(default_factory=list)

    def of(self, current: int) -> list[Block]:
        return [block for name, block in self.body if name == current]


@dataclass(slots=True)
class Current:
    """Wording that travels: what it is, where it comes from, and its blocks as they left there.

    `origin` is the article it began in, if it began in one. `source` is the name of where it comes from
    otherwise; `channel` and `institution` are what credits may name.
    """

    number: int
    kind: CurrentKind
    source: str
    origin: str | None = None
    channel: str | None = None
    institution: str | None = None
    blocks: list[Block] = field(default_factory=list)


@dataclass(slots=True)
class Lineage:
    """Who took each passage from whom: for each mark the parents by article, the source and the kind of passage."""

    parents: dict[str, dict[str, str]] = field(default_factory=dict)
    modes: dict[str, dict[str, Mode]] = field(default_factory=dict)
    sources: dict[str, str | None] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    translated: set[str] = field(default_factory=set)
    credits: dict[str, list[Credit]] = field(default_factory=dict)

    def mark(self, kind: str, category: str, source: str | None) -> str:
        """A new passage's name."""
        name = f"{kind}{sum(each.startswith(kind) for each in self.categories) + 1}"
        self.categories[name], self.sources[name] = category, source
        self.parents[name], self.modes[name] = {}, {}
        return name

    def record(self, mark: str, node: str, parent: str, mode: Mode = "verbatim") -> None:
        self.parents[mark][node] = parent
        self.modes[mark][node] = mode
