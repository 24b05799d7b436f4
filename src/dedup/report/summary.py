"""The first lines of a report: who shares what with whom, how much, where from, and how sure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dedup.model import DIRECTIONS, THIRD_PARTY, UNDETERMINED, Match, Report
from dedup.network import LIKELY_FROM, source_names
from dedup.outlets import outlet_names
from dedup.report.credit import counted
from dedup.report.judgement import chance_of, named_sources, perhaps_none, reuse
from dedup.report.order import strongest_first
from dedup.report.wording import (
    PERHAPS_NONE,
    REASONS,
    WHAT_IS_INCIDENTAL,
    Voice,
    chances,
    count,
    likelihood,
    percent,
)

_OPEN = "direction open"
_COPIED = "copied"
_NONE = "incidental"
# What a verdict comes to, as the first lines count it, with its words.
GROUPS = (
    (_COPIED, "copied from one article to another"),
    (_OPEN, "reused one from the other, direction open"),
    ("common-source", "from a common source"),
    ("independent-renderings", "rendered independently"),
    ("same-origin", "of the same origin"),
    (UNDETERMINED, "undetermined"),
    (_NONE, f"undetermined, {PERHAPS_NONE}: {WHAT_IS_INCIDENTAL}"),
)
SAME_OUTLET = "same-outlet"
_SURE = 0.9  # from which on passages are counted as sure
_LISTED = 5  # names of a kind: pairs by likelihood, sources by how often they are named


def summary(report: Report, voice: Voice) -> list[str]:
    """Who shares what with whom, how much and how sure, in a few sentences; `origins` goes on from there.

    Passages that are likelier no reuse than any one kind of it are counted apart: nobody should take them for findings.
    """
    sharing = {id for pair in report.article_pairs for id in (pair.left, pair.right)}
    sharing |= {side.article for match in report.matches for side in (match.left, match.right)}
    read = _read(report)
    if not sharing:
        if report.set_aside:
            return [f"No shared wording that counts was found in {read}: {_aside(report)}."]
        alone = " It takes two to share any." * (len(report.articles) == 1)
        return [f"No shared wording was found in {read}.{alone}"]
    shared = sum(pair.shared_words for pair in report.article_pairs)
    once = ", each counted once" * (sum(match.scores.aligned_words for match in report.matches) > shared)
    findings = [match for match in report.matches if not perhaps_none(match)]
    in_all = " in all" * (0 < len(findings) < len(report.matches))
    words = f"{count(shared, 'shared word')}{in_all}{once}"  # passages may overlap
    who = read if len(sharing) == len(report.articles) else f"{len(sharing):,} of {read}"
    sentences = [f"{who} share {_passages(len(findings), len(report.matches))} ({words})."]
    if report.matches:
        told = findings or report.matches
        best = strongest_first(told)[0]
        strongest = f"{voice.pair(best)}, {count(best.scores.aligned_words, 'word')}, {best.kind}"
        sentences += [_certainty(told), f"Strongest passage: {strongest}."]
    return sentences


def _aside(report: Report) -> str:
    """How much was found and set aside, and why: all there is to say where nothing counts."""
    reasons = Counter(aside.reason for aside in report.set_aside)
    told = [
        (f"{reasons[name]:,} " if len(reasons) > 1 else "")
        + REASONS[name]
        + " (--same-outlet counts them)" * (name == SAME_OUTLET)
        for name in sorted(reasons)
    ]
    are = "is" if len(report.set_aside) == 1 else "are"
    return f"{count(len(report.set_aside), 'passage')} {are} set aside, {', '.join(told)}"


def _passages(findings: int, all_of_them: int) -> str:
    if not all_of_them:
        return "wording"
    others = all_of_them - findings
    if not others:
        return count(findings, "passage")
    that = f"that {'is' if others == 1 else 'are'} {PERHAPS_NONE}"
    if not findings:
        return f"{count(others, 'passage')} {that}"
    return f"{count(findings, 'passage')}, and {others:,} more {that}"


def unweighed(report: Report) -> str | None:
    """What the verdicts had to do without that a table could give: outlets and dates of articles."""
    lacking = [
        f"{number:,} {'has' if number == 1 else 'have'} no {what}"
        for number, what in (
            (sum(article.outlet is None for article in report.articles), "outlet"),
            (sum(article.published is None for article in report.articles), "date"),
        )
        if number
    ]
    if not lacking or not report.matches:
        return None
    of = f"Of {count(len(report.articles), 'article')} {' and '.join(lacking)}"
    return f"{of}: verdicts may turn round, and passages drop out, where --metadata FILE adds them."


def origins(report: Report, voice: Voice, names: int = _LISTED) -> list[str]:
    """Where the wording is from: for each kind of verdict how many passages, how likely, and who or what is named, at
    most so many `names` of a kind."""
    lines = [f"{each.counted}{each.more}" for each in origin_groups(report, voice, names)]
    return [*(f"{line};" for line in lines[:-1]), *(f"{line}." for line in lines[-1:])]


@dataclass(frozen=True, slots=True, kw_only=True)
class OriginGroup:
    """One of `GROUPS` in a report: how many passages, and how likely that is and who or what is named."""

    key: str
    number: int
    counted: str
    more: str


def origin_groups(report: Report, voice: Voice, names: int = _LISTED) -> list[OriginGroup]:
    """The groups of which there are passages; that of copies also where there is none."""
    if not report.matches:
        return []
    called = source_names(report.matches, outlet_names(report.articles))
    grouped: dict[str, list[Match]] = {_COPIED: []}
    for match in report.matches:
        grouped.setdefault(group_of(match), []).append(match)
    return [
        OriginGroup(
            key=label,
            number=len(grouped[label]),
            counted=f"{len(grouped[label]):,} {words}",
            more=_likely(label, grouped[label], voice) + _named(label, grouped[label], called, voice, names),
        )
        for label, words in GROUPS
        if label in grouped
    ]


def _read(report: Report) -> str:
    read = count(len(report.articles), "article")
    named = outlet_names(report.articles)
    outlets = set(named.values())
    unknown = len(report.articles) - len(named)
    if not outlets:
        return read
    if not unknown:
        return f"{read} from {count(len(outlets), 'outlet')}"
    return f"{read} ({count(len(outlets), 'outlet')}; {without_outlet(unknown)})"


def without_outlet(number: int) -> str:
    return f"{count(number, 'article')} without one"


def _certainty(matches: Sequence[Match]) -> str:
    """How sure it is that the words of each passage are alike by more than chance, by the words alone."""
    sure = [match.confidence for match in matches]
    least = likelihood(min(sure))
    many = sum(round(each, 2) >= _SURE for each in sure)
    if len(sure) == 1:
        said = f"{least} sure"
    elif 0 < many < len(sure):
        of = count(len(sure), "passage")
        said = f"{percent(_SURE)} sure or more in {many:,} of {of}, down to {least} in the rest"
    elif least.startswith("<"):
        said = f"{least} sure in some passage"
    else:
        said = f"{least} sure{'' if least.startswith('>') else ' or more'} in each passage"
    return f"Alike by more than chance: {said}."


def group_of(match: Match) -> str:
    """Which of `GROUPS` the verdict on a match belongs to."""
    if match.verdict.label in DIRECTIONS:
        return _COPIED
    if perhaps_none(match):
        return _NONE
    return _OPEN if match.verdict.direction_open else match.verdict.label


def of_each_verdict(ordered: Sequence[Match], most: int) -> list[tuple[int, Match]]:
    """The first of each verdict, then the second of each and so on, until there are `most` or one of each: as they are
    `ordered`, with their numbers from 1."""
    seen: Counter[str] = Counter()
    places = []
    for place, match in enumerate(ordered):
        group = group_of(match)
        places.append((seen[group], place))
        seen[group] += 1
    chosen = sorted(place for _, place in sorted(places)[: max(most, len(seen))])
    return [(place + 1, ordered[place]) for place in chosen]


def _likely(label: str, matches: Sequence[Match], voice: Voice) -> str:
    if label == UNDETERMINED or not matches:
        return ""
    likely = [chance_of(match.verdict) for match in matches]
    credited = counted(matches, voice.names.outlet) if label == _COPIED else ""
    return f", {chances(min(likely), max(likely))} likely{credited}"


def _named(label: str, matches: Sequence[Match], called: Mapping[str, str], voice: Voice, most: int) -> str:
    if label == _COPIED:
        parts = list(_some(_copies(matches, voice), "", most))
    elif label in THIRD_PARTY:
        likely, possible = _sources(matches, called, voice)
        parts = [*_some(_most_frequent(likely), "named: ", most), *_some(_most_frequent(possible), "possibly: ", most)]
    else:
        parts = []
    return f" ({'; '.join(parts)})" if parts else ""


def _copies(matches: Sequence[Match], voice: Voice) -> list[str]:
    """Who copied from whom, the likeliest first as percentages are shown, then those with the most words."""
    spoken = voice.names.spoken
    chance: dict[str, float] = {}
    words = Counter[str]()
    for match in matches:
        name = reuse(match.verdict.label, spoken[match.left.article], spoken[match.right.article])
        chance[name] = max(chance.get(name, 0.0), round(chance_of(match.verdict), 2))
        words[name] += match.scores.aligned_words
    return sorted(chance, key=lambda name: (-chance[name], -words[name], name))


def _sources(matches: Sequence[Match], called: Mapping[str, str], voice: Voice) -> tuple[Counter[str], Counter[str]]:
    """The named sources that are probable in some match, and the others, with the number of their matches."""
    named = [source for match in matches for source in named_sources(match)]
    likely: Counter[str] = Counter()
    possible: Counter[str] = Counter()
    for source in named:
        group = likely if source.probability >= LIKELY_FROM else possible
        group[voice.short(called[source.name], 60)] += 1
    return likely, Counter({name: number for name, number in possible.items() if name not in likely})


def _most_frequent(counted: Mapping[str, int]) -> list[str]:
    return sorted(counted, key=lambda name: (-counted[name], name))


def _some(names: Sequence[str], opening: str, most: int) -> Iterator[str]:
    """At most so many names and how many more; one more takes no more room than to say so."""
    shown = names if len(names) <= most + 1 else [*names[:most], f"and {len(names) - most:,} more"]
    if names:
        yield opening + "; ".join(shown)
