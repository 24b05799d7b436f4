"""The comparison with peers: its runs, what becomes of one that fails, its table and its picture."""

from __future__ import annotations

import json
import sys
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import peer_jobs
import peers
import pytest
from articles_oracle import truth
from generate import generate
from peers import Run, compare, measure
from peers_figure import draw
from peers_tables import peers_table

ROOT = Path(__file__).resolve().parents[2]
NOWHERE = Path("nowhere") / "python"
DATASKETCH = Run(label="datasketch", peer="datasketch")


def run_of(label: str, peer: str, seconds: float, **more: Any) -> dict[str, Any]:
    scores = {f"{what}/{jaccard}": 0.25 for what in ("recall", "precision") for jaccard in (0.7, 0.5)}
    made = {"label": label, "peer": peer, "threads": 1, "asked": None, "version": "1.0", "seconds": seconds}
    made["worked"] = 0.99 * seconds
    return {**made, "peak_mb": 100.4, "above_mb": 7.0, "pairs": 1234, "seconds_each": [seconds], **scores, **more}


@pytest.fixture
def results() -> dict[str, Any]:
    own = {"recall/0.7": 0.9996, "precision/0.7": 1.0, "recall/0.5": 0.111, "precision/0.5": 0.222}
    return {
        "corpus": "generated",
        "texts": 20_000,
        "megabytes": 50.0,
        "rounds": 3,
        "truth": {"0.7": 1050, "0.5": 2000},
        "processor": "AVX-512, 8 GB of memory",
        "runs": [
            run_of("datasketch", "datasketch", 10.0),
            {"label": "gaoya", "peer": "gaoya", "threads": 2, "asked": None, "failed": "Broken: a|b\nc"},
            run_of("dedup", "dedup", 0.5, asked=0.7, **own),
            run_of("rensa", "rensa", 4.0, **{"recall/0.7": None}),
        ],
    }


def cells(table: str, name: str) -> list[str]:
    (line,) = [line for line in table.split("\n\n")[1].splitlines() if line.startswith(f"| {name} |")]
    return [cell.strip() for cell in line.replace("\\|", "¦").strip("|").split("|")]


def test_the_table_has_speed_memory_and_what_was_found(results: dict[str, Any]) -> None:
    table = peers_table(results)
    assert "20,000 generated articles, 50.0 MB; by the oracle 1,050 pairs reach .7 and 2,000 pairs reach .5" in table
    assert "Medians of 3 interleaved rounds; AVX-512, 8 GB of memory. " in table
    assert "Processes of one thread had 99% of a core." in table
    head = cells(table, "").index("× datasketch")
    assert cells(table, "dedup")[:10] == [
        "dedup", "1.0", "1", "0.50", "100.0", "20.0", "100", "7", "1,234", "1.000",
    ]  # fmt: skip
    assert cells(table, "rensa")[head] == "2.5" and cells(table, "datasketch")[head] == "1.0"
    assert cells(table, "datasketch")[9:] == ["0.250"] * 4


def test_a_similarity_that_was_not_asked_for_is_not_scored(results: dict[str, Any]) -> None:
    assert cells(peers_table(results), "dedup")[9:] == ["1.000", "–", "1.000", "–"]
    assert cells(peers_table(results), "rensa")[9:] == ["–", "0.250", "0.250", "0.250"]


def test_the_quickest_comes_first_then_what_failed_then_what_was_not_run(results: dict[str, Any]) -> None:
    lines = peers_table(results).split("\n\n")[1].splitlines()[2:]
    assert [line.split("|")[1].strip().split(" ")[0] for line in lines] == [
        "dedup", "rensa", "datasketch", "gaoya", "passim,",
    ]  # fmt: skip
    assert cells(peers_table(results), "gaoya")[:4] == ["gaoya", "", "2", "Broken: a¦b c"]
    assert "recorded, not run" in lines[-1] and "0.03–0.04" in lines[-1]
    assert {line.replace("\\|", "").count("|") for line in lines} == {14}


def test_a_busy_machine_is_told(results: dict[str, Any]) -> None:
    for run in results["runs"]:
        run["worked"] = 0.6 * run.get("seconds", 0.0)
    assert "Processes of one thread had 60% of a core: measure again when it is quiet." in peers_table(results)


def test_ratios_say_how_much_faster_dedup_is(results: dict[str, Any]) -> None:
    ratios = peers_table(results).split("\n\n")[2].splitlines()
    assert "| datasketch (1) | 20.0 |" in ratios and "| rensa (1) | 8.0 |" in ratios and "| dedup (1) | 1.0 |" in ratios


def test_without_datasketch_there_is_a_table_and_no_picture(results: dict[str, Any], tmp_path: Path) -> None:
    results["runs"][0] = {
        "label": "datasketch", "peer": "datasketch", "threads": 1, "asked": None, "failed": "not installed: datasketch",
    }  # fmt: skip
    table = peers_table(results)
    assert cells(table, "dedup")[5] == "–"
    assert cells(table, "datasketch")[3] == "not installed: datasketch"
    with pytest.raises(SystemExit, match="no picture without datasketch"):
        draw(results, tmp_path / "peers.png")


