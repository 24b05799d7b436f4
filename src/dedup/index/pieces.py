"""Masked texts as numbers of their pieces, as search engines keep documents (Witten, Moffat and Bell, 1999).

A piece is a word with the space before it, or what stands between words; a text is its pieces, one after another. Each
piece stands in the index once, with how many texts have it: when none is left to, it is gone. What many texts have got
small numbers, so that most take one byte or two. Letters that are drawn by a hash cannot be packed otherwise: text by
text they take twice as much.
"""

from __future__ import annotations

import re
import sqlite3
import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dedup.errors import IndexCorrupt
from dedup.index.rows import Row, corrupt, deflated, sealed, text_of, utf8
from dedup.sketch.groups import distinct

TABLES = """
CREATE TABLE piece (
    number INTEGER PRIMARY KEY,
    letters BLOB NOT NULL UNIQUE,
    texts INTEGER NOT NULL,
    checksum BLOB NOT NULL
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
_NUMBERS = 1 << _SEVEN * _LONGEST
_SEAL_BYTES = 4
_PIECE = "number, letters, texts, checksum FROM piece"
_MISCOUNTED = "pieces of masked texts that are not counted as texts have them"

# Rows of `masked` and of `piece`.
Masked = tuple[int, bytes, bytes]
Piece = tuple[int, bytes, int, bytes]


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
            known.update(_found(db, "number, letters FROM piece WHERE number", missing))
        return known


def pieces_of(text: str) -> list[str]:
    """The pieces of a text, which are all of it.

    >>> pieces_of("Tprz npzh, they said: “No.”")
    ['Tprz', ' npzh', ',', ' they', ' said', ': “', 'No', '.”']
    """
    return _PIECES.findall(text)


def keep(db: sqlite3.Connection, numbers: Sequence[int], texts: Sequence[str]) -> None:
    """Put the masked texts of the articles with these numbers into the tables. Raises `IndexCorrupt`."""
    seen: defaultdict[str, int] = defaultdict(lambda: len(seen))
    told = [np.fromiter(map(seen.__getitem__, pieces_of(text)), np.uint32) for text in texts]
    uses, held = (np.zeros(len(seen), np.int64) for _ in range(2))
    for each in told:
        found, count = np.unique(each, return_counts=True)
        uses[found] += count
        held[found] += 1
    known = _known(db, sorted(seen))
    more = sorted(
        _piece(number, utf8(piece), before + int(held[seen[piece]])) for piece, (number, before) in known.items()
    )
    _count(db, more)
    new = sorted(seen.keys() - known.keys(), key=lambda piece: (-uses[seen[piece]], piece))
    first = _first(db, len(new))
    rows = (_piece(number, utf8(piece), int(held[seen[piece]])) for number, piece in enumerate(new, start=first))
    db.executemany("INSERT INTO piece VALUES (?, ?, ?, ?)", rows)
    numbers_by_piece = {piece: number for piece, (number, _) in known.items()}
    numbers_by_piece |= zip(new, range(first, first + len(new)), strict=True)
    number_of = np.array([numbers_by_piece[piece] for piece in seen], dtype=np.int64)
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
    """Take masked texts out of the tables, and the pieces that no text is left to have.

    Raises `IndexCorrupt`, before anything is changed, where the pieces are not there or not counted as they were.
    """
    fewer = _uses(db, sizes)
    rows = [_opened(row, db) for row in _found(db, f"{_PIECE} WHERE number", sorted(fewer))]
    left = [_piece(number, letters, texts - fewer[number]) for number, letters, texts in rows]
    if len(left) < len(fewer) or any(texts < 0 for _, _, texts, _ in left):
        raise corrupt(db, _MISCOUNTED)
    _count(db, (row for row in left if row[2] > 0))
    db.executemany("DELETE FROM piece WHERE number = ?", ((number,) for number, _, texts, _ in left if texts == 0))
    db.executemany("DELETE FROM masked WHERE number = ?", ((number,) for number in sizes))


def problems(db: sqlite3.Connection, sizes: Mapping[int, int] | None) -> Iterator[str]:
    """What is wrong with the pieces: `sizes` are those of all texts in plain, None where one of them is damaged."""
    counted: dict[int, int] = {}
    damaged = 0
    for row in db.execute(f"SELECT {_PIECE}"):
        if _is_sound(row):
            counted[row[0]] = row[2]
        else:
            damaged += 1
    if damaged:
        yield f"pieces of masked texts whose checksum differs: {damaged:,}"
    if sizes is None:
        return
    uses = _uses(db, sizes)
    if unused := len(counted.keys() - uses.keys()):
        yield f"pieces of masked texts that no text has: {unused:,}"
    if wrong := sum(uses.get(number, texts) != texts for number, texts in counted.items()):
        yield f"{_MISCOUNTED}: {wrong:,}"


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


def _row(number: int, packed: bytes, text: str) -> Masked:
    """A row of `masked`. Its checksum is of the text, so that it tells damage to a piece's letters too."""
    return number, packed, sealed(number, utf8(text))[-1]


