"""Several formats for continuous integration from one run, of files as they are."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

from running import Run

WORDS = (
    "Built in 1958 to carry drinking water to the mill towns of the lower Calder, the dam was raised by four metres "
    "in 1977 after two dry summers, and its earth core has been watched by a grid of pressure gauges since a seepage "
    "scare in 1994 that emptied three villages for a week."
)


def test_several_formats_in_one_run(tmp_path: Path, real: Run) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_bytes(f"\ufeffTARN — Water rose.\r\n\r\n{WORDS}\r\n".encode())
    (tmp_path / "news" / "b.txt").write_bytes(f"A reader wrote in.\n{WORDS} He left.\n".encode())
    (tmp_path / "news" / "c.jsonl").write_text('{"id": "c", "text": "Nothing is shared here."}\n{', "utf-8")
    ran = real(
        *("audit", "news", "--format", "sarif", "-o", "a.sarif", "-o", "b.xml", "--format", "gitlab", "-o", "c.json"),
        *("--format", "json", "-o", "d.json", "--format", "github"),
        env={"GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md")},
    )
    assert ran.code == 2, ran.err  # one line could not be read
    results = json.loads((tmp_path / "a.sarif").read_text("utf-8"))["runs"][0]["results"]
    assert len(results) == 1
    places = [results[0]["locations"][0], results[0]["relatedLocations"][0]]
    found = {}
    for place in places:
        physical = place["physicalLocation"]
        region = physical["region"]
        lines = (tmp_path / physical["artifactLocation"]["uri"]).read_text("utf-8-sig").split("\n")
        assert region["startLine"] == region["endLine"]
        found[physical["artifactLocation"]["uri"]] = lines[region["startLine"] - 1][
            region["startColumn"] - 1 : region["endColumn"] - 1
        ]
    assert sorted(found) == ["news/a.txt", "news/b.txt"]
    assert all(WORDS.startswith(words.rstrip(".")) for words in found.values()), found
    suites = ElementTree.parse(tmp_path / "b.xml").getroot()
    assert [suite.get("name") for suite in suites] == ["news/a.txt", "news/b.txt", "news/c.jsonl"]
    assert suites.get("errors") == "1"
    assert [each["check_name"] for each in json.loads((tmp_path / "c.json").read_text("utf-8"))] == [
        "dedup/not-read",
        results[0]["ruleId"],
    ]
    assert [line.split(" ", 1)[0] for line in ran.text.splitlines()] == ["::notice", "::error", "::warning"]
    assert (tmp_path / "summary.md").read_text("utf-8").startswith("## Shared wording: incomplete\n")
    assert json.loads((tmp_path / "d.json").read_text("utf-8"))["matches"]


def test_formats_of_a_gate_need_the_texts_here(tmp_path: Path, process: Run) -> None:
    (tmp_path / "a.txt").write_text("x")
    ran = process("audit", "a.txt", "--engine", "spark", "--level", "article", "--format", "sarif")
    assert ran.code == 2
    assert "--engine local" in ran.err
