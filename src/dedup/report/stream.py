"""Where a report goes, and how it is to look there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def _to_nobody(note: str) -> None:
    """What is left out of a report stands in the report too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Where a report goes. `width` and `height` are ``None`` off a terminal; `limit` ``None`` and 0 leave nothing out.

    `brief` is whether a table shows the main findings and few passages instead of everything (``None``: on a terminal,
    where there is no `limit`). `network` is of whom graph formats and pictures are: ``articles`` or ``outlets``
    (``None``: articles in graph formats, outlets in pictures). `picture` is what pictures show: the ``network``, or the
    ``matrix`` of overlap. `weights` is whether an explanation shows the ledger's own names, weights and places,
    `explain` whether each match of a table comes with its main evidence, `links` whether a terminal is given links to
    the articles, `steps` whether a table ends with what can be done next. `folder` is the absolute working folder that
    links and the formats for continuous integration give paths from (``None``: that of the process), and `tell` hears,
    in one line each, what they leave out.
    """

    width: int | None = None
    height: int | None = None
    color: bool = False
    encoding: str = "utf-8"
    limit: int | None = None
    brief: bool | None = None
    full: bool = False
    network: str | None = None
    picture: str = "network"
    weights: bool = False
    folder: str | None = None
    explain: bool = False
    links: bool = False
    steps: bool = True
    tell: Callable[[str], None] = _to_nobody
    texts: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_brief(self) -> bool:
        return (self.width is not None and self.limit is None) if self.brief is None else self.brief
