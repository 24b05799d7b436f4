"""Collections that are no part of the repository: found, passed over, held to floors of their own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import external
import pytest
import quality
from making import cluster, match, report
from test_scissors import corpus, tei

import dedup
from dedup.config import Settings
from dedup.model import Article, Report

FAMILIES = '[flood]\nreprints = ["1", "2"]\nsources = ["3"]\n'


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with both collections, where the environment leads, and an audit that finds all of them."""
    folder = tmp_path / "data"
    folder.mkdir()
    items = [tei(id, f"<p>The bridge at Calder fell {id}.</p>") for id in "1234"]
    (folder / "scissors-and-paste.xml").write_text(corpus(*items), "utf-8")
    for size in external.SIZES:
        (folder / f"articles_{size}.train").write_text("d1 The bridge fell.\nd2 The bridge fell.\n")
        (folder / f"articles_{size}.truth").write_text("d1 d2\n")
    (tmp_path / "families.toml").write_text(FAMILIES)
    monkeypatch.setattr(external, "FAMILIES", tmp_path / "families.toml")
    monkeypatch.setenv("DEDUP_DATA", str(folder))
    monkeypatch.setitem(vars(dedup), "audit", audit)
    return folder


def audit(articles: Sequence[Article], settings: Settings) -> Report:
    ids = [article.id for article in articles]
    if settings.level == "article":
        return report(match("p", ("d1", 0, 16), ("d2", 0, 16)))
    assert ids == ["1", "2", "3", "4"]
    pairs = [("1", "2"), ("1", "3"), ("2", "3"), ("1", "4")]
    found = [match(f"m{n}", (one, 0, 28), (other, 0, 28)) for n, (one, other) in enumerate(pairs)]
    return report(*found, clusters=[cluster("1", "2", "3")])


def run(folder: Path, *options: str) -> int:
    return quality.main(["--no-corpus", "--floor", str(folder.parent / "floor.json"), *options])


def test_what_the_environment_leads_to_is_scored_and_gets_a_floor(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(data, "--update-floor") == 0
    held = json.loads((data.parent / "floor.json").read_text())["data"]
    assert sorted(held) == ["mccormick/1000", "mccormick/2500", "scissors-and-paste", "scissors-directions"]
    assert held["mccormick/1000"]["figures"] == {"pairs/precision": 1.0, "pairs/recall": 1.0}
    assert held["scissors-and-paste"]["figures"] == {
        "flood/pairs": 1.0,
        "flood/source_pairs": 1.0,
        "flood/text": 1.0,
        "flood/text_by_pair": 1.0,
        "flood/together": 1.0,
        "flood/astray": 0.0,
        "pairs_outside": 1.0,
    }
    assert run(data, "--show") == 0
    shown = capsys.readouterr().out
    assert "pan: skipped" in shown
    assert "1~4" in shown


def test_what_is_not_there_is_passed_over_with_its_reason_and_its_floor_not_compared(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(data, "--update-floor")
    floor = (data.parent / "floor.json").read_text()
    capsys.readouterr()
    monkeypatch.setenv("DEDUP_DATA", str(data.parent))
    assert run(data) == 0
    monkeypatch.delenv("DEDUP_DATA")
    assert run(data, "--update-floor") == 0
    lines = " ".join(capsys.readouterr().out.split())
    for name in ("pan", "scissors", "mccormick", "polnear", "seeds", "archive"):
        assert f"{name}: skipped: no --{name} given, and not found at DEDUP_DATA" in lines
        assert f"{name}: skipped: no --{name} given, and DEDUP_DATA is not set" in lines
    assert "windows: skipped: no --pan given, and DEDUP_DATA is not set" in lines
    assert "simulated: skipped: no --base given, and corpus/ is left out" in lines
    assert (data.parent / "floor.json").read_text() == floor


def test_only_what_is_asked_for_is_scored(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(data, "--only", "mccormick", "--update-floor") == 0
    assert sorted(json.loads((data.parent / "floor.json").read_text())["data"]) == ["mccormick/1000", "mccormick/2500"]
    assert "skipped" not in capsys.readouterr().out


def test_below_a_floor_it_fails(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(data, "--update-floor")
    monkeypatch.setitem(vars(dedup), "audit", lambda articles, settings: report())
    assert run(data, "--only", "scissors") == 1
    assert run(data, "--only", "mccormick") == 1


@pytest.mark.parametrize("changed", ["data", "families"])
def test_other_data_or_other_families_take_a_new_floor(
    data: Path, capsys: pytest.CaptureFixture[str], changed: str
) -> None:
    run(data, "--update-floor")
    path = data / "scissors-and-paste.xml" if changed == "data" else external.FAMILIES
    path.write_text(path.read_text() + "\n")
    assert run(data, "--only", "scissors") == 1
    assert "the data changed" in capsys.readouterr().out


@pytest.mark.parametrize("option", ["--scissors", "--mccormick", "--pan", "--polnear", "--seeds", "--archive"])
def test_a_given_place_that_is_not_there_is_exit_2(data: Path, option: str) -> None:
    assert run(data, "--only", option.removeprefix("--"), option, str(data / "nowhere")) == 2


def test_a_family_of_unknown_items_is_exit_2(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    external.FAMILIES.write_text('[flood]\nreprints = ["1", "99"]\n')
    assert run(data, "--only", "scissors") == 2
    assert "no item has the id 99" in " ".join(capsys.readouterr().out.split())


def test_the_listed_families_are_ids_alone() -> None:
    import tomllib

    listed = tomllib.loads((Path(quality.HERE) / "scissors.toml").read_text("utf-8"))
    assert len(listed["marquesas"]["reprints"]) == 7
    for entry in listed.values():
        assert all(id.isdigit() for ids in entry.values() for id in ids)
