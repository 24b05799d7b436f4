"""What the line about the work shows: the stage, how much of it is done, how fast, how long still, and the memory."""

from __future__ import annotations

import time

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.table import Column
from rich.text import Text

from dedup.cli.memory import resident

_BAR_FROM = 72  # columns from which there is room for a bar
_AMOUNTS_FROM = 60  # … for amounts and their rate
_WIDEST_BAR = 40
_MEASURED = 2.0  # seconds between looks at the memory: one takes milliseconds for each GB


def new_line(refreshed: int) -> Progress:
    """A line on stderr that is drawn anew `refreshed` times a second and is gone when it stops."""
    console = Console(stderr=True)
    room = console.width - _BAR_FROM
    bar = [BarColumn(bar_width=min(_WIDEST_BAR, room + 8))] if room >= 0 else []
    return Progress(
        TextColumn("{task.description}", markup=False, table_column=Column(min_width=10, no_wrap=True)),
        *bar,
        *([_Amount(_right(13)), _Rate(_right(8))] if console.width >= _AMOUNTS_FROM else []),
        _Clock(_right(9)),
        _Memory(_right(7)),
        console=console,
        transient=True,
        redirect_stdout=False,
        refresh_per_second=refreshed,
    )


def _right(least: int) -> Column:
    """A column that does not jump when its numbers grow."""
    return Column(min_width=least, justify="right", no_wrap=True)


class _Amount(ProgressColumn):
    """How much is done of how much."""

    def render(self, task: Task) -> Text:
        if task.total is None:
            return Text("")
        return Text(f"{task.completed:,.0f}/{task.total:,.0f}", "progress.download")


class _Rate(ProgressColumn):
    """How many a second, of late."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "")


class _Clock(ProgressColumn):
    """How long it still takes, or has taken where that cannot be told."""

    def render(self, task: Task) -> Text:
        left = None if task.total is None or task.finished else task.time_remaining
        if left is not None:
            return Text(f"{_clock(left)} left", "progress.remaining")
        return Text(_clock(task.elapsed or 0.0), "progress.elapsed")


class _Memory(ProgressColumn):
    """What this process and its workers take."""

    def __init__(self, table_column: Column) -> None:
        super().__init__(table_column)
        self._text = ""
        self._looked = -_MEASURED

    def render(self, task: Task) -> Text:
        now = time.monotonic()
        if now - self._looked >= _MEASURED:
            taken = resident()
            self._text = "" if taken is None else _size(taken)
            self._looked = time.monotonic()
        return Text(self._text)


def _clock(seconds: float) -> str:
    """``0:07``, ``2:03:09``."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _size(number: int) -> str:
    """``342 MB``, ``1.4 GB``; decimal units, as file sizes have them."""
    return f"{number / 1e9:.1f} GB" if number >= 1e9 else f"{number / 1e6:.0f} MB"
