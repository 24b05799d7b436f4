"""An explanation as GitHub-flavoured Markdown, for an issue, a wiki or an editor's notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.report.escape import encodable
from dedup.report.excerpt import SIDES, pieces
from dedup.report.explanation.speaking import (
    HEADS,
    NOTHING,
    articles,
    claimed,
    faint,
    graded,
    likely,
    places,
    reasoned,
    said,
    side_name,
    voice_of,
    weights,
    why_set_aside,
    worth_showing,
)
from dedup.report.explanation.value import Argument, Explanation
from dedup.report.judgement import verdict
from dedup.report.markdown_text import clean, header, marked, row
from dedup.report.wording import Marks, Voice, facts


def to_markdown(explanation: Explanation, *, encoding: str = "utf-8") -> str:
    """`explanation` as Markdown. Words of one side alone are bold, variants and moved words italic."""
    voice = voice_of(explanation, clean, Marks(line_break=" "))
    return encodable("\n".join(_lines(explanation, voice)) + "\n", encoding)


def _lines(explanation: Explanation, voice: Voice) -> Iterator[str]:
    match = explanation.match
    yield from (f"# {voice.pair(match)}", "")
    yield f"- {facts(match)} (id {clean(match.id)})"
    aside = why_set_aside(explanation, voice)
    if aside:
        yield f"- {aside}"
    yield f"- **{verdict(match, voice)}**"
    yield from (f"- {name}: {known}" for name, known in articles(explanation, voice))
    yield from ("", "## The words", "")
    yield "**Bold**: only on this side. *Italic*: a variant of the other side's words, or moved."
    for side in SIDES:
        yield from ("", f"> **{side_name(explanation, side, voice)}**: {marked(pieces(match, side))}")
    yield from ("", f"## {HEADS['options']}", "")
    yield from header("It may be that", "Hypothesis", right=("Probability",))
    for option in explanation.options:
        yield row(said(option.sentence, explanation, voice), option.hypothesis, likely(option.probability))
    yield from _arguments("for", explanation.speaks_for, explanation, voice)
    yield from _arguments("against", explanation.speaks_against, explanation, voice)
    yield from ("", f"## {HEADS['counter']}", "")
    counter = explanation.counter
    yield f"{reasoned(counter, explanation, voice)} ({graded(counter)})." if counter else NOTHING["counter"]
    shown, hardly = worth_showing(explanation.silent)
    if shown:
        yield from _arguments("silent", shown, explanation, voice)
    if hardly:
        yield from ("", f"{voice.marks.ellipsis} {faint(hardly)}.")
    yield from ("", f"## {HEADS['missing']}", "")
    yield from (f"- {said(each, explanation, voice)}" for each in explanation.missing)
    if not explanation.missing:
        yield NOTHING["missing"]


def _arguments(head: str, arguments: Sequence[Argument], explanation: Explanation, voice: Voice) -> Iterator[str]:
    yield from ("", f"## {HEADS[head]}", "")
    if head == "for":
        yield from (f"It: {claimed(explanation, voice)}.", "")
    if not arguments:
        yield NOTHING[head]
        return
    yield from header("Weight", "Evidence", "Signal", "Weights", "Where")
    for each in arguments:
        yield row(
            "" if head == "silent" else graded(each),
            reasoned(each, explanation, voice),
            clean(each.evidence.signal),
            weights(each),
            places(each, voice),
        )
