"""The report as GitHub-flavoured Markdown: summary, tables, matches. For job summaries, issues and wikis."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dedup.model import ArticlePair, Match, OutletFlow, Report
from dedup.report.dates import ADVICE, bad_dates, dated
from dedup.report.escape import encodable, markdown_text, web_url
from dedup.report.excerpt import SIDES, pieces
from dedup.report.judgement import verdict, verdict_mix
from dedup.report.markdown_text import clean, header, marked, row
from dedup.report.names import name_articles
from dedup.report.order import most_shared_first, strongest_first
from dedup.report.reasons import reason
from dedup.report.summary import origins, summary, unweighed
from dedup.report.wording import (
    MANY_ARTICLES,
    REASONS,
    Marks,
    Voice,
    aside_detail,
    count,
    facts,
    outlet_head,
    outlet_of,
    outlets_add,
    percent,
    when,
)


def to_markdown(report: Report, *, encoding: str = "utf-8", limit: int = 0) -> str:
    """`report` as Markdown; the first `limit` matches, strongest first, and rows of a table (0: all).

    Words of one side alone are bold, variants and moved words italic. What was skipped and dates that could not
    be read are listed whatever the limit.
    """
    names = name_articles(report, clean)
    voice = Voice(names=names, marks=Marks(line_break=" "), clean=clean, whole=True, priors=report.priors)
    limit = max(limit, 0)
    articles = list(_articles(report, voice, limit))
    many = len(report.articles) > MANY_ARTICLES
    flows = report.outlet_flows if outlets_add(report) else ()
    lines = [
        "# Shared wording",
        "",
        " ".join(summary(report, voice)),
        *_origins(report, voice),
        *(() if many else articles),
        *_overlap(report.article_pairs, "articles", names.spoken, voice, limit),
        *_overlap(flows, "outlets", names.outlets, voice, limit),
        *_matches(report.matches, voice, limit),
        *(articles if many else ()),
        *set_aside(report, voice, limit),
        *unreadable(report, voice),
        *skipped(report),
    ]
    return encodable("\n".join(lines) + "\n", encoding)


def _origins(report: Report, voice: Voice) -> Iterator[str]:
    where = origins(report, voice)
    without = unweighed(report)
    if without:
        yield from ("", without)
    if where:
        yield from ("", "Where from:", "")
        yield from (f"- {line}" for line in where)


def _articles(report: Report, voice: Voice, limit: int) -> Iterator[str]:
    shown = report.articles[: limit or None]
    if report.articles:
        yield from ("", "## Articles read", "", f"{len(report.articles):,}, in the order of their ids.", "")
        yield from header("Article", outlet_head(shown).capitalize(), "Published", "Dated", right=("Words", "Counted"))
    for article in shown:
        name, url = voice.names.short[article.id], web_url(article.url)
        yield row(
            f"[{name}](<{url}>)" if url else name,
            outlet_of(article, voice),
            when(article.published, voice.marks),
            dated(article),
            f"{article.words:,}",
            f"{article.counted_words:,}",
        )
    yield from _more(len(report.articles) - len(shown), "article")


def _overlap(
    pairs: Sequence[ArticlePair] | Sequence[OutletFlow], what: str, names: Mapping[str, str], voice: Voice, limit: int
) -> Iterator[str]:
    shown = most_shared_first(pairs)[: limit or None]
    if pairs:
        yield from ("", f"## Overlap between {what}", "")
        yield "Share of each one's words, boilerplate left out."
        yield ""
        yield from header("1st", "2nd", right=("Passages", "Words", "Of 1st", "Of 2nd"), last="Words by verdict")
    for pair in shown:
        yield row(
            names[pair.left],
            names[pair.right],
            f"{pair.passages:,}",
            f"{pair.shared_words:,}",
            percent(pair.containment_left),
            percent(pair.containment_right),
            verdict_mix(pair.verdict_words, voice.marks),
        )
    yield from _more(len(pairs) - len(shown), "pair")


def _matches(matches: Sequence[Match], voice: Voice, limit: int) -> Iterator[str]:
    if not matches:
        return
    yield from ("", "## Shared passages, strongest first", "")
    yield "**Bold**: only on this side. *Italic*: a variant of the other side's words, or moved."
    shown = strongest_first(matches)[: limit or None]
    for number, match in enumerate(shown, 1):
        yield from ("", f"### {number}. {voice.pair(match)}", "")
        yield f"- {facts(match)} (id {markdown_text(match.id)})"
        yield f"- {verdict(match, voice)}"
        yield f"- {reason(match, voice)}"
        for side in SIDES:
            passage = match.left if side == "left" else match.right
            yield ""
            yield f"> **{voice.names.spoken[passage.article]}**: {marked(pieces(match, side))}"
    yield from _more(len(matches) - len(shown), "passage")


def set_aside(report: Report, voice: Voice, limit: int) -> Iterator[str]:
    shown = report.set_aside[: limit or None]
    if report.set_aside:
        yield from ("", "## Set aside, not counted above", "")
        yield from header("1st", "2nd", "Reason", "Detail", "Words")
    for aside in shown:
        left, right = aside.match.left, aside.match.right
        yield row(
            voice.names.spoken[left.article],
            "" if left.article == right.article else voice.names.spoken[right.article],
            REASONS[aside.reason],
            clean(aside_detail(aside) or ""),
            voice.quoted(left.text),
        )
    yield from _more(len(report.set_aside) - len(shown), "passage")


def unreadable(report: Report, voice: Voice) -> Iterator[str]:
    found = bad_dates(report)
    if found:
        yield from ("", "## Dates that could not be read", "", f"{ADVICE[0].upper()}{ADVICE[1:]}.", "")
        yield from header("Article", "Field", "As given")
    for each in found:
        yield row(voice.names.short[each.article], each.name, voice.quoted(each.value))


def skipped(report: Report) -> Iterator[str]:
    if report.skipped:
        yield from ("", "## Skipped", "")
        yield from header("Path", "Reason", right=("Line",))
    for each in report.skipped:
        yield row(clean(each.path), clean(each.reason), "" if each.line is None else str(each.line))


def _more(number: int, noun: str) -> Iterator[str]:
    if number > 0:
        yield from ("", f"… and {count(number, f'more {noun}')}.")
