"""A JSON report from a file: what is read back, and what is refused with a reason."""

from __future__ import annotations

import dataclasses
import gzip
import json
import lzma
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from samples import realistic

import dedup
from dedup.errors import InputError
from dedup.report.json_document import to_json, to_jsonl
from dedup.report.reading import newer_version, read_report

WRITTEN = to_json(realistic())


def changed(**changes: Any) -> str:
    return json.dumps(json.loads(WRITTEN) | changes)


def test_a_written_report_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(WRITTEN, "utf-8")
    assert to_json(read_report(str(path))) == WRITTEN
    assert to_json(dedup.read_report(path)) == WRITTEN
    path.write_bytes(b"\xef\xbb\xbf" + WRITTEN.encode())  # some editors put a byte-order mark
    assert to_json(read_report(str(path))) == WRITTEN


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "no JSON report"),
        ("Articles read (5)", "no JSON report"),
        (WRITTEN[: len(WRITTEN) // 2], "it ends in the middle"),
        (WRITTEN[:-3], "it ends in the middle"),
        (to_jsonl(realistic()), "JSON Lines is another format"),
        (WRITTEN + WRITTEN, "more follows after its end"),
        (changed(schema_version="2.1"), "its schema version is '2.1', this dedup reads 1.0"),
        (changed(articles=[]), "without listing it; was it edited by hand?"),
        (changed(matches=[{"id": "x"}]), "matches[0].left: expected a value"),
        (WRITTEN.replace('"confidence": 0.97', '"confidence": NaN'), "NaN is no JSON number"),
        (WRITTEN.replace('"confidence": 0.97', '"confidence": 1e999'), "matches[0].confidence: expected a number"),
        (WRITTEN.replace('"common-source": 2.1', '"common-source": "2.1"'),
         "weights.common-source: expected a number, found text"),
    ],
)  # fmt: skip
def test_anything_else_is_an_input_error_that_names_the_file(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_report(str(path))
    assert str(caught.value).startswith(str(path))
    assert why in str(caught.value)


def test_a_file_that_is_too_large_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    path.write_text(WRITTEN, "utf-8")
    size = path.stat().st_size
    assert read_report(str(path), largest=size).matches
    with pytest.raises(InputError, match=f"more than {size - 1:,} bytes"):
        read_report(str(path), largest=size - 1)


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_report(str(tmp_path / "none.json"))
    with pytest.raises(InputError, match="a folder; give the JSON report"):
        read_report(str(tmp_path))
    with pytest.raises(InputError, match="cannot be read"):
        read_report("nul\x00byte")
    if os.geteuid():
        locked = tmp_path / "locked.json"
        locked.touch(mode=0o000)
        with pytest.raises(InputError, match="cannot be read"):
            read_report(str(locked))


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_a_compressed_report_is_read(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    path = tmp_path / "report.json.packed"
    path.write_bytes(pack(WRITTEN.encode()))
    assert to_json(read_report(str(path))) == WRITTEN
    with pytest.raises(InputError, match="more than 100 bytes"):
        read_report(str(path), largest=100)
    packed = path.stat().st_size
    with pytest.raises(InputError, match=f"more than {packed:,} bytes"):  # a small file may hold a large one
        read_report(str(path), largest=packed)
    path.write_bytes(pack(WRITTEN.encode())[:200])
    with pytest.raises(InputError, match="corrupt"):
        read_report(str(path))


def test_what_is_no_report_is_called_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "report"
    for content, why in (
        (b"\x28\xb5\x2f\xfd\x00", "compressed with zstd; decompress it first"),
        (b"# Report\n\n| a | b |\n", "it does not begin with '{'; a table, Markdown or CSV cannot be read back"),
        (
            b"93 of 117 articles share 583 passages.\n",
            "it does not begin with '{'; a table, Markdown or CSV cannot be read back",
        ),
        (b"\x8b\x8b\x8b\x8b\x8b", "it is no text in UTF-8, UTF-16 or UTF-32"),
        (b" \n", "it is empty"),
    ):
        path.write_bytes(content)
        with pytest.raises(InputError) as caught:
            read_report(str(path))
        assert why in str(caught.value)


def test_a_newer_minor_version_is_told() -> None:
    report = realistic()
    assert newer_version(report) is None
    newer = dataclasses.replace(report, schema_version="1.7")
    assert newer_version(newer) == "its schema version is 1.7, this dedup reads 1.0: what was added since is left out"
    assert newer_version(dataclasses.replace(report, schema_version="1.x")) is None
