"""Wrapped text that runs from right to left, line by line apart from what stands beside it on a terminal."""

from __future__ import annotations

from collections.abc import Callable

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text


def set_apart(text: Text, apart: Callable[[str], str]) -> Text:
    """`text`, styles kept, between the marks that `apart` puts around its words."""
    if not text.plain:
        return text
    before, found, after = apart(text.plain).partition(text.plain)
    return Text.assemble(before, text, after) if found and before else text


class Isolated:
    """A text that wraps like any other and whose every line is set apart, since a terminal orders each by itself."""

    def __init__(self, text: Text, apart: Callable[[str], str]) -> None:
        self._text = text
        self._apart = apart

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        if set_apart(self._text, self._apart) is self._text:
            yield self._text
            return
        for line in self._text.wrap(console, options.max_width, overflow="fold"):
            line.rstrip()
            yield set_apart(line, self._apart)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement.get(console, options, self._text)
