"""How much memory this process holds, and the most that it ever held, in MB."""

from __future__ import annotations

import re
import resource
import sys
from contextlib import suppress
from pathlib import Path

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


def _status(field: str) -> float | None:
    try:
        status = (_SELF / "status").read_text(encoding="ascii")
    except OSError:
        return None
    found = re.search(rf"^{field}:\s+(\d+) kB", status, re.MULTILINE)
    return int(found[1]) * 1024 / 1e6 if found else None
