"""The network of a report: its nodes and edges, and what is left out."""

from __future__ import annotations

import dataclasses
from itertools import combinations

import pytest
from network_cases import cluster, match, report, summary

import dedup
from dedup.errors import UsageError
from dedup.model import Report
from dedup.network import Edge, Network, network_of

ARTICLES = [
    summary("a", "One", "2031-03-04T10:00Z"),
    summary("b", "Two", "2031-03-04T13:00Z"),
    summary("c", "Three"),
    summary("lone", "Four"),
    summary("unknown"),
]


def sample() -> Report:
    copied = match("a", "b", words=40, forward=0.8, common=0.16, sources={"APA": 0.1})
    wire = match("b", "c", words=30, common=0.95, at=(50, 50), sources={"APA": 0.9})
    unnamed = [
        match(*ends, words=20, common=0.9, at=(at, at)) for at in (100, 200) for ends in combinations(("a", "c"), 2)
    ]
    clusters = [cluster([copied], 1), cluster([wire], 2), *(cluster([each], 3 + at) for at, each in enumerate(unnamed))]
    return report([copied, wire, *unnamed], ARTICLES, clusters)


def edge(network: Network, source: str, target: str) -> Edge:
    (found,) = [each for each in network.edges if (each.source, each.target) == (source, target)]
    return found


def test_articles_and_sources_are_nodes_and_what_shares_nothing_too() -> None:
    network = network_of(sample())
    assert [(node.key, node.kind) for node in network.nodes] == [
        ("article:a", "article"), ("article:b", "article"), ("article:c", "article"), ("article:lone", "article"),
        ("article:unknown", "article"), ("source:APA", "named-source"), ("unnamed:1", "unnamed-source"),
    ]  # fmt: skip
    assert network.nodes[0].outlet == "One" and network.nodes[0].words == 300
    # Two clusters that the same articles share have one unnamed source.
    assert network.nodes[-1].clusters == (3, 4)


def test_edges_say_how_much_how_likely_and_when() -> None:
    network = network_of(sample())
    copied = edge(network, "article:a", "article:b")
    assert (copied.kind, copied.verdict, copied.words, copied.passages, copied.paths) == ("reuse", "reuse", 40, 1, 1)
    assert copied.probability == pytest.approx(0.8) and copied.expected_words == pytest.approx(32)
    assert copied.lag_hours == pytest.approx(3)
    wire = edge(network, "source:APA", "article:b")
    assert (wire.kind, wire.passages, wire.words, wire.paths) == ("source", 2, 70, 1)
    assert wire.expected_words == pytest.approx(4 + 27) and wire.lag_hours is None
    unnamed = edge(network, "unnamed:1", "article:c")
    assert (unnamed.words, unnamed.passages, unnamed.paths) == (40, 2, 2)
    assert unnamed.probability == pytest.approx(0.9)


def test_an_edge_says_whether_it_is_decided_or_only_how_likely_it_is() -> None:
    network = network_of(sample())
    decided = {(each.source, each.target): each.decided for each in network.edges}
    assert decided["article:a", "article:b"] and decided["unnamed:1", "article:c"]
    # All that it is not named for might be one other origin: 9 words in 10 are enough, 31 in 70 are not.
    assert decided["source:APA", "article:c"] and not decided["source:APA", "article:b"]
    assert not any(each.decided for each in network.edges if (each.probability or 0.0) < 0.5), "nothing unlikely is"


def test_an_edge_is_likely_where_some_passage_says_so_whatever_all_of_them_add_up_to() -> None:
    network = network_of(sample())
    likely = {(each.source, each.target): each.likely for each in network.edges}
    assert likely["article:a", "article:b"] and likely["unnamed:1", "article:c"]
    # 90 % in one passage and 10 % in another: not decided over both.
    assert likely["source:APA", "article:b"] and not likely["source:APA", "article:a"]
    outlets = network_of(sample(), "outlets")
    assert edge(outlets, "outlet:One", "outlet:Two").likely and edge(outlets, "source:APA", "outlet:Two").likely
    # Two passages of which neither is decided add up to a way that is.
    undecided = [
        match("a", "b", forward=0.52, common=0.48),
        match("a", "b", forward=0.52, backward=0.48, at=(90, 90)),
    ]
    summed = edge(network_of(report(undecided, ARTICLES, [])), "article:a", "article:b")
    assert summed.decided and not summed.likely


