"""A check as CSV: one row a match, as in a report, and what the gate says of it in columns of its own."""

from __future__ import annotations

from collections.abc import Iterator

from dedup.gate.model import Checked
from dedup.model import Match
from dedup.report import csv_table

COLUMNS: tuple[str, ...] = (
    "new_article",
    "rule",
    "fingerprint",
    "holders",
    "accepted",
    "failing",
    "reuse_percent",
    "reuse_failing",
)


def to_csv(checked: Checked, *, encoding: str = "utf-8") -> str:
    """The matches as `dedup.report.csv_table.to_csv` writes them, with `COLUMNS` behind its own."""
    by_match = {each.match.id: each for each in checked.findings}
    shares = {each.article: each for each in checked.reuse}

    def added(match: Match) -> Iterator[str | float | None]:
        finding = by_match.get(match.id)
        if finding is None:  # both articles were there before
            yield from (None,) * len(COLUMNS)
            return
        share = shares[finding.article]
        yield from (finding.article, finding.rule, finding.fingerprint, finding.holders)
        yield from (_truth(finding.accepted), _truth(finding.failing), share.percent, _truth(share.failing))

    return csv_table.to_csv(checked.report, encoding=encoding, columns=COLUMNS, added=added)


def _truth(value: bool) -> str:
    return "true" if value else "false"
