"""Plain text: one file, one article. Nothing is translated: line endings and offsets stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.ingest.limits import Limits
from dedup.ingest.record import Record, Rejected, undecodable
from dedup.ingest.streams import whole

# UTF-16 without its mark is every other byte NUL; a stray NUL in a text is rare.
_BINARY_SHARE = 0.1


def read_text(content: Iterator[bytes], path: str, default_id: str, limits: Limits) -> Iterator[Record]:
    """The one record of a text file. Raises `Rejected` for what is no UTF-8 text or too long."""
    data = whole(content, 4 * limits.article_chars)
    if data.count(0) > _BINARY_SHARE * len(data):
        raise Rejected("no text: binary data, or UTF-16 without a byte-order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(undecodable(data, error)) from error
    yield Record(path=path, line=None, fields={"text": text}, id=default_id)
