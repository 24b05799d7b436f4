"""What the explanations of one report have in common, worked out once: a page may show thousands of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from dedup.model import ArticleSummary, Hypothesis, Match, Origin, Report
from dedup.outlets import outlet_names, same_outlet
from dedup.report.explanation.value import Account
from dedup.report.names import LONGEST_NAME, Names, name_articles


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outlet:
    """A name, compared with articles' outlets as an article without a URL would be."""

    id: str
    outlet: str
    outlet_origin: Origin = "given"
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """The articles by id, their names, the odds that verdicts began with, and by match who holds its wording.

    These are the articles of the match's cluster.
    """

    articles: Mapping[str, ArticleSummary]
    names: Names
    priors: Mapping[Hypothesis, float]
    holders: Mapping[str, frozenset[str]]
    outlets: Mapping[str, str]
    _texts: dict[str, frozenset[str]] = field(default_factory=dict)

    def sides(self, match: Match) -> tuple[Account, Account]:
        """The two sides, under their outlets' names where these tell them apart."""
        left, right = match.left.article, match.right.article
        outlets = (self.names.outlet.get(left), self.names.outlet.get(right))
        called = (self.names.spoken[left], self.names.spoken[right])
        places = (" (1st place)", " (2nd place)") if left == right else ("", "")
        if outlets[0] and outlets[1] and outlets[0] != outlets[1]:
            called = (outlets[0], outlets[1])
        one, other = (
            Account(name=name + where, article_name=name, article=self.articles.get(id))
            for name, where, id in zip(called, places, (left, right), strict=True)
        )
        return one, other

    def texts_of(self, source: str) -> frozenset[str]:
        """The articles whose outlet is the `source` of that name."""
        if source not in self._texts:
            one = _Outlet(id=source, outlet=source)
            self._texts[source] = frozenset(id for id, article in self.articles.items() if self._is_of(article, one))
        return self._texts[source]

    def _is_of(self, article: ArticleSummary, one: _Outlet) -> bool:
        spelt = _Outlet(id="", outlet=self.outlets.get(article.id, ""))
        return same_outlet(one, article) or same_outlet(one, spelt)


def grounds_of(report: Report) -> Grounds:
    """The grounds of a report, its names as they came but for their length."""
    holders: dict[str, frozenset[str]] = {}
    for cluster in report.clusters:
        for match in cluster.matches:
            holders[match] = holders.get(match, frozenset()).union(cluster.articles)
    return Grounds(
        articles={article.id: article for article in report.articles},
        names=name_articles(report, str, LONGEST_NAME),
        priors=report.priors,
        holders=holders,
        outlets=outlet_names(report.articles),
    )
