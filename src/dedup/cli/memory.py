"""How much memory a run takes, its worker processes with it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")


def resident(process: int | None = None) -> int | None:
    """Bytes of memory that a process (default: this one) and all that it started take; None where nobody tells.

    Linux tells the proportional share of each (``Pss``: what several share is divided among them), so that shares add
    up; summed resident sizes would count what is mapped by all once for each. A process that ends meanwhile counts 0.
    """
    if not (_PROC / "self" / "smaps_rollup").exists():
        return None
    return sum(map(_share, _family(os.getpid() if process is None else process)))


def _family(process: int) -> Iterator[int]:
    """A process and its descendants."""
    waiting = [process]
    while waiting:
        one = waiting.pop()
        yield one
        for listed in _PROC.glob(f"{one}/task/*/children"):
            try:
                waiting += map(int, listed.read_text("ascii").split())
            except OSError:
                continue  # the thread has ended


def _share(process: int) -> int:
    try:
        lines = (_PROC / str(process) / "smaps_rollup").read_text("ascii").splitlines()
    except OSError:
        return 0  # it has ended, or is another user's
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024
