"""The gate of a run: its options, its baseline, and how it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup.cli.messages import Messages
from dedup.cli.options import file_option, setting_option, stacked
from dedup.config import CheckSettings
from dedup.errors import UsageError
from dedup.replacing import unwritable

if TYPE_CHECKING:
    from dedup.gate import Checked, Gate
    from dedup.gate.baseline import Baseline
    from dedup.model import Article, Report

_F = TypeVar("_F", bound=Callable[..., Any])

OPTIONS = ("fail_on", "max_reuse", "baseline")

index_option = file_option("index", "The index of the articles held, made by 'dedup index build'.")
_SETTINGS = [
    setting_option(
        "fail_on",
        "any|near|copied|none",
        "Which passages fail. copied: one article probably has it from the other. near: these, and words outside of "
        "quotations that stand elsewhere word for word or nearly so, at least 80% sure not by chance. any: all that "
        "are found. none: no passage.",
    ),
    setting_option(
        "max_reuse",
        "PERCENT",
        "Fail where others have more than this share of a new article's words too; boilerplate and attributed "
        "quotations count on neither side.",
    ),
    file_option("baseline", "Passages that are accepted, as --update-baseline wrote them; only others fail."),
]


def gate_settings(function: _F) -> _F:
    """The options of a gate that a settings file may give too."""
    return stacked(_SETTINGS)(function)


def gate_options(function: _F) -> _F:
    """The options of a gate."""
    update = click.option(
        "--update-baseline",
        is_flag=True,
        help="Accept all that this run finds: write the baseline anew. Where PATH are files alone, what it holds of "
        "other articles stays. What is new in it is listed, to be looked at.",
    )
    return stacked([*_SETTINGS, update])(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """What the gate of a run goes by. `path` is that of the baseline, if there is one."""

    gate: Gate
    baseline: Baseline
    path: str | None = None
    update: bool = False

    def judged(self, report: Report, new: Sequence[Article], *, whole: bool) -> Checked:
        """`settled` of what the gate says of an audit, to which all articles are new."""
        from dedup.checking import judge

        return self.settled(judge(report, new, self.gate, baseline=self.baseline), whole=whole)

    def settled(self, checked: Checked, *, whole: bool) -> Checked:
        """A check as it is reported: where the baseline will be updated (only by a `whole` run), all is accepted."""
        from dedup.checking import accept_all

        return accept_all(checked)[0] if self.update and whole else checked

    def close(self, checked: Checked, messages: Messages, *, some: bool = False) -> int:
        """Write the baseline where that was asked for, and give the exit code. Raises `OutputError`.

        Where only `some` of the articles were looked at, what it accepts of others stays in it.
        """
        if self.update and self.path is not None:
            from dedup.gate.baseline import baseline_of
            from dedup.report.check.baseline_file import write_baseline
            from dedup.report.check.words import acceptance

            others = self.baseline.of_others(checked.new) if some else ()
            written = baseline_of(checked.findings).with_entries(others)
            write_baseline(self.path, written)
            before, after = self.baseline.entries, written.entries
            left = len({entry.fingerprint for entry in others} - {each.fingerprint for each in checked.findings})
            kept = f", {left:,} of articles that were not looked at kept" if left else ""
            more = sum(entry.holders > before[known].holders for known, entry in after.items() if known in before)
            messages.note(
                f"wrote {self.path}: {acceptance(checked.findings)}; {len(after.keys() - before.keys()):,} new in it, "
                f"{more:,} with more holders than before, {len(before.keys() - after.keys()):,} that nothing has any "
                f"more dropped{kept}"
            )
        return 0 if checked.passed else 1


def gating_of(settings: CheckSettings, *, update: bool) -> Gating:
    """Raises `UsageError` for an update of no baseline, `InputError` for a baseline that cannot be read."""
    from dedup.gate import Gate
    from dedup.gate.baseline import Baseline, read_baseline

    path = settings.baseline or None
    if update and path is None:
        raise UsageError("--update-baseline needs to know where: add --baseline FILE")
    reason = unwritable(path) if update and path else None
    if reason is not None:
        raise UsageError(f"--baseline {path}: {reason}")
    made_anew = path is None or (update and not os.path.lexists(path))
    return Gating(
        gate=Gate(fail_on=settings.fail_on, max_reuse=settings.max_reuse),
        baseline=Baseline() if path is None or made_anew else read_baseline(path),
        path=path,
        update=update,
    )
