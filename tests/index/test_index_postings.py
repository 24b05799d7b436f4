"""Postings in blocks against a dict of sets."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import pairwise
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dedup.errors import IndexCorrupt
from dedup.index import blocks, lookup, postings, segments
from dedup.index.blocks import LOT
from dedup.index.blocks import entries_of as packed
from dedup.index.findable import findable
from dedup.index.lookup import Found, find
from dedup.index.postings import forget, merge, problems, write
from dedup.index.segments import Roll, Segment, move
from dedup.model import Article

# Which codes each article holds, by its number.
Held = dict[int, frozenset[int]]

TOP = 1 << 48
# Few enough to be shared, and over the whole range of codes.
CODES = st.integers(0, 40).map(lambda at: (at * (TOP - 1) // 40) ^ (at % 3))
HOLDINGS = st.lists(st.frozensets(CODES, max_size=12), min_size=1, max_size=6)


def order_of(number: int) -> int:
    return (number * 0x9E3779B97F4A7C15) % (1 << 64)


def database() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:")
    db.executescript(segments.TABLES + postings.TABLES)
    return db


def added(db: sqlite3.Connection, held: Mapping[int, Iterable[int]]) -> None:
    """Write articles as one segment."""
    numbers = sorted(held, key=order_of)
    rows = [(code, at) for at, number in enumerate(numbers) for code in held[number]]
    codes = np.array([code for code, _ in rows], dtype=np.uint64)
    write(db, roll_of(numbers), entries_of(codes, np.array([at for _, at in rows], dtype=np.int64)))


def roll_of(numbers: Iterable[int]) -> Roll:
    numbers = list(numbers)
    return Roll(
        numbers=np.array(numbers, dtype=np.uint32),
        orders=np.array([order_of(number) for number in numbers], dtype=np.uint64),
        outlets=np.array([number + 7 for number in numbers], dtype=np.uint64),
    )


def entries_of(codes: NDArray[np.uint64], articles: NDArray[np.int64]) -> NDArray[np.uint64]:
    return np.unique(packed(codes, articles.astype(np.uint64)))


def looked_up(db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]) -> Found:
    found = find(db, segment, codes)
    assert found.begin.shape == found.size.shape == (segment.lots, len(codes))
    assert (found.size.sum(axis=0) <= segment.at_most(codes)).all()
    return found


def gathered(
    db: sqlite3.Connection, segment: Segment, codes: NDArray[np.uint64]
) -> tuple[list[int], NDArray[np.int64]]:
    """Who of a segment holds some codes, as bounds and places."""
    found = looked_up(db, segment, codes)
    held = [
        [segments.LOT * lot + place for lot in range(segment.lots) for place in found.of(lot, np.array([row])).tolist()]
        for row in range(len(codes))
    ]
    bounds = np.cumsum([0, *map(len, held)]).tolist()
    return bounds, np.array([place for some in held for place in some], dtype=np.int64)


def holders(db: sqlite3.Connection, codes: Iterable[int]) -> dict[int, list[int]]:
    """The numbers of those who hold each code, in the order of each segment."""
    wanted = np.array(sorted(codes), dtype=np.uint64)
    found: dict[int, list[int]] = {int(code): [] for code in wanted}
    for segment in segments.segments(db):
        bounds, articles = gathered(db, segment, wanted)
        assert bounds[0] == 0 and bounds[-1] == len(articles)
        for code, (low, high) in zip(wanted.tolist(), pairwise(bounds), strict=True):
            assert articles[low:high].tolist() == sorted(set(articles[low:high].tolist()))
            found[code] += segment.roll.numbers[articles[low:high]].tolist()
    return found


def agrees(db: sqlite3.Connection, held: Held) -> None:
    asked = {code for codes in held.values() for code in codes} | {0, 5, TOP // 3, TOP - 1}
    expected = {code: {number for number, codes in held.items() if code in codes} for code in asked}
    found = holders(db, asked)
    assert {code: set(numbers) for code, numbers in found.items()} == expected
    assert all(len(numbers) == len(set(numbers)) for numbers in found.values())
    assert list(problems(db)) == []
    for segment in segments.segments(db):
        orders = segment.roll.orders.tolist()
        assert orders == sorted(orders)
    firsts = [segment.first for segment in segments.segments(db)]
    assert firsts == np.cumsum([0, *(len(segment.roll) for segment in segments.segments(db))])[:-1].tolist()


@contextmanager
def lots_of(size: int) -> Iterator[None]:
    """So many articles make a lot."""
    with patch.object(blocks, "LOT", size), patch.object(postings, "LOT", size), patch.object(segments, "LOT", size):
        yield


@pytest.mark.parametrize("size", [6, LOT])
@settings(deadline=None, max_examples=25)
@given(st.lists(HOLDINGS, min_size=1, max_size=6), st.booleans(), st.data())
def test_who_holds_what_is_as_in_a_dict(
    size: int, batches: list[list[frozenset[int]]], merged: bool, data: st.DataObject
) -> None:
    """Batches become segments, which are merged; some articles are forgotten, at last all of them."""
    with lots_of(size):
        held_as_in_a_dict(batches, merged, data)


def held_as_in_a_dict(batches: list[list[frozenset[int]]], merged: bool, data: st.DataObject) -> None:
    db = database()
    held: Held = {}
    for batch in batches:
        new = dict(enumerate(batch, start=len(held) + 1))
        added(db, new)
        held |= new
        if merged:
            merge(db)
    agrees(db, held)
    gone = data.draw(st.sets(st.sampled_from(sorted(held))))
    take_out(db, held, gone)
    agrees(db, held)
    merge(db, everything=True)
    agrees(db, held)
    assert len(segments.segments(db)) <= 1
    take_out(db, held, set(held))
    agrees(db, held)
    assert segments.segments(db) == () and db.execute("SELECT count(*) FROM posting").fetchone() == (0,)


def take_out(db: sqlite3.Connection, held: Held, gone: set[int]) -> None:
    codes = np.array(sorted({code for number in gone for code in held[number]}), dtype=np.uint64)
    for segment in segments.segments(db):
        here = np.flatnonzero(np.isin(segment.roll.numbers, sorted(gone)))
        if len(here):
            forget(db, segment, here.tolist(), codes)
    for number in gone:
        del held[number]


def test_a_segment_has_several_lots() -> None:
    """More articles than two bytes number, in blocks of which some are of one lot alone."""
    db = database()
    count = 50_000
    generator = np.random.default_rng(5)
    pool = np.concatenate([np.unique(spread(3_000, 1)), [np.uint64(9)]])
    held: dict[int, list[int]] = {code: [] for code in pool.tolist()}
    for first in (1, 1 + count, 1 + 2 * count):
        numbers = sorted(range(first, first + count), key=order_of)
        articles = generator.integers(0, count, 20_000)
        codes = pool[generator.integers(0, len(pool), len(articles))]
        codes[:900] = 9
        write(db, roll_of(numbers), entries_of(codes, articles))
        for code, article in set(zip(codes.tolist(), articles.tolist(), strict=True)):
            held[code].append(numbers[article])
    merge(db)
    assert len(segments.segments(db)) == 3
    merge(db, everything=True)
    (segment,) = segments.segments(db)
    assert segment.lots == 3 and list(problems(db)) == []
    assert segment.postings == sum(map(len, held.values()))
    order = {number: at for at, number in enumerate(segment.roll.numbers.tolist())}
    assert holders(db, held) == {code: sorted(numbers, key=order.__getitem__) for code, numbers in held.items()}
    gone = segment.roll.numbers[40_000:70_000].tolist()
    forget(db, segment, range(40_000, 70_000), np.sort(pool))
    left = {code: sorted(set(numbers).difference(gone), key=order.__getitem__) for code, numbers in held.items()}
    assert holders(db, held) == left
    merge(db, everything=True)
    (segment,) = segments.segments(db)
    assert segment.lots == 2 and len(segment.roll) == 3 * count - len(gone)
    assert holders(db, held) == left and list(problems(db)) == []


def test_what_is_merged_is_read_and_written_part_by_part(monkeypatch: pytest.MonkeyPatch) -> None:
    """However little is at hand at a time, and however differently the segments are divided."""
    monkeypatch.setattr(postings, "_ENTRIES_AT_ONCE", 64)
    monkeypatch.setattr(postings, "_BLOCK", 4)
    db = database()
    sizes = {1: 2_000, 2: 3, 3: 300, 4: 40}
    held: Held = {number: frozenset(spread(size, number).tolist()) for number, size in sizes.items()}
    for number, codes in held.items():
        added(db, {number: codes})
    assert len({segment.bits for segment in segments.segments(db)}) == len(sizes)
    merge(db, everything=True)
    assert len(segments.segments(db)) == 1
    agrees(db, held)


def spread(count: int, seed: int) -> NDArray[np.uint64]:
    return np.random.default_rng(seed).integers(0, TOP, count, dtype=np.uint64)


@pytest.mark.parametrize("bits", [15, 16, 17])
def test_blocks_leave_out_of_codes_what_their_place_says(bits: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """From 65,536 blocks on the upper bits of a code are those of its block."""
    monkeypatch.setattr(postings, "_BLOCK", 1)
    # In a few blocks: empty ones are not there.
    above = (spread(20, 1) >> np.uint64(31) << np.uint64(31))[:, None]
    codes = np.unique(above + spread((1 << bits - 1) // 20 + 1, 2) % np.uint64(1 << 31))
    owners = np.arange(len(codes)) % 50
    db = database()
    write(db, roll_of(sorted(range(1, 51), key=order_of)), entries_of(codes, owners))
    (segment,) = segments.segments(db)
    assert segment.bits == bits and segment.postings == len(codes)
    asked = codes[::100]
    bounds, articles = gathered(db, segment, asked)
    assert bounds == list(range(len(asked) + 1))
    assert articles.tolist() == owners[::100].tolist()
    near = np.setdiff1d(np.concatenate([asked ^ np.uint64(1 << bit) for bit in (0, 31, 32, 47)]), codes)
    assert len(near) > len(asked) and not looked_up(db, segment, near).size.any()


def test_more_holders_of_one_code_than_16_bits_count() -> None:
    """A block that is so large counts with 32 bits, which smaller ones beside it do not."""
    everyone = np.arange(LOT)
    common, rare = TOP // 2, 3
    codes = np.concatenate([np.full(LOT, common), [common + 1, rare, rare]]).astype(np.uint64)
    articles = np.concatenate([everyone, [9, 5, 70]])
    db = database()
    write(db, roll_of(sorted(range(1, LOT + 1), key=order_of)), entries_of(codes, articles))
    (segment,) = segments.segments(db)
    bounds, found = gathered(db, segment, np.array([rare, common, common + 1, TOP - 1], dtype=np.uint64))
    assert bounds == [0, 2, 2 + LOT, 3 + LOT, 3 + LOT]
    assert found.tolist() == [5, 70, *everyone.tolist(), 9]
    forget(db, segment, range(1, LOT), np.array([rare, common, common + 1], dtype=np.uint64))
    (segment,) = segments.segments(db)
    assert segment.postings == 1 and gathered(db, segment, np.array([common], dtype=np.uint64))[1].tolist() == [0]


def test_many_codes_are_asked_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    codes = np.unique(spread(2_000, 1))
    db = database()
    write(db, roll_of(sorted(range(1, 41), key=order_of)), entries_of(codes, np.arange(len(codes)) % 40))
    (segment,) = segments.segments(db)
    asked = np.unique(np.concatenate([codes, spread(500, 2)]))
    bounds, places = gathered(db, segment, asked)
    assert len(places) == len(codes)
    monkeypatch.setattr(lookup, "_AT_ONCE", 7)
    again, some = gathered(db, segment, asked)
    assert again == bounds and some.tolist() == places.tolist()
    assert gathered(db, segment, np.empty(0, np.uint64))[0] == [0]


def test_segments_stay_few() -> None:
    db = database()
    counts = []
    for number in range(1, 130):
        added(db, {number: [number, TOP // 2]})
        merge(db)
        counts.append(len(segments.segments(db)))
    assert max(counts) <= 12
    assert set(holders(db, [TOP // 2])[TOP // 2]) == set(range(1, 130))


def test_what_is_forgotten_is_not_among_what_is_merged_later() -> None:
    db = database()
    held: Held = {number: frozenset({1, number}) for number in range(1, 7)}
    for low in (1, 4):
        added(db, {number: held[number] for number in range(low, low + 3)})
    take_out(db, held, {2, 4, 5, 6})
    agrees(db, held)
    assert len(segments.segments(db)) == 1


def test_the_postings_of_texts_are_their_codes_without_repeats() -> None:
    said = "The dam above Calder was built in 1931. Nobody living had ever seen its spillway run. "
    ready = findable([Article(id=name, text=said * times) for name, times in (("a", 1), ("b", 3), ("c", 0))])
    codes, texts = ready.postings()
    entries = ready.entries().tolist()
    assert entries == sorted({code << 16 | text for code, text in zip(codes.tolist(), texts.tolist(), strict=True)})
    assert len(entries) < len(codes)


def test_an_article_may_become_another_outlets() -> None:
    db = database()
    added(db, {1: [4], 2: [4, 5]})
    added(db, {3: [6]})
    move(db, 2, 1 << 63)
    outlets = {
        number: outlet
        for segment in segments.segments(db)
        for number, outlet in zip(segment.roll.numbers.tolist(), segment.roll.outlets.tolist(), strict=True)
    }
    assert outlets == {1: 8, 2: 1 << 63, 3: 10}
    agrees(db, {1: frozenset({4}), 2: frozenset({4, 5}), 3: frozenset({6})})


def damaged(db: sqlite3.Connection) -> Iterator[None]:
    """Every byte of every block flipped in turn, and blocks that are longer, shorter or no bytes."""
    for place, block in db.execute("SELECT place, block FROM posting").fetchall():
        others = [block[:at] + bytes([block[at] ^ 0x10]) + block[at + 1 :] for at in range(len(block))]
        for other in (*others, block + b"\0\0", block[:-2], block[:5], b"", "text"):
            db.execute("UPDATE posting SET block = ? WHERE place = ?", (other, place))
            yield
        db.execute("UPDATE posting SET block = ? WHERE place = ?", (block, place))


def forgotten(db: sqlite3.Connection, codes: NDArray[np.uint64]) -> None:
    for segment in segments.segments(db):
        forget(db, segment, [], codes)


def test_a_damaged_block_is_refused_whoever_reads_it() -> None:
    db = database()
    added(db, {1: [1, 2, TOP - 1], 2: [2, TOP // 2]})
    added(db, {3: [1, 2]})
    codes = np.array([1, 2, TOP // 2, TOP - 1], dtype=np.uint64)
    count = 0
    for _ in damaged(db):
        count += 1
        with pytest.raises(IndexCorrupt, match="its checksum differs"):
            holders(db, codes.tolist())
        with pytest.raises(IndexCorrupt, match="its checksum differs"):
            list(problems(db))
        with pytest.raises(IndexCorrupt, match="its checksum differs"):
            forgotten(db, codes)
    assert count > 80
    agrees(db, {1: frozenset({1, 2, TOP - 1}), 2: frozenset({2, TOP // 2}), 3: frozenset({1, 2})})


def test_a_block_in_another_place_is_refused() -> None:
    db = database()
    added(db, {1: [1]})
    added(db, {2: [1]})
    blocks = dict(db.execute("SELECT place, block FROM posting"))
    (one, other) = blocks
    db.execute("UPDATE posting SET block = ? WHERE place = ?", (blocks[one], other))
    with pytest.raises(IndexCorrupt, match="its checksum differs"):
        holders(db, [1])


@pytest.mark.parametrize("column", ["bits", "postings", "articles", "orders", "outlets", "checksum"])
def test_a_damaged_segment_is_refused(column: str) -> None:
    db = database()
    added(db, {1: [1]})
    value = "5" if column in ("bits", "postings") else "x'00000000'"
    db.execute(f"UPDATE segment SET {column} = {value}")
    with pytest.raises(IndexCorrupt, match="segment 1"):
        segments.segments(db)


def test_what_does_not_belong_together_is_told() -> None:
    db = database()
    added(db, {1: [1, 2], 2: [2]})
    added(db, {3: [7]})
    db.execute("DELETE FROM posting WHERE place >> 32 = 2")
    assert list(problems(db)) == ["segment 2 has 0 postings instead of 1"]
    db.execute("DELETE FROM segment WHERE number = 1")
    assert list(problems(db)) == ["segment 2 has 0 postings instead of 1", "there are postings of no segment"]


def test_what_is_gone_leaves_no_place_behind_when_all_is_merged() -> None:
    db = database()
    added(db, {number: {5, 100 + number} for number in range(1, 9)})
    (segment,) = segments.segments(db)
    gone = [3, 6]
    forget(db, segment, gone, np.arange(200, dtype=np.uint64))
    left = sorted(set(segment.roll.numbers.tolist()) - set(segment.roll.numbers[gone].tolist()))
    merge(db, everything=True)
    (merged,) = segments.segments(db)
    assert sorted(merged.roll.numbers.tolist()) == left and list(problems(db)) == []
    assert holders(db, [5])[5] == merged.roll.numbers.tolist()
    forget(db, merged, range(len(left)), np.arange(200, dtype=np.uint64))
    merge(db, everything=True)
    assert segments.segments(db) == () and db.execute("SELECT count(*) FROM posting").fetchone() == (0,)


def test_the_postings_of_an_index_without_texts_have_shorter_codes() -> None:
    ready = findable([Article(id="a", text="The dam above Calder was built in 1931."), Article(id="b", text="")])
    whole, short = ready.entries(), ready.entries(36)
    expected = {code >> 28 << 28 | code & 0xFFFF for code in whole.tolist()}
    assert len(whole) > 5 and short.tolist() == sorted(expected)
