"""How much memory this process holds, and the most that it ever held, in MB; with those that it started, too."""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

_SELF = Path("/proc/self")


def megabytes() -> float:
    """The most memory this process ever held, or since `forget_peak`.

    On Linux ``ru_maxrss`` survives exec: a child started by a large parent begins with the parent's peak.
    ``VmHWM`` begins afresh, so it is taken where there is one.
    """
    held = _status("VmHWM")
    if held is not None:
        return held
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak * 1024 / 1e6


def resident() -> float:
    """The memory this process holds now; its peak where the system does not say."""
    held = _status("VmRSS")
    return megabytes() if held is None else held


def forget_peak() -> None:
    """Let the peak begin again at what is held now, where the system can: what came before is not the job's."""
    with suppress(OSError):
        (_SELF / "clear_refs").write_text("5", encoding="ascii")


def _status(field: str, process: Path = _SELF) -> float | None:
    try:
        status = (process / "status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None


class Watched:
    """The most that this process and its descendants held together while the block ran, looked at ten times a second.

    Pages that two of them share count twice. Without `/proc` it is the peak of this process alone. `own` is the most
    without pages of files, which the system takes back where memory is short; 0 where it does not say.
    """

    def __init__(self) -> None:
        self.peak = self.own = 0.0
        self._done = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        forget_peak()
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._done.set()
        self._thread.join()
        self.peak = max(self.peak, megabytes())

    def _watch(self) -> None:
        while not self._done.wait(0.1):
            self._look()
        self._look()

    def _look(self) -> None:
        others = _descendants(_SELF)
        self.peak = max(self.peak, resident() + _together("VmRSS", others))
        self.own = max(self.own, _together("RssAnon", [_SELF, *others]))


def _together(field: str, processes: Sequence[Path]) -> float:
    return sum(_status(field, process) or 0.0 for process in processes)


def _descendants(process: Path) -> list[Path]:
    """The processes that a process started, and those that these did."""
    found: list[Path] = []
    with suppress(OSError):  # it may end meanwhile
        for task in (process / "task").iterdir():
            for child in (task / "children").read_text().split():
                found += [Path("/proc", child), *_descendants(Path("/proc", child))]
    return found
