"""Tight blocks, of indexes without texts, against those of indexes with texts and against plain lists."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.errors import IndexCorrupt
from dedup.index import blocks, postings, segments, tight
from dedup.index.ascending import get, put, shaped
from dedup.index.blocks import BITS, LOT, Stored, codes_of, damaged, entries_of
from dedup.index.lookup import find
from dedup.index.postings import forget, merge, problems, write
from dedup.index.segments import Roll
from dedup.index.tight import WIDTH, shortened

TOP = 1 << BITS
LISTS = st.lists(
    st.integers(1, 1 << 53).flatmap(
        lambda limit: st.tuples(st.just(limit), st.sets(st.integers(0, limit - 1), max_size=30).map(sorted))
    ),
    max_size=8,
)
# Some that differ in what is not kept alone, over the whole range.
CODES = st.integers(0, 60).map(lambda at: (at // 2 * (TOP - 1) // 30) ^ (at % 2))
HOLDINGS = st.lists(st.frozensets(CODES, max_size=12), min_size=1, max_size=6)


@given(lists=LISTS, gaps=st.integers(0, 9))
def test_ascending_numbers_come_back(lists: list[tuple[int, list[int]]], gaps: int) -> None:
    counts = np.array([len(numbers) for _, numbers in lists], dtype=np.int64)
    shape = shaped(counts, np.array([limit for limit, _ in lists], dtype=np.int64))
    at = np.cumsum(shape.bytes + gaps) - shape.bytes
    content = np.zeros((int((shape.bytes + gaps).sum()) // 8 + 2) * 8, np.uint8)
    numbers = np.array([number for _, some in lists for number in some], dtype=np.int64)
    put(content, at, shape, numbers)
    assert get(content, at, shape).tolist() == numbers.tolist()
    written = np.zeros(len(content), np.bool_)
    for begin, size in zip(at.tolist(), shape.bytes.tolist(), strict=True):
        written[begin : begin + size] = True
    assert not content[~written].any()


@given(lists=LISTS)
def test_ascending_numbers_take_few_bits(lists: list[tuple[int, list[int]]]) -> None:
    for limit, numbers in lists:
        (size,) = shaped(np.array([len(numbers)]), np.array([limit])).bytes.tolist()
        least = len(numbers) * math.log2(max(1, limit / max(1, len(numbers))))
        assert 8 * size <= least + 3 * len(numbers) + 16


@settings(deadline=None)
@given(
    codes=st.lists(st.integers(0, TOP - 1), max_size=60),
    bits=st.integers(0, WIDTH),
    articles=st.sampled_from([1, 2, 700, LOT]),
    data=st.data(),
)
def test_a_block_has_the_postings_that_were_put_into_it(
    codes: list[int], bits: int, articles: int, data: st.DataObject
) -> None:
    places = data.draw(st.lists(st.integers(0, articles - 1), min_size=len(codes), max_size=len(codes)))
    entries = entries_at(np.array(codes, dtype=np.uint64), np.array(places, dtype=np.uint64))
    assert set((codes_of(entries) >> np.uint64(BITS - WIDTH)).tolist()) == {code >> BITS - WIDTH for code in codes}
    found = tight.pack(3, WIDTH, bits, articles, [entries])
    assert not list(damaged((found.numbers | 3 << 32).tolist(), found.blocks))
    begin = np.cumsum([0, *map(len, found.blocks)])[:-1]
    (again,) = tight.unpack(Stored(found.numbers, b"".join(found.blocks), begin), WIDTH, bits, articles)
    assert again.tolist() == entries.tolist()
    if bits < 20:  # `blocks` has room for two halves of a code at least
        wide = blocks.pack(3, bits, [entries])
        assert found.numbers.tolist() == wide.numbers.tolist() and found.most.tolist() == wide.most.tolist()


def test_blocks_are_a_little_larger_than_what_they_tell() -> None:
    """12,000 articles with 1,800 features each, of which most have one holder: some 24 bits a posting."""
    generator = np.random.default_rng(3)
    codes = generator.integers(0, TOP, 90_000, dtype=np.uint64)
    some = np.concatenate([codes, np.repeat(codes[:9_000], 10)])
    articles = generator.integers(0, 12_000, len(some)).astype(np.uint64)
    entries = entries_at(some, articles)
    bits = 10
    # As of a 128th part of all: what the numbers of blocks tell of codes besides is 7 bits.
    sizes = [
        sum(map(len, pack))
        for pack in (tight.pack(1, WIDTH - 7, bits, 12_000, [entries]).blocks, blocks.pack(1, bits, [entries]).blocks)
    ]
    assert 8 * sizes[0] / len(entries) < 24 and sizes[0] < 0.6 * sizes[1]


def entries_at(codes: NDArray[np.uint64], places: NDArray[np.uint64], width: int = WIDTH) -> NDArray[np.uint64]:
    return np.unique(entries_of(shortened(codes, width), places))


def database(width: int, batches: Sequence[Sequence[frozenset[int]]]) -> sqlite3.Connection:
    """Articles, numbered from 1 on, as one segment a batch."""
    db = sqlite3.connect(":memory:")
    db.executescript(segments.TABLES + postings.TABLES)
    first = 1
    for batch in batches:
        numbers = np.arange(first, first + len(batch), dtype=np.uint32)
        orders = np.sort(numbers.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15))
        codes = np.array([code for codes in batch for code in sorted(codes)], dtype=np.uint64)
        places = np.repeat(np.arange(len(batch)), list(map(len, batch))).astype(np.uint64)
        write(db, Roll(numbers=numbers, orders=orders, outlets=orders), entries_at(codes, places, width), width)
        first += len(batch)
    return db


def holders(db: sqlite3.Connection, codes: NDArray[np.uint64]) -> list[list[int]]:
    """Who holds each code, by number."""
    found: list[list[int]] = [[] for _ in codes]
    for segment in segments.segments(db):
        here = find(db, segment, codes)
        assert (here.size.sum(axis=0) <= segment.at_most(codes)).all()
        for row, lot in np.ndindex(len(codes), segment.lots):
            places = segments.LOT * lot + here.of(lot, np.array([row]))
            found[row] += segment.roll.numbers[places].tolist()
    return found


@contextmanager
def lots_of(size: int) -> Iterator[None]:
    """So many articles make a lot."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        for module in (blocks, postings, segments, tight):
            monkeypatch.setattr(module, "LOT", size)
        yield


