"""Which formats there are, and how each is called. A renderer's module loads on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.model import Report

if TYPE_CHECKING:
    from dedup.gate.model import Checked
    from dedup.network import Level

_TERMINAL_LIMIT = 20


def _to_nobody(note: str) -> None:
    """What is left out of a report stands in the report too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Where a report goes. `width` and `height` are ``None`` off a terminal; `limit` ``None`` is the format's.

    `network` is of what graph formats show the network: ``articles`` or ``outlets``. `weights` is whether an
    explanation shows the ledger's own names, weights and places. `folder` is the absolute working folder that the
    formats for continuous integration give paths from (``None``: that of the process), and `tell` hears, in one line
    each, what they leave out.
    """

    width: int | None = None
    height: int | None = None
    color: bool = False
    encoding: str = "utf-8"
    limit: int | None = None
    full: bool = False
    network: str = "articles"
    weights: bool = False
    folder: str | None = None
    tell: Callable[[str], None] = _to_nobody


def _table(report: Report, stream: Stream) -> str:
    from dedup.report import terminal

    usual = 0 if stream.width is None else _TERMINAL_LIMIT
    return terminal.render(
        report,
        width=stream.width,
        height=stream.height,
        color=stream.color,
        encoding=stream.encoding,
        limit=usual if stream.limit is None else stream.limit,
        full=stream.full,
    )


def _json(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import json_document

    return json_document.document_pieces(report, encoding=stream.encoding)


def _jsonl(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import json_document

    return json_document.line_pieces(report, encoding=stream.encoding)


def _csv(report: Report, stream: Stream) -> str:
    from dedup.report import csv_table

    return csv_table.to_csv(report, encoding=stream.encoding)


def _markdown(report: Report, stream: Stream) -> str:
    from dedup.report import markdown

    return markdown.to_markdown(report, encoding=stream.encoding, limit=stream.limit or 0)


def _graphml(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import graphml

    return graphml.graphml_pieces(report, _level(stream), encoding=stream.encoding)


def _dot(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import dot

    return dot.dot_pieces(report, _level(stream), encoding=stream.encoding)


def _network_json(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import network_json

    return network_json.network_json_pieces(report, _level(stream), encoding=stream.encoding)


def _level(stream: Stream) -> Level:
    from dedup.network import LEVELS

    for level in LEVELS:
        if level == stream.network:
            return level
    raise UsageError(f"unknown network {stream.network!a}; choose from {', '.join(LEVELS)}")


_RENDERERS: dict[str, Callable[[Report, Stream], str | Iterable[str]]] = {
    "table": _table,
    "json": _json,
    "jsonl": _jsonl,
    "csv": _csv,
    "markdown": _markdown,
    "graphml": _graphml,
    "dot": _dot,
    "network-json": _network_json,
}


def _checked_table(checked: Checked, stream: Stream) -> str:
    from dedup.report.check import terminal

    usual = 0 if stream.width is None else _TERMINAL_LIMIT
    return terminal.render(
        checked,
        width=stream.width,
        height=stream.height,
        color=stream.color,
        encoding=stream.encoding,
        limit=usual if stream.limit is None else stream.limit,
        full=stream.full,
    )


def _checked_json(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report.check import json_document

    return json_document.document_pieces(checked, encoding=stream.encoding)


def _checked_jsonl(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report.check import json_document

    return json_document.line_pieces(checked, encoding=stream.encoding)


def _checked_csv(checked: Checked, stream: Stream) -> str:
    from dedup.report.check import csv_table

    return csv_table.to_csv(checked, encoding=stream.encoding)


def _checked_markdown(checked: Checked, stream: Stream) -> str:
    from dedup.report.check import markdown

    return markdown.to_markdown(checked, encoding=stream.encoding, limit=stream.limit or 0)


def _sarif(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report import sarif

    return sarif.to_sarif(checked, stream)


def _github(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report import github

    return github.to_github(checked, stream)


def _gitlab(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report import gitlab

    return gitlab.to_gitlab(checked, stream)


def _junit(checked: Checked, stream: Stream) -> Iterable[str]:
    from dedup.report import junit

    return junit.to_junit(checked, stream)


# A check says more than its report. In other formats it is what its report is.
_OF_CHECKS: dict[str, Callable[[Checked, Stream], str | Iterable[str]]] = {
    "table": _checked_table,
    "json": _checked_json,
    "jsonl": _checked_jsonl,
    "csv": _checked_csv,
    "markdown": _checked_markdown,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
}

FORMATS: tuple[str, ...] = tuple(_RENDERERS)
CHECK_FORMATS: tuple[str, ...] = tuple({**_RENDERERS, **_OF_CHECKS})


def pieces(report: Report, format: str, stream: Stream) -> Iterable[str]:
    """`render` piece by piece: the report on a large collection is hundreds of megabytes of text."""
    renderer = _RENDERERS.get(format)
    if renderer is None:
        raise UsageError(f"unknown report format {format!a}; choose from {', '.join(FORMATS)}")
    made = renderer(report, stream)
    return (made,) if isinstance(made, str) else made


def checked_pieces(checked: Checked, format: str, stream: Stream) -> Iterable[str]:
    """A check in one of `CHECK_FORMATS`, piece by piece. Raises `UsageError` for another."""
    if format not in CHECK_FORMATS:
        raise UsageError(f"unknown format {format!a}; choose from {', '.join(CHECK_FORMATS)}")
    renderer = _OF_CHECKS.get(format)
    if renderer is None:
        return pieces(checked.report, format, stream)
    made = renderer(checked, stream)
    return (made,) if isinstance(made, str) else made


def render(
    report: Report,
    format: str = "table",
    *,
    width: int | None = None,
    height: int | None = None,
    color: bool = False,
    encoding: str = "utf-8",
    limit: int | None = None,
    full: bool = False,
    network: str = "articles",
) -> str:
    """`report` in one of `FORMATS`; the same report and options give the same text.

    `width` (columns, ``None`` off a terminal), `height` (lines; what is longer repeats its first line at the
    end), `color` and `full` concern ``table``; `limit` is how many matches, and rows of each of their tables,
    ``table`` (default 20 on a terminal, else all) and ``markdown`` show (default all; 0 is all). `network` is whose
    network ``graphml``, ``dot`` and ``network-json`` show: that of ``articles`` or of ``outlets``.
    Text comes back encodable in `encoding`; files are best written in UTF-8 with line ends as they are
    (CSV brings its own). Raises `UsageError` for an unknown format or network, `OutputError` for a report with a
    number that is not finite.
    """
    stream = Stream(width=width, height=height, color=color, encoding=encoding, limit=limit, full=full, network=network)
    return "".join(pieces(report, format, stream))
