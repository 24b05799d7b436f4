"""The nodes and edges of a network as rows: the attributes that graph formats have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dedup.model import Report
from dedup.network import Edge, Level, Node, network_of
from dedup.report.escape import visible
from dedup.report.names import LONGEST_NAME, name_articles
from dedup.report.plain import instant, plain

Value = str | int | float | bool | None
# Each attribute with its type; those of a row that are unknown are None.
NODE_COLUMNS: Mapping[str, type] = {
    "key": str,
    "kind": str,
    "label": str,
    "outlet": str,
    "title": str,
    "published_earliest": str,
    "published_latest": str,
    "articles": int,
    "words": int,
    "clusters": str,
}
EDGE_COLUMNS: Mapping[str, type] = {
    "kind": str,
    "verdict": str,
    "probability": float,
    "decided": bool,
    "likely": bool,
    "words": int,
    "expected_words": float,
    "passages": int,
    "article_pairs": int,
    "confidence": float,
    "paths": int,
    "lag_hours": float,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Nodes, and edges between them by their numbers, each with a value for every column."""

    nodes: Sequence[dict[str, Value]]
    edges: Sequence[tuple[int, int, dict[str, Value]]]


def table(report: Report, level: Level) -> Table:
    """The network of a report. Fractions are rounded as in JSON."""
    network = network_of(report, level)
    spoken = name_articles(report, visible, LONGEST_NAME).spoken
    number = {node.key: at for at, node in enumerate(network.nodes)}
    return Table(
        nodes=[_node(node, spoken) for node in network.nodes],
        edges=[(number[edge.source], number[edge.target], _edge(edge)) for edge in network.edges],
    )


def shown(value: Value) -> str:
    """A value as text; truth as XML Schema and Graphviz write it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _node(node: Node, spoken: Mapping[str, str]) -> dict[str, Value]:
    when = node.published
    return {
        "key": node.key,
        "kind": node.kind,
        "label": spoken[node.name] if node.kind == "article" else node.name,
        "outlet": node.outlet,
        "title": node.title,
        "published_earliest": instant(when.earliest) if when else None,
        "published_latest": instant(when.latest) if when else None,
        "articles": node.articles,
        "words": node.words,
        "clusters": " ".join(map(str, node.clusters)) or None,
    }


def _edge(edge: Edge) -> dict[str, Value]:
    return {name: plain(getattr(edge, name)) for name in EDGE_COLUMNS}
