"""Numbers in notes."""

from __future__ import annotations


def counted(number: int, one: str, many: str) -> str:
    """A number with the words for one or for several.

    >>> counted(1, "date counts", "dates count"), counted(1200, "date counts", "dates count")
    ('1 date counts', '1,200 dates count')
    """
    return f"{number:,} {one if number == 1 else many}"
