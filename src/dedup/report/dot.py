"""The DOT language of Graphviz: ``dot -Tsvg``. Attributes: ``docs/reference/report.md``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dedup.model import Report
from dedup.network import Level
from dedup.report.escape import dot_text, entities_for
from dedup.report.network_table import Value, shown, table
from dedup.report.wording import likelihood

_SHAPES = {
    "article": "box",
    "outlet": "box",
    "named-source": "ellipse",
    "unnamed-source": "ellipse",
}
_THINNEST, _THICKER = 0.5, 3.0


def dot_pieces(report: Report, level: Level, *, encoding: str = "utf-8") -> Iterator[str]:
    """The network of a report in DOT, about a node or an edge at a time: what is likelier is drawn thicker,
    what is likely in some passage in solid lines."""
    return (entities_for(piece, encoding) for piece in _document(report, level))


def _document(report: Report, level: Level) -> Iterator[str]:
    found = table(report, level)
    yield f'digraph "{level}" {{\nrankdir="LR";\n'
    for number, node in enumerate(found.nodes):
        kind = str(node["kind"])
        style = "dashed" if kind == "unnamed-source" else "solid"
        yield f"n{number} [{_attributes(node | {'shape': _SHAPES[kind], 'style': style})}];\n"
    for source, target, edge in found.edges:
        yield f"n{source} -> n{target} [{_attributes(edge | _look(edge))}];\n"
    yield "}\n"


def _look(edge: dict[str, Value]) -> dict[str, Value]:
    probability = edge["probability"]
    known = probability if isinstance(probability, int | float) else 0.0
    said = "" if probability is None else f"{likelihood(known)}, "
    return {
        "label": f"{said}{edge['words']:,} words",
        "penwidth": round(_THINNEST + _THICKER * known, 2),
        "style": "solid" if edge["likely"] else "dashed",
    }


def _attributes(row: Mapping[str, Value]) -> str:
    return ", ".join(f'{name}="{dot_text(shown(value))}"' for name, value in row.items() if value is not None)
