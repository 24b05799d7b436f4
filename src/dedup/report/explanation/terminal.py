"""An explanation on a terminal: the words side by side, bars, the ledger as arguments."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from dedup.model import ArticleSummary
from dedup.report.direction import Isolated
from dedup.report.excerpt import SIDES, pieces
from dedup.report.explanation.speaking import (
    HEADS,
    NOTHING,
    apart,
    articles,
    aside_of,
    before_limit,
    chance_or_not,
    faint,
    graded,
    likely,
    listed,
    log_odds,
    nothing_missing,
    places,
    reasoned,
    said,
    side_name,
    the_rival,
    total_line,
    total_lines,
    voice_of,
    why_set_aside,
)
from dedup.report.explanation.value import Argument, Explanation
from dedup.report.judgement import verdict
from dedup.report.links import links_of
from dedup.report.rich_text import NARROWEST, UNBOUNDED, Pen, heading, indented
from dedup.report.stream import Stream
from dedup.report.wording import UNTRIED, Voice, facts, percent

_SIDE_BY_SIDE = 100  # columns from which the two passages stand next to each other
_GRADES_FROM = 60  # columns from which weights have a column of their own
_BAR = 20  # columns of a bar
_FULL, _EMPTY = "█", "·"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    explanation: Explanation
    pen: Pen
    voice: Voice
    width: int | None
    weights: bool
    links: Mapping[str, str]

    @property
    def columns(self) -> int:
        return UNBOUNDED if self.width is None else self.width


def render(explanation: Explanation, stream: Stream) -> str:
    """`explanation` for people: as wide as it needs off a terminal. No words are left out."""
    pen = Pen(encoding=stream.encoding, color=stream.color)
    linked = stream.links and stream.color and stream.width
    page = _Page(
        explanation=explanation,
        pen=pen,
        voice=voice_of(explanation, pen.clean, pen.marks),
        width=max(stream.width, NARROWEST) if stream.width else None,
        weights=stream.weights,
        links=links_of(_known(explanation), stream.folder) if linked else {},
    )
    out = io.StringIO()
    console = pen.console(page.columns, out)
    for part in _sections(page):
        console.print(part, soft_wrap=False)
    return pen.page(out.getvalue())


def _sections(page: _Page) -> Iterable[RenderableType]:
    explanation, voice = page.explanation, page.voice
    match = explanation.match
    yield Text(voice.pair(match), "bold")
    yield indented(Text.assemble(facts(match), (f"  #{page.pen.clean(match.id)}", "dim")))
    aside = why_set_aside(explanation, voice)
    if aside:
        yield indented(Text(aside, "bold"))
    yield indented(Text(verdict(match, voice), "bold"))
    for id, name, known in articles(explanation, voice):
        yield indented(Text.assemble(page.pen.linked(Text(name, "dim"), page.links.get(id)), f": {known}"))
    yield indented(Text(_shares(page), "dim"))
    yield heading("The words")
    yield indented(page.pen.legend(breaks=any("\n" in side.text for side in (match.left, match.right))))
    yield Text("")
    yield indented(_words(page))
    yield heading(HEADS["options"])
    yield indented(_options(page))
    note = chance_or_not(explanation, voice)
    if note:
        yield indented(Text(note, "dim"))
    favour, against, silent, left_out = listed(explanation, page.weights)
    yield from _arguments("for", favour, page)
    yield from _arguments("against", against, page)
    if silent:
        yield from _arguments("silent", silent, page)
    if left_out:
        yield from (Text(""), Text(faint(left_out), "dim"))
    yield from _total(page)
    if page.weights:
        yield from _rival(page)
    yield heading(HEADS["missing"])
    for sentence in explanation.missing:
        yield indented(Text(f"- {said(sentence, explanation, voice)}"))
    if not explanation.missing:
        yield indented(Text(nothing_missing(explanation), "dim"))
    yield from (Text(""), indented(Text(UNTRIED, "dim")))


def _known(explanation: Explanation) -> list[ArticleSummary]:
    return [each.article for each in (explanation.left, explanation.right) if each.article is not None]


def _shares(page: _Page) -> str:
    match = page.explanation.match
    shares = zip(SIDES, (match.scores.share_left, match.scores.share_right), strict=True)
    one, other = ((percent(share), side_name(page.explanation, side, page.voice)) for side, share in shares)
    return f"shared words: {one[0]} of the passage in {one[1]}, {other[0]} of that in {other[1]}"


def _words(page: _Page) -> Table:
    explanation = page.explanation
    heads = [Text(side_name(explanation, side, page.voice), "dim") for side in SIDES]
    words = [Isolated(page.pen.marked(pieces(explanation.match, side), side), page.pen.apart) for side in SIDES]
    if page.width is not None and page.width >= _SIDE_BY_SIDE:
        table = Table.grid(padding=(0, 3, 0, 0))
        for _ in SIDES:
            table.add_column(width=(page.width - 6) // 2, overflow="fold")
        table.add_row(*heads)
        table.add_row(*words)
        return table
    table = Table.grid()
    table.add_column(overflow="fold")
    for head, side in zip(heads, words, strict=True):
        table.add_row(head)
        table.add_row(indented(side))
    return table


def _options(page: _Page) -> Table:
    full, empty = (_FULL, _EMPTY) if page.pen.holds(_FULL + _EMPTY) else ("#", ".")
    table = Table.grid(padding=(0, 2, 0, 0))
    bars = page.columns >= _GRADES_FROM
    if bars:
        table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    told_apart = apart(page.explanation, page.voice)
    for option in page.explanation.options:
        filled = round(option.probability * _BAR)
        style = "bold" if option.hypothesis in page.explanation.about else ""
        bar = [Text.assemble((full * filled, style), (empty * (_BAR - filled), "dim"))] if bars else []
        sentence = said(option.sentence, page.explanation, page.voice)
        table.add_row(
            *bar,
            Text(likely(option.probability), style),
            Text.assemble(
                (sentence, style),
                before_limit(option, page.explanation),
                (f"  {option.hypothesis}" if page.weights else "", "dim"),
                ("".join(f"\n{line}" for line in told_apart.get(option.hypothesis, ())), "dim"),
            ),
        )
    return table


def _arguments(head: str, arguments: Sequence[Argument], page: _Page) -> Iterable[RenderableType]:
    yield heading(HEADS[head], aside_of(head, page.explanation, page.voice))
    if arguments or head in NOTHING:
        yield from _weighed(head, arguments, page)


def _rival(page: _Page) -> Iterable[RenderableType]:
    rival = page.explanation.rival
    if rival is not None and rival.contest is not None:
        named = the_rival(rival, page.explanation, page.voice)
        yield heading(HEADS["rival"], f"{named}; these weights are against it alone")
        yield from _weighed("rival", (*rival.contest.speaks_for, *rival.contest.speaks_against), page)


def _weighed(head: str, arguments: Sequence[Argument], page: _Page) -> Iterable[RenderableType]:
    if not arguments:
        yield indented(Text(NOTHING[head], "dim"))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    columns = head != "silent" and page.columns >= _GRADES_FROM
    if columns:
        table.add_column(width=max(len(graded(each)) for each in arguments), no_wrap=True)
    table.add_column(overflow="fold")
    for argument in arguments:
        words = _argument(argument, page)
        if columns:
            table.add_row(Text(graded(argument), "green" if argument.weight > 0 else "red"), words)
        else:
            table.add_row(words if head == "silent" else Text.assemble(f"{graded(argument)}: ", words))
    yield indented(table)


def _argument(argument: Argument, page: _Page) -> Text:
    reason = reasoned(argument, page.explanation, page.voice)
    if not page.weights:
        return Text(reason)
    where = places(argument, page.voice)
    signal = page.voice.clean(argument.evidence.signal)
    ledger = f"{signal}: {log_odds(argument)}{f'; in {where}' if where else ''}"
    return Text.assemble(reason, ("\n" + ledger, "dim"))


def _total(page: _Page) -> Iterable[RenderableType]:
    lines = total_lines(page.explanation)
    if not lines:
        return
    yield heading(HEADS["total"], "log-odds, as the weights above, rounded")
    if not page.weights:
        yield indented(Text(total_line(page.explanation)))
        return
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(justify="right", no_wrap=True)
    table.add_column(overflow="fold")
    for number, words in lines:
        table.add_row(Text(number), Text(words))
    yield indented(table)
