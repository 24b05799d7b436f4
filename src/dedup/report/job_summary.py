"""A check as Markdown for the page of a job on GitHub: what failed and why, short enough to be taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dedup.gate.model import Checked
from dedup.report.markdown_text import clean, header, row
from dedup.report.remarks import Remark, headline, left_out, open_remarks, outcome, remarks, sentence, stale_note
from dedup.report.wording import count

# GitHub takes 1,048,576 bytes a step, and drops what is just below that without a word (actions/runner, issue 4337).
MOST_BYTES = 1_000_000
_LISTED = 100


def job_summary(checked: Checked, room: int = MOST_BYTES, folder: str | None = None) -> tuple[str, str | None]:
    """The summary in at most `room` bytes of UTF-8, and what to say of findings that were left out, if any were.

    Findings come worst first; those that the baseline accepts are only counted. It is empty where there is no room
    for its head.
    """
    said = open_remarks(remarks(checked, folder))
    head, foot = "\n".join(_head(checked)) + "\n", "\n".join(_foot(checked)) + "\n"
    # Room for the longest that the note of what was left out can be.
    used = len(head.encode()) + len(foot.encode()) + 200
    if used > room:
        return "", f"no room for the job summary in {room:,} bytes"
    rows: list[str] = []
    for number, remark in enumerate(said, 1):
        line = _row(number, remark) + "\n"
        used += len(line.encode())
        if used > room:
            break
        rows.append(line)
    note = left_out(len(rows), len(said), f"a job summary holds {MOST_BYTES // 1000:,} kB")
    table = "\n".join(_table_head()) + "\n" + "".join(rows) if said else ""
    return head + table + (f"\n{note}.\n" if note is not None else "") + foot, note


def _head(checked: Checked) -> Iterator[str]:
    yield from (f"## Shared wording: {outcome(checked)}", "", sentence(headline(checked)), "")


def _table_head() -> list[str]:
    return list(header("#", "Where", "Rule", "Gate", "What"))


def _row(number: int, remark: Remark) -> str:
    return row(
        str(number),
        clean(remark.spot.shown),
        f"`{remark.rule}`",
        "fails" if remark.failing else "",
        clean(remark.text),
    )


def _foot(checked: Checked) -> Iterator[str]:
    skipped: Sequence[str] = [
        f"- {clean(each.path if each.line is None else f'{each.path}:{each.line}')}: {clean(each.reason)}"
        for each in checked.report.skipped[:_LISTED]
    ]
    if skipped:
        yield from ("", f"{count(len(checked.report.skipped), 'input')} could not be read:", "", *skipped)
    if len(checked.report.skipped) > _LISTED:
        yield f"- … and {len(checked.report.skipped) - _LISTED:,} more"
    stale = stale_note(checked)
    if stale is not None:
        yield from ("", sentence(stale))
