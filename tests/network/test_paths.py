"""Paths of clusters: two articles give back their verdict, siblings are never crowned, names decide nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st
from network_cases import LONG, cluster, match, mirrored, summary

from dedup.model import ArticleSummary, Match, PathEdge
from dedup.network import with_paths
from dedup.network.spread import LARGEST_FOR_MARGINALS

CHANCES = st.lists(st.integers(0, 100), min_size=4, max_size=4).filter(any)


def path(matches: Sequence[Match], articles: Sequence[ArticleSummary] = ()) -> dict[str, PathEdge]:
    (found,) = with_paths([cluster(matches)], matches, articles)
    assert [edge.target for edge in found.path] == list(found.articles)
    return {edge.target: edge for edge in found.path}


def drawn(parts: Sequence[int]) -> dict[str, float]:
    forward, backward, common, _ = (part / sum(parts) for part in parts)
    return {"forward": forward, "backward": backward, "common": common}


def test_a_chain_is_followed_to_its_first_article() -> None:
    matches = [match("a", "b", forward=0.7, common=0.2), match("b", "c", forward=0.8, common=0.1)]
    found = path(matches)
    assert (found["a"].source_kind, found["a"].source) == ("outside", None)
    assert (found["b"].source, found["c"].source) == ("a", "b")
    assert found["b"].matches == ("a|b|0|0",) and found["b"].words == 20
    assert found["c"].probability == pytest.approx(0.8, abs=0.05) and found["c"].decided


@settings(max_examples=200, deadline=None)
@given(CHANCES, st.integers(1, 90))
def test_two_articles_have_the_probabilities_of_their_verdict(parts: list[int], words: int) -> None:
    chances = drawn(parts)
    found = path([match("a", "b", words=words, sources={"APA": chances["common"] / 2}, **chances)])
    forward, backward, common = chances["forward"], chances["backward"], chances["common"]
    expected = {
        ("article", "a", "b"): forward,
        ("article", "b", "a"): backward,
        ("named-source", "APA"): common / 2,
        ("unnamed-source", None): common / 2,
        ("outside", None, "a"): 1 - backward - common,
        ("outside", None, "b"): 1 - forward - common,
    }
    for target, edge in found.items():
        kind, source = edge.source_kind, edge.source
        chance = expected.get((kind, source), expected.get((kind, source, target)))  # type: ignore[call-overload]
        assert edge.probability == pytest.approx(chance, abs=1e-5)


@settings(max_examples=200, deadline=None)
@given(st.lists(CHANCES, min_size=6, max_size=6), st.lists(st.booleans(), min_size=6, max_size=6))
def test_no_direction_is_taken_where_neither_is_as_likely(parts: list[list[int]], kept: list[bool]) -> None:
    matches = [
        match(*ends, **drawn(each))
        for ends, each, keep in zip(combinations("abcd", 2), parts, kept, strict=True)
        if keep
    ]
    if not matches:
        return
    by_ends = {frozenset((each.left.article, each.right.article)): each for each in matches}
    above = {}
    for target, edge in path(matches).items():
        if edge.source_kind != "article":
            continue
        above[target] = edge.source
        assert edge.source is not None
        judged = by_ends[frozenset((edge.source, target))]
        way = "left-to-right" if judged.left.article == edge.source else "right-to-left"
        other = "right-to-left" if way == "left-to-right" else "left-to-right"
        chances = judged.verdict.probabilities
        assert chances[way] > 1 - chances[way] - chances[other] - 1e-9
    for start in above:
        seen, at = {start}, above[start]
        while at in above:
            assert at not in seen, "a cycle"
            seen.add(at)
            at = above[at]


def test_without_the_origin_its_copies_are_siblings() -> None:
    """Origin o, copies b and c: each copied from o, common source between them. Take o away: nobody copied."""
    all_three = [
        match("b", "c", forward=0.2, backward=0.1, common=0.7),
        match("b", "o", backward=0.75, common=0.2),
        match("c", "o", backward=0.75, common=0.2),
    ]
    with_origin = path(all_three)
    assert (with_origin["b"].source, with_origin["c"].source) == ("o", "o")
    assert with_origin["o"].source_kind == "outside"
    without = path(all_three[:1])
    assert {edge.source_kind for edge in without.values()} == {"unnamed-source"}
    assert without["b"].probability == pytest.approx(0.7)


def test_a_sibling_is_not_crowned_because_several_directions_add_up() -> None:
    matches = [
        match(*ends, forward=0.3, backward=0.05, common=0.6, sources={"APA": 0.5}) for ends in combinations("abcdef", 2)
    ]
    found = path(matches)
    assert {(edge.source_kind, edge.source) for edge in found.values()} == {("named-source", "APA")}


def test_a_name_is_taken_from_the_pairs_that_the_tree_leaves_apart() -> None:
    matches = [
        match("a", "b", forward=0.8, common=0.2, sources={"Wrong": 0.2}),
        match("a", "c", forward=0.05, common=0.9, sources={"APA": 0.85}),
    ]
    found = path(matches)
    assert found["b"].source == "a"
    assert (found["a"].source, found["c"].source) == ("APA", "APA")
    # Of a, 0.85 for one source and 0.2 for the other are too much together: they share what there is.
    assert found["a"].probability == pytest.approx(0.85 / 1.1) and found["a"].decided
    assert found["c"].probability == pytest.approx(0.85, abs=0.001) and found["c"].decided
    assert found["a"].matches == ("a|c|0|0",)


def test_a_named_source_that_is_an_outlet_here_is_its_article() -> None:
    matches = [
        match("b", "c", common=0.9, sources={"Calder Courier": 0.8}),
        match("a", "b", forward=0.3, common=0.1),
    ]
    articles = [summary("a", "The Calder Courier"), summary("b", "Bote"), summary("c", "Post")]
    found = path(matches, articles)
    assert (found["b"].source_kind, found["b"].source) == ("article", "a")
    assert (found["c"].source_kind, found["c"].source) == ("article", "a")
    assert found["c"].probability == pytest.approx(0.8, abs=0.01)
    assert found["a"].source_kind == "outside"
    late = [summary("a", "The Calder Courier", "2031-03-09"), summary("b", published="2031-03-04"), summary("c")]
    assert path(matches, late)["b"].source_kind == "named-source"  # another article of the Courier, then
    assert path(matches, late)["c"].source == "a"
    twice = [*articles[:2], summary("c", "calder courier")]
    assert path(matches, twice)["b"].source == "The Calder Courier"  # which of the two articles is not said


def test_two_likely_origins_of_one_article_are_no_siblings() -> None:
    """b has it from a or from c, and has one parent in the tree: that says nothing of a source above the other."""
    matches = [
        match("a", "b", forward=0.98, common=0.02, sources={"APA": 0.015}),
        match("b", "c", backward=0.98, common=0.02, sources={"APA": 0.015}),
    ]
    found = path(matches)
    assert found["b"].source == "a" and not found["b"].decided
    assert (found["c"].source_kind, found["c"].decided) == ("outside", True)


def test_of_two_equally_likely_origins_the_one_with_more_words_is_taken() -> None:
    matches = [match("a", "c", words=20, forward=0.8), match("b", "c", words=21, forward=0.8)]
    assert path(matches)["c"].source == "b"
    assert path([match("a", "c", words=20, forward=0.8), match("b", "c", words=20, forward=0.8)])["c"].source == "a"


def test_an_unnamed_source_is_the_one_that_the_other_article_has_by_name() -> None:
    matches = [match("a", "b", common=0.7), match("b", "c", common=0.95, sources={"APA": 0.9})]
    found = path(matches)
    assert {id: edge.source for id, edge in found.items()} == {"a": "APA", "b": "APA", "c": "APA"}
    assert found["a"].probability == pytest.approx(0.7) and found["a"].matches == ("a|b|0|0",)


def test_an_unnamed_source_of_one_article_alone_is_none() -> None:
    """b has a's outlet as its source: what a alone may have in common with b is not known."""
    matches = [match("a", "b", common=0.95, sources={"One": 0.2}), match("b", "c", common=0.98, sources={"One": 0.97})]
    articles = [summary("a", "One"), summary("b", "Two"), summary("c", "Three")]
    found = path(matches, articles)
    assert (found["b"].source, found["c"].source) == ("a", "a")
    assert (found["a"].source_kind, found["a"].matches) == ("outside", ())


