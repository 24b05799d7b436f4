"""What a collection measured: rows of a table, some of which have a floor."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from floors import Floor

from dedup.evaluation.intervals import ConfidenceInterval, wilson
from dedup.evaluation.quality import Share


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One figure: what it is, its value, of how many where it is a share, its 95 % interval where there is one.

    `key` is its name in the floor; a row without one is shown only.
    """

    what: str
    value: float
    hits: int | None = None
    of: int | None = None
    interval: ConfidenceInterval | None = None
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The rows of one collection under one name, and the SHA-256 of the data and labels behind them."""

    name: str
    title: str
    rows: tuple[Row, ...]
    checksum: str
    caption: str = ""

    @property
    def floor(self) -> Floor:
        return Floor(checksum=self.checksum, figures={row.key: float(row.value) for row in self.rows if row.key})


def share_row(what: str, share: Share, key: str = "", interval: ConfidenceInterval | None = None) -> Row:
    """A share, with Wilson's interval where none is given."""
    return Row(
        what=what,
        value=share.rate,
        hits=share.hits,
        of=share.of,
        interval=interval or wilson(share.hits, share.of),
        key=key,
    )


def count(outcomes: Iterable[bool], empty: float = 1.0) -> Share:
    """How many of some outcomes are true."""
    each = list(outcomes)
    return Share(hits=sum(each), of=len(each), empty=empty)
