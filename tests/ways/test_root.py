"""One article, one id: an index that was built from a folder, and a check of single files in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from desk import DAM, SHEEP, write

from dedup import Index
from dedup.cli import main


@pytest.fixture
def folder(repository: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith("DEDUP_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(repository)
    return repository


def statuses(*arguments: str, capsys: Any) -> dict[str, str]:
    assert main(["check", *arguments, "--format", "json", "--fail-on", "none"]) == 0
    document = json.loads(capsys.readouterr().out)
    return {each["id"]: each["status"] for each in document["check"]["articles"]}


def test_a_file_meets_itself_under_its_own_id(folder: Path, capsys: Any) -> None:
    changed = ["articles/2024/held.txt", "articles/2025/held.txt"]
    assert statuses(*changed, capsys=capsys) == {"2024/held": "held", "2025/held": "new"}
    write(folder, "2024/held.txt", f"{DAM} A correction.")
    assert statuses(changed[0], capsys=capsys) == {"2024/held": "new-version"}
    # Without a root both would be told apart by names that the index does not know.
    assert statuses(changed[1], "--root", "", capsys=capsys) == {"held": "new"}


def test_build_and_add_name_files_from_the_root_too(folder: Path, capsys: Any) -> None:
    assert main(["index", "build", "other.dedup", "articles/2024/held.txt"]) == 0
    assert main(["index", "add", "other.dedup", "articles/2025/held.txt", "--root", "articles/2025"]) == 0
    assert main(["index", "add", "other.dedup", "articles/2025"]) == 0
    with Index("other.dedup") as index:
        assert [each.id for each in index.articles()] == ["2024/held", "2025/copy", "2025/held", "held"]


def test_audits_name_files_from_the_root_too(folder: Path, capsys: Any) -> None:
    capsys.readouterr()
    assert main(["audit", "articles/2024/held.txt", "articles/2025/copy.txt", "--format", "json"]) == 0
    assert [each["id"] for each in json.loads(capsys.readouterr().out)["articles"]] == ["2024/held", "2025/copy"]


def test_a_file_outside_of_the_root_ends_a_check_with_2(folder: Path, capsys: Any) -> None:
    (folder / "elsewhere.txt").write_text(SHEEP, "utf-8")
    assert main(["check", "elsewhere.txt", "articles/2025/held.txt", "--quiet"]) == 2
    said = capsys.readouterr()
    assert "elsewhere.txt: lies outside of the root 'articles'" in said.out + said.err
    assert main(["check", "articles/2025/held.txt", "--root", "nowhere", "--quiet"]) == 2
    assert "nowhere: there is no such file or folder" in capsys.readouterr().err