def test_sources_that_are_each_others_articles_make_no_cycle() -> None:
    matches = [
        match("a", "x", common=0.9, sources={"Bee": 0.9}),
        match("b", "y", common=0.9, sources={"Ay": 0.9}),
        match("a", "b", common=0.4),
    ]
    articles = [summary("a", "Ay"), summary("b", "Bee"), summary("x"), summary("y")]
    found = path(matches, articles)
    assert (found["a"].source, found["x"].source, found["y"].source) == ("b", "b", "a")
    assert found["b"].source_kind != "article"


def test_the_matches_of_a_pair_are_weighed_by_their_words() -> None:
    long = match("a", "b", words=90, forward=0.9, common=0.1)
    short = match("a", "b", words=10, common=0.9, at=(50, 50))
    found = path([long, short])
    assert found["b"].source == "a" and found["b"].probability == pytest.approx(0.81)
    assert found["b"].words == 90 and found["b"].matches == ("a|b|0|0", "a|b|50|50")


def test_an_open_direction_is_not_decided_and_goes_from_the_earlier_text() -> None:
    open_way = [match("a", "b", forward=0.48, backward=0.48, common=0.04)]
    assert path(open_way)["b"].source == "a"
    dated = [summary("a", published="2031-03-06T10:00Z"), summary("b", published="2031-03-04T10:00Z")]
    found = path(open_way, dated)
    assert found["a"].source == "b" and not found["a"].decided
    longer = [summary("a", words=100), summary("b", words=200)]
    assert path(open_way, longer)["a"].source == "b"


