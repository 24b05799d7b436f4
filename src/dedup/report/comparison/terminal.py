"""Two texts on a terminal: what they share side by side, marked word by word, and what stands around it folded."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import Span
from dedup.report.comparison.value import Block, Compared, Context, Moved, blocks
from dedup.report.cutting import folded
from dedup.report.dates import dated
from dedup.report.direction import Isolated, set_apart
from dedup.report.order import strongest_first
from dedup.report.rich_text import Barred, heading, indented
from dedup.report.stream import Stream
from dedup.report.summary import summary
from dedup.report.terminal import next_steps, opening
from dedup.report.terminal_match import INDENT, evidence, judged, match_head, passage_rows
from dedup.report.terminal_page import Page, page_of, printed, set_aside, skipped, unreadable
from dedup.report.wording import count, outlet_of, percent, when

_SIDE_BY_SIDE = 100  # columns from which the two texts stand next to each other
_AROUND = 70  # characters of context that are shown beside a passage
_LABELS = ("A", "B")
_STOPS = " .,;:!?\u2026\u3001\u3002\uff01\uff0c\uff1a\uff1b\uff1f"  # at the end of a sentence
# What ends a paragraph behind a passage, and what opens one before it.
_RAGGED = re.compile(r"\A[^\w\n]*\n\s*|\s*\n[^\w]*\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shown:
    """`whole` is whether what stands around the passages is shown too."""

    compared: Compared
    page: Page
    numbers: Mapping[str, int]
    whole: bool

    @property
    def beside(self) -> bool:
        return self.page.width is not None and self.page.width >= _SIDE_BY_SIDE


def render(compared: Compared, stream: Stream) -> str:
    """Both texts for people.

    Unless `stream.full`, only the words next to a passage are shown of what stands between passages, and how many are
    not, on a terminal or off it: a line of a short text may stand in a long article. At most `stream.limit` passages
    are shown, the strongest. A comparison is never brief.
    """
    page = page_of(compared.report, replace(stream, brief=False))
    numbers = {match.id: number for number, match in enumerate(strongest_first(compared.report.matches), 1)}
    shown = _Shown(compared=compared, page=page, numbers=numbers, whole=stream.full)
    return printed(_sections(shown), page, summary(compared.report, page.voice)[0], stream.height)


def _sections(shown: _Shown) -> Iterable[RenderableType]:
    report, page = shown.compared.report, shown.page
    yield from opening(report, page)
    yield Text("")
    yield indented(_heads(shown), INDENT)
    matches = strongest_first(report.matches)[: page.first(len(report.matches))]
    if matches:
        yield heading("Both texts", "from beginning to end; the passages are numbered by strength, the strongest is 1")
        yield indented(
            page.pen.legend(
                breaks=any("\n" in text.strip() for text in (shown.compared.left.text, shown.compared.right.text))
            )
        )
        for block in blocks(shown.compared, matches):
            yield from _block(block, shown)
    if len(matches) < len(report.matches):
        left_out = count(len(report.matches) - len(matches), "weaker passage")
        yield indented(Text(f"{page.voice.marks.ellipsis} and {left_out}, not marked; --limit 0 shows all", "dim"))
    yield from set_aside(report, page)
    yield from unreadable(report, page)
    yield from skipped(report, page)
    yield from next_steps(report, replace(page, full=shown.whole), "both texts whole")


def _heads(shown: _Shown) -> RenderableType:
    """What is known of both articles, and how much of each the other has."""
    report, page = shown.compared.report, shown.page
    pairs = {(pair.left, pair.right): pair for pair in report.article_pairs}
    pair = pairs.get((shown.compared.left.id, shown.compared.right.id))
    shares = (pair.containment_left, pair.containment_right) if pair else (0.0, 0.0)
    known = {article.id: article for article in report.articles}
    sides = []
    for label, id, share in zip(_LABELS, (shown.compared.left.id, shown.compared.right.id), shares, strict=True):
        article = known[id]
        own = page.clean(id.partition(":")[2])
        called = outlet_of(article, page.voice) if article.outlet else own
        name = page.pen.linked(Text(called, "bold"), page.links.get(id))
        origin = dated(article)
        known_when = when(article.published, page.voice.marks) if article.published else "date unknown"
        date = f"{known_when}{f' ({origin})' if origin not in ('', 'given') else ''}"
        facts = [*([own] if article.outlet else []), date, count(article.words, "word"), f"{percent(share)} shared"]
        about = Table.grid()
        about.add_column(no_wrap=True)
        about.add_column(overflow="fold")
        about.add_row(Text(f"{label}  ", "bold"), Text.assemble(name, "\n", ", ".join(facts)))
        sides.append(about)
    if not shown.beside:
        return Group(*sides)
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in _LABELS:
        table.add_column(width=_half(shown), overflow="fold")
    table.add_row(*sides)
    return table


def _block(block: Block, shown: _Shown) -> Iterable[RenderableType]:
    if isinstance(block, Context):
        around = list(_around(block, shown))
        if around:
            yield from (Text(""), indented(_rows(around, shown), INDENT))
        return
    yield Text("")
    page, match = shown.page, block.match
    if isinstance(block, Moved) and not block.in_left:
        yield _elsewhere(block, shown)
        return
    title = Text(_moved(block, shown), "bold magenta") if isinstance(block, Moved) else None
    yield match_head(match, shown.numbers[match.id], title, page, named=False)
    yield indented(judged(match, page), INDENT)
    if page.grounds is not None:
        yield indented(evidence(match, page), INDENT)
    if shown.beside:
        words = _rows(list(passage_rows(match, page, changes=True)), shown)
    else:  # one side after the other: where rows begin says nothing there
        left, right = ([row[side] for row in passage_rows(match, page, changes=True)] for side in (0, 1))
        words = _rows([(Text(" ").join(left), Text(" ").join(right))], shown)
    yield indented(Barred(words, "│" if page.pen.holds("│") else "|"), INDENT - 2)


def _moved(block: Moved, shown: _Shown) -> str:
    """Where the other text has a passage that is not in order."""
    place = f"behind {shown.numbers[block.behind.id]}" if block.behind else "before all others"
    if not block.in_left:
        return f"{'again' if block.again else 'moved'}: compared at its place in A, {place}"
    return f"again: in B it stands also {place}" if block.again else f"moved: in B it stands {place}"


def _elsewhere(block: Moved, shown: _Shown) -> RenderableType:
    """The place of a moved passage in the right text; it is compared in its place in the left one."""
    page, passage = shown.page, block.match.right
    number = Text(f"{shown.numbers[block.match.id]:>3}  ", "bold")
    note = Text(_moved(block, shown), "bold magenta")
    words = Text(page.pen.plain(passage.text) if page.full else page.voice.running(passage.text))
    parts = [_rows([(note, words)], shown)] if shown.beside else [note, _rows([(Text(""), words)], shown)]
    table = Table.grid()
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(number, Group(*parts))
    return table


def _around(context: Context, shown: _Shown) -> Iterable[tuple[Text, Text]]:
    left = _told(shown.compared.left.text, context.left, shown)
    right = _told(shown.compared.right.text, context.right, shown)
    yield from zip_longest(left, right, fillvalue=Text(""))


def _told(text: str, span: Span, shown: _Shown) -> list[Text]:
    """What stands between two passages: in full a row a paragraph, else the words next to them."""
    words = _RAGGED.sub("", text[span.start : span.end])
    if not any(map(str.isalnum, words)):
        return []
    if shown.whole:
        return [Text(shown.page.pen.plain(each.strip()), "dim") for each in words.split("\n") if each.strip()]
    head, tail = (0 if span.start == 0 else _AROUND), (0 if span.end == len(text) else _AROUND)
    told = shown.page.pen.marked(folded(words.strip().lstrip(_STOPS), head, tail), "left")
    told.stylize("dim")
    return [told]


def _rows(rows: Sequence[tuple[Text, Text]], shown: _Shown) -> RenderableType:
    """Rows of both texts: next to each other, or one below the other with their letters."""
    if shown.beside:
        return _beside(rows, shown)
    apart = shown.page.pen.apart
    lines = [(label, row[at]) for at, label in enumerate(_LABELS) for row in rows if row[at].plain.strip()]
    if shown.page.width is None:
        return Text("\n").join(Text.assemble(f"{label}  ", set_apart(side, apart)) for label, side in lines)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for label, side in lines:
        table.add_row(Text(label, "bold"), Isolated(side, apart))
    return table


def _beside(rows: Sequence[tuple[Text, Text]], shown: _Shown) -> Table:
    table = Table.grid(padding=(0, 3, 0, 0))
    for _ in _LABELS:
        table.add_column(width=_half(shown), overflow="fold")
    for row in rows:
        table.add_row(*(Isolated(each, shown.page.pen.apart) for each in row))
    return table


def _half(shown: _Shown) -> int:
    return (shown.page.columns - INDENT - 3) // 2
