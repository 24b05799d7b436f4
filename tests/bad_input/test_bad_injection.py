"""Article text, titles, outlets, ids, URLs and file names that would act on a terminal, a page, a sheet or a runner."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from pathlib import Path

import pytest
from bad_runs import FORMATS, WORDS, pair, run, valid, write_jsonl

ATTACKS = {
    "escape": "\x1b]0;owned\x07\x1b[2J\x1b[31m",
    "C1": "\x9b31m\x9d0;owned\x9c\x90q\x9c",
    "controls": "\r\b\b\b\x00\x7f\x0c\x0b",
    "rich": "[/foo][link=https://evil.example]x[/link][bold red]\\[",
    "html": "<script>alert(1)</script><img src=x onerror=alert(1)>&amp;\"'",
    "url": "javascript:alert(1)//",
    "data url": "data:text/html,<script>alert(1)</script>",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "formula 2": "+1+cmd|' /C calc'!A0",
    "formula 3": "@SUM(1)",
    "formula 4": "\t=1+1",
    "formula 5": "\u200b=1+1",
    "formula 6": "＝1+1",
    "workflow": "::error file=a,line=1::owned",
    "workflow 2": "\n::set-env name=A::b\n",
    "workflow 3": "##[error]owned ##vso[task.setvariable variable=a]b",
    "markdown": "| a | `b` ](javascript:alert(1)) ![x](https://evil.example/p.png) *c* _d_ # e\n# f\n---\n",
    "markdown 2": "@everyone #1 https://evil.example <!-- -->",
    "bidi": "\u202e\u2066gpj.exe\u2069\u202c\u200f",
    "invisible": "\u200b\u200d\u2060\ufeff\u00ad\U000e0041\U000e0001",
    "separators": "a\u2028b\u2029c\x85d",
    "format string": "{0}{article.id}%s%(x)s$HOME`id`$(id)",
    "path": "../../../../etc/passwd",
    "windows path": "..\\..\\con\x00.txt",
    "not XML": "\ufffe\uffff\ufdd0\x0b]]>",
}
attacks = pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())


@attacks
def test_in_every_field_and_format(folder: Path, attack: str) -> None:
    records = [
        {"id": attack + name, "outlet": attack + name, "title": attack, "url": attack, "published": attack,
         attack: attack, "text": f"{attack}\n{WORDS} {attack} they said. {WORDS}."}
        for name in "ab"
    ]  # fmt: skip
    write_jsonl(folder / "in.jsonl", *records, attack.replace("\n", " "))
    before = set(folder.rglob("*"))
    for form in FORMATS:
        ran = run("audit", "in.jsonl", "--format", form, "--full")
        assert ran.code == 2
        text = ran.out.decode()
        if form == "markdown":
            assert not re.search(r"(?<!\\)(?:\]\(|<[a-z!/]|`)", text)
        if form == "csv":
            for cell in (cell for row in csv.reader(io.StringIO(text)) for cell in row if cell):
                assert cell[0] not in "=+@＝\t" and not re.match("-[^0-9.]", cell)
    assert set(folder.rglob("*")) == before


@attacks
def test_json_keeps_what_it_makes_harmless(folder: Path, attack: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(f"{WORDS}.", title=attack))
    report = run("audit", "in.jsonl", "--format", "json").json()
    assert [article["title"] for article in report["articles"]] == [attack.strip() or None] * 2 or [
        article["title"] for article in report["articles"]
    ] == [attack] * 2


@attacks
def test_colour_adds_only_our_own_escapes(folder: Path, attack: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(f"{WORDS} {attack}.", title=attack))
    assert run("audit", "in.jsonl", "--color", "always", "-o", "c.txt", "--format", "table").code == 0
    coloured = (folder / "c.txt").read_text("utf-8")
    assert "\x1b[" in coloured
    valid("table", re.sub(r"\x1b\[[0-9;]*m", "", coloured).encode())


@pytest.mark.skipif(os.name == "nt", reason="such names cannot be there")
@attacks
def test_in_file_names_and_messages(folder: Path, attack: str) -> None:
    name = "n" + attack.replace("/", "∕").replace("\0", "")
    (folder / "in").mkdir()
    for number in "ab":
        (folder / "in" / f"{name}{number}.txt").write_text(f"{WORDS}.", "utf-8")
    (folder / "in" / f"{name}.jsonl").write_text("no JSON", "utf-8")
    assert run("audit", "in", "-v").code == 2
    assert len(run("audit", "in", "--format", "json").json()["matches"]) == 1
    assert run("audit", name + "/nothing").code == 2
    assert run("audit", "in", "-o", f"{name}/x.json").code == 2
    assert run("compare", "in", name).code == 2
    assert run("audit", "in", "--metadata", name).code == 2
    assert run("audit", "in", "--format", name).code == 2
    assert run("audit", "in", "--min-words", name).code == 2


@attacks
def test_in_settings(folder: Path, attack: str) -> None:
    (folder / "dedup.toml").write_text(f"{json.dumps(attack)} = 1\n", "utf-8")
    assert run("config", "show").code == 2
    (folder / "dedup.toml").write_text(f"level = {json.dumps(attack)}\n", "utf-8")
    assert run("config", "show").code == 2
    (folder / "dedup.toml").unlink()
    assert run("config", "show", env={"DEDUP_LEVEL": attack.replace("\0", "")}).code == 2
