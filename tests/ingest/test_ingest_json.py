"""JSONL and JSON: what is strict, what is forgiven."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.errors import DuplicateId
from dedup.ingest import Limits, Reading, read

GOOD = b'{"id": "good", "text": "The bridge opened."}'


def read_lines(folder: Path, *lines: bytes, limits: Limits | None = None, name: str = "news.jsonl") -> Reading:
    path = folder / name
    path.write_bytes(b"\n".join(lines))
    return read([path], limits=limits)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"[" * 100_000, "no JSON object|nested deeper than 64"),
        (b'{"id": "a", "text": "b", "x": ' + b"[" * 100_000, "nested deeper than 64"),
        (b'{"id": "a", "text": "b", "x": ' + b"[" * 80 + b"]" * 80 + b"}", "nested deeper than 64"),
        (b'{"id": "a", "text": "b", "x": ' + b"9" * 5_000 + b"}", "a number of 5,000 digits"),
        (b'{"id": "a", "text": "b", "x": 1e999}', "too large"),
        (b'{"id": "a", "text": "b", "x": NaN}', "NaN is no JSON number"),
        (b'{"id": "a", "text": "b", "x": -Infinity}', "-Infinity is no JSON number"),
        (b'{"id": "a", "text": "b", "text": "c"}', "the key 'text' occurs twice"),
        (b'{"id": "a", "text": "b", "x": {"y": 1, "y": 2}}', "the key 'y' occurs twice"),
        (b'{"id": "a", "text": "trunc', "malformed JSON"),
        (b'{"id": "a", "text": "b"} {}', "malformed JSON"),
        (b'{"id": "a", "text": "raw \x00 NUL"}', "malformed JSON: Invalid control character at column 26"),
        (b'{"id": "a", "text": "caf\xe9"}', "byte 0xe9 at offset 24 is not UTF-8"),
        (b'{"id": "a", "text": "\xed\xa0\x80"}', "is not UTF-8"),
        (b'{"id": "a", "text": null}', "text is null"),
        (b'{"id": "a", "text": ["b"]}', "text is a list"),
        (b'{"id": "a", "text": 5}', "text is a number"),
        (b'{"id": "a"}', "text is missing"),
        (b'{"text": "b"}', "id is missing"),
        (b'{"id": null, "text": "b"}', "id is null"),
        (b'{"id": "", "text": "b"}', "id is empty"),
        (b'{"id": "  ", "text": "b"}', "id is empty"),
        (b'{"id": true, "text": "b"}', "id is true or false"),
        (b'{"id": 1.5, "text": "b"}', "id is a number"),
        (b'{"id": "' + b"i" * 1_001 + b'", "text": "b"}', "id is longer"),
        (b'{"id": "a", "text": ""}', "empty text"),
        (b'{"id": "a", "text": " \\n\\u200b\\u0000\\ufeff"}', "empty text"),
        (b'["id", "text"]', "no JSON object"),
        (b'"text"', "no JSON object"),
    ],
)
def test_a_bad_line_is_skipped_with_its_reason_and_the_others_are_kept(
    tmp_path: Path, line: bytes, reason: str
) -> None:
    reading = read_lines(tmp_path, line, GOOD)
    assert [article.id for article in reading.articles] == ["good"]
    assert reading.articles[0].source == f"{tmp_path}/news.jsonl:2"
    (skipped,) = reading.skipped
    assert (skipped.path, skipped.line) == (f"{tmp_path}/news.jsonl", 1)
    assert any(part in skipped.reason for part in reason.split("|"))


def test_a_truncated_last_line_is_skipped_and_a_whole_one_without_newline_is_not(tmp_path: Path) -> None:
    assert [skip.line for skip in read_lines(tmp_path, GOOD, GOOD[:-5]).skipped] == [2]
    assert not read_lines(tmp_path, GOOD).skipped


def test_a_number_id_is_text_and_blank_lines_count(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, b"", b"  \t\r", b'{"id": 7, "text": "b"}')
    assert [(article.id, article.source) for article in reading.articles] == [("7", f"{tmp_path}/news.jsonl:3")]
    assert not reading.skipped


def test_lone_surrogates_become_replacement_characters_with_a_note(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, b'{"id": "a", "text": "x\\ud800y \\ud83d\\ude00", "k\\udfff": ["\\udc00"]}')
    (article,) = reading.articles
    assert article.text == "x\ufffdy \N{GRINNING FACE}"
    assert article.extra == {"k\ufffd": ["\ufffd"]}
    assert "lone surrogates" in reading.notes[0]
    assert "news.jsonl:1" in reading.notes[0]


def test_an_escaped_nul_and_crlf_stay_in_the_text(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, b'{"id": "a", "text": "x\\u0000\\r\\ny"}\r', GOOD + b"\r")
    assert reading.articles[0].text == "x\0\r\ny"
    assert len(reading.articles) == 2


def test_line_separators_of_unicode_end_no_line(tmp_path: Path) -> None:
    line = '{"id": "a", "text": "one\u2028two\u0085three"}'.encode()
    assert read_lines(tmp_path, line).articles[0].text == "one\u2028two\u0085three"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_tells_the_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes('{"id": "a", "text": "Ğ 北京 😀"}\n{"id": "b", "text": "zwei"}'.encode(encoding))
    assert [article.text for article in read([path]).articles] == ["Ğ 北京 😀", "zwei"]


def test_a_broken_unit_of_utf_16_costs_its_line(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    broken = '{"id": "a", "text": "'.encode("utf-16") + b"\x00\xd8" + '"}\n'.encode("utf-16-le")
    path.write_bytes(broken + GOOD.decode().encode("utf-16-le"))
    reading = read([path])
    assert [article.id for article in reading.articles] == ["good"]
    assert [skip.line for skip in reading.skipped] == [1]


def test_a_long_line_is_skipped_and_never_held(tmp_path: Path) -> None:
    limits = Limits(record_bytes=1_000)
    long = b'{"id": "a", "text": "' + b"x" * 5_000_000 + b'"}'
    reading = read_lines(tmp_path, GOOD, long, b'{"id": "z", "text": "b"}', limits=limits)
    assert [article.id for article in reading.articles] == ["good", "z"]
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(2, "a line of more than 1,000 bytes")]


def test_a_line_of_many_small_values_is_not_parsed(tmp_path: Path) -> None:
    reading = read_lines(tmp_path, b'{"id": "a", "text": "b", "x": [' + b"[]," * 1_500_000 + b"0]}", GOOD)
    assert [skip.reason for skip in reading.skipped] == ["more than 1,000,000 values in one record"]


def test_limits_on_characters_and_records(tmp_path: Path) -> None:
    long = b'{"id": "long", "text": "' + b"x" * 11 + b'"}'
    reading = read_lines(tmp_path, long, GOOD, limits=Limits(article_chars=10))
    assert [skip.reason for skip in reading.skipped] == [
        "a text of 11 characters; the limit is 10",
        "a text of 18 characters; the limit is 10",
    ]
    lines = [json.dumps({"id": str(number), "text": "b"}).encode() for number in range(5)]
    reading = read_lines(tmp_path, *lines, limits=Limits(records=3))
    assert len(reading.articles) == 3
    assert [(skip.line, skip.reason) for skip in reading.skipped] == [(4, "more than 3 records; the rest was not read")]


def test_the_same_id_with_the_same_text_is_one_article_and_one_note(tmp_path: Path) -> None:
    full = b'{"id": "good", "text": "The bridge opened.", "outlet": "The Calder Courier"}'
    one, other = read_lines(tmp_path, GOOD, full, GOOD), read_lines(tmp_path, full, GOOD, GOOD)
    assert [article.outlet for article in one.articles] == ["The Calder Courier"]
    assert [article.outlet for article in other.articles] == ["The Calder Courier"]
    assert one.notes == ("1 id came again with the same text and counts once: 'good' (3 times)",)


def test_the_same_id_with_another_text_names_both_places(tmp_path: Path) -> None:
    with pytest.raises(DuplicateId, match=r"'good'.*news\.jsonl:1 and .*news\.jsonl:3"):
        read_lines(tmp_path, GOOD, b"", b'{"id": "good", "text": "It did not."}')


def test_a_json_file_is_a_list_or_one_object(tmp_path: Path) -> None:
    path = tmp_path / "page.json"
    path.write_text(
        '{"id": null, "text": "b", "source": "https://a.example/1", "sitename": "A", "filedate": "2020-01-01"}'
    )
    (article,) = read([path]).articles
    assert (article.id, article.outlet, article.url, article.published) == ("page", "A", "https://a.example/1", None)
    path.write_text('[{"id": "a", "text": "b"}, {"id": "b"}, {"id": "c", "text": "d"}, 5, {"id": "e", "text": "f"}]')
    reading = read([path])
    assert [article.id for article in reading.articles] == ["a", "c"]
    assert [(skip.line, skip.reason.split(";")[0]) for skip in reading.skipped] == [
        (2, "text is missing"),
        (4, "an element that is no object"),
    ]
    path.write_text('[{"id": "a", "text": "b"}')
    assert [skip.line for skip in read([path]).skipped] == [1]
    path.write_text("")
    assert [skip.reason for skip in read([path]).skipped] == ["empty file"]


_words = st.text('a"\\/\n\r\0\x7f\u2028\ufeffé北😀', min_size=1, max_size=12)
_extra = st.dictionaries(
    _words.map("x{}".format),
    st.none() | st.booleans() | st.integers(-(10**20), 10**20) | st.lists(_words, max_size=2),
    max_size=3,
)


@settings(max_examples=60, deadline=None)
@given(
    records=st.lists(st.tuples(_words, _words, _extra), max_size=5, unique_by=lambda record: record[0]),
    ascii_only=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_is_written_as_jsonl_is_read_back(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[tuple[str, str, dict[str, object]]],
    ascii_only: bool,
    encoding: str,
) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "news.jsonl"
    rows = [{"id": f"i{key}", "text": f"t{text}", **extra} for key, text, extra in records]
    path.write_bytes("".join(json.dumps(row, ensure_ascii=ascii_only) + "\n" for row in rows).encode(encoding))
    reading = read([path])
    assert not reading.skipped
    found = [{"id": article.id, "text": article.text, **article.extra} for article in reading.articles]
    assert found == sorted(rows, key=lambda row: str(row["id"]))


def test_a_json_list_on_standard_input_is_read_as_one() -> None:
    listed = read(["-"], stdin=io.BytesIO(b' [ {"id": "a", "text": "Some words."}, {"id": "b", "text": "Others."}]'))
    assert [article.id for article in listed.articles] == ["a", "b"]
    dateline = read(["-"], stdin=io.BytesIO(b"[BRACKWATER] The count went on all night."))
    assert [article.id for article in dateline.articles] == ["stdin"]


@pytest.mark.parametrize("before", ["", "\n" * 5, " " * 100_000, "\ufeff"])
@pytest.mark.parametrize("indent", [None, 1, 4, 12, 100_000])
def test_a_list_on_stdin_may_be_indented_and_begin_late(before: str, indent: int | None) -> None:
    records = [{"id": "a", "text": "Some words."}, {"id": "b", "text": "Others."}]
    content = (before + json.dumps(records, indent=indent)).encode()
    reading = read(["-"], stdin=io.BytesIO(content))
    assert [(article.id, article.text) for article in reading.articles] == [("a", "Some words."), ("b", "Others.")]
    assert reading.skipped == ()


@pytest.mark.parametrize("text", ["[\n    Brackwater]", "[", "[]", "[[{", " [ 1, 2 ]", "x[{"])
def test_what_only_looks_like_a_list_on_stdin_is_a_text(text: str) -> None:
    (article,) = read(["-"], stdin=io.BytesIO(text.encode())).articles
    assert (article.id, article.text) == ("stdin", text)
