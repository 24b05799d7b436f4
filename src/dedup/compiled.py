"""One source, two speeds: kernels are plain Python over NumPy arrays, compiled only for large input.

A kernel module holds self-contained functions and names them in ``KERNELS``, callees first. Interpreted,
the module is the reference that tests read and step through; `compiled` gives the same functions through
Numba, without the GIL and cached on disk. Small input never waits for a compiler (import 0.3 s, first
compilation some seconds).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from types import FunctionType, SimpleNamespace
from typing import Any

import numpy as np


@cache
def compiled(module: str) -> Any:
    """The kernels of a module, compiled. They call the compiled forms of each other and of those they import."""
    from numba import njit

    source = import_module(module)
    scope = dict(vars(source))
    for name, value in vars(source).items():
        home = getattr(value, "__module__", module)
        if isinstance(value, FunctionType) and home != module and name in getattr(import_module(home), "KERNELS", ()):
            scope[name] = getattr(compiled(home), name)
    for name in source.KERNELS:
        plain = getattr(source, name)
        copy = FunctionType(plain.__code__, scope, name, plain.__defaults__)
        copy.__module__, copy.__qualname__ = module, name
        scope[name] = njit(cache=True, nogil=True)(copy)
    return SimpleNamespace(**{name: scope[name] for name in source.KERNELS})


def interpreted(module: str) -> Any:
    """The kernels of a module as they are written. Wrapping integer arithmetic is meant, not warned of."""
    source = import_module(module)
    return SimpleNamespace(**{name: np.errstate(over="ignore")(getattr(source, name)) for name in source.KERNELS})
