"""Points of two texts against a plain enumeration, and regions made without looking at every group of them."""

from __future__ import annotations

from itertools import combinations, product
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_texts import collection, word
from places import holders_of, last, middle

from dedup.compiled import compiled, interpreted
from dedup.matching import region_kernels
from dedup.matching.collection import Collection, prepare
from dedup.matching.columns import Postings, Seeds
from dedup.matching.presets import LONGFORM, NEWS, Preset
from dedup.matching.search import limits_of, postings_of, search, seeds_of

ZERO = 1 << 30
FORMS = [interpreted, compiled]


def enumerated(ready: Collection, one: int, two: int, refrain: int) -> dict[tuple[int, int], int]:
    """Which words of two texts equal features match, and how many texts hold the rarest of these features."""
    features = ready.features
    rows = [range(part.start, part.stop) for part in (features.rows(one), features.rows(two))]
    keys = [ready.lexicon.keys[ready.table.rows(text)].tolist() for text in (one, two)]
    firsts, middles, lasts = features.first.tolist(), middle(features).tolist(), last(features).tolist()
    groups, holders = features.groups.tolist(), holders_of(features).tolist()
    found: dict[tuple[int, int], int] = {}
    for x, y in product(*rows):
        if groups[x] != groups[y]:
            continue
        if (
            sum(groups[row] == groups[x] for row in rows[0]) * sum(groups[row] == groups[x] for row in rows[1])
            > refrain
        ):
            continue
        for i, j in product(*([at for at in (firsts[row], middles[row], lasts[row]) if at >= 0] for row in (x, y))):
            in_order = middles[x] < 0 or i - firsts[x] == j - firsts[y]
            if in_order and keys[0][i] == keys[1][j]:
                found[i, j] = min(found.get((i, j), holders[x]), holders[x])
    return found


def joined(
    kernels: Any, points: Any, seeds: Seeds, postings: Postings, one: int, two: int, refrain: int
) -> dict[tuple[int, int], int]:
    meetings = kernels.meetings_of(one, seeds, postings, refrain, np.zeros(len(seeds.offsets) - 1, np.int32))
    at = meetings.owners.tolist().index(two) if two in meetings.owners else -1
    low, high = (int(meetings.bounds[at]), int(meetings.bounds[at + 1])) if at >= 0 else (0, 0)
    rows = np.full(seeds.crowded, -1, np.int64)
    points.place_crowded(one, postings, rows)
    common, room = np.empty(len(seeds.groups), np.int64), np.empty(4, np.int64)
    coded, spread, size = points.join(
        meetings, low, high, one, two, rows, common, seeds, postings, refrain, room, room.copy()
    )
    points.clear_crowded(one, postings, rows)
    assert (rows == -1).all()
    assert (np.diff(coded[:size]) > 0).all()
    here = coded[:size] & 0xFFFFFFFF
    there = (coded[:size] >> 32) - ZERO + here
    return dict(zip(zip(here.tolist(), there.tolist(), strict=True), spread[:size].tolist(), strict=True))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("clique", [0, 3, 32])
@pytest.mark.parametrize("refrain", [1, 4, 16])
def test_points_are_the_words_that_equal_features_match(form: Any, clique: int, refrain: int) -> None:
    texts = [
        *collection(1, length=50),
        "Dam of the dam: dam harbour dam harbour.",
        "Harbour dam of the dam dam harbour.",
    ]
    ready = prepare(texts)
    seeds = seeds_of(ready, clique)
    kernels, points = form("dedup.matching.search_kernels"), form("dedup.matching.point_kernels")
    postings = postings_of(kernels, seeds, ready.features)
    several = 0
    for one, two in combinations(range(len(texts)), 2):
        expected = enumerated(ready, one, two, refrain)
        assert joined(kernels, points, seeds, postings, one, two, refrain) == expected
        several += len(expected)
    assert several > 50
    assert (seeds.crowded == len(seeds.texts)) is (clique == 0)


class Shifted:
    """A column behind so many others that take no room."""

    def __init__(self, column: Any, by: int) -> None:
        self._column, self._by = column, by

    def __getitem__(self, row: int) -> Any:
        return self._column[row - self._by]


def test_rows_may_be_more_than_32_bits_count() -> None:
    ready = prepare(["The spillway of the old dam had not run since the war, the keeper said."] * 3)
    kernels, behind = interpreted("dedup.matching.search_kernels"), 1 << 31
    seeds = seeds_of(ready)
    postings = postings_of(kernels, seeds, ready.features)
    columns = {name: Shifted(getattr(seeds, name), behind) for name in ("groups", "first", "shape")}
    far = seeds._replace(bounds=seeds.bounds + behind, **columns)
    for text in range(3):
        near, there = (
            kernels.meetings_of(text, each, which, 4, np.zeros(3, np.int32))
            for each, which in ((seeds, postings), (far, postings._replace(base=behind)))
        )
        assert len(near.here) > 0 or text == 2
        assert np.array_equal(near.here + behind, there.here)