@settings(max_examples=150, deadline=None)
@given(st.lists(CHANCES, min_size=6, max_size=6), st.permutations(range(6)))
def test_neither_order_nor_names_decide(parts: list[list[int]], order: list[int]) -> None:
    matches = [
        match(*ends, words=7 + at, sources={"APA": 0.3 * (at % 2)}, **drawn(each))
        for at, (ends, each) in enumerate(zip(combinations("abcd", 2), parts, strict=True))
    ]
    # Each article has a length of its own, so that no tie is left to the ids.
    lengths = dict(zip("abcd", (400, 300, 200, 100), strict=True))
    straight = path(matches, [summary(id, words=length) for id, length in lengths.items()])
    names = dict(zip("abcd", "wxyz"[::-1], strict=True))
    turned = [mirrored(matches[at]) for at in order]
    turned = [
        replace(each, left=replace(each.left, article=names[each.left.article]),
                right=replace(each.right, article=names[each.right.article]))
        for each in turned
    ]  # fmt: skip
    renamed = path(turned, [summary(names[id], words=length) for id, length in lengths.items()])
    for id, edge in straight.items():
        other = renamed[names[id]]
        source = names[edge.source] if edge.source_kind == "article" and edge.source else edge.source
        assert (other.source_kind, other.source, other.matches) == (edge.source_kind, source, edge.matches)
        assert other.probability == pytest.approx(edge.probability, abs=1e-9)


def test_above_the_limit_the_path_stands_without_probabilities() -> None:
    size = LARGEST_FOR_MARGINALS + 1
    names = [f"{at:04}" for at in range(size)]
    matches = [match(one, two, forward=0.7, common=0.3) for one, two in pairwise(names)]
    found = path(matches)
    assert found["0005"].source == "0004"
    assert all(edge.probability is None and not edge.decided for edge in found.values())
    assert path(matches[:-1])["0005"].probability is not None


def test_probabilities_of_zero_and_one_stay_finite() -> None:
    found = path([match("a", "b", forward=1.0), match("b", "c", common=1.0), match("a", "c", backward=1.0)])
    assert all(edge.probability is not None and math.isfinite(edge.probability) for edge in found.values())
    assert found["b"].source == "a"


@pytest.mark.parametrize("open_way", [True, False])
def test_the_work_grows_with_the_matches(open_way: bool) -> None:
    def job(size: int) -> object:
        names = [f"{at:05}" for at in range(size)]
        back = 0.45 if open_way else 0.0
        matches = [match(a, b, forward=0.45, backward=back, common=0.1) for a, b in pairwise(names)]
        return with_paths([cluster(matches)], matches, [summary(name) for name in names])

    assert growth(job, LARGEST_FOR_MARGINALS + 50) < 1.6


def test_certain_verdicts_that_contradict_each_other_stay_finite() -> None:
    names = "abcdefgh"
    matches = [match(*ends, forward=1.0, sources={"APA": 1.0}) for ends in combinations(names, 2)]
    found = path(matches)
    assert all(edge.probability is not None and 0.0 <= edge.probability <= 1.0 for edge in found.values())


def test_clusters_keep_everything_else() -> None:
    matches = [match("a", "b", forward=0.7)]
    before = cluster(matches, id=LONG)
    (after,) = with_paths([before], matches, [])
    assert replace(after, path=()) == before
