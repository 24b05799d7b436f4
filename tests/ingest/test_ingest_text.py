"""Plain text, standard input and encodings: nothing is translated, nothing is guessed."""

from __future__ import annotations

import gzip
import io
import lzma
from pathlib import Path

import pytest
import zstandard

from dedup.ingest import Limits, read

OLDER = "if it is text in Windows-1252 or the like, save it as UTF-8"


def test_line_endings_normal_forms_and_nul_stay_as_they_are(tmp_path: Path) -> None:
    text = "one\r\ntwo\rthree\x00 caf\u00e9 cafe\u0301\n\n"
    (tmp_path / "a.txt").write_bytes(text.encode())
    assert read([tmp_path]).articles[0].text == text


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_the_byte_order_mark_tells_the_encoding_and_is_no_text(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "a.txt").write_bytes("Ğ 北京 😀".encode(encoding))
    assert read([tmp_path]).articles[0].text == "Ğ 北京 😀"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty text"),
        (b" \n\t\r\n", "empty text"),
        ("\u200b\u00ad\u2060".encode(), "empty text"),
        (b"caf\xe9 ol\xe9", f"byte 0xe9 at offset 3 is not UTF-8: {OLDER}"),
        (b"\x93A word\x94", f"byte 0x93 at offset 0 is not UTF-8: {OLDER}"),
        ("café".encode() + b"\xe9", "byte 0xe9 at offset 5 is not UTF-8"),
        (b"\x93\x01A", "byte 0x93 at offset 0 is not UTF-8: no text, it seems"),
        ("A text.".encode("utf-16-le"), "no text: binary data, or UTF-16 without a byte-order mark"),
        (b"\xff\xfeA", "broken utf-16-le: truncated data"),
        (b"x" * 41, "larger than 40 bytes"),
        (b"x" * 11, "a text of 11 characters; the limit is 10"),
    ],
)
def test_what_is_no_text_is_skipped_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    (tmp_path / "a.txt").write_bytes(data)
    reading = read([tmp_path], limits=Limits(article_chars=10))
    assert reading.articles == ()
    assert [(skip.path, skip.line, skip.reason) for skip in reading.skipped] == [(f"{tmp_path}/a.txt", None, reason)]


def test_a_given_file_without_a_known_suffix_is_tried_as_text(tmp_path: Path) -> None:
    (tmp_path / "story.v1").write_text("A text.")
    (tmp_path / "page.v2").write_bytes(b"%PDF-1.4\n\xe2\xe3\xcf\xd3")
    reading = read([tmp_path / "story.v1", tmp_path / "page.v2"])
    assert [article.id for article in reading.articles] == ["story.v1"]
    assert [skip.reason for skip in reading.skipped] == [
        f"a format that is not known: byte 0xe2 at offset 9 is not UTF-8: {OLDER}"
    ]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, lzma.compress, zstandard.compress])
def test_standard_input_is_jsonl_or_one_text(pack: type[bytes]) -> None:
    def ids(data: bytes) -> list[tuple[str, str, str | None]]:
        reading = read(["-"], stdin=io.BytesIO(pack(data)))
        assert not reading.skipped
        return [(article.id, article.text, article.source) for article in reading.articles]

    assert ids(b"A text.\n") == [("stdin", "A text.\n", "<stdin>")]
    assert ids(b'\n          \n {"id": "a", "text": "b"}\n') == [("a", "b", "<stdin>:3")]
    assert ids('\ufeff{"id": "a", "text": "b"}'.encode()) == [("a", "b", "<stdin>:1")]


def test_empty_standard_input_and_no_paths(tmp_path: Path) -> None:
    assert [skip.reason for skip in read(["-"], stdin=io.BytesIO()).skipped] == ["empty text"]
    assert read([]) == read([tmp_path])
    assert read([]).articles == ()
