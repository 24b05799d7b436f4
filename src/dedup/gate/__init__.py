"""The gate: which findings on new articles are accepted, which fail a run, and the baseline of the accepted ones."""

from dedup.gate.model import (
    FAIL_ON,
    FAILING,
    RULES,
    Checked,
    Entry,
    Finding,
    Gate,
    Reuse,
    Rule,
    Status,
)

__all__ = [
    "FAILING",
    "FAIL_ON",
    "RULES",
    "Checked",
    "Entry",
    "Finding",
    "Gate",
    "Reuse",
    "Rule",
    "Status",
]
