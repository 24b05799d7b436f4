"""Tests in several processes at once (`make test`): what stays together in one of them, and what they share."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# Timing decides no test: a machine may have other work. `--hypothesis-profile` takes another profile.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# No doctests in here: pytest would look for them in the folder's conftest that it imported last.
collect_ignore = ["conftest.py"]
SPARK = "tests/spark/"
# What takes longest, in the order to begin with: test_audit.py compiles the kernels that the others load.
LONGEST = (SPARK, "tests/audit/test_audit.py", "tests/test_readme.py", "tests/html/test_html_browser.py")
LooksLike = Callable[[str, Path], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-snapshots", action="store_true", help="Write the pages that tests compare with what comes out now."
    )


@pytest.fixture
def looks_like(request: pytest.FixtureRequest) -> LooksLike:
    """Compares a page with the one that is kept, exactly, or keeps it with ``--update-snapshots``."""

    def compare(page: str, kept: Path) -> None:
        if request.config.getoption("--update-snapshots"):
            kept.parent.mkdir(exist_ok=True)
            kept.write_bytes(page.encode("utf-8"))
        advice = "if it should look like this now: python -m pytest tests/report --update-snapshots"
        assert page == kept.read_bytes().decode("utf-8"), f"{kept}: {advice}"

    return compare


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest begins first: in the end no process waits for it."""
    items.sort(
        key=lambda item: next((at for at, each in enumerate(LONGEST) if item.nodeid.startswith(each)), len(LONGEST))
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """One process more than there are cores: a third of the time they wait for Java, a browser or a terminal."""
    return None if "PYTEST_XDIST_AUTO_NUM_WORKERS" in os.environ else (os.cpu_count() or 1) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays in one process, since its tests share what the first of them makes. Spark is started in one."""
    from xdist.scheduler import LoadFileScheduling

    class Scheduling(LoadFileScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return SPARK if nodeid.startswith(SPARK) else super()._split_scope(nodeid)

    config.option.loadscopereorder = False
    return Scheduling(config, log)


@pytest.fixture(scope="session", autouse=True)
def kernels_are_kept_one_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The processes share Numba's cache: what one compiles the others load.

    Numba looks for a free name and takes it in two steps. Two processes that keep a kernel for different types at one
    time could take one name for both, and then load the wrong one.
    """
    if "PYTEST_XDIST_WORKER" not in os.environ or os.name != "posix":
        yield
        return
    from fcntl import LOCK_EX, flock

    from numba.core.caching import IndexDataCacheFile

    lock = tmp_path_factory.getbasetemp().parent / "kernels.lock"
    save = IndexDataCacheFile.save

    def alone(*arguments: Any) -> None:
        with open(lock, "wb") as held:
            flock(held, LOCK_EX)
            save(*arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(IndexDataCacheFile, "save", alone)
        yield
