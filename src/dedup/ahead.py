"""What a pure function gives for each of many things, worked out by other processes before it is asked for.

Reading an article is Python throughout, so threads gain nothing. The processes are no copies of the caller's (a script
without a main guard is not run again by them), are started when there is enough to do, and end with their block.
"""

from __future__ import annotations

import gc
import os
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import BrokenExecutor, Future
from contextlib import suppress
from functools import cached_property
from multiprocessing import current_process
from threading import Thread
from time import sleep
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from dedup.errors import DedupError

T = TypeVar("T")
# Below this many things a process costs more, a second until it is ready, than it saves.
_LEAST = 500
# Handed to a process at a time: enough to hide the hand-over, few enough for the last one not to wait.
_BATCH = 32
# So many are worked out, or being worked out, that nobody has asked for yet: what comes of them is kept until then,
# some 30 kB of an article.
_MOST_AHEAD = 1 << 12
# As in the caller's process: what is read makes no cycles, so they need not be looked for often.
_COLLECT_AFTER = (10_000_000, 20, 100)


class Processes:
    """So many processes that with this one there are as many as `workers` (0: processor cores that this one may use).

    This one is at work too: one more would take from it what it gains.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._pool: Any = None
        self.ended = False

    def worthwhile(self, things: int) -> bool:
        """Whether other processes gain anything; the first ones must be started for it."""
        return not self.ended and self._wanted > 1 and (self._pool is not None or things >= _LEAST)

    @cached_property
    def _wanted(self) -> int:
        if current_process().daemon:  # a process of a pool may start none itself
            return 1
        from loky import cpu_count

        return self._workers or int(cpu_count())  # fewer than the machine has in a container that may use fewer

    def submit(self, function: Callable[..., T], *arguments: Any) -> Future[T]:
        """Have a function called. Raises `DedupError` where a process was ended from outside."""
        if self._pool is None:
            from loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(max_workers=self._wanted - 1, initializer=_begin, initargs=(os.getpid(),))
        try:
            task: Future[T] = self._pool.submit(function, *arguments)
        except BrokenExecutor as error:
            raise DedupError(_ENDED) from error
        return task

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.ended = True
        if self._pool is not None:
            self._pool.shutdown(wait=True, kill_workers=True)
            self._pool = None


class Ahead(Generic[T]):
    """A function of a number that is called once for each (a second time where it fails): by `processes` for those
    announced, 32 at a time, else here.

    Where one is asked for that is not ready, this process takes over what they would come to last, instead of waiting.

    `function` must be importable, and what it takes and gives picklable; it is called with ``arguments(number)``.
    """

    def __init__(
        self, function: Callable[..., T], arguments: Callable[[int], tuple[Any, ...]], processes: Processes | None
    ) -> None:
        self._function = function
        self._arguments = arguments
        self._processes = processes
        self._known: dict[int, T] = {}
        self._unasked: set[int] = set()  # those known that nobody has asked for yet
        self._waiting: OrderedDict[int, None] = OrderedDict()
        self._announced: dict[int, tuple[Sequence[int], Future[list[T]]]] = {}
        self._handed_over: dict[int, tuple[Sequence[int], Future[list[T]]]] = {}  # by the first of the batch

    def announce(self, numbers: Iterable[int]) -> None:
        """Have these worked out, in this order, where that is worthwhile. Some at a time will do."""
        for number in numbers:
            if number not in self._known and number not in self._announced:
                self._waiting[number] = None
        self._hand_over()

    def __call__(self, number: int) -> T:
        """The value for a number. Raises `DedupError` where a process was ended from outside."""
        while number in self._announced:
            batch, task = self._announced[number]
            if task.done() or not self._take_over():
                self._learn(batch, self._values(batch, task))
        if number in self._unasked:
            self._unasked.remove(number)
            self._hand_over()  # there is room for one more
        if number not in self._known:
            self._waiting.pop(number, None)
            self._known[number] = self._function(*self._arguments(number))
        return self._known[number]

    def forget(self, number: int) -> None:
        """Let go of a value that is known: asked for again, it is worked out again."""
        self._known.pop(number, None)
        self._unasked.discard(number)

    def _hand_over(self) -> None:
        """Give the processes what is waiting, in whole batches, as long as they are not too far ahead."""
        if self._processes is None or not self._processes.worthwhile(len(self._waiting)):
            return
        while len(self._waiting) >= _BATCH and len(self._announced) + len(self._unasked) < _MOST_AHEAD:
            batch = [self._waiting.popitem(last=False)[0] for _ in range(_BATCH)]
            task = self._processes.submit(_each, self._function, [self._arguments(number) for number in batch])
            for number in batch:
                self._announced[number] = (batch, task)
            self._handed_over[batch[0]] = (batch, task)

    def _take_over(self) -> bool:
        """Work out here the last of what no process has begun with; whether there was any."""
        while self._handed_over:
            _, (batch, task) = self._handed_over.popitem()
            if task.cancel():
                for number in batch:
                    del self._announced[number]
                    # An error is told to whoever asks for that number.
                    with suppress(Exception):
                        self._known[number] = self._function(*self._arguments(number))
                        self._unasked.add(number)
                return True
        return False

    def _learn(self, batch: Sequence[int], values: Iterable[T]) -> None:
        for number, value in zip(batch, values, strict=True):
            self._known[number] = value
            self._unasked.add(number)
            del self._announced[number]
        self._handed_over.pop(batch[0], None)  # and with it what came of the batch
        self._hand_over()

    def _values(self, batch: Sequence[int], task: Future[list[T]]) -> list[T]:
        try:
            return task.result()
        except BrokenExecutor as error:
            raise DedupError(_ENDED) from error
        except RuntimeError:
            if self._processes is None or not self._processes.ended:
                raise
            # Nobody had asked for these when the processes ended.
            return _each(self._function, [self._arguments(number) for number in batch])


def _begin(parent: int) -> None:
    """Make a process ready."""
    gc.set_threshold(*_COLLECT_AFTER)
    Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: int) -> None:
    """End this process when the one that started it is gone: killed, it cannot say so."""
    while os.getppid() == parent:
        sleep(1)
    os._exit(1)


def _each(function: Callable[..., T], arguments: Sequence[tuple[Any, ...]]) -> list[T]:
    return [function(*given) for given in arguments]


_ENDED = "a process that reads articles was ended from outside (out of memory?); with --workers 1 there is but one"