@pytest.mark.parametrize("forward, backward, expected", [(0.6, 0.4, True), (0.55, 0.45, False), (0.45, 0.2, False)])
def test_of_two_ways_one_is_decided_at_most_and_by_the_rule_of_a_verdict(
    forward: float, backward: float, expected: bool
) -> None:
    made = report([match("a", "b", words=40, forward=forward, backward=backward)], ARTICLES)
    for level, one, other in (("articles", "article:a", "article:b"), ("outlets", "outlet:One", "outlet:Two")):
        network = network_of(made, level)  # type: ignore[arg-type]
        assert edge(network, one, other).decided is expected
        assert not edge(network, other, one).decided
        if level == "articles":
            assert edge(network, one, other).verdict == ("reuse" if expected else "undetermined")


def test_what_two_outlets_share_is_decided_over_all_their_passages_whichever_article_stands_left() -> None:
    def between(*words: int) -> list[bool]:
        articles = [summary("a", "One"), summary("b", "Two"), summary("c", "One")]
        one, two = words
        # Two from One in the first, One from Two (b stands left of c) in the second.
        found = [match("a", "b", words=one, forward=0.9), match("b", "c", words=two, forward=0.9)]
        network = network_of(report(found, articles), "outlets")
        ends = ("outlet:One", "outlet:Two"), ("outlet:Two", "outlet:One")
        return [edge(network, *pair).decided for pair in ends]

    assert between(90, 10) == [True, False]
    assert between(10, 90) == [False, True]
    assert between(50, 50) == [False, False]


def test_a_path_that_is_open_makes_no_edge_decided() -> None:
    matches = [match("b", "c", common=0.9, sources={"One": 0.8}), match("a", "b", forward=0.3, common=0.1)]
    (made,) = report(matches, ARTICLES, [cluster(matches)]).clusters
    for decided in (True, False):
        path = tuple(dataclasses.replace(each, decided=decided) for each in made.path)
        again = report(matches, ARTICLES, [cluster(matches)])
        network = network_of(dataclasses.replace(again, clusters=(dataclasses.replace(made, path=path),)))
        assert edge(network, "article:a", "article:c").decided is decided


def test_what_is_hardly_likely_is_left_out() -> None:
    ends = {(each.source, each.target) for each in network_of(sample()).edges}
    assert ("article:b", "article:a") not in ends and ("article:a", "article:c") not in ends


def test_outlets_with_what_they_have_from_each_other() -> None:
    network = network_of(sample(), "outlets")
    assert [node.key for node in network.nodes] == [
        "outlet:Four", "outlet:One", "outlet:Three", "outlet:Two", "source:APA", "unnamed:1",
    ]  # fmt: skip
    assert (network.nodes[1].articles, network.nodes[1].words) == (1, 300)
    copied = edge(network, "outlet:One", "outlet:Two")
    assert copied.confidence == pytest.approx(0.8) and copied.lag_hours == pytest.approx(3)
    assert (copied.words, copied.passages, copied.article_pairs) == (40, 1, 1)
    assert edge(network, "source:APA", "outlet:Three").probability == pytest.approx(0.9)


def test_outlets_share_the_unnamed_sources_of_their_articles() -> None:
    network = network_of(sample(), "outlets")
    wire = edge(network, "unnamed:1", "outlet:Three")
    assert (wire.kind, wire.words, wire.passages, wire.paths) == ("source", 40, 2, 2)
    assert wire.probability == pytest.approx(0.9) and wire.decided and network.nodes[-1].clusters == (3, 4)
    # Of one outlet, or of one and of articles of unknown outlet, it is no source between outlets.
    for outlets in (("One", "One"), ("One", None)):
        articles = [summary(id, outlet) for id, outlet in zip(("a", "c"), outlets, strict=True)]
        shared = match("a", "c", words=20, common=0.9)
        made = report([shared], articles, [cluster([shared])])
        assert any(node.kind == "unnamed-source" for node in network_of(made).nodes)
        assert not any(node.kind == "unnamed-source" for node in network_of(made, "outlets").nodes)


