"""Chance meetings in large collections: with limits that grow with the collection, and with fixed ones.

    python benchmarks/accidents.py [--sizes 3000,30000,100000]

The words of generated articles are drawn by chance, but for the near-copies and quotations that `generate.py` plants.
Each collection is prepared once and searched twice; counted are pairs of articles with a region: those that go back to
one article, against what was planted, and those that have nothing to do with each other, which are accidents.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from time import process_time
from unittest.mock import patch

from generate import Generated, generate
from jobs import NEWS

from dedup.matching import search as room
from dedup.matching.collection import Collection, prepare
from dedup.matching.presets import PRESETS

SIZES = (3_000, 30_000, 100_000)
LIMITS = ("fixed", "growing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Pairs of articles with a region: of those planted, and by accident; pairs compared, processor seconds."""

    planted: int
    found: int
    accidents: int
    compared: int
    seconds: float


def planted_pairs(articles: Sequence[Generated]) -> set[tuple[int, int]]:
    """Numbers of the articles that one took from the other, or both from a third."""
    number = {each.id: at for at, each in enumerate(articles)}
    families: dict[int, set[int]] = defaultdict(set)
    pairs = set()
    for at, each in enumerate(articles):
        if each.copy_of is not None:
            families[number[each.copy_of]] |= {at, number[each.copy_of]}
        if each.quotes is not None:
            pairs.add((number[each.quotes], at))
    return pairs.union(*(combinations(sorted(family), 2) for family in families.values()))


def related(pairs: Iterable[tuple[int, int]], articles: int) -> list[int]:
    """For each article the smallest number among those it is joined with by pairs, directly or through others."""
    above = list(range(articles))

    def root(at: int) -> int:
        while above[at] != at:
            above[at] = at = above[above[at]]
        return at

    for pair in pairs:
        one, other = sorted(map(root, pair))
        above[other] = one
    return [root(at) for at in range(articles)]


def count(collection: Collection, planted: set[tuple[int, int]], limits: str) -> Counted:
    """Search a collection; its texts stand in the order of the articles that `planted` numbers."""
    unbounded = patch.object(room, "MEASURED", sys.maxsize)
    begin = process_time()
    if limits == "fixed":
        with unbounded:
            found = room.search(collection, PRESETS["news"], room.every_pair(0), compiled=True)
    else:
        found = room.search(collection, PRESETS["news"], room.every_pair(0), compiled=True)
    seconds = process_time() - begin
    family = related(planted, len(collection.table))
    pairs = {(low, high) for low, high in found.regions.pairs.tolist() if low != high}
    return Counted(
        planted=len(planted),
        found=len(pairs & planted),
        accidents=sum(family[low] != family[high] for low, high in pairs),
        compared=found.pairs_compared,
        seconds=seconds,
    )


def main(given: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Chance meetings in large collections.")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)), help="comma-separated")
    chosen = parser.parse_args(given)
    for size in map(int, chosen.sizes.split(",")):
        articles = list(generate(size, NEWS))
        planted = planted_pairs(articles)
        collection = prepare([each.text for each in articles], compiled=True)
        for limits in LIMITS:
            each = count(collection, planted, limits)
            print(
                f"{size:>9,} articles, {limits:7} limits: {each.found / max(1, each.planted):.4f} of {each.planted:,} "
                f"planted pairs, {each.accidents:>9,} by accident, {each.compared:>9,} compared, {each.seconds:6.1f} s",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
