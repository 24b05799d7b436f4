"""What an index says of itself: how it was made. Written once, never changed.

No setting shapes what an index holds, so these may differ from check to check. Only how texts become tokens, and tokens
numbers, must be what it was when the index was made: one that was made otherwise is refused, not converted.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b

import dedup
from dedup.errors import IndexCorrupt, IndexMismatch
from dedup.index.masking import Mask, new_key

TABLES = "CREATE TABLE meta (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID;"

# How texts become tokens, and tokens numbers: a change of either makes a new name.
# Word keys go by 64 bits of BLAKE2b; of what is made of them, features and sentences, 48 bits are asked for, of which a
# segment says how many it keeps; texts are in the order of 32 bits of BLAKE2b each of themselves and of their ids.
HASHES = "blake2b-word64-feature48-sentence48-order64-1"
TOKENS = "fold-2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """`created` is in UTC, `made_by` the version of dedup.

    `mask_key` is what texts are masked with; empty where they are kept.
    """

    hashes: str
    tokens: str
    keeps_texts: bool
    mask_key: bytes
    created: datetime
    made_by: str

    @property
    def mask(self) -> Mask | None:
        """What masks texts; None where they are kept."""
        return Mask(self.mask_key) if self.mask_key else None


def new_meta(keeps_texts: bool) -> Meta:
    """The meta of an index that is made now."""
    return Meta(
        hashes=HASHES,
        tokens=TOKENS,
        keeps_texts=keeps_texts,
        mask_key=b"" if keeps_texts else new_key(),
        created=datetime.now(UTC).replace(microsecond=0),
        made_by=dedup.__version__,
    )


def write_meta(db: sqlite3.Connection, meta: Meta) -> None:
    rows = {
        "hashes": meta.hashes,
        "tokens": meta.tokens,
        "keeps_texts": json.dumps(meta.keeps_texts),
        "mask_key": meta.mask_key.hex(),
        "created": meta.created.isoformat(),
        "made_by": meta.made_by,
    }
    rows["checksum"] = _checksum(rows)
    db.executemany("INSERT INTO meta (key, value) VALUES (?, ?)", rows.items())


def read_meta(db: sqlite3.Connection, path: str) -> Meta:
    """Raises `IndexCorrupt`."""
    rows = dict(db.execute("SELECT key, value FROM meta"))
    try:
        if rows.pop("checksum") != _checksum(rows):
            raise ValueError("checksum differs")
        return Meta(
            hashes=rows["hashes"],
            tokens=rows["tokens"],
            keeps_texts=json.loads(rows["keeps_texts"]),
            mask_key=bytes.fromhex(rows["mask_key"]),
            created=datetime.fromisoformat(rows["created"]),
            made_by=rows["made_by"],
        )
    except (KeyError, TypeError, ValueError) as error:
        raise IndexCorrupt(
            f"{path}: what the index says of itself is damaged; restore a copy, or build it anew"
        ) from error


def require(meta: Meta, path: str) -> None:
    """Raise `IndexMismatch` unless the index was made as this version makes them."""
    for what, found, needed in (("hashes", meta.hashes, HASHES), ("tokens", meta.tokens, TOKENS)):
        if found != needed:
            raise IndexMismatch(
                f"{path}: made by dedup {meta.made_by} with the {what} {found!a}, this version has {needed!a}; "
                "build the index anew"
            )


def _checksum(rows: Mapping[str, str]) -> str:
    return blake2b(json.dumps(sorted(rows.items())).encode(), digest_size=8).hexdigest()