def test_two_articles_of_an_outlet_have_one_edge_from_an_unnamed_source() -> None:
    articles = [summary("a", "One"), summary("b", "One"), summary("c", "Two")]
    found = [match(*ends, words=20, common=0.9) for ends in combinations("abc", 2)]
    network = network_of(report(found, articles, [cluster(found)]), "outlets")
    both = edge(network, "unnamed:1", "outlet:One")
    assert (both.words, both.passages, both.paths) == (40, 2, 1)


def test_a_source_of_the_name_of_an_outlet_says_so() -> None:
    made = report([match("a", "b", common=0.9, sources={"the one": 0.9, "Oneness": 0.5})], [*ARTICLES[:2]])
    outlets = {node.name: node.outlet for node in network_of(made, "outlets").nodes if node.kind == "named-source"}
    assert outlets == {"One": "One", "Oneness": None}


def test_an_edge_of_a_path_stands_even_where_the_two_share_nothing_themselves() -> None:
    matches = [match("b", "c", common=0.9, sources={"One": 0.8}), match("a", "b", forward=0.3, common=0.1)]
    made = report(matches, ARTICLES, [cluster(matches)])
    found = edge(network_of(made), "article:a", "article:c")
    assert (found.kind, found.verdict, found.paths) == ("reuse", None, 1)
    assert found.probability == pytest.approx(0.8, abs=0.01)


def test_at_most_one_edge_leads_from_one_node_to_another() -> None:
    for level in ("articles", "outlets"):
        network = network_of(sample(), level)  # type: ignore[arg-type]
        ends = [(each.source, each.target) for each in network.edges]
        assert ends == sorted(set(ends))
        keys = [node.key for node in network.nodes]
        assert keys == sorted(set(keys)) and {key for pair in ends for key in pair} <= set(keys)


def test_a_report_read_back_has_the_same_network() -> None:
    from dedup.report.json_document import to_json
    from dedup.report.json_reader import from_json

    made = sample()
    again = network_of(from_json(to_json(made)))
    assert [node.key for node in again.nodes] == [node.key for node in network_of(made).nodes]
    assert [(each.source, each.target, each.paths) for each in again.edges] == [
        (each.source, each.target, each.paths) for each in network_of(made).edges
    ]


def test_an_unknown_level_is_refused_and_an_empty_report_is_an_empty_network() -> None:
    with pytest.raises(UsageError, match="unknown network 'people'; choose from articles, outlets"):
        network_of(sample(), "people")  # type: ignore[arg-type]
    empty = report([], [])
    assert dedup.network_of(empty) == Network(level="articles", nodes=(), edges=())
    assert network_of(dataclasses.replace(empty, articles=tuple(ARTICLES)), "outlets").edges == ()


def test_an_audit_has_paths_flows_and_a_network() -> None:
    words = (
        "The gates were opened too late and by people who had never been trained to open them, the engineer wrote in "
        "a letter that the board kept from the town for eleven weeks"
    )
    wrote = "according to the Calder Courier"
    made = dedup.audit(
        [
            dedup.Article(id="x1", text=f"{words}.", outlet="Calder Courier", published="2031-03-04T06:00Z"),
            dedup.Article(
                id="x2", text=f"{words}, {wrote}.", outlet="Northmoor Gazette", published="2031-03-05T06:00Z"
            ),
        ]
    )
    (found,) = made.clusters
    assert [(each.source, each.target) for each in found.path] == [(None, "x1"), ("x1", "x2")]
    assert found.path[1].matches == (made.matches[0].id,)
    assert found.path[1].probability == pytest.approx(made.matches[0].verdict.probability, abs=1e-6)
    (flow,) = made.outlet_flows
    assert flow.left_to_right.passages == 1 and flow.left_to_right.median_lag_hours == pytest.approx(24)
    (reuse,) = network_of(made).edges
    assert (reuse.source, reuse.target) == ("article:x1", "article:x2")
