"""Decompression of .gz, .xz and .zst as a stream of pieces, bounded in output, expansion and memory."""

from __future__ import annotations

import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

from dedup.extras import library
from dedup.ingest.formats import Compression
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.record import Rejected

# xz -9 needs 65 MiB to decompress; a header may ask for 4 GiB.
_XZ_MEMORY = 256 * MEBIBYTE
_ZSTD_WINDOW = 128 * MEBIBYTE
_PIECE = MEBIBYTE

Read = Callable[[int], bytes]


class _Member(Protocol):
    """One member (stream, frame) of a compressed file."""

    @property
    def hungry(self) -> bool:
        """Whether it needs more input before it can say more."""

    @property
    def eof(self) -> bool: ...

    @property
    def rest(self) -> bytes:
        """Input behind the end of the member."""

    def decompress(self, data: bytes) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(wbits=31)

    @property
    def hungry(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes) -> bytes:
        try:
            return self._inner.decompress(self._inner.unconsumed_tail + data, _PIECE)
        except zlib.error as error:
            raise Rejected(f"corrupt gzip data: {error}") from error


class _Xz:
    def __init__(self) -> None:
        self._inner = lzma.LZMADecompressor(format=lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)

    @property
    def hungry(self) -> bool:
        return self._inner.needs_input

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes) -> bytes:
        try:
            return self._inner.decompress(data, _PIECE)
        except lzma.LZMAError as error:
            raise Rejected(f"corrupt xz data: {error}") from error


class _Zstd:
    hungry = True

    def __init__(self) -> None:
        import zstandard

        self._inner = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW).decompressobj()
        self._error = zstandard.ZstdError

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def rest(self) -> bytes:
        return self._inner.unused_data

    def decompress(self, data: bytes) -> bytes:
        try:
            return self._inner.decompress(data) if data else b""
        except self._error as error:
            raise Rejected(f"corrupt zstd data: {error}") from error


_MEMBERS: dict[Compression, Callable[[], _Member]] = {"gzip": _Gzip, "xz": _Xz, "zstd": _Zstd}
# The zstd library bounds no output: four input bytes can say 128 KiB, so 128 say at most 4 MiB.
_INPUT: dict[Compression, int] = {"gzip": 1 << 16, "xz": 1 << 16, "zstd": 1 << 7}


def require(compression: Compression | None) -> None:
    """Raise `MissingExtra` where the library for a compression is not installed."""
    if compression == "zstd":
        library("zstandard", "reading .zst files", "zstd")


def inflated(read: Read, compression: Compression, limits: Limits) -> Iterator[bytes]:
    """The decompressed pieces of all members of a file.

    Raises `Rejected` at a limit, at corrupt data and at a file that ends in the middle of a member; the
    pieces given before stay good.
    """
    taken = given = 0
    member: _Member | None = None
    members = 0
    rest = b""
    while True:
        data = b""
        if member is None or member.hungry:
            data, rest = (rest, b"") if rest else (read(_INPUT[compression]), b"")
            taken += len(data)
            ended = not data
            if member is None:
                data = data.lstrip(b"\0") if members else data  # members may be padded with zeros
                if ended:
                    return
                if not data:
                    continue
                member = _MEMBERS[compression]()
        else:
            ended = False
        piece = member.decompress(data)
        if member.eof:
            rest, member = member.rest, None
            taken -= len(rest)
            members += 1
        elif ended and not piece:
            raise Rejected(f"truncated {compression} data")
        given += len(piece)
        if given > limits.file_bytes:
            raise Rejected(f"larger than {limits.file_bytes:,} bytes after decompression")
        if given > limits.expansion_floor and given > limits.expansion * taken:
            raise Rejected(f"expands more than {limits.expansion:,} times: a compression bomb?")
        if piece:
            yield piece
