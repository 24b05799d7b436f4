"""A long report through the pager of the user, where a person reads it on a terminal."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from dedup.errors import OutputError

# One screen needs no pager (F), colours go through (R), and the report stays on the screen afterwards (X).
_USUAL = ("less", "-FRX")


def through_pager(content: Iterable[bytes], environ: Mapping[str, str] = os.environ) -> bool:
    """Show `content` in $PAGER, else in less; False where it is still to be shown: there is no pager, or it failed.

    The pager may be left before the end. Raises `OutputError` where $PAGER is set and cannot be run.
    """
    command = _command(environ)
    if not command:
        return False
    sys.stdout.flush()
    try:
        pager = subprocess.Popen(
            command, stdin=subprocess.PIPE, env={**environ, "LESS": environ.get("LESS", _USUAL[1][1:])}
        )
    except (OSError, ValueError) as error:
        if "PAGER" in environ:
            raise OutputError(f"the pager {command[0]!a} cannot be run; set PAGER to another: {error}") from error
        return False
    assert pager.stdin is not None
    with _uninterrupted(), pager:
        with suppress(BrokenPipeError):
            pager.stdin.writelines(content)
        with suppress(BrokenPipeError):
            pager.stdin.close()
    # A pager that a signal ended (below zero) was left, as one that ends with 0 was.
    return pager.returncode <= 0


def _command(environ: Mapping[str, str]) -> list[str]:
    named = environ.get("PAGER")
    if named is None:
        return list(_USUAL)
    try:
        command = shlex.split(named)
    except ValueError as error:
        raise OutputError(f"PAGER is no command ({error}): {named[:80]!a}") from error
    return [] if command == ["cat"] else command


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Ctrl-C is the pager's while it runs: less stops a search with it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
