"""The report on a terminal: what matters first, the words themselves, and how sure the tool is.

The only module that uses Rich. Text goes in as `rich.text.Text` made of cleaned strings, never as markup.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dedup.model import ArticlePair, ArticleSummary, Match, OutletFlow, Report
from dedup.report.dates import ADVICE, bad_dates, dated
from dedup.report.direction import Isolated, set_apart
from dedup.report.escape import encodable, isolated, terminal_text
from dedup.report.excerpt import Piece, Role, Side, excerpts
from dedup.report.judgement import reason, verdict, verdict_mix
from dedup.report.names import name_articles, shorten
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.summary import origins, summary
from dedup.report.wording import (
    ASCII_MARKS,
    MANY_ARTICLES,
    REASONS,
    Marks,
    Voice,
    aside_detail,
    facts,
    outlet_of,
    outlets_add,
    percent,
    when,
)

_NARROWEST = 40
_SIDE_BY_SIDE = 120  # columns from which the two sides of a match stand next to each other
_MIX_FROM = 120  # columns from which who reused whose wording has a column of its own
_PASSAGES_FROM = 60  # columns from which the overlap tables count the passages too
_UNBOUNDED = 1_000_000
_FIRST_ASIDE, _FIRST_SKIPPED, _FIRST_DATES = 5, 10, 10

_STYLE: dict[Role, str] = {
    "same": "",
    "only": "bold underline yellow",
    "near": "underline cyan",
    "moved": "italic magenta",
    "gap": "dim",
}
_VERDICT_STYLE = {"left-to-right": "bold red", "right-to-left": "bold red", "undetermined": "bold"}
# The styles of pieces without colour. Left and right differ so that a line still says its side out of context.
_BRACKETS: dict[Role, tuple[str, str]] = {"near": ("~", "~"), "moved": ("<", ">")}
_ONLY: dict[Side, tuple[str, str]] = {"left": ("[-", "-]"), "right": ("{+", "+}")}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What every section needs to know about where it is shown; `width` is ``None`` off a terminal."""

    voice: Voice
    width: int | None
    longest_name: int | None
    color: bool
    limit: int
    full: bool
    plain: Callable[[str], str]
    apart: Callable[[str], str]

    @property
    def columns(self) -> int:
        return _UNBOUNDED if self.width is None else self.width

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
    marks = _marks(encoding)
    plain = partial(terminal_text, encoding=encoding, line_break=marks.line_break)
    apart = partial(isolated, encoding=encoding)

    def clean(text: str) -> str:
        return apart(plain(text))

    longest = min(max(width // 2 - 8, 20), 60) if width else None  # two names and a sign between them fit a line
    page = _Page(
        voice=Voice(names=name_articles(report, clean, longest), marks=marks, clean=clean, whole=not width),
        longest_name=longest,
        width=max(width, _NARROWEST) if width else None,
        color=color,
        limit=max(limit, 0),
        full=full or not width,
        plain=plain,
        apart=apart,
    )
    out = io.StringIO()
    console = Console(
        file=out,
        width=page.columns,
        force_terminal=color,
        force_jupyter=False,
        force_interactive=False,
        color_system="standard" if color else None,
        no_color=not color,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
        # An empty environment: NO_COLOR, COLUMNS and TERM are the command line's to read.
        _environ={},
    )
    for part in _sections(report, page):
        console.print(part, soft_wrap=False)
    if height is not None and out.getvalue().count("\n") >= height:  # the shell's prompt takes a line too
        console.print(_heading(summary(report, page.voice)[0]), soft_wrap=False)
    lines = (line.rstrip(" ") for line in out.getvalue().split("\n"))
    return encodable("\n".join(lines).strip("\n") + "\n", encoding)


def _sections(report: Report, page: _Page) -> Iterable[RenderableType]:
    first, *rest = summary(report, page.voice)
    yield Text(first, style="bold")
    for sentence in rest:
        yield Text(sentence)
    where = origins(report, page.voice)
    if where:
        yield Text("Where from:")
        yield from (_indented(Text(line)) for line in where)
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


def _heading(title: str, note: str = "") -> Text:
    return Text.assemble("\n", (title, "bold"), (f"  {note}" if note else "", "dim"))


def _articles(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.articles:
        return
    shown = _most_sharing_first(report)[: page.first(len(report.articles))]
    order = "most shared words first" if report.article_pairs else "by id"
    yield _heading(f"Articles read ({len(report.articles):,})", order)
    dates = {article.id: when(article.published, page.voice.marks) for article in shown}
    table = _table("article", "outlet", "published", "dated", right=("words",))
    for article in shown:
        cells = (page.voice.names.short[article.id], outlet_of(article, page.voice), dates[article.id], dated(article))
        table.add_row(*map(Text, cells), Text(f"{article.words:,}"))
    yield _indented(table)
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
    yield _heading(f"Overlap between {what} ({len(pairs):,})", "share of each one's words, boilerplate left out")
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
            table.add_row(Group(Text(f"{left} {both} {right}"), _indented(Text(mix, "dim"))), *numbers)
    yield _indented(table)
    yield from _more(len(pairs) - len(shown), "pair", page)


def _matches(matches: Sequence[Match], page: _Page) -> Iterable[RenderableType]:
    if not matches:
        return
    shown = strongest_first(matches)[: page.first(len(matches))]
    yield _heading(f"Shared passages, strongest first ({len(matches):,})")
    yield _indented(_legend(page))
    for number, match in enumerate(shown, 1):
        yield from _match(match, number, page)
    yield from _more(len(matches) - len(shown), "passage", page)


def _legend(page: _Page) -> Text:
    legend = Text("marked: ", style="dim")
    samples: tuple[tuple[str, Role, Side], ...] = (
        ("only here", "only", "left"),
        ("only here", "only", "right"),
        ("a variant", "near", "left"),
        ("moved", "moved", "left"),
    )
    for words, role, side in samples[1:] if page.color else samples:
        legend.append_text(_marked([Piece(words, role)], side, page)).append("  ")
    return legend


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
    yield _indented(judged, 5)
    yield _indented(_sides(match, page), 5)


def _sides(match: Match, page: _Page) -> Table | Text:
    names = page.voice.names.spoken
    left, right = (Text(names[match.left.article], style="dim"), Text(names[match.right.article], style="dim"))
    before, after = excerpts(match, page.full)
    words = (_marked(before, "left", page), _marked(after, "right", page))
    if page.width is not None and page.width >= _SIDE_BY_SIDE:
        table = Table.grid(padding=(0, 3, 0, 0))
        table.add_column(width=(page.width - 8) // 2, overflow="fold")
        table.add_column(width=(page.width - 8) // 2, overflow="fold")
        table.add_row(left, right)
        table.add_row(*(Isolated(each, page.apart) for each in words))
        return table
    if page.width is None:  # nothing wraps, so plain lines do, at half the time of a table
        wide = max(left.cell_len, right.cell_len) + 2
        left.append(" " * (wide - left.cell_len)).append_text(set_apart(words[0], page.apart))
        right.append(" " * (wide - right.cell_len)).append_text(set_apart(words[1], page.apart))
        return Text.assemble(left, "\n", right)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(max_width=page.columns // 3, overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(left, Isolated(words[0], page.apart))
    table.add_row(right, Isolated(words[1], page.apart))
    return table


def _marked(parts: Iterable[Piece], side: Side, page: _Page) -> Text:
    """The words with their differences marked: by style in colour, by characters without."""
    text = Text()
    for part in parts:
        words = page.plain(part.text)  # pieces of one passage: set apart each, they would stand in reverse
        if words.endswith(("::", "##")):  # a mark or a style would stand between this and what makes it a command
            words = f"{words[:-1]}\\x{ord(words[-1]):02x}"
        if part.role == "gap":
            ellipsis = page.voice.marks.ellipsis
            text.append(f"[{ellipsis} {words} {ellipsis}]", style=_STYLE["gap"])
        elif page.color or part.role == "same":
            text.append(words, style=_STYLE[part.role])
        else:
            opening, closing = _ONLY[side] if part.role == "only" else _BRACKETS[part.role]
            text.append(f"{opening}{words}{closing}")
    return text


def _set_aside(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.set_aside:
        return
    reasons = Counter(aside.reason for aside in report.set_aside)
    yield _heading(f"Set aside ({len(report.set_aside):,})", "never counted above")
    yield _indented(Text(", ".join(f"{reasons[name]:,} {REASONS[name]}" for name in sorted(reasons))))
    shown = report.set_aside[: page.first(_FIRST_ASIDE)]
    for aside in shown:
        words = page.voice.quoted(aside.match.left.text, 60)
        pair, said = page.voice.pair(aside.match), page.clean(aside_detail(aside) or "")
        detail = f" ({said})" if said and said not in pair else ""  # an outlet is in its articles' names
        yield _indented(Text(f"{pair}: {words}, {REASONS[aside.reason]}{detail}", style="dim"))
    yield from _more(len(report.set_aside) - len(shown), "passage", page)


def _unreadable(report: Report, page: _Page) -> Iterable[RenderableType]:
    found = bad_dates(report)
    if not found:
        return
    yield _heading(f"Dates that could not be read ({len(found):,})", ADVICE)
    shown = found[: page.head(_FIRST_DATES)]
    for each in shown:
        name = page.voice.names.short[each.article]
        yield _indented(Text(f"{name}: {each.name} {page.voice.quoted(each.value, 60)}"))
    yield from _more(len(found) - len(shown), "date", page)


def _skipped(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.skipped:
        return
    yield _heading(f"Skipped ({len(report.skipped):,})", "inputs that could not be read")
    shown = report.skipped[: page.head(_FIRST_SKIPPED)]
    for skipped in shown:
        line = "" if skipped.line is None else f":{skipped.line}"
        yield _indented(Text(f"{page.clean(skipped.path)}{line}: {page.clean(skipped.reason)}", style="red"))
    yield from _more(len(report.skipped) - len(shown), "input", page)


def _next_steps(report: Report, page: _Page) -> Iterable[RenderableType]:
    if not report.articles:
        return
    yield _heading("Next")
    table = Table.grid(padding=(0, 3, 0, 0))
    table.add_column(overflow="fold")
    table.add_column(overflow="fold")
    table.add_row(Text("--format json -o report.json"), Text("everything, with the evidence behind each verdict"))
    if report.matches and not page.full:
        table.add_row(Text("--full"), Text("passages in full, however long"))
    if any(not article.outlet for article in report.articles):
        table.add_row(Text("--metadata FILE"), Text("a table of outlets and dates by id: some outlet is unknown"))
    yield _indented(table)


def _table(*left: str, right: Sequence[str] = ()) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for name in left:
        table.add_column(Text(name), overflow="fold")
    for name in right:
        table.add_column(Text(name), justify="right", overflow="fold")
    return table


def _more(number: int, noun: str, page: _Page) -> Iterable[RenderableType]:
    if number > 0:
        yield _indented(Text(f"{page.voice.marks.ellipsis} and {number:,} more; --limit 0 shows all", style="dim"))


def _indented(part: RenderableType, by: int = 2) -> Padding:
    return Padding(part, (0, 0, 0, by), expand=False)


def _marks(encoding: str) -> Marks:
    marks = Marks()
    signs = "".join(getattr(marks, name) for name in marks.__slots__)
    return marks if encodable(signs, encoding) == signs else ASCII_MARKS
