"""A progress bar on stderr, only where a person is watching and the work takes a while."""

from __future__ import annotations

import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING, Self

from dedup.cli.messages import Messages

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_PATIENCE = 1.0  # seconds before the bar appears: a short audit shows none
_INTERVAL = 0.1  # seconds between updates of the bar


class StageProgress:
    """Called with the stage, how much is done and how much there is (0: not known).

    Off a terminal it never draws; `verbose` messages give one line a stage with its seconds.
    """

    def __init__(self, messages: Messages) -> None:
        self._messages = messages
        self._drawn = not messages.quiet and sys.stderr is not None and sys.stderr.isatty()
        self._started = self._stage_started = time.monotonic()
        self._updated = 0.0
        self._stage: str | None = None
        self._total = 0
        self._bar: Progress | None = None
        self._task: TaskID | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
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
        self._total = total
        if not self._drawn or now - self._started < _PATIENCE:
            return
        if self._bar is None:
            self._open()
        elif not changed and done < total and now - self._updated < _INTERVAL:
            return
        self._updated = now
        if self._bar is not None and self._task is not None:
            if changed:  # else the clock of a stage that was done would stand still in the next
                self._bar.reset(self._task, description=stage, total=total or None)
            self._bar.update(self._task, description=stage, completed=done, total=total or None)

    def _open(self) -> None:
        from rich.console import Console
        from rich.progress import (
            BarColumn,
            MofNCompleteColumn,
            Progress,
            ProgressColumn,
            Task,
            TextColumn,
            TimeElapsedColumn,
            TimeRemainingColumn,
        )
        from rich.text import Text

        class RateColumn(ProgressColumn):
            """How many a second, of late."""

            def render(self, task: Task) -> Text:
                return Text(f"{task.speed:,.0f}/s" if task.speed else "")

        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            MofNCompleteColumn(),
            RateColumn(),
            TimeElapsedColumn(),
            TextColumn("left"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()

    def _told(self) -> None:
        if self._stage is not None:
            seconds = time.monotonic() - self._stage_started
            self._messages.detail(f"{self._stage}: {self._total:,} in {seconds:.1f} s")
            self._stage = None
