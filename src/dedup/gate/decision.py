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
    """The findings, each marked whether the gate fails for it: it is not accepted, and of a rule that fails."""
    failing = FAILING[gate.fail_on]
    return tuple(replace(each, failing=not each.accepted and each.rule in failing) for each in findings)


def decided_reuse(reuse: Iterable[Reuse], gate: Gate) -> tuple[Reuse, ...]:
    """The shares of articles, each marked whether it is over the gate."""
    return tuple(replace(each, failing=each.percent > gate.max_reuse) for each in reuse)