@pytest.mark.parametrize(("rows", "places"), [(1, 1 << 26), (40, 1 << 26), (40, 30), (1, 1), (1 << 20, 100)])
def test_postings_are_the_same_however_many_are_posted_together(
    rows: int, places: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = prepare(["", *collection(1, length=50), "", "Dam of the dam: dam harbour dam harbour."] * 2)
    seeds, kernels = seeds_of(ready, 3), interpreted("dedup.matching.search_kernels")
    assert 0 < seeds.crowded < len(seeds.texts)
    together = postings_of(kernels, seeds, ready.features)
    monkeypatch.setattr("dedup.matching.search._ROWS_AT_ONCE", rows)
    monkeypatch.setattr("dedup.matching.search._PLACES_AT_ONCE", places)
    for one, other in zip(together, postings_of(kernels, seeds, ready.features), strict=True):
        assert np.array_equal(one, other)
    assert (together.places[together.seats] >> 37).tolist() == np.repeat(
        np.arange(len(ready.table)), np.diff(ready.features.offsets)
    ).tolist()


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=200), st.integers(0, 3))
def test_keys_are_sorted_with_their_values(pairs: list[tuple[int, int]], spare: int) -> None:
    for form in FORMS:
        keys, values = (np.array([pair[side] for pair in pairs] + [0] * spare, dtype=np.int64) for side in (0, 1))
        form("dedup.matching.point_kernels").sort_together(keys, values, len(pairs))
        ordered = list(zip(keys.tolist(), values.tolist(), strict=True))[: len(pairs)]
        assert [key for key, _ in ordered] == sorted(key for key, _ in pairs)
        assert sorted(ordered) == sorted(pairs)
        assert not keys[len(pairs) :].any()


@pytest.mark.parametrize("preset", [NEWS, LONGFORM])
@pytest.mark.parametrize("seed", range(8))
def test_groups_that_are_not_looked_at_have_no_region(
    seed: int, preset: Preset, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Beside planted stretches, what the texts are about: names said three times in each, a few words together.
    random = Random(seed)
    names = [[word(random), word(random)] for _ in range(3)]
    texts = [text.split() for text in collection(seed, texts=8, length=120, planted=12)]
    for text, name in product(texts, 3 * names):
        at = random.randrange(len(text))
        text[at:at] = name
    ready = prepare([" ".join(text) for text in texts])
    every = np.array(list(combinations(range(8), 2)))
    short = search(ready, preset, every, compiled=False)
    plain = region_kernels.worth_trimming
    left_out = []

    def all_of_them(parent: Any, alive: Any, most: Any, weight: float) -> Any:
        before = alive.sum()
        head, following = plain(parent, alive.copy(), most, weight)
        left_out.append(before - sum(1 for _ in followed(head, following)))
        return plain(parent, alive, np.full_like(most, np.inf), weight)

    monkeypatch.setattr(region_kernels, "worth_trimming", all_of_them)
    assert search(ready, preset, every, compiled=False) == short
    assert sum(left_out) > 0


def followed(head: Any, following: Any) -> Any:
    for run in head.tolist():
        while run >= 0:
            yield run
            run = following[run]


def test_what_a_group_can_be_worth_is_no_less_than_what_it_is() -> None:
    """The bound of a run is what its words are worth where all of them count."""
    ready = prepare(collection(4))
    seeds, linking = seeds_of(ready), limits_of(ready, NEWS)[2]
    size = int(ready.table.offsets[1])
    words = seeds.worth[:size], seeds.local[:size]
    points = (np.int64(ZERO) << 32) | np.arange(size)
    runs, begins, ends, most = region_kernels.runs_of(points, np.ones(size, np.int64), *words, *words, linking)
    assert runs.tolist() == [[0, size - 1, 0, size - 1]] and (begins.tolist(), ends.tolist()) == ([0], [size])
    partner, rarity = np.arange(size), np.ones(size)
    _, _, inside, everything, before = region_kernels.densest(partner, rarity, *words, words[1], 0, linking)
    assert inside == everything == before
    assert most[0, 0] == pytest.approx(inside) and most[0, 1] == pytest.approx(inside)


@pytest.mark.parametrize("first", [100, (1 << 21) - 1, 1 << 21, (1 << 31) - 9])
def test_a_text_repeats_itself_whatever_the_number_of_its_words(first: int) -> None:
    keys = np.array([first, first + 1, first + 2, 5, 6, first, first + 1, first + 2], dtype=np.int32)
    for form in FORMS:
        own = form("dedup.matching.point_kernels").repeats(keys, np.full(len(keys), 4.0), 3)
        assert len(own) == 3
