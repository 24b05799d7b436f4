"""A report put into plain words: counts, percentages, dates, verdicts and reasons.

Whatever comes from outside passes through `Voice.clean`; the rest is ASCII but for `Marks`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dedup.dates import Interval
from dedup.model import HYPOTHESES, UNDETERMINED, ArticleSummary, Evidence, Hypothesis, Match, Report
from dedup.report.names import Names, shorten
from dedup.report.order import strongest_first

_LONGEST_TRIGGER = 120
_SHOWN_SOURCES = 3

_DIRECTIONS = ("left-to-right", "right-to-left")

REASONS = {
    "boilerplate": "boilerplate",
    "incidental": "stock phrase, name or shared fact",
    "same-article": "repeated inside one article",
    "same-outlet": "repeated by one outlet",
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
    """How one format speaks: its names for the articles, its signs, and how it cleans untrusted text."""

    names: Names
    marks: Marks
    clean: Callable[[str], str]

    def quoted(self, text: str, longest: int = _LONGEST_TRIGGER) -> str:
        return f"{self.marks.opening}{self.clean(shorten(text.strip(), longest))}{self.marks.closing}"

    def pair(self, match: Match) -> str:
        spoken = self.names.spoken
        return f"{spoken[match.left.article]} {self.marks.both} {spoken[match.right.article]}"


def count(number: int, noun: str) -> str:
    """``1 passage``, ``1,200 passages``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def percent(share: float) -> str:
    """A whole percentage that is 0 % or 100 % only where the share is exactly that."""
    if 0 < share < 0.01:
        return "<1%"
    if 0.99 < share < 1:
        return ">99%"
    return f"{share * 100:.0f}%"


def when(published: Interval | None, marks: Marks) -> str:
    """A publication interval as it was probably given: a day, days, a time without a zone, an instant (``Z``)."""
    if published is None:
        return marks.none
    start, end = published.earliest, published.latest
    first, last = _shift(start, 14), _shift(end, -12)
    if first == last:
        return f"{first:%Y-%m-%d %H:%M}"
    if first.time() == last.time() == datetime.min.time() and first < last:
        day, final = first.date(), last.date() - timedelta(days=1)
        if day == final:
            return day.isoformat()
        if (day.month, day.day, final.month, final.day) == (1, 1, 12, 31) and day.year == final.year:
            return day.isoformat()[:4]
        if day.day == 1 and (day.year, day.month) == (final.year, final.month) and last.day == 1:
            return day.isoformat()[:7]
        same = 8 if (day.year, day.month) == (final.year, final.month) else 0
        return f"{day.isoformat()} {marks.dash} {final.isoformat()[same:]}"
    if start == end:
        return f"{start:%Y-%m-%d %H:%M}Z"
    return f"{start:%Y-%m-%d %H:%M} {marks.dash} {end:%Y-%m-%d %H:%M}Z"


def outlet_of(article: ArticleSummary, voice: Voice) -> str:
    """The outlet, marked where it was inferred from the text."""
    name = voice.names.outlet.get(article.id, voice.marks.none)
    return f"{name} (inferred)" if article.outlet_origin == "inferred" else name


def summary(report: Report, voice: Voice) -> list[str]:
    """Who shares what with whom, how much and how sure, in a few sentences."""
    outlets = {article.outlet for article in report.articles if article.outlet}
    sharing = {id for pair in report.article_pairs for id in (pair.left, pair.right)}
    sharing |= {side.article for match in report.matches for side in (match.left, match.right)}
    read = count(len(report.articles), "article")
    if outlets:
        read += f" from {count(len(outlets), 'outlet')}"
    if not sharing:
        return [f"No shared wording was found in {read}."]
    words = count(sum(pair.shared_words for pair in report.article_pairs), "shared word")
    who = read if len(sharing) == len(report.articles) else f"{len(sharing):,} of {read}"
    what = f"share {count(len(report.matches), 'passage')}" if report.matches else "share wording"
    sentences = [f"{who} {what} ({words})."]
    if report.matches:
        best = strongest_first(report.matches)[0]
        low, high = (min(m.confidence for m in report.matches), max(m.confidence for m in report.matches))
        sure = percent(low) if percent(low) == percent(high) else f"{percent(low)} to {percent(high)}"
        strongest = f"{voice.pair(best)}, {count(best.scores.aligned_words, 'word')}, {best.kind}"
        sentences += [f"Strongest: {strongest}. Sure that wording is shared: {sure}.", _origins(report.matches, voice)]
    return sentences


def facts(match: Match) -> str:
    """What kind of match it is, how long, and how sure."""
    left, right, scores = match.left.kind, match.right.kind, match.scores
    kinds = left if left == right else f"{left} / {right}"
    run = "" if scores.longest_run >= scores.aligned_words else f", {scores.longest_run:,} in a row"
    return f"{match.kind} {kinds}, {count(scores.aligned_words, 'word')}{run}, {percent(match.confidence)} sure"


