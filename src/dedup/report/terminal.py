"""The report on a terminal: what matters first, the words themselves, and how sure the tool is.

Text goes into Rich as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import DIRECTIONS, ArticlePair, ArticleSummary, Match, OutletFlow, Report
from dedup.report.dates import dated
from dedup.report.judgement import verdict_mix
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.rich_text import heading, indented
from dedup.report.stream import Stream
from dedup.report.summary import SAME_OUTLET, of_each_verdict, origins, summary, unweighed
from dedup.report.terminal_match import has_breaks, match_lines
from dedup.report.terminal_page import (
    BRIEF_MATCHES,
    Page,
    keep_whole,
    more,
    new_table,
    page_of,
    printed,
    set_aside,
    skipped,
    step_table,
    unreadable,
)
from dedup.report.wording import (
    MANY_ARTICLES,
    UNTRIED,
    WORDS_ALONE,
    is_puzzling,
    outlet_head,
    outlet_of,
    outlets_add,
    percent,
    when,
)

_MIX_FROM = 120  # columns from which who reused whose wording has a column of its own
_BRIEF_NAMES = 2  # of copies and sources of a kind
_PASSAGES_FROM = 60  # columns from which the overlap tables count the passages too


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    """What two articles, or two outlets, share; `mix` says under which verdicts."""

    left: str
    right: str
    numbers: tuple[str, ...]
    mix: str


def render(report: Report, stream: Stream) -> str:
    """`report` for people, as wide as `stream` is, or as wide as it needs and never cut off a terminal.

    A brief one has the main findings and the strongest passages of each verdict; else at most `stream.limit` matches
    and rows of a table are shown. Each cut says how many more there are. On a terminal long names and reasons lose
    their middle, and so do long passages unless `stream.full`. Where that takes more than `stream.height` lines the
    first one is repeated at the end. Every character fits the encoding. Only in colour on a terminal are there links.
    """
    page = page_of(report, stream)
    return printed(_sections(report, page), page, summary(report, page.voice)[0], stream.height)


def _sections(report: Report, page: Page) -> Iterable[RenderableType]:
    yield from opening(report, page)
    many = len(report.articles) > MANY_ARTICLES
    if not (many or (page.brief and len(report.articles) > page.limit)):
        yield from _articles(report, page)
    by_outlet = bool(report.outlet_flows) and outlets_add(report)
    if not (page.brief and by_outlet and many):
        yield from _overlap(report.article_pairs, "articles", page, page.voice.names.spoken.__getitem__)
    if by_outlet and (many or not page.brief):
        yield from _overlap(report.outlet_flows, "outlets", page, page.voice.names.outlets.__getitem__)
    yield from _matches(report.matches, page)
    if many and not page.brief:
        yield from _articles(report, page)
    yield from set_aside(report, page)
    yield from unreadable(report, page)
    yield from skipped(report, page)
    yield from next_steps(report, page)


def opening(report: Report, page: Page) -> Iterable[RenderableType]:
    """The answer in a few sentences: who shares how much, how sure that is, and where the wording is from."""
    first, *rest = summary(report, page.voice)
    yield Text(first, style="bold")
    for sentence in rest:
        yield Text(sentence)
    where = origins(report, page.voice, *([_BRIEF_NAMES] if page.brief else []))
    without = unweighed(report)
    if without:
        yield Text(without)
    if where:
        yield Text("Where from:")
        yield indented(numbered(where))


def numbered(lines: Iterable[str]) -> Table:
    """Lines that begin with a number, which go on beside it where they do not fit."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for line in lines:
        number, _, words = line.partition(" ")
        table.add_row(Text(number, "bold"), Text(words))
    return table


def _articles(report: Report, page: Page) -> Iterable[RenderableType]:
    if not report.articles:
        return
    shown = _most_sharing_first(report)[: page.first(len(report.articles))]
    order = "most shared words first" if report.article_pairs else "by id"
    yield heading(f"Articles read ({len(report.articles):,})", order)
    dates = {article.id: when(article.published, page.voice.marks) for article in shown}
    table = new_table("article", outlet_head(shown), "published", "dated", right=("words",))
    keep_whole(table, (page.whole_id(article.id) for article in shown), page)
    for article in shown:
        cells = (outlet_of(article, page.voice), dates[article.id], dated(article), f"{article.words:,}")
        table.add_row(page.whole_id(article.id), *map(Text, cells))
    yield indented(table)
    yield from more(len(report.articles) - len(shown), page)


def _most_sharing_first(report: Report) -> Sequence[ArticleSummary]:
    shared: Counter[str] = Counter()
    for pair in report.article_pairs:
        shared[pair.left] += pair.shared_words
        shared[pair.right] += pair.shared_words
    return sorted(report.articles, key=lambda article: (-shared[article.id], article.id))


