"""Front matter before a text: what is read of it, and what is taken for text as before."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.dates import parse_published
from dedup.ingest import Reading, read
from dedup.ingest.front_matter import fronted

BODY = "The gates were opened too late, she said.\n\n---\n\nNobody had been trained to open them.\n"
FIELDS = "title: Gates opened too late\noutlet: The Calder Courier\npublished: 2031-03-04T06:30:00Z\n"
FRONTED = f"---\n{FIELDS}---\n\n{BODY}"


def read_as(folder: Path, content: str, name: str = "gates.txt") -> Reading:
    path = folder / name
    path.write_bytes(content.encode())
    return read([path])


@pytest.mark.parametrize("name", ["gates.txt", "gates.md", "GATES.Markdown", "gates.txt.gz"])
def test_its_fields_are_those_of_a_record_and_the_text_begins_behind_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(gzip.compress(FRONTED.encode()) if name.endswith(".gz") else FRONTED.encode())
    (article,) = read([path]).articles
    assert (article.text, article.title, article.outlet) == (BODY, "Gates opened too late", "The Calder Courier")
    assert (article.outlet_origin, article.published_origin) == ("given", "given")
    assert article.published == parse_published("2031-03-04T06:30:00Z")
    assert article.source == f"{path}:7"


def test_standard_input_may_have_it(tmp_path: Path) -> None:
    (article,) = read(["-"], stdin=io.BytesIO(FRONTED.encode())).articles
    assert (article.text, article.outlet, article.source) == (BODY, "The Calder Courier", "<stdin>:7")


def test_what_is_quoted_folded_listed_or_unknown(tmp_path: Path) -> None:
    front = """---
# written by hand
Title: "Gates \\"opened\\" too late: an \\u00e9tude \\ud800"
id: 'courier''s 1'
Date: 2031-03-04
url: https://courier.example/gates:1
author: "Ada" and "Bo Pell"
description: >-
  Who opened
  the gates?
tags:
  - floods
  - "gates"
draft: ~
layout:
---
"""
    reading = read_as(tmp_path, front.replace("\n", "\r\n") + BODY)
    (article,) = reading.articles
    assert (article.id, article.title) == ("courier's 1", 'Gates "opened" too late: an étude \ufffd')
    assert (article.published, article.url) == (parse_published("2031-03-04"), "https://courier.example/gates:1")
    assert article.extra == {
        "author": '"Ada" and "Bo Pell"',
        "description": "Who opened the gates?",
        "tags": ["floods", "gates"],
    }
    assert article.text == BODY
    assert reading.notes == (
        f"1 record holds lone surrogates, which are no characters; each became U+FFFD: {tmp_path}/gates.txt:17",
    )


def test_what_trafilatura_writes_before_a_text(tmp_path: Path) -> None:
    import trafilatura

    page = (
        '<html><head><title>Gates: too late</title><meta property="og:site_name" content="The Calder Courier">'
        '<meta property="article:published_time" content="2021-03-04"><link rel="canonical" '
        'href="https://courier.example/gates"></head><body><article>'
        + "<p>The gates were opened too late and by people who had never been trained, she said on Tuesday.</p>" * 3
        + "</article></body></html>"
    )
    (article,) = read_as(tmp_path, trafilatura.extract(page, output_format="markdown", with_metadata=True)).articles
    assert (article.id, article.title, article.outlet) == ("gates", "Gates: too late", "The Calder Courier")
    assert (article.published, article.url) == (parse_published("2021-03-04"), "https://courier.example/gates")
    assert article.text.startswith("The gates were opened")


def test_a_date_that_cannot_be_read_counts_as_unknown_as_in_a_record(tmp_path: Path) -> None:
    reading = read_as(tmp_path, FRONTED.replace("2031-03-04T06:30:00Z", "Tuesday"))
    (article,) = reading.articles
    assert (article.published, article.extra) == (None, {"published": "Tuesday"})
    assert reading.notes == (
        f"1 date cannot be read and counts as unknown: {tmp_path}/gates.txt:7 published 'Tuesday'",
    )


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (f"---\n{FIELDS}---\n", 6, "empty text"),
        (f"---\n{FIELDS}title: Another\n---\n{BODY}", None, "front matter that names 'title' twice"),
    ],
)
def test_what_is_skipped(tmp_path: Path, content: str, line: int | None, reason: str) -> None:
    reading = read_as(tmp_path, content, "gates.md")
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(line, reason)]


@pytest.mark.parametrize(
    "text",
    [
        f" {FRONTED}",
        f"---\n{FIELDS}",
        f"---\n{FIELDS}The gates were opened.\n---\n{BODY}",
        f"---\n{FIELDS}see https://courier.example\n---\n{BODY}",
        f"---\n{FIELDS}{''.join(f'n{number}: x{chr(10)}' for number in range(60))}---\n{BODY}",
        "---\nQ: Who opened them?\nA: Nobody knows.\nQ: When?\n---\nThe hearing goes on.\n",
        "---\n---\nA text.\n",
        "----\ntitle: A text\n----\n",
        "---",
    ],
)
def test_anything_else_is_text(tmp_path: Path, text: str) -> None:
    assert [article.text for article in read_as(tmp_path, text).articles] == [text]


def test_a_file_of_another_kind_has_none(tmp_path: Path) -> None:
    assert [article.text for article in read_as(tmp_path, FRONTED, "gates.v1").articles] == [FRONTED]


def test_a_table_adds_what_it_lacks_and_never_overrides_it(tmp_path: Path) -> None:
    (tmp_path / "gates.txt").write_text(FRONTED.replace("outlet: The Calder Courier\n", ""))
    (tmp_path / "metadata.csv").write_text("id,outlet,published\ngates,The Meridian,2031-01-01\n")
    reading = read(tmp_path)
    (article,) = reading.articles
    assert (article.outlet, article.published) == ("The Meridian", parse_published("2031-03-04T06:30:00Z"))
    assert "metadata contradicts the own fields of 1 article, which were kept: 'gates'" in reading.notes


LINES = st.sampled_from(["---", "title: x", "x:", " y", "- z", "", "#", "text", "\r", "\t", "'", '"'])


@given(st.lists(LINES, max_size=9, unique=True))
def test_the_text_is_the_end_of_the_file_and_the_line_is_where_it_begins(lines: list[str]) -> None:
    whole = "\n".join(["---", "outlet: The Meridian", *lines])
    found = fronted(whole)
    if found is not None:
        assert whole.endswith(found.text)
        assert whole[: len(whole) - len(found.text)].count("\n") == found.line - 1
        assert found.fields["outlet"].startswith("The Meridian")
