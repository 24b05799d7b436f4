"""Compressed files: the same content, and nothing that a hostile archive can do."""

from __future__ import annotations

import gzip
import io
import lzma
import os
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.ingest import Limits, read
from dedup.ingest.formats import Compression
from dedup.ingest.inflate import inflated
from dedup.ingest.record import Rejected

PACK: dict[Compression, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "xz": lzma.compress,
    "zstd": zstandard.compress,
}
SUFFIX: dict[Compression, str] = {"gzip": ".gz", "xz": ".xz", "zstd": ".zst"}
ALL = pytest.mark.parametrize("compression", sorted(PACK))


def noise(size: int) -> bytes:
    return os.urandom(size // 2).hex().encode()


@ALL
@settings(max_examples=25, deadline=None)
@given(parts=st.lists(st.binary(max_size=300), max_size=4), padding=st.integers(0, 3))
def test_members_join_as_the_tools_join_them(compression: Compression, parts: list[bytes], padding: int) -> None:
    data = b"".join(PACK[compression](part) for part in parts) + (b"\0" * 4 * padding if parts else b"")
    assert b"".join(inflated(io.BytesIO(data).read, compression, Limits())) == b"".join(parts)


@ALL
def test_a_compressed_text_has_the_id_of_the_plain_one(tmp_path: Path, compression: Compression) -> None:
    (tmp_path / f"a.TXT{SUFFIX[compression]}").write_bytes(PACK[compression](b"A text."))
    (article,) = read([tmp_path]).articles
    assert (article.id, article.text) == ("a", "A text.")


@ALL
def test_every_truncation_is_noticed(compression: Compression) -> None:
    data = PACK[compression](noise(400))
    for size in range(1, len(data)):
        with pytest.raises(Rejected, match=f"truncated {compression} data"):
            list(inflated(io.BytesIO(data[:size]).read, compression, Limits()))


@ALL
def test_the_whole_lines_before_a_truncation_are_kept(tmp_path: Path, compression: Compression) -> None:
    rows = b"".join(b'{"id": "%d", "text": "%s"}\n' % (number, noise(2_000)) for number in range(300))
    path = tmp_path / f"news.jsonl{SUFFIX[compression]}"
    data = PACK[compression](rows)
    path.write_bytes(data[: len(data) * 3 // 4])
    reading = read([path])
    assert 100 < len(reading.articles) < 300
    (skipped,) = reading.skipped
    assert skipped.line == len(reading.articles) + 1
    assert skipped.reason == f"truncated {compression} data; the rest of the file was not read"


@ALL
def test_a_flipped_byte_and_garbage_are_corrupt(compression: Compression) -> None:
    data = bytearray(PACK[compression](noise(400)))
    data[1] ^= 0x40
    for broken in (bytes(data), b"no archive at all", PACK[compression](b"x") + b"garbage behind it"):
        with pytest.raises(Rejected, match=f"(corrupt|truncated) {compression} data"):
            list(inflated(io.BytesIO(broken).read, compression, Limits()))


@ALL
def test_a_bomb_stops_at_the_limit_in_bounded_memory(tmp_path: Path, compression: Compression) -> None:
    path = tmp_path / f"bomb.jsonl{SUFFIX[compression]}"
    path.write_bytes(PACK[compression](bytes(24 << 20)))
    tracemalloc.start()
    try:
        reading = read([path], limits=Limits(file_bytes=16 << 20, expansion=10**6, record_bytes=1 << 20))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert "larger than 16,777,216 bytes after decompression" in reading.skipped[-1].reason
    assert "compression bomb" in read([path], limits=Limits(expansion_floor=1 << 20)).skipped[-1].reason
    assert peak < (20 << 20)


def test_equal_articles_compress_well_and_are_no_bomb(tmp_path: Path) -> None:
    row = b'{"id": "%d", "text": "' + b"The bridge opened. " * 100 + b'"}\n'
    path = tmp_path / "news.jsonl.xz"
    path.write_bytes(lzma.compress(b"".join(row % number for number in range(2_000)), preset=1))
    assert path.stat().st_size * 200 < 2_000 * len(row)
    reading = read([path])
    assert len(reading.articles) == 2_000
    assert not reading.skipped


def test_an_xz_header_cannot_ask_for_more_memory_than_we_give(tmp_path: Path) -> None:
    data = bytearray(lzma.compress(b"A text."))
    # Behind the 12 bytes of the stream header stands the block header, its own CRC-32 at its end.
    end = 12 + (data[12] + 1) * 4
    data[data.index(b"\x21\x01", 12, end) + 2] = 38  # a dictionary of 2 GiB
    data[end - 4 : end] = zlib.crc32(data[12 : end - 4]).to_bytes(4, "little")
    (tmp_path / "a.txt.xz").write_bytes(bytes(data))
    assert read([tmp_path]).skipped[0].reason == "corrupt xz data: Memory usage limit exceeded"


def test_the_limit_holds_for_plain_files_too(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_bytes(b'{"id": "a", "text": "b"}\n' * 3)
    assert "larger than 20 bytes" in read([path], limits=Limits(file_bytes=20)).skipped[0].reason
