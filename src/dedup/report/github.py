"""Workflow commands for GitHub: each becomes an annotation on a line of a file. The page of a job is `job_summary`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dedup.gate.model import Checked
from dedup.report.escape import encodable, visible, workflow_data, workflow_property
from dedup.report.remarks import Level, Remark, headline, left_out, open_remarks, remarks, sentence
from dedup.report.rules import MEANINGS

if TYPE_CHECKING:
    from dedup.report.stream import Stream

# Of each kind GitHub shows ten in a step.
MOST = 10
_COMMANDS: dict[Level, str] = {"error": "error", "warning": "warning", "note": "notice"}


def to_github(checked: Checked, stream: Stream) -> Iterator[str]:
    """A notice that sums the check up, and the `MOST` gravest findings, one workflow command a line.

    What the baseline accepts is no annotation. `stream.tell` hears what is left out.
    """
    said = open_remarks(remarks(checked, stream.folder))
    shown = list(_shown(said, unread=bool(checked.report.skipped)))
    note = left_out(len(shown), len(said), f"GitHub shows {MOST} annotations of a kind in a step")
    if note is not None:
        stream.tell(f"github: {note}")
    summary = sentence(headline(checked)) + (f" {sentence(note)}" if note is not None else "")
    skipped = [f"::error title=dedup::{workflow_data(_unread(checked))}\n"] if checked.report.skipped else []
    lines = [f"::notice title=dedup::{workflow_data(summary)}\n", *skipped, *map(_annotation, shown)]
    return (encodable(line, stream.encoding) for line in lines)


def _shown(said: Sequence[Remark], unread: bool) -> Iterator[Remark]:
    """The first `MOST` that GitHub shows beside the notice and, where inputs were not read, an error."""
    used = Counter({"note": 1, "error": int(unread)})
    for remark in said[:MOST]:
        used[remark.level] += 1
        if used[remark.level] > MOST:
            return
        yield remark


def _annotation(remark: Remark) -> str:
    properties = {"title": f"{MEANINGS[remark.rule].short} ({remark.rule})", "file": remark.spot.path}
    region = remark.spot.region
    properties["line"] = str(remark.spot.line)
    if region is not None:
        properties["endLine"] = str(region.end_line)
        # GitHub takes columns only on one line, and does not say whether an end column is of the words or behind them.
        properties |= {"col": str(region.start_column)} if region.start_line == region.end_line else {}
    listed = ",".join(f"{name}={workflow_property(value)}" for name, value in properties.items())
    return f"::{_COMMANDS[remark.level]} {listed}::{workflow_data(remark.text)}\n"


def _unread(checked: Checked) -> str:
    first = checked.report.skipped[0]
    more = len(checked.report.skipped) - 1
    others = f" and {more:,} more" if more else ""
    place = first.path if first.line is None else f"{first.path}:{first.line}"
    return visible(f"Not read: {place}: {first.reason}{others}.")
