"""The floor under the quality figures: nothing sinks in passing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
import quality
from floors import BrokenFloor, Floor, raised, read_floors, shortfalls, write_floors
from making import match, report

import dedup
from dedup.model import Article, Report

FLOOR = Floor(checksum="c1", figures={"passages/f1": 0.9, "hard_negative_rate": 0.05})


def reached(f1: float, rate: float, checksum: str = "c1") -> Floor:
    return Floor(checksum=checksum, figures={"passages/f1": f1, "hard_negative_rate": rate})


@pytest.mark.parametrize(
    ("f1", "rate", "faults"), [(0.9, 0.05, 0), (0.95, 0.0, 0), (0.8999, 0.05, 1), (0.9, 0.0501, 1), (0.5, 0.5, 2)]
)
def test_worse_than_the_floor_is_a_fault_whichever_way_is_better(f1: float, rate: float, faults: int) -> None:
    assert len(shortfalls(reached(f1, rate), FLOOR)) == faults


def test_better_is_told() -> None:
    assert len(raised(reached(0.95, 0.0), FLOOR)) == 2
    assert raised(FLOOR, FLOOR) == []


def test_other_data_and_missing_figures_are_faults() -> None:
    assert shortfalls(reached(1.0, 0.0, checksum="c2"), FLOOR)
    assert shortfalls(Floor(checksum="c1", figures={"passages/f1": 1.0}), FLOOR)
    assert shortfalls(Floor(checksum="c1", figures={**FLOOR.figures, "new": 1.0}), FLOOR)
    assert shortfalls(FLOOR, None)


def test_a_floor_comes_back_as_written(tmp_path: Path) -> None:
    path = tmp_path / "floor.json"
    assert read_floors(path) == {}
    write_floors(path, {"corpus": FLOOR})
    assert read_floors(path) == {"corpus": FLOOR}


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"data": {"corpus": {}}, "seal": ""}'])
def test_a_malformed_floor_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "floor.json").write_text(content)
    with pytest.raises(BrokenFloor):
        read_floors(tmp_path / "floor.json")


class TestCommand:
    """`quality.py` on a set of two articles, with an audit that we dictate."""

    TEXT = "The water rose by nine feet in an hour, the warden said."

    @pytest.fixture(autouse=True)
    def _collection(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.floor = tmp_path / "set", tmp_path / "floor.json"
        (self.folder / "articles").mkdir(parents=True)
        (self.folder / "truth").mkdir()
        for id in "ab":
            (self.folder / "articles" / f"{id}.txt").write_text(self.TEXT)
        side = {"start": 0, "end": 38, "text": self.TEXT[:38]}
        line = {
            "id": "t",
            "left": {"article": "a", **side},
            "right": {"article": "b", **side},
            "kind": "verbatim",
            "category": "wire",
            "words_left": 9,
            "words_right": 9,
            "set_aside": False,
            "provenance": {"label": "left-to-right", "source": None, "source_named": False},
        }
        rows = "".join(json.dumps({"id": id, "outlet": id, "published": None}) + "\n" for id in "ab")
        (self.folder / "metadata.jsonl").write_text(rows)
        (self.folder / "truth" / "passages.jsonl").write_text(json.dumps(line) + "\n")
        (self.folder / "truth" / "hard_negatives.jsonl").write_text("")
        self.found = report(match("m", ("a", 0, 38), ("b", 0, 38)))
        monkeypatch.delenv("DEDUP_DATA", raising=False)
        monkeypatch.setitem(vars(dedup), "audit", self.audit)  # not setattr: that would load the real one

    def audit(self, articles: Sequence[Article], settings: object = None) -> Report:
        assert [article.id for article in articles] == ["a", "b"]
        return self.found

    def run(self, *options: str) -> int:
        return quality.main(["--corpus", str(self.folder), "--floor", str(self.floor), "--only", "corpus", *options])

    def test_without_a_floor_it_fails_and_sets_none(self) -> None:
        assert self.run() == 1
        assert not self.floor.exists()

    def test_at_the_floor_it_passes(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert self.run("--update-floor") == 0
        assert self.run("--show") == 0
        assert "missed (0)" in capsys.readouterr().out

    def test_below_the_floor_it_fails_and_says_what_sank(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.run("--update-floor")
        self.found = report()
        assert self.run() == 1
        assert "passages/f1: 0.0000 is worse than the floor 1.0000" in capsys.readouterr().out

    def test_lowering_the_floor_takes_the_option(self) -> None:
        self.run("--update-floor")
        self.found = report()
        assert self.run("--update-floor") == 0
        assert self.run() == 0

    def test_a_floor_lowered_by_hand_fails(self) -> None:
        self.run("--update-floor")
        content = json.loads(self.floor.read_text())
        content["data"]["corpus"]["figures"]["passages/f1"] = 0.1
        self.floor.write_text(json.dumps(content))
        assert self.run() == 1
        assert self.run("--update-floor") == 0
        assert self.run() == 0

    def test_changed_data_fails(self) -> None:
        self.run("--update-floor")
        (self.folder / "articles" / "a.txt").write_text(self.TEXT + " More.")
        assert self.run() == 1

    def test_the_floor_of_other_data_says_nothing(
        self, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Floors of this repository are for its own data: another set that an option names is shown, no more."""
        monkeypatch.setattr(quality, "HERE", tmp_path)
        command = ["--corpus", str(self.folder), "--only", "corpus"]
        assert quality.main(command) == 0
        assert "no floor was set on this data" in capsys.readouterr().out
        self.run("--update-floor")  # tmp_path / "floor.json"
        self.found = report()
        assert quality.main(command) == 1  # the same data, and worse
        (self.folder / "articles" / "a.txt").write_text(self.TEXT + " More.")
        assert quality.main(command) == 0
        with monkeypatch.context() as own:  # the repository's own data has its floor, though an option names it
            own.setattr(quality, "CORPUS", self.folder)
            assert quality.main(command) == 1
        with pytest.raises(SystemExit, match="2"):
            quality.main([*command, "--update-floor"])
        assert "add --floor FILE" in capsys.readouterr().err

    def test_a_broken_set_is_exit_2(self) -> None:
        (self.folder / "metadata.jsonl").unlink()
        assert self.run() == 2
