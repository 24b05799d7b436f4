"""The line about the work: on a terminal alone, after a while alone, and gone at the end."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from rich.cells import cell_len
from terminals import at_terminal

from dedup.cli import memory
from dedup.cli.memory import resident

WORK = """
import subprocess, sys, time
from dedup.cli import progress as room
from dedup.cli.messages import Messages
room._PATIENCE = float(sys.argv[1])
worker = subprocess.Popen([sys.executable, "-c", "held = bytearray(b'x' * 80_000_000); input()"], stdin=subprocess.PIPE)
time.sleep(0.5)
with room.StageProgress(Messages(verbose="-v" in sys.argv)) as progress:
    progress("read files", 0, 0)
    time.sleep(0.7)
    for done in range(0, 50_000, 2_000):
        progress("compare", done, 50_000)
        time.sleep(0.04)
    progress("compare", 50_000, 50_000)
worker.communicate(b"\\n")
"""
CONTROLS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def watched(patience: float, *more: str, columns: int = 80, **environ: str) -> str:
    """What comes out at a terminal on standard error while work of 1.7 s is done."""
    command = [sys.executable, "-c", WORK, str(patience), *more]
    code, screen, out = at_terminal(command, Path.cwd(), columns, errors=True, **environ)
    assert (code, out) == (0, "")
    return screen


def frames(screen: str) -> list[str]:
    """The line each time it was drawn."""
    drawn = (CONTROLS.sub("", frame).strip() for frame in re.split(r"[\r\n]", screen))
    return [frame for frame in drawn if frame]


@pytest.mark.parametrize("columns", [40, 60, 120])
def test_the_line_tells_the_stage_the_rate_the_time_left_and_the_memory(columns: int) -> None:
    screen = watched(0.2, columns=columns)
    drawn = frames(screen)
    assert all(cell_len(frame) <= columns for frame in drawn)
    assert drawn[0].startswith("read files") and re.search(r"0:0\d", drawn[0])
    if columns < 60:  # there is no room for amounts
        return
    line = re.compile(r"compare .*?([\d,]+)/50,000 +([\d,]+)/s +(?:\d:\d\d left|\d:\d\d)(?: +(\d+) MB)?$")
    told = map(line.search, drawn)
    found = [each for each in told if each is not None]
    assert len(found) >= 3
    assert [int(each[1].replace(",", "")) for each in found] == sorted(int(each[1].replace(",", "")) for each in found)
    assert all(10_000 < int(each[2].replace(",", "")) < 50_000 for each in found)  # 2,000 in 0.04 s
    if resident() is not None:
        assert all(each[3] and int(each[3]) > 80 for each in found), "the worker's 80 MB count too"


def test_the_line_is_drawn_in_its_place_and_gone_at_the_end() -> None:
    screen = watched(0.2)
    assert screen.count("\n") <= 2, "the line never scrolls the screen"
    assert screen.endswith("\x1b[2K"), "and is wiped out"
    assert "\x1b[?25l" in screen and "\x1b[?25h" in screen[screen.rindex("compare") :], "the cursor comes back"
    assert len(frames(screen)) < 20, "five times a second at most, whatever the work tells"


def test_short_work_shows_nothing() -> None:
    assert watched(30.0) == ""


def test_a_terminal_that_cannot_redraw_a_line_has_none() -> None:
    assert watched(0.2, TERM="dumb") == ""


def test_messages_stand_above_the_line() -> None:
    screen = watched(0.2, "-v")
    assert re.search(r"dedup: compare: 50,000 in \d\.\d s\n", screen)


def test_off_a_terminal_nothing_is_drawn() -> None:
    ran = subprocess.run([sys.executable, "-c", WORK, "0.0"], capture_output=True, check=True)
    assert ran.stdout == ran.stderr == b""


def test_the_memory_of_all_processes_is_added_up_and_unknown_where_nobody_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if resident() is None:
        pytest.skip("the system does not tell the memory of processes")
    assert (resident() or 0) > 5_000_000
    assert resident(999_999_999) == 0
    monkeypatch.setattr(memory, "_PROC", tmp_path)
    assert resident() is None
