"""Clusters: components of near-duplicate articles, stars of passages; both claim nothing but verified matches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
from counting import growth
from hypothesis import given, settings
from hypothesis import strategies as st

from dedup.matching.clusters import _stretches, article_clusters, passage_clusters
from dedup.model import Cluster, Edits, Match, MatchKind, Passage, Place, Scores, Verdict

NOTHING = Scores(
    jaccard=0, containment_left=0, containment_right=0, aligned_words=0, share_left=0, share_right=0, longest_run=0,
    rarity_overlap=0, order_free=0, edits=Edits(insert=0, delete=0, substitute=0, move=0),
)  # fmt: skip
OPEN = Verdict(label="undetermined", probability=0.0, probabilities={}, source=None, sources=(), ledger=())
Spot = tuple[str, int, int]


def match(left: Spot, right: Spot, kind: MatchKind = "near-verbatim") -> Match:
    left, right = min(left, right), max(left, right)
    one, two = (Passage(article=a, start=s, end=e, text="x" * (e - s), kind="narration") for a, s, e in (left, right))
    return Match(
        id=f"{left}{right}", left=one, right=two, kind=kind, confidence=1.0, scores=NOTHING, common=(), verdict=OPEN
    )


def whole(article: str) -> Spot:
    return article, 0, 100


def joined(*pairs: tuple[str, str], kind: MatchKind = "near-verbatim") -> list[Match]:
    return [match(whole(one), whole(two), kind) for one, two in pairs]


def by_letter(article: str) -> tuple[int]:
    return (-ord(article[0]),)


def members(clusters: Sequence[Cluster]) -> list[set[str]]:
    return [set(each.articles) for each in clusters]


names = st.sampled_from("abcdefghijkl")
edges = st.lists(
    st.tuples(names, names).filter(lambda pair: pair[0] != pair[1]).map(lambda pair: (min(pair), max(pair))),
    max_size=16,
)
kinds = st.sampled_from(["verbatim", "near-verbatim", "reworded"])
spots = st.tuples(names, st.sampled_from([0, 10, 100]), st.sampled_from([140, 150, 400]))
matches = st.lists(
    st.tuples(spots, spots, kinds).filter(lambda each: each[0][0] != each[1][0]).map(lambda each: match(*each)),
    max_size=24,
    unique_by=lambda each: each.id,  # as in a report: the same two passages are one match
)


@settings(deadline=None)
@given(edges)
def test_articles_cluster_as_components(pairs: list[tuple[str, str]]) -> None:
    found = article_clusters(joined(*pairs), by_letter)
    graph = nx.Graph(pairs)
    assert {frozenset(each.articles) for each in found} == {frozenset(part) for part in nx.connected_components(graph)}
    assert sorted(pair for each in found for pair in each.pairs) == sorted(set(pairs))
    for each in found:
        assert list(each.articles) == sorted(each.articles) and list(each.pairs) == sorted(each.pairs)
        assert each.representative == max(each.articles) == each.passages[0].article  # the lowest rank
    assert [each.id for each in found] == list(range(1, len(found) + 1))
    sizes = [-len(each.articles) for each in found]
    assert sizes == sorted(sizes)


@settings(deadline=None)
@given(matches)
def test_each_passage_matches_or_equals_the_representative(given_matches: list[Match]) -> None:
    found = passage_clusters(given_matches, by_letter)
    assert [each.id for each in found] == list(range(1, len(found) + 1))
    known = {each.id: each for each in given_matches}
    places = [place for each in found for place in each.passages]
    assert len(places) == len(set(places))
    for each in found:
        assert {place.article for place in each.passages} == set(each.articles) and len(each.passages) > 1
        assert each.passages[0].article == each.representative and list(each.passages[1:]) == sorted(each.passages[1:])

        def place_of(passage: Passage, cluster: Cluster = each) -> Place:
            around = [
                place
                for place in cluster.passages
                if place.article == passage.article and place.start <= passage.start and passage.end <= place.end
            ]
            return min(around, key=lambda place: place.end - place.start)

        graph = nx.Graph()
        graph.add_nodes_from(each.passages)
        for one in sorted((known[number] for number in each.matches), key=lambda one: one.kind == "verbatim"):
            graph.add_edge(place_of(one.left), place_of(one.right), weight=int(one.kind != "verbatim"))
        # Through equal passages, one match that is not verbatim leads to the representative.
        steps = nx.single_source_dijkstra_path_length(graph, each.passages[0])
        assert all(steps.get(place, 9) <= 1 for place in each.passages)


@settings(deadline=None)
@given(matches, st.randoms(use_true_random=False))
def test_the_order_and_repetition_of_matches_never_matters(given_matches: list[Match], mixer: random.Random) -> None:
    again = [*given_matches, *given_matches]
    mixer.shuffle(again)
    assert passage_clusters(again, by_letter) == passage_clusters(given_matches, by_letter)
    assert article_clusters(again, by_letter) == article_clusters(given_matches, by_letter)


def test_a_chain_of_articles_is_one_cluster_and_claims_no_edge_between_its_ends() -> None:
    (found,) = article_clusters(joined(("a", "b"), ("b", "c")), by_letter)
    assert found.articles == ("a", "b", "c") and found.pairs == (("a", "b"), ("b", "c"))


def test_a_chain_of_passages_ends_where_the_representative_has_no_match() -> None:
    found = passage_clusters(joined(("a", "b"), ("b", "c"), ("c", "d"), ("d", "e")), by_letter)
    assert members(found) == [{"c", "d", "e"}, {"a", "b"}]
    assert found[0].representative == "d" and found[0].pairs == (("c", "d"), ("d", "e"))


def test_equal_passages_chain_since_they_are_equal() -> None:
    (found,) = passage_clusters(joined(*pairwise("abcdef"), kind="verbatim"), by_letter)
    assert found.articles == tuple("abcdef")


def test_another_passage_of_the_same_article_joins_nothing() -> None:
    first = [match(("a", 0, 50), ("b", 0, 50)), match(("b", 200, 250), ("c", 0, 50))]
    assert members(passage_clusters(first, by_letter)) == [{"a", "b"}, {"b", "c"}]


def test_nearly_the_same_stretch_is_one_passage() -> None:
    known = [match(("a", 0, 50), ("b", 10, 60)), match(("b", 12, 60), ("c", 0, 50))]
    (found,) = passage_clusters(known, by_letter)
    a, b, c = (Place(article=each, start=at, end=at + 50) for each, at in (("a", 0), ("b", 10), ("c", 0)))
    assert found.passages == (b, a, c)


def test_a_quoted_sentence_of_a_long_passage_is_a_passage_of_its_own() -> None:
    known = [
        match(("a", 0, 500), ("b", 0, 500)),
        match(("a", 100, 150), ("c", 0, 50)),
        match(("b", 100, 150), ("c", 0, 50)),
    ]
    found = passage_clusters(known, by_letter)
    assert members(found) == [{"a", "b", "c"}, {"a", "b"}]


def test_a_tie_of_ranks_goes_to_the_smaller_place() -> None:
    (found,) = article_clusters(joined(("b", "c"), ("a", "c")), lambda article: (0,))
    assert found.representative == "a"


def test_nothing_connected() -> None:
    assert article_clusters([], by_letter) == () == passage_clusters([], by_letter)


def test_long_chains_need_no_deep_recursion_and_no_square_of_time() -> None:
    ids = [f"{number:06}" for number in range(3_000)]
    (found,) = article_clusters(joined(*pairwise(ids)), lambda article: (article,))
    assert len(found.articles) == 3_000 and found.representative == "000000"
    stars = passage_clusters(joined(*pairwise(ids)), lambda article: (article,))
    assert sum(len(each.articles) for each in stars) <= 3_000 and max(len(each.articles) for each in stars) == 3


def stretches_by_trying_all(spans: Sequence[Passage]) -> list[int]:
    number, heads = [0] * len(spans), []
    for at in sorted(range(len(spans)), key=lambda at: (spans[at].start - spans[at].end, at)):
        half = [
            place
            for place, head in enumerate(heads)
            if 2 * (min(spans[at].end, head.end) - max(spans[at].start, head.start)) >= head.end - head.start
        ]
        number[at] = half[0] if half else len(heads)
        heads += [] if half else [spans[at]]
    return number


def passage(start: int, length: int) -> Passage:
    return Passage(article="a", start=start, end=start + length, text="x" * length, kind="narration")


@given(st.lists(st.builds(passage, st.integers(0, 60), st.integers(1, 40)), max_size=20))
def test_the_places_of_an_article_are_those_that_trying_all_finds(spans: list[Passage]) -> None:
    assert list(_stretches(spans)) == stretches_by_trying_all(spans)


def test_places_of_one_article_cost_no_more_than_their_number() -> None:
    assert growth(lambda size: _stretches([passage(100 * at, 50 + at % 9) for at in range(size)]), 100) < 1.5


def test_spans_one_in_the_other_cost_no_more_than_their_number() -> None:
    assert growth(lambda size: _stretches([passage(at, 4 * size - 2 * at) for at in range(size)]), 100) < 1.5
