"""A line about the work on stderr, only where a person is watching and the work takes a while."""

from __future__ import annotations

import os
import sys
import threading
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dedup.cli.messages import Messages

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0  # seconds before the line appears: a short audit shows none
_INTERVAL = 0.1  # seconds between what the line is told
_REFRESHED = 5  # times a second that the line is drawn anew


class StageProgress:
    """Called with the stage, how much is done and how much there is (0: not known).

    Off a terminal it never draws; `verbose` messages give one line a stage with its seconds, where it is known how much
    there is. The line appears though nothing is told meanwhile: a stage may say nothing for long.
    """

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        terminal = sys.stderr is not None and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"
        self._drawn = terminal and not messages.quiet
        self._stage_started = time.monotonic()
        self._updated = 0.0
        self._stage: str | None = None
        self._done = self._total = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None
        self._lock = threading.Lock()
        self._ended = False
        self._patience = threading.Timer(_PATIENCE, self._open)
        self._patience.daemon = True

    def __enter__(self) -> Self:
        from dedup.compiled import tell_compiling

        tell_compiling(self._say_compiling)
        if self._drawn:
            self._patience.start()
        return self

    def _say_compiling(self) -> None:
        said = "compiling, once for each version on a machine: this can take a minute or two"
        with self._lock:
            if self._bar is None:
                self._messages.note(said)
            else:
                self._bar.console.print(f"dedup: {said}", highlight=False)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._ended = True
            self._patience.cancel()
            if self._bar is not None:
                self._bar.stop()
                self._bar = None
        if kind is None:
            self._told()

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        changed = stage != self._stage
        if changed:
            self._told()
            self._stage, self._stage_started = stage, now
        self._done, self._total = done, total
        if self._bar is None or (not changed and done < total and now - self._updated < _INTERVAL):
            return
        self._updated = now
        with self._lock:
            if self._bar is not None and self._task is not None:
                if changed:  # else the clock of a stage that was done would stand still in the next
                    self._bar.reset(self._task, description=stage, total=total or None)
                self._bar.update(self._task, description=stage, completed=done, total=total or None)

    def _open(self) -> None:
        from dedup.cli.progress_line import new_line

        with self._lock:
            if self._ended:
                return
            bar = new_line(_REFRESHED)
            self._task = bar.add_task(self._stage or "", total=self._total or None, completed=self._done)
            self._bar = bar
            bar.start()

    def _told(self) -> None:
        if self._stage is not None and self._total:
            seconds = time.monotonic() - self._stage_started
            self._messages.detail(f"{self._stage}: {self._total:,} in {seconds:.1f} s")
        self._stage = None
