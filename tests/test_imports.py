"""Imports point one way. The contract itself is in pyproject.toml, under [tool.importlinter]."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dedup"


def lint(config: Path, folder: Path, path: str = "") -> subprocess.CompletedProcess[str]:
    """Run the import linter in a folder, with `path` to look for packages in first."""
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    environment = {**os.environ, "PYTHONPATH": path}
    command = [sys.executable, "-c", code, str(config)]
    return subprocess.run(command, capture_output=True, text=True, cwd=folder, env=environment)


def test_imports_point_one_way() -> None:
    done = lint(ROOT / "pyproject.toml", ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_contract_covers_every_room() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"][0]
    named = {room.strip() for layer in contract["layers"] for room in layer.split("|")}
    rooms = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == rooms - {"__init__"}


@pytest.mark.parametrize(
    ("room", "above"), [("text", "dedup.matching"), ("provenance/language", "dedup.provenance.signals")]
)
def test_a_way_back_is_noticed(tmp_path: Path, room: str, above: str) -> None:
    package = tmp_path / "dedup"
    for path in PACKAGE.rglob("*.py"):
        bare = package / path.relative_to(PACKAGE)
        bare.parent.mkdir(parents=True, exist_ok=True)
        bare.touch()
    assert lint(ROOT / "pyproject.toml", tmp_path, str(tmp_path)).returncode == 0
    (package / room / "__init__.py").write_text(f"def later():\n    import {above}\n", "utf-8")
    assert lint(ROOT / "pyproject.toml", tmp_path, str(tmp_path)).returncode == 1


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides which way it points"
            yield node.module or ""


def test_no_pickle_anywhere() -> None:
    for path in PACKAGE.rglob("*.py"):
        roots = {name.partition(".")[0] for name in imports_of(path)}
        assert not roots & {"pickle", "marshal", "shelve", "dill", "joblib"}, path


def test_rich_only_where_a_person_looks() -> None:
    users = {
        str(path.relative_to(PACKAGE).as_posix())
        for path in PACKAGE.rglob("*.py")
        if any(name.partition(".")[0] == "rich" for name in imports_of(path))
    }
    assert users <= {
        "report/check/terminal.py",
        "report/terminal.py",
        "report/terminal_match.py",
        "report/terminal_page.py",
        "report/comparison/terminal.py",
        "report/explanation/terminal.py",
        "report/rich_text.py",
        "report/direction.py",
        "cli/progress.py",
        "cli/progress_line.py",
    }
