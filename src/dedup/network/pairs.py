"""What the matches of a cluster say of each two of its articles."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Match
from dedup.network.sums import added, covered, expected_words, turned, weight_of

# No verdict counts for surer than this: the odds stay within what the marginals are exact for.
LEAST = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two articles, by number; probabilities are means over their matches, weighted by words.

    `forward` is P(`high` has the wording from `low`), `backward` the reverse, `neither` what remains; of that, `named`
    is the part of each source that the texts name, `unnamed` that of common sources that they do not. `words` is the
    most that one of `matches` aligns.
    """

    low: int
    high: int
    forward: float
    backward: float
    neither: float
    named: Mapping[str, float]
    unnamed: float
    words: int
    matches: tuple[str, ...]

    def other(self, node: int) -> int:
        return self.high if node == self.low else self.low


def pairs_of(articles: Sequence[str], matches: Iterable[Match]) -> tuple[Pair, ...]:
    """One pair for each two of `articles`, numbered as they stand, that a match joins; sorted."""
    number = {article: at for at, article in enumerate(articles)}
    groups: dict[tuple[int, int], list[Match]] = {}
    for match in matches:
        one, two = number[match.left.article], number[match.right.article]
        if one != two:
            groups.setdefault((min(one, two), max(one, two)), []).append(match)
    return tuple(_pair(low, high, articles[low], group) for (low, high), group in sorted(groups.items()))


def _pair(low: int, high: int, first: str, matches: Sequence[Match]) -> Pair:
    total = sum(map(weight_of, matches))
    words = added(
        (
            expected_words(each for each in matches if each.left.article == first),
            turned(expected_words(each for each in matches if each.left.article != first)),
        )
    )
    forward, backward = words["left-to-right"] / total, words["right-to-left"] / total
    common = (words["common-source"] + words["independent-renderings"]) / total
    named = _named(matches, total)
    return Pair(
        low=low,
        high=high,
        forward=forward,
        backward=backward,
        neither=max(LEAST, 1.0 - (forward + backward)),
        named=named,
        unnamed=max(0.0, common - math.fsum(named.values())),
        words=max(map(weight_of, matches)),
        matches=tuple(sorted(match.id for match in matches)),
    )


def _named(matches: Sequence[Match], total: int) -> dict[str, float]:
    parts: dict[str, list[float]] = {}
    for match in matches:
        for source in match.verdict.sources:
            parts.setdefault(source.name, []).append(weight_of(match) * covered(match, source) * source.probability)
    return {name: math.fsum(parts[name]) / total for name in sorted(parts)}
