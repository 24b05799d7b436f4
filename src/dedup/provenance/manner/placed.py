"""Named tuples of a text, kept as columns: a collection has thousands of texts, and each has hundreds of them."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Generic, TypeVar

T = TypeVar("T", bound=tuple[Any, ...])


class Placed(Generic[T]):
    """Named tuples that begin with a position and an end, in order; made anew whenever they are asked for.

    A place takes 24 bytes at most; what else a tuple holds is kept once for all that are equal in it. Two are equal if
    their tuples are.
    """

    __slots__ = ("_ends", "_make", "_positions", "_rest")

    def __init__(self, make: Callable[..., T], rows: Iterable[tuple[Any, ...]]) -> None:
        ordered = sorted(rows)
        rest = [row[2:] for row in ordered]
        known = dict(zip(rest, rest, strict=True))
        self._make = make
        self._positions = array("L", [row[0] for row in ordered])
        self._ends = array("L", [row[1] for row in ordered])
        self._rest = tuple([known[row] for row in rest])

    def within(self, start: int, end: int) -> tuple[T, ...]:
        """Those that begin at one of the code points ``[start, end)``."""
        first, last = bisect_left(self._positions, start), bisect_left(self._positions, end)
        return tuple(self._made(index) for index in range(first, last))

    def __iter__(self) -> Iterator[T]:
        return map(self._made, range(len(self)))

    def __len__(self) -> int:
        return len(self._rest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Placed) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash((len(self), self._rest))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({tuple(self)!r})"

    def _made(self, index: int) -> T:
        return self._make(self._positions[index], self._ends[index], *self._rest[index])
