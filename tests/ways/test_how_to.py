"""What the how-to says of settings, hooks, the action and the template is so."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from desk import COPY, DAM, ROOT, SHEEP, environment, loaded, shell, write

from dedup.config import KINDS

PAGE = (ROOT / "docs" / "how-to" / "gate-an-ingest.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def block(key: str) -> Any:
    """The one block of YAML that has this key."""
    (found,) = [each for each in map(yaml.safe_load, blocks("yaml")) if key in each]
    return found


def steps_of(job: str) -> Any:
    """The steps of the one workflow that has this job, whole as it is pasted."""
    (found,) = [each for each in map(yaml.safe_load, blocks("yaml")) if job in each.get("jobs", {})]
    assert {"name", True, "permissions", "jobs"} <= set(found)  # YAML 1.1 reads `on` as true
    return found["jobs"][job]["steps"]


def test_the_settings_are_settings() -> None:
    for text in blocks("toml"):
        table = tomllib.loads(text)
        assert table and all(KINDS[name].fits(value) for name, value in table.items())


def test_the_hooks_are_there_and_their_files_are_articles() -> None:
    hooks: Any = loaded(".pre-commit-hooks.yaml")
    (used,) = block("repos")["repos"][0]["hooks"]
    assert used["id"] in {hook["id"] for hook in hooks}
    assert re.search(used["files"], "articles/2024/x.txt") and not re.search(used["files"], "README.txt")
    assert set(re.findall(r"`id: ([\w-]+)`", PAGE)) <= {hook["id"] for hook in hooks}


def test_the_workflow_gives_inputs_that_the_action_has() -> None:
    action: Any = loaded("action.yml")
    steps = steps_of("gate")
    (step,) = [step for step in steps if "dedup@" in step.get("uses", "")]
    assert set(step["with"]) <= set(action["inputs"])
    table = PAGE[PAGE.index("| input |") : PAGE.index("The outputs are")]
    assert set(re.findall(r"`([\w-]+)`", "".join(row.split("|")[1] for row in table.splitlines()[2:-1]))) == set(
        action["inputs"]
    )
    assert all(f"`{name}`" in PAGE for name in action["outputs"])


@pytest.mark.skipif(shutil.which("git") is None or shutil.which("bash") is None, reason="needs git and bash")
def test_the_workflow_finds_what_changed(repository: Path, tmp_path: Path) -> None:
    (step,) = [step for step in steps_of("gate") if step.get("id") == "changed"]
    output = tmp_path / "output"
    env = environment(
        tmp_path / "programs", GITHUB_OUTPUT=str(output), GIT_CONFIG_GLOBAL="/dev/null",
        GIT_AUTHOR_NAME="Ada", GIT_AUTHOR_EMAIL="ada@example.org",
        GIT_COMMITTER_NAME="Ada", GIT_COMMITTER_EMAIL="ada@example.org",
    )  # fmt: skip

    def git(*words: str) -> str:
        return subprocess.run(
            ["git", *words], cwd=repository, env=env, check=True, capture_output=True, text=True
        ).stdout

    git("init", "-q")
    git("add", "articles/2024", "articles/2025/copy.txt")
    git("commit", "-q", "-m", "Before")
    base = git("rev-parse", "HEAD").strip()
    (repository / "articles" / "2025" / "ü b.txt").write_text(SHEEP, "utf-8")
    (repository / "articles" / "notes.md").write_text(COPY, "utf-8")
    (repository / "articles" / "2025" / "copy.txt").unlink()
    git("add", "-A")
    git("commit", "-q", "-m", "After")
    done = shell(step["run"], repository, {**env, "BASE": base})
    assert done.returncode == 0, done.stderr
    first, *names, last = output.read_text("utf-8").splitlines()
    assert first == f"paths<<{last}" and names == ["articles/2025/held.txt", "articles/2025/ü b.txt"]
    assert shell(step["run"], repository, {**env, "BASE": "0" * 40}).returncode != 0


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_the_two_lines_are_a_workflow(tmp_path: Path, repository: Path) -> None:
    (workflow,) = [each for each in map(yaml.safe_load, blocks("yaml")) if "audit" in each.get("jobs", {})]
    checkout, python, install, audit = steps_of("audit")
    assert checkout["uses"].startswith("actions/checkout@") and python["uses"].startswith("actions/setup-python@")
    required = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["requires-python"]
    assert required == f">={python['with']['python-version']}"
    assert "$DEDUP" in install["run"] and "dedup@" in workflow["env"]["DEDUP"]

    summary = tmp_path / "summary.md"
    env = environment(tmp_path / "programs", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    (repository / "dedup.toml").unlink()
    (repository / "outlets.csv").write_text("id,outlet,published\n2024/held,Brenton Post,2024-05-01\n", "utf-8")
    assert shell(audit["run"], repository, env).returncode == 2  # nobody has run the first line
    (first, second) = (line for line in PAGE.splitlines() if line.startswith("dedup audit"))
    assert shell(first, repository, env).returncode == 0 and audit["run"].startswith(second)
    done = shell(audit["run"], repository, env)
    assert done.returncode == 0 and "::error" not in done.stdout, done.stderr
    _, sentence = DAM.split(". ")
    write(repository, "2023/newcomer.txt", f"Nobody in Brenton had anything to add to that on Friday.\n\n{sentence}")
    done = shell(audit["run"], repository, env)
    assert done.returncode == 1 and "newcomer" in summary.read_text("utf-8")
    first_error = next(line for line in done.stdout.splitlines() if line.startswith("::error"))
    assert "file=articles/2023/newcomer.txt" in first_error


def test_what_gitlab_includes_is_there() -> None:
    page = block("include")
    assert (ROOT / page["include"][0]["file"]).exists()
    assert set(page["variables"]) == set(loaded("templates/dedup.gitlab-ci.yml")["variables"])
