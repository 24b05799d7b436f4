"""GEXF 1.3, Gephi's own format, with publication times as intervals. Attributes: ``docs/reference/report.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dedup.model import Report
from dedup.network import Level
from dedup.report.escape import entities_for, xml_inline
from dedup.report.network_table import EDGE_COLUMNS, NODE_COLUMNS, Value, shown, table

# As Gephi writes it; the schema's own name has a "www." before it, which no reader asks for.
_NAMESPACE = "http://gexf.net/1.3"
_TYPES: Mapping[type, str] = {str: "string", int: "long", float: "double", bool: "boolean"}
_ENDS = (("start", "published_earliest"), ("end", "published_latest"))


def gexf_pieces(report: Report, level: Level, *, encoding: str = "utf-8") -> Iterator[str]:
    """The network of a report as GEXF, about a node or an edge at a time. Unknown attributes are left out.

    A node lasts from the earliest to the latest instant at which it may have been published. Edges weigh their expected
    words, or all their words where no probability is known.
    """
    return (entities_for(piece, encoding) for piece in _document(report, level))


def _document(report: Report, level: Level) -> Iterator[str]:
    found = table(report, level)
    dated = any(node["published_earliest"] is not None for node in found.nodes)
    # Times of day may stand under "date": Gephi reads both alike, and networkx knows no "dateTime".
    time = ' mode="dynamic" timerepresentation="interval" timeformat="date" timezone="UTC"' if dated else ""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{_NAMESPACE}" version="1.3">\n'
    yield f"<meta>\n<creator>dedup</creator>\n<description>{level}</description>\n</meta>\n"
    yield f'<graph defaultedgetype="directed"{time}>\n'
    for prefix, role, columns in (("v", "node", NODE_COLUMNS), ("e", "edge", EDGE_COLUMNS)):
        yield f'<attributes class="{role}">\n'
        for name, kind in columns.items():
            if name != "label":
                yield f'<attribute id="{prefix}-{name}" title="{name}" type="{_TYPES[kind]}"/>\n'
        yield "</attributes>\n"
    yield f'<nodes count="{len(found.nodes)}">\n'
    for number, node in enumerate(found.nodes):
        ends = "".join(f' {end}="{xml_inline(shown(node[name]))}"' for end, name in _ENDS if node[name] is not None)
        yield f'<node id="n{number}" label="{xml_inline(shown(node["label"]))}"{ends}>{_values("v", node)}</node>\n'
    yield f'</nodes>\n<edges count="{len(found.edges)}">\n'
    for number, (source, target, edge) in enumerate(found.edges):
        weight = edge["words"] if edge["expected_words"] is None else edge["expected_words"]
        ends = f'source="n{source}" target="n{target}" weight="{weight}"'
        yield f'<edge id="e{number}" {ends}>{_values("e", edge)}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def _values(prefix: str, row: Mapping[str, Value]) -> str:
    values = "".join(
        f'<attvalue for="{prefix}-{name}" value="{xml_inline(shown(value))}"/>'
        for name, value in row.items()
        if value is not None and name != "label"
    )
    return f"<attvalues>{values}</attvalues>"