@pytest.mark.parametrize("size", [6, LOT])
@settings(deadline=None, max_examples=40)
@given(batches=st.lists(HOLDINGS, min_size=1, max_size=5), data=st.data())
def test_tight_blocks_answer_as_wide_ones_of_shortened_codes(
    size: int, batches: list[list[frozenset[int]]], data: st.DataObject
) -> None:
    """When segments are added, merged, and articles forgotten."""
    mask = TOP - (1 << BITS - WIDTH)
    short = [[frozenset(code & mask for code in codes) for codes in batch] for batch in batches]
    asked = np.array(sorted({0, 5, TOP - 1, *(code for batch in batches for codes in batch for code in codes)}))
    asked = asked.astype(np.uint64)
    gone = data.draw(st.sets(st.integers(1, sum(map(len, batches)))))
    with lots_of(size):
        tight_one, wide_one = database(WIDTH, batches), database(BITS, short)
        for change in (lambda db: None, forgetting(gone, asked), lambda db: merge(db, everything=True)):
            for db in (tight_one, wide_one):
                change(db)
                assert list(problems(db)) == []
            assert holders(tight_one, asked) == holders(wide_one, asked & np.uint64(mask))
        counted = "SELECT sum(postings) FROM segment"
        assert tight_one.execute(counted).fetchone() == wide_one.execute(counted).fetchone()


def forgetting(gone: set[int], codes: NDArray[np.uint64]) -> Callable[[sqlite3.Connection], None]:
    def forgotten(db: sqlite3.Connection) -> None:
        for segment in segments.segments(db):
            here = np.flatnonzero(np.isin(segment.roll.numbers, sorted(gone)))
            if len(here):
                forget(db, segment, here.tolist(), codes)

    return forgotten


def test_a_damaged_block_is_refused() -> None:
    db = database(WIDTH, [[frozenset({1 << 40, TOP - 1}), frozenset({1 << 40})]])
    codes = np.array([1 << 40, TOP - 1], dtype=np.uint64)
    held = holders(db, codes)
    for place, block in db.execute("SELECT place, block FROM posting").fetchall():
        others = [block[:at] + bytes([block[at] ^ 0x10]) + block[at + 1 :] for at in range(len(block))]
        for other in (*others, block + b"\0", block[:-1], b"", "text"):
            db.execute("UPDATE posting SET block = ? WHERE place = ?", (other, place))
            with pytest.raises(IndexCorrupt, match="its checksum differs"):
                holders(db, codes)
        db.execute("UPDATE posting SET block = ? WHERE place = ?", (block, place))
    assert holders(db, codes) == held == [[1, 2], [1]]


def test_postings_are_unpacked_only_of_blocks_that_have_one_of_the_codes(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.random.default_rng(2).integers(0, TOP, 2_000, dtype=np.uint64)
    db = database(WIDTH, [[frozenset(codes[half::2].tolist()) for half in range(2)]])
    unpacked: list[int] = []
    monkeypatch.setattr(tight, "get", lambda content, at, shape: unpacked.append(len(at)) or get(content, at, shape))
    near = np.sort(np.append(codes[:1], codes[1:200] ^ np.uint64(1 << BITS - WIDTH)))
    assert sum(map(len, holders(db, near))) == 1
    assert unpacked[0] > 5 and unpacked[1:] == [1]
