"""Filtering Parquet: the same choice as from JSON Lines, rows of the same schema."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from filter_cases import collection, staying, write_lines

from dedup import InputError, NoArticles, UsageError, filter_files

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def table_of(articles: list[dict[str, Any]]) -> Any:
    """Columns of several types, some of them hard to carry over."""
    size = len(articles)
    dates = [
        datetime.fromisoformat(each["published"]).replace(tzinfo=UTC) if "published" in each else None
        for each in articles
    ]
    return pa.table(
        {
            "text": pa.array([each["text"] for each in articles], pa.large_string()),
            "id": pa.array([each["id"] for each in articles]).dictionary_encode(),
            "published": pa.array(dates, pa.timestamp("ns", "UTC")),
            "score": pa.array([None if at % 3 == 0 else at / 7 for at in range(size)], pa.float32()),
            "tags": pa.array([["a", None]] * size, pa.list_(pa.string())),
            "meta": pa.array([{"n": at, "b": b"\xff"} for at in range(size)]),
        }
    ).replace_schema_metadata({"made by": "a test"})


def test_the_rows_and_their_schema_stay(folder: Path) -> None:
    articles = collection(3, 40)
    table = table_of(articles)
    pq.write_table(table, "in.parquet", row_group_size=17, compression="zstd")
    done = filter_files(["in.parquet"], "kept.parquet", removed="gone.parquet", copies="copies.csv")
    wanted = staying(articles, "earliest", 0.7)
    kept, gone = pq.read_table("kept.parquet"), pq.read_table("gone.parquet")
    read = pq.read_schema("in.parquet")
    for left in (kept, gone):
        assert left.schema.equals(read, check_metadata=True) and left.schema.metadata[b"made by"] == b"a test"
    mask = pa.array([each["id"] in wanted for each in articles])
    assert kept.to_pylist() == table.filter(mask).to_pylist()
    assert gone.to_pylist() == table.filter(pa.array([not each.as_py() for each in mask])).to_pylist()
    assert done.kept == len(wanted) and done.articles == len(articles)
    assert pq.ParquetFile("kept.parquet").metadata.row_group(0).column(0).compression == "ZSTD"
    assert pq.ParquetFile("kept.parquet").num_row_groups <= pq.ParquetFile("in.parquet").num_row_groups


def test_the_same_choice_as_from_json_lines(folder: Path) -> None:
    articles = collection(9, 30)
    write_lines(folder / "in.jsonl", articles)
    pq.write_table(
        pa.table({name: [each.get(name) for each in articles] for name in ("id", "text", "published")}), "in.parquet"
    )
    for form in ("jsonl", "parquet"):
        filter_files([f"in.{form}"], f"kept.{form}", copies=f"{form}.csv")
    one, two = ((folder / f"{form}.csv").read_text().replace(f"in.{form}", "in") for form in ("jsonl", "parquet"))
    assert one == two and one.count("\n") > 20


def test_several_files_of_one_schema_and_only_of_one(folder: Path) -> None:
    articles = collection(3, 20)
    half = len(articles) // 2
    for name, part in (("a", articles[:half]), ("b", articles[half:])):
        pq.write_table(table_of(part), f"{name}.parquet")
    filter_files(["."], "kept.parquet", keep="first")
    wanted = staying(articles, "first", 0.7)
    assert pq.read_table("kept.parquet").column("id").to_pylist() == wanted
    (folder / "kept.parquet").unlink()
    pq.write_table(pa.table({"id": [1], "text": ["one"]}), "c.parquet")
    with pytest.raises(
        InputError, match=r"c\.parquet: other columns than in \./a\.parquet; 'id' is int64, there dictionary"
    ):
        filter_files(["."], "kept.parquet")
    assert not (folder / "kept.parquet").exists()


def test_rows_without_text_are_skipped_and_ids_may_be_numbers_or_missing(folder: Path) -> None:
    rows = pa.table({"id": [7, None, 9], "text": ["One text", "Another text", None]})
    pq.write_table(rows, "in.parquet")
    done = filter_files(["in.parquet"], "kept.parquet")
    assert [(each.line, each.reason) for each in done.skipped] == [(3, "text is missing")]
    assert pq.read_table("kept.parquet").to_pylist() == rows.to_pylist()[:2]


def test_a_date_that_python_cannot_hold_is_unknown(folder: Path) -> None:
    texts = [each["text"] for each in collection(3, 2)[:2]]
    dates = pa.array([2**50, None], pa.timestamp("ms"))
    table = pa.table({"id": ["a", "b"], "text": texts, "published": dates})
    pq.write_table(table, "in.parquet")
    done = filter_files(["in.parquet"], "kept.parquet")
    assert done.articles == 2 and not done.skipped
    assert pq.read_table("kept.parquet").num_rows == done.kept


def test_columns_have_the_names_that_are_said(folder: Path) -> None:
    texts = ["The council will rebuild the old swing bridge", "Nobody had seen the owl since the winter of 1911"]
    table = pa.table({"body": [*texts, texts[0]], "day": ["2031-03-09", None, "2031-03-08"], "text": ["x", "x", "x"]})
    pq.write_table(table, "in.parquet")
    done = filter_files(["in.parquet"], "kept.parquet", columns={"text": "body", "published": "day"})
    assert done.equal == 1 and pq.read_table("kept.parquet")["day"].to_pylist() == [None, "2031-03-08"]
    assert pq.read_schema("kept.parquet").names == ["body", "day", "text"]


def test_a_column_of_dates_need_not_be_there(folder: Path) -> None:
    pq.write_table(pa.table({"id": ["a"], "text": ["The council will rebuild the old swing bridge"]}), "in.parquet")
    done = filter_files(["in.parquet"], "kept.parquet", columns={"published": "day"})
    (note,) = done.notes
    assert done.kept == 1 and "the column 'day', to be taken for published; in in.parquet there are 'id'" in note


def test_what_cannot_be_is_refused(folder: Path) -> None:
    pq.write_table(pa.table({"id": [1], "body": ["one"]}), "body.parquet")
    pq.write_table(pa.table({"id": [1], "text": ["one"]}), "in.parquet")
    write_lines(folder / "in.jsonl", collection(1, 2))
    (folder / "broken.parquet").write_bytes(b"PAR1" + b"x" * 100 + b"PAR1")
    with pytest.raises(InputError, match=r"no row has a column 'text': .*text=….*body\.parquet there are 'id', 'body'"):
        filter_files(["body.parquet"], "kept.parquet", columns={"published": "day"})
    with pytest.raises(InputError, match=r"the column 'nr', to be taken for id; in body\.parquet there are"):
        filter_files(["body.parquet"], "kept.parquet", columns={"text": "body", "id": "nr"})
    with pytest.raises(InputError, match=r"in\.jsonl is JSON Lines and in\.parquet is Parquet"):
        filter_files(["in.parquet", "in.jsonl"], "kept.parquet")
    for output in ("kept.jsonl", "kept", "-", "kept.parquet.gz"):
        with pytest.raises(UsageError, match="Parquet"):
            filter_files(["in.parquet"], output)
    with pytest.raises(NoArticles, match="malformed Parquet"):
        filter_files(["broken.parquet"], "kept.parquet")
    done = filter_files(["broken.parquet", "in.parquet"], "kept.parquet")
    assert done.kept == 1 and [each.path for each in done.skipped] == ["broken.parquet"]
