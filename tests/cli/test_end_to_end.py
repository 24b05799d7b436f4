"""From files to reports with everything in between: the command line as it is, on part of the collection."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from running import Run

import dedup

CORPUS = Path(__file__).resolve().parents[2] / "corpus"


@pytest.fixture
def dam(tmp_path: Path) -> Path:
    """One event of the collection, with its metadata."""
    folder = tmp_path / "dam"
    folder.mkdir()
    for path in sorted((CORPUS / "articles").glob("dam-*.txt")):
        shutil.copyfile(path, folder / path.name)
    lines = (CORPUS / "metadata.jsonl").read_text("utf-8").splitlines(keepends=True)
    (tmp_path / "metadata.jsonl").write_text("".join(line for line in lines if '"dam-' in line), "utf-8")
    return folder


def test_an_audit_in_every_format_at_once(real: Run, dam: Path, tmp_path: Path) -> None:
    pairs = ["--format", "json", "-o", "r.json", "--format", "csv", "-o", "r.csv", "-o", "r.jsonl", "-o", "r.md"]
    ran = real("audit", "dam", "--metadata", "metadata.jsonl", *pairs, "--format", "table")
    assert ran.code == 0
    assert ran.err.splitlines() == [f"dedup: wrote {name}" for name in ("r.json", "r.csv", "r.jsonl", "r.md")]
    report = json.loads((tmp_path / "r.json").read_bytes())
    schema = json.loads(files("dedup.report").joinpath("schema/report-1.0.schema.json").read_text("utf-8"))
    jsonschema.validate(report, schema)
    assert report["matches"]
    assert len(list(csv.DictReader(io.StringIO((tmp_path / "r.csv").read_text("utf-8-sig"))))) == len(report["matches"])
    records = [json.loads(line) for line in (tmp_path / "r.jsonl").read_text("utf-8").splitlines()]
    assert sum(record["type"] == "match" for record in records) == len(report["matches"])
    counted = re.search(r"share (\d+) passages(?:, and (\d+) more)?", ran.text)
    assert counted and sum(int(number or 0) for number in counted.groups()) == len(report["matches"])
    assert "Northmoor Gazette" in (tmp_path / "r.md").read_text("utf-8")
    texts = {path.stem: path.read_text("utf-8") for path in dam.iterdir()}
    for match in report["matches"]:
        for side in (match["left"], match["right"]):
            assert texts[side["article"]][side["start"] : side["end"]] == side["text"]


def test_the_same_bytes_whatever_should_not_matter(real: Run, dam: Path, tmp_path: Path) -> None:
    names = [f"dam/{path.name}" for path in sorted(dam.iterdir())]
    common = ("--metadata", "metadata.jsonl", "--format", "json")
    first = real("audit", *names, *common, env={"PYTHONHASHSEED": "1", "TZ": "UTC"})
    other = real(
        "audit", *reversed(names), *common, "--workers", "1", "-v", env={"PYTHONHASHSEED": "2", "TZ": "Asia/Tokyo"}
    )
    assert first.code == other.code == 0
    assert first.out == other.out


def test_the_settings_reach_the_matching(real: Run, dam: Path) -> None:
    common = ("audit", "dam", "--metadata", "metadata.jsonl", "--format", "json")
    usual = real(*common).json()
    longer = real(*common, "--min-words", "30").json()
    assert longer["settings"]["min_words"] == 30
    assert 0 < len(longer["matches"]) < len(usual["matches"])
    whole = real(*common, env={"DEDUP_LEVEL": "article"}).json()
    assert whole["settings"]["level"] == "article"
    assert len(whole["matches"]) < len(usual["matches"])


def test_a_folder_without_metadata(real: Run, dam: Path) -> None:
    ran = real("audit", "dam")
    assert ran.code == 0 and "8 articles" in ran.text


def test_nothing_at_all(real: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = real("audit", "empty", "--format", "json")
    assert ran.code == 2 and "no articles" in ran.err
    assert ran.json()["articles"] == [] and ran.json()["matches"] == []


def test_a_bad_record_among_good_ones(real: Run, tmp_path: Path) -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    good = [json.dumps({"id": name, "text": words, "outlet": name}) for name in "ab"]
    (tmp_path / "in.jsonl").write_text("\n".join([good[0], "[" * 100_000, good[1]]), "utf-8")
    ran = real("audit", "in.jsonl", "--format", "json")
    assert ran.code == 2
    assert len(ran.json()["matches"]) == 1 and ran.json()["skipped"][0]["line"] == 2


@pytest.mark.parametrize("names", [("dam-03", "dam-08"), ("dam-08", "dam-03")])
def test_compare_shows_what_the_function_finds(real: Run, dam: Path, names: tuple[str, str]) -> None:
    ran = real("compare", *(f"dam/{name}.txt" for name in names), "--format", "json")
    assert ran.code == 0
    shown = [spans(match["left"]) + spans(match["right"]) for match in ran.json()["matches"]]
    texts = [(dam / f"{name}.txt").read_text("utf-8") for name in names]
    found = dedup.compare(
        dedup.Article(id=f"left:{names[0]}", text=texts[0]), dedup.Article(id=f"right:{names[1]}", text=texts[1])
    )
    assert shown
    assert shown == [
        (match.left.article, match.left.start, match.left.end, match.right.article, match.right.start, match.right.end)
        for match in found
    ]


@pytest.mark.parametrize("names", [("dam-03", "dam-08"), ("dam-08", "dam-03")])
def test_compare_says_of_each_match_what_an_audit_says(real: Run, dam: Path, names: tuple[str, str]) -> None:
    files = [f"dam/{name}.txt" for name in names]
    compared, audited = real("compare", *files).text, real("audit", *files).text
    said = [
        sorted(
            line.strip() for line in text.splitlines() if line.startswith(("     undetermined:", "     common source"))
        )
        for text in (compared.replace("left:", "").replace("right:", ""), audited)
    ]
    assert len(said[1]) > 3
    assert said[0] == said[1]


def spans(side: dict[str, Any]) -> tuple[str, int, int]:
    return side["article"], side["start"], side["end"]


def test_compare_of_a_text_with_itself(real: Run, dam: Path) -> None:
    ran = real("compare", "dam/dam-03.txt", "dam/dam-03.txt", "--format", "json")
    assert ran.code == 0 and any(match["kind"] == "verbatim" for match in ran.json()["matches"])


def test_compare_with_nothing_in_common(real: Run, articles: Path) -> None:
    ran = real("compare", "articles/a.txt", "articles/b.txt")
    assert ran.code == 0 and "No shared wording" in ran.text


def test_compare_speaks_ascii(real: Run, dam: Path) -> None:
    ran = real("compare", "dam/dam-03.txt", "dam/dam-08.txt", encoding="ascii")
    assert ran.code == 0 and ran.out.isascii()


def test_listed_phrases_are_set_aside_and_the_list_is_safe(real: Run, tmp_path: Path) -> None:
    shared = "The lock keeper counted forty drowned sheep below the weir before anybody closed the upper gate."
    (tmp_path / "a.txt").write_text(f"Rain fell for nine days. {shared} Nobody slept.", "utf-8")
    (tmp_path / "b.txt").write_text(f"Cider is cheap this autumn. {shared} Prices may rise.", "utf-8")
    (tmp_path / "stock.txt").write_text(f"# told every year\n{shared}\n", "utf-8")
    ran = real("compare", "a.txt", "b.txt", "--stock", "stock.txt", "--format", "json")
    report = ran.json()
    assert (ran.code, report["matches"]) == (0, [])
    assert [(each["reason"], each["detail"]) for each in report["set_aside"]] == [("stock", "listed in stock.txt:2")]
    table = real("compare", "a.txt", "b.txt", "--stock", "stock.txt").text
    assert "stock wording" in table and "listed in stock.txt:2" in table
    refused = real("compare", "a.txt", "b.txt", "--stock", "stock.txt", "-o", "stock.txt")
    assert refused.code == 2 and (tmp_path / "stock.txt").read_text("utf-8").startswith("# told")
    absent = real("audit", "a.txt", "--stock", "none.txt")
    assert (
        absent.code == 2 and absent.err == "dedup: error: stock: none.txt: cannot be read: No such file or directory\n"
    )
