"""The report on a terminal: what matters first, the words themselves, and how sure the tool is.

Text goes into Rich as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import ArticlePair, ArticleSummary, Match, OutletFlow, Report
from dedup.report.dates import ADVICE, bad_dates, dated
from dedup.report.direction import Isolated, set_apart
from dedup.report.excerpt import excerpts
from dedup.report.judgement import reason, verdict, verdict_mix
from dedup.report.names import name_articles, shorten
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.rich_text import NARROWEST, UNBOUNDED, Pen, heading, indented
from dedup.report.summary import origins, summary
from dedup.report.wording import (
    MANY_ARTICLES,
    REASONS,
    Voice,
    aside_detail,
    facts,
    outlet_of,
    outlets_add,
    percent,
    when,
)

_SIDE_BY_SIDE = 120  # columns from which the two sides of a match stand next to each other
_MIX_FROM = 120  # columns from which who reused whose wording has a column of its own
_PASSAGES_FROM = 60  # columns from which the overlap tables count the passages too
_FIRST_ASIDE, _FIRST_SKIPPED, _FIRST_DATES = 5, 10, 10

_VERDICT_STYLE = {"left-to-right": "bold red", "right-to-left": "bold red", "undetermined": "bold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
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


def render(
    report: Report,
    *,
    width: int | None,
    height: int | None = None,
    color: bool,
    encoding: str = "utf-8",
    limit: int = 20,
    full: bool = False,
) -> str:
    """`report` for people, `width` columns wide, or as wide as it needs and never cut where it is ``None``.

    At most `limit` matches and rows of a table are shown (0: all, each cut says how many more there are).
    On a terminal long names and reasons lose their middle, and so do long passages unless `full`. Where that takes
    more than `height` lines the first one is repeated at the end. Every character fits `encoding`.
    """
    pen = Pen(encoding=encoding, color=color)
    longest = min(max(width // 2 - 8, 20), 60) if width else None  # two names and a sign between them fit a line
    page = _Page(
        pen=pen,
        voice=Voice(names=name_articles(report, pen.clean, longest), marks=pen.marks, clean=pen.clean, whole=not width),
        longest_name=longest,
        width=max(width, NARROWEST) if width else None,
        limit=max(limit, 0),
        full=full or not width,
    )
    out = io.StringIO()
    console = pen.console(page.columns, out)
    for part in _sections(report, page):
        console.print(part, soft_wrap=False)
    if height is not None and out.getvalue().count("\n") >= height:  # the shell's prompt takes a line too
        console.print(heading(summary(report, page.voice)[0]), soft_wrap=False)
    return pen.page(out.getvalue())


def _sections(report: Report, page: _Page) -> Iterable[RenderableType]:
    first, *rest = summary(report, page.voice)
    yield Text(first, style="bold")
    for sentence in rest:
        yield Text(sentence)
    where = origins(report, page.voice)
    if where:
        yield Text("Where from:")
        yield from (indented(Text(line)) for line in where)
    many = len(report.articles) > MANY_ARTICLES
    if not many:
        yield from _articles(report, page)
    yield from _overlap(report.article_pairs, "articles", page, page.voice.names.spoken.__getitem__)
    if outlets_add(report):
        named = {flow for each in report.outlet_flows for flow in (each.left, each.right)}
        outlets = {name: page.clean(shorten(name, page.longest_name)) for name in sorted(named)}
        yield from _overlap(report.outlet_flows, "outlets", page, outlets.__getitem__)
    yield from _matches(report.matches, page)
    if many:
        yield from _articles(report, page)
    yield from _set_aside(report, page)
    yield from _unreadable(report, page)
    yield from _skipped(report, page)
    yield from _next_steps(report, page)


def _articles(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.articles:
        return
    shown = _most_sharing_first(report)[: page.first(len(report.articles))]
    order = "most shared words first" if report.article_pairs else "by id"
    yield heading(f"Articles read ({len(report.articles):,})", order)
    dates = {article.id: when(article.published, page.voice.marks) for article in shown}
    table = _table("article", "outlet", "published", "dated", right=("words",))
    for article in shown:
        cells = (page.voice.names.short[article.id], outlet_of(article, page.voice), dates[article.id], dated(article))
        table.add_row(*map(Text, cells), Text(f"{article.words:,}"))
    yield indented(table)
    yield from _more(len(report.articles) - len(shown), "article", page)


def _most_sharing_first(report: Report) -> Sequence[ArticleSummary]:
    shared: Counter[str] = Counter()
    for pair in report.article_pairs:
        shared[pair.left] += pair.shared_words
        shared[pair.right] += pair.shared_words
    return sorted(report.articles, key=lambda article: (-shared[article.id], article.id))


def _overlap(
    pairs: Sequence[ArticlePair] | Sequence[OutletFlow], what: str, page: _Page, name: Callable[[str], str]
) -> Iterable[RenderableType]:
    if not pairs:
        return
    shown = most_shared_first(pairs)[: page.first(len(pairs))]
    yield heading(f"Overlap between {what} ({len(pairs):,})", "share of each one's words, boilerplate left out")
    wide, both = page.columns >= _MIX_FROM, page.voice.marks.both
    counted = ("passages", "words") if page.columns >= _PASSAGES_FROM else ("words",)
    table = _table(*(("1st", "2nd") if wide else (f"1st {both} 2nd",)), right=(*counted, "of 1st", "of 2nd"))
    if wide:
        table.add_column(Text("words by verdict"), overflow="fold")
    for pair in shown:
        passages = (f"{pair.passages:,}",) if "passages" in counted else ()
        shares = (percent(pair.containment_left), percent(pair.containment_right))
        numbers = map(Text, (*passages, f"{pair.shared_words:,}", *shares))
        left, right, mix = name(pair.left), name(pair.right), verdict_mix(pair.verdict_words, page.voice.marks)
        if wide:
            table.add_row(Text(left), Text(right), *numbers, Text(mix))
        else:  # no room for another column: who reused whose wording goes under the names
            table.add_row(Group(Text(f"{left} {both} {right}"), indented(Text(mix, "dim"))), *numbers)
    yield indented(table)
    yield from _more(len(pairs) - len(shown), "pair", page)


def _matches(matches: Sequence[Match], page: _Page) -> Iterable[RenderableType]:
    if not matches:
        return
    shown = strongest_first(matches)[: page.first(len(matches))]
    yield heading(f"Shared passages, strongest first ({len(matches):,})")
    yield indented(page.pen.legend())
    for number, match in enumerate(shown, 1):
        yield from _match(match, number, page)
    yield from _more(len(matches) - len(shown), "passage", page)


def _match(match: Match, number: int, page: _Page) -> Iterable[RenderableType]:
    place, pair = Text(f"{number:>3}  ", "bold"), Text(page.voice.pair(match), "bold")
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


def _sides(match: Match, page: _Page) -> Table | Text:
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


def _set_aside(report: Report, page: _Page) -> Iterable[RenderableType]:
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
    yield from _more(len(report.set_aside) - len(shown), "passage", page)


def _unreadable(report: Report, page: _Page) -> Iterable[RenderableType]:
    found = bad_dates(report)
    if not found:
        return
    yield heading(f"Dates that could not be read ({len(found):,})", ADVICE)
    shown = found[: page.head(_FIRST_DATES)]
    for each in shown:
        name = page.voice.names.short[each.article]
        yield indented(Text(f"{name}: {each.name} {page.voice.quoted(each.value, 60)}"))
    yield from _more(len(found) - len(shown), "date", page)


def _skipped(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.skipped:
        return
    yield heading(f"Skipped ({len(report.skipped):,})", "inputs that could not be read")
    shown = report.skipped[: page.head(_FIRST_SKIPPED)]
    for skipped in shown:
        line = "" if skipped.line is None else f":{skipped.line}"
        yield indented(Text(f"{page.clean(skipped.path)}{line}: {page.clean(skipped.reason)}", style="red"))
    yield from _more(len(report.skipped) - len(shown), "input", page)


def _next_steps(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.articles:
        return
    yield heading("Next")
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(Text("--format json -o report.json"), Text("everything, with the evidence behind each verdict"))
    if report.matches:
        table.add_row(Text("dedup explain report.json 1"), Text("why, for passage 1: what speaks for and against"))
    if report.matches and not page.full:
        table.add_row(Text("--full"), Text("passages in full, however long"))
    if any(not article.outlet for article in report.articles):
        table.add_row(Text("--metadata FILE"), Text("a table of outlets and dates by id: some outlet is unknown"))
    yield indented(table)


def _table(*left: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in left:
        table.add_column(Text(name), overflow="fold")
    for name in right:
        table.add_column(Text(name), justify="right", overflow="fold")
    return table


def _more(number: int, noun: str, page: _Page) -> Iterable[RenderableType]:
    if number > 0:
        yield indented(Text(f"{page.voice.marks.ellipsis} and {number:,} more; --limit 0 shows all", style="dim"))
