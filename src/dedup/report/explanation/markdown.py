"""An explanation as GitHub-flavoured Markdown, for an issue, a wiki or an editor's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.report.escape import encodable
from dedup.report.excerpt import SIDES, pieces
from dedup.report.explanation.speaking import (
    HEADS,
    NOTHING,
    articles,
    before_limit,
    chance_or_not,
    claimed,
    contested,
    faint,
    graded,
    likely,
    listed,
    log_odds,
    no_counter,
    nothing_missing,
    places,
    reasoned,
    said,
    side_name,
    the_rival,
    told,
    total_lines,
    voice_of,
    why_set_aside,
)
from dedup.report.explanation.value import Argument, Explanation
from dedup.report.judgement import verdict
from dedup.report.markdown_text import clean, header, marked, row
from dedup.report.wording import UNTRIED, Marks, Voice, facts


def to_markdown(explanation: Explanation, *, encoding: str = "utf-8", weights: bool = False) -> str:
    """`explanation` as Markdown. Words of one side alone are bold, variants and moved words italic.

    With `weights` come the ledger's own names, weights and places.
    """
    voice = voice_of(explanation, clean, Marks(line_break=" "))
    return encodable("\n".join(_lines(explanation, voice, weights)) + "\n", encoding)


def _lines(explanation: Explanation, voice: Voice, weights: bool) -> Iterator[str]:
    match = explanation.match
    yield from (f"# {voice.pair(match)}", "")
    yield f"- {facts(match)} (id {clean(match.id)})"
    aside = why_set_aside(explanation, voice)
    if aside:
        yield f"- {aside}"
    yield f"- **{verdict(match, voice)}**"
    yield from (f"- {name}: {known}" for _, name, known in articles(explanation, voice))
    yield from ("", "## The words", "")
    yield "**Bold**: only on this side. *Italic*: a variant of the other side's words, or moved."
    for side in SIDES:
        yield from ("", f"> **{side_name(explanation, side, voice)}**: {marked(pieces(match, side))}")
    yield from ("", f"## {HEADS['options']}", "")
    yield from header("It may be that", *(["Hypothesis"] if weights else []), right=("Probability",))
    for option in explanation.options:
        name = [option.hypothesis] if weights else []
        yield row(
            f"{said(option.sentence, explanation, voice)}{before_limit(option, explanation)}",
            *name,
            likely(option.probability),
        )
    note = chance_or_not(explanation, voice)
    if note:
        yield from ("", f"{note}.")
    favour, against, silent, left_out = listed(explanation, weights)
    yield from _arguments("for", favour, explanation, voice, weights)
    yield from _arguments("against", against, explanation, voice, weights)
    yield from ("", f"## {HEADS['counter']}", "")
    counter = explanation.counter
    yield f"{told(counter, explanation, voice)} ({graded(counter)})." if counter else no_counter(explanation)
    if silent:
        yield from _arguments("silent", silent, explanation, voice, weights)
    if left_out:
        yield from ("", faint(left_out))
    lines = total_lines(explanation)
    if lines:
        yield from ("", f"## {HEADS['total']}", "", "Log-odds, as the weights above, rounded.", "")
        yield from header(right=("Weight",), last="Term")
        yield from (row(number, words) for number, words in lines)
    contest = explanation.contest
    if contest is not None:
        rival = the_rival(contest, explanation, voice)
        yield from ("", f"## {HEADS['rival']}", "", f"The rival: {rival}. These weights are against it alone.", "")
        yield from _weighed("rival", contested(contest, weights), explanation, voice, weights)
    yield from ("", f"## {HEADS['missing']}", "")
    yield from (f"- {said(each, explanation, voice)}" for each in explanation.missing)
    if not explanation.missing:
        yield nothing_missing(explanation)
    yield from ("", UNTRIED)


def _arguments(
    head: str, arguments: Sequence[Argument], explanation: Explanation, voice: Voice, weights: bool
) -> Iterator[str]:
    yield from ("", f"## {HEADS[head]}", "")
    if head == "for":
        yield from (f"It: {claimed(explanation, voice)}.", "")
    yield from _weighed(head, arguments, explanation, voice, weights)


def _weighed(
    head: str, arguments: Sequence[Argument], explanation: Explanation, voice: Voice, weights: bool
) -> Iterator[str]:
    if not arguments:
        yield NOTHING[head]
        return
    yield from header("Weight", "Evidence", *(["Signal", "Weights", "Where"] if weights else []))
    for each in arguments:
        entry = [clean(each.evidence.signal), log_odds(each), places(each, voice)] if weights else []
        yield row("" if head == "silent" else graded(each), reasoned(each, explanation, voice), *entry)
