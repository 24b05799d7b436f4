"""A report as tables: the same cells as CSV, Parquet and frames, of the types that the reference says."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pandas
import polars
import pyarrow
import pyarrow.parquet
import pytest
from samples import ATTACKS, empty, hostile, realistic

from dedup.errors import MissingExtra, OutputError, UsageError
from dedup.model import HYPOTHESES, Report
from dedup.report import FOLDER_FORMATS, Stream, folder_files, folder_names, render
from dedup.report.csv_table import COLUMNS, csv_files
from dedup.report.frames import parquet_files
from dedup.report.order import strongest_first
from dedup.report.tables import ENTITIES

ROOT = Path(__file__).resolve().parents[2]
REPORTS = {"realistic": realistic(), "hostile": hostile(), "empty": empty()}
LENGTHS = {
    "articles": lambda report: len(report.articles),
    "matches": lambda report: len(report.matches),
    "set_aside": lambda report: len(report.set_aside),
    "article_pairs": lambda report: len(report.article_pairs),
    "outlet_flows": lambda report: len(report.outlet_flows),
    "source_flows": lambda report: len(report.source_flows),
    "clusters": lambda report: len(report.clusters),
    "cluster_passages": lambda report: sum(len(cluster.passages) for cluster in report.clusters),
    "cluster_paths": lambda report: sum(len(cluster.path) for cluster in report.clusters),
    "skipped": lambda report: len(report.skipped),
    "evidence": lambda report: sum(
        len(each.verdict.ledger) for each in (*report.matches, *(aside.match for aside in report.set_aside))
    ),
}


def test_every_list_of_a_report_has_a_table() -> None:
    listed = {each.name for each in dataclasses.fields(Report)} - {"schema_version", "settings", "stats", "priors"}
    assert listed <= {entity.name for entity in ENTITIES}


@pytest.mark.parametrize("name", REPORTS)
def test_three_libraries_hold_the_same_cells(name: str) -> None:
    report = REPORTS[name]
    of_pandas, of_polars, of_arrow = report.to_pandas(), report.to_polars(), report.to_arrow()
    assert list(of_pandas) == list(of_polars) == list(of_arrow) == [entity.name for entity in ENTITIES]
    for entity in ENTITIES:
        arrow = of_arrow[entity.name]
        assert tuple(arrow.column_names) == tuple(of_pandas[entity.name].columns) == entity.names
        assert arrow.num_rows == len(of_pandas[entity.name]) == of_polars[entity.name].height
        if entity.name in LENGTHS:
            assert arrow.num_rows == LENGTHS[entity.name](report)
        rows = arrow.to_pylist()
        assert of_polars[entity.name].to_dicts() == rows
        frame = of_pandas[entity.name].astype(object)
        assert frame.where(frame.notna(), None).to_dict("records") == rows


def test_types_are_those_of_the_columns() -> None:
    report = realistic()
    arrow = report.to_arrow("articles")
    assert arrow.schema.field("published_earliest").type == pyarrow.timestamp("us", tz="UTC")
    assert arrow.schema.field("words").type == pyarrow.int64()
    frame = report.to_pandas("articles")
    assert str(frame["published_latest"].dtype) == "datetime64[us, UTC]" and str(frame["words"].dtype) == "Int64"
    assert report.to_polars("cluster_passages").schema["representative"] == polars.Boolean
    assert isinstance(frame, pandas.DataFrame)
    given = [each.published for each in report.articles]
    assert [None if each is None else each.earliest for each in given] == arrow["published_earliest"].to_pylist()


def test_what_a_match_says_stands_in_its_row() -> None:
    report = realistic()
    for row, each in zip(report.to_arrow("matches").to_pylist(), strongest_first(report.matches), strict=True):
        assert row["left_text"] == each.left.text and row["left_start"] == each.left.start
        assert row["longest_run"] == each.scores.longest_run
        assert row["confidence"] == pytest.approx(each.confidence, abs=1e-6)
        for name in HYPOTHESES:
            assert row[f"p_{name.replace('-', '_')}"] == pytest.approx(each.verdict.probabilities[name], abs=1e-6)
    weights = report.to_arrow("evidence").to_pylist()[0]
    entry = report.matches[0].verdict.ledger[0]
    assert weights["signal"] == entry.signal
    assert {name for name in HYPOTHESES if weights[f"w_{name.replace('-', '_')}"] is not None} == set(entry.weights)


def test_members_of_clusters_and_places_are_told() -> None:
    report = realistic()
    rows = report.to_arrow("cluster_passages").to_pylist()
    assert [row["article"] for row in rows if row["representative"]] == [
        cluster.representative for cluster in report.clusters
    ]
    places = report.to_arrow("evidence_places").to_pylist()
    assert len(places) == sum(
        len(entry.spans)
        for each in (*report.matches, *(aside.match for aside in report.set_aside))
        for entry in each.verdict.ledger
    )


def test_other_fields_of_a_record_are_json() -> None:
    report = realistic()
    extra = {"page": 3, "when": datetime(2031, 3, 4, tzinfo=UTC), "odd": float("nan")}
    told = dataclasses.replace(report.articles[0], extra=extra)
    (cell, *_) = dataclasses.replace(report, articles=(told,)).to_arrow("articles")["extra"].to_pylist()
    assert json.loads(cell) == {"page": 3, "when": "2031-03-04T00:00:00+00:00", "odd": "nan"}


def test_lone_surrogates_are_replaced_since_no_frame_holds_them() -> None:
    broken = hostile("a\ud800b")
    for table in (broken.to_arrow(), broken.to_pandas(), broken.to_polars()):
        assert "a\ufffdb" in str(table["articles"]["outlet"][0])


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_cell_of_any_csv_is_a_formula_or_more_than_a_line(attack: str) -> None:
    for name, content in csv_files(hostile(attack)):
        text = content.decode("utf-8")
        for row in csv.reader(io.StringIO(text, newline=""), strict=True):
            for cell in row:
                assert cell[:1] not in ("=", "+", "@", "\t", "\r") and "\n" not in cell and "\x1b" not in cell, name
                if cell.startswith("-"):
                    float(cell)


def test_csv_files_have_the_columns_and_rows_of_the_tables() -> None:
    report = realistic()
    found = dict(csv_files(report))
    assert tuple(found) == folder_names("csv-tables")
    for entity in ENTITIES:
        header, *rows = csv.reader(io.StringIO(found[f"{entity.name}.csv"].decode("utf-8"), newline=""))
        assert tuple(header) == entity.names and len(rows) == len(list(entity.cells(report)))
    assert found["matches.csv"].decode("utf-8") == render(report, "csv")
    assert found["cluster_passages.csv"].decode("utf-8").splitlines()[1].endswith(("true", "false"))
    assert ENTITIES[1].names == COLUMNS


def test_parquet_reads_back_as_the_arrow_tables() -> None:
    report = hostile()
    tables = report.to_arrow()
    found = dict(parquet_files(report))
    assert tuple(found) == folder_names("parquet")
    for name, table in tables.items():
        assert pyarrow.parquet.read_table(io.BytesIO(found[f"{name}.parquet"])).equals(table)
    assert found == dict(parquet_files(report))


def test_a_number_that_is_none_is_an_error_everywhere() -> None:
    report = realistic()
    broken = dataclasses.replace(report, matches=(dataclasses.replace(report.matches[0], confidence=float("nan")),))
    for write in (broken.to_arrow, broken.to_pandas, broken.to_polars, lambda: list(csv_files(broken))):
        with pytest.raises(OutputError, match="no finite number"):
            write()


def test_an_unknown_table_and_a_folder_for_a_file_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown table 'people'; choose from articles, matches"):
        realistic().to_pandas("people")
    with pytest.raises(UsageError, match="'json' is no folder; choose from csv-tables, parquet"):
        folder_files(realistic(), "json", Stream())
    for name in FOLDER_FORMATS:
        with pytest.raises(UsageError, match=r"is no text; take report\.to_"):
            render(realistic(), name)
    assert folder_names("json") == ()


@pytest.mark.parametrize("library, extra", [("pandas", "pandas"), ("polars", "polars"), ("pyarrow", "parquet")])
def test_without_its_library_the_extra_is_named(library: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(MissingExtra, match=f"needs {library}: install dedup with its extra '{extra}'"):
        {"pandas": realistic().to_pandas, "polars": realistic().to_polars, "pyarrow": realistic().to_arrow}[library]()


def test_the_reference_names_every_column() -> None:
    command = [sys.executable, str(ROOT / "docs" / "tables_reference.py"), "--check"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
