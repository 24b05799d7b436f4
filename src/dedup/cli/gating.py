"""The gate of a run: its options, its baseline, and how it ends."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

import click

from dedup.cli.messages import Messages
from dedup.cli.options import file_option, setting_option, stacked
from dedup.cli.reading import place_of
from dedup.config import CheckSettings
from dedup.errors import InputError, UsageError
from dedup.replacing import unwritable

if TYPE_CHECKING:
    from dedup.gate import Checked, Gate
    from dedup.gate.baseline import Baseline
    from dedup.model import Article, Report, Skipped

_F = TypeVar("_F", bound=Callable[..., Any])

OPTIONS = ("fail_on", "max_reuse", "baseline")

index_option = file_option("index", "The index of the articles held, made by 'dedup index build'.")
_SETTINGS = [
    setting_option(
        "fail_on",
        "any|near|uncredited|copied|none",
        "Which passages fail. copied: one article probably has it from the other. near: these, and words outside of "
        "quotations that stand elsewhere word for word or nearly so, a passage or 15 in a row, at least 80% sure not "
        "by chance. uncredited: of these what the text does not credit. any: all that are found. none: no passage.",
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
        help="Accept all that this run finds: add it to the baseline. What is new in it is listed, to be looked at.",
    )
    prune = click.option(
        "--prune-baseline",
        is_flag=True,
        help="Take out of the baseline what articles of this run shared and do not share any more. What is accepted of "
        "others stays.",
    )
    return stacked([*_SETTINGS, update, prune])(function)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gating:
    """What the gate of a run goes by. `path` is that of the baseline, if there is one."""

    gate: Gate
    baseline: Baseline
    path: str | None = None
    update: bool = False
    prune: bool = False

    @property
    def writes(self) -> bool:
        """Whether the run writes the baseline."""
        return self.update or self.prune

    def judged(self, report: Report, new: Sequence[Article], *, whole: bool) -> Checked:
        """`settled` of what the gate says of an audit, to which all articles are new."""
        from dedup.checking import judge

        return self.settled(judge(report, new, self.gate, baseline=self.baseline), whole=whole)

    def settled(self, checked: Checked, *, whole: bool) -> Checked:
        """A check as it is reported: where the baseline will be updated (only by a `whole` run), all is accepted."""
        from dedup.checking import accept_all

        return accept_all(checked)[0] if self.update and whole else checked

    def demand_all(self, skipped: Sequence[Skipped]) -> None:
        """Raise `InputError` where the baseline would be pruned for what could not be read."""
        if self.prune and skipped:
            from dedup.ingest.notes import counted

            inputs = counted(len(skipped), "input", "inputs")
            raise InputError(
                f"--prune-baseline goes by all that is given, and {inputs} could not be read: "
                f"{place_of(skipped[0])}: {skipped[0].reason}"
            )

    def close(self, checked: Checked, messages: Messages, held: Container[str] = ()) -> int:
        """Write the baseline where that was asked for, and give the exit code. `held` are the articles that those
        checked were compared with. Raises `OutputError`."""
        if self.path is not None and self.writes:
            from dedup.gate.baseline import baseline_of
            from dedup.report.check.baseline_file import write_baseline
            from dedup.report.check.words import acceptance

            found = baseline_of(checked.findings)
            written = self.baseline.joined(found) if self.update else self.baseline
            written = written.pruned(found, frozenset(checked.new), held) if self.prune else written
            write_baseline(self.path, written)
            before, after = self.baseline.entries, written.entries
            changes = [entry.holders - before[known].holders for known, entry in after.items() if known in before]
            kept = len(after.keys() - found.entries.keys())
            parts = [f"{len(after.keys() - before.keys()):,} new in it"]
            parts += [f"{sum(each > 0 for each in changes):,} with more holders than before"]
            parts += [f"{sum(each < 0 for each in changes):,} with fewer"] if self.prune else []
            parts += [f"{len(before.keys() - after.keys()):,} dropped"] if self.prune or not kept else []
            parts += [f"{kept:,} that nothing here has kept"] if kept else []
            why = ": their articles were not all looked at" if kept and self.prune else ""
            accepted = f"{acceptance(checked.findings)}; " if self.update else ""
            messages.note(f"wrote {self.path}: {accepted}{', '.join(parts)}{why}")
        return 0 if checked.passed else 1


def gating_of(settings: CheckSettings, *, update: bool, prune: bool) -> Gating:
    """Raises `UsageError` for an update of no baseline, `InputError` for a baseline that cannot be read."""
    from dedup.gate import Gate
    from dedup.gate.baseline import Baseline, read_baseline

    path = settings.baseline or None
    for name, given in (("--update-baseline", update), ("--prune-baseline", prune)):
        if given and path is None:
            raise UsageError(f"{name} needs to know where: add --baseline FILE")
    reason = unwritable(path) if path and (update or prune) else None
    if reason is not None:
        raise UsageError(f"--baseline {path}: {reason}")
    made_anew = path is None or (update and not os.path.lexists(path))
    return Gating(
        gate=Gate(fail_on=settings.fail_on, max_reuse=settings.max_reuse),
        baseline=Baseline() if path is None or made_anew else read_baseline(path),
        path=path,
        update=update,
        prune=prune,
    )
