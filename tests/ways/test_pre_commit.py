"""pre-commit for real, in a repository that takes its hooks from another one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from desk import COPY, ROOT, environment, loaded, write

pytest.importorskip("pre_commit")
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="needs git")

Run = Callable[..., "subprocess.CompletedProcess[str]"]
_HOOKS = ".pre-commit-hooks.yaml"
# The environment that pre-commit would make needs the package index: the hooks find this dedup on the path instead.
_CONFIG = """
repos:
  - repo: {hooks}
    rev: {rev}
    hooks:
      - id: dedup-check
        files: ^articles/
        language: system
"""


@pytest.fixture
def git(repository: Path, tmp_path: Path) -> Run:
    """Runs git in the repository, in which the hooks are installed and everything but two articles is committed."""
    env = environment(
        tmp_path / "programs",
        GIT_CONFIG_GLOBAL="/dev/null", GIT_CONFIG_SYSTEM="/dev/null",
        GIT_AUTHOR_NAME="Ada", GIT_AUTHOR_EMAIL="ada@example.org",
        GIT_COMMITTER_NAME="Ada", GIT_COMMITTER_EMAIL="ada@example.org",
        PRE_COMMIT_HOME=str(tmp_path / "cache"),
    )  # fmt: skip

    def run(*words: str, cwd: Path = repository, program: tuple[str, ...] = ("git",)) -> Any:
        command = [*program, *words]
        return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, encoding="utf-8", timeout=120)

    hooks = tmp_path / "hooks"
    hooks.mkdir()
    shutil.copy(ROOT / _HOOKS, hooks)
    for folder, files in ((hooks, [_HOOKS]), (repository, ["dedup.toml", "articles/2024"])):
        for words in (["init", "-q"], ["add", *files], ["commit", "-q", "-m", "What there is"]):
            assert run(*words, cwd=folder).returncode == 0
    rev = run("rev-parse", "HEAD", cwd=hooks).stdout.strip()
    (repository / ".pre-commit-config.yaml").write_text(_CONFIG.format(hooks=hooks, rev=rev), "utf-8")
    run("add", ".pre-commit-config.yaml")
    done = run("install", program=(sys.executable, "-m", "pre_commit"))
    assert done.returncode == 0, done.stderr
    return run


def commits(git: Run) -> int:
    return int(git("rev-list", "--count", "HEAD").stdout)


def test_a_clean_article_is_committed_and_a_copy_is_not(git: Run, repository: Path) -> None:
    # It has the name of another article in the index, and its own id.
    git("add", "articles/2025/held.txt")
    done = git("commit", "-m", "Sheep")
    assert done.returncode == 0, done.stderr
    assert "Passed" in done.stderr and commits(git) == 2

    git("add", "articles/2025/copy.txt")
    done = git("commit", "-m", "A copy")
    assert done.returncode == 1 and commits(git) == 2
    said = done.stdout + done.stderr
    assert "- hook id: dedup-check" in said and "- exit code: 1" in said
    assert (
        "Failed: 1 of 1 article." in said
        and "New copy shares 36 words with held held" in said
        and "nobody living had ever seen" in said
    )


def test_without_an_index_nothing_is_committed(git: Run, repository: Path) -> None:
    (repository / "held.dedup").unlink()
    git("add", "articles/2025/held.txt")
    done = git("commit", "-m", "Sheep")
    said = done.stdout + done.stderr
    assert done.returncode == 1 and commits(git) == 1
    assert "- exit code: 2" in said and "dedup: error: held.dedup" in said


def test_metadata_and_what_is_elsewhere_are_not_checked(git: Run, repository: Path) -> None:
    (repository / "README.txt").write_text(COPY, "utf-8")
    write(repository, "metadata.csv", "id,outlet\n2024/held,Calder Courier\n")
    git("add", "README.txt", "articles/metadata.csv")
    done = git("commit", "-m", "What is no article")
    assert done.returncode == 0 and "no files to check" in done.stderr, done.stderr


def test_the_hooks_are_what_pre_commit_takes(tmp_path: Path) -> None:
    from pre_commit.clientlib import load_manifest

    hooks = {hook["id"]: hook for hook in load_manifest(str(ROOT / _HOOKS))}
    assert set(hooks) == {"dedup-check", "dedup-audit"}
    assert all(hook["language"] == "python" and hook["require_serial"] for hook in hooks.values())
    assert hooks["dedup-check"]["pass_filenames"] and not hooks["dedup-audit"]["pass_filenames"]


@pytest.mark.parametrize(
    "name, checked",
    [
        ("a.txt", True), ("a/b.jsonl", True), ("b.JSONL.gz", False), ("b.jsonl.gz", True), ("c.parquet", True),
        ("d.htm", True), ("e.md", False), ("f.txt.bak", False), ("metadata.csv", False), ("a/metadata.jsonl", False),
        ("metadata.txt", True), ("old-metadata.csv", True),
    ],
)  # fmt: skip
def test_articles_are_told_by_their_endings(name: str, checked: bool) -> None:
    import re

    hooks: Any = loaded(_HOOKS)
    of = next(hook for hook in hooks if hook["id"] == "dedup-check")
    assert (bool(re.search(of["files"], name)) and not re.search(of["exclude"], name)) is checked
