"""Results of a method that its object remembers."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar, cast
from weakref import WeakMethod

P = ParamSpec("P")
R = TypeVar("R")


def remembered(method: Callable[P, R], most: int | None = None) -> Callable[P, R]:
    """A bound method that is run once for the same arguments, which must be hashable; `most` results are kept.

    Its object may keep this for itself: it is held weakly. Else the two would hold each other, and all texts of a
    collection would stay in memory until the interpreter looks for such rings.

    >>> class Texts:
    ...     def __init__(self, *texts): self.texts, self.words = texts, remembered(self.words_of)
    ...     def words_of(self, number): print("read"); return self.texts[number].split()
    >>> texts = Texts("one two")
    >>> len(texts.words(0)), len(texts.words(0))
    read
    (2, 2)
    """
    weakly = cast(Callable[[], Callable[P, R]], WeakMethod(method))

    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        return weakly()(*args, **kwargs)

    return lru_cache(most)(run)  # type: ignore[return-value]
