"""Candidates, and the tier that was dropped: the pairs of texts and windows each proposes, and what they reach."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from recall_oracle import Bench, Place, every_window, found_by_finder, overlap
from recall_windows import DROPPED, Grid, Windows, meeting_windows, windows_of

from dedup.matching.point_kernels import FIRST_MASK, OWNER, SHAPE, SHAPE_MASK
from dedup.matching.search import LEAST_VOTES, REACH, postings_of, seeds_of

SEED = 1
# A pair of windows is one of a passage when it holds this many of its matched words.
_OF_PASSAGE = 4
# A passage is found when what was reported covers this share of its words on each side.
_COVERED = 0.5

Pair = tuple[int, int]
# Pairs of windows by pair of texts, all by number.
Meetings = Mapping[Pair, frozenset[Pair]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """What a tier proposes, in windows of `grid`. Pairs of one outlet are left out."""

    name: str
    grid: Grid
    meetings: Meetings

    @property
    def window_pairs(self) -> int:
        return sum(map(len, self.meetings.values()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Whether the texts of a passage are a pair of the tier, whether windows of it are, and what was to be expected.

    `expected` is the probability that some windows of it meet by the S-curve, None where no bands are used.
    """

    texts: bool
    windows: bool
    expected: float | None


def feature_tier(bench: Bench, least: float = LEAST_VOTES, grid: Grid = DROPPED) -> Tier:
    """Rare shared features: the windows in which those begin that vote together."""
    seeds = seeds_of(bench.collection)
    postings = postings_of(bench.kernels("dedup.matching.search_kernels"), seeds, bench.collection.features)
    # Every posting in order of its group and owner, and those of later texts that it meets.
    sizes = np.diff(postings.bounds)
    groups, owners = np.repeat(np.arange(len(sizes)), sizes), postings.places >> OWNER
    places = groups * len(bench.articles) + owners
    begins, ends = np.searchsorted(places, places, side="right"), postings.bounds[groups + 1]
    ends = np.where(groups < seeds.crowded, np.minimum(ends, begins + 1), ends)
    counts = np.maximum(0, ends - begins)
    one = np.repeat(np.arange(len(places)), counts)
    two = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts) + begins[one]
    pairs = (owners[one] << 32) | owners[two]
    first_words = (postings.places >> SHAPE) & FIRST_MASK
    here, there = first_words[one], first_words[two]
    order = np.lexsort((here, pairs))
    pairs, here, there = pairs[order], here[order], there[order]
    shape, base = postings.places & SHAPE_MASK, seeds.offsets[owners] + first_words
    votes = seeds.worth[base] + seeds.worth[base + (shape >> 2)] + np.where(shape & 2, seeds.worth[base + 1], 0.0)
    worth = np.minimum(votes[one], votes[two])[order]
    taken = bench.kernels("recall_kernels").voting(pairs, groups[one][order], here, there, worth, least, REACH)
    rows = np.unique(np.stack([pairs, here // grid.stride, there // grid.stride], axis=1)[taken], axis=0)
    met = _grouped(
        (pair >> 32, pair & 0xFFFFFFFF, first, second)
        for pair, last, last_there in rows.tolist()
        for first in _windows_of(last, grid)
        for second in _windows_of(last_there, grid)
    )
    return Tier(name="features", grid=grid, meetings=_apart(bench, met))


def window_tier(bench: Bench, grid: Grid = DROPPED) -> Tier:
    """Windows that share a bucket in LSH."""
    windows = windows_of(bench.collection.features, grid)
    rows: set[tuple[int, int, int, int]] = set()
    for pairs, _ in meeting_windows(windows, grid.bands, seed=SEED, compiled=bench.compiled):
        one, two = pairs[:, 0], pairs[:, 1]
        columns = windows.owner[one], windows.owner[two], windows.number[one], windows.number[two]
        rows.update(zip(*(column.tolist() for column in columns), strict=True))
    return Tier(name="windows", grid=grid, meetings=_apart(bench, _grouped(sorted(rows))))


def both(one: Tier, other: Tier) -> Tier:
    """What either of two tiers with equal windows proposes."""
    pairs = sorted({*one.meetings, *other.meetings})
    none: frozenset[Pair] = frozenset()
    met = {pair: one.meetings.get(pair, none) | other.meetings.get(pair, none) for pair in pairs}
    return Tier(name="both", grid=one.grid, meetings=met)


def all_window_pairs(bench: Bench, grid: Grid) -> int:
    """How many pairs of windows there are of two texts that are not of one outlet."""
    _, owners = every_window(bench.collection.table.offsets, grid.words, grid.stride)
    counts = np.bincount(owners, minlength=len(bench.articles)).astype(np.int64)
    return int((np.triu(bench.apart, 1) * counts[:, None] * counts[None, :]).sum())


def all_text_pairs(bench: Bench) -> int:
    return int(np.triu(bench.apart, 1).sum())


def reached(tier: Tier, passages: Sequence[Place], expected: Sequence[float] | None = None) -> list[Reach]:
    """What the tier reaches of each passage."""
    found = []
    for at, passage in enumerate(passages):
        met = tier.meetings.get((passage.low, passage.high), frozenset())
        own = not met.isdisjoint(windows_of_passage(passage, tier.grid))
        found.append(Reach(texts=bool(met), windows=own, expected=expected[at] if expected else None))
    return found


def expected_meetings(bench: Bench, passages: Sequence[Place], grid: Grid = DROPPED) -> list[float]:
    """By the S-curve: the probability that at least one pair of windows of each passage shares a bucket.

    From the exact Jaccard similarity of the windows' shingles, as if pairs met independently of each other and no
    bucket were too full. Windows with too few shingles meet nobody.
    """
    windows = windows_of(bench.collection.features, grid)
    number = {place: at for at, place in enumerate(zip(windows.owner.tolist(), windows.number.tolist(), strict=True))}
    pairs, owner = [], []
    for at, passage in enumerate(passages):
        for one, two in windows_of_passage(passage, grid):
            here, there = number.get((passage.low, one)), number.get((passage.high, two))
            if here is not None and there is not None:
                pairs.append((here, there))
                owner.append(at)
    apart = [1.0] * len(passages)
    for at, similarity in zip(owner, _similarity(bench, windows, pairs), strict=True):
        apart[at] *= 1.0 - grid.bands.probability(similarity)
    return [1.0 - each for each in apart]


def _similarity(bench: Bench, windows: Windows, pairs: list[Pair]) -> list[float]:
    wanted = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    found: list[float] = bench.kernels("recall_kernels").similarity(windows.codes, windows.offsets, wanted).tolist()
    return found


def windows_of_passage(passage: Place, grid: Grid) -> list[Pair]:
    """The pairs of windows that hold some of the matched words of a passage, sorted."""
    held: Counter[Pair] = Counter()
    for i, j in passage.matched:
        held.update((one, two) for one in _windows_at(i, grid) for two in _windows_at(j, grid))
    return sorted(pair for pair, count in held.items() if count >= _OF_PASSAGE)


def _windows_at(word: int, grid: Grid) -> range:
    return _windows_of(word // grid.stride, grid)


def _windows_of(last: int, grid: Grid) -> range:
    """The windows that hold a word of which `last` is the last one."""
    return range(max(0, last - grid.words // grid.stride + 1), last + 1)


def finder_reached(bench: Bench, passages: Sequence[Place]) -> list[Reach]:
    """What the whole pipeline up to the decision reports of each passage: some of it; half of it."""
    reported: dict[Pair, list[Place]] = defaultdict(list)
    for place in found_by_finder(bench):
        reported[place.low, place.high].append(place)
    found = []
    for passage in passages:
        here = reported.get((passage.low, passage.high), [])
        touching = [each for each in here if overlap(each.left, passage.left) and overlap(each.right, passage.right)]
        found.append(Reach(texts=bool(touching), windows=_covered(passage, touching), expected=None))
    return found


def _covered(passage: Place, touching: Sequence[Place]) -> bool:
    left = {word for each in touching for word in range(each.left.start, each.left.end)}
    right = {word for each in touching for word in range(each.right.start, each.right.end)}
    return all(
        len(words.intersection(range(span.start, span.end))) >= _COVERED * len(span)
        for words, span in ((left, passage.left), (right, passage.right))
    )


def _grouped(rows: Iterable[Iterable[int]]) -> dict[Pair, frozenset[Pair]]:
    met: dict[Pair, set[Pair]] = defaultdict(set)
    for low, high, one, two in rows:
        met[low, high].add((one, two))
    return {pair: frozenset(each) for pair, each in met.items()}


def _apart(bench: Bench, met: Mapping[Pair, frozenset[Pair]]) -> dict[Pair, frozenset[Pair]]:
    return {pair: met[pair] for pair in sorted(met) if pair[0] != pair[1] and bench.apart[pair]}
