"""Masked texts as numbers of their pieces, as search engines keep documents (Witten, Moffat and Bell, 1999).

A piece is a word with the space before it, or what stands between words; a text is its pieces, one after another. Each
piece stands in the index once, with how many texts have it: when none is left to, it is gone. What many texts have got
small numbers, so that most take one byte or two. Letters that are drawn by a hash cannot be packed otherwise: text by
text they take twice as much.
"""

from __future__ import annotations

import json
import re
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from dedup.errors import IndexCorrupt
from dedup.index.rows import corrupt, deflated, sealed, text_of, utf8
from dedup.sketch.groups import distinct

TABLES = """
CREATE TABLE piece (
    number INTEGER PRIMARY KEY,
    letters BLOB NOT NULL UNIQUE,
    texts INTEGER NOT NULL
);
CREATE TABLE masked (
    number INTEGER PRIMARY KEY REFERENCES article (number),
    pieces BLOB NOT NULL,
    checksum BLOB NOT NULL
);
"""

# Thai to Khmer, kana, Chinese: where no spaces stand, each character is a piece. So is what is longer than any word.
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_PIECES = re.compile(rf" ?(?:[{_SPACELESS}]|[^\W{_SPACELESS}]{{1,40}})|(?:(?! \w)\W){{1,40}}")
# SQLite takes only so many values a statement; older ones 999.
_AT_ONCE = 500
# Texts that are counted together.
_TEXTS_AT_ONCE = 2_000
# Pieces that are remembered: some 20 MB.
_REMEMBERED = 200_000
# Seven bits of a number go into a byte, of which the eighth says that more follow (LEB128); five bytes at most.
_SEVEN, _MORE, _LONGEST = 7, 0x80, 5


# A row of `masked`.
Packed = tuple[int, bytes, bytes]


class Letters:
    """What stands in pieces of one state of an index, as far as it was asked for."""

    def __init__(self) -> None:
        self._known: dict[int, bytes] = {}

    def of(self, db: sqlite3.Connection, pieces: Sequence[int]) -> Mapping[int, bytes]:
        """What stands in some pieces, and in others."""
        known = self._known
        if missing := [piece for piece in pieces if piece not in known]:
            if len(known) > _REMEMBERED:
                known = self._known = {piece: known[piece] for piece in pieces if piece in known}
            wanted = "SELECT number, letters FROM piece WHERE number IN (SELECT value FROM json_each(?))"
            known.update(db.execute(wanted, (json.dumps(missing),)))
        return known


def pieces_of(text: str) -> list[str]:
    """The pieces of a text, which are all of it.

    >>> pieces_of("Tprz npzh, they said: “No.”")
    ['Tprz', ' npzh', ',', ' they', ' said', ': “', 'No', '.”']
    """
    return _PIECES.findall(text)


def keep(db: sqlite3.Connection, numbers: Sequence[int], texts: Sequence[str]) -> None:
    """Put the masked texts of the articles with these numbers into the tables."""
    seen: defaultdict[str, int] = defaultdict(lambda: len(seen))
    told = [np.fromiter(map(seen.__getitem__, pieces_of(text)), np.uint32) for text in texts]
    uses, held = (np.zeros(len(seen), np.int64) for _ in range(2))
    for each in told:
        found, count = np.unique(each, return_counts=True)
        uses[found] += count
        held[found] += 1
    known = _numbered(db, sorted(seen))
    db.executemany(
        "UPDATE piece SET texts = texts + ? WHERE number = ?",
        sorted(((int(held[seen[piece]]), number) for piece, number in known.items()), key=itemgetter(1)),
    )
    (first,) = db.execute("SELECT coalesce(max(number), -1) + 1 FROM piece").fetchone()
    new = sorted(seen.keys() - known.keys(), key=lambda piece: (-uses[seen[piece]], piece))
    rows = [(number, utf8(piece), int(held[seen[piece]])) for number, piece in enumerate(new, start=first)]
    db.executemany("INSERT INTO piece VALUES (?, ?, ?)", rows)
    known |= zip(new, range(first, first + len(new)), strict=True)
    number_of = np.array([known[piece] for piece in seen], dtype=np.int64)
    packed = (deflated(bytes_of(number_of[each])) for each in told)
    db.executemany("INSERT INTO masked VALUES (?, ?, ?)", map(_row, numbers, packed, texts))


def texts(db: sqlite3.Connection, sizes: Mapping[int, int], letters: Letters | None = None) -> dict[int, str]:
    """The masked texts of those of these articles that have one, by number. `sizes` are those of the texts in plain.

    `letters` are what is known of this state of the index. Raises `IndexCorrupt`; never unpacks more than texts of
    these sizes have.
    """
    rows = _rows(db, sizes)
    told = _told(db, rows, sizes)
    known = (letters or Letters()).of(db, distinct(np.concatenate([np.empty(0, np.int64), *told])).tolist())
    found: dict[int, str] = {}
    for row, each in zip(rows, told, strict=True):
        try:
            text = text_of(b"".join(map(known.__getitem__, each.tolist())))
        except (KeyError, TypeError, UnicodeDecodeError) as error:
            raise _damaged(db, row[0]) from error
        if _row(row[0], row[1], text) != row:
            raise _damaged(db, row[0])
        found[row[0]] = text
    return found


