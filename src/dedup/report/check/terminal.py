"""A check on a terminal: passed or failed, for what, in which words; then all else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import RenderableType
from rich.text import Text

from dedup.gate.model import Checked, Finding
from dedup.report.check.words import (
    STATUS_WORDS,
    accepted_before,
    accepted_of,
    answer,
    failing_of,
    newly_of,
    others_of,
    own_share,
    rule_words,
    shares_of,
    standing,
    terms,
    title,
)
from dedup.report.check.words import (
    limit as limit_of,
)
from dedup.report.names import LONGEST_NAME
from dedup.report.remarks import outcome
from dedup.report.rich_text import heading, indented
from dedup.report.stream import Stream
from dedup.report.terminal_match import has_breaks, match_lines
from dedup.report.terminal_page import (
    BRIEF_MATCHES,
    Page,
    fits,
    listed,
    more,
    new_table,
    page_of,
    printed,
    set_aside,
    skipped,
    step_table,
    unreadable,
)
from dedup.report.wording import LONGEST_TRIGGER, count, outlet_head, outlet_of, when

_FIRST_OTHERS, _FIRST_STALE = 5, 5
_JUDGED, _COUNTED = ("status", "gate"), ("words", "shared")
_STYLE = {"passed": "bold green", "incomplete": "bold yellow", "failed": "bold red"}


def render(checked: Checked, stream: Stream) -> str:
    """`checked` for people, as `dedup.report.terminal.render` has a report."""
    page = page_of(checked.report, stream)
    return printed(_sections(checked, page), page, answer(checked), stream.height)


def _sections(checked: Checked, page: Page) -> Iterable[RenderableType]:
    yield Text(answer(checked), style=_STYLE[outcome(checked)])
    yield Text(terms(checked.gate))
    yield from map(Text, standing(checked, page.voice))
    yield from _newly_accepted(checked, page)
    # In the log of a job there is only what somebody has to act on, whole: nothing about a pass.
    if page.is_log or (checked.passed and not checked.report.skipped and not page.whole):
        yield from _failing(checked, page)
        yield from _too_much(checked, page)
        yield from unreadable(checked.report, page)
        yield from skipped(checked.report, page)
        yield from _rest(checked)
        return
    yield from _failing(checked, page)
    yield from _too_much(checked, page)
    # In brief what passes is counted above: what fails is not to scroll away behind it.
    if not page.brief:
        yield from _others("Found, but no reason to fail", others_of(checked), page)
        yield from _accepted(checked, page)
    yield from _articles(checked, page)
    if not page.brief:
        yield from _stale(checked, page)
        yield from set_aside(checked.report, page)
    yield from unreadable(checked.report, page)
    yield from skipped(checked.report, page)
    yield from _next_steps(checked, page)


def _failing(checked: Checked, page: Page) -> Iterable[RenderableType]:
    failing = failing_of(checked)
    if not failing:
        return
    shown = failing[: BRIEF_MATCHES if page.brief else page.first(len(failing))]
    yield heading(f"Passages that fail the gate, strongest first ({len(failing):,})")
    yield indented(page.pen.legend(breaks=has_breaks((each.match for each in shown), page)))
    for number, finding in enumerate(shown, 1):
        said = f"{title(finding, checked, page.voice)}: {rule_words(finding, page.voice)}"
        yield from match_lines(finding.match, number, page, said)
    yield from more(len(failing) - len(shown), page)


def _too_much(checked: Checked, page: Page) -> Iterable[RenderableType]:
    over = [each for each in shares_of(checked) if each.failing]
    if not over:
        return
    yield heading(
        f"Articles of which others have more than {limit_of(checked.gate)} ({len(over):,})",
        "of each one's own words: boilerplate and attributed quotations left out",
    )
    table = new_table("article", right=("own words", "shared", "accepted", "share"))
    for each in over[: page.first(len(over))]:
        numbers = (each.own_words, each.reused_own_words, each.accepted_own_words)
        table.add_row(
            page.whole_id(each.article),
            *(Text(f"{number:,}") for number in numbers),
            Text(own_share(each), style="bold red"),
        )
    yield indented(table)
    yield from more(len(over) - len(over[: page.first(len(over))]), page)


def _others(said: str, findings: Sequence[Finding], page: Page, most: int = _FIRST_OTHERS) -> Iterable[RenderableType]:
    if not findings:
        return
    shown = findings[: page.first(most)]
    yield heading(f"{said} ({len(findings):,})")
    for finding in shown:
        yield listed(_line(finding, page, 60), page)
    yield from more(len(findings) - len(shown), page)


def _newly_accepted(checked: Checked, page: Page) -> Iterable[RenderableType]:
    """All that the baseline did not accept before: somebody has to look at what passes from now on."""
    newly = newly_of(checked)
    if not newly:
        return
    yield heading(f"Newly accepted, strongest first ({len(newly):,})", "these words will not fail any more")
    for finding in newly[: page.limit if page.limit and not page.brief else None]:
        yield listed(_line(finding, page, LONGEST_TRIGGER), page)
    if page.limit and not page.brief:
        yield from more(len(newly) - page.limit, page)


def _accepted(checked: Checked, page: Page) -> Iterable[RenderableType]:
    accepted = accepted_before(checked)
    yield from _others("Accepted by the baseline", accepted, page, len(accepted) if page.whole else _FIRST_OTHERS)


def _line(finding: Finding, page: Page, longest: int) -> Text:
    """A finding on one line: who, which words, by what rule."""
    words = page.voice.quoted(finding.passage.text, longest)
    text = f"{page.voice.pair(finding.match)}: {words}, {rule_words(finding, page.voice)}"
    return Text.assemble(text, (f"  #{page.clean(finding.match.id)}", "dim"))


def _articles(checked: Checked, page: Page) -> Iterable[RenderableType]:
    if not checked.new:
        return
    known = {article.id: article for article in checked.report.articles}
    shares = {each.article: each for each in checked.reuse}

    def share_of(id: str) -> float:
        return shares[id].percent if id in shares else 0.0

    ordered = sorted(
        checked.new, key=lambda id: (id not in checked.failed, checked.status[id] == "known", -share_of(id), id)
    )
    shown = ordered[: page.first(len(ordered))]
    yield heading(
        f"Articles checked ({len(checked.new):,})",
        "shared: words (share of own: attributed quotations, accepted ones apart)",
    )
    heads = ("article", outlet_head(known[id] for id in shown), "published")
    rows = [
        (
            page.whole_id(id),
            Text(outlet_of(known[id], page.voice)),
            Text(when(known[id].published, page.voice.marks)),
            Text(STATUS_WORDS[checked.status[id]]),
            Text("fails", "bold red") if id in checked.failed else Text("passes", "green"),
            Text(f"{known[id].words:,}"),
            Text(f"{shares[id].reused_words:,} ({own_share(shares[id])})" if id in shares else "0"),
        )
        for id in shown
    ]
    beside = fits([*heads, *_JUDGED, *_COUNTED], rows, page)
    table = new_table(*(heads if beside else heads[:1]), *_JUDGED, right=_COUNTED)
    for article, *about, status, gate, words, shared in rows:
        below = ", ".join(each.plain for each in about[::-1] if each.plain != page.voice.marks.none)
        named = [article] if beside or not below else [article, Text(below, "dim")]
        table.add_row(Text("\n").join(named), *(about if beside else ()), status, gate, words, shared)
    yield indented(table)
    yield from more(len(ordered) - len(shown), page)


def _stale(checked: Checked, page: Page) -> Iterable[RenderableType]:
    if not checked.stale or page.brief:
        return
    shown = checked.stale[: page.first(_FIRST_STALE)]
    yield heading(f"Stale entries of the baseline ({len(checked.stale):,})", "accepted once, and not found here")
    for entry in shown:
        said = f"{count(entry.words, 'word')}, {count(entry.holders, 'holder')}"
        if entry.articles:
            pair = f" {page.voice.marks.both} ".join(page.voice.short(each, LONGEST_NAME) for each in entry.articles)
            said = f"{pair}: {page.voice.quoted(entry.begins)}, {said}"
        yield listed(Text.assemble(said, (f"  {entry.fingerprint}", "dim")), page)
    yield from more(len(checked.stale) - len(shown), page)


def _rest(checked: Checked) -> Iterable[RenderableType]:
    """Where all else is to be seen, and what can be done about a failure, on a line each."""
    if not checked.findings:
        return
    if not checked.passed:
        yield Text("")
        yield Text("--baseline FILE --update-baseline accepts what was found here: only what is new will fail.", "dim")
    aside = len(checked.report.set_aside)
    among = f", {aside:,} set aside among them" if aside else ""
    yield Text(f"--all shows every passage and article{among}, and so does --format json.", "dim")


def _next_steps(checked: Checked, page: Page) -> Iterable[RenderableType]:
    if not checked.findings or not page.steps:
        return
    yield heading("Next")
    failed = not checked.passed
    accepted = bool(accepted_of(checked))
    steps = [
        (page.brief, "--all", f"every passage and article{', what is accepted or set aside among them' * accepted}"),
        (True, "-o report.html", "for a browser: passages in their articles"),
        (True, "--format json -o report.json", "everything, for a program and for explain"),
        (True, "dedup explain report.json ID", "why a verdict is what it is; ID stands behind each #"),
        (failed and page.grounds is None, "--explain", "the main evidence under each passage"),
        (failed, "--baseline FILE --update-baseline", "accept what was found here: only what is new will fail"),
        (not page.full, "--full", "passages in full, however long"),
    ]
    yield indented(step_table((what, why) for applies, what, why in steps if applies))
