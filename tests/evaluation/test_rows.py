"""JSON Lines: what is a line, and what is named where one is wrong."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dedup.errors import InputError
from dedup.evaluation.rows import json_rows


def test_lines_end_at_line_feeds_alone_and_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "rows.jsonl"
    texts = ["a\u2028b", "c\x85d", "e\x0cf"]
    written = "\r\n \n".join(json.dumps({"text": text}, ensure_ascii=False) for text in texts)
    path.write_bytes(written.encode("utf-8"))
    assert list(json_rows(path)) == [
        (f"{path}:{at}", {"text": text}) for at, text in zip((1, 3, 5), texts, strict=True)
    ]


@pytest.mark.parametrize(
    "line, said",
    [(b"[1]", "an object is wanted"), (b"{", "Expecting"), (b'{"a": "\xff"}', "decode"), (b"[" * 10**5, "")],
)
def test_a_wrong_line_is_named(tmp_path: Path, line: bytes, said: str) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(b"{}\n" + line + b"\n")
    with pytest.raises(InputError, match=f"rows.jsonl:2: .*{said}"):
        list(json_rows(path))


def test_what_cannot_be_opened_is_named(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.jsonl"):
        with pytest.raises(InputError, match=str(path)):
            list(json_rows(path))
