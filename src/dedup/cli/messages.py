"""What the command line says besides the report: on stderr, one inert line a message."""

from __future__ import annotations

import sys
from dataclasses import dataclass


def say(text: str) -> None:
    """Write one line to stderr. Untrusted parts (paths, ids, reasons) come out escaped and encodable."""
    from dedup.report.escape import terminal_text

    stream = sys.stderr
    if stream is None:
        return
    try:
        stream.write(f"dedup: {terminal_text(text, stream.encoding or 'ascii')}\n")
        stream.flush()
    except (OSError, ValueError):
        return  # stderr is closed: nobody is left to tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Messages:
    """How much a run says: errors always, notes unless `quiet`, details where `verbose`."""

    quiet: bool = False
    verbose: bool = False

    def note(self, text: str) -> None:
        if not self.quiet:
            say(text)

    def detail(self, text: str) -> None:
        if self.verbose:
            say(text)