def _overlap(
    pairs: Sequence[ArticlePair] | Sequence[OutletFlow], what: str, page: Page, name: Callable[[str], str]
) -> Iterable[RenderableType]:
    if not pairs:
        return
    shown = most_shared_first(pairs)[: page.first(len(pairs))]
    yield heading(f"Overlap between {what} ({len(pairs):,})", "share of each one's words, boilerplate left out")
    counted = ("passages", "words") if page.columns >= _PASSAGES_FROM else ("words",)
    rows = [
        _Row(
            left=name(pair.left),
            right=name(pair.right),
            numbers=(
                *((f"{pair.passages:,}",) if "passages" in counted else ()),
                f"{pair.shared_words:,}",
                percent(pair.containment_left),
                percent(pair.containment_right),
            ),
            mix=verdict_mix(pair.verdict_words, page.voice.marks),
        )
        for pair in shown
    ]
    heads = (*counted, "of 1st", "of 2nd")
    yield indented(_wide(rows, heads) if page.columns >= _MIX_FROM else _narrow(rows, heads, page))
    yield from more(len(pairs) - len(shown), page)
    for note in _of_mixes(shown, page):
        yield indented(Text(note, "dim"))


def _of_mixes(pairs: Sequence[ArticlePair | OutletFlow], page: Page) -> Iterable[str]:
    """How words by verdict are to be read."""
    if any(pair.verdict_words.get(name) for pair in pairs for name in DIRECTIONS):
        yield f"1st {page.voice.marks.right} 2nd: the 2nd probably has these words from the 1st"
    if any(sum(pair.verdict_words.values()) > pair.shared_words for pair in pairs):
        yield "a word in passages of two verdicts counts under both"


def _wide(rows: Sequence[_Row], heads: Sequence[str]) -> Table:
    table = new_table("1st", "2nd", right=heads)
    table.add_column(Text("words by verdict"), overflow="fold")
    for row in rows:
        table.add_row(*map(Text, (row.left, row.right, *row.numbers, row.mix)))
    return table


def _narrow(rows: Sequence[_Row], heads: Sequence[str], page: Page) -> Table:
    """There is no room for another column: who reused whose wording goes under the names, over the whole width."""
    both = page.voice.marks.both
    widths = [max(map(len, column)) for column in zip(heads, *(row.numbers for row in rows), strict=True)]
    names = [Text(f"{row.left} {both} {row.right}") for row in rows]
    longest = max(cell_len(f"1st {both} 2nd"), *(name.cell_len for name in names))
    table = Table.grid()
    table.add_column(overflow="fold")
    room = min(longest, page.columns - sum(widths) - 2 * len(widths) - 2)

    def line(name: Text, numbers: Sequence[str], style: str = "") -> Table:
        row = Table.grid(padding=(0, 2, 0, 0))
        row.add_column(width=room, overflow="fold")
        for width in widths:
            row.add_column(width=width, justify="right", no_wrap=True)
        row.add_row(name, *(Text(number, style) for number in numbers))
        return row

    table.add_row(line(Text(f"1st {both} 2nd", "dim"), heads, "dim"))
    for name, row in zip(names, rows, strict=True):
        table.add_row(Group(line(name, row.numbers), indented(Text(row.mix, "dim"))))
    return table


def _matches(matches: Sequence[Match], page: Page) -> Iterable[RenderableType]:
    if not matches:
        return
    order = strongest_first(matches)
    if page.brief:
        shown = of_each_verdict(order, BRIEF_MATCHES)
    else:
        shown = list(enumerate(order[: page.first(len(order))], 1))
    if page.brief and len(shown) < len(order):
        yield heading(f"Shared passages ({len(order):,})", "the strongest, of every verdict")
    else:
        yield heading(f"Shared passages, strongest first ({len(order):,})")
    yield indented(page.pen.legend(breaks=has_breaks((match for _, match in shown), page)))
    for number, match in shown:
        yield from match_lines(match, number, page)
    yield from more(len(order) - len(shown), page)
    if any(is_puzzling(match) for _, match in shown):
        sure = f"{page.voice.marks.opening}sure not by chance{page.voice.marks.closing}"
        yield from (Text(""), indented(Text(f"{sure} {WORDS_ALONE}", "dim")))
    yield from (Text(""), indented(Text(UNTRIED, "dim")))


def next_steps(report: Report, page: Page, full: str = "passages in full, however long") -> Iterable[RenderableType]:
    """What to do with the report; `full` says what there is to see with ``--full``."""
    if not report.articles or not page.steps:
        return
    some = bool(report.matches)
    repeats = any(aside.reason == SAME_OUTLET for aside in report.set_aside)
    steps = [
        (repeats and not some, "--same-outlet", "what one outlet repeats counts, too"),
        (page.brief, "--all", "all passages, all articles, what was set aside"),
        (some, "-o report.html", "for a browser: passages in their articles"),
        (True, "--format json -o report.json", "everything, for a program and for explain"),
        (some, "dedup explain report.json 1", "why, for passage 1: all the evidence"),
        (some and page.grounds is None, "--explain", "the main evidence under each passage"),
        (some and not page.full, "--full", full),
    ]
    yield heading("Next")
    yield indented(step_table((what, why) for applies, what, why in steps if applies))
