"""Plain text: one file, one article. Nothing is translated: line endings stay as they are, and offsets count from the
beginning of the file, or behind its front matter."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.ingest.front_matter import fronted
from dedup.ingest.limits import Limits
from dedup.ingest.record import Record, Rejected, undecodable, without_surrogates
from dedup.ingest.streams import whole

# UTF-16 without its mark is every other byte NUL; a stray NUL in a text is rare.
_BINARY_SHARE = 0.1


def read_text(
    content: Iterator[bytes], path: str, default_id: str, limits: Limits, *, front: bool = True
) -> Iterator[Record]:
    """The one record of a text file; with front matter, its fields and the line on which its text begins.

    Raises `Rejected` for what is no UTF-8 text or too long.
    """
    data = whole(content, 4 * limits.article_chars)
    if data.count(0) > _BINARY_SHARE * len(data):
        raise Rejected("no text: binary data, or UTF-16 without a byte-order mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Rejected(undecodable(data, error)) from error
    found = fronted(text) if front else None
    if found is None:
        yield Record(path=path, line=None, fields={"text": text}, id=default_id)
        return
    fields, replaced = without_surrogates(found.fields)  # a quoted value may name them
    yield Record(path=path, line=found.line, fields={**fields, "text": found.text}, id=default_id, replaced=replaced)
