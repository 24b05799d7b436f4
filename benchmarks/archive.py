"""What an audit of real articles that nobody labelled finds: `quality.py --only archive`.

Nobody knows all that is right of it. But labels and simulated events hold few short quotations, of which much of what
outlets share consists, and a change that sets many of them aside shows here and nowhere else. And what two articles
quote word for word can be told by looking, without the search: runs of equal words between quotation marks on both
sides.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from measured import Measured, Row, count, share_row
from provenance_cost import read_articles

import dedup
from dedup.config import Settings
from dedup.evaluation.spans import coverage
from dedup.model import Article, Match, Report, Span
from dedup.outlets import same_outlet
from dedup.text.outline import outline

ARTICLES = 1_500
# Fewer words in common than this are a short quotation, where they are quoted on both sides.
_SHORT = 9
# Equal words in a row that are looked for; those that more articles have are a slogan, and chained by the search.
RUN, _MOST_HOLDERS = 8, 10
_WORD = re.compile(r"\w+")


class Run(NamedTuple):
    """Equal words in a row between quotation marks in two articles, by number, and where they stand."""

    one: int
    two: int
    left: Span
    right: Span


def score_archive(path: Path, articles: int = ARTICLES) -> Measured:
    """Audit the first articles of a file and count what is found. Raises `InputError`."""
    given = read_articles(path, articles)
    report = dedup.audit(given, Settings())
    short = [
        match
        for match in report.matches
        if match.scores.aligned_words < _SHORT and match.left.kind == match.right.kind == "quotation"
    ]
    runs = [*quoted_runs(given)]
    labels = Counter(match.verdict.label for match in report.matches)
    rows = (
        Row(what="matches", value=len(report.matches), key="matches"),
        Row(what="  of them short quotations", value=len(short), key="short_quotations"),
        share_row(f"{RUN} and more equal words quoted on both sides: found", count(found(runs, given, report)), "runs"),
        *(
            share_row(f"  {label}", count(match.verdict.label == label for match in report.matches))
            for label in sorted(labels)
        ),
    )
    digest = hashlib.sha256()
    for article in given:
        digest.update(f"{article.id} {article.outlet} {article.published}\n{article.text}\n".encode())
    return Measured(
        name="archive",
        title="an archive, nobody's labels",
        rows=rows,
        checksum=digest.hexdigest(),
        caption=f"the first {len(given)} articles of {path.name}",
    )


def found(runs: Sequence[Run], articles: Sequence[Article], report: Report) -> list[bool]:
    """Of each run whether one passage, counted or set aside, has most of it on both sides.

    Where an article has the words twice they may be matched there with the other place: one side is enough then.
    """
    passages: dict[tuple[str, str], list[Match]] = defaultdict(list)
    for match in (*report.matches, *(each.match for each in report.set_aside)):
        passages[match.left.article, match.right.article].append(match)

    def twice(number: int, span: Span) -> bool:
        text = articles[number].text
        return text.lower().count(text[span.start : span.end].lower()) > 1

    told = []
    for run in runs:
        enough = max if twice(run.one, run.left) or twice(run.two, run.right) else min
        told.append(
            any(
                enough(
                    coverage(run.left, [Span(each.left.start, each.left.end)]),
                    coverage(run.right, [Span(each.right.start, each.right.end)]),
                )
                >= 0.5
                for each in passages[articles[run.one].id, articles[run.two].id]
            )
        )
    return told


def quoted_runs(articles: Sequence[Article]) -> Iterator[Run]:
    """Every longest run of equal words, in any case, that two articles of different outlets have within a quotation."""
    words = [[(hit.group().lower(), *hit.span()) for hit in _WORD.finditer(each.text)] for each in articles]
    quoted = [_quoted(each, words[number]) for number, each in enumerate(articles)]
    places: dict[tuple[str, ...], list[tuple[int, int]]] = defaultdict(list)
    for number, inside in enumerate(quoted):
        for at, quotation in inside.items():
            if inside.get(at + RUN - 1) == quotation:
                places[tuple(word for word, _, _ in words[number][at : at + RUN])].append((number, at))
    alike = {
        (one, two, i, j)
        for held in places.values()
        if len({number for number, _ in held}) <= _MOST_HOLDERS
        for (one, i), (two, j) in combinations(held, 2)
        if one != two and not same_outlet(articles[one], articles[two])
    }
    for one, two, i, j in sorted(alike):
        if (one, two, i - 1, j - 1) in alike:
            continue
        size = RUN
        while (one, two, i + size - RUN + 1, j + size - RUN + 1) in alike:
            size += 1
        left, right = (
            Span(words[number][at][1], words[number][at + size - 1][2]) for number, at in ((one, i), (two, j))
        )
        yield Run(one, two, left, right)


def _quoted(article: Article, words: Sequence[tuple[str, int, int]]) -> dict[int, int]:
    """By the number of a word that stands in a quotation, which one."""
    quotations = outline(article.text).quotations
    inside: dict[int, int] = {}
    at = 0
    for number, quotation in enumerate(quotations):
        while at < len(words) and words[at][1] < quotation.span.start:
            at += 1
        while at < len(words) and words[at][2] <= quotation.span.end:
            inside[at] = number
            at += 1
    return inside
