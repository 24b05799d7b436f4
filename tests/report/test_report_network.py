"""GraphML, DOT and node-link JSON: what others read back, and texts made to break them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.sax.saxutils import unescape

import networkx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import ATTACKS, empty, hostile, realistic

from dedup.errors import UsageError
from dedup.network import LEVELS, network_of
from dedup.report import render
from dedup.report.escape import dot_text, xml_text

REPORTS = {"realistic": realistic(), "hostile": hostile(), "empty": empty()} | {
    f"attack {at}": hostile(text) for at, text in enumerate(ATTACKS)
}
NETWORKS = [(name, level) for name in REPORTS for level in LEVELS]
_STRING = r'"((?:[^"\\]|\\.)*)"'
_DOT_LINE = re.compile(rf"(n\d+)(?: -> (n\d+))? \[((?:\w+={_STRING}(?:, )?)+)\];")


def dot_lines(document: str) -> Iterator[re.Match[str]]:
    """The statements of a graph, read by DOT's own rules for strings in quotation marks."""
    head, direction, *statements, end, rest = document.split("\n")
    assert re.fullmatch(r'digraph "\w+" \{', head) and direction == 'rankdir="LR";' and (end, rest) == ("}", "")
    for statement in statements:
        found = _DOT_LINE.fullmatch(statement)
        assert found, statement
        yield found


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("name, level", NETWORKS)
def test_networkx_reads_the_graphml_back(name: str, level: str, encoding: str) -> None:
    report = REPORTS[name]
    network = network_of(report, level)  # type: ignore[arg-type]
    document = render(report, "graphml", network=level, encoding=encoding)
    graph = networkx.read_graphml(io.BytesIO(document.encode(encoding)))
    assert graph.is_directed() and len(graph) == len(network.nodes)
    for node, (_, read) in zip(network.nodes, graph.nodes(data=True), strict=True):
        assert read["kind"] == node.kind
        assert read["key"] == unescape(xml_text(node.key), {"&quot;": '"', "&#39;": "'"})
    assert graph.number_of_edges() == len(network.edges)
    for edge in network.edges:
        source, target = (
            f"n{next(at for at, node in enumerate(network.nodes) if node.key == key)}"
            for key in (edge.source, edge.target)
        )
        read = graph.edges[source, target]
        assert read["words"] == edge.words and type(read["words"]) is int
        assert read["probability"] == pytest.approx(edge.probability, abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=12))
def test_any_name_makes_well_formed_xml_and_dot(name: str) -> None:
    report = hostile(name)
    for level in LEVELS:
        document = render(report, "graphml", network=level)
        read = ElementTree.fromstring(document.encode("utf-8"))
        graph = networkx.parse_graphml(document)
        network = network_of(report, level)
        assert len(graph) == len(network.nodes) == sum(1 for each in read.iter() if each.tag.endswith("}node"))
        lines = list(dot_lines(render(report, "dot", network=level)))
        assert len(lines) == len(network.nodes) + len(network.edges)


@pytest.mark.parametrize("text", ATTACKS)
def test_a_dot_string_is_one_string_on_one_line(text: str) -> None:
    shown = dot_text(text)
    assert re.fullmatch(r'(?:[^"\\\n]|\\["\\])*', shown)
    assert shown.isascii() or shown.isprintable()
    assert not re.search(r"&(?!amp;)", shown)


def test_dot_text_shows_backslashes_quotes_and_entities_as_they_are() -> None:
    assert dot_text('a "b" \\N\\n &lt;') == 'a \\"b\\" \\\\N\\\\n &amp;lt;'
    assert dot_text("trailing \\") == "trailing \\\\"
    assert dot_text("two\nlines\x00") == "two lines\\\\x00"


@pytest.mark.parametrize("name, level", NETWORKS)
def test_dot_has_a_line_for_every_node_and_edge(name: str, level: str) -> None:
    report = REPORTS[name]
    network = network_of(report, level)  # type: ignore[arg-type]
    lines = list(dot_lines(render(report, "dot", network=level)))
    assert [bool(line[2]) for line in lines] == [False] * len(network.nodes) + [True] * len(network.edges)
    declared = {line[1] for line in lines if not line[2]}
    assert all({line[1], line[2]} <= declared for line in lines if line[2])


@pytest.mark.parametrize("level", LEVELS)
def test_what_is_not_decided_is_drawn_dashed_and_what_is_less_likely_thinner(level: str) -> None:
    network = network_of(realistic(), level)  # type: ignore[arg-type]
    assert {edge.decided for edge in network.edges} == {True, False}
    lines = [line[0] for line in dot_lines(render(realistic(), "dot", network=level)) if line[2]]
    widths: dict[float, float] = {}
    for line, edge in zip(lines, network.edges, strict=True):
        said = dict(re.findall(r'(\w+)="([^"]*)"', line))
        assert said["style"] == ("solid" if edge.decided else "dashed")
        assert said["decided"] == ("true" if edge.decided else "false")
        widths[float(said["probability"])] = float(said["penwidth"])
    assert [widths[each] for each in sorted(widths)] == sorted(widths.values())


@pytest.mark.parametrize("name, level", NETWORKS)
def test_each_format_says_which_edges_are_decided(name: str, level: str) -> None:
    report = REPORTS[name]
    network = network_of(report, level)  # type: ignore[arg-type]
    decided = [edge.decided for edge in network.edges]
    document = json.loads(render(report, "network-json", network=level))
    assert [edge["decided"] for edge in document["edges"]] == decided
    graph = networkx.parse_graphml(render(report, "graphml", network=level))
    number = {node.key: f"n{at}" for at, node in enumerate(network.nodes)}
    assert [graph.edges[number[edge.source], number[edge.target]]["decided"] for edge in network.edges] == decided


@pytest.mark.parametrize("name, level", NETWORKS)
def test_networkx_reads_the_node_link_json_back(name: str, level: str) -> None:
    report = REPORTS[name]
    network = network_of(report, level)  # type: ignore[arg-type]
    document = render(report, "network-json", network=level)
    found = json.loads(document)
    assert document.endswith("}\n") and found["graph"] == {"level": level, "schema_version": report.schema_version}
    graph = networkx.node_link_graph(found, edges="edges")
    assert graph.is_directed() and not graph.is_multigraph()
    assert list(graph) == [node.key for node in network.nodes]
    assert {(source, target) for source, target in graph.edges} == {
        (each.source, each.target) for each in network.edges
    }


def test_every_article_and_source_of_a_real_report_is_there() -> None:
    graph = networkx.parse_graphml(render(realistic(), "graphml"))
    kinds = [data["kind"] for _, data in graph.nodes(data=True)]
    assert kinds.count("article") == len(realistic().articles) and "named-source" in kinds
    labels = {data["label"] for _, data in graph.nodes(data=True)}
    assert {"The Calder Courier", "青港日報", "Tarn Water Board"} <= labels


@pytest.mark.parametrize("format", ["graphml", "dot", "network-json"])
def test_an_unknown_network_is_refused(format: str) -> None:
    with pytest.raises(UsageError, match="unknown network 'people'"):
        render(realistic(), format, network="people")


def test_probabilities_are_probabilities() -> None:
    for report in REPORTS.values():
        for level in LEVELS:
            for edge in network_of(report, level).edges:
                assert edge.probability is not None and 0.0 <= edge.probability <= 1.0