def forget(db: sqlite3.Connection, sizes: Mapping[int, int]) -> None:
    """Take masked texts out of the tables, and the pieces that no text is left to have."""
    gone = map(distinct, _told(db, _rows(db, sizes), sizes))
    found, count = np.unique(np.concatenate([np.empty(0, np.int64), *gone]), return_counts=True)
    pieces = found.tolist()
    db.executemany("UPDATE piece SET texts = texts - ? WHERE number = ?", zip(count.tolist(), pieces, strict=True))
    db.executemany("DELETE FROM piece WHERE number = ? AND texts < 1", ((piece,) for piece in pieces))
    db.executemany("DELETE FROM masked WHERE number = ?", ((number,) for number in sizes))


def problems(db: sqlite3.Connection) -> Iterator[str]:
    """What is inconsistent. Raises `IndexCorrupt` for what is damaged."""
    counted = dict(db.execute("SELECT number, texts FROM piece"))
    sizes = db.execute("SELECT number, bytes FROM article ORDER BY number")
    while some := dict(sizes.fetchmany(_TEXTS_AT_ONCE)):
        told = map(distinct, _told(db, _rows(db, some), some))
        found, count = np.unique(np.concatenate([np.empty(0, np.int64), *told]), return_counts=True)
        for piece, texts in zip(found.tolist(), count.tolist(), strict=True):
            counted[piece] = counted.get(piece, 0) - texts
    if any(counted.values()):
        yield "the pieces of masked texts are not counted as these have them"


def bytes_of(numbers: NDArray[np.int64]) -> bytes:
    """Numbers of up to 35 bits, one after another.

    >>> bytes_of(np.array([5, 300])).hex()
    '05ac02'
    """
    size = np.ones(len(numbers), np.int64)
    for sevens in range(1, _LONGEST):
        size += numbers >> _SEVEN * sevens > 0
    inside = np.arange(int(size.sum())) - np.repeat(np.cumsum(size) - size, size)
    more = (inside < np.repeat(size - 1, size)) * _MORE
    return (np.repeat(numbers, size) >> _SEVEN * inside & _MORE - 1 | more).astype(np.uint8).tobytes()


def numbers_of(stored: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The numbers of `bytes_of`, and where each ends. Of what it never made, but for its last byte, some numbers."""
    told = np.frombuffer(stored, np.uint8).astype(np.int64)
    end = np.flatnonzero(told < _MORE) + 1
    if not len(end):
        return end, end
    size = np.diff(end, prepend=0)
    inside = np.minimum(np.arange(len(told)) - np.repeat(end - size, size), _LONGEST - 1)
    return np.add.reduceat((told & _MORE - 1) << _SEVEN * inside, end - size), end


def _row(number: int, packed: bytes, text: str) -> Packed:
    """A row of `masked`. Its checksum is of the text, so that it tells damage to a piece too."""
    return number, packed, sealed(number, utf8(text))[-1]


def _rows(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Packed]:
    query = "SELECT number, pieces, checksum FROM masked WHERE number IN (SELECT value FROM json_each(?))"
    return db.execute(query, (json.dumps([*numbers]),)).fetchall()


def _told(db: sqlite3.Connection, rows: Sequence[Packed], sizes: Mapping[int, int]) -> list[NDArray[np.int64]]:
    """The pieces of each text, decoded together: one by one most of the time would go into the calls."""
    unpacked = [_unpacked(db, number, packed, sizes[number]) for number, packed, _ in rows]
    ends = np.cumsum([len(each) for each in unpacked])
    numbers, end = numbers_of(b"".join(unpacked))
    return np.split(numbers, np.searchsorted(end, ends[:-1], side="right")) if unpacked else []


def _unpacked(db: sqlite3.Connection, number: int, packed: bytes, size: int) -> bytes:
    """The numbers of a text of so many bytes in plain, which has not more pieces: none is without a character."""
    try:
        stored = zlib.decompressobj().decompress(packed, _LONGEST * size + 1)
    except (zlib.error, TypeError) as error:
        raise _damaged(db, number) from error
    if stored and stored[-1] >= _MORE:
        raise _damaged(db, number)
    return stored


def _damaged(db: sqlite3.Connection, number: int) -> IndexCorrupt:
    return corrupt(db, f"the text of article number {number}: its checksum differs")


def _numbered(db: sqlite3.Connection, pieces: Sequence[str]) -> dict[str, int]:
    """The numbers of those of some pieces that have one."""
    found: dict[str, int] = {}
    for low in range(0, len(pieces), _AT_ONCE):
        some = [utf8(piece) for piece in pieces[low : low + _AT_ONCE]]
        wanted = f"SELECT letters, number FROM piece WHERE letters IN ({','.join('?' * len(some))})"
        found |= {text_of(letters): number for letters, number in db.execute(wanted, some)}
    return found
