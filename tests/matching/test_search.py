"""The search over a collection: both paths alike, regions that hold what they say, candidates against a plain count."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from itertools import combinations, product
from math import exp, log
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_texts import collection, sentence, word
from places import last, middle

from dedup.compiled import interpreted
from dedup.errors import InputError
from dedup.evaluation import read_labelled
from dedup.matching import search as room
from dedup.matching.collection import Collection, prepare
from dedup.matching.columns import Seeds
from dedup.matching.passages import Region
from dedup.matching.presets import LONGFORM, NEWS, Preset
from dedup.matching.search import CLIQUE, Search, postings_of, search, seeds_of
from dedup.model import Span

CORPUS = Path(__file__).resolve().parents[2] / "corpus"
NONE = np.empty((0, 2), dtype=np.int64)


def found_in(texts: list[str], preset: Preset = NEWS, *, compiled: bool = False, workers: int = 1) -> Search:
    return search(prepare(texts), preset, NONE, compiled=compiled, workers=workers)


def all_pairs(texts: int) -> np.ndarray:
    return np.array(list(combinations(range(texts), 2)), dtype=np.int64).reshape(-1, 2)


@pytest.mark.parametrize("preset", [NEWS, LONGFORM])
@pytest.mark.parametrize("seed", range(6))
def test_both_paths_find_the_same(seed: int, preset: Preset) -> None:
    ready = prepare(collection(seed))
    plain = search(ready, preset, NONE, compiled=False)
    assert search(ready, preset, NONE, compiled=True) == plain
    assert preset is LONGFORM or plain.regions


@pytest.mark.parametrize("preset", [NEWS, LONGFORM])
def test_both_paths_find_the_same_in_the_corpus(preset: Preset) -> None:
    """Real sentences; with `longform` some articles sum others up."""
    texts = [article.text for article in sorted(read_labelled(CORPUS).articles, key=lambda each: each.id)][:27]
    ready = prepare(texts)
    everything = all_pairs(len(texts))
    plain = search(ready, preset, everything, compiled=False)
    assert search(ready, preset, everything, compiled=True) == plain
    assert plain.regions
    assert any(region.summary for *_, region in plain.regions) == (preset is LONGFORM)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(alphabet="abc. ’A1中\u200b", max_size=80), max_size=4))
def test_both_paths_find_the_same_in_odd_texts(texts: list[str]) -> None:
    ready = prepare(texts)
    everything = all_pairs(len(texts))
    assert search(ready, NEWS, everything, compiled=True) == search(ready, NEWS, everything, compiled=False)


@pytest.mark.parametrize("seed", range(6))
def test_regions_lie_in_their_texts_and_end_in_matched_words(seed: int) -> None:
    ready = prepare(collection(seed))
    found = search(ready, NEWS, NONE, compiled=True)
    assert found.regions
    lengths = np.diff(ready.table.offsets).tolist()
    for one, two, region, *_ in found.regions:
        assert one < two or (one == two and region.left.end <= region.right.start)
        assert 0 <= region.left.start < region.left.end <= lengths[one]
        assert 0 <= region.right.start < region.right.end <= lengths[two]
        left = ready.lexicon.keys[ready.table.rows(one)][region.left.start : region.left.end].tolist()
        right = ready.lexicon.keys[ready.table.rows(two)][region.right.start : region.right.end].tolist()
        assert {left[0], left[-1]} <= set(right) and {right[0], right[-1]} <= set(left)
    order = [
        (one, two, region.left.start, region.left.end, region.right.start, region.right.end)
        for one, two, region, *_ in found.regions
    ]
    assert order == sorted(order)


def test_a_planted_passage_is_the_region() -> None:
    random = Random(5)
    shared = [word(random) for _ in range(12)]
    one, two = sentence(random, 30), sentence(random, 20)
    texts = [" ".join([*one, *shared, *sentence(random, 30)]), " ".join([*two, *shared, *sentence(random, 10)])]
    assert list(found_in(texts).regions) == [(0, 1, Region(left=Span(30, 42), right=Span(20, 32)))]


def test_a_passage_found_twice_is_found_twice() -> None:
    random = Random(6)
    first, second = ([word(random) for _ in range(12)] for _ in range(2))
    gap = [sentence(random, 40) for _ in range(2)]
    found = found_in([" ".join([*first, *gap[0], *second]), " ".join([*second, *gap[1], *first])])
    assert [region for _, _, region, *_ in found.regions] == [
        Region(left=Span(0, 12), right=Span(52, 64)),
        Region(left=Span(52, 64), right=Span(0, 12)),
    ]


def test_words_the_density_does_not_bear_are_no_region() -> None:
    random = Random(7)
    rare = [word(random) for _ in range(8)]
    thin = [" ".join(each for one in rare for each in [one, *(word(random) for _ in range(12))]) for _ in range(2)]
    assert list(found_in(thin).regions) == []


def voters(ready: Collection) -> set[tuple[int, int]]:
    """Pairs of short texts whose shared features are worth enough, by counting all of them."""
    worth, features = ready.lexicon.worth, ready.features
    rows = [range(part.start, part.stop) for part in (features.rows(text) for text in range(len(ready.table)))]
    middles, lasts = middle(features).tolist(), last(features).tolist()

    def value(text: int, row: int) -> float:
        places = [int(features.first[row]), lasts[row]]
        if middles[row] >= 0:
            places.append(middles[row])
        return float(sum(worth[ready.table.offsets[text] + place] for place in places))

    found = set()
    for one, two in combinations(range(len(ready.table)), 2):
        # A feature counts once, however often either text has it.
        shared = {
            features.groups[x]: min(value(one, x), value(two, y))
            for x, y in product(rows[one], rows[two])
            if features.groups[x] == features.groups[y]
        }
        if sum(shared.values()) >= room.LEAST_VOTES:
            found.add((one, two))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_short_texts_are_compared_when_what_they_share_is_worth_it(seed: int) -> None:
    # Of at most 40 words, so that every two shared features stand close enough to add up.
    texts = [" ".join(text.split()[:40]) for text in collection(seed, texts=8, length=40, planted=8)]
    ready = prepare(texts)
    assert max(np.diff(ready.table.offsets)) <= 40
    chosen = voters(ready)
    assert 0 < len(chosen) < 28
    for compiled in (False, True):
        found = search(ready, NEWS, NONE, compiled=compiled)
        assert found.pairs_compared == len(chosen)
        assert {(one, two) for one, two, *_ in found.regions if one < two} <= chosen


def test_features_far_apart_do_not_add_up() -> None:
    random = Random(8)
    first, second = "harbour spillway".split(), "rubber stamp".split()
    near = [" ".join([*sentence(random, 5), *first, *second, *sentence(random, 5)]) for _ in range(2)]
    far = [" ".join([*first, *sentence(random, 90), *second]) for _ in range(2)]
    assert found_in(near).pairs_compared == 1
    assert found_in(far).pairs_compared == 0


def test_further_candidates_are_compared_too_and_only_once() -> None:
    texts = collection(3)
    ready = prepare(texts)
    own = search(ready, NEWS, NONE, compiled=False)
    both = search(ready, NEWS, all_pairs(len(texts)), compiled=False)
    assert own.pairs_compared < both.pairs_compared == 15
    assert set(own.regions) <= set(both.regions)


def test_a_feature_that_many_hold_links_neighbours_only() -> None:
    text = "The spillway of the Quarlow dam ran dry before nightfall on Sunday."
    few, many = found_in([text] * CLIQUE), found_in([text] * (CLIQUE + 1))
    assert few.pairs_compared == CLIQUE * (CLIQUE - 1) // 2 and few.features_chained == 0
    assert many.pairs_compared == CLIQUE and many.features_chained > 0
    assert {(one, two) for one, two, *_ in many.regions} == {(at, at + 1) for at in range(CLIQUE)}


@pytest.mark.parametrize("compiled", [False, True])
def test_what_is_said_over_and_over_is_met_a_few_times_at_most(compiled: bool) -> None:
    """A word that stands a thousand times in either text: a million places, each of which would be looked at."""
    random = Random(9)
    shared = [word(random) for _ in range(12)]

    def texts(times: int, beside: list[str]) -> list[str]:
        hum = ["spillway"] * times
        return [" ".join([*sentence(random, 9), *beside, *hum, *sentence(random, 9)]) for _ in range(2)]

    assert found_in(texts(60, []), compiled=compiled).pairs_compared == 1
    assert found_in(texts(1_000, []), compiled=compiled).pairs_compared == 0
    ((_, _, region, *_),) = found_in(texts(1_000, shared), compiled=compiled).regions
    assert region.left.start == 9 and 21 <= region.left.end < 30


def test_the_number_of_workers_never_matters_and_progress_is_told() -> None:
    texts = [text for seed in range(30) for text in collection(seed)]
    ready = prepare(texts)
    told: list[tuple[int, int]] = []
    alone = search(ready, NEWS, NONE, compiled=True, workers=1)
    assert alone.regions
    assert search(ready, NEWS, NONE, compiled=True, workers=2) == alone
    assert search(ready, NEWS, NONE, compiled=True, workers=0, progress=lambda *each: told.append(each)) == alone
    assert told[-1] == (len(texts), len(texts)) and told == sorted(told)


@pytest.mark.parametrize("texts", [[], [""], ["", ""], ["dam"], [" \n", "…"], ["the the the", "the the the"]])
def test_nothing_to_find(texts: list[str]) -> None:
    for compiled in (False, True):
        found = found_in(texts, compiled=compiled)
        assert list(found.regions) == [] and found.features_chained == 0


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("clique", [1, CLIQUE])
def test_what_is_found_does_not_hang_on_how_many_texts_are_in_reach(
    compiled: bool, clique: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    # One wording that many hold, so that features are crowded, and chains of them leap over stretches without any.
    texts = [text for seed in range(6) for text in collection(seed, length=60)]
    texts += [f"{text} The spillway of the old dam had not run since the war, the keeper said." for text in texts[::3]]
    ready = prepare(texts)
    monkeypatch.setattr(room, "seeds_of", partial(seeds_of, clique=clique))
    extra = np.array([(0, 1), (0, len(texts) - 1), (3, 9)], dtype=np.int64)
    whole = search(ready, NEWS, extra, compiled=compiled, workers=1)
    assert whole.regions and (whole.features_chained > 0) is (clique == 1)
    told: list[tuple[int, int]] = []
    for rows in (1, 50, 400):
        monkeypatch.setattr(room, "_ROWS_IN_REACH", rows)
        told.clear()
        found = search(ready, NEWS, extra, compiled=compiled, workers=2, progress=lambda *each: told.append(each))
        assert found == whole
        assert told[-1] == (len(texts), len(texts)) and told == sorted(told)


@pytest.mark.parametrize("seed", range(4))
def test_stretches_find_the_same_in_a_part_of_a_collection(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a part not every next holder here is the next of all, and not every text is asked for."""
    random = Random(seed)
    ready = prepare([text for at in range(4) for text in collection(10 * seed + at, length=60)] * 2)
    owners = np.repeat(np.arange(len(ready.table)), np.diff(ready.features.offsets))
    wanted = np.array([random.randrange(3) for _ in range(len(ready.table))], dtype=np.int8)

    def of_a_part(part: Collection) -> Seeds:
        seeds = seeds_of(part, clique=2)
        return seeds._replace(followed=(seeds.groups * 7 + owners * 13 + seed) % 3 != 0)

    monkeypatch.setattr(room, "seeds_of", of_a_part)
    whole = search(ready, NEWS, NONE, compiled=True, workers=1, wanted=wanted)
    assert whole.regions and whole.features_chained
    for rows, places in ((1, 1 << 26), (40, 3), (300, 50)):
        monkeypatch.setattr(room, "_ROWS_IN_REACH", rows)
        monkeypatch.setattr(room, "_PLACES_AT_ONCE", places)
        assert search(ready, NEWS, NONE, compiled=True, workers=2, wanted=wanted) == whole


