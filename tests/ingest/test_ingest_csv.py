"""CSV and TSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.ingest import Limits, Reading, read


def read_csv(folder: Path, data: str | bytes, name: str = "news.csv", limits: Limits | None = None) -> Reading:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read([path], limits=limits)


def test_quoted_line_breaks_stay_and_lines_are_those_where_a_row_begins(tmp_path: Path) -> None:
    reading = read_csv(tmp_path, 'ID,Text,Outlet,Topic\r\na,"one\r\ntwo ""three""",A,x\r\n\r\nb,four,,\r\n')
    assert [(article.id, article.text, article.outlet, article.source) for article in reading.articles] == [
        ("a", 'one\r\ntwo "three"', "A", f"{tmp_path}/news.csv:2"),
        ("b", "four", None, f"{tmp_path}/news.csv:5"),
    ]
    assert reading.articles[0].extra == {"Topic": "x"}
    assert not reading.skipped


@pytest.mark.parametrize(("name", "mark"), [("news.tsv", "\t"), ("news.csv", ";"), ("news.csv", "\t")])
def test_the_header_tells_the_delimiter(tmp_path: Path, name: str, mark: str) -> None:
    reading = read_csv(tmp_path, f"id{mark}text\na{mark}one, two\n", name)
    assert [(article.id, article.text) for article in reading.articles] == [("a", "one, two")]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"a,b,c", "3 fields where the header names 2"),
        (b"a", "1 fields where the header names 2"),
        (b"a,caf\xe9", "bytes that are not UTF-8"),
        (b'a,"b"c', "malformed CSV: ',' expected after '\"'"),
        (b"a,", "text is missing"),
        (b",b", "id is missing"),
    ],
)
def test_a_bad_row_is_skipped_and_the_others_are_kept(tmp_path: Path, row: bytes, reason: str) -> None:
    reading = read_csv(tmp_path, b"id,text\n" + row + b"\ngood,text\n")
    assert [article.id for article in reading.articles] == ["good"]
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(2, reason)]


def test_an_unclosed_quotation_mark_does_not_swallow_memory(tmp_path: Path) -> None:
    data = b'id,text\na,b\nb,"' + b"line\n" * 100_000
    reading = read_csv(tmp_path, data, limits=Limits(record_bytes=10_000))
    assert [article.id for article in reading.articles] == ["a"]
    assert "unclosed quotation mark" in reading.skipped[0].reason
    assert "malformed CSV" in read_csv(tmp_path, data).skipped[0].reason


def test_a_field_longer_than_the_csv_module_allows_by_default(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    reading = read_csv(tmp_path, "id,text\na," + "x" * 200_000)
    assert len(reading.articles[0].text) == 200_000
    assert csv.field_size_limit() == before


@pytest.mark.parametrize(
    ("data", "reason"),
    [("", "empty file"), ("id,text,id\na,b,c\n", "the header names 'id' twice"), (b"id,t\xe9xt\na,b\n", "a header")],
)
def test_a_header_that_is_none(tmp_path: Path, data: str | bytes, reason: str) -> None:
    assert reason in read_csv(tmp_path, data).skipped[0].reason


def test_utf_16_with_its_mark(tmp_path: Path) -> None:
    assert read_csv(tmp_path, "id,text\na,Ğ 北京\n".encode("utf-16")).articles[0].text == "Ğ 北京"


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.text('ab\n",;é\0', max_size=5), st.text('xy\r\n",; 北', max_size=8)),
        max_size=5,
        unique_by=lambda row: row[0],
    )
)
def test_what_is_written_as_csv_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(("id", "text"))
    writer.writerows((f"i{key}", f"t{text}") for key, text in rows)
    reading = read_csv(tmp_path_factory.mktemp("csv"), buffer.getvalue())
    assert [(article.id, article.text) for article in reading.articles] == sorted(
        (f"i{key}", f"t{text}") for key, text in rows
    )
