"""An explanation as GitHub-flavoured Markdown, for an issue, a wiki or an editor's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.report.escape import encodable
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
    inner = ["Hypothesis"] if weights else []
    yield from header("It may be that", *inner, right=("Probability",), last="What tells it from the likeliest")
    told_apart = apart(explanation, voice)
    for option in explanation.options:
        name = [option.hypothesis] if weights else []
        yield row(
            f"{said(option.sentence, explanation, voice)}{before_limit(option, explanation)}",
            *name,
            likely(option.probability),
            "; ".join(told_apart.get(option.hypothesis, ())),
        )
    note = chance_or_not(explanation, voice)
    if note:
        yield from ("", f"{note}.")
    favour, against, silent, left_out = listed(explanation, weights)
    yield from _arguments("for", favour, explanation, voice, weights)
    yield from _arguments("against", against, explanation, voice, weights)
    if silent:
        yield from _arguments("silent", silent, explanation, voice, weights)
    if left_out:
        yield from ("", faint(left_out))
    lines = total_lines(explanation)
    if lines:
        yield from ("", f"## {HEADS['total']}", "", "Log-odds, as the weights above, rounded.", "")
        if weights:
            yield from header(right=("Weight",), last="Term")
            yield from (row(number, words) for number, words in lines)
        else:
            yield f"{total_line(explanation)}."
    rival = explanation.rival
    if weights and rival is not None and rival.contest is not None:
        named = the_rival(rival, explanation, voice)
        yield from ("", f"## {HEADS['rival']}", "", f"The rival: {named}. These weights are against it alone.", "")
        yield from _weighed(
            "rival", (*rival.contest.speaks_for, *rival.contest.speaks_against), explanation, voice, weights
        )
    yield from ("", f"## {HEADS['missing']}", "")
    yield from (f"- {said(each, explanation, voice)}" for each in explanation.missing)
    if not explanation.missing:
        yield nothing_missing(explanation)
    yield from ("", UNTRIED)


def _arguments(
    head: str, arguments: Sequence[Argument], explanation: Explanation, voice: Voice, weights: bool
) -> Iterator[str]:
    yield from ("", f"## {HEADS[head]}", "")
    about = aside_of(head, explanation, voice)
    if about:
        yield from (f"It: {about}." if head == "for" else f"{about[0].upper()}{about[1:]}.", "")
    if arguments or head in NOTHING:
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
