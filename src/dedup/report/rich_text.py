"""What the terminal pages have in common: a console that writes text, and words with their differences marked."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.padding import Padding
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from dedup.report.escape import encodable, isolated, terminal_text
from dedup.report.excerpt import Piece, Role, Side
from dedup.report.wording import ASCII_MARKS, Marks

NARROWEST = 40
UNBOUNDED = 1_000_000

_STYLE: dict[Role, str] = {
    "same": "",
    "only": "bold underline yellow",
    "near": "underline cyan",
    "moved": "italic magenta",
    "gap": "dim",
}
_LINK_ID = re.compile(r"(\x1b\]8;id=)([^;]*);")
# The marks of pieces. Left and right differ so that a line still says its side out of context.
_BRACKETS: dict[Role, tuple[str, str]] = {"near": ("~", "~"), "moved": ("<", ">")}
_ONLY: dict[Side, tuple[str, str]] = {"left": ("[-", "-]"), "right": ("{+", "+}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """How words get onto a terminal of one encoding, with colour or without: always inert, always encodable."""

    encoding: str
    color: bool

    @property
    def marks(self) -> Marks:
        return _marks(self.encoding)

    def plain(self, text: str) -> str:
        """`text` inert, on one line."""
        return terminal_text(text, self.encoding, self.marks.line_break)

    def apart(self, text: str) -> str:
        """Inert `text`, set apart where it runs from right to left."""
        return isolated(text, self.encoding)

    def clean(self, text: str) -> str:
        """`text` as a name or a phrase in a line of ours: inert and set apart."""
        return self.apart(self.plain(text))

    def marked(self, parts: Iterable[Piece], side: Side) -> Text:
        """The words with their differences marked by characters, in colour by style too: text copied out keeps them."""
        text = Text()
        for part in parts:
            words = self.plain(part.text)  # pieces of one passage: set apart each, they would stand in reverse
            if words.endswith(("::", "##")):  # a mark or a style would stand between this and what makes it a command
                words = f"{words[:-1]}\\x{ord(words[-1]):02x}"
            if part.role == "gap":
                text.append(" " * bool(text.plain[-1:].strip()))
                text.append(f"[{self.marks.ellipsis} {words} {self.marks.ellipsis}]", style=_STYLE["gap"])
            elif part.role == "same":
                text.append(words)
            else:
                opening, closing = _ONLY[side] if part.role == "only" else _BRACKETS[part.role]
                text.append(f"{opening}{words}{closing}", style=_STYLE[part.role] if self.color else "")
        return text

    def legend(self, *, breaks: bool) -> Text:
        """What the marks mean; with `breaks` also the sign for the end of a line."""
        legend = Text("marked: ", style="dim")
        samples: tuple[tuple[str, Role, Side], ...] = (
            ("only here", "only", "left"),
            ("only here", "only", "right"),
            ("a variant", "near", "left"),
            ("moved", "moved", "left"),
        )
        for words, role, side in samples:
            legend.append_text(self.marked([Piece(words, role)], side)).append("  ")
        if breaks:
            legend.append(f"{self.marks.line_break.strip()} new line")
        return legend

    def linked(self, text: Text, url: str | None) -> Text:
        """`text` as a link to a `url` that is made of URL characters alone."""
        if url:
            text.stylize(Style(link=url))
        return text

    def holds(self, signs: str) -> bool:
        """Whether the encoding has these signs."""
        return encodable(signs, self.encoding) == signs

    def console(self, columns: int, out: io.StringIO) -> Console:
        """A console of that width; the environment (NO_COLOR, COLUMNS, TERM) is the command line's to read."""
        return Console(
            file=out,
            width=columns,
            force_terminal=self.color,
            force_jupyter=False,
            force_interactive=False,
            color_system="standard" if self.color else None,
            no_color=not self.color,
            legacy_windows=False,
            markup=False,
            emoji=False,
            highlight=False,
            _environ={},
        )

    def page(self, written: str) -> str:
        """What a console wrote, without blanks at the ends of lines and of the page."""
        lines = (line.rstrip(" ") for line in _LINK_ID.sub(_LinkIds(), written).split("\n"))
        return encodable("\n".join(lines).strip("\n") + "\n", self.encoding)


class _LinkIds:
    """Numbers for links, from 1. Rich draws lots, and the same report must be the same bytes.

    The parts of a link that goes over several lines have one number, by which a terminal knows that they are one.
    """

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __call__(self, found: re.Match[str]) -> str:
        return f"{found[1]}{self._numbers.setdefault(found[2], len(self._numbers) + 1)};"


def wrapped(line: str, columns: int, indent: int) -> str:
    """Inert text of one line on as many as it needs, broken between words; all but the first are indented."""
    console = Console(file=io.StringIO(), width=columns, color_system=None, legacy_windows=False, _environ={})
    first, *_ = Text(line).wrap(console, columns, overflow="fold")
    rest = Text(line[len(first.plain) :].lstrip(" ")).wrap(console, max(columns - indent, 1), overflow="fold")
    return "\n".join([first.plain.rstrip(), *(f"{' ' * indent}{each.plain.rstrip()}" for each in rest if each.plain)])


def indented(part: RenderableType, by: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, by), expand=False)


class Barred:
    """Something with a bar before each of its lines."""

    def __init__(self, part: RenderableType, bar: str) -> None:
        self._part = part
        self._bar = bar

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        inner = options.update(width=max(options.max_width - cell_len(self._bar) - 1, 1))
        for line in console.render_lines(self._part, inner, pad=False):
            yield Segment(f"{self._bar} ")
            yield from line
            yield Segment.line()


def heading(title: str, note: str = "") -> Text:
    return Text.assemble("\n", (title, "bold"), (f"  {note}" if note else "", "dim"))


@cache
def _marks(encoding: str) -> Marks:
    marks = Marks()
    signs = "".join(getattr(marks, name) for name in marks.__slots__)
    return marks if encodable(signs, encoding) == signs else ASCII_MARKS
