"""Large pages compressed: the texts and the ledgers of thousands of passages are words that repeat themselves."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Iterable, Iterator

from dedup.report.html.collection import Collection

# Characters from which a page is packed. A smaller one can be searched and compared as it is, and its bytes depend on
# no library.
PACKED_FROM = 4_000_000
_OF_A_MATCH = 1_500  # its ledger and its runs; measured: 1,100 to 2,400


def is_large(collection: Collection) -> bool:
    """Whether the data of a page is packed."""
    texts = sum(len(text) for known in collection.texts.values() for _, text in known.parts)
    return texts + _OF_A_MATCH * len(collection.matches) >= PACKED_FROM


def packed(pieces: Iterable[str]) -> Iterator[str]:
    """`pieces` as zlib data in base64; a browser's ``DecompressionStream("deflate")`` reads it."""
    squeeze = zlib.compressobj(9)
    rest = b""
    for piece in pieces:
        rest += squeeze.compress(piece.encode())
        whole = len(rest) // 3 * 3
        yield base64.b64encode(rest[:whole]).decode()
        rest = rest[whole:]
    yield base64.b64encode(rest + squeeze.flush()).decode()