def verdict(match: Match, voice: Voice) -> str:
    """The verdict in words, with its probability; the two best where it is undetermined."""
    judged = match.verdict
    if judged.label != UNDETERMINED:
        return f"{_hypothesis(judged.label, match, voice)}, {percent(judged.probability)} likely"
    first, second = ranked(judged.probabilities)[:2]
    options = " or ".join(
        f"{_hypothesis(name, match, voice)} ({percent(judged.probabilities.get(name, 0.0))})"
        for name in (first, second)
    )
    return f"undetermined: {options}"


def reason(match: Match, voice: Voice) -> str:
    """The strongest evidence for the verdict (for the best hypothesis where undetermined), in words."""
    judged = match.verdict
    label = judged.label if judged.label != UNDETERMINED else ranked(judged.probabilities)[0]
    best = main_evidence(judged.ledger, label)
    if best is None:
        return "why: no evidence in the texts"
    # Signals are called "family.name"; the trigger of an entry is a phrase that speaks for itself.
    family, _, name = best.signal.partition(".")
    trigger = shorten(best.trigger or name.replace("-", " "), _LONGEST_TRIGGER)
    return f"why ({voice.clean(shorten(family, 40))}): {voice.clean(trigger)}"


def main_evidence(ledger: Iterable[Evidence], hypothesis: str) -> Evidence | None:
    """The entry with the most log-odds for `hypothesis`, the earlier one of equals."""
    weighed = [(entry.weights[name], entry) for entry in ledger for name in entry.weights if name == hypothesis]
    best = max(weighed, key=lambda pair: pair[0], default=None)
    return best[1] if best is not None and best[0] > 0 else None


def ranked(probabilities: Mapping[Hypothesis, float]) -> list[Hypothesis]:
    """All hypotheses, the most probable first, equals in the order of `HYPOTHESES`."""
    return sorted(HYPOTHESES, key=lambda name: -probabilities.get(name, 0.0))


def verdict_mix(words: Mapping[str, int], marks: Marks) -> str:
    """How many shared words stand under each verdict, most first; arrows point from the likely origin."""
    short = {
        "left-to-right": f"1st {marks.right} 2nd",
        "right-to-left": f"1st {marks.left} 2nd",
        "common-source": "common source",
        "independent-renderings": "independent",
        "same-origin": "same origin",
    }
    order = (*HYPOTHESES, UNDETERMINED)
    mixed = sorted((label for label in order if words.get(label)), key=lambda label: -words[label])
    return ", ".join(f"{short.get(label, label)} {words[label]:,}" for label in mixed)


def _hypothesis(label: str, match: Match, voice: Voice) -> str:
    left, right = (voice.names.spoken[match.left.article], voice.names.spoken[match.right.article])
    source = match.verdict.source
    named = voice.clean(shorten(source, _LONGEST_TRIGGER)) if source else None
    if label in _DIRECTIONS:
        return f"reuse: {_reuse(label, left, right)}"
    if label == "common-source":
        return f"common source: {named}" if named else "common source, not named"
    if label == "independent-renderings":
        return f"independent renderings of {named or 'one statement'}"
    if label == "incidental":
        return "incidental overlap"
    return "same origin" if label == "same-origin" else voice.clean(label)


def _origins(matches: Iterable[Match], voice: Voice) -> str:
    judged, spoken = list(matches), voice.names.spoken
    labels = Counter(match.verdict.label for match in judged)
    sources = Counter(
        voice.clean(shorten(match.verdict.source, 60))
        for match in judged
        if match.verdict.label == "common-source" and match.verdict.source
    )
    reuse = Counter(
        _reuse(match.verdict.label, spoken[match.left.article], spoken[match.right.article])
        for match in judged
        if match.verdict.label in _DIRECTIONS
    )
    parts = [f"{reuse.total():,} from one article to another{_listed(reuse)}"]
    for label, words in (
        ("common-source", "from a common source"),
        ("independent-renderings", "rendered independently"),
        ("same-origin", "of the same origin"),
        ("incidental", "incidental"),
        (UNDETERMINED, "undetermined"),
    ):
        if labels[label]:
            parts.append(f"{labels[label]:,} {words}{_listed(sources) if label == 'common-source' else ''}")
    return f"Likely reuse: {', '.join(parts)}."


def _reuse(label: str, left: str, right: str) -> str:
    return f"{right} from {left}" if label == "left-to-right" else f"{left} from {right}"


def _listed(counted: Counter[str]) -> str:
    if not counted:
        return ""
    names = sorted(counted, key=lambda name: (-counted[name], name))
    more = [f"{len(names) - _SHOWN_SOURCES:,} more"] if len(names) > _SHOWN_SOURCES else []
    return f" ({'; '.join(names[:_SHOWN_SOURCES] + more)})"


def _shift(instant: datetime, hours: int) -> datetime:
    try:
        return instant + timedelta(hours=hours)
    except OverflowError:
        return instant
