"""The job for GitLab: its script as shell, its reports where it says."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from desk import environment, installed, loaded, shell

TEMPLATE: Any = loaded("templates/dedup.gitlab-ci.yml")
JOB = TEMPLATE["dedup"]
SHELLS = {"bash": ("bash", "-eo", "pipefail"), "sh": ("sh", "-e")}


@pytest.fixture
def run(repository: Path, tmp_path: Path) -> Any:
    """The job's script in one of the shells that a runner takes."""

    def run(kind: str, **variables: str) -> Any:
        if shutil.which(kind) is None:
            pytest.skip(f"needs {kind}")
        env = environment(
            tmp_path / "programs", CI_PROJECT_DIR=str(repository), **{**TEMPLATE["variables"], **variables}
        )
        return shell("\n".join(JOB["script"]), repository, env, command=SHELLS[kind])

    return run


PACKAGE = {"DEDUP_PACKAGE": "git+https://git.example.org/dedup@v0.1.0"}


def reports(repository: Path) -> tuple[Any, Any]:
    named = JOB["artifacts"]["reports"]
    return json.loads((repository / named["codequality"]).read_text("utf-8")), ElementTree.parse(
        repository / named["junit"]
    ).getroot()


def test_clean_articles_pass(run: Any, repository: Path, tmp_path: Path) -> None:
    done = run("bash", **PACKAGE, DEDUP_PATHS="articles/2025/held.txt")
    assert done.returncode == 0, done.stderr
    quality, suites = reports(repository)
    assert quality == [] and suites.get("failures") == "0" and done.stdout.startswith("Passed")
    assert installed(tmp_path / "programs")[-1] == PACKAGE["DEDUP_PACKAGE"]


@pytest.mark.parametrize("kind", SHELLS)
def test_a_finding_fails_and_is_in_both_reports(run: Any, repository: Path, kind: str) -> None:
    (repository / "articles" / "2025" / "*.txt").write_text("A name like a pattern, and words of nobody else.", "utf-8")
    done = run(kind, **PACKAGE, DEDUP_PATHS="articles/2025/copy.txt\narticles/2025/*.txt\n", DEDUP_FAIL_ON="near")
    assert done.returncode == 1 and done.stdout.startswith("Failed: 1 of 2 articles."), done.stderr
    quality, suites = reports(repository)
    assert [each["location"]["path"] for each in quality] == ["articles/2025/copy.txt"]
    assert suites.get("failures") == "1"


def test_without_an_index_nothing_passes_and_no_old_report_stays(run: Any, repository: Path) -> None:
    for name in JOB["artifacts"]["reports"].values():
        (repository / name).write_text("[]")
    done = run("sh", **PACKAGE, DEDUP_PATHS="articles/2025/held.txt", DEDUP_INDEX="missing.dedup")
    assert done.returncode == 2 and "missing.dedup" in done.stderr
    assert not any((repository / name).exists() for name in JOB["artifacts"]["reports"].values())


@pytest.mark.parametrize("kind", SHELLS)
@pytest.mark.parametrize("missing", ["DEDUP_PACKAGE", "DEDUP_PATHS"])
def test_what_was_not_said_is_asked_for(run: Any, kind: str, missing: str) -> None:
    given = {**PACKAGE, "DEDUP_PATHS": "articles"}
    done = run(kind, **{**given, missing: ""})
    assert done.returncode != 0 and missing in done.stderr


def test_reports_are_kept_when_the_job_fails() -> None:
    assert JOB["artifacts"]["when"] == "always" and set(JOB["artifacts"]["reports"]) == {"codequality", "junit"}
    # Of a job, variables would go before those of whoever includes it.
    assert "variables" not in JOB