def test_the_picture_is_the_same_for_the_same_results(results: dict[str, Any], tmp_path: Path) -> None:
    for name in ("one.png", "two.png"):
        draw(results, tmp_path / name)
    drawn = (tmp_path / "one.png").read_bytes()
    assert drawn.startswith(b"\x89PNG") and drawn == (tmp_path / "two.png").read_bytes()
    results["runs"][2]["seconds"] = 5.0
    draw(results, tmp_path / "two.png")
    assert drawn != (tmp_path / "two.png").read_bytes()


def test_a_run_of_real_processes() -> None:
    missing = Run(label="gaoya", peer="gaoya", threads=2)
    found = compare(None, count=200, rounds=2, python=Path(sys.executable), runs=(DATASKETCH,))
    (run,) = found["runs"]
    known = truth([each.text for each in generate(200)], 0.5)
    assert found["truth"] == {"0.7": len(known.reaching(0.7)), "0.5": len(known.pairs)}
    assert found["texts"] == 200 and 0.5 < found["megabytes"] < 0.8
    assert len(run["seconds_each"]) == 2 and run["seconds"] > 0 and run["version"].startswith("2.")
    assert run["peak_mb"] > run["above_mb"] >= 0 and 0 < run["worked"] < 1.5 * run["seconds"]
    assert 0.5 <= run["recall/0.7"] <= 1 and run["recall/0.5"] <= run["recall/0.7"] and run["precision/0.5"] > 0.8
    assert run["pairs"] > 0
    (failed,) = compare(None, count=20, rounds=2, python=NOWHERE, runs=(missing,))["runs"]
    assert failed["failed"].startswith("not installed") and failed["threads"] == 2


def test_articles_of_ones_own(tmp_path: Path) -> None:
    text = " ".join(f"word{number}" for number in range(40))
    place = tmp_path / "mine.jsonl"
    place.write_text("".join(json.dumps({"text": each}) + "\n" for each in (text, "else", text)) + "\n", "utf-8")
    own = Run(label="dedup", peer="dedup", asked=0.7)
    found = compare(place, rounds=1, python=NOWHERE, runs=(own, DATASKETCH))
    assert (found["corpus"], found["texts"], found["truth"]) == ("mine.jsonl", 3, {"0.7": 1, "0.5": 1})
    assert found["runs"][0]["recall/0.7"] == found["runs"][0]["precision/0.7"] == 1.0
    assert "failed" in found["runs"][1]


def texts_file(folder: Path) -> Path:
    place = folder / "texts.jsonl"
    place.write_text('{"text": "one two three four five six"}\n' * 2, "utf-8")
    return place


@pytest.mark.parametrize(
    ("module", "reason"),
    [
        ("raise ModuleNotFoundError(name='rensa')", "not installed: rensa"),
        ("raise RuntimeError('no\\nluck')", "RuntimeError: no"),
        ("import os; os._exit(7)", "exit code 7: no word about it"),
        ("import os, sys; print('bad luck', file=sys.stderr, flush=True); os._exit(7)", "exit code 7: bad luck"),
    ],
)
def test_why_a_peer_failed(module: str, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rensa.py").write_text(module + "\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    run = Run(label="rensa", peer="rensa")
    told = measure(run, texts_file(tmp_path), Path(sys.executable), tmp_path / "out.json")
    assert told == {"failed": reason}


def test_a_peer_that_takes_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rensa.py").write_text("import time; time.sleep(60)\n", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(peers, "_MOST_SECONDS", 1)
    told = measure(Run(label="rensa", peer="rensa"), texts_file(tmp_path), Path(sys.executable), tmp_path / "out.json")
    assert told == {"failed": "not done after 1 s"}


def test_one_that_failed_is_not_run_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def measured(run: Run, *_: object) -> dict[str, Any]:
        asked.append(run.peer)
        if run.peer == "rensa":
            return {"failed": "once"}
        return {
            "seconds": float(len(asked)),
            "worked": 1.0,
            "peak_mb": 1.0,
            "above_mb": 0.0,
            "pairs": [[0, 1]],
            "version": "1",
        }

    monkeypatch.setattr(peers, "measure", measured)
    runs = (DATASKETCH, Run(label="rensa", peer="rensa"), Run(label="gaoya", peer="gaoya"))
    found = compare(texts_file(tmp_path), rounds=3, runs=runs)
    assert asked == ["datasketch", "rensa", "gaoya", "gaoya", "datasketch", "datasketch", "gaoya"]
    assert found["runs"][0]["seconds"] == 5.0 and found["runs"][0]["seconds_each"] == [1.0, 5.0, 6.0]
    assert found["runs"][1]["failed"] == "once"


def test_shingles_and_groups() -> None:
    assert peer_jobs.shingles("One two, three. Four FIVE six!") == [
        "one two three four five",
        "two three four five six",
    ]
    assert peer_jobs.shingles("Two words") == ["two words"] and peer_jobs.shingles("…") == []
    assert peer_jobs._paired([[3, 1, 2], [2, 1], [4]]) == {(1, 2), (1, 3), (2, 3)}
    rows = np.array([[1, 2], [3, 4], [1, 2], [2, 1], [3, 4], [1, 2]], np.uint32)
    assert sorted(peer_jobs._equal_rows(rows)) == [[0, 2, 5], [1, 4]]


def test_every_run_has_a_job_and_every_pinned_peer_is_run() -> None:
    assert {run.peer for run in peers.RUNS} == set(peer_jobs.PEERS)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    pinned = {entry.split("==")[0] for entry in project["dependency-groups"]["peers"]}
    assert pinned == {peer.package for peer in peer_jobs.PEERS.values()} - {"dedup"}
