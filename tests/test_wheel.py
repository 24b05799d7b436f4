"""What is built holds what the code reads at run time."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

import dedup

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dedup"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    assert built.name == f"dedup-{dedup.__version__}-py3-none-any.whl"
    return zipfile.ZipFile(built)


def test_every_file_of_the_package_is_inside(wheel: zipfile.ZipFile) -> None:
    files = {
        f"dedup/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    inside = {name for name in wheel.namelist() if ".dist-info/" not in name}
    assert inside == files


@pytest.mark.parametrize(
    "pattern",
    [
        "text/data/",
        "ingest/data/",
        "outlets/data/",
        "provenance/data/",
        "report/data/",
        "report/html/page/",
        "report/schema/",
        "py.typed",
    ],
)
def test_data_files_are_inside(wheel: zipfile.ZipFile, pattern: str) -> None:
    assert any(name.startswith(f"dedup/{pattern}") for name in wheel.namelist())


def test_it_runs_from_the_wheel_alone(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    wheel.extractall(tmp_path)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); from dedup.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    (tmp_path / "a.txt").write_text("some words of text", "utf-8")
    command = [sys.executable, "-c", code, "audit", "a.txt", "--format", "json"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_entry_point_and_the_licence(wheel: zipfile.ZipFile) -> None:
    info = f"dedup-{dedup.__version__}.dist-info"
    assert "dedup = dedup.cli:main" in wheel.read(f"{info}/entry_points.txt").decode()
    assert wheel.read(f"{info}/licenses/LICENSE") == (ROOT / "LICENSE").read_bytes()


@pytest.mark.parametrize("name", ["build", "runtime", "dev", "spark", "peers"])
def test_lock_files_pin_and_checksum_everything_and_name_no_host(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert "==" in entry.split()[0] and "--hash=sha256:" in entry, entry
    assert "://" not in text and "index" not in text


def test_lock_files_hold_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def lock_lines(name: str) -> list[str]:
        lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8").splitlines()
        return [line for line in lines if "==" in line]

    def locked(name: str) -> set[str]:
        return {line.split("==")[0] for line in lock_lines(name)}

    def wanted(entries: list[str]) -> set[str]:
        named = {entry.split(">")[0].split("[")[0].strip().lower().replace("_", "-") for entry in entries}
        return named - {"dedup"}

    groups = project["dependency-groups"]
    optional = project["project"]["optional-dependencies"]
    extras = [entry for name, entries in optional.items() if name != "spark" for entry in entries]
    tools = [entry for entry in groups["dev"] if isinstance(entry, str)]
    assert wanted(groups["build"]) <= locked("build")
    assert wanted(project["project"]["dependencies"]) <= locked("runtime")
    assert wanted(optional["spark"]) | locked("runtime") <= locked("spark")
    assert set(groups["peers"]) <= {line.split(" ")[0] for line in lock_lines("peers")}
    assert wanted(extras + tools) | locked("build") | locked("runtime") <= locked("dev")
