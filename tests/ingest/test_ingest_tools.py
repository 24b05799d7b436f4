"""What trafilatura, passim and Hugging Face's `datasets` write, read as it is."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.ipc
import pyarrow.parquet
import pytest

from dedup.dates import parse_published
from dedup.ingest import Limits, articles_from, read

PAGE = """<html><head><title>Bridge {0}</title><meta property="og:site_name" content="The Calder Courier">
<meta property="article:published_time" content="2031-03-04T06:30:00Z">
<link rel="canonical" href="https://courier.example/{0}"></head>
<body><article><h1>Bridge {0}</h1>{1}</article></body></html>"""
TEXT = "".join(
    f"<p>The mayor said that bridge {at} would open in the spring, after years of delay.</p>" for at in range(6)
)
# As trafilatura 2.3 writes it; `filedate` is the day of the run.
DOCUMENT: dict[str, Any] = {
    "title": "Bridge to open", "author": "A. Author", "hostname": "courier.example", "date": "2031-03-04",
    "fingerprint": "6e078dd790a8c7b2", "id": None, "license": None, "comments": "", "raw_text": "The bridge opens.",
    "text": "The bridge opens.", "language": None, "image": None, "pagetype": None, "filedate": "2026-11-22",
    "source": "https://courier.example/bridge", "source-hostname": "The Calder Courier", "excerpt": None,
    "categories": "", "tags": "",
}  # fmt: skip


def test_a_document_of_trafilatura_itself(tmp_path: Path) -> None:
    trafilatura = pytest.importorskip("trafilatura")
    pages = [PAGE.format(at, TEXT + f"<p>Number {at} of many others that were built.</p>") for at in range(2)]
    lines = [trafilatura.extract(page, output_format="json", with_metadata=True) for page in pages]
    (tmp_path / "one.json").write_text(lines[0], "utf-8")
    (tmp_path / "all.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    (one,) = read(tmp_path / "one.json").articles
    assert one.id == "one" and one.url == "https://courier.example/0" and one.outlet == "The Calder Courier"
    reading = read(tmp_path / "all.jsonl")
    assert [each.id for each in reading.articles] == ["https://courier.example/0", "https://courier.example/1"]
    assert not reading.skipped and not reading.notes


def test_fields_of_trafilatura_are_known(tmp_path: Path) -> None:
    (tmp_path / "crawl.jsonl").write_text(json.dumps(DOCUMENT), "utf-8")
    (article,) = read(tmp_path).articles
    assert (article.id, article.url) == ("https://courier.example/bridge",) * 2
    assert (article.outlet, article.title) == ("The Calder Courier", "Bridge to open")
    assert article.published == parse_published("2031-03-04")
    assert "raw_text" not in article.extra and "filedate" not in article.extra
    assert article.extra["author"] == "A. Author" and article.extra["hostname"] == "courier.example"


@pytest.mark.parametrize(
    "changes, expected",
    [
        ({"id": "own"}, "own"),
        ({"url": "https://b.example/2"}, "https://b.example/2"),
        ({"source": None}, "id is null"),
        ({"source": "no address"}, "id is null"),
        ({"text": None}, "text is null"),
        ({"text": ""}, "empty text"),
    ],
)
def test_a_page_without_an_id_has_its_address_for_one(tmp_path: Path, changes: dict[str, Any], expected: str) -> None:
    (tmp_path / "crawl.jsonl").write_text(json.dumps({**DOCUMENT, **changes}), "utf-8")
    reading = read(tmp_path)
    assert [each.id for each in reading.articles] + [skip.reason for skip in reading.skipped] == [expected]


def test_a_record_of_others_has_no_id_from_its_address(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": "t", "url": "https://a.example"}), "utf-8")
    reading = read(tmp_path)
    assert [skip.reason for skip in reading.skipped] == ["id is missing"]
    assert "no row has a column 'id'" in reading.notes[0] and "there are 'text', 'url'" in reading.notes[0]


def test_documents_of_trafilatura_in_memory() -> None:
    (article,) = articles_from([DOCUMENT]).articles
    assert article.id == "https://courier.example/bridge" and article.outlet == "The Calder Courier"


def test_passim_reads_and_dedup_reads_the_same(tmp_path: Path) -> None:
    rows = [
        {
            "id": "gazette/1",
            "text": "The dam held.",
            "series": "gazette",
            "date": "1931-03-04",
            "ref": 1,
            "pages": [{"id": "p"}],
        },
        {"id": "courier/1", "text": "It broke.", "series": "courier", "date": "1931"},
    ]
    (tmp_path / "in.json.gz").write_bytes(gzip.compress(json.dumps(rows[0]).encode()))
    (tmp_path / "in.jsonl").write_text(json.dumps(rows[1]), "utf-8")
    two, one = read(tmp_path).articles
    assert (one.id, one.outlet, one.published) == ("gazette/1", "gazette", parse_published("1931-03-04"))
    assert (two.outlet, two.published) == ("courier", parse_published("1931"))
    assert one.extra == {"ref": 1, "pages": [{"id": "p"}]}


@pytest.mark.parametrize(
    "row",
    [
        {"uid": 1, "cluster": 2, "size": 3, "begin": 0, "end": 40, "id": "a", "text": "words", "series": "s"},
        {"id": "a", "begin": 1, "end": 2, "id2": "b", "begin2": 3, "end2": 4, "text": "words", "text2": "words"},
        {"id": "a", "uid": 1, "uid2": 2, "begin": 1, "end": 2, "text": "words"},
        {"id": "x", "id1": "a", "id2": "b", "s1": "wo-rds", "s2": "words", "text": "words"},
    ],
)
def test_what_passim_found_is_no_article(tmp_path: Path, row: dict[str, Any]) -> None:
    (tmp_path / "out.jsonl").write_text(
        json.dumps(row) + '\n{"id": "good", "text": "begin and end", "begin": 1}\n', "utf-8"
    )
    reading = read(tmp_path)
    assert [each.id for each in reading.articles] == ["good"]
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [
        (1, "a passage that passim found, and no article: give dedup what passim read, not what it wrote")
    ]


ROWS = [{"id": f"r{at}", "text": f"Text number {at}.", "sitename": "S", "date": "2031-03-04"} for at in range(70)]


@pytest.mark.parametrize("form", ["stream", "file", "packed"])
def test_arrow_files(tmp_path: Path, form: str) -> None:
    table = pyarrow.Table.from_pylist(ROWS)
    path = tmp_path / "a.arrow"
    make = pyarrow.ipc.new_file if form == "file" else pyarrow.ipc.new_stream
    with make(str(path), table.schema) as sink:
        sink.write_table(table, max_chunksize=40)
    if form == "packed":
        (tmp_path / "b.arrow.gz").write_bytes(gzip.compress(path.read_bytes()))
        path.unlink()
    reading = read(tmp_path)
    assert [each.id for each in reading.articles] == sorted(row["id"] for row in ROWS)
    assert reading.articles[0].source is not None and reading.articles[0].source.endswith(":1")
    assert {each.outlet for each in reading.articles} == {"S"} and not reading.skipped


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "noise", "large"])
def test_a_damaged_arrow_file_is_skipped_with_a_reason(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "a.arrow"
    table = pyarrow.Table.from_pylist(ROWS)
    with pyarrow.ipc.new_stream(str(path), table.schema) as sink:
        sink.write_table(table)
    data = path.read_bytes()
    offsets = data.index(b"Text number 0") - 300  # among the offsets of the texts
    path.write_bytes(
        {
            "cut": data[: len(data) // 2],
            "flipped": data[:offsets] + b"\xff" * 8 + data[offsets + 8 :],
            "empty": b"",
            "noise": b"no arrow at all" * 9,
            "large": data,
        }[damage]
    )
    reading = read(path, limits=Limits(file_bytes=100) if damage == "large" else None)
    (skipped,) = reading.skipped
    assert not reading.articles
    assert (
        "larger than 100 bytes" if damage == "large" else "empty file" if damage == "empty" else "malformed Arrow"
    ) in (skipped.reason)


# Column types whose values Python cannot hold, each with such a value.
BEYOND = {
    "year": (pyarrow.timestamp("ms"), 2**50),
    "day": (pyarrow.date32(), 2**30),
    "zone": (pyarrow.timestamp("ms", tz="Mars/Olympus"), 2**30),
    "duration": (pyarrow.duration("s"), 2**62),
}


@pytest.mark.parametrize("form", ["arrow", "parquet", "memory"])
@pytest.mark.parametrize("beyond", BEYOND)
def test_a_value_that_python_cannot_hold_costs_no_other(tmp_path: Path, form: str, beyond: str) -> None:
    kind, value = BEYOND[beyond]
    rows = {"id": ["a", "b"], "text": ["The dam held.", "The gates were open."]}
    table = pyarrow.table({**rows, "published": pyarrow.array([value, None], kind)})
    path = tmp_path / f"a.{form}"
    if form == "arrow":
        with pyarrow.ipc.new_stream(str(path), table.schema) as sink:
            sink.write_table(table)
    elif form == "parquet":
        pyarrow.parquet.write_table(table, path)
    reading = articles_from(table) if form == "memory" else read(path)
    assert [(each.id, each.published) for each in reading.articles] == [("a", None), ("b", None)]
    assert not reading.skipped
    assert len(reading.notes) == 1 and "1 date cannot be read and counts as unknown" in reading.notes[0]


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_nanoseconds_are_cut_off(tmp_path: Path, form: str) -> None:
    when = pyarrow.array([1_000_000_001], pyarrow.timestamp("ns", tz="UTC"))
    table = pyarrow.table({"id": ["a"], "text": ["The dam held."], "published": when, "seen": when})
    path = tmp_path / f"a.{form}"
    if form == "arrow":
        with pyarrow.ipc.new_stream(str(path), table.schema) as sink:
            sink.write_table(table)
    else:
        pyarrow.parquet.write_table(table, path)
    for reading in (read(path), articles_from(table)):
        (article,) = reading.articles
        assert article.published == parse_published("1970-01-01T00:00:01Z")
        assert article.extra == {"seen": "1970-01-01T00:00:01+00:00"}


@pytest.mark.parametrize("form", ["arrow", "parquet"])
def test_a_table_with_two_columns_of_one_name_is_skipped(tmp_path: Path, form: str) -> None:
    columns = [pyarrow.array([each]) for each in ("a", "The dam held.", "b")]
    table = pyarrow.Table.from_arrays(columns, names=["id", "text", "id"])
    path = tmp_path / f"a.{form}"
    if form == "arrow":
        with pyarrow.ipc.new_stream(str(path), table.schema) as sink:
            sink.write_table(table)
    else:
        pyarrow.parquet.write_table(table, path)
    reading = read(path)
    assert not reading.articles and [each.reason for each in reading.skipped] == ["two columns are named 'id'"]


def test_a_saved_data_set_and_its_parquet_files(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    datasets = pytest.importorskip("datasets", reason="datasets is not installed")
    datasets.disable_progress_bars()
    one = datasets.Dataset.from_list(ROWS[:5])
    parts = datasets.DatasetDict(train=one, test=datasets.Dataset.from_list(ROWS[5:8]))
    parts.save_to_disk(str(tmp_path / "saved"))
    reading = read(tmp_path / "saved")
    assert [each.id for each in reading.articles] == [row["id"] for row in ROWS[:8]] and not reading.skipped
    assert any("descriptions of data sets 5" in note for note in reading.notes)
    (tmp_path / "hub").mkdir()
    one.to_parquet(str(tmp_path / "hub" / "train-00000-of-00001.parquet"))
    assert len(read(tmp_path / "hub").articles) == 5
    assert articles_from(one).articles == articles_from(ROWS[:5]).articles
    assert len(articles_from(parts).articles) == 8
    assert len(articles_from(one.to_iterable_dataset()).articles) == 5
    assert articles_from(parts).articles[0].source == "train:1"


def test_only_what_describes_a_data_set_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "state.json").write_text('{"text": "The state of things."}', "utf-8")
    (tmp_path / "dataset_info.json").write_text('{"text": "An article."}', "utf-8")
    assert [each.id for each in read(tmp_path).articles] == ["dataset_info", "state"]
