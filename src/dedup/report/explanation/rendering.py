"""Which formats an explanation has, and how each is called. A renderer's module loads on first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dedup.errors import UsageError
from dedup.report.explanation.value import Explanation
from dedup.report.stream import Stream


def _table(explanation: Explanation, stream: Stream) -> str:
    from dedup.report.explanation import terminal

    return terminal.render(explanation, stream)


def _json(explanation: Explanation, stream: Stream) -> str:
    from dedup.report.explanation import json_document

    return json_document.to_json(explanation, encoding=stream.encoding)


def _markdown(explanation: Explanation, stream: Stream) -> str:
    from dedup.report.explanation import markdown

    return markdown.to_markdown(explanation, encoding=stream.encoding, weights=stream.weights)


_RENDERERS: dict[str, Callable[[Explanation, Stream], str]] = {
    "table": _table,
    "json": _json,
    "markdown": _markdown,
}

FORMATS: tuple[str, ...] = tuple(_RENDERERS)


def pieces(explanation: Explanation, format: str, stream: Stream) -> Iterable[str]:
    """`render` in pieces, as reports are written."""
    renderer = _RENDERERS.get(format)
    if renderer is None:
        raise UsageError(f"unknown format {format!a} of an explanation; choose from {', '.join(FORMATS)}")
    return (renderer(explanation, stream),)


def render(
    explanation: Explanation,
    format: str = "table",
    *,
    width: int | None = None,
    color: bool = False,
    encoding: str = "utf-8",
    weights: bool = False,
) -> str:
    """`explanation` in one of `FORMATS`; the same explanation and options give the same text.

    `width` (columns, ``None`` off a terminal: nothing is folded) and `color` concern ``table``; with `weights`,
    ``table`` and ``markdown`` show the ledger's own names, weights and places too, as ``json`` always does. Raises
    `UsageError` for an unknown format, `OutputError` for a number that is not finite.
    """
    return "".join(pieces(explanation, format, Stream(width=width, color=color, encoding=encoding, weights=weights)))