def _piece(number: int, letters: bytes, texts: int) -> Piece:
    """A row of `piece`. There are many: this checksum takes half the space of other rows' and a fifth of the time."""
    told = b"%x:%x:%b" % (number, texts, letters)
    return number, letters, texts, zlib.crc32(told).to_bytes(_SEAL_BYTES, "big")


def _is_sound(row: Row) -> bool:
    try:
        return _piece(*row[:-1]) == row
    except TypeError:  # a value of another type
        return False


def _opened(row: Row, db: sqlite3.Connection) -> tuple[int, bytes, int]:
    if not _is_sound(row):
        raise corrupt(db, f"piece number {row[0]} of masked texts: its checksum differs")
    number, letters, texts, _ = row
    return number, letters, texts


def _found(db: sqlite3.Connection, wanted: str, keys: Sequence[Any]) -> list[Row]:
    """The rows of a query that ends with the column of which these are values."""
    found: list[Row] = []
    for low in range(0, len(keys), _AT_ONCE):
        some = keys[low : low + _AT_ONCE]
        found += db.execute(f"SELECT {wanted} IN ({','.join('?' * len(some))})", some)
    return found


def _known(db: sqlite3.Connection, pieces: Sequence[str]) -> dict[str, tuple[int, int]]:
    """The numbers of those of some pieces that have one, and how many texts have them."""
    rows = _found(db, f"{_PIECE} WHERE letters", [utf8(piece) for piece in pieces])
    opened = (_opened(row, db) for row in rows)
    return {text_of(letters): (number, texts) for number, letters, texts in opened}


def _first(db: sqlite3.Connection, new: int) -> int:
    """The first of the numbers of new pieces."""
    (last,) = db.execute("SELECT max(number) FROM piece").fetchone()
    first = 0 if last is None else last + 1
    if not 0 <= first <= _NUMBERS - new:
        raise corrupt(db, f"piece number {last} of masked texts: none has such a number")
    return first


def _count(db: sqlite3.Connection, rows: Iterable[Piece]) -> None:
    """Let pieces say anew how many texts have them."""
    told = ((texts, checksum, number) for number, _, texts, checksum in rows)
    db.executemany("UPDATE piece SET texts = ?, checksum = ? WHERE number = ?", told)


def _uses(db: sqlite3.Connection, sizes: Mapping[int, int]) -> Counter[int]:
    """How many of some texts have each piece."""
    uses: Counter[int] = Counter()
    left = iter(sizes.items())
    while some := dict(islice(left, _TEXTS_AT_ONCE)):
        told = map(distinct, _told(db, _rows(db, some), some))
        found, count = np.unique(np.concatenate([np.empty(0, np.int64), *told]), return_counts=True)
        uses.update(dict(zip(found.tolist(), count.tolist(), strict=True)))
    return uses


def _rows(db: sqlite3.Connection, numbers: Iterable[int]) -> list[Masked]:
    rows = _found(db, "number, pieces, checksum FROM masked WHERE number", list(numbers))
    return [(number, packed, checksum) for number, packed, checksum in rows]


def _told(db: sqlite3.Connection, rows: Sequence[Masked], sizes: Mapping[int, int]) -> list[NDArray[np.int64]]:
    """The pieces of each text, decoded together: one by one most of the time would go into the calls."""
    unpacked = [_unpacked(db, number, packed, sizes[number]) for number, packed, _ in rows]
    ends = np.cumsum([len(each) for each in unpacked])
    numbers, end = numbers_of(b"".join(unpacked))
    return np.split(numbers, np.searchsorted(end, ends[:-1], side="right")) if unpacked else []


def _unpacked(db: sqlite3.Connection, number: int, packed: bytes, size: int) -> bytes:
    """The numbers of a text of so many bytes in plain, which has not more pieces: none is without a character."""
    try:
        stored = zlib.decompressobj().decompress(packed, _LONGEST * size + 1)
    except (zlib.error, TypeError, ValueError, OverflowError) as error:
        raise _damaged(db, number) from error
    if stored and stored[-1] >= _MORE:
        raise _damaged(db, number)
    return stored


def _damaged(db: sqlite3.Connection, number: int) -> IndexCorrupt:
    return corrupt(db, f"the text of article number {number}: its checksum differs")
