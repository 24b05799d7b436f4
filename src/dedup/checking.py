"""`check`: what new articles share with those held and with each other, and whether the gate lets it pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from dedup.config import Settings
from dedup.distinct import all_skipped, distinct
from dedup.gate import Checked, Finding, Gate, Status
from dedup.gate.baseline import Baseline, baseline_of
from dedup.gate.decision import accepted, decided, decided_reuse
from dedup.gate.findings import findings
from dedup.gate.newcomers import on_newcomers, there
from dedup.model import Article, Report, Skipped
from dedup.reuse import reuse
from dedup.work import Progress

__all__ = ["Checked", "Holdings", "accept_all", "check", "judge"]


class Holdings(Protocol):
    """The articles held, as `dedup.index.Index` has them."""

    def check(
        self,
        articles: Sequence[Article],
        settings: Settings | None,
        *,
        skipped: Sequence[Skipped] = (),
        progress: Progress | None = None,
    ) -> Report:
        """What an audit of the held articles and `articles` together reports of the latter, by default with settings of
        its own.

        A held article with an id among them is left out: theirs takes its place. In each match of the report at least
        one side is among `articles`.
        """

    def status(self, articles: Sequence[Article]) -> Mapping[str, Status]:
        """Of each article, by id, whether its id is held, and with this text."""


def check(
    articles: Article | Iterable[Article],
    holdings: Holdings,
    settings: Settings | None = None,
    gate: Gate | None = None,
    *,
    baseline: Baseline | None = None,
    skipped: Sequence[Skipped] = (),
    progress: Progress | None = None,
) -> Checked:
    """Compare new articles (one, or several) with all that is held and with each other, and ask the gate.

    `settings` default to those of the index. An article whose id is held already is compared with all others, and
    never with what is held under its id. `skipped` is carried into the report, and so is what a `Reading` skipped that
    is given for `articles`. Raises `DuplicateId` where one id has two different texts.
    """
    skipped = all_skipped(articles, skipped)
    by_id = distinct([articles] if isinstance(articles, Article) else articles)
    new = [by_id[article] for article in sorted(by_id)]
    status = holdings.status(new)
    report = holdings.check(new, settings, skipped=skipped, progress=progress)
    return judge(report, new, gate, baseline=baseline, status=status)


def judge(
    report: Report,
    new: Iterable[Article],
    gate: Gate | None = None,
    *,
    baseline: Baseline | None = None,
    status: Mapping[str, Status] | None = None,
) -> Checked:
    """What the gate says of a report, for these of its articles (default `status`: ``new``).

    A match between an article that was there when the baseline was written and one that was not is the latter's.
    """
    articles = {article.id: article for article in new}
    checked = Checked(
        report=report,
        new=tuple(sorted(articles)),
        articles=articles,
        status={article: (status or {}).get(article, "new") for article in sorted(articles)},
        gate=gate or Gate(),
    )
    return _against(checked, findings(report, articles), baseline or Baseline())


def accept_all(checked: Checked) -> tuple[Checked, Baseline]:
    """The same check against a baseline of all its findings, and that baseline."""
    # Sided as without a baseline, as the findings of two articles that were there are from now on: how many hold a
    # passage depends on the side it is counted on.
    found = findings(checked.report, checked.articles)
    baseline = baseline_of(found)
    before = {each.match.id for each in checked.findings if each.accepted}
    newly = frozenset(each.match.id for each in found) - before
    return replace(_against(checked, found, baseline), newly_accepted=newly), baseline


def _against(checked: Checked, found: Sequence[Finding], baseline: Baseline) -> Checked:
    """The check with these findings, sided by verdicts, dates and ids alone, against a baseline."""
    marked = accepted(found, baseline)
    before = there(marked, checked.report, checked.new, baseline)
    known = on_newcomers(marked, checked.report, checked.articles, before, baseline)
    return replace(
        checked,
        status={article: _status(status, article in before) for article, status in checked.status.items()},
        findings=decided(known, checked.gate),
        reuse=decided_reuse(reuse(known, checked.articles), checked.gate),
        stale=baseline.stale(known),
    )


def _status(status: Status, before: bool) -> Status:
    """What an index says goes before what a baseline tells."""
    if status not in ("new", "known"):
        return status
    return "known" if before else "new"
