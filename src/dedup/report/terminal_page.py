"""What the pages on a terminal have in common: how wide they are, what articles are called, and lists that end with a
count.

Text goes into Rich as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dedup.model import Report
from dedup.report.cutting import LITTLE, USUAL, Room
from dedup.report.dates import ADVICE, bad_dates
from dedup.report.explanation.grounds import Grounds, grounds_of
from dedup.report.links import links_of
from dedup.report.names import LONGEST_NAME, name_articles
from dedup.report.rich_text import NARROWEST, UNBOUNDED, Pen, heading, indented
from dedup.report.stream import Stream
from dedup.report.wording import INCIDENTAL, REASONS, WHAT_IS_INCIDENTAL, Voice, aside_detail

SIDE_BY_SIDE = 120  # columns from which the two sides of a match stand next to each other
_FIRST_ASIDE, _FIRST_SKIPPED, _FIRST_DATES = 5, 10, 10
BRIEF_MATCHES = 4  # on a brief page, one of each verdict if there are so many
_UNBROKEN_FROM = 80  # columns from which tables of articles keep all but names on one line
_BRIEF_ROWS = 6  # of a table on a brief page: with the passages two screens at most
_BRIEF_COLUMNS = 100  # of a brief page that goes to a file or a pipe


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What every section needs to know about where it is shown; `width` is ``None`` off a terminal.

    `limit` is how many rows of a list are shown, 0 for all. A `brief` page has the main findings alone, and one
    that somebody wanted `whole` also what there is nothing to do about. `grounds` is there where each match comes with
    its evidence; `links` says where articles can be opened, by id; `steps` is whether it ends with what
    can be done next.
    """

    pen: Pen
    voice: Voice
    width: int | None
    limit: int
    brief: bool
    whole: bool
    full: bool
    grounds: Grounds | None
    links: Mapping[str, str]
    steps: bool

    @property
    def columns(self) -> int:
        return UNBOUNDED if self.width is None else self.width

    @property
    def is_log(self) -> bool:
        """Whether it goes to a file or a pipe, and nobody has said how much of it."""
        return self.width is None and not self.whole and not self.limit

    @property
    def room(self) -> Room | None:
        """How much of a passage is shown."""
        if self.full:
            return None
        return LITTLE if self.brief else USUAL

    def clean(self, text: str) -> str:
        return self.voice.clean(text)

    def called(self, article: str, style: str = "") -> Text:
        """What sentences call an article, as a link where it can be opened."""
        return self.pen.linked(Text(self.voice.names.spoken[article], style), self.links.get(article))

    def whole_id(self, article: str) -> Text:
        """The id as commands take it; what the short name does without stands back."""
        whole, short = self.clean(article), self.voice.names.short[article]
        # The last folder or file that begins so: a hash behind it may hold the same figures.
        begins = [hit.start() for hit in re.finditer(rf"(?<![^/\\:]){re.escape(short)}", whole)]
        at = begins[-1] if begins else whole.find(short)
        if at >= 0:
            text = Text.assemble((whole[:at], "dim"), short, (whole[at + len(short) :], "dim"))
        else:
            text = Text.assemble(short, (f"\n{whole}", "dim"))
        return self.pen.linked(text, self.links.get(article))

    def first(self, number: int) -> int | None:
        """How many of a list to show, as the end of a slice."""
        return min(number, self.limit) if self.limit else None

    def head(self, number: int) -> int | None:
        """How much to show, as the end of a slice, of a list that a limit on findings must not hide."""
        return number if self.limit and self.width else None


def set_aside(report: Report, page: Page) -> Iterable[RenderableType]:
    if not report.set_aside:
        return
    reasons = Counter(aside.reason for aside in report.set_aside)
    names = {**REASONS, "incidental": f"{INCIDENTAL} ({WHAT_IS_INCIDENTAL})"}
    yield heading(f"Set aside ({len(report.set_aside):,})", "never counted above")
    yield indented(Text(", ".join(f"{reasons[name]:,} {names[name]}" for name in sorted(reasons))))
    if page.brief:
        return
    shown = report.set_aside[: page.first(_FIRST_ASIDE)]
    for aside in shown:
        words = page.voice.quoted(aside.match.left.text, 60)
        pair, said = page.voice.pair(aside.match), page.clean(aside_detail(aside) or "")
        detail = f" ({said})" if said and said not in pair else ""  # an outlet is in its articles' names
        told = f"{pair}: {words}, {REASONS[aside.reason]}{detail}"
        yield listed(Text.assemble(told, f"  #{page.clean(aside.match.id)}", style="dim"), page)
    yield from more(len(report.set_aside) - len(shown), page)


