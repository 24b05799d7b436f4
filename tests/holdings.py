"""Articles held in memory: the definition of what a check returns, by an audit of everything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from dedup.config import Settings
from dedup.gate import Status
from dedup.model import Article, Report, Skipped
from dedup.pipeline import audit
from dedup.work import Progress


@dataclass
class Held:
    """The articles held, by id."""

    articles: dict[str, Article] = field(default_factory=dict)

    @classmethod
    def of(cls, *articles: Article) -> Held:
        return cls({article.id: article for article in articles})

    def __contains__(self, id: object) -> bool:
        return id in self.articles

    def check(
        self,
        articles: Sequence[Article],
        settings: Settings | None,
        *,
        skipped: Sequence[Skipped] = (),
        progress: Progress | None = None,
    ) -> Report:
        new = {article.id for article in articles}
        others = [article for article in self.articles.values() if article.id not in new]
        report = audit([*others, *articles], settings, skipped=skipped, progress=progress)
        matches = tuple(each for each in report.matches if {each.left.article, each.right.article} & new)
        shown = new | {side.article for match in matches for side in (match.left, match.right)}
        return replace(
            report,
            articles=tuple(each for each in report.articles if each.id in shown),
            matches=matches,
            set_aside=tuple(
                each for each in report.set_aside if {each.match.left.article, each.match.right.article} & new
            ),
            article_pairs=tuple(each for each in report.article_pairs if {each.left, each.right} & new),
        )

    def status(self, articles: Sequence[Article]) -> Mapping[str, Status]:
        found: dict[str, Status] = {}
        for article in articles:
            known = self.articles.get(article.id)
            found[article.id] = "new" if known is None else "held" if known.text == article.text else "new-version"
        return found
