"""A match on a terminal: who, how alike, how sure, the verdict, why, and the words of both sides.

Text goes into Rich as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import Match
from dedup.report.cutting import excerpts, rows
from dedup.report.direction import Isolated, set_apart
from dedup.report.excerpt import SIDES, Piece
from dedup.report.explanation.making import explained
from dedup.report.explanation.speaking import reasoned, the_rival, worth_showing
from dedup.report.judgement import verdict
from dedup.report.reasons import reason
from dedup.report.rich_text import indented
from dedup.report.terminal_page import SIDE_BY_SIDE, Page
from dedup.report.wording import count, facts

INDENT = 5
_MOST_FOR, _MOST_AGAINST = 3, 2

_VERDICT_STYLE = {"left-to-right": "bold red", "right-to-left": "bold red", "undetermined": "bold"}


def has_breaks(matches: Iterable[Match], page: Page) -> bool:
    """Whether what is shown of the passages goes over the end of a line, for which there is a sign."""
    if _beside(page):
        shown = (_trimmed(side) for match in matches for row in rows(match, page.room) for side in row)
        return any("\n" in piece.text for side in shown for piece in side)
    return any("\n" in piece.text for match in matches for side in excerpts(match, page.room) for piece in side)


def match_lines(match: Match, number: int, page: Page, title: str | None = None) -> Iterable[RenderableType]:
    """A match with its verdict and its words; `title`, clean, in the place of the two articles."""
    yield Text("")
    yield match_head(match, number, Text(title or page.voice.pair(match), "bold"), page)
    yield indented(judged(match, page), INDENT)
    if page.grounds is not None:
        yield indented(evidence(match, page), INDENT)
    yield indented(_sides(match, page), INDENT)


def match_head(match: Match, number: int, title: Text | None, page: Page, *, named: bool = True) -> RenderableType:
    """The number of a match, its title if it has one, how alike and how sure, and its id if it is to be `named`: on one
    line if they fit."""
    place = Text(f"{number:>3}  ", "bold")
    about = Text.assemble(facts(match), (f"  #{page.clean(match.id)}" if named else "", "dim"))
    beside = Text.assemble(place, title or "", f" {page.voice.marks.dash} ", about)
    if title is not None and beside.cell_len <= page.columns:
        return beside
    head = Table.grid()  # so that whatever does not fit goes on under the title
    head.add_column(no_wrap=True)
    head.add_column(overflow="fold")
    head.add_row(place, about if title is None else Text.assemble(title, "\n", about))
    return head


def judged(match: Match, page: Page) -> Text:
    """The verdict, and the heaviest reason for it unless the evidence follows."""
    said = Text(verdict(match, page.voice), style=_VERDICT_STYLE.get(match.verdict.label, "bold green"))
    if page.grounds is not None:
        return said
    because = Text(reason(match, page.voice))
    fits = said.cell_len + because.cell_len + INDENT + 2 <= page.columns
    return Text.assemble(said, "; " if fits else "\n", because)


def evidence(match: Match, page: Page) -> Table:
    """The main evidence for and against what is first said of the verdict, in sentences."""
    if page.grounds is None:
        raise ValueError("the page shows no evidence")
    explanation = explained(match, None, page.grounds)
    table = Table.grid(padding=(0, 2, 0, 0))
    for fold in (False, False, True):
        table.add_column(no_wrap=not fold, overflow="fold")
    left_out = 0
    sides = (("for", explanation.speaks_for, _MOST_FOR), ("against", explanation.speaks_against, _MOST_AGAINST))
    for side, arguments, most in sides:
        heavy, _ = worth_showing(arguments)
        shown = heavy if page.width is None else heavy[:most]
        left_out += len(heavy) - len(shown)
        for at, argument in enumerate(shown):
            words = reasoned(argument, explanation, page.voice)
            head = Text("" if at else side, "green" if side == "for" else "red")
            table.add_row(head, Text(argument.grade, "dim"), Text(words))
        if not shown:
            table.add_row(Text(side, "dim"), Text(""), Text("nothing in the texts", "dim"))
    if left_out:
        more = f"{page.voice.marks.ellipsis} and {count(left_out, 'lighter reason')}"
        table.add_row(Text(""), Text(""), Text(more, "dim"))
    rival = explanation.rival
    telling = worth_showing(rival.contest.speaks_for)[0] if rival is not None and rival.contest is not None else []
    best = next(iter(telling), None)
    if rival is not None and best is not None:
        words = f"{the_rival(rival, explanation, page.voice)}: {reasoned(best, explanation, page.voice)}"
        table.add_row(Text("rather than", "dim"), Text(best.grade, "dim"), Text(words))
    return table


def passage_rows(match: Match, page: Page, changes: bool = False) -> Iterable[tuple[Text, Text]]:
    """The words of both sides in rows, their differences marked, with `changes` every one of them."""
    for row in rows(match, page.room, changes):
        left, right = (page.pen.marked(_trimmed(parts), side) for parts, side in zip(row, SIDES, strict=True))
        yield left, right


def _beside(page: Page) -> bool:
    return page.width is not None and page.width >= SIDE_BY_SIDE


def _sides(match: Match, page: Page) -> Table | Text:
    left, right = (page.called(side.article, "dim") for side in (match.left, match.right))
    if _beside(page):
        table = Table.grid(padding=(0, 3, 0, 0))
        for _ in SIDES:
            table.add_column(width=(page.columns - INDENT - 3) // 2, overflow="fold")
        table.add_row(left, right)
        for row in passage_rows(match, page):
            table.add_row(*(Isolated(each, page.pen.apart) for each in row))
        return table
    before, after = excerpts(match, page.room)
    words = (page.pen.marked(before, "left"), page.pen.marked(after, "right"))
    if page.width is None:  # nothing wraps, so plain lines do, at half the time of a table
        wide = max(left.cell_len, right.cell_len) + 2
        left.append(" " * (wide - left.cell_len)).append_text(set_apart(words[0], page.pen.apart))
        right.append(" " * (wide - right.cell_len)).append_text(set_apart(words[1], page.pen.apart))
        return Text.assemble(left, "\n", right)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=page.columns // 4, overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(left, Isolated(words[0], page.pen.apart))
    table.add_row(right, Isolated(words[1], page.pen.apart))
    return table


def _trimmed(parts: Sequence[Piece]) -> list[Piece]:
    """A row without the space, and the ends of lines, around it."""
    kept = list(parts)
    while kept and not kept[0].text.lstrip():
        del kept[0]
    while kept and not kept[-1].text.rstrip():
        del kept[-1]
    if kept:
        kept[0] = Piece(kept[0].text.lstrip(), kept[0].role)
        kept[-1] = Piece(kept[-1].text.rstrip(), kept[-1].role)
    return kept
