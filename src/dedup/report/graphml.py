"""GraphML, which Gephi, Cytoscape, yEd and networkx read. Attributes: ``docs/reference/report.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dedup.model import Report
from dedup.network import Level
from dedup.report.escape import entities_for, xml_inline
from dedup.report.network_table import EDGE_COLUMNS, NODE_COLUMNS, Value, shown, table

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_TYPES: Mapping[type, str] = {str: "string", int: "long", float: "double", bool: "boolean"}


def graphml_pieces(report: Report, level: Level, *, encoding: str = "utf-8") -> Iterator[str]:
    """The network of a report as GraphML, about a node or an edge at a time. Unknown attributes are left out."""
    return (entities_for(piece, encoding) for piece in _document(report, level))


def _document(report: Report, level: Level) -> Iterator[str]:
    found = table(report, level)
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{_NAMESPACE}">\n'
    for prefix, role, columns in (("v", "node", NODE_COLUMNS), ("e", "edge", EDGE_COLUMNS)):
        for name, kind in columns.items():
            yield f'<key id="{prefix}-{name}" for="{role}" attr.name="{name}" attr.type="{_TYPES[kind]}"/>\n'
    yield f'<graph id="{level}" edgedefault="directed">\n'
    for number, node in enumerate(found.nodes):
        yield f'<node id="n{number}">{_data("v", node)}</node>\n'
    for source, target, edge in found.edges:
        yield f'<edge source="n{source}" target="n{target}">{_data("e", edge)}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(prefix: str, row: Mapping[str, Value]) -> str:
    return "".join(
        f'<data key="{prefix}-{name}">{xml_inline(shown(value))}</data>'
        for name, value in row.items()
        if value is not None
    )
