"""The network as JSON in the node-link form of D3 and networkx. Fields: ``docs/reference/report.md``."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dedup.model import Report
from dedup.network import Level, network_of
from dedup.report.escape import json_safe
from dedup.report.plain import plain


def network_json_pieces(report: Report, level: Level, *, encoding: str = "utf-8") -> Iterator[str]:
    """The network of a report as one JSON document, a node or an edge a line, ending in a newline."""
    return (json_safe(piece, encoding) for piece in _document(report, level))


def _document(report: Report, level: Level) -> Iterator[str]:
    network = network_of(report, level)
    about = {"level": level, "schema_version": report.schema_version}
    yield f'{{\n"directed": true,\n"multigraph": false,\n"graph": {_dump(about)}'
    nodes = [
        {"id": node.key} | {name: value for name, value in plain(node).items() if name != "key"}
        for node in network.nodes
    ]
    for name, rows in (("nodes", nodes), ("edges", [plain(edge) for edge in network.edges])):
        yield f',\n"{name}": ['
        separator = "\n"
        for row in rows:
            yield separator + _dump(row)
            separator = ",\n"
        yield "\n]" if rows else "]"
    yield "\n}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
