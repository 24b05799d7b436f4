"""Field names, dates and metadata tables."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dedup.dates import parse_published
from dedup.errors import InputError
from dedup.ingest import Reading, read
from dedup.model import Article


def one(folder: Path, **fields: Any) -> tuple[Article, Reading]:
    path = folder / "news.jsonl"
    path.write_text(json.dumps({"id": "a", "text": "b", **fields}))
    reading = read([path])
    return reading.articles[0], reading


@pytest.mark.parametrize("name", ["outlet", "series", "source-hostname", "sitename", "publisher", "source"])
def test_the_names_of_the_outlet(tmp_path: Path, name: str) -> None:
    article, _ = one(tmp_path, **{name: "  The\nCourier "})
    assert (article.outlet, article.outlet_origin, dict(article.extra)) == ("The Courier", "given", {})


@pytest.mark.parametrize("name", ["published", "date", "newsdate"])
def test_the_names_of_the_date(tmp_path: Path, name: str) -> None:
    article, _ = one(tmp_path, **{name: "2031-03-04"})
    assert (article.published, article.published_origin) == (parse_published("2031-03-04"), "given")
    assert dict(article.extra) == {}


@pytest.mark.parametrize("name", ["first_seen", "scraped", "fetched", "ingested", "crawled_at", "retrieved_at"])
def test_a_scrape_time_is_no_publication_date(tmp_path: Path, name: str) -> None:
    article, _ = one(tmp_path, **{name: "2031-03-04T10:00Z"})
    assert (article.published, article.published_origin) == (None, "unknown")
    assert article.first_seen == parse_published("2031-03-04T10:00Z")


def test_filedate_is_never_a_date(tmp_path: Path) -> None:
    article, _ = one(tmp_path, filedate="2031-03-04")
    assert (article.published, article.first_seen) == (None, None)
    assert article.extra == {"filedate": "2031-03-04"}


def test_source_is_a_url_where_it_looks_like_one(tmp_path: Path) -> None:
    article, _ = one(tmp_path, source="https://courier.example/1", outlet="A")
    assert (article.url, article.outlet, dict(article.extra)) == ("https://courier.example/1", "A", {})
    article, _ = one(tmp_path, source="The Courier", url="https://courier.example/1", source_url="courier.example")
    assert (article.url, article.outlet) == ("https://courier.example/1", "The Courier")
    assert article.extra == {"source_url": "courier.example"}
    article, _ = one(tmp_path, source="Someone", outlet="A")
    assert (article.outlet, article.extra) == ("A", {"source": "Someone"})


def test_other_fields_come_back_and_unusable_ones_are_not_lost(tmp_path: Path) -> None:
    article, _ = one(
        tmp_path, outlet=["A"], publisher="B", title=7, topic={"x": [1, None]}, published="", date=20310304
    )
    assert (article.outlet, article.title, article.published) == ("B", "7", parse_published("2031-03-04"))
    assert article.extra == {"outlet": ["A"], "topic": {"x": [1, None]}}


@pytest.mark.parametrize(
    "value", ["2031-02-30", "yesterday", "9999-12-31", "0001-01-01T00:00", 1_700_000_000, True, ["2031"]]
)
def test_a_date_that_cannot_be_read_keeps_the_article_and_is_noted(tmp_path: Path, value: Any) -> None:
    article, reading = one(tmp_path, published=value)
    assert (article.published, article.published_origin) == (None, "unknown")
    assert article.extra == {"published": value}
    assert not reading.skipped
    (note,) = reading.notes
    assert note.startswith("1 date cannot be read and counts as unknown: ")
    assert f"{tmp_path}/news.jsonl:1 published " in note


def test_many_bad_dates_are_one_note(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(i), "text": "b", "date": "soon"}) for i in range(40)))
    (note,) = read([path]).notes
    assert note.startswith("40 dates")
    assert note.endswith(" and 35 more")


@pytest.mark.parametrize("value", ["2031-03-04/2031-03-06", "2031-03", "2031-03-04T10:00:00+02:00", " 2031-03-04 "])
def test_dates_are_intervals(tmp_path: Path, value: str) -> None:
    article, _ = one(tmp_path, published=value)
    assert article.published == parse_published(value)


def folder_of(tmp_path: Path) -> Path:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("A text.")
    (folder / "sub" / "b.txt").write_text("Another text.")
    return folder


def outlets(reading: Reading) -> dict[str, str | None]:
    return {article.id: article.outlet for article in reading.articles}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("m.csv", "id,outlet\na,A\nsub/b,B\n"),
        ("m.csv", "id,outlet\na.txt,A\nsub/b.txt,B\n"),
        ("m.csv", "file,outlet\n./a.txt,A\nsub\\b.txt,B\n"),
        ("m.tsv", "ID\tPublisher\na\tA\nsub/b\tB\n"),
        ("m.jsonl", '{"id": "a", "sitename": "A"}\n{"id": "sub/b.txt.gz", "outlet": "B"}\n'),
    ],
)
def test_a_table_is_keyed_by_id_with_or_without_the_suffix(tmp_path: Path, name: str, table: str) -> None:
    folder = folder_of(tmp_path)
    (tmp_path / name).write_text(table)
    reading = read([folder], metadata=tmp_path / name)
    assert outlets(reading) == {"a": "A", "sub/b": "B"}
    assert reading.notes == ()
    assert {article.outlet_origin for article in reading.articles} == {"given"}


def test_the_metadata_of_a_folder_is_found_and_never_read_as_articles(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "metadata.jsonl").write_text('{"id": "a", "text": "Not this.", "outlet": "A", "published": "2031-03-04"}')
    (folder / "metadata.csv").write_text("id,outlet\na,Z\n")
    (folder / "sub" / "metadata.jsonl").write_text('{"id": "deep", "text": "An article after all."}')
    reading = read([folder])
    assert outlets(reading) == {"a": "A", "deep": None, "sub/b": None}
    assert reading.articles[0].text == "A text."
    assert reading.notes == (
        f"{folder}/metadata.jsonl: taken as the metadata of its folder",
        f"{folder}/metadata.csv: metadata that was not used",
    )
    (tmp_path / "m.csv").write_text("id,outlet\na,M\n")
    assert outlets(read([folder], metadata=tmp_path / "m.csv")) == {"a": "M", "deep": None, "sub/b": None}
    assert outlets(read([folder], metadata=folder / "metadata.csv"))["a"] == "Z"


def test_each_folder_has_its_own_metadata(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(name)
        (tmp_path / name / "metadata.csv").write_text(
            "id,outlet\none,from one\n" if name == "one" else "id,outlet\none,no\n"
        )
    reading = read([tmp_path / "two", tmp_path / "one"])
    assert outlets(reading) == {"one": "from one", "two": None}
    (skipped,) = reading.skipped
    assert reading.unmatched == (skipped,)
    assert (skipped.path, skipped.line) == (f"{tmp_path}/two/metadata.csv", None)
    assert skipped.reason.startswith("no row of it is about an article that was read")
    assert not any(" no article" in note for note in reading.notes)


def test_metadata_inside_the_audited_folder_is_no_article(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "table.csv").write_text("id,outlet,text\na,A,Not an article.\n")
    assert outlets(read([folder], metadata=folder / "table.csv")) == {"a": "A", "sub/b": None}


def test_the_articles_own_fields_win_and_the_table_completes_them(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"id": "a", "text": "b", "outlet": "Own", "x": 1}\n{"id": "c"}\n')
    (tmp_path / "m.jsonl").write_text(
        '{"id": "a", "outlet": "Other", "title": "T", "x": 2, "y": 3}\n{"id": "c", "text": "From the table."}\n'
        '{"id": "z", "outlet": "Z"}\n'
    )
    reading = read([path], metadata=tmp_path / "m.jsonl")
    first, second = reading.articles
    assert (first.outlet, first.title, first.extra) == ("Own", "T", {"x": 1, "y": 3})
    assert second.text == "From the table."
    assert reading.notes == (
        "metadata contradicts the own fields of 1 article, which were kept: 'a'",
        f"{tmp_path}/m.jsonl: 1 row matches no article: 'z'",
        f"{tmp_path}/m.jsonl: it gives {DATE}; not used: 'x', 'y'",
    )


def test_bad_rows_of_metadata_are_skipped_with_their_place(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    table = tmp_path / "m.jsonl"
    table.write_text(
        '{"outlet": "A"}\n{"id": "a", "outlet": "A"}\nbroken\n{"id": "a", "outlet": "A"}\n{"id": "a", "outlet": "B"}'
    )
    reading = read([folder], metadata=table)
    assert outlets(reading)["a"] == "A"
    assert [(skip.path, skip.line) for skip in reading.skipped] == [(str(table), line) for line in (1, 3, 5)]
    assert reading.skipped[2].reason == f"a second row of metadata for the id 'a'; the first counts, {table}:2"


@pytest.mark.parametrize(
    ("name", "table", "columns"),
    [
        ("m.csv", "name,paper,day\na,A,1\nb,B,2\nc,C,3\n", "'name', 'paper', 'day'"),
        ("m.csv", "id,paper\n,A\n,B\n", "'paper'"),
        ("m.jsonl", '{"name": "a"}\n{"id": "", "day": 1}\n', "'name', 'id', 'day'"),
    ],
)
def test_a_table_without_ids_is_skipped_in_one_line(tmp_path: Path, name: str, table: str, columns: str) -> None:
    (tmp_path / name).write_text(table)
    (skipped,) = read([folder_of(tmp_path)], metadata=tmp_path / name).skipped
    assert (skipped.path, skipped.line) == (f"{tmp_path}/{name}", None)
    assert skipped.reason == (f"no row has an id (in a column id, file, filename or path); its columns are {columns}")


def test_a_wide_table_without_ids_names_some_of_its_columns(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text(",".join(f"c{n}" for n in range(99)) + "\n" + ",".join("x" * 99) + "\n")
    (skipped,) = read([folder_of(tmp_path)], metadata=tmp_path / "m.csv").skipped
    assert skipped.reason.endswith("'c19', …")


def test_metadata_is_not_blamed_where_nothing_was_read(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "m.csv").write_text("id,outlet\na,A\n")
    assert read([tmp_path / "texts"], metadata=tmp_path / "m.csv").skipped == ()


def test_bad_dates_of_metadata_name_the_table(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (tmp_path / "m.csv").write_text("id,date\na,03/04/2031\n")
    reading = read([folder], metadata=tmp_path / "m.csv")
    assert f"{tmp_path}/m.csv:2 date '03/04/2031'" in reading.notes[0]
    assert reading.articles[0].extra == {"date": "03/04/2031"}


@pytest.mark.parametrize("name", ["missing.csv", ".", "texts/a.txt"])
def test_metadata_that_is_no_table_is_an_error(tmp_path: Path, name: str) -> None:
    folder = folder_of(tmp_path)
    with pytest.raises(InputError):
        read([folder], metadata=tmp_path / name)


def test_ids_that_are_no_paths_are_matched_as_they_stand(tmp_path: Path) -> None:
    odd = ["x\\y", "./z", "x/y", "a.txt", "a", "\\\\q"]
    path, table = tmp_path / "news.jsonl", tmp_path / "m.jsonl"
    path.write_text("".join(json.dumps({"id": id, "text": f"The text of {n}."}) + "\n" for n, id in enumerate(odd)))
    table.write_text("".join(json.dumps({"id": id, "outlet": f"Outlet {n}"}) + "\n" for n, id in enumerate(odd)))
    reading = read([path], metadata=table)
    assert outlets(reading) == {id: f"Outlet {n}" for n, id in enumerate(odd)}
    assert (reading.notes, reading.skipped) == ((), ())


def test_a_table_on_articles_that_are_held_alone_was_read_all_the_same(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (tmp_path / "m.csv").write_text("id,outlet\nheld,A\nelsewhere.txt,B\n")
    reading = read([folder], metadata=tmp_path / "m.csv", held={"held", "elsewhere"})
    assert reading.skipped == () and reading.unmatched == ()
    assert any(
        "its rows are about articles that are held, none about one that was read" in note for note in reading.notes
    )
    (skipped,) = read([folder], metadata=tmp_path / "m.csv", held={"another"}).skipped
    assert "no row of it is about an article that was read" in skipped.reason


def test_a_path_that_rows_disagree_about_has_no_row(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (tmp_path / "m.csv").write_text("id,outlet\nsub\\b,A\n./sub/b,B\n./a,C\n.\\a,C\n")
    reading = read([folder], metadata=tmp_path / "m.csv")
    assert outlets(reading) == {"a": "C", "sub/b": None}
    assert "rows match no article" in reading.notes[0]


def test_folders_that_are_told_apart_keep_their_own_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("cnn", "bbc"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "1.txt").write_text(f"The text of {name}.")
        (tmp_path / name / "metadata.csv").write_text(f"id,outlet\n1.txt,{name.upper()}\n")
    reading = read(["cnn", "bbc"])
    assert outlets(reading) == {"bbc/1": "BBC", "cnn/1": "CNN"}
    assert reading.skipped == () and not any(" no article" in note for note in reading.notes)
    (tmp_path / "m.csv").write_text("id,outlet\ncnn/1.txt,One\nbbc/1,Two\n")
    assert outlets(read(["cnn", "bbc"], metadata="m.csv")) == {"bbc/1": "Two", "cnn/1": "One"}


OUTLET = "no outlet (in a column outlet, series, source-hostname, sitename or publisher)"
DATE = "no date (in a column published, date or newsdate)"


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("id,paper,when\na,A,2031-03-04\n", f"{OUTLET} and {DATE}; not used: 'paper', 'when'"),
        ("id,title\na,A\n", f"{OUTLET} and {DATE}; its columns are 'id', 'title'"),
        ("id,outlet,when\na,A,2031-03-04\n", f"{DATE}; not used: 'when'"),
        ("file,paper,published\na,A,2031-03-04\n", f"{OUTLET}; not used: 'paper'"),
        ("id,paper,published\na,A,some day\n", f"{OUTLET}; not used: 'paper'"),
        ("id,outlet,published,desk\na,A,2031-03-04,B\n", None),
        ("id,outlet,title\na,A,B\n", None),
        ("id,url\na,https://courier.example/a\n", None),
    ],
)
def test_a_table_without_outlets_or_dates_says_what_of_it_is_not_used(
    tmp_path: Path, table: str, told: str | None
) -> None:
    (tmp_path / "m.csv").write_text(table)
    notes = read([folder_of(tmp_path)], metadata=tmp_path / "m.csv").notes
    said = f"{tmp_path}/m.csv: it gives "
    assert [note for note in notes if note.startswith(said)] == ([] if told is None else [said + told])


def test_a_table_need_not_give_what_the_articles_have(tmp_path: Path) -> None:
    (tmp_path / "news.jsonl").write_text('{"id": "a", "text": "b", "outlet": "A", "published": "2031-03-04"}\n')
    (tmp_path / "m.csv").write_text("id,desk\na,B\n")
    assert read([tmp_path / "news.jsonl"], metadata=tmp_path / "m.csv").notes == ()


def test_metadata_beside_files_that_are_given_one_by_one_is_told_of(tmp_path: Path) -> None:
    folder = folder_of(tmp_path)
    (folder / "metadata.csv").write_text("id,outlet\na,A\n")
    reading = read([folder / "a.txt"])
    assert reading.notes == (f"{folder}/metadata.csv: metadata that was not used; give it with --metadata",)
    assert outlets(reading) == {"a": None}
    assert read([folder / "a.txt"], metadata=folder / "metadata.csv").notes == ()
    assert not any("--metadata" in note for note in read([folder]).notes)
    (tmp_path / "news.jsonl").write_text('{"id": "n", "text": "b"}')
    (tmp_path / "metadata.csv").write_text("id,outlet\nn,A\n")
    assert read([tmp_path / "news.jsonl"]).notes == ()  # its ids are its own
