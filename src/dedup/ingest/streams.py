"""Bytes in, UTF-8 bytes out, as they stream: no step holds more than a few MiB, whatever the input claims."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator

from dedup.ingest.formats import Compression
from dedup.ingest.inflate import Read, inflated, require
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.record import Rejected

_PIECE = MEBIBYTE
# UTF-32 LE begins with the mark of UTF-16 LE, so it stands first.
_MARKS = (
    (codecs.BOM_UTF8, None),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def pieces(read: Read, compression: Compression | None, limits: Limits) -> Iterator[bytes]:
    """The content that `read` gives, decompressed. Raises `Rejected` where a limit or broken data ends it.

    Raises `MissingExtra` where the library for the compression is not installed.
    """
    require(compression)
    return _plain(read, limits) if compression is None else inflated(read, compression, limits)


def _plain(read: Read, limits: Limits) -> Iterator[bytes]:
    given = 0
    while data := read(_PIECE):
        given += len(data)
        if given > limits.file_bytes:
            raise Rejected(f"larger than {limits.file_bytes:,} bytes")
        yield data


def marked(head: bytes) -> bool:
    """Whether the first four bytes of a stream say that it is UTF-16 or UTF-32."""
    return any(encoding is not None and head.startswith(mark) for mark, encoding in _MARKS)


def as_utf8(content: Iterator[bytes]) -> Iterator[bytes]:
    """The content without its byte-order mark; UTF-16 and UTF-32, told by their mark, become UTF-8.

    A lone surrogate among them becomes bytes that are no UTF-8, so that only its line is refused later.
    """
    head = b""
    for piece in content:
        head += piece
        if len(head) >= 4:
            break
    mark, encoding = next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), (b"", None))
    head = head[len(mark) :]
    if encoding is None:
        if head:
            yield head
        yield from content
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    try:
        yield decoder.decode(head).encode("utf-8", "surrogatepass")
        for piece in content:
            yield decoder.decode(piece).encode("utf-8", "surrogatepass")
        yield decoder.decode(b"", True).encode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise Rejected(f"broken {encoding}: {error.reason}") from error


class _Pieces(io.RawIOBase):
    def __init__(self, content: Iterator[bytes]) -> None:
        super().__init__()
        self._content = content
        self._pending = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        while not self._pending:
            piece = next(self._content, None)
            if piece is None:
                return 0
            self._pending = memoryview(piece)
        count = min(len(buffer), len(self._pending))
        buffer[:count] = self._pending[:count]
        self._pending = self._pending[count:]
        return count


def as_file(content: Iterator[bytes]) -> io.BufferedReader:
    """A binary file over the pieces, not seekable."""
    return io.BufferedReader(_Pieces(content), _PIECE)


def lines(content: Iterator[bytes], limit: int, before: int = 0) -> Iterator[tuple[int, bytes | None]]:
    """Each line with its number, the first behind `before` others; ``None`` for one of more than `limit` bytes, which
    is never held.

    Lines end at LF alone; a CR before it stays.
    """
    stream = as_file(content)
    number = before
    while line := stream.readline(limit + 1):
        number += 1
        if len(line) <= limit:
            yield number, line
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_PIECE)):
            pass
        yield number, None


def whole(content: Iterator[bytes], limit: int) -> bytes:
    """All of it. Raises `Rejected` where it is longer than `limit` bytes."""
    parts: list[bytes] = []
    size = 0
    for piece in content:
        size += len(piece)
        if size > limit:
            raise Rejected(f"larger than {limit:,} bytes")
        parts.append(piece)
    return b"".join(parts)
