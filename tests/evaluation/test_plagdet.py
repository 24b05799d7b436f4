"""The PAN measures against a twin that holds every character in a set."""

from __future__ import annotations

from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dedup.evaluation import Aligned, PanScore, score_pan
from dedup.evaluation.plagdet import Pair
from dedup.model import Span

PAIR = ("susp", "src")


def aligned(left: tuple[int, int], right: tuple[int, int]) -> Aligned:
    return Aligned(left=Span(*left), right=Span(*right))


def by_sets(
    cases_by_pair: dict[Pair, list[Aligned]], detections_by_pair: dict[Pair, list[Aligned]]
) -> dict[str, float]:
    """Potthast et al. 2010, section 2, letter by letter."""

    def characters(pair: Pair, item: Aligned) -> frozenset[tuple[Pair, str, int]]:
        left = {(pair, "left", at) for at in range(item.left.start, item.left.end)}
        right = {(pair, "right", at) for at in range(item.right.start, item.right.end)}
        return frozenset(left | right)

    def sides(s: frozenset[tuple[Pair, str, int]], r: frozenset[tuple[Pair, str, int]]) -> set[str]:
        return {side for _, side, _ in s & r}

    cases = {characters(pair, item) for pair, items in cases_by_pair.items() for item in items}
    found = {characters(pair, item) for pair, items in detections_by_pair.items() for item in items}

    def share(s: frozenset[tuple[Pair, str, int]], r: frozenset[tuple[Pair, str, int]]) -> frozenset[object]:
        return s & r if sides(s, r) == {"left", "right"} else frozenset()

    def union(sets: list[frozenset[object]]) -> int:
        return len(frozenset().union(*sets))

    both = union([share(s, r) for s in cases for r in found])
    if cases and found:
        recall = sum(union([share(s, r) for r in found]) / len(s) for s in cases) / len(cases)
        precision = sum(union([share(s, r) for s in cases]) / len(r) for r in found) / len(found)
        micro_recall = both / union(list(cases))
        micro_precision = both / union(list(found))
    else:
        recall = precision = micro_recall = micro_precision = float(not cases and not found)
    detectors = [sum(bool(share(s, r)) for r in found) for s in cases]
    detectors = [n for n in detectors if n]
    granularity = sum(detectors) / len(detectors) if detectors else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": precision,
        "recall": recall,
        "micro_precision": micro_precision,
        "micro_recall": micro_recall,
        "granularity": granularity,
        "plagdet": f1 / log2(1 + granularity),
    }


def figures(score: PanScore) -> dict[str, float]:
    return {
        "precision": score.macro.precision,
        "recall": score.macro.recall,
        "micro_precision": score.micro.precision,
        "micro_recall": score.micro.recall,
        "granularity": score.granularity,
        "plagdet": score.macro.plagdet,
    }


spans = st.tuples(st.integers(0, 30), st.integers(1, 15)).map(lambda pair: Span(pair[0], pair[0] + pair[1]))
items = st.lists(st.builds(lambda a, b: Aligned(left=a, right=b), spans, spans), max_size=4)
pairs = st.dictionaries(st.sampled_from([("s1", "x"), ("s1", "y"), ("s2", "x")]), items, max_size=3)


@given(pairs, pairs)
def test_intervals_agree_with_sets(cases: dict[Pair, list[Aligned]], found: dict[Pair, list[Aligned]]) -> None:
    assert figures(score_pan(cases, found)) == pytest.approx(by_sets(cases, found))


@given(pairs, pairs)
def test_precision_and_recall_change_places_with_their_arguments(
    cases: dict[Pair, list[Aligned]], found: dict[Pair, list[Aligned]]
) -> None:
    one, other = score_pan(cases, found), score_pan(found, cases)
    assert (one.macro.precision, one.macro.recall) == pytest.approx((other.macro.recall, other.macro.precision))
    assert (one.micro.precision, one.micro.recall) == pytest.approx((other.micro.recall, other.micro.precision))


def test_a_case_found_in_two_pieces_pays_for_granularity() -> None:
    case = aligned((0, 100), (0, 100))
    halves = [aligned((0, 50), (0, 50)), aligned((50, 100), (50, 100))]
    score = score_pan({PAIR: [case]}, {PAIR: halves})
    assert (score.macro.precision, score.macro.recall, score.granularity) == (1.0, 1.0, 2.0)
    assert score.macro.plagdet == pytest.approx(1 / log2(3))


def test_an_overlap_on_one_side_only_detects_nothing() -> None:
    score = score_pan({PAIR: [aligned((0, 100), (0, 100))]}, {PAIR: [aligned((0, 100), (200, 300))]})
    assert (score.macro.recall, score.macro.precision, score.detected) == (0.0, 0.0, 0)


def test_macro_takes_each_case_alike_and_micro_each_character() -> None:
    cases = {PAIR: [aligned((0, 900), (0, 900)), aligned((1000, 1100), (1000, 1100))]}
    score = score_pan(cases, {PAIR: [aligned((0, 900), (0, 900))]})
    assert score.macro.recall == 0.5
    assert score.micro.recall == 0.9


def test_clean_pairs() -> None:
    cases: dict[Pair, list[Aligned]] = {("a", "x"): [], ("b", "y"): [], PAIR: [aligned((0, 10), (0, 10))]}
    score = score_pan(cases, {("a", "x"): [aligned((0, 5), (0, 5))]})
    assert (score.clean_pairs, score.clean_flagged) == (2, 1)


def test_nothing_to_find_and_nothing_found() -> None:
    assert figures(score_pan({PAIR: []}, {})) == {
        "precision": 1.0,
        "recall": 1.0,
        "micro_precision": 1.0,
        "micro_recall": 1.0,
        "granularity": 1.0,
        "plagdet": 1.0,
    }
