"""Passages in the lines and columns of the very files that were read."""

from __future__ import annotations

import gzip
import os
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.ingest import formats, read
from dedup.model import Article
from dedup.report.places import Region, Spot, region_of, spot_of

LINES = st.text(st.sampled_from("ab é\u2028\x85\x0b\r\n👩"), max_size=40)


def cut(text: str, region: Region) -> str:
    """The slow way back: split the text into lines, take the columns as UTF-16 code units."""
    lines = [line.encode("utf-16-le") for line in text.split("\n")]
    before = sum(len(line) + 2 for line in lines[: region.start_line - 1])
    until = sum(len(line) + 2 for line in lines[: region.end_line - 1])
    units = "\n".join(text.split("\n")).encode("utf-16-le")
    return units[before + 2 * (region.start_column - 1) : until + 2 * (region.end_column - 1)].decode("utf-16-le")


@given(LINES, st.data())
def test_lines_and_columns_lead_back_to_the_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    region = region_of(text, start, end)
    assert cut(text, region) == text[start:end]
    assert (1, 1) <= (region.start_line, region.start_column) <= (region.end_line, region.end_column)


@pytest.mark.parametrize(
    ("text", "words", "region"),
    [
        ("one two", "two", (1, 5, 1, 8)),
        ("one\r\ntwo three\r\nfour", "two three", (2, 1, 2, 10)),
        ("one\ntwo\nthree", "one\ntwo", (1, 1, 2, 4)),
        ("one\n\ntwo\n", "two\n", (3, 1, 3, 5)),
        ("👩👩 two", "two", (1, 6, 1, 9)),
        ("a\u2028b\x85c\rd two", "two", (1, 9, 1, 12)),
    ],
)
def test_a_region(text: str, words: str, region: tuple[int, int, int, int]) -> None:
    start = text.index(words)
    found = region_of(text, start, start + len(words))
    assert (found.start_line, found.start_column, found.end_line, found.end_column) == region


WORDS = "the spillway is holding and there is no danger"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.txt", f"First line é👩.\r\n\r\nSaid: {WORDS}.\r\n".encode()),
        ("marked.txt", b"\xef\xbb\xbf" + f"{WORDS}. And more.\n".encode()),
        ("wide.txt", f"One\r\ntwo {WORDS}.".encode("utf-16")),
        ("packed.txt.gz", gzip.compress(f"One\ntwo\n{WORDS}.".encode(), mtime=0)),
        ("letter", f"One\n{WORDS}.".encode()),
        ("fronted.md", f"---\r\ntitle: x\r\n---\r\n\r\nOne\r\n{WORDS}.".encode()),
    ],
)
def test_a_passage_of_a_text_file_is_found_in_the_file(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    article = read([str(path)]).articles[0]
    start = article.text.index(WORDS)
    spot = spot_of(article.source, article.id, str(tmp_path), article.text, start, start + len(WORDS))
    assert spot.path == name
    assert spot.region is not None
    unpacked = gzip.decompress(content) if name.endswith(".gz") else content
    written = unpacked.decode("utf-16" if name == "wide.txt" else "utf-8-sig")
    assert cut(written, spot.region) == WORDS


def test_a_record_has_the_line_it_begins_on(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(f'\n{{"id": "a", "text": "{WORDS}"}}\n', "utf-8")
    (tmp_path / "b.csv").write_text(f'id,text\nx,"two\nlines {WORDS}"\nb,"{WORDS}"\n', "utf-8")
    (tmp_path / "c.json").write_text(f'[\n{{"id": "c0", "text": "{WORDS}"}},\n\n{{"id": "c", "text": "{WORDS}"}}]')
    (tmp_path / "d.json").write_text(f'{{"id": "d",\n"text": "{WORDS}"}}')
    spots = {
        article.id: spot_of(article.source, article.id, str(tmp_path), article.text, 3, 20)
        for article in read([str(tmp_path)]).articles
    }
    assert spots["a"] == Spot(path="a.jsonl", line=2)
    assert spots["x"] == Spot(path="b.csv", line=2)
    assert spots["b"] == Spot(path="b.csv", line=4)
    assert spots["c"] == Spot(path="c.json", line=1, record=2)  # a list counts its elements
    assert spots["d"] == Spot(path="d.json", line=1)


def test_every_format_that_is_read_has_its_way_of_counting() -> None:
    for ending, kind in formats.FORMATS.items():
        for packed in ("", ".gz", ".xz", ".zst"):
            spot = spot_of(f"a{ending}{packed}:7", "id", "/w", "some text", 0, 4)
            expected = {
                "text": Spot(path=f"a{ending}{packed}", line=7, region=Region(**_first(4, line=7))),
                "jsonl": Spot(path=f"a{ending}{packed}", line=7),
                "csv": Spot(path=f"a{ending}{packed}", line=7),
                "json": Spot(path=f"a{ending}{packed}", line=1, record=7),
                "parquet": Spot(path=f"a{ending}{packed}", line=1, record=7),
                "arrow": Spot(path=f"a{ending}{packed}", line=1, record=7),
                "html": Spot(path=f"a{ending}{packed}:7", line=1, region=Region(**_first(4))),
            }[kind]
            assert spot == expected
    assert spot_of("a.html", "id", "/w", "some text", 0, 4) == Spot(path="a.html", line=1)


def _first(end: int, line: int = 1) -> dict[str, int]:
    return {"start_line": line, "start_column": 1, "end_line": line, "end_column": end + 1}


@pytest.mark.skipif(os.sep != "/", reason="paths of this kind")
@pytest.mark.parametrize(
    ("source", "path", "uri"),
    [
        ("news/a.txt", "news/a.txt", "news/a.txt"),
        ("./news//b/../a.txt", "news/a.txt", "news/a.txt"),
        ("/desk/here/news/a.txt", "news/a.txt", "news/a.txt"),
        ("../other/a.txt", "/desk/other/a.txt", "file:///desk/other/a.txt"),
        ("/desk/hereafter/a.txt", "/desk/hereafter/a.txt", "file:///desk/hereafter/a.txt"),
        ("..a.txt", "..a.txt", "..a.txt"),
        ("http://x/a.txt", "http:/x/a.txt", "http%3A/x/a.txt"),
        ("a b#?%é\n.txt", "a b#?%é\n.txt", "a%20b%23%3F%25%C3%A9%0A.txt"),
        ("<stdin>", "stdin", "stdin"),
        ("<stdin>:3", "stdin", "stdin"),
        (None, "id/of it", "id/of%20it"),
    ],
)
def test_paths_are_relative_to_the_working_folder(source: str | None, path: str, uri: str) -> None:
    spot = spot_of(source, "/../id/of it", "/desk/here")
    assert (spot.path, spot.uri) == (path, uri)


@given(st.none() | st.text(), st.text())
def test_any_source_gives_a_uri_that_leads_back(source: str | None, id: str) -> None:
    spot = spot_of(source, id, "/desk/here")
    assert spot.uri.isascii()
    assert spot.uri
    parts = urlsplit(spot.uri)
    assert parts.scheme == ("file" if spot.absolute else "")
    assert not parts.query
    assert not parts.fragment
    assert unquote(parts.path) == spot.path.encode("utf-8", "backslashreplace").decode()


def test_a_text_that_nobody_has_is_at_the_first_line() -> None:
    assert spot_of("a.txt", "a", "/w") == Spot(path="a.txt", line=1)
    assert Article(id="a", text="x").source is None
