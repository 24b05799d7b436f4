"""How much of an input dedup is willing to read."""

from __future__ import annotations

from dataclasses import dataclass

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds on what one reading may take. What goes beyond is a `Skipped`, never a crash.

    `file_bytes`: bytes of one file after decompression. `expansion`: decompressed bytes per compressed
    byte, enforced once a file has grown past `expansion_floor` bytes (10,000 copies of one article
    compress 1,000 times and are no attack). `record_bytes`: one JSONL line, one CSV record, one JSON file.
    `page_bytes`, `page_tags`: one HTML page. `article_chars`: code points of one text. `records`: records of one
    reading. `values`: commas and brackets of one JSON record of more than 1 MiB, a bound on how many Python
    objects it becomes. `json_depth`: nesting of lists and objects. `files`, `folder_depth`: of one reading.

    >>> Limits(article_chars=1_000).article_chars
    1000
    """

    file_bytes: int = 4096 * MEBIBYTE
    expansion: int = 200
    expansion_floor: int = 32 * MEBIBYTE
    record_bytes: int = 32 * MEBIBYTE
    page_bytes: int = 8 * MEBIBYTE
    page_tags: int = 100_000
    article_chars: int = 5_000_000
    records: int = 5_000_000
    values: int = 1_000_000
    json_depth: int = 64
    files: int = 1_000_000
    folder_depth: int = 64
