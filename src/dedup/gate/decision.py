"""What the gate says: accepted by the baseline, or failing, or neither."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dedup.gate.baseline import Baseline
from dedup.gate.model import FAILING, Finding, Gate, Reuse


def accepted(findings: Iterable[Finding], baseline: Baseline) -> tuple[Finding, ...]:
    """The findings, each marked whether the baseline accepts it."""
    return tuple(replace(finding, accepted=baseline.accepts(finding)) for finding in findings)


def decided(findings: Iterable[Finding], gate: Gate) -> tuple[Finding, ...]:
    """The findings, each marked whether the gate fails for it: never where it is accepted."""
    return tuple(replace(each, failing=not each.accepted and fails(each, gate)) for each in findings)


def fails(finding: Finding, gate: Gate) -> bool:
    """Whether the gate fails for a finding that no baseline accepts."""
    return finding.rule in FAILING[gate.fail_on] and not (gate.fail_on == "uncredited" and finding.credited)


def decided_reuse(reuse: Iterable[Reuse], gate: Gate) -> tuple[Reuse, ...]:
    """The shares of articles, each marked whether it is over the gate."""
    return tuple(replace(each, failing=each.percent > gate.max_reuse) for each in reuse)
