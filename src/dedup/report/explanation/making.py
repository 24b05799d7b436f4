"""From a report and the name of a match to an explanation of its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dedup.dates import in_words
from dedup.model import HYPOTHESES, ArticleSummary, Evidence, Hypothesis, Match, Report, SetAside
from dedup.outlets import host_of
from dedup.report.explanation.adding import total_of
from dedup.report.explanation.gaps import is_absence, missing
from dedup.report.explanation.lookup import find
from dedup.report.explanation.sentences import Naming, bent, claim, hypothesis, says_all, signal
from dedup.report.explanation.value import Account, Argument, Explanation, Option
from dedup.report.explanation.weighing import grade, moved_rival
from dedup.report.judgement import ranked, subject
from dedup.report.names import Names, name_articles
from dedup.report.odds import weight_of_evidence

_TOLD_FROM = 0.15  # nats from which it is told why an entry stands on its side
_OF_HYPOTHESES = (
    "companions.",
    "witness.",
    "structure.other-outlet",
    "structure.same-outlet",
)  # signals whose sentences name a hypothesis themselves
_OF_THE_OTHER = frozenset({"attribution.other-outlet", "attribution.other-credit"})
_OF_OUTLETS = _OF_THE_OTHER | {"attribution.own-outlet", "attribution.own-interview", "attribution.own-credit"}


def explain(report: Report, match: str) -> Explanation:
    """Why the verdict on a match is what it is.

    `match` is the match's id, the beginning of it, or its number (from 1) in the list, strongest first, that tables
    and Markdown show; matches set aside have an id too. Raises `dedup.UsageError` where `match` names none or several.
    """
    found, aside = find(report, match)
    cast = cast_of(report)
    return replace(explanation_of(found, cast, aside), missing=missing(found, report, *cast.sides(found)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The articles of a report, what sentences call them, and the odds that their verdicts began with."""

    articles: Mapping[str, ArticleSummary]
    names: Names
    priors: Mapping[Hypothesis, float]

    def sides(self, match: Match) -> tuple[Account, Account]:
        """The two sides, under their outlets' names where these tell them apart."""
        left, right = match.left.article, match.right.article
        outlets = (self.names.outlet.get(left), self.names.outlet.get(right))
        called = (self.names.spoken[left], self.names.spoken[right])
        if left.startswith("left:") and right.startswith("right:"):
            # Texts that ``dedup compare`` read go by their sides where no outlet is known: an id may be a long path.
            called = (called[0] if outlets[0] else "Text A", called[1] if outlets[1] else "Text B")
        places = (" (1st place)", " (2nd place)") if left == right else ("", "")
        if outlets[0] and outlets[1] and outlets[0] != outlets[1]:
            called = (outlets[0], outlets[1])
        one, other = (
            Account(name=name + where, article_name=name, article=self.articles.get(id))
            for name, where, id in zip(called, places, (left, right), strict=True)
        )
        return one, other


def cast_of(report: Report) -> Cast:
    return Cast(
        articles={article.id: article for article in report.articles},
        names=name_articles(report, str),
        priors=report.priors,
    )


def explanation_of(match: Match, cast: Cast, aside: SetAside | None = None) -> Explanation:
    """`explain` of a match at hand, but for what is missing: the price of one of many does not grow with the report."""
    left, right = cast.sides(match)
    naming = Naming(left=left.name, right=right.name, left_date=_date(left), right_date=_date(right))
    judged = match.verdict
    about = subject(judged)
    arguments = [
        _argument(entry, match, about, naming, (left, right)) for entry in judged.ledger if not is_absence(entry)
    ]
    weighed = [each for each in arguments if each.grade != "no bearing"]
    favour = tuple(sorted((each for each in weighed if each.weight > 0), key=_heaviest))
    against = tuple(sorted((each for each in weighed if each.weight < 0), key=_heaviest))
    return Explanation(
        match=match,
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
        speaks_for=favour,
        speaks_against=against,
        silent=tuple(each for each in arguments if each.grade == "no bearing"),
        missing=(),
        total=total_of(judged, cast.priors, about, favour, against),
    )


def _argument(
    entry: Evidence,
    match: Match,
    about: tuple[Hypothesis, ...],
    naming: Naming,
    accounts: tuple[Account, Account],
) -> Argument:
    probabilities = match.verdict.probabilities
    weight = weight_of_evidence(entry.weights, probabilities, about)
    sentence = signal(entry, match.left, match.right, naming)
    rival = None
    if abs(weight) >= _TOLD_FROM and not entry.signal.startswith(_OF_HYPOTHESES):
        rival = moved_rival(entry.weights, probabilities, about, weight)
    return Argument(
        evidence=entry,
        weight=weight,
        grade=grade(weight),
        sentence=sentence,
        words="" if says_all(entry, sentence) else entry.trigger.strip() + _host(entry, match, accounts),
        because=None if rival is None else bent(*rival, naming),
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
