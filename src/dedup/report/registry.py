"""Which formats there are, and how each is called. A renderer's module loads on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from dedup.errors import UsageError
from dedup.model import Report
from dedup.report.stream import Stream

if TYPE_CHECKING:
    from dedup.gate.model import Checked
    from dedup.network import Level


def _table(report: Report, stream: Stream) -> str:
    from dedup.report import terminal

    return terminal.render(report, stream)


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


def _html(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report.html import html_pieces

    return html_pieces(report, stream.texts, encoding=stream.encoding)


def _graphml(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import graphml

    return graphml.graphml_pieces(report, _level(stream), encoding=stream.encoding)


def _gexf(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import gexf

    return gexf.gexf_pieces(report, _level(stream), encoding=stream.encoding)


def _dot(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import dot

    return dot.dot_pieces(report, _level(stream), encoding=stream.encoding)


def _network_json(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report import network_json

    return network_json.network_json_pieces(report, _level(stream), encoding=stream.encoding)


def _svg(report: Report, stream: Stream) -> str:
    from dedup.report.pictures import files

    return files.svg(report, stream.picture, _level(stream, "outlets"), encoding=stream.encoding)


def _png(report: Report, stream: Stream) -> bytes:
    from dedup.report.pictures import files

    return files.png(report, stream.picture, _level(stream, "outlets"))


def _csv_tables(report: Report, stream: Stream) -> Iterator[tuple[str, bytes]]:
    from dedup.report import csv_table

    return csv_table.csv_files(report, encoding=stream.encoding)


def _parquet(report: Report, stream: Stream) -> Iterator[tuple[str, bytes]]:
    from dedup.report import frames

    return frames.parquet_files(report)


def _level(stream: Stream, usual: Level = "articles") -> Level:
    from dedup.network import LEVELS

    if stream.network is None:
        return usual
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
    "html": _html,
    "graphml": _graphml,
    "gexf": _gexf,
    "dot": _dot,
    "network-json": _network_json,
    "svg": _svg,
}

# The library that a format needs, what for, and the extra that brings it.
_NEEDS = {
    "png": ("matplotlib", "drawing pictures", "plot"),
    "svg": ("matplotlib", "drawing pictures", "plot"),
    "parquet": ("pyarrow", "writing Parquet", "parquet"),
}

# Formats that are no text, and how Python has what they hold.
_INSTEAD = {
    "png": "take report.plot_network() or report.plot_matrix()",
    "csv-tables": "take report.to_pandas(), report.to_polars() or report.to_arrow()",
    "parquet": "take report.to_arrow()",
}
_BYTES: dict[str, Callable[[Report, Stream], bytes]] = {"png": _png}

# A folder of files, by name: what endings they have, and what is in them.
_FOLDERS: dict[str, tuple[str, Callable[[Report, Stream], Iterator[tuple[str, bytes]]]]] = {
    "csv-tables": (".csv", _csv_tables),
    "parquet": (".parquet", _parquet),
}


def _checked_table(checked: Checked, stream: Stream) -> str:
    from dedup.report.check import terminal

    return terminal.render(checked, stream)


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


def _checked_html(checked: Checked, stream: Stream) -> Iterable[str]:
    return _html(checked.report, replace(stream, texts={id: new.text for id, new in checked.articles.items()}))


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
    "html": _checked_html,
    "sarif": _sarif,
    "github": _github,
    "gitlab": _gitlab,
    "junit": _junit,
}

# Those that are text, which `render` gives, and all that can be written.
TEXT_FORMATS: tuple[str, ...] = tuple(_RENDERERS)
FORMATS: tuple[str, ...] = (*TEXT_FORMATS, *_BYTES, *_FOLDERS)
CHECK_FORMATS: tuple[str, ...] = tuple(dict.fromkeys((*FORMATS, *_OF_CHECKS)))
BYTES_FORMATS: frozenset[str] = frozenset(_BYTES)
FOLDER_FORMATS: frozenset[str] = frozenset(_FOLDERS)


def pieces(report: Report, format: str, stream: Stream) -> Iterable[str | bytes]:
    """`render` piece by piece: the report on a large collection is hundreds of megabytes of text. A picture may be
    bytes."""
    drawer, renderer = _BYTES.get(format), _RENDERERS.get(format)
    if drawer is not None:
        return (drawer(report, stream),)
    if renderer is None:
        raise UsageError(f"unknown report format {format!a}; choose from {', '.join(FORMATS)}")
    made = renderer(report, stream)
    return (made,) if isinstance(made, str) else made


def require(format: str) -> None:
    """Raise `MissingExtra` where the library that a format needs is not installed. It is not loaded."""
    if format in _NEEDS:
        from dedup.extras import require as require_library

        require_library(*_NEEDS[format])


def folder_files(report: Report, format: str, stream: Stream) -> Iterator[tuple[str, bytes]]:
    """The files of a format that is a folder: their names and contents. Raises `UsageError` for another format."""
    found = _FOLDERS.get(format)
    if found is None:
        raise UsageError(f"the format {format!a} is no folder; choose from {', '.join(_FOLDERS)}")
    return found[1](report, stream)


def folder_names(format: str) -> tuple[str, ...]:
    """The names of the files that `folder_files` gives; none for a format that is one file."""
    from dedup.report.tables import ENTITIES

    return tuple(f"{entity.name}{_FOLDERS[format][0]}" for entity in ENTITIES) if format in _FOLDERS else ()


def checked_pieces(checked: Checked, format: str, stream: Stream) -> Iterable[str | bytes]:
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
    brief: bool | None = None,
    full: bool = False,
    network: str | None = None,
    picture: str = "network",
    explain: bool = False,
    texts: Mapping[str, str] | None = None,
) -> str:
    """`report` in one of `TEXT_FORMATS`; the same report and options give the same text.

    `width` (columns, ``None`` off a terminal), `height` (lines; what is longer repeats its first line at the end),
    `color`, `full`, `explain` (each match with its main evidence) and `brief` concern ``table``. With `brief` (the
    default with a `width` and without a `limit`) it has the main findings and the strongest passages of each verdict.
    `limit` is how many matches and rows of tables ``table`` and ``markdown`` show (default all; 0 is all).
    `network` is whose network ``graphml``, ``gexf``, ``dot`` and ``network-json`` show: that of ``articles`` (their
    default) or of ``outlets`` (that of ``svg``); `picture` is what ``svg`` shows, the ``network`` or the ``matrix`` of
    overlap. `texts` are those of the articles, by id: ``html`` shows passages in them, and passages alone of articles
    that are not among them.

    Text comes back encodable in `encoding`; files are best written in UTF-8 with line ends as they are
    (CSV brings its own). Raises `UsageError` for an unknown format or network, `OutputError` for a report with a
    number that is not finite.
    """
    stream = Stream(
        width=width,
        height=height,
        color=color,
        encoding=encoding,
        limit=limit,
        brief=brief,
        full=full,
        network=network,
        picture=picture,
        explain=explain,
        texts=texts or {},
    )
    if format in FORMATS and format not in TEXT_FORMATS:
        raise UsageError(f"the format {format!a} is no text; {_INSTEAD[format]}")
    return "".join(piece for piece in pieces(report, format, stream) if isinstance(piece, str))
