"""The progress bar: each stage has a clock of its own."""

from __future__ import annotations

import io
import sys
import time

import pytest

from dedup.cli import progress as room
from dedup.cli.messages import Messages


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_clock_starts_anew_with_each_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setattr(room, "_PATIENCE", 0.0)
    monkeypatch.setattr(room, "_INTERVAL", 0.0)
    messages = Messages(quiet=False, verbose=False)
    with room.StageProgress(messages) as progress:
        progress("read words", 0, 5)
        progress("read words", 5, 5)
        assert progress._bar is not None
        [task] = progress._bar.tasks
        assert task.finished
        progress("compare", 0, 5)
        assert not task.finished and task.total == 5 and task.description == "compare"
        before = task.elapsed
        time.sleep(0.01)
        assert before is not None and task.elapsed is not None and task.elapsed > before


def test_the_rate_and_the_time_left_are_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(room, "_PATIENCE", 0.0)
    monkeypatch.setattr(room, "_INTERVAL", 0.0)
    with room.StageProgress(Messages(quiet=False, verbose=False)) as progress:
        progress("compare", 0, 100_000)
        assert progress._bar is not None
        now = 0.0
        monkeypatch.setattr(progress._bar, "get_time", lambda: now)
        progress("judge", 0, 100_000)
        for now in (1.0, 2.0, 3.0):
            progress("judge", int(now * 1_234), 100_000)
        progress._bar.refresh()
    assert "1,234/s" in screen.getvalue()
    assert "0:01:19" in screen.getvalue()  # (100,000 - 3,702) / 1,234, rounded up
