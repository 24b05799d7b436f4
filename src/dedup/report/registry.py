"""Which formats there are, and how each is called. A renderer's module loads on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from dedup.errors import UsageError
from dedup.model import Report
from dedup.report.stream import Stream

if TYPE_CHECKING:
    from dedup.gate.model import Checked
    from dedup.network import Level


def _lazy(module: str, name: str) -> Callable[..., Any]:
    """A function of a module of this package, which is loaded when it is called."""

    def call(*arguments: Any, **named: Any) -> Any:
        return getattr(import_module(f"dedup.report.{module}"), name)(*arguments, **named)

    return call


def _encoded(module: str, name: str) -> Callable[[Any, Stream], Any]:
    """A renderer that asks for nothing but the encoding."""
    render = _lazy(module, name)
    return lambda subject, stream: render(subject, encoding=stream.encoding)


def _listing(module: str) -> Callable[[Any, Stream], Any]:
    render = _lazy(module, "to_markdown")
    return lambda subject, stream: render(subject, encoding=stream.encoding, limit=stream.limit or 0)


def _graph(module: str, name: str) -> Callable[[Report, Stream], Any]:
    """A renderer of the network of articles or outlets."""
    render = _lazy(module, name)
    return lambda report, stream: render(report, _level(stream), encoding=stream.encoding)


def _html(report: Report, stream: Stream) -> Iterable[str]:
    from dedup.report.html import html_pieces

    return html_pieces(report, stream.texts, encoding=stream.encoding)


def _svg(report: Report, stream: Stream) -> str:
    from dedup.report.pictures import files

    return files.svg(report, stream.picture, _level(stream, "outlets"), encoding=stream.encoding)


def _png(report: Report, stream: Stream) -> bytes:
    from dedup.report.pictures import files

    return files.png(report, stream.picture, _level(stream, "outlets"))


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
    "table": _lazy("terminal", "render"),
    "json": _encoded("json_document", "document_pieces"),
    "jsonl": _encoded("json_document", "line_pieces"),
    "csv": _encoded("csv_table", "to_csv"),
    "markdown": _listing("markdown"),
    "html": _html,
    "graphml": _graph("graphml", "graphml_pieces"),
    "gexf": _graph("gexf", "gexf_pieces"),
    "dot": _graph("dot", "dot_pieces"),
    "network-json": _graph("network_json", "network_json_pieces"),
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
    "csv-tables": (".csv", _encoded("csv_table", "csv_files")),
    "parquet": (".parquet", _parquet),
}


def _checked_html(checked: Checked, stream: Stream) -> Iterable[str]:
    return _html(checked.report, replace(stream, texts={id: new.text for id, new in checked.articles.items()}))


# A check says more than its report. In other formats it is what its report is.
_OF_CHECKS: dict[str, Callable[[Checked, Stream], str | Iterable[str]]] = {
    "table": _lazy("check.terminal", "render"),
    "json": _encoded("check.json_document", "document_pieces"),
    "jsonl": _encoded("check.json_document", "line_pieces"),
    "csv": _encoded("check.csv_table", "to_csv"),
    "markdown": _listing("check.markdown"),
    "html": _checked_html,
    "sarif": _lazy("sarif", "to_sarif"),
    "github": _lazy("github", "to_github"),
    "gitlab": _lazy("gitlab", "to_gitlab"),
    "junit": _lazy("junit", "to_junit"),
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
