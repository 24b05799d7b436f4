"""Totals of a report: what articles and outlets share, added up from their matches.

Words that matches align are counted, once however many matches align them; boilerplate, bylines, credits and
stock wording count on neither side of a share. Definitions: ``docs/reference/scores.md``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dedup.model import ArticlePair, ArticleSummary, Flow, Match, OutletFlow
from dedup.network import expected_words, outlet_directions, summed_label
from dedup.outlets import outlet_names


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The counted words of one article: where each starts (code points, sorted), and which are quoted.

    `shingles` are the codes of its word 3-grams, sorted, each once.
    """

    starts: NDArray[np.uint32]
    quoted: NDArray[np.bool_]
    shingles: NDArray[np.uint64]

    def __len__(self) -> int:
        return len(self.starts)

    def covered(self, spans: Sequence[tuple[int, int]]) -> NDArray[np.bool_]:
        """Which words begin inside one of the spans (code points)."""
        begin, end = np.searchsorted(self.starts, np.array(spans, dtype=np.int64).reshape(-1, 2)).T
        size = len(self) + 1
        opened = np.bincount(begin, minlength=size) - np.bincount(end, minlength=size)
        covered: NDArray[np.bool_] = np.cumsum(opened) > 0
        return covered[:-1]


def article_pairs(matches: Sequence[Match], words_of: Callable[[str], Words]) -> tuple[ArticlePair, ...]:
    """One row for each pair of articles with a match, sorted by their ids."""
    groups: dict[tuple[str, str], list[Match]] = {}
    for match in matches:
        groups.setdefault((match.left.article, match.right.article), []).append(match)
    return tuple(_article_pair(left, right, group, words_of) for (left, right), group in sorted(groups.items()))


def _article_pair(left: str, right: str, matches: list[Match], words_of: Callable[[str], Words]) -> ArticlePair:
    words_left, words_right = words_of(left), words_of(right)
    labels: dict[str, list[Match]] = {}
    for match in matches:
        labels.setdefault(match.verdict.label, []).append(match)
    covered = {
        label: (words_left.covered(_left_words(group)), words_right.covered(_right_words(group)))
        for label, group in sorted(labels.items())
    }
    covered_left, covered_right = map(np.logical_or.reduce, zip(*covered.values(), strict=True))
    both = len(np.intersect1d(words_left.shingles, words_right.shingles, assume_unique=True))
    either = len(words_left.shingles) + len(words_right.shingles) - both
    expected = expected_words(matches)
    label, probability = summed_label(expected)
    return ArticlePair(
        left=left,
        right=right,
        passages=len(matches),
        shared_words=min(_count(covered_left), _count(covered_right)),
        containment_left=_share(_count(covered_left), len(words_left)),
        containment_right=_share(_count(covered_right), len(words_right)),
        jaccard=_share(both, either),
        narration_containment_left=_narration_share(words_left, covered_left),
        narration_containment_right=_narration_share(words_right, covered_right),
        verdict_words={label: min(map(_count, sides)) for label, sides in covered.items()},
        expected_words=expected,
        label=label,
        probability=probability,
    )


def _left_words(matches: Sequence[Match]) -> list[tuple[int, int]]:
    return [(common.left_start, common.left_end) for match in matches for common in match.common]


def _right_words(matches: Sequence[Match]) -> list[tuple[int, int]]:
    return [(common.right_start, common.right_end) for match in matches for common in match.common]


def outlet_flows(
    pairs: Sequence[ArticlePair],
    matches: Sequence[Match],
    articles: Sequence[ArticleSummary],
    words_of: Callable[[str], Words],
    of_one_outlet: Callable[[str, str], bool],
) -> tuple[OutletFlow, ...]:
    """One row for each pair of different known outlets that share something, sorted by their names."""
    outlet_of = outlet_names(articles)
    counted: Counter[str] = Counter()
    for article in articles:
        if article.id in outlet_of:
            counted[outlet_of[article.id]] += article.counted_words
    grouped: dict[tuple[str, str], list[ArticlePair]] = {}
    for pair in pairs:
        one, two = outlet_of.get(pair.left), outlet_of.get(pair.right)
        if one and two and one != two and not of_one_outlet(pair.left, pair.right):
            grouped.setdefault((min(one, two), max(one, two)), []).append(pair)
    # By article, so that the words of each are asked for once.
    aligned: dict[str, dict[tuple[str, str], list[tuple[int, int]]]] = {}
    between: list[Match] = []
    for match in matches:
        one, two = outlet_of.get(match.left.article), outlet_of.get(match.right.article)
        if one and two and one != two and not of_one_outlet(match.left.article, match.right.article):
            between.append(match)
            aligned.setdefault(match.left.article, {}).setdefault((one, two), []).extend(_left_words([match]))
            aligned.setdefault(match.right.article, {}).setdefault((two, one), []).extend(_right_words([match]))
    directions = outlet_directions(between, articles, outlet_of)
    covered: Counter[tuple[str, str]] = Counter()
    for holder, by_way in aligned.items():
        words = words_of(holder)
        covered.update({way: _count(words.covered(found)) for way, found in by_way.items()})
    return tuple(
        OutletFlow(
            left=left,
            right=right,
            article_pairs=len(group),
            passages=sum(pair.passages for pair in group),
            shared_words=sum(pair.shared_words for pair in group),
            containment_left=_share(covered[left, right], counted[left]),
            containment_right=_share(covered[right, left], counted[right]),
            verdict_words=_summed(
                pair.verdict_words if outlet_of[pair.left] == left else _turned(pair.verdict_words) for pair in group
            ),
            left_to_right=directions.get((left, right), Flow()),
            right_to_left=directions.get((right, left), Flow()),
        )
        for (left, right), group in sorted(grouped.items())
    )


def _turned(words: Mapping[str, int]) -> dict[str, int]:
    """The same counts for a pair whose articles stand the other way round than its outlets."""
    other = {"left-to-right": "right-to-left", "right-to-left": "left-to-right"}
    return {other.get(label, label): count for label, count in words.items()}


def _summed(counts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items()))


def _narration_share(words: Words, covered: NDArray[np.bool_]) -> float:
    return _share(_count(covered & ~words.quoted), _count(~words.quoted))


def _count(chosen: NDArray[np.bool_]) -> int:
    return int(np.count_nonzero(chosen))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
