"""The root: a file has one id, whether its folder, a part of it or the file itself is given."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.errors import DuplicateId, InputError
from dedup.ingest import Reading, read

NAMES = ("2024/x.txt", "2024/05/x.html.txt", "2025/x.txt.gz", "y.txt", "-.txt", "a b/ü.json")


def ids(reading: Reading) -> list[str]:
    return [article.id for article in reading.articles]


def outlets(reading: Reading) -> dict[str, str | None]:
    return {article.id: article.outlet for article in reading.articles}


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder is above the folder ``articles``."""
    import gzip

    monkeypatch.chdir(tmp_path)
    for name in NAMES:
        path = tmp_path / "articles" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = f"The text of {name}."
        content = (f'{{"text": "{text}"}}' if name.endswith("json") else text).encode()
        path.write_bytes(gzip.compress(content) if name.endswith("gz") else content)
    return tmp_path / "articles"


def test_without_a_root_a_file_by_itself_has_another_id(articles: Path) -> None:
    assert ids(read(["articles"])) != ids(read([f"articles/{name}" for name in NAMES]))


WAYS = [
    ["articles"],
    ["."],
    [f"articles/{name}" for name in NAMES],
    ["articles/2024", "articles/2025", "./articles/y.txt", "articles/-.txt", "articles/2024/../a b"],
    ["articles", "articles/2024/x.txt"],
]


@pytest.mark.parametrize("root", ["articles", "./articles/", "articles/2024/.."])
@pytest.mark.parametrize("paths", WAYS, ids=" ".join)
def test_ids_begin_at_the_root_whichever_way_files_are_given(articles: Path, root: str, paths: list[str]) -> None:
    reading = read(paths, root=root)
    assert ids(reading) == ["-", "2024/05/x.html", "2024/x", "2025/x", "a b/ü", "y"]
    assert reading.skipped == ()
    assert read([os.path.abspath(path) for path in paths], root=root).articles[2].id == "2024/x"


@given(st.sets(st.sampled_from(NAMES), min_size=1))
def test_a_part_of_the_files_has_the_ids_that_it_has_among_all(
    tmp_path_factory: pytest.TempPathFactory, names: set[str]
) -> None:
    root = tmp_path_factory.getbasetemp() / "parts"
    for name in NAMES:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text('{"text": "a"}' if name.endswith("json") else "a")
    plain = [name for name in names if not name.endswith("gz")]
    among_all = {article.source: article.id for article in read([root], root=root).articles}
    for article in read([root / name for name in plain], root=root).articles:
        assert among_all[article.source] == article.id


def test_a_file_outside_of_the_root_is_skipped_unless_it_brings_its_ids(articles: Path) -> None:
    outside = articles.parent / "articles2"
    outside.mkdir()
    (outside / "z.txt").write_text("Words.")
    (outside / "more.jsonl").write_text('{"id": "m", "text": "More words."}')
    reading = read(["articles2", "articles/y.txt"], root="articles")
    assert ids(reading) == ["m", "y"]
    assert [(each.path, each.reason) for each in reading.skipped] == [
        (
            "articles2/z.txt",
            "lies outside of the root 'articles', where ids begin; give --root a folder above it",
        )
    ]
    assert ids(read(["articles2", "articles/y.txt"], root=".")) == ["articles/y", "articles2/z", "m"]


def test_records_in_the_root_keep_their_own_ids(articles: Path) -> None:
    (articles / "more.jsonl").write_text('{"id": "m", "text": "More words."}')
    (articles / "own.json").write_text('{"id": "o", "text": "Other words."}')
    assert ids(read(["articles/more.jsonl", "articles/own.json"], root="articles")) == ["m", "o"]


def test_the_folder_may_be_reached_through_a_link(articles: Path) -> None:
    (articles.parent / "link").symlink_to("articles")
    (articles / "latest").symlink_to("2025")
    assert ids(read(["link/2024/x.txt"], root="articles")) == ["2024/x"]
    assert ids(read(["articles/latest/x.txt.gz", "articles/2024/x.txt"], root="link")) == ["2024/x", "2025/x"]


def test_a_given_link_has_the_id_of_its_own_place(articles: Path) -> None:
    (articles.parent / "store").write_text("The words of a file that is kept elsewhere.")
    (articles / "2025" / "kept.txt").symlink_to("../../store")
    assert ids(read(["articles/2025/kept.txt"], root="articles")) == ["2025/kept"]


def test_metadata_in_the_root_speaks_of_a_file_by_itself(articles: Path) -> None:
    (articles / "metadata.csv").write_text("id,outlet\n2024/x,The Meridian\ny.txt,Gazette\nnobody,Nowhere\n")
    whole, part = read(["articles"], root="articles"), read(["articles/2024", "articles/-.txt"], root="articles")
    assert outlets(whole)["2024/x"] == outlets(part)["2024/x"] == "The Meridian"
    assert outlets(part) == {"-": None, "2024/05/x.html": None, "2024/x": "The Meridian"}
    # Most of its rows are about other articles: that is no fault of a part.
    assert part.notes == () and part.skipped == ()
    assert any("1 row matches no article: 'nobody'" in note for note in whole.notes)
    assert read(["articles/-.txt"], root="articles").skipped == ()
    assert str(Path("articles/metadata.csv")) in part.inputs


def test_the_metadata_of_the_root_is_no_article(articles: Path) -> None:
    (articles / "metadata.csv").write_text("id,outlet\ny,Gazette\n")
    for paths in (["articles/metadata.csv", "articles/y.txt"], ["articles/y.txt", "."]):
        reading = read(paths, root="articles")
        assert outlets(reading)["y"] == "Gazette" and reading.skipped == ()


def test_metadata_of_a_folder_and_metadata_that_is_given_go_before_that_of_the_root(articles: Path) -> None:
    (articles / "metadata.csv").write_text("id,outlet\n2024/x,Root\ny,Root\n,bad\n")
    (articles / "2024" / "metadata.csv").write_text("id,outlet\nx,Folder\n")
    (articles.parent / "given.csv").write_text("id,outlet\n2024/x,Given\n")
    assert outlets(read(["articles/2024", "articles/y.txt"], root="articles")) == {
        "2024/05/x.html": None, "2024/x": "Folder", "y": "Root",
    }  # fmt: skip
    assert outlets(read(["articles/2024"], root="articles", metadata="given.csv"))["2024/x"] == "Given"
    twice = read(["articles", "articles/y.txt"], root="./articles").skipped
    assert [each.line for each in twice if "without an id" in each.reason] == [4]


def test_two_files_with_one_id_are_refused(articles: Path) -> None:
    (articles / "y.html.txt").write_text("a")
    (articles / "y.json").write_text('{"text": "Other words."}')
    with pytest.raises(DuplicateId, match=r"'y'.*y\.json and .*y\.txt"):
        read(["articles/y.txt", "articles/y.json"], root="articles")


@pytest.mark.parametrize(
    "root, said", [("nowhere", "there is no such file or folder"), ("articles/y.txt", "is no folder")]
)
def test_a_root_that_is_no_folder_is_refused(articles: Path, root: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read(["articles"], root=root)


def test_standard_input_is_where_it_was(articles: Path) -> None:
    import io

    assert ids(read(["-"], root="articles", stdin=io.BytesIO(b"Some words."))) == ["stdin"]