def test_more_groups_of_features_than_can_be_numbered_are_refused() -> None:
    ready = prepare(["", ""])
    seeds = seeds_of(ready)
    many = replace(ready.features, sizes=np.broadcast_to(np.int32(0), 1 << 31))
    with pytest.raises(InputError, match=r"^too large a collection: 2,147,483,648 .* 2,147,483,647 can be compared"):
        postings_of(interpreted("dedup.matching.search_kernels"), seeds, many)


@given(st.integers(0, 10**7), st.integers(0, 10**7))
def test_limits_rise_with_large_collections_alone(few: int, many: int) -> None:
    few, many = sorted((few, many))
    assert room.accidents(few) <= room.accidents(many)
    assert (room.accidents(many) == 0) == (many <= room.MEASURED)
    # Twice as many texts are four times as many pairs.
    if few > room.MEASURED:
        assert room.accidents(2 * few) == pytest.approx(room.accidents(few) + log(4))


@pytest.mark.parametrize("compiled", [False, True])
def test_among_very_many_texts_a_little_in_common_is_nothing(compiled: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(11)
    phrase, passage = "harbour spillway rubber", " ".join(sentence(random, 12))
    texts = [" ".join(sentence(random, 30)) for _ in range(12)]
    texts[0] += f" {phrase} {passage}"
    texts[1] += f" {passage}"
    texts[2] += f" {phrase}"
    ready = prepare(texts)

    def pairs() -> set[tuple[int, int]]:
        found = search(ready, NEWS, NONE, compiled=compiled)
        return {(low, high) for low, high in found.regions.pairs.tolist() if low != high}

    assert pairs() == {(0, 1), (0, 2)}
    monkeypatch.setattr(room, "MEASURED", len(texts) / exp(6.0))  # as if these were four hundred times as many
    assert pairs() == {(0, 1)}
