"""What others read of this repository, against the schemas that are published for it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def checked(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    "file, schema",
    [
        ("action.yml", ["vendor.github-actions"]),
        ("templates/dedup.gitlab-ci.yml", ["vendor.gitlab-ci", "--data-transform", "gitlab-ci"]),
    ],
)
def test_they_are_what_the_schema_says(file: str, schema: list[str], tmp_path: Path) -> None:
    result = checked("--builtin-schema", *schema, str(ROOT / file))
    assert result.returncode == 0, result.stdout + result.stderr
    # And the schema says something: without the part that runs, neither is one.
    broken = tmp_path / Path(file).name
    broken.write_text(
        (ROOT / file).read_text("utf-8").replace("steps:", "stepps:").replace("script:", "skript:"), "utf-8"
    )
    assert checked("--builtin-schema", *schema, str(broken)).returncode == 1
