"""From a report and the name of a match to an explanation of its verdict."""

from __future__ import annotations

from dedup.model import HYPOTHESES, Evidence, Hypothesis, Match, Report
from dedup.report.explanation.gaps import is_absence, missing
from dedup.report.explanation.lookup import find
from dedup.report.explanation.sentences import Naming, claim, hypothesis, says_all, signal
from dedup.report.explanation.value import Account, Argument, Explanation, Option
from dedup.report.explanation.weighing import grade, weight_of_evidence
from dedup.report.judgement import ranked, subject
from dedup.report.names import name_articles


def explain(report: Report, match: str) -> Explanation:
    """Why the verdict on a match is what it is.

    `match` is the match's id, the beginning of it, or its number (from 1) in the list, strongest first, that tables
    and Markdown show; matches set aside have an id too. Raises `dedup.UsageError` where `match` names none or several.
    """
    found, aside = find(report, match)
    left, right = _accounts(found, report)
    naming = Naming(left=left.name, right=right.name)
    judged = found.verdict
    about = subject(judged)
    arguments = [_argument(entry, found, about, naming) for entry in judged.ledger if not is_absence(entry)]
    weighed = [each for each in arguments if each.grade != "no bearing"]
    return Explanation(
        match=found,
        reason=aside.reason if aside else None,
        detail=aside.detail if aside else "",
        left=left,
        right=right,
        options=tuple(
            Option(hypothesis=name, probability=judged.probabilities.get(name, 0.0), sentence=hypothesis(name, naming))
            for name in ranked(judged.probabilities)
        ),
        about=about,
        claim=claim(about, naming),
        speaks_for=tuple(sorted((each for each in weighed if each.weight > 0), key=_heaviest)),
        speaks_against=tuple(sorted((each for each in weighed if each.weight < 0), key=_heaviest)),
        silent=tuple(each for each in arguments if each.grade == "no bearing"),
        missing=missing(found, report, left, right),
    )


def _accounts(match: Match, report: Report) -> tuple[Account, Account]:
    """The two sides, under their outlets' names where these tell them apart."""
    articles = {article.id: article for article in report.articles}
    left, right = match.left.article, match.right.article
    names = name_articles(report, str)
    outlets = (names.outlet.get(left), names.outlet.get(right))
    called = (names.spoken[left], names.spoken[right])
    places = (" (1st place)", " (2nd place)") if left == right else ("", "")
    if outlets[0] and outlets[1] and outlets[0] != outlets[1]:
        called = (outlets[0], outlets[1])
    one, other = (
        Account(name=name + where, article_name=name, article=articles.get(id))
        for name, where, id in zip(called, places, (left, right), strict=True)
    )
    return one, other


def _argument(entry: Evidence, match: Match, about: tuple[Hypothesis, ...], naming: Naming) -> Argument:
    weight = weight_of_evidence(entry.weights, match.verdict.probabilities, about)
    return Argument(
        evidence=entry,
        weight=weight,
        grade=grade(weight),
        sentence=signal(entry, match.left, match.right, naming),
        words="" if says_all(entry) else entry.trigger.strip(),
    )


def _heaviest(argument: Argument) -> tuple[float, str, str, list[float]]:
    weights = argument.evidence.weights
    return (
        -abs(argument.weight),
        argument.evidence.signal,
        argument.evidence.trigger,
        [weights.get(name, 0.0) for name in HYPOTHESES],
    )
