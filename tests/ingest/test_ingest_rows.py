"""Articles from rows in memory, whatever library holds them, and from columns of other names."""

from __future__ import annotations

import io
from collections import UserDict
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy
import pandas
import polars
import pyarrow
import pyarrow.dataset
import pytest
from hypothesis import given
from hypothesis import strategies as st

import dedup
from dedup.dates import parse_published
from dedup.errors import DuplicateId, InputError, UsageError
from dedup.ingest import Limits, articles_from, read

ROWS = [
    {"id": "a", "text": "The dam held.", "outlet": "A", "published": "2031-03-04", "page": 1, "tags": ["x"]},
    {"id": "b", "text": "Наводнение.", "outlet": None, "published": None, "page": 2, "tags": []},
]
TABLES: dict[str, Callable[[list[dict[str, Any]]], Any]] = {
    "list": lambda rows: rows,
    "generator": iter,
    "mappings": lambda rows: [UserDict(row) for row in rows],
    "pandas": pandas.DataFrame,
    "pandas arrow": lambda rows: pandas.DataFrame(rows).convert_dtypes(),
    "polars": polars.DataFrame,
    "polars lazy": polars.LazyFrame,
    "arrow": pyarrow.Table.from_pylist,
    "arrow batch": pyarrow.RecordBatch.from_pylist,
    "arrow reader": lambda rows: pyarrow.Table.from_pylist(rows).to_reader(),
    "arrow data set": lambda rows: pyarrow.dataset.dataset(pyarrow.Table.from_pylist(rows)),
}


@pytest.mark.parametrize("name", TABLES)
def test_every_table_gives_the_same_articles(name: str) -> None:
    reading = articles_from(TABLES[name](ROWS))
    one, two = reading.articles
    assert (one.id, one.text, one.outlet, one.source) == ("a", "The dam held.", "A", "rows:1")
    assert one.published == parse_published("2031-03-04") and one.published_origin == "given"
    assert one.extra == {"page": 1, "tags": ["x"]} and two.text == "Наводнение."
    assert (two.outlet, two.published) == (None, None)
    assert not reading.skipped and not reading.notes


@pytest.mark.parametrize("name", TABLES)
def test_other_names_of_columns(name: str) -> None:
    rows = [
        {"url": f"https://a.example/{at}", "body": f"text {at}", "site": "S", "day": date(2031, 3, at + 1)}
        for at in range(3)
    ]
    columns = {"id": "url", "text": "body", "outlet": "site", "published": "day"}
    reading = articles_from(TABLES[name](rows), columns=columns)
    assert [each.id for each in reading.articles] == [row["url"] for row in rows]
    assert [each.url for each in reading.articles] == [row["url"] for row in rows]
    assert {each.outlet for each in reading.articles} == {"S"}
    assert reading.articles[1].published == parse_published("2031-03-02")
    assert all(not each.extra for each in reading.articles)


def test_rows_without_ids_are_numbered_where_that_is_asked_for() -> None:
    rows = [{"text": "one"}, {"text": "two", "id": "b"}, {"text": "three", "id": None}]
    assert [each.id for each in articles_from(rows, numbered=True).articles] == ["1", "3", "b"]
    parts = {"train": pyarrow.table({"text": ["one"]}), "test": pyarrow.table({"text": ["two"]})}
    assert [each.id for each in articles_from(parts, numbered=True).articles] == ["test:1", "train:1"]


def test_what_pandas_holds_for_unknown_is_unknown() -> None:
    frame = pandas.DataFrame(
        {
            "id": ["a", "b", "c", "d"],
            "text": ["one", None, numpy.nan, pandas.NA],
            "published": [datetime(2031, 3, 4), pandas.NaT, None, None],
            "score": [numpy.float64(0.5), numpy.nan, 1.0, 2.0],
            "vector": [numpy.array([1, 2]), None, None, None],
        }
    )
    reading = articles_from(frame)
    (article,) = reading.articles
    assert article.extra == {"score": 0.5, "vector": [1, 2]}
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(at, "text is missing") for at in (2, 3, 4)]


