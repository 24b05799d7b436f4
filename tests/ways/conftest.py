from __future__ import annotations

import os
import shutil
from pathlib import Path

import desk
import pytest


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return desk.repository(tmp_path_factory.mktemp("prepared"))


@pytest.fixture
def repository(prepared: Path, tmp_path: Path) -> Path:
    """A repository of one's own: `desk.repository`, with one article more that is clean and one that is a copy."""
    if os.name != "posix":
        pytest.skip("needs a shell")
    folder = shutil.copytree(prepared, tmp_path / "repository")
    desk.write(folder, "2025/held.txt", desk.SHEEP)
    desk.write(folder, "2025/copy.txt", desk.COPY)
    return folder
