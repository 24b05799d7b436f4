"""From matches to findings: which side is the new one, by what rule it counts, and how many articles hold the words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from dedup.dates import Interval
from dedup.gate.fingerprints import fingerprint
from dedup.gate.model import OWN_RUN, Finding, Rule, is_near
from dedup.gate.own_words import OWN, longest_own_run
from dedup.model import DIRECTIONS, Article, Match, Passage, Report, SideName

_NEAR = frozenset({"verbatim", "near-verbatim"})


def findings(report: Report, articles: Mapping[str, Article]) -> tuple[Finding, ...]:
    """One finding for each match of a new article, in the order of the report's matches. `articles` are these, by id.

    Of a match between two new articles it falls to the later user of the words; what a baseline tells of them is asked
    in `dedup.gate.newcomers`.
    """
    new = frozenset(articles)
    published = {article.id: article.published for article in report.articles}
    sided = [(match, side) for match in report.matches if (side := _side(match, new, published)) is not None]
    holders = holding(report.matches, frozenset(_on(match, side).article for match, side in sided))
    return tuple(
        Finding(
            match=match,
            article=_on(match, side).article,
            side=side,
            rule=rule_of(match, side, articles[_on(match, side).article].text),
            fingerprint=fingerprint(match),
            holders=len(holders[_place(match, side)]),
        )
        for match, side in sided
    )


def turned(finding: Finding, articles: Mapping[str, Article]) -> Finding:
    """The same match as a finding on its other article; `holders` is still that of the first."""
    side: SideName = "left" if finding.side == "right" else "right"
    rule = rule_of(finding.match, side, articles[finding.other.article].text)
    return replace(finding, article=finding.other.article, side=side, rule=rule)


def rule_of(match: Match, side: SideName, text: str) -> Rule:
    """By what rule a match counts, seen from one side, of an article of this text: of those that fit the gravest."""
    if match.verdict.label in DIRECTIONS or match.verdict.direction_open:
        return "dedup/copied"
    if is_near(match.confidence) and _is_told_alike(match, side, text):
        return "dedup/near"
    return "dedup/common-source" if match.verdict.label == "common-source" else "dedup/shared"


def _is_told_alike(match: Match, side: SideName, text: str) -> bool:
    """Whether the article tells the passage, or many words in a row of it, as the other does, and as its own."""
    if match.kind in _NEAR and _on(match, side).kind in OWN:
        return True
    return match.scores.longest_run >= OWN_RUN and longest_own_run(match, side, text) >= OWN_RUN


def _side(match: Match, new: frozenset[str], published: Mapping[str, Interval | None]) -> SideName | None:
    left, right = match.left.article in new, match.right.article in new
    if left and right:
        return _later_user(match, published)
    return "left" if left else "right" if right else None


def _later_user(match: Match, published: Mapping[str, Interval | None]) -> SideName:
    """The side that has the words from the other: by the verdict, else by the dates, else the one of the larger id."""
    if match.verdict.label in DIRECTIONS:
        return "right" if match.verdict.label == "left-to-right" else "left"
    left, right = (published.get(each.article) for each in (match.left, match.right))
    if left is not None and right is not None:
        if left.latest < right.earliest:
            return "right"
        if right.latest < left.earliest:
            return "left"
    return "right" if match.left.article <= match.right.article else "left"


Place = tuple[str, int, int]


def _on(match: Match, side: SideName) -> Passage:
    return match.left if side == "left" else match.right


def _place(match: Match, side: SideName) -> Place:
    passage = _on(match, side)
    return passage.article, passage.start, passage.end


def place_of(finding: Finding) -> Place:
    """Where its passage stands."""
    return _place(finding.match, finding.side)


def holding(matches: Sequence[Match], articles: Collection[str]) -> dict[Place, frozenset[str]]:
    """Which articles hold most of each passage of these articles, themselves among them."""
    sharing: dict[str, dict[tuple[int, int], set[str]]] = defaultdict(lambda: defaultdict(set))
    for match in matches:
        for own, other in ((match.left, match.right), (match.right, match.left)):
            if own.article in articles:
                sharing[own.article][own.start, own.end].add(other.article)
    return {
        (article, *place): frozenset((article, *others))
        for article, places in sharing.items()
        for place, others in _gathered(places)
    }


def _gathered(places: Mapping[tuple[int, int], set[str]]) -> Iterator[tuple[tuple[int, int], set[str]]]:
    """With each stretch of an article all others that share at least half of it."""
    stretches = np.array(list(places), dtype=np.int64)
    sets = list(places.values())
    for start, end in stretches.tolist():
        both = np.minimum(stretches[:, 1], end) - np.maximum(stretches[:, 0], start)
        yield (start, end), set().union(*(sets[at] for at in np.flatnonzero(2 * both >= end - start).tolist()))