def unreadable(report: Report, page: Page) -> Iterable[RenderableType]:
    found = bad_dates(report)
    if not found:
        return
    yield heading(f"Dates that could not be read ({len(found):,})", ADVICE)
    shown = found[: page.head(_FIRST_DATES)]
    for each in shown:
        name = page.voice.names.short[each.article]
        yield listed(Text(f"{name}: {each.name} {page.voice.quoted(each.value, 60)}"), page)
    yield from more(len(found) - len(shown), page)


def skipped(report: Report, page: Page) -> Iterable[RenderableType]:
    if not report.skipped:
        return
    yield heading(f"Skipped ({len(report.skipped):,})", "inputs that could not be read")
    shown = report.skipped[: page.head(_FIRST_SKIPPED)]
    for skipped in shown:
        line = "" if skipped.line is None else f":{skipped.line}"
        yield listed(Text(f"{page.clean(skipped.path)}{line}: {page.clean(skipped.reason)}", style="red"), page)
    yield from more(len(report.skipped) - len(shown), page)


def new_table(*left: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in left:
        table.add_column(Text(name), overflow="fold")
    for name in right:
        table.add_column(Text(name), justify="right", overflow="fold")
    return table


def keep_whole(table: Table, cells: Iterable[Text], page: Page) -> None:
    """Let the first column be as wide as its `cells`, where that leaves room: an id that breaks cannot be copied.

    Where there is room for it at all, names give way to dates and other short cells, which cannot be read in pieces.
    """
    widest = max((cell.cell_len for cell in cells), default=0)
    if page.width is not None and widest <= page.columns // 2:
        table.columns[0].min_width = widest
    if page.columns >= _UNBROKEN_FROM:
        for column in table.columns[2:]:
            column.no_wrap = True


def fits(heads: Sequence[str], rows: Sequence[Sequence[Text]], page: Page) -> bool:
    """Whether a table of these rows needs no fold."""
    widths = [max([cell_len(head), *(row[at].cell_len for row in rows)]) for at, head in enumerate(heads)]
    return sum(widths) + 2 * len(heads) <= page.columns


def listed(text: Text, page: Page) -> Padding:
    """One of a list: what does not fit goes on under its words."""
    if page.width is None:  # everything fits, at a fifth of the time of a table
        return indented(Text.assemble(("- ", text.style), text))
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text("- ", text.style), text)
    return indented(table)


def more(number: int, page: Page) -> Iterable[RenderableType]:
    if number > 0:
        option = "--all" if page.brief else "--limit 0"
        yield indented(Text(f"{page.voice.marks.ellipsis} and {number:,} more; {option} shows all", style="dim"))


def step_table(steps: Iterable[tuple[str, str]]) -> Table:
    """What can be done next: what to type, and what it is good for."""
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in range(2):
        table.add_column(overflow="fold")
    for step in steps:
        table.add_row(*map(Text, step))
    return table


def page_of(report: Report, stream: Stream) -> Page:
    """The page for a report on `stream`. A brief one is for people wherever it goes, and never wider than they read."""
    width = stream.width or (_BRIEF_COLUMNS if stream.is_brief else None)
    pen = Pen(encoding=stream.encoding, color=stream.color)
    longest = min(max(width // 2 - 4, 20), LONGEST_NAME) if width else None  # two names and a sign fit a line
    return Page(
        pen=pen,
        voice=Voice(
            names=name_articles(report, pen.clean, longest),
            marks=pen.marks,
            clean=pen.clean,
            whole=not width,
            priors=report.priors,
        ),
        width=max(width, NARROWEST) if width else None,
        limit=_BRIEF_ROWS if stream.is_brief else max(stream.limit or 0, 0),
        brief=stream.is_brief,
        whole=stream.full or stream.brief is False,
        full=stream.full or not width,
        grounds=grounds_of(report) if stream.explain else None,
        links=links_of(report.articles, stream.folder) if stream.links and stream.color and width else {},
        steps=stream.steps,
    )


def printed(parts: Iterable[RenderableType], page: Page, first: str, height: int | None) -> str:
    """The parts as text. Where that takes more than `height` lines, `first` is said again at the end."""
    out = io.StringIO()
    console = page.pen.console(page.columns, out)
    for part in parts:
        console.print(part, soft_wrap=False)
    if height is not None and out.getvalue().count("\n") >= height:  # the shell's prompt takes a line too
        console.print(heading(f"In short: {first}"), soft_wrap=False)
    return page.pen.page(out.getvalue())