@pytest.mark.parametrize(
    "row, reason",
    [
        ({"id": "x", "text": 5}, "text is a number"),
        ({"id": "x", "text": ["a"]}, "text is a list"),
        ({"id": "x", "text": b"bytes"}, "text is bytes"),
        ({"id": b"x", "text": "t"}, "id is bytes, not text"),
        ({"id": "x", "text": " \u200b"}, "empty text"),
        ({"id": 1.5, "text": "t"}, "id is a number, not text"),
        ({"id": "i" * 1_001, "text": "t"}, "id is longer than 1,000 characters"),
        ({"text": "t"}, "id is missing"),
        ({"id": "x", "text": "y" * 101}, "a text of 101 characters; the limit is 100"),
        (["x", "t"], "a row that maps no columns to values, but a list of 2 values"),
        (
            dedup.Article(id="x", text="t"),
            "a row that maps no columns to values, but an Article: that needs no reading",
        ),
        (None, "a row that maps no columns to values, but a value of type NoneType"),
    ],
)
def test_a_bad_row_is_skipped_with_its_reason_and_the_others_are_kept(row: Any, reason: str) -> None:
    reading = articles_from([{"id": "good", "text": "A text."}, row], limits=Limits(article_chars=100))
    assert [each.id for each in reading.articles] == ["good"]
    assert [(skip.path, skip.line, skip.reason) for skip in reading.skipped] == [("rows", 2, reason)]


def test_surrogates_bad_dates_and_repeats_are_noted() -> None:
    rows = [
        {"id": "a", "text": "x\ud800y", "published": "not a day"},
        {"id": "b", "text": "same"},
        {"id": "b", "text": "same"},
    ]
    reading = articles_from(rows)
    assert reading.articles[0].text == "x\ufffdy"
    notes = " ".join(reading.notes)
    assert "rows:1 published 'not a day'" in notes and "surrogates" in notes and "'b' (2 times)" in notes
    with pytest.raises(DuplicateId, match="'b' stands for two different texts: rows:1 and rows:2"):
        articles_from([{"id": "b", "text": "one"}, {"id": "b", "text": "two"}])


@pytest.mark.parametrize(
    "rows, arguments, error, said",
    [
        (
            [{"body": "t"}],
            {},
            InputError,
            r"no row has a column 'text': .*\(columns={'text': …}, or --column text=…\); there are 'body'",
        ),
        (
            [{"text": "t"}],
            {},
            InputError,
            "no row has a column 'id': .*or --numbered, .*; there are 'text'",
        ),
        (
            ROWS,
            {"columns": {"text": "body"}},
            InputError,
            "no row has anything in the column 'body', to be taken for text; there are 'id'",
        ),
        (ROWS, {"columns": {"author": "x"}}, UsageError, "'author' is none of the fields that count here: id, text"),
        (ROWS, {"columns": {"text": 3}}, UsageError, "is a name, not int"),
        ({"id": ["a"], "text": ["t"]}, {}, InputError, "a mapping of 'id' to a list of 1 values: .*make a table first"),
        ("news.jsonl", {}, InputError, "files are read by dedup.read"),
        (7, {}, InputError, "no rows, but a value of type int"),
        (pandas.DataFrame([["a", "b"]], columns=["id", "id"]), {}, InputError, "two columns are named 'id'"),
        (
            pyarrow.Table.from_arrays([pyarrow.array(["a"])] * 2, names=["id", "id"]),
            {},
            InputError,
            "two columns are named 'id'",
        ),
    ],
)
def test_wrong_columns_are_an_error_that_says_what_there_is(
    rows: Any, arguments: Mapping[str, Any], error: type[Exception], said: str
) -> None:
    with pytest.raises(error, match=said):
        articles_from(rows, **arguments)


@pytest.mark.parametrize(
    "columns, expected",
    [
        ({"url": "id"}, {"id": "a", "url": "a", "title": "T"}),
        ({"title": "text"}, {"id": "a", "title": "The dam held."}),
        ({"id": "title"}, {"id": "T", "title": "T"}),
        ({"title": "url", "url": "title"}, {"id": "a", "url": "T", "title": "https://a.example/1"}),
        ({"title": "id", "id": "url"}, {"id": "https://a.example/1", "title": "a", "url": "https://a.example/1"}),
        ({"title": "text", "text": "id"}, {"id": "a", "text": "a", "title": "The dam held."}),
    ],
)
def test_one_column_may_be_two_fields(columns: dict[str, str], expected: dict[str, str]) -> None:
    row = {"id": "a", "text": "The dam held.", "url": "https://a.example/1", "title": "T"}
    (article,) = articles_from([row], columns=columns).articles
    assert {name: getattr(article, name) for name in expected} == expected and not article.extra


