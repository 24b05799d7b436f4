"""A check as GitHub-flavoured Markdown: what the gate says, then the report on its articles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.gate.model import Checked, Finding
from dedup.report.check.words import (
    STATUS_WORDS,
    accepted_before,
    answer,
    failing_of,
    newly_of,
    others_of,
    own_share,
    rule_words,
    standing,
    terms,
    title,
)
from dedup.report.escape import encodable, markdown_text
from dedup.report.excerpt import SIDES, pieces
from dedup.report.judgement import verdict
from dedup.report.markdown import set_aside, skipped, unreadable
from dedup.report.markdown_text import clean, header, marked, row
from dedup.report.names import name_articles
from dedup.report.reasons import reason
from dedup.report.remarks import outcome
from dedup.report.wording import Marks, Voice, count, facts, outlet_head, outlet_of, when


def to_markdown(checked: Checked, *, encoding: str = "utf-8", limit: int = 0) -> str:
    """`checked` as Markdown, with at most `limit` passages of a kind and rows of a table (0: all)."""
    names = name_articles(checked.report, clean)
    voice = Voice(names=names, marks=Marks(line_break=" "), clean=clean, whole=True, priors=checked.report.priors)
    limit = max(limit, 0)
    newly = newly_of(checked)
    lines = [
        f"# Shared wording: {outcome(checked)}",
        "",
        " ".join((f"**{answer(checked)}**", terms(checked.gate), *standing(checked, voice))),
        *_failing(checked, voice, limit),
        *_articles(checked, voice, limit),
        *_others("Found, but no reason to fail", others_of(checked), voice, limit),
        *_others("Newly accepted by the baseline", newly, voice, limit),
        *_others("Accepted by the baseline", accepted_before(checked), voice, limit),
        *_stale(checked, voice, limit),
        *set_aside(checked.report, voice, limit),
        *unreadable(checked.report, voice),
        *skipped(checked.report),
    ]
    return encodable("\n".join(lines) + "\n", encoding)


def _failing(checked: Checked, voice: Voice, limit: int) -> Iterator[str]:
    failing = failing_of(checked)
    if not failing:
        return
    yield from ("", "## Passages that fail the gate, strongest first", "")
    yield "**Bold**: only on this side. *Italic*: a variant of the other side's words, or moved."
    shown = failing[: limit or None]
    for number, finding in enumerate(shown, 1):
        match = finding.match
        yield from ("", f"### {number}. {title(finding, checked, voice)}", "")
        yield f"- {rule_words(finding, voice)}: {facts(match)} (id {markdown_text(match.id)})"
        yield f"- {verdict(match, voice)}"
        yield f"- {reason(match, voice)}"
        for side in SIDES:
            passage = match.left if side == "left" else match.right
            yield ""
            yield f"> **{voice.names.spoken[passage.article]}**: {marked(pieces(match, side))}"
    yield from _more(len(failing) - len(shown), "passage")


def _articles(checked: Checked, voice: Voice, limit: int) -> Iterator[str]:
    known = {article.id: article for article in checked.report.articles}
    shares = {each.article: each for each in checked.reuse}
    shown = checked.new[: limit or None]
    if checked.new:
        yield from ("", "## Articles checked", "")
        yield "Own words: without boilerplate and attributed quotations. The share is of what no baseline accepts."
        yield ""
        yield from header(
            "Article",
            outlet_head(known[id] for id in shown).capitalize(),
            "Published",
            "Status",
            "Gate",
            right=("Words", "Own", "Shared", "Accepted", "Share"),
        )
    for id in shown:
        article, share = known[id], shares.get(id)
        numbers = (share.own_words, share.reused_own_words, share.accepted_own_words) if share else ()
        yield row(
            voice.names.short[id],
            outlet_of(article, voice),
            when(article.published, voice.marks),
            STATUS_WORDS[checked.status[id]],
            "**fails**" if id in checked.failed else "passes",
            f"{article.words:,}",
            *(f"{number:,}" for number in numbers),
            *((own_share(share),) if share else ("", "", "", "0%")),
        )
    yield from _more(len(checked.new) - len(shown), "article")


def _others(said: str, findings: Sequence[Finding], voice: Voice, limit: int) -> Iterator[str]:
    shown = findings[: limit or None]
    if findings:
        yield from ("", f"## {said}", "")
        yield from header("1st", "2nd", "Rule", "Words of the new article", right=("Words",))
    for finding in shown:
        yield row(
            voice.names.spoken[finding.match.left.article],
            voice.names.spoken[finding.match.right.article],
            rule_words(finding, voice),
            voice.quoted(finding.passage.text),
            f"{finding.match.scores.aligned_words:,}",
        )
    yield from _more(len(findings) - len(shown), "passage")


def _stale(checked: Checked, voice: Voice, limit: int) -> Iterator[str]:
    shown = checked.stale[: limit or None]
    if checked.stale:
        yield from ("", "## Stale entries of the baseline", "")
        yield from header("Articles", "Begins", "Fingerprint", right=("Words", "Holders"))
    for entry in shown:
        pair = f" {voice.marks.both} ".join(map(voice.clean, entry.articles))
        begins = voice.quoted(entry.begins) if entry.begins else ""
        yield row(pair, begins, entry.fingerprint, f"{entry.words:,}", f"{entry.holders:,}")
    yield from _more(len(checked.stale) - len(shown), "entry")


def _more(number: int, noun: str) -> Iterator[str]:
    if number > 0:
        yield from ("", f"… and {count(number, f'more {noun}')}.")
