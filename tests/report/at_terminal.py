"""What terminal pages say of reports made by hand."""

from __future__ import annotations

from typing import Any

from dedup.model import Report
from dedup.report import Stream, comparison, terminal
from dedup.report.comparison import terminal as of_comparisons


def render_table(report: Report, *, brief: bool = False, **look: Any) -> str:
    """A report, all of it unless `brief`."""
    return terminal.render(report, Stream(brief=brief, **look))


def render_comparison(compared: comparison.Compared, **look: Any) -> str:
    return of_comparisons.render(compared, Stream(**look))
