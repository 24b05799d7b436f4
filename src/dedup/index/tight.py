"""Blocks of postings where texts are masked: fewer bits of a code, and a block as two ascending lists.

An index without texts is to be small. Of a code 36 bits are kept, the upper ones of which the number of the block
tells; a posting is which code of the block it is of, and the place of its article in the lot. For each lot a block has
how many codes and postings there are, the codes, and the postings. It is read as a whole: in those of
`dedup.index.blocks` codes are found where they stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from dedup.index.ascending import Integers, Shape, get, inside_of, put, shaped
from dedup.index.blocks import (
    BITS,
    LOT,
    Divided,
    Entries,
    Packed,
    Stored,
    articles_of,
    divided,
    entries_of,
    finished,
)
from dedup.sketch.groups import distinct

# Bits of a code: of twelve million codes, those of 12,757 real articles, another one is taken for a given code once in
# six thousand times.
WIDTH = 36
# Bytes of the checksum, and of the two counts of a lot.
_CHECKSUM, _COUNTS = 4, 8


def shortened(codes: NDArray[np.uint64], width: int) -> NDArray[np.uint64]:
    """Codes, as `kept`, of which so many bits count: the others are 0."""
    lost = np.uint64(BITS - width)
    return codes >> lost << lost


def pack(segment: int, width: int, bits: int, articles: int, lots: Sequence[Entries]) -> Packed:
    """The blocks of the postings, of `shortened` codes, of some lots of a segment of so many articles."""
    numbers, parts = divided(lots, bits)
    shapes = [_shapes(lot.sizes, lot.articles, width - bits, articles) for lot in parts]
    sizes = np.full(len(numbers), _CHECKSUM, np.int64)
    begin: list[Integers] = []
    for shape in shapes:
        begin.append(sizes.copy())
        sizes += _COUNTS + shape[0].bytes + shape[1].bytes
    at = np.concatenate([[0], np.cumsum(sizes)])
    content = np.zeros((int(at[-1]) // 8 + 2) * 8, np.uint8)
    for lot, shape, first, entries in zip(parts, shapes, begin, lots, strict=True):
        _put(content, at[:-1] + first, lot, shape, entries, width, bits, articles)
    return finished(segment, numbers, content.tobytes(), at, parts)


def unpack(stored: Stored, width: int, bits: int, articles: int) -> list[Entries]:
    """The postings of each lot in some blocks, whose numbers ascend."""
    lots: list[Entries] = []
    for lot in _lots(stored, width, bits, articles):
        which, place = lot.postings(np.arange(len(stored.numbers)))
        code = lot.codes[which].astype(np.uint64) << np.uint64(BITS - width)
        lots.append(entries_of(code, place.astype(np.uint64)))
    return lots


def find(
    stored: Stored, width: int, bits: int, articles: int, codes: NDArray[np.uint64]
) -> list[tuple[Integers, Integers, Integers]]:
    """Of each lot where those stand that hold some codes, how many these are, and the places of articles in question.

    Of blocks that have none of the codes the postings are not looked at.
    """
    wanted = (codes >> np.uint64(BITS - width)).astype(np.int64)
    found: list[tuple[Integers, Integers, Integers]] = []
    for lot in _lots(stored, width, bits, articles):
        begin, size = np.zeros(len(codes), np.int64), np.zeros(len(codes), np.int64)
        row = np.searchsorted(lot.codes, wanted)
        there = np.flatnonzero(row < len(lot.codes))
        there = there[lot.codes[row[there]] == wanted[there]]
        row = row[there]
        which, place = lot.postings(distinct(lot.block[row]))
        begin[there] = np.searchsorted(which, row)
        size[there] = np.searchsorted(which, row, side="right") - begin[there]
        found.append((begin, size, place))
    return found


class _Lot(NamedTuple):
    """What some blocks have of a lot of so many `articles`: all codes, in order, and of which block each is; where the
    postings of each block are."""

    codes: Integers
    block: Integers
    content: NDArray[np.uint8]
    at: Integers
    shape: Shape
    articles: int

    def postings(self, blocks: Integers) -> tuple[Integers, Integers]:
        """The postings of some of the blocks, in order: which of the codes each is of, and the place of its article."""
        shape = Shape._make(column[blocks] for column in self.shape)
        which, place = np.divmod(get(self.content, self.at[blocks], shape), self.articles)
        return which + np.repeat(np.searchsorted(self.block, blocks), shape.counts), place


def _lots(stored: Stored, width: int, bits: int, articles: int) -> Iterator[_Lot]:
    content = np.frombuffer(stored.content + bytes(8), np.uint8)
    counts = np.ndarray(len(content) - 3, "<u4", content, strides=(1,))
    at = stored.begin + _CHECKSUM
    for _ in range(0, articles, LOT):
        sizes, postings = counts[at].astype(np.int64), counts[at + 4].astype(np.int64)
        codes, held = _shapes(sizes, postings, width - bits, articles)
        block = np.repeat(np.arange(len(sizes)), sizes)
        known = stored.numbers[block] << width - bits | get(content, at + _COUNTS, codes)
        at = at + _COUNTS + codes.bytes
        yield _Lot(known, block, content, at, held, min(articles, LOT))
        at = at + held.bytes


def _shapes(sizes: Integers, postings: Integers, bits: int, articles: int) -> tuple[Shape, Shape]:
    """How the codes of blocks, of so many bits each, and their postings are laid out."""
    return shaped(sizes, np.full(len(sizes), 1 << bits)), shaped(postings, sizes * min(articles, LOT))


def _put(
    content: NDArray[np.uint8],
    at: Integers,
    lot: Divided,
    shapes: tuple[Shape, Shape],
    entries: Entries,
    width: int,
    bits: int,
    articles: int,
) -> None:
    """Put what blocks have of a lot where it belongs in each."""
    counts = np.stack([lot.sizes, lot.articles], axis=1).astype("<u4").view(np.uint8)
    content[at[:, None] + np.arange(_COUNTS)] = counts
    codes, held = shapes
    lower = (lot.codes >> np.uint64(BITS - width)).astype(np.int64) & (1 << width - bits) - 1
    put(content, at + _COUNTS, codes, lower)
    which = np.repeat(inside_of(lot.sizes), np.diff(lot.begins))
    put(content, at + _COUNTS + codes.bytes, held, which * min(articles, LOT) + articles_of(entries))
