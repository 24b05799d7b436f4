"""The formats of a comparison: a table shows both texts, all others the report on them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dedup.report.comparison.value import Compared
from dedup.report.registry import pieces as report_pieces
from dedup.report.stream import Stream


def pieces(compared: Compared, format: str, stream: Stream) -> Iterable[str | bytes]:
    """A comparison in one of `dedup.report.FORMATS`, piece by piece. Raises `UsageError` for another."""
    if format != "table":
        texts = {article.id: article.text for article in (compared.left, compared.right)}
        return report_pieces(compared.report, format, replace(stream, texts=texts))
    from dedup.report.comparison import terminal

    return (terminal.render(compared, stream),)
