"""The scores of an aligned pair of passages. Definitions: ``docs/reference/scores.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from dedup.matching.passages import Aligned, Side, stretches
from dedup.model import Common, Edits, MatchKind, Scores

_SHINGLE = 3
# Shares of the longer side's words: in order for near-verbatim, in any order and not in order for reordered.
_NEAR, _ANY_ORDER, _IN_ORDER = 0.75, 0.75, 0.6


def score(left: Side, right: Side, aligned: Aligned, weight: Sequence[float]) -> Scores:
    """All scores of a pair of passages. `weight` is indexed by word key."""
    span_left, span_right = aligned.region.left, aligned.region.right
    words_left, words_right = (
        left.words[span_left.start : span_left.end],
        right.words[span_right.start : span_right.end],
    )
    size = _SHINGLE if min(len(words_left), len(words_right)) >= _SHINGLE else 1
    set_left, set_right = shingles(words_left, size), shingles(words_right, size)
    shared = len(set_left & set_right)
    both, either = _bags(left, right, aligned)
    count = len(aligned.pairs) + len(aligned.moved)
    return Scores(
        jaccard=shared / max(1, len(set_left | set_right)),
        containment_left=shared / max(1, len(set_left)),
        containment_right=shared / max(1, len(set_right)),
        aligned_words=count,
        share_left=count / len(span_left),
        share_right=count / len(span_right),
        longest_run=_longest_run(left, right, aligned),
        rarity_overlap=rarity_overlap(left, right, aligned, weight),
        order_free=both.total() / max(1, either.total()),
        edits=_edits(aligned),
    )


def shingles(words: Sequence[int], size: int) -> set[tuple[int, ...]]:
    """The set of all runs of `size` words."""
    return {tuple(words[at : at + size]) for at in range(len(words) - size + 1)}


def kind_of_match(left: Side, right: Side, aligned: Aligned) -> MatchKind:
    """How the wording was kept: see ``docs/reference/scores.md``."""
    span_left, span_right = aligned.region.left, aligned.region.right
    if left.words[span_left.start : span_left.end] == right.words[span_right.start : span_right.end]:
        return "verbatim"
    longer = max(len(span_left), len(span_right))
    in_order = len(aligned.pairs) / longer
    if in_order >= _NEAR:
        return "near-verbatim"
    any_order = (len(aligned.pairs) + len(aligned.moved)) / longer
    return "reordered" if any_order >= _ANY_ORDER and in_order < _IN_ORDER else "reworded"


def common_spans(left: Side, right: Side, aligned: Aligned) -> tuple[Common, ...]:
    """The aligned words as spans of both original texts, one for each run of one kind."""
    found = []
    for run in stretches(aligned.pairs):
        same = [left.words[i] == right.words[j] for i, j in run]
        begin = 0
        for at in range(1, len(run) + 1):
            if at == len(run) or same[at] != same[begin]:
                found.append(_common(left, right, run[begin], run[at - 1], "same" if same[begin] else "near"))
                begin = at
    found.extend(_common(left, right, run[0], run[-1], "moved") for run in stretches(aligned.moved))
    return tuple(sorted(found))


def rarity_overlap(left: Side, right: Side, aligned: Aligned, weight: Sequence[float]) -> float:
    """The weight of the words that both passages hold, in any order, over the weight of all their words."""
    both, either = _bags(left, right, aligned)
    return _weighed(both, weight) / max(1e-9, _weighed(either, weight))


def _bags(left: Side, right: Side, aligned: Aligned) -> tuple[Counter[int], Counter[int]]:
    one, two = (
        Counter(side.keys[span.start : span.end])
        for side, span in ((left, aligned.region.left), (right, aligned.region.right))
    )
    return one & two, one | two


def _common(
    left: Side, right: Side, first: tuple[int, int], last: tuple[int, int], kind: Literal["same", "near", "moved"]
) -> Common:
    return Common(
        left_start=left.starts[first[0]],
        left_end=left.ends[last[0]],
        right_start=right.starts[first[1]],
        right_end=right.ends[last[1]],
        kind=kind,
    )


def _longest_run(left: Side, right: Side, aligned: Aligned) -> int:
    equal = [(i, j) for i, j in aligned.matched if left.words[i] == right.words[j]]
    return max((len(run) for run in stretches(equal)), default=0)


def _weighed(bag: Counter[int], weight: Sequence[float]) -> float:
    # Summed in order of the key: the order of a set operation must not reach the last digit.
    return sum(weight[key] * bag[key] for key in sorted(bag))


def _edits(aligned: Aligned) -> Edits:
    """Words between two matches are substituted as far as both sides have some, else deleted or inserted."""
    moved_left, moved_right = {i for i, _ in aligned.moved}, {j for _, j in aligned.moved}
    ends = (aligned.region.left.end, aligned.region.right.end)
    at = (aligned.region.left.start, aligned.region.right.start)
    insert = delete = substitute = 0
    for i, j in [*aligned.pairs, ends]:
        gone = sum(x not in moved_left for x in range(at[0], i))
        new = sum(x not in moved_right for x in range(at[1], j))
        both = min(gone, new)
        substitute, delete, insert = substitute + both, delete + gone - both, insert + new - both
        at = (i + 1, j + 1)
    return Edits(insert=insert, delete=delete, substitute=substitute, move=len(aligned.moved))


def long_enough(left: Side, right: Side, aligned: Aligned, min_words: int) -> bool:
    """Whether both sides have the words asked for; what both mark as a quotation needs half of them.

    In scripts without spaces two or three characters count as a word.
    """
    least = -(-min_words // 2) if aligned.quoted else min_words
    return min(left.words_in(aligned.region.left), right.words_in(aligned.region.right)) >= least


def mirrored(scores: Scores, common: Sequence[Common]) -> tuple[Scores, tuple[Common, ...]]:
    """Scores and common words with the sides exchanged."""
    edits = scores.edits
    flipped = replace(
        scores,
        containment_left=scores.containment_right,
        containment_right=scores.containment_left,
        share_left=scores.share_right,
        share_right=scores.share_left,
        edits=replace(edits, insert=edits.delete, delete=edits.insert),
    )
    turned = (
        Common(
            left_start=one.right_start,
            left_end=one.right_end,
            right_start=one.left_start,
            right_end=one.left_end,
            kind=one.kind,
        )
        for one in common
    )
    return flipped, tuple(sorted(turned))
