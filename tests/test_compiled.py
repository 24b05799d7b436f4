"""Kernels in two speeds: where compiled ones are kept, and what they call."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import numba
import numpy as np
import pytest
from numba.core.errors import NumbaError

import dedup
from dedup.compiled import _files, compiled, interpreted, jit

# Every module with kernels.
MODULES = sorted(
    f"dedup.{path.parent.name}.{path.stem}"
    for path in Path(dedup.__file__).parent.glob("*/*.py")
    if path.stem.endswith("kernels")
)


def test_a_kernel_compiles_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = numba.njit

    def refusing(*functions: Any, **options: Any) -> Callable[..., Any]:
        if options.get("cache"):
            raise RuntimeError("cannot cache function: no locator available")
        made: Callable[..., Any] = plain(*functions, **options)
        return made

    monkeypatch.setattr(numba, "njit", refusing)
    assert jit(_double)(21) == 42


def test_the_first_compilation_of_a_process_is_told_once() -> None:
    """A check of fifty articles waited a minute for the compiler on every new machine, and said nothing."""
    script = """
import sys
from dedup.compiled import jit, tell_compiling
def double(value): return 2 * value
def treble(value): return 3 * value
told = []
tell_compiling(lambda: told.append("now"))
first, second = jit(double), jit(treble)
assert told == []
assert (first(2), second(2), first(3)) == (4, 6, 6)
tell_compiling(lambda: told.append("again"))
assert first(2.5) == 5.0 and told == ["now"], told
"""
    made = Path(tempfile.mkdtemp()) / "made.py"
    made.write_text(script, "utf-8")  # a function of a file: Numba keeps what it compiles by it
    try:
        subprocess.run([sys.executable, str(made)], check=True, timeout=120)
    finally:
        shutil.rmtree(made.parent)


def test_a_kernel_to_which_arrays_are_lent_cannot_make_one() -> None:
    assert jit(_first, lent=True)(np.array([7])) == 7
    with pytest.raises(NumbaError):
        jit(_made, lent=True)(3)


def test_a_kernel_calls_compiled_kernels_of_other_modules() -> None:
    kernels = compiled("dedup.matching.search_kernels")
    regions = compiled("dedup.matching.region_kernels")
    assert kernels.search.py_func.__globals__["find_regions"] is regions.find_regions


def test_the_name_of_a_compiled_kernel_carries_every_file_it_is_made_of() -> None:
    files = {Path(file).stem for file in _files(_file("dedup.matching.score_kernels"))}
    wanted = {
        "columns",
        "score_kernels",
        "passage_kernels",
        "alignment_kernels",
        "edge_kernels",
        "growth_kernels",
        "region_kernels",
        "row_kernels",
        "trimming_kernels",
        "worth_kernels",
    }
    assert files == wanted
    told = {Path(file).stem for file in _files(_file("dedup.sketch.text_kernels"))}
    assert told > {"text_kernels", "kernels", "hashing", "processor"}  # constants and intrinsics are compiled in
    assert "table" in {Path(file).stem for file in _files(_file("dedup.text.kernels"))}


@pytest.mark.parametrize("module", MODULES)
def test_kernels_import_in_the_one_way_that_is_followed(module: str) -> None:
    """One name after another from its own module: whatever else is imported would not be looked at for changes."""
    for statement in ast.walk(ast.parse(Path(_file(module)).read_text("utf-8"))):
        if isinstance(statement, ast.Import):
            assert not any(name.name.startswith("dedup") for name in statement.names)
        elif isinstance(statement, ast.ImportFrom) and (statement.module or "").startswith("dedup"):
            assert not statement.level and statement.col_offset == 0
            home = import_module(statement.module or "")
            assert not any(isinstance(getattr(home, name.name), ModuleType) for name in statement.names)


def test_interpreted_kernels_wrap_around_in_silence() -> None:
    mix = interpreted("dedup.sketch.kernels").mix
    mixed = np.empty(1, np.uint32)
    mix(np.array([2**64 - 1], dtype=np.uint64), 0, 1, mixed)
    assert mixed[0] == 0x81F16F39


def _file(module: str) -> str:
    return import_module(module).__file__ or ""


def _first(values: Any) -> Any:
    return values[0]


def _made(size: int) -> Any:
    return np.empty(size)


def _double(value: int) -> int:
    return value * 2
