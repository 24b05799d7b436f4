"""The plain words that formats for people share: counts, percentages, dates, names.

Whatever comes from outside passes through `Voice.clean`; the rest is ASCII but for `Marks`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from dedup.dates import Interval
from dedup.model import ArticleSummary, Hypothesis, Match, MatchKind, Report, SetAside
from dedup.outlets import outlet_names
from dedup.report.names import Names, elide, shorten

LONGEST_TRIGGER = 120  # characters
SHOWN_SOURCES = 3
MANY_ARTICLES = 20  # beyond these the findings come before the list of what was read

_WORTH_TELLING = 0.05  # probability of incidental overlap
_APART = 0.2  # between what the words alone make of it and what the verdict does
WORDS_ALONE = "judges the shared words alone; the verdict weighs stock phrases, facts and all else that is known too"
UNTRIED = (
    "Probabilities are fitted on invented and simulated texts, and calibrated there; how sure dedup would be right of "
    "yours is not known."
)
_DAY = timedelta(days=1)
_IN_MARKS = re.compile('“[^“”]*”|"[^"]*"')
_FREE: tuple[MatchKind, ...] = ("reworded", "reordered")
_ABRIDGED = 0.75  # share of a passage below which the other is not alike by its kind alone

INCIDENTAL = "incidental overlap"
PERHAPS_NONE = "perhaps no reuse"
WHAT_IS_INCIDENTAL = "a stock phrase, a name or a shared fact"
_NO_DETAIL = frozenset({"", "stock phrase, name or shared fact"})  # what says no more than the reason
REASONS = {
    "boilerplate": "boilerplate",
    "incidental": INCIDENTAL,
    "same-article": "repeated inside one article",
    "same-outlet": "repeated by one outlet",
    "stock": "stock wording",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """The few signs that are not letters."""

    both: str = "↔"
    right: str = "→"
    left: str = "←"
    dash: str = "–"
    ellipsis: str = "…"
    opening: str = "“"
    closing: str = "”"
    line_break: str = " ⏎ "
    none: str = "–"


ASCII_MARKS = Marks(
    both="<->", right="->", left="<-", dash="-", ellipsis="...", opening='"', closing='"', line_break=" \\n ", none="-"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """How one format speaks of a report: its names for the articles, its signs, and how it cleans untrusted text.

    With `whole` nothing loses its middle, however long. `priors` are the odds that the report's verdicts began with.
    """

    names: Names
    marks: Marks
    clean: Callable[[str], str]
    whole: bool = False
    priors: Mapping[Hypothesis, float] = field(default_factory=dict)

    def short(self, text: str, longest: int) -> str:
        """`text`, clean, of at most `longest` characters before that."""
        return self.clean(shorten(text, None if self.whole else longest))

    def running(self, text: str, longest: int = LONGEST_TRIGGER) -> str:
        """Running text, clean, of at most `longest` characters before that, cut between words."""
        return self.clean(elide(text.strip(), None if self.whole else longest))

    def quoted(self, text: str, longest: int = LONGEST_TRIGGER) -> str:
        shown = self.running(text, longest)
        if _IN_MARKS.fullmatch(shown):
            return shown
        return f"{self.marks.opening}{shown}{self.marks.closing}"

    def pair(self, match: Match) -> str:
        """Both articles of a match, or the one that repeats itself."""
        left, right = (self.names.spoken[side.article] for side in (match.left, match.right))
        return left if match.left.article == match.right.article else f"{left} {self.marks.both} {right}"


def count(number: int, noun: str) -> str:
    """``1 passage``, ``1,200 passages``, ``2 entries``."""
    if number == 1:
        return f"1 {noun}"
    return f"{number:,} {noun.removesuffix('y')}ies" if noun.endswith("ry") else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """A whole percentage that is 0 % or 100 % only where the share is exactly that."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share * 100:.0f}%"


def likelihood(chance: float) -> str:
    """A percentage for what is estimated: it is never 100 %."""
    return percent(min(chance, 0.999))


