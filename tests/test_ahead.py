"""Other processes work out what was announced, with the results there would have been without them."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from weakref import ref

import pytest

from dedup import Article, audit
from dedup.ahead import Ahead, Processes
from dedup.config import Settings
from dedup.errors import DedupError

MANY = range(600)


def worker(_: int) -> int:
    time.sleep(0.005)
    return os.getpid()


def inverse(number: int) -> float:
    return 1 / number


def inverse_from_the_end(number: int) -> float:
    time.sleep(0.002)
    return 1 / (590 - number)


def note(folder: str, number: int) -> int:
    """Leaves a file, which must not be there."""
    Path(folder, f"{number}.txt").touch(exist_ok=False)
    return number


class Made:
    def __init__(self, number: int) -> None:
        self.number = number


def slow(number: int) -> int:
    time.sleep(0.01)
    return number


def killed(parent: int) -> None:
    if os.getpid() != parent:
        os.kill(os.getpid(), signal.SIGKILL)


def given(number: int) -> tuple[int]:
    return (number,)


def test_what_was_announced_comes_from_this_process_and_another() -> None:
    with Processes(2) as processes:
        pids = Ahead(worker, given, processes)
        pids.announce(MANY)
        pids.announce(MANY)
        found = [pids(number) for number in (5, 0, *MANY)]
    assert found[:2] == [found[2 + 5], found[2]]
    assert len(set(found)) == 2 and os.getpid() in found


def test_this_process_takes_over_what_none_has_begun_with_and_waits_for_the_rest() -> None:
    with Processes(2) as processes:
        pids = Ahead(worker, given, processes)
        pids.announce(MANY)
        began = time.monotonic()
        while pids(0) == os.getpid() and time.monotonic() < began + 10:  # it was ready before the other process
            pids = Ahead(worker, given, processes)
            pids.announce(MANY)
        here = [number for number in MANY if pids(number) == os.getpid()]
    assert here and here == [*range(here[0], 600)]


def test_what_is_announced_some_at_a_time_comes_from_another_process_too() -> None:
    with Processes(2) as processes:
        pids = Ahead(worker, given, processes)
        for number in MANY:
            pids.announce((number, 0))
        assert {pids(number) for number in MANY} > {os.getpid()}


@pytest.mark.parametrize(("workers", "announced"), [(1, MANY), (2, range(20)), (2, ())])
def test_what_is_not_worth_it_or_not_announced_is_worked_out_here(workers: int, announced: range) -> None:
    with Processes(workers) as processes:
        pids = Ahead(worker, given, processes)
        pids.announce(announced)
        assert {pids(number) for number in (3, 900, 3)} == {os.getpid()}


def test_an_error_of_the_function_is_that_of_its_batch() -> None:
    with Processes(2) as processes:
        inverses = Ahead(inverse, given, processes)
        inverses.announce(MANY)
        assert inverses(599) == 1 / 599
        with pytest.raises(ZeroDivisionError):
            inverses(0)


def test_an_error_is_told_to_whoever_asks_for_that_number_alone() -> None:
    """Whichever process came to it: this one works on the last ones, which it was not asked for."""
    with Processes(2) as processes:
        inverses = Ahead(inverse_from_the_end, given, processes)
        inverses.announce(MANY)
        found = [inverses(number) for number in range(560)]
        assert found[0] == 1 / 590
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                inverses(590)


def test_each_number_is_worked_out_once(tmp_path: Path) -> None:
    with Processes(2) as processes:
        noted = Ahead(note, lambda number: (str(tmp_path), number), processes)
        noted.announce(MANY)
        noted.announce(MANY)
        assert [noted(number) for number in (599, 0, *MANY)] == [599, 0, *MANY]
    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == [*MANY]


def test_what_is_forgotten_is_worked_out_again(tmp_path: Path) -> None:
    ahead = Ahead(note, lambda number: (str(tmp_path), number), None)
    assert ahead(1) == 1
    ahead.forget(1)
    with pytest.raises(FileExistsError):
        ahead(1)


def test_what_nobody_asks_for_is_not_worked_out_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dedup.ahead._MOST_AHEAD", 64)
    with Processes(2) as processes:
        noted = Ahead(note, lambda number: (str(tmp_path), number), processes)
        noted.announce(MANY)
        for asked, number in enumerate(MANY[::32], 1):
            assert noted(number) == number
            time.sleep(0.02)
            # What is asked for that is not ready is worked out here; one batch is handed over while another is learnt.
            assert len([*tmp_path.iterdir()]) <= 64 + 32 + asked
        assert [noted(number) for number in MANY] == [*MANY]


def test_processes_go_on_when_what_they_came_to_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that was handed over may be known, and not asked for yet, before the next batch could be."""
    monkeypatch.setattr("dedup.ahead._MOST_AHEAD", 64)
    with Processes(2) as processes:
        pids = Ahead(worker, given, processes)
        pids.announce(MANY)
        others = sum(pids(number) != os.getpid() for number in MANY)
    assert others > 128


def test_what_is_forgotten_is_held_by_nobody() -> None:
    with Processes(2) as processes:
        made = Ahead(Made, given, processes)
        made.announce(MANY)
        known = [ref(made(number)) for number in MANY]
        assert any(each() is not None for each in known)
        for number in MANY:
            made.forget(number)
        gc.collect()
        assert not any(each() is not None for each in known)


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    with Processes(2) as processes:
        never = Ahead(killed, lambda number: (os.getpid(),), processes)
        never.announce(MANY)
        with pytest.raises(DedupError, match="ended from outside"):
            [(never(number), time.sleep(0.01)) for number in MANY]


def test_what_is_asked_for_after_the_processes_ended_is_worked_out_here() -> None:
    with Processes(2) as processes:
        same = Ahead(slow, given, processes)
        same.announce(MANY)
    assert [same(number) for number in (0, 599)] == [0, 599]


def test_processes_end_with_the_one_that_started_them() -> None:
    script = (
        "import os, signal\n"
        "from dedup.ahead import Processes\n"
        "print(Processes(2).submit(os.getpid).result(), flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    until = time.monotonic() + 10
    while is_running(int(done.stdout)) and time.monotonic() < until:
        time.sleep(0.1)
    assert not is_running(int(done.stdout))


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        state = Path(f"/proc/{pid}/stat")
        return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
    except ProcessLookupError:
        return False


def articles() -> list[Article]:
    stem = "The committee met on {0} and its {0} members agreed that the old harbour wall must be rebuilt by spring."
    return [
        Article(id=f"{number:03}", text=f"Report {number}.\n\n{stem.format(number // 3)}", outlet=f"Paper {number % 3}")
        for number in MANY
    ]


def test_a_report_is_the_same_with_any_number_of_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []
    submit = Processes.submit

    def noted(self: Processes, *given: object) -> object:
        used.append(given[1].__name__)  # type: ignore[attr-defined]
        return submit(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(Processes, "submit", noted)
    one, two = (audit(articles(), Settings(workers=workers)) for workers in (1, 2))
    assert one == two
    assert one.matches
    assert set(used) == {"packed_outline", "told_with"}


def test_a_script_without_a_main_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "print('once', flush=True)\n"
        "from dedup import Article, audit\n"
        "from dedup.config import Settings\n"
        "found = audit((Article(id=str(n), text=f'Words of {n}.') for n in range(600)), Settings(workers=2))\n"
        "print(len(found.articles))\n"
    )
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("once\n600\n", "")
