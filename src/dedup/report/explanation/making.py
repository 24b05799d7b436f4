"""From a report and the name of a match to an explanation of its verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dedup.dates import in_words
from dedup.model import HYPOTHESES, Evidence, Hypothesis, Match, Report, SetAside
from dedup.outlets import host_of
from dedup.report.explanation.adding import total_of
from dedup.report.explanation.gaps import is_absence, missing
from dedup.report.explanation.grounds import Grounds, grounds_of
from dedup.report.explanation.lookup import find
from dedup.report.explanation.sentences import Naming, bent, claim, hypothesis, says_all, signal
from dedup.report.explanation.value import Account, Argument, Contest, Explanation, Option
from dedup.report.explanation.weighing import grade, moved_rival
from dedup.report.judgement import ranked, subject
from dedup.report.odds import bearing, weight_of_evidence
from dedup.report.rivals import weight_against
from dedup.report.telling import told

_TOLD_FROM = 0.15  # nats from which it is told why an entry stands on its side
_OF_HYPOTHESES = (
    "companions.",
    "witness.",
    "structure.other-outlet",
    "structure.same-outlet",
)  # signals whose sentences name a hypothesis themselves
_OF_THE_OTHER = frozenset({"attribution.other-outlet", "attribution.other-credit"})
_OF_OUTLETS = _OF_THE_OTHER | {"attribution.own-outlet", "attribution.own-interview", "attribution.own-credit"}


def explain(report: Report, match: str | int) -> Explanation:
    """Why the verdict on a match is what it is.

    `match` is the match's id, the beginning of it, or its number (from 1) in the list, strongest first, that tables
    and Markdown show; matches set aside have an id too. Raises `dedup.UsageError` where `match` names none or several.
    """
    return explained(*find(report, str(match)), grounds_of(report))


def explained(match: Match, aside: SetAside | None, grounds: Grounds) -> Explanation:
    """Why the verdict on a match of a report with these `grounds` is what it is; `aside` is how it was set aside."""
    left, right = grounds.sides(match)
    naming = Naming(left=left.name, right=right.name, left_date=_date(left), right_date=_date(right))
    judged = told(match)
    about = subject(judged)
    borne = bearing(judged, about, grounds.priors)
    arguments = [
        _argument(entry, match, borne, about, naming, (left, right)) for entry in judged.ledger if not is_absence(entry)
    ]
    weighed = [each for each in arguments if each.grade != "no bearing"]
    silent = tuple(each for each in arguments if each.grade == "no bearing")
    favour, against = _sides(weighed)
    options = tuple(
        Option(
            hypothesis=name,
            probability=judged.probabilities.get(name, 0.0),
            sentence=hypothesis(name, naming),
            contest=None if name in about else _contest(name, arguments, about),
        )
        for name in ranked(judged.probabilities)
    )
    return Explanation(
        match=match,
        reason=aside.reason if aside else None,
        detail=aside.detail if aside else "",
        left=left,
        right=right,
        options=options,
        about=about,
        claim=claim(about, naming),
        speaks_for=favour,
        speaks_against=against,
        silent=silent,
        missing=missing(match, grounds, left, right),
        total=total_of(judged, grounds.priors, about, favour, against, silent),
    )


def _argument(
    entry: Evidence,
    match: Match,
    borne: Mapping[Hypothesis, float],
    about: tuple[Hypothesis, ...],
    naming: Naming,
    accounts: tuple[Account, Account],
) -> Argument:
    weight = weight_of_evidence(entry, borne)
    sentence = signal(entry, match.left, match.right, naming)
    rival = None
    if abs(weight) >= _TOLD_FROM and not entry.signal.startswith(_OF_HYPOTHESES):
        rival = moved_rival(entry.weights, borne, about, weight)
    return Argument(
        evidence=entry,
        weight=weight,
        grade=grade(weight),
        sentence=sentence,
        words="" if says_all(entry, sentence) else entry.trigger.strip() + _host(entry, match, accounts),
        because=None if rival is None else bent(*rival, naming),
    )


def _contest(rival: Hypothesis, arguments: Sequence[Argument], about: tuple[Hypothesis, ...]) -> Contest:
    """The arguments, weighed against one rival."""
    weighed = []
    for each in arguments:
        weight = weight_against(each.evidence, about, rival)
        if grade(weight) != "no bearing":
            weighed.append(replace(each, weight=weight, grade=grade(weight), because=None))
    favour, against = _sides(weighed)
    return Contest(speaks_for=favour, speaks_against=against)


def _sides(weighed: Sequence[Argument]) -> tuple[tuple[Argument, ...], tuple[Argument, ...]]:
    """Those for and those against, the heaviest first."""
    return (
        tuple(sorted((each for each in weighed if each.weight > 0), key=_heaviest)),
        tuple(sorted((each for each in weighed if each.weight < 0), key=_heaviest)),
    )


def _date(account: Account) -> str:
    return in_words(account.article.published) if account.article and account.article.published else ""


def _host(entry: Evidence, match: Match, accounts: tuple[Account, Account]) -> str:
    """The host by which an outlet was recognised in words that do not hold its name."""
    articles = {span.article for span in entry.spans}
    if entry.signal not in _OF_OUTLETS or len(articles) != 1 or match.left.article == match.right.article:
        return ""
    here, there = accounts if articles == {match.left.article} else accounts[::-1]
    article = (there if entry.signal in _OF_THE_OTHER else here).article
    host = host_of(article.url) if article is not None else None
    if article is None or host is None:
        return ""
    said = _letters(entry.trigger)
    if any(word in entry.trigger.casefold() for word in (article.outlet or "").casefold().split() if len(word) > 3):
        return ""
    # "foxnews" of foxnews.com stands in "in an interview with Fox News".
    label = max((_letters(part) for part in host.split(".")), key=len)
    return f" ({article.outlet or 'the article'} is published on {host})" if label in said else ""


def _letters(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _heaviest(argument: Argument) -> tuple[float, str, str, list[float]]:
    weights = argument.evidence.weights
    return (
        -abs(argument.weight),
        argument.evidence.signal,
        argument.evidence.trigger,
        [weights.get(name, 0.0) for name in HYPOTHESES],
    )
