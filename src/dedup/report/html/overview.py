"""The first view: what was read and found in words, who shares with whom, and who has it from whom."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from dedup.dates import days_of
from dedup.model import Match
from dedup.report.dates import ADVICE, bad_dates
from dedup.report.escape import html_inline, html_words
from dedup.report.html.collection import Collection
from dedup.report.html.flows import flows
from dedup.report.html.matrix import matrix
from dedup.report.html.parts import link
from dedup.report.judgement import perhaps_none, verdict
from dedup.report.plain import foreign
from dedup.report.summary import OriginGroup, origin_groups, summary, unweighed, without_outlet
from dedup.report.wording import PERHAPS_NONE, Voice, count

_SHOWN = 5  # of the strongest passages
SIGNS = {  # a shape for each group, that no reader needs colours
    "copied": "▶",
    "direction open": "⇄",
    "common-source": "◆",
    "independent-renderings": "‖",
    "same-origin": "●",
    "incidental": "○",
    "undetermined": "?",
}


def overview(collection: Collection) -> Iterator[str]:
    """The content of the first view."""
    yield from _findings(collection)
    yield from matrix(collection)
    yield from flows(collection)


def _findings(collection: Collection) -> Iterator[str]:
    first, *more = summary(collection.report, collection.voice)
    yield f'<section aria-labelledby="found-h"><h2 id="found-h" tabindex="-1">{html_words(first)}</h2>\n'
    if more:
        yield f"<p>{html_words(' '.join(more))}</p>\n"
    yield "</section>\n"
    yield from _read(collection)
    if collection.matches:
        yield '<div class="two front">\n'
        yield from _origins(collection)
        yield from _strongest(collection)
        yield "</div>\n"


def _origins(collection: Collection) -> Iterator[str]:
    groups = origin_groups(collection.report, collection.voice)
    yield '<section aria-labelledby="origins-h"><h3 id="origins-h">Where the wording is from</h3>\n'
    without = unweighed(collection.report)
    if without:
        yield f'<p class="note">{html_words(without)}</p>\n'
    yield _bar(groups)
    yield '<ul class="origins">\n'
    for each in groups:
        yield f'<li class="sign-{each.key.replace(" ", "-")}">'
        yield f'<span class="sign" aria-hidden="true">{SIGNS[each.key]}</span>'
        # Of copies there may be none: that is said too.
        counted = html_words(each.counted)
        linked = link(counted, view="matches", group=each.key) if each.number else counted
        yield f"<span>{linked}{html_words(each.more)}</span></li>\n"
    yield "</ul>\n"
    yield "</section>\n"


def _bar(groups: Sequence[OriginGroup]) -> str:
    """How many passages each group has, as parts of a bar; the list below it says the same in words."""
    total = sum(each.number for each in groups)
    parts, at = [], 0.0
    for each in groups:
        width = 1000 * each.number / total
        parts.append(f'<rect class="of-{each.key.replace(" ", "-")}" x="{at:.1f}" width="{width:.1f}" height="10"/>')
        at += width
    # No style in an element: the policy of the page allows none.
    shape = 'class="parts" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true"'
    return f"<svg {shape}>{''.join(parts)}</svg>\n"


def _strongest(collection: Collection) -> Iterator[str]:
    voice = collection.voice
    yield '<section aria-labelledby="strongest-h"><h3 id="strongest-h">The strongest passages</h3>\n'
    yield '<ol class="strongest">\n'
    for match in collection.matches[:_SHOWN]:
        yield f"<li>{link(html_words(_pair(match, voice)), match=voice.clean(match.id))}: "
        yield f"{count(match.scores.aligned_words, 'word')}; {html_words(verdict(match, voice))}</li>\n"
    yield "</ol>\n"
    if len(collection.matches) > _SHOWN:
        yield f"<p>{link(f'All {len(collection.matches):,} passages', view='matches')}</p>\n"
    yield "</section>\n"


def _pair(match: Match, voice: Voice) -> str:
    """Both articles; the arrow leads to the one that probably has it from the other."""
    arrow = {"left-to-right": voice.marks.right, "right-to-left": voice.marks.left}.get(match.verdict.label)
    if arrow is None or match.left.article == match.right.article:
        return voice.pair(match)
    return f"{voice.names.spoken[match.left.article]} {arrow} {voice.names.spoken[match.right.article]}"


def _passages_shared(findings: int, doubtful: int) -> str:
    counted = [f"{findings:,}"] if findings or not doubtful else []
    return ", and ".join([*counted, *([f"{doubtful:,} {PERHAPS_NONE}"] if doubtful else [])])


def _read(collection: Collection) -> Iterator[str]:
    report = collection.report
    outlets = len(set(collection.names.outlet.values()))
    unknown = sum(article.id not in collection.names.outlet for article in report.articles)
    doubtful = sum(map(perhaps_none, report.matches))
    rows = [
        ("Articles", link(f"{len(report.articles):,}", view="articles")),
        ("Outlets", f"{outlets:,}" + (f"; {without_outlet(unknown)}" if outlets and unknown else "")),
        ("Words", f"{sum(article.words for article in report.articles):,}"),
        ("Published", _span(collection)),
        (
            "Passages shared",
            link(_passages_shared(len(report.matches) - doubtful, doubtful), view="matches"),
        ),
        ("Clusters of wording", link(f"{len(report.clusters):,}", view="clusters")),
        ("Set aside", link(f"{len(report.set_aside):,}", view="aside")),
        ("Inputs skipped", link(f"{len(report.skipped):,}", view="aside") if report.skipped else "0"),
    ]
    yield '<section aria-labelledby="read-h"><h3 id="read-h" class="unseen">What was read</h3>\n'
    yield '<dl class="facts tiles">\n'
    yield "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>\n" for name, value in rows)
    yield "</dl>\n"
    missing = [id for id in collection.number if not collection.texts[id].whole]
    if missing:
        none = len(missing) == len(collection.number)
        told = "no article was at hand:" if none else f"{count(len(missing), 'article')} was not at hand: of these"
        yield f'<p class="note">The text of {told} the page shows the shared passages alone.</p>\n'
    unread = bad_dates(report)
    if unread:
        yield f"<details><summary>{count(len(unread), 'date')} could not be read</summary>"
        yield f"<p>{html_words(ADVICE)}.</p><ul>\n"
        for bad in unread:
            value = f"{html_inline(bad.name)}: {html_inline(bad.value)}"
            yield f"<li>{html_words(collection.names.spoken[bad.article])}: {value}</li>\n"
        yield "</ul></details>\n"
    yield '<details><summary>Settings</summary><dl class="facts">\n'
    for name, value in sorted(foreign(report.settings).items()):
        yield f"<div><dt>{html_inline(name.replace('_', ' '))}</dt><dd>{html_inline(_plain(value))}</dd></div>\n"
    yield "</dl></details></section>\n"


def _plain(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _span(collection: Collection) -> str:
    known = [article.published for article in collection.report.articles if article.published]
    unknown = len(collection.report.articles) - len(known)
    marks = collection.voice.marks
    said = []
    if (days := days_of(known)) is not None:
        said.append(f" {marks.dash} ".join(dict.fromkeys(map(str, days))))
    if unknown:
        said.append(f"{unknown:,} without a date")
    return html_words("; ".join(said) or marks.none)
