"""What the command line says besides the report: on stderr, one inert line a message."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

_INDENT = len("dedup: ")


def say(text: str) -> None:
    """Write one line to stderr. Untrusted parts (paths, ids, reasons) come out escaped and encodable.

    On a terminal a line that does not fit goes on below, between words: terminals break it wherever it ends.
    """
    from dedup.report.escape import terminal_text

    stream = sys.stderr
    if stream is None:
        return
    line = f"dedup: {terminal_text(text, stream.encoding or 'ascii')}"
    try:
        stream.write(f"{_wrapped(line, stream.fileno()) if stream.isatty() else line}\n")
        stream.flush()
    except (OSError, ValueError):
        return  # stderr is closed: nobody is left to tell


def _wrapped(line: str, terminal: int) -> str:
    try:
        columns = os.get_terminal_size(terminal).columns
    except OSError:
        return line
    if len(line) * 2 <= columns or columns <= _INDENT:  # no character takes more than two columns
        return line
    from dedup.report.rich_text import wrapped

    return wrapped(line, columns, _INDENT)


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
