"""One source, two speeds: kernels are plain Python over NumPy arrays, compiled only for large input.

A kernel module holds self-contained functions and names them in ``KERNELS``, callees first. Interpreted,
the module is the reference that tests read and step through; `compiled` gives the same functions through
Numba, without the GIL and cached on disk. Small input never waits for a compiler. Kernels that are called often and
allocate nothing are named in ``LENT``, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np

# Compiled kernels take a second to load and, once, half a minute to compile: as long as interpreting this many
# characters of text takes.
_WORTH_LOADING = 400_000
_interpreted = 0
_told: Callable[[], None] | None = None
_compiling = False
_IMPORT = re.compile(r"^from (dedup[\w.]*) import", re.MULTILINE)


def worth_compiling(characters: int) -> bool:
    """Whether to use compiled kernels for this much more text: what this process interpreted before counts too.

    A single small audit never waits for a compiler, and a loop over small comparisons does not interpret for ever.
    Which of the two it is changes no result.
    """
    global _interpreted
    if _interpreted + characters >= _WORTH_LOADING:
        return True
    _interpreted += characters
    return False


@cache
def compiled(module: str) -> Any:
    """The kernels of a module, compiled. They call the compiled forms of each other and of those they import."""
    source = import_module(module)
    scope = dict(vars(source))
    for name, home in _borrowed(module).items():
        scope[name] = getattr(compiled(home), name)
    for name in source.KERNELS:
        plain = getattr(source, name)
        copy = FunctionType(plain.__code__, scope, name, plain.__defaults__)
        copy.__module__ = module
        scope[name] = jit(copy, lent=name in getattr(source, "LENT", ()))
    return SimpleNamespace(**{name: scope[name] for name in source.KERNELS})


def _borrowed(module: str) -> dict[str, str]:
    """The kernels that a module imports, with the modules they come from."""
    homes = {
        name: value.__module__ for name, value in vars(import_module(module)).items() if isinstance(value, FunctionType)
    }
    return {
        name: home
        for name, home in homes.items()
        if home != module and name in getattr(import_module(home), "KERNELS", ())
    }


@cache
def _made_of(file: str) -> str:
    """A digest of all that goes into the kernels of a file, and of how they are compiled."""
    texts = (Path(each).read_bytes() for each in sorted({__file__, *_files(file)}))
    return blake2b(b"".join(texts), digest_size=6).hexdigest()


def _files(file: str) -> set[str]:
    """A file of kernels, all that it imports, by whatever way, and the columns it is given.

    What it imports is compiled into it, constants too. Numba tells named tuples apart by class and types: fields that
    change places would be taken for each other.
    """
    columns = Path(file).with_name("columns.py")
    found: set[str] = set()
    waiting = [file, *([str(columns)] if columns.exists() else [])]
    while waiting:
        own = waiting.pop()
        if own not in found:
            found.add(own)
            waiting += [import_module(name).__file__ or "" for name in _IMPORT.findall(Path(own).read_text("utf-8"))]
    return found


def tell_compiling(told: Callable[[], None]) -> None:
    """Call `told` when this process compiles its first kernel, if it has not yet: what lies on disk is but loaded."""
    global _told
    _told = told


@cache
def _listen() -> None:
    """Hear from Numba when it compiles."""
    from numba.core import event

    class First(event.Listener):
        def on_start(self, event: Any) -> None:
            global _compiling
            first, _compiling = not _compiling, True
            if first and _told is not None:
                _told()

        def on_end(self, event: Any) -> None:
            pass

    event.register("numba:compile", First())  # type: ignore[no-untyped-call]


def jit(function: Callable[..., Any], *, lent: bool = False) -> Any:
    """A function compiled without the interpreter lock, kept on disk where there is a place to keep it.

    What is `lent` to it is counted by its caller alone. Such a function can allocate nothing (Numba refuses to compile
    it); a call of it does not take the 10 ns an array that counting its references does.
    """
    from numba import njit

    _listen()
    # Numba looks for changes in a kernel's own file alone; the name carries all that it is made of.
    function.__qualname__ = f"{function.__name__}_{_made_of(function.__code__.co_filename)}"
    options: dict[str, Any] = {"nogil": True} | ({"_nrt": False} if lent else {})
    try:
        return njit(cache=True, **options)(function)
    except RuntimeError:  # neither the package's folder nor the user's cache can be written
        return njit(**options)(function)


def interpreted(module: str) -> Any:
    """The kernels of a module as they are written. Wrapping integer arithmetic is meant, not warned of."""
    source = import_module(module)
    return SimpleNamespace(**{name: np.errstate(over="ignore")(getattr(source, name)) for name in source.KERNELS})