def when(published: Interval | None, marks: Marks) -> str:
    """A publication interval as it was probably given: a day, days, a time without a zone, an instant (``Z``)."""
    if published is None:
        return marks.none
    start, end = published.earliest, published.latest
    if published.zoneless:
        return f"{published.zoneless:%Y-%m-%d %H:%M}"
    if published.days:
        day, final = published.days
        if day == final:
            return day.isoformat()
        if (day.month, day.day, final.month, final.day) == (1, 1, 12, 31) and day.year == final.year:
            return day.isoformat()[:4]
        if day.day == 1 and (day.year, day.month) == (final.year, final.month) and (final + _DAY).day == 1:
            return day.isoformat()[:7]
        same = 8 if (day.year, day.month) == (final.year, final.month) else 0
        return f"{day.isoformat()} {marks.dash} {final.isoformat()[same:]}"
    if start == end:
        return f"{start:%Y-%m-%d %H:%M}Z"
    return f"{start:%Y-%m-%d %H:%M} {marks.dash} {end:%Y-%m-%d %H:%M}Z"


def outlet_of(article: ArticleSummary, voice: Voice) -> str:
    """The outlet, marked where it was inferred from the text; where none is known, the title that it goes by."""
    if _goes_by_title(article):
        return voice.names.spoken[article.id]
    name = voice.names.outlet.get(article.id, voice.marks.none)
    return f"{name} (inferred)" if article.outlet_origin == "inferred" else name


def outlet_head(articles: Iterable[ArticleSummary]) -> str:
    """The head of a column of `outlet_of`."""
    return "outlet or title" if any(map(_goes_by_title, articles)) else "outlet"


def _goes_by_title(article: ArticleSummary) -> bool:
    return not article.outlet and bool(article.title and article.title.strip())


def facts(match: Match) -> str:
    """What kind of match it is, how many words, of reworded and abridged passages what share, and how sure that it is
    no chance."""
    left, right, scores = match.left.kind, match.right.kind, match.scores
    kinds = left if left == right else f"{left} / {right}"
    parts = [f"{match.kind} {kinds}", count(scores.aligned_words, "word")]
    if match.kind in _FREE or min(scores.share_left, scores.share_right) < _ABRIDGED:  # others are alike by their name
        one, other = percent(scores.share_left), percent(scores.share_right)
        parts.append(f"{one} of either passage" if one == other else f"{one} of one passage and {other} of the other")
    if 1 < scores.longest_run < scores.aligned_words:
        parts.append(f"up to {scores.longest_run:,} in a row")
    # Beside a verdict that seems to say otherwise it must be seen at once what this is about.
    scope = " (by the words alone)" * is_puzzling(match)
    return ", ".join([*parts, f"{likelihood(match.confidence)} sure not by chance{scope}"])


def is_puzzling(match: Match) -> bool:
    """Whether what is said of the words alone seems to contradict the verdict: they are surely no chance and may be no
    reuse all the same, or may be chance in a verdict that hardly reckons with it."""
    incidental = match.verdict.probabilities.get("incidental", 0.0)
    by_words = 1.0 - match.confidence
    return (incidental >= _WORTH_TELLING and incidental > by_words) or by_words - incidental >= _APART


def chances(lowest: float, highest: float) -> str:
    """A range of what is estimated: ``50% to >99%``, one percentage where both ends show the same."""
    low, high = likelihood(lowest), likelihood(highest)
    return low if low == high else f"{low} to {high}"


def aside_detail(aside: SetAside) -> str | None:
    """What there is to say beyond the reason: often the detail repeats it."""
    return None if aside.detail in {*_NO_DETAIL, aside.reason, REASONS[aside.reason]} else aside.detail


def outlets_add(report: Report) -> bool:
    """Whether the overlap of outlets says more than that of articles: some outlet has several."""
    return any(number > 1 for number in Counter(outlet_names(report.articles).values()).values())
