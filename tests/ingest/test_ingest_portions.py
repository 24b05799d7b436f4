"""A file read in portions gives what it gives as a whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.ingest.limits import Limits
from dedup.ingest.portions import Portion, counted, placed, portions
from dedup.ingest.record import Record
from dedup.ingest.sources import file_records
from dedup.ingest.walk import given_file
from dedup.model import Skipped

LIMITS = Limits(record_bytes=60)
LINES = st.sampled_from(
    [b"", b"\r", b'{"id": 1, "text": "a"}', b'{"id": "\xc3\xa9"}\r', b"\xff", b"[", b'{"text": "' + b"x" * 70 + b'"}']
)


def in_portions(path: Path, size: int) -> Iterator[Record | Skipped]:
    file = given_file(str(path))
    cut = portions(file, size)
    assert len(cut) > 1
    if path.suffix == ".jsonl":
        cut = placed(cut, [counted(file, each) for each in cut[:-1]])
    for portion in cut:
        yield from file_records(file, LIMITS, portion)


@given(st.lists(LINES, min_size=1, max_size=12), st.booleans(), st.booleans(), st.integers(1, 90))
def test_json_lines(lines: list[bytes], ended: bool, marked: bool, size: int) -> None:
    content = b"\xef\xbb\xbf" * marked + b"\n".join(lines) + b"\n" * ended
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.jsonl"
        path.write_bytes(content)
        if len(content) > size:
            assert list(in_portions(path, size)) == list(file_records(given_file(str(path)), LIMITS))


def test_parquet(tmp_path: Path) -> None:
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "a.parquet"
    rows = [{"id": f"{number}", "text": f"text {number}"} for number in range(95)]
    parquet.write_table(pyarrow.Table.from_pylist(rows), path, row_group_size=10)
    whole = list(file_records(given_file(str(path)), LIMITS))
    assert [record.line for record in whole if isinstance(record, Record)] == list(range(1, 96))
    length = path.stat().st_size
    for size in (1, length // 3, length - 1):
        assert list(in_portions(path, size)) == whole


@pytest.mark.parametrize(
    "name, content",
    [
        ("a.jsonl", json.dumps({"id": "a"}).encode("utf-16")),  # its lines do not end at a byte
        ("a.jsonl.gz", b"\x1f\x8b" + b"x" * 100),
        ("a.txt", b"text\n" * 100),
        ("a.parquet", b"PAR1 and nothing else"),
        ("gone.jsonl", None),
    ],
)
def test_what_is_read_as_a_whole(tmp_path: Path, name: str, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    assert portions(given_file(str(tmp_path / name)), 1) == ()


def test_a_small_file_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("{}\n{}\n", "utf-8")
    assert portions(given_file(str(tmp_path / "a.jsonl")), 6) == ()
    assert portions(given_file(str(tmp_path / "a.jsonl")), 5) == (Portion(begin=0, end=5), Portion(begin=5, end=6))
