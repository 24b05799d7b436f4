"""GraphML, GEXF, DOT and node-link JSON: what others read back, and texts made to break them."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import datetime
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


@pytest.mark.filterwarnings("ignore:.*GEXF.*")
@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
@pytest.mark.parametrize("name, level", NETWORKS)
def test_networkx_reads_the_gexf_back(name: str, level: str, encoding: str) -> None:
    report = REPORTS[name]
    network = network_of(report, level)  # type: ignore[arg-type]
    document = render(report, "gexf", network=level, encoding=encoding)
    graph = networkx.read_gexf(io.BytesIO(document.encode(encoding)), version="1.3")
    assert graph.is_directed() and len(graph) == len(network.nodes)
    graphml = networkx.parse_graphml(render(report, "graphml", network=level))
    for node, (key, read) in zip(network.nodes, graph.nodes(data=True), strict=True):
        assert {each: value for each, value in read.items() if each not in ("start", "end")} == graphml.nodes[key]
        ends = (node.published.earliest, node.published.latest) if node.published else (None, None)
        assert tuple(map(instant_of, (read.get("start"), read.get("end")))) == ends
    assert {(source, target) for source, target in graph.edges} == {
        (source, target) for source, target in graphml.edges
    }
    for source, target, read in graph.edges(data=True):
        same = graphml.edges[source, target]
        for each, value in same.items():
            assert read[each] == value and type(read[each]) is type(value)
        assert read["weight"] == same.get("expected_words", same["words"])


def instant_of(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)


# What the schema of GEXF 1.3 (gephi/gexf, specs/1.3) allows: attributes of each element, those needed, its children.
_GEXF: dict[str, tuple[set[str], set[str], list[str]]] = {
    "gexf": ({"version", "variant"}, {"version"}, ["meta", "graph"]),
    "meta": ({"lastmodifieddate"}, set(), ["creator", "keywords", "description"]),
    "creator": (set(), set(), []),
    "description": (set(), set(), []),
    "graph": (
        {"defaultedgetype", "idtype", "mode", "timeformat", "timerepresentation", "timezone", "start", "end"},
        set(),
        ["attributes", "nodes", "edges"],
    ),
    "attributes": ({"class", "mode"}, {"class"}, ["attribute"]),
    "attribute": ({"id", "title", "type"}, {"id", "title", "type"}, ["default", "options"]),
    "nodes": ({"count"}, set(), ["node"]),
    "node": ({"id", "label", "start", "end"}, {"id"}, ["attvalues", "spells"]),
    "edges": ({"count"}, set(), ["edge"]),
    "edge": (
        {"id", "type", "label", "source", "target", "weight", "start", "end"},
        {"source", "target"},
        ["attvalues"],
    ),
    "attvalues": (set(), set(), ["attvalue"]),
    "attvalue": ({"for", "value", "start", "end"}, {"for", "value"}, []),
}


@pytest.mark.parametrize("name, level", NETWORKS)
def test_gexf_is_what_its_schema_says(name: str, level: str) -> None:
    root = ElementTree.fromstring(render(REPORTS[name], "gexf", network=level).encode("utf-8"))
    space = "{http://gexf.net/1.3}"
    assert root.tag == f"{space}gexf" and root.get("version") == "1.3"
    for element in root.iter():
        allowed, needed, children = _GEXF[element.tag.removeprefix(space)]
        assert needed <= set(element.attrib) <= allowed
        order = [children.index(child.tag.removeprefix(space)) for child in element]
        assert order == sorted(order)
    graph = root.find(f"{space}graph")
    assert graph is not None and graph.get("timeformat") in (None, "date")
    dated = any(node.get("start") for node in root.iter(f"{space}node"))
    assert (graph.get("mode") == "dynamic") == dated
    declared = {each.get("id"): each.get("type") for each in root.iter(f"{space}attribute")}
    assert set(declared.values()) <= {"string", "long", "double", "boolean"}
    for value in root.iter(f"{space}attvalue"):
        kind, text = declared[value.get("for")], value.get("value") or ""
        assert kind == "string" or (kind == "boolean" and text in ("true", "false")) or float(text) is not None


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
def test_what_is_likely_in_no_passage_is_drawn_dashed_and_what_is_less_likely_thinner(level: str) -> None:
    network = network_of(realistic(), level)  # type: ignore[arg-type]
    assert {edge.likely for edge in network.edges} == {True, False}
    lines = [line[0] for line in dot_lines(render(realistic(), "dot", network=level)) if line[2]]
    widths: dict[float, float] = {}
    for line, edge in zip(lines, network.edges, strict=True):
        said = dict(re.findall(r'(\w+)="([^"]*)"', line))
        assert said["style"] == ("solid" if edge.likely else "dashed")
        assert said["decided"] == ("true" if edge.decided else "false")
        assert said["likely"] == ("true" if edge.likely else "false")
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
