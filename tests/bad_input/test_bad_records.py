"""Records that are broken, hostile or contradict each other: each is skipped by line, the others count."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from bad_runs import FORMATS, WORDS, pair, run, write_jsonl

BROKEN = {
    "nesting": "[" * 100_000,
    "objects": '{"a":' * 100_000,
    "nested inside": '{"id": "x", "text": "some words", "extra": ' + "[" * 500 + "]" * 500 + "}",
    "truncated": '{"id": "x", "text": "some wor',
    "null text": '{"id": "x", "text": null}',
    "list text": '{"id": "x", "text": ["a", "b"]}',
    "no text": '{"id": "x"}',
    "no id": '{"text": "some words"}',
    "list id": '{"id": [1], "text": "some words"}',
    "true id": '{"id": true, "text": "some words"}',
    "number": "17",
    "text alone": '"some words"',
    "garbage": "\x00\x01\x02",
    "empty text": '{"id": "x", "text": " \\u200b "}',
    "long id": json.dumps({"id": "x" * 100_000, "text": "some words"}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_broken_line_is_skipped(folder: Path, broken: str) -> None:
    one, two = pair(WORDS)
    write_jsonl(folder / "in.jsonl", one, broken, two)
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 2 and len(ran.json()["matches"]) == 1
    [(path, line, reason)] = ran.skipped()
    assert (path, line) == ("in.jsonl", 2) and reason and len(reason) < 300
    assert run("audit", "in.jsonl", "--format", "json", "--allow-skipped").code == 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_broken_line_at_once_in_every_format(folder: Path, form: str) -> None:
    write_jsonl(folder / "in.jsonl", *pair(WORDS), *BROKEN.values())
    ran = run("audit", "in.jsonl", "--format", form)
    assert ran.code == 2
    assert len(run("audit", "in.jsonl", "--format", "json").skipped()) == len(BROKEN)
    assert run("audit", "-", "--format", form, stdin=(folder / "in.jsonl").read_bytes()).code == 2


@pytest.mark.parametrize(
    "value",
    ["9" * 5_000, "-" + "9" * 5_000, "NaN", "Infinity", "1e999", "1e-999", '"\\u0000"', "{}", '{"a": {"a": 1}}'],
)
@pytest.mark.parametrize("field", ["price", "url", "title", "outlet", "published", "first_seen"])
def test_odd_values_in_any_field(folder: Path, field: str, value: str) -> None:
    lines = [f'{{"id": "{name}", "text": {json.dumps(WORDS)}, "{field}": {value}}}' for name in "ab"]
    write_jsonl(folder / "in.jsonl", *lines)
    ran = run("audit", "in.jsonl", "--format", "json")
    assert len(ran.json()["articles"]) + len(ran.skipped()) == 2
    assert ran.code == (2 if ran.skipped() else 0)
    assert run("audit", "in.jsonl").code == ran.code


def test_duplicate_keys_never_pass_in_silence(folder: Path) -> None:
    line = json.dumps({"id": "a", "text": WORDS})[:-1] + ', "text": "another"}'
    write_jsonl(folder / "in.jsonl", line)
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 2 or ran.err


def test_one_id_for_two_texts_is_refused(folder: Path) -> None:
    write_jsonl(folder / "in.jsonl", {"id": "\x1b[31m", "text": WORDS}, {"id": "\x1b[31m", "text": "other words"})
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 2 and ran.out == b"" and "in.jsonl:1" in ran.err and "in.jsonl:2" in ran.err


def test_one_id_twice_with_one_text_counts_once_and_is_told(folder: Path) -> None:
    write_jsonl(folder / "in.jsonl", *[{"id": "a", "text": WORDS}] * 1_000)
    ran = run("audit", "in.jsonl", "--format", "json")
    assert ran.code == 0 and len(ran.json()["articles"]) == 1 and ran.json()["matches"] == []
    assert ran.err.count("\n") == 1 and "1000 times" in ran.err


DATES = ["2023-02-30", "0000-00-00", "9999-12-31", "0001-01-01", "99999-01-01", "yesterday", "1" * 5_000,
         "2023-04-16T25:00", "2023-04-16T10:00+99:00",
         "/", "2024/2023", "NaT", "\x1b[31m", "2999-01-01T00:00:00Z"]  # fmt: skip


@pytest.mark.parametrize("date", DATES, ids=range(len(DATES)))
def test_no_date_breaks_an_audit(folder: Path, date: str) -> None:
    one, two = pair(WORDS)
    write_jsonl(folder / "in.jsonl", {**one, "published": date, "first_seen": date}, {**two, "published": "2023-04-16"})
    for form in ("table", "json"):
        assert run("audit", "in.jsonl", "--format", form).code == 0


@pytest.mark.parametrize(
    "dates",
    [
        ("2023-04-16", "2023-04-16T10:00Z"),
        ("2023-04-16", "2023-04-16"),
        ("2023-04-16T10:00", "2023-04-16T12:00"),
        ("2023-04-16T10:00Z", "2023-04-16T12:00+02:00"),
        ("2023-04-16", "2023-04-17"),
        ("2023-02-30", "2023-04-17"),
    ],
)
def test_dates_that_order_nothing_are_no_order(folder: Path, dates: tuple[str, str]) -> None:
    one, two = pair(WORDS)
    write_jsonl(folder / "in.jsonl", {**one, "published": dates[0]}, {**two, "published": dates[1]})
    [match] = run("audit", "in.jsonl", "--format", "json").json()["matches"]
    assert "timing.order" not in {entry["signal"] for entry in match["verdict"]["ledger"]}


def test_a_csv_of_odd_cells(folder: Path) -> None:
    rows = ["id,text,title", f'a,"{WORDS}","=1+1"', f'b,"{WORDS}\x00",\x1b[31m', "c", 'd,"unclosed', ""]
    (folder / "in.csv").write_text("\r\n".join(rows), "utf-8")
    for form in FORMATS:
        ran = run("audit", "in.csv", "--format", form)
        assert ran.code == 2
    assert run("audit", "in.csv", "--format", "json").skipped()
