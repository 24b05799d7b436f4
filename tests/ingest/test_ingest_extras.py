"""Parquet and HTML, and what happens without their libraries."""

from __future__ import annotations

import gzip
import sys
from datetime import UTC, datetime
from pathlib import Path

import pyarrow  # type: ignore[import-untyped,unused-ignore]
import pyarrow.parquet  # type: ignore[import-untyped,unused-ignore]
import pytest

from dedup.dates import parse_published
from dedup.errors import MissingExtra
from dedup.ingest import Limits, read

PARAGRAPH = (
    "<p>The mayor said on Tuesday that bridge {} would open in the spring, after years of delay and dispute.</p>"
)
PAGE = """<html><head><title>Bridge to open</title><meta property="og:site_name" content="The Calder Courier">
<meta property="article:published_time" content="2031-03-04T06:30:00Z">
<link rel="canonical" href="https://courier.example/bridge"></head><body><nav><a href="/">Home</a></nav>
<article><h1>Bridge to open</h1>{}</article><footer>Copyright 2019</footer></body></html>"""


def page(count: int = 8) -> str:
    return PAGE.format("".join(PARAGRAPH.format(number) for number in range(count)))


@pytest.mark.parametrize("packed", [False, True])
def test_parquet_rows_are_records(tmp_path: Path, packed: bool) -> None:
    table = pyarrow.table(
        {
            "id": ["a", "b", None],
            "text": ["A text.", None, "c"],
            "published": pyarrow.array([datetime(2031, 3, 4, 6, 30, tzinfo=UTC)] * 3),
            "score": [float("nan"), 0.5, 1.0],
            "tags": [[b"\xff"], None, []],
        }
    )
    path = tmp_path / "news.parquet"
    pyarrow.parquet.write_table(table, path)
    if packed:
        (tmp_path / "news.parquet.gz").write_bytes(gzip.compress(path.read_bytes()))
        path = tmp_path / "news.parquet.gz"
    reading = read([path])
    (article,) = reading.articles
    assert (article.id, article.text, article.source) == ("a", "A text.", f"{path}:1")
    assert article.published == parse_published("2031-03-04T06:30:00Z")
    assert article.extra == {"score": "nan", "tags": ["b'\\xff'"]}
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(2, "text is missing"), (3, "id is missing")]


def test_parquet_that_is_broken_or_too_large(tmp_path: Path) -> None:
    path = tmp_path / "news.parquet"
    path.write_bytes(b"PAR1 no table PAR1")
    assert "malformed Parquet" in read([path]).skipped[0].reason
    pyarrow.parquet.write_table(pyarrow.table({"id": ["a"], "text": ["x" * 100_000]}), path)
    assert "after decompression" in read([path], limits=Limits(file_bytes=10_000)).skipped[0].reason


@pytest.mark.parametrize("name", ["bridge.html", "bridge.htm.gz"])
def test_a_page_gives_its_article_and_its_own_metadata(tmp_path: Path, name: str) -> None:
    data = page().encode()
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (article,) = read([tmp_path]).articles
    assert (article.id, article.title, article.outlet) == ("bridge", "Bridge to open", "The Calder Courier")
    assert article.published == parse_published("2031-03-04T06:30:00Z")
    assert article.url == "https://courier.example/bridge"
    assert "bridge 7 would open" in article.text
    assert "Home" not in article.text


META = '<meta property="article:published_time" content="2031-03-04T06:30:00Z">'
LD = '<script type="application/ld+json">{{"author": {{}}, "datePublished" : "{}"}}</script>'


@pytest.mark.parametrize(
    ("stated", "published"),
    [
        (META, "2031-03-04T06:30:00Z"),
        ('<meta name="article:published_time" content=" 2031-03-04T23:30:00-0500 ">', "2031-03-05T04:30:00Z"),
        (LD.format("2031-03-04T06:30:00.000+01:00"), "2031-03-04T05:30:00Z"),
        ('<meta itemprop="datePublished" content="2031-03-04T06:30:00Z">', "2031-03-04T06:30:00Z"),
        ('<time datetime="2031-03-04T06:30:00Z">March 4</time>', "2031-03-04T06:30:00Z"),
        # The surest place counts, whatever others say of another day or hour.
        (META + LD.format("2031-03-04T07:00:00Z"), "2031-03-04T06:30:00Z"),
        # A day, a time in no known zone, midnight for want of a time, and times of several articles.
        ('<meta property="article:published_time" content="2031-03-04">', "2031-03-04"),
        ('<meta property="article:published_time" content="2031-03-04T06:30:00">', "2031-03-04"),
        ('<meta property="article:published_time" content="2031-03-04T00:00:00+00:00">', "2031-03-04"),
        (LD.format("2031-03-04T06:30:00Z") + LD.format("2031-03-04T09:00:00Z"), "2031-03-04"),
        # Another day than the one that trafilatura finds, here in the address.
        (META.replace("03-04", "03-05") + '<link rel="canonical" href="https://a.example/2031/03/04/b">', "2031-03-04"),
        (META.replace("06:30", "nonsense") + "<meta name=date content=2031-03-04>", "2031-03-04"),
    ],
)
def test_a_page_that_states_a_time_with_its_zone_was_published_then(
    tmp_path: Path, stated: str, published: str
) -> None:
    (tmp_path / "a.html").write_text(page().replace(META, stated), "utf-8")
    (article,) = read([tmp_path]).articles
    assert article.published == parse_published(published)


def test_a_copyright_year_is_no_date(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text("\n".join(line for line in page().splitlines() if "published_time" not in line))
    (article,) = read([tmp_path]).articles
    assert article.published is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "empty file"),
        ("<html></html>", "no article text found in the page"),
        ("<html><body>" + "<div>" * 90_000 + "deep", "no article text found in the page"),
        ("<p>x" * 100_001, "more than 100,000 tags"),
        ("x" * (9 << 20), "larger than 8,388,608 bytes"),
    ],
)
def test_a_page_without_an_article_is_skipped(tmp_path: Path, data: str, reason: str) -> None:
    (tmp_path / "a.html").write_text(data)
    assert [skip.reason for skip in read([tmp_path]).skipped] == [reason]


@pytest.mark.parametrize(
    ("name", "needs", "extra"),
    [
        ("a.parquet", "reading Parquet needs pyarrow", "parquet"),
        ("a.arrow", "reading Arrow files needs pyarrow", "parquet"),
        ("a.html", "reading HTML needs trafilatura", "html"),
        ("a.txt.zst", "reading .zst files needs zstandard", "zstd"),
    ],
)
def test_without_its_library_a_given_file_is_an_error_and_one_in_a_folder_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, needs: str, extra: str
) -> None:
    (tmp_path / name).write_bytes(b"x")
    (tmp_path / "good.txt").write_text("A text.")
    module = needs.rsplit(" ", 1)[-1]
    monkeypatch.setitem(sys.modules, module, None)
    monkeypatch.setitem(sys.modules, f"{module}.parquet", None)
    advice = f"{needs}: install dedup with its extra '{extra}'"
    with pytest.raises(MissingExtra) as caught:
        read([tmp_path / name])
    assert advice in str(caught.value)
    reading = read([tmp_path])
    assert [article.id for article in reading.articles] == ["good"]
    assert advice in reading.skipped[0].reason
