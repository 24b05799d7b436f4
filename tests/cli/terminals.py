"""Commands at a terminal: what comes out there, and how they end."""

from __future__ import annotations

import os
import pty
import struct
import subprocess
import sys
from collections.abc import Sequence
from fcntl import ioctl
from pathlib import Path
from termios import TIOCSWINSZ

_OURS = ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR", "PAGER", "LESS")


def at_terminal(
    command: Sequence[str], folder: Path, columns: int = 80, errors: bool = False, **environ: str
) -> tuple[int, str, str]:
    """The exit code, what a terminal shows of standard output (with `errors`: of standard error), the other stream."""
    ours, theirs = pty.openpty()
    ioctl(theirs, TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in _OURS}
    environment |= {"TERM": "xterm-256color", "PYTHONUTF8": "1", **environ}
    streams = {"stdout": subprocess.PIPE, "stderr": theirs} if errors else {"stdout": theirs, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, cwd=folder, env=environment, **streams) as process:  # type: ignore[call-overload]
        os.close(theirs)
        parts = []
        try:
            while piece := os.read(ours, 1 << 16):
                parts.append(piece)
        except OSError:  # Linux ends a terminal that nobody holds with EIO
            pass
        other = (process.stdout if errors else process.stderr).read()
    os.close(ours)
    return process.returncode, b"".join(parts).decode("utf-8").replace("\r\n", "\n"), other.decode("utf-8")


def dedup(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "dedup", *arguments]