def test_a_column_that_need_not_be_there_is_noted() -> None:
    reading = articles_from(ROWS, columns={"title": "head"})
    assert len(reading.articles) == 2
    (note,) = reading.notes
    assert note.startswith("no row has anything in the column 'head', to be taken for title; there are 'id', 'text'")


def test_no_rows_are_no_articles() -> None:
    for empty in ([], pandas.DataFrame(), pyarrow.table({"id": [], "text": []}), {}):
        assert articles_from(empty).articles == ()


def test_too_many_rows_end_with_a_reason() -> None:
    reading = articles_from(({"id": str(at), "text": "t"} for at in range(9)), limits=Limits(records=3))
    assert len(reading.articles) == 3
    assert [skip.reason for skip in reading.skipped] == ["more than 3 records; the rest was not read"]


def test_an_audit_takes_a_reading_and_reports_what_it_skipped() -> None:
    words = "The dam was built in 1931 and nobody living had ever seen its spillway run"
    reading = articles_from([{"id": "a", "text": words}, {"id": "b", "text": words}, {"id": "c"}])
    report = dedup.audit(reading)
    assert len(report.matches) == 1 and report.skipped == reading.skipped
    assert [each.id for each in reading] == ["a", "b"]


def test_files_take_columns_too(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("link,body\nhttps://a.example/1,One text.\n", "utf-8")
    (tmp_path / "b.txt").write_text("Another text.", "utf-8")
    columns = {"id": "link", "text": "body"}
    assert [each.id for each in read(tmp_path / "a.csv", columns=columns).articles] == ["https://a.example/1"]
    assert {each.id for each in read(tmp_path, columns=columns).articles} == {"https://a.example/1", "b"}
    numbered = read(str(tmp_path / "a.csv"), columns={"text": "body"}, numbered=True)
    assert [each.id for each in numbered.articles] == ["a.csv:2"]
    with pytest.raises(InputError, match=r"column 'words', to be taken for text; in .*a\.csv there are 'link', 'body'"):
        read(tmp_path / "a.csv", columns={"text": "words"})
    (tmp_path / "c.json").write_text('{"body": "A third text.", "text": "what it is about"}', "utf-8")
    assert [each.text for each in read(tmp_path / "c.json", columns={"text": "body"}).articles] == ["A third text."]


def test_rows_whose_text_has_another_name_are_told_of(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text('{"link": "https://a.example/1", "body": "One text."}\n', "utf-8")
    alone = read(tmp_path / "a.jsonl")
    assert [skip.reason for skip in alone.skipped] == ["id is missing"]
    assert [note[:27] for note in alone.notes] == ["no row has a column 'text':", "no row has a column 'id': s"]
    assert "--column text=…" in alone.notes[0] and "a.jsonl there are 'link', 'body'" in alone.notes[0]
    (tmp_path / "b.txt").write_text("Another text.", "utf-8")
    reading = read(tmp_path)
    assert [each.id for each in reading.articles] == ["b"] and len(reading.skipped) == 1


@pytest.mark.parametrize("columns", [{}, {"text": "body"}])
def test_what_could_not_be_read_is_told_before_what_has_no_text(tmp_path: Path, columns: dict[str, str]) -> None:
    """A file of some other program's ended the reading, and nobody heard why the article was not read."""
    (tmp_path / "a.txt").write_bytes(b"bad \xff\xfe bad")
    (tmp_path / "package.json").write_text('{"name": "pkg", "version": 1}', "utf-8")
    reading = read(tmp_path, columns=columns)
    broken, stray = reading.skipped
    assert "is not UTF-8" in broken.reason and stray.reason.startswith("text is missing")
    (tmp_path / "b.csv").write_text("id,words\n1,Some words.\n", "utf-8")
    assert len(read(tmp_path, columns=columns).skipped) == 3


def test_a_row_without_the_column_that_was_said_says_so(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,body\n1,One text.\n2,\n", "utf-8")
    (tmp_path / "b.jsonl").write_text('{"id": "3", "text": "Another text."}\n', "utf-8")
    reading = read(tmp_path, columns={"text": "body"})
    assert [each.id for each in reading.articles] == ["1"]
    assert {skip.reason for skip in reading.skipped} == {"text is missing: nothing in a column 'body'"}


def test_a_file_that_is_one_article_needs_no_column(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_text("Another text.", "utf-8")
    reading = read(tmp_path / "b.txt", columns={"text": "body", "outlet": "site"}, numbered=True)
    assert [each.text for each in reading.articles] == ["Another text."]


def test_numbers_follow_the_name_of_the_file_however_it_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ids(*paths: str, root: str | None = None) -> list[str]:
        return [each.id for each in read(paths, root=root, numbered=True).articles]

    monkeypatch.chdir(tmp_path)
    (tmp_path / "a" / "sub").mkdir(parents=True)
    for place in ("a/x.csv", "a/sub/x.csv"):
        (tmp_path / place).write_text(f"text\nThe text of {place}.\n", "utf-8")
    for way in ("a/x.csv", "./a/x.csv", "a/../a/x.csv", str(tmp_path / "a" / "x.csv")):
        assert ids(way) == ["x.csv:2"]
        assert ids(way, root=".") == ["a/x.csv:2"]
    assert ids("a") == ids("a", root="a") == ids("./a/") == ["sub/x.csv:2", "x.csv:2"]
    assert ids("a/sub", root="a") == ["sub/x.csv:2"]
    assert ids("a/x.csv", "./a/sub/x.csv") == ["a/sub/x.csv:2", "a/x.csv:2"], "namesakes are told apart as texts are"
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "x.csv").write_text("text\nOf another folder.\n", "utf-8")
    assert ids("a", "b") == ["a/sub/x.csv:2", "a/x.csv:2", "b/x.csv:2"]
    (tmp_path / "a" / "x.jsonl").write_text('{"text": "A line."}\n', "utf-8")
    assert ids("a/x.csv", "a/x.jsonl") == ["x.csv:2", "x.jsonl:1"], "of one name but for the ending"
    (tmp_path / "a" / "y.json").write_text('[{"text": "One of a list."}]', "utf-8")
    assert ids("a/y.json") == ["y.json:1"]
    lines = read("-", numbered=True, stdin=io.BytesIO(b'{"text": "A line."}\n'))
    assert [each.id for each in lines.articles] == ["stdin:1"]


def test_values_of_numpy_are_those_of_python_whatever_holds_them() -> None:
    row = {"id": numpy.int64(7), "text": numpy.str_("The dam held."), "page": numpy.int32(3), "lead": numpy.bool_(True)}
    row |= {"tags": numpy.arange(2000), "published": numpy.datetime64("2031-03-04T06:30:00", "ns")}
    (article,) = articles_from([row]).articles
    assert article.id == "7" and article.extra == {"page": 3, "lead": True, "tags": list(range(2000))}
    assert article.published == parse_published("2031-03-04T06:30:00")
    assert [each.reason for each in articles_from([{"id": numpy.bool_(True), "text": "x"}]).skipped] == [
        "id is true or false, not text"
    ]


def test_a_number_of_thousands_of_digits_is_no_id() -> None:
    (skipped,) = articles_from([{"id": 10**5000, "text": "The dam held."}]).skipped
    assert skipped.reason == "id is longer than 1,000 characters"


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["id", "text", "outlet", "published", "x"]),
            st.none()
            | st.booleans()
            | st.integers()
            | st.floats()
            | st.text(max_size=8)
            | st.lists(st.none(), max_size=2),
        )
        | st.none()
        | st.text(max_size=3),
        max_size=6,
    )
)
def test_no_row_is_lost(rows: list[Any]) -> None:
    try:
        reading = articles_from(rows)
    except (DuplicateId, InputError):  # one id for two texts, or nowhere a text or an id
        return
    lines = {int(str(each.source).rpartition(":")[2]) for each in reading.articles}
    lines |= {skip.line for skip in reading.skipped if skip.line}
    repeated = sum(int(found) - 1 for note in reading.notes if "came again" in note for found in _times(note))
    assert len(lines) + repeated == len(rows)


def _times(note: str) -> list[str]:
    return [part.split(" ")[0] for part in note.split("(")[1:]]
