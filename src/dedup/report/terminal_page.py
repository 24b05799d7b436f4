"""What the pages on a terminal have in common: how wide they are, how a match looks, and lists that end with a count.

Text goes into Rich as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import Match, Report
from dedup.report.dates import ADVICE, bad_dates
from dedup.report.direction import Isolated, set_apart
from dedup.report.excerpt import excerpts
from dedup.report.judgement import reason, verdict
from dedup.report.names import name_articles
from dedup.report.rich_text import NARROWEST, UNBOUNDED, Pen, heading, indented
from dedup.report.wording import REASONS, Voice, aside_detail, facts

_SIDE_BY_SIDE = 120  # columns from which the two sides of a match stand next to each other
_FIRST_ASIDE, _FIRST_SKIPPED, _FIRST_DATES = 5, 10, 10

_VERDICT_STYLE = {"left-to-right": "bold red", "right-to-left": "bold red", "undetermined": "bold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every section needs to know about where it is shown; `width` is ``None`` off a terminal."""

    pen: Pen
    voice: Voice
    width: int | None
    longest_name: int | None
    limit: int
    full: bool

    @property
    def columns(self) -> int:
        return UNBOUNDED if self.width is None else self.width

    def clean(self, text: str) -> str:
        return self.voice.clean(text)

    def first(self, number: int) -> int | None:
        """How many of a list to show, as the end of a slice."""
        return min(number, self.limit) if self.limit else None

    def head(self, number: int) -> int | None:
        """How much to show, as the end of a slice, of a list that a limit on findings must not hide."""
        return number if self.limit and self.width else None


def match_lines(match: Match, number: int, page: Page, title: str | None = None) -> Iterable[RenderableType]:
    """A match with its verdict and its words; `title`, clean, in the place of the two articles."""
    place, pair = Text(f"{number:>3}  ", "bold"), Text(title or page.voice.pair(match), "bold")
    about = Text.assemble(facts(match), (f"  #{page.clean(match.id)}", "dim"))
    yield Text("")
    if place.cell_len + pair.cell_len + 2 + about.cell_len <= page.columns:
        yield Text.assemble(place, pair, "  ", about)
    else:  # a grid, so that whatever does not fit goes on under the names
        head = Table.grid()
        head.add_column(no_wrap=True)
        head.add_column(overflow="fold")
        head.add_row(place, Text.assemble(pair, "\n", about))
        yield head
    label = match.verdict.label
    judged = Text(verdict(match, page.voice), style=_VERDICT_STYLE.get(label, "bold green"))
    because = Text(reason(match, page.voice))
    fits = judged.cell_len + because.cell_len + 7 <= page.columns
    judged = Text.assemble(judged, "  " if fits else "\n", because)
    yield indented(judged, 5)
    yield indented(_sides(match, page), 5)


def _sides(match: Match, page: Page) -> Table | Text:
    names = page.voice.names.spoken
    left, right = (Text(names[match.left.article], style="dim"), Text(names[match.right.article], style="dim"))
    before, after = excerpts(match, page.full)
    words = (page.pen.marked(before, "left"), page.pen.marked(after, "right"))
    if page.width is not None and page.width >= _SIDE_BY_SIDE:
        table = Table.grid(padding=(0, 3, 0, 0))
        table.add_column(width=(page.width - 8) // 2, overflow="fold")
        table.add_column(width=(page.width - 8) // 2, overflow="fold")
        table.add_row(left, right)
        table.add_row(*(Isolated(each, page.pen.apart) for each in words))
        return table
    if page.width is None:  # nothing wraps, so plain lines do, at half the time of a table
        wide = max(left.cell_len, right.cell_len) + 2
        left.append(" " * (wide - left.cell_len)).append_text(set_apart(words[0], page.pen.apart))
        right.append(" " * (wide - right.cell_len)).append_text(set_apart(words[1], page.pen.apart))
        return Text.assemble(left, "\n", right)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=page.columns // 3, overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(left, Isolated(words[0], page.pen.apart))
    table.add_row(right, Isolated(words[1], page.pen.apart))
    return table


def set_aside(report: Report, page: Page) -> Iterable[RenderableType]:
    if not report.set_aside:
        return
    reasons = Counter(aside.reason for aside in report.set_aside)
    yield heading(f"Set aside ({len(report.set_aside):,})", "never counted above")
    yield indented(Text(", ".join(f"{reasons[name]:,} {REASONS[name]}" for name in sorted(reasons))))
    shown = report.set_aside[: page.first(_FIRST_ASIDE)]
    for aside in shown:
        words = page.voice.quoted(aside.match.left.text, 60)
        pair, said = page.voice.pair(aside.match), page.clean(aside_detail(aside) or "")
        detail = f" ({said})" if said and said not in pair else ""  # an outlet is in its articles' names
        yield indented(Text(f"{pair}: {words}, {REASONS[aside.reason]}{detail}", style="dim"))
    yield from more(len(report.set_aside) - len(shown), "passage", page)


def unreadable(report: Report, page: Page) -> Iterable[RenderableType]:
    found = bad_dates(report)
    if not found:
        return
    yield heading(f"Dates that could not be read ({len(found):,})", ADVICE)
    shown = found[: page.head(_FIRST_DATES)]
    for each in shown:
        name = page.voice.names.short[each.article]
        yield indented(Text(f"{name}: {each.name} {page.voice.quoted(each.value, 60)}"))
    yield from more(len(found) - len(shown), "date", page)


def skipped(report: Report, page: Page) -> Iterable[RenderableType]:
    if not report.skipped:
        return
    yield heading(f"Skipped ({len(report.skipped):,})", "inputs that could not be read")
    shown = report.skipped[: page.head(_FIRST_SKIPPED)]
    for skipped in shown:
        line = "" if skipped.line is None else f":{skipped.line}"
        yield indented(Text(f"{page.clean(skipped.path)}{line}: {page.clean(skipped.reason)}", style="red"))
    yield from more(len(report.skipped) - len(shown), "input", page)


def new_table(*left: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in left:
        table.add_column(Text(name), overflow="fold")
    for name in right:
        table.add_column(Text(name), justify="right", overflow="fold")
    return table


def more(number: int, noun: str, page: Page) -> Iterable[RenderableType]:
    if number > 0:
        yield indented(Text(f"{page.voice.marks.ellipsis} and {number:,} more; --limit 0 shows all", style="dim"))


def page_of(report: Report, *, width: int | None, color: bool, encoding: str, limit: int, full: bool) -> Page:
    """The page for a report; what the arguments are, `dedup.report.terminal.render` says."""
    pen = Pen(encoding=encoding, color=color)
    longest = min(max(width // 2 - 8, 20), 60) if width else None  # two names and a sign between them fit a line
    return Page(
        pen=pen,
        voice=Voice(names=name_articles(report, pen.clean, longest), marks=pen.marks, clean=pen.clean, whole=not width),
        longest_name=longest,
        width=max(width, NARROWEST) if width else None,
        limit=max(limit, 0),
        full=full or not width,
    )


def printed(parts: Iterable[RenderableType], page: Page, first: str, height: int | None) -> str:
    """The parts as text. Where that takes more than `height` lines, `first` is repeated at the end."""
    out = io.StringIO()
    console = page.pen.console(page.columns, out)
    for part in parts:
        console.print(part, soft_wrap=False)
    if height is not None and out.getvalue().count("\n") >= height:  # the shell's prompt takes a line too
        console.print(heading(first), soft_wrap=False)
    return page.pen.page(out.getvalue())
