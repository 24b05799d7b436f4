"""Work counted, not timed: how many lines of the package a call executes. The same on every machine, busy or not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

import dedup
from dedup.provenance.article.dossier import told
from dedup.provenance.signals.exclusive import _spoken
from dedup.text.fold import fold_word, word_key
from dedup.text.outline import outline

_PACKAGE = str(Path(dedup.__file__).parent)


def lines_run(call: Callable[[], object]) -> int:
    """The number of line events in dedup's own code during `call`. Steps inside C code are not seen."""
    count = 0

    def inside(frame: FrameType, event: str, argument: object) -> Any:
        nonlocal count
        count += event == "line"
        return inside

    def entered(frame: FrameType, event: str, argument: object) -> Any:
        return inside if frame.f_code.co_filename.startswith(_PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(entered)
    try:
        call()
    finally:
        sys.settrace(before)
    return count


def growth(job: Callable[[int], object], size: int, times: int = 4) -> float:
    """How many times the work grows when the size grows `times`, over `times`: 1 where it grows in step with it,
    `times` where with its square.

    The job runs once before it is counted, so that what is kept between calls (word lists, caches) is not.
    """
    job(size)
    for kept in (outline, told, _spoken, fold_word, word_key):  # but what was read of these very texts counts
        kept.cache_clear()
    small = lines_run(lambda: job(size))
    return lines_run(lambda: job(size * times)) / small / times
