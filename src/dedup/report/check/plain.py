"""What the gate says as plain values, for formats that programs read. Reference: ``docs/reference/gate.md``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dedup.gate.model import Checked, Finding, Reuse
from dedup.report.plain import plain

# The lists of the gate, and what a line of JSON Lines calls one of theirs.
RECORDS = {"articles": "checked_article", "findings": "finding", "reuse": "reuse", "stale": "stale_entry"}


def decision(checked: Checked) -> dict[str, Any]:
    """Whether it passed, and by what gate."""
    return {"passed": checked.passed, "gate": plain(checked.gate)}


def listed(checked: Checked) -> dict[str, list[dict[str, Any]]]:
    """The lists of `RECORDS`, in the order of `Checked`."""
    return {
        "articles": list(_articles(checked)),
        "findings": [_finding(each) for each in checked.findings],
        "reuse": [_reuse(each) for each in checked.reuse],
        "stale": [plain(each) for each in checked.stale],
    }


def _articles(checked: Checked) -> Iterator[dict[str, Any]]:
    for id in checked.new:
        yield {"id": id, "status": checked.status[id], "passed": id not in checked.failed}


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "match": finding.match.id,
        "article": finding.article,
        "side": finding.side,
        "rule": finding.rule,
        "fingerprint": finding.fingerprint,
        "holders": finding.holders,
        "accepted": finding.accepted,
        "failing": finding.failing,
        "since": list(finding.since),
    }


def _reuse(reuse: Reuse) -> dict[str, Any]:
    said: dict[str, Any] = plain(reuse)
    failing = said.pop("failing")
    return {**said, "percent": plain(reuse.percent), "failing": failing}
