"""``dedup check``: is the wording of these articles held already, by whom, and may it be?"""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from dedup.cli.gating import gate_options, gating_of, index_option
from dedup.cli.look import Look, check_report_options
from dedup.cli.messages import Messages
from dedup.cli.options import Named, allow_skipped_option, metadata_option, root_option, rows_options, settings_options
from dedup.cli.outputs import Output, ReportCommand, protect
from dedup.cli.reading import announce, complain, is_whole, watched, worth_writing
from dedup.config import resolve
from dedup.errors import UsageError

if TYPE_CHECKING:
    from dedup.gate import Checked
    from dedup.index import Index

_LISTED = 3


@click.command(
    cls=ReportCommand,
    examples=(
        ("dedup check new --index held.dedup", "may these come in?"),
        ("dedup check new --index held.dedup --fail-on any", "quotations fail too"),
        ("dedup check new --index held.dedup --update", "and hold what passes"),
        ("dedup check new --index held.dedup -o dedup.sarif", "for code scanning"),
    ),
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(readable=False), metavar="PATH...")
@index_option
@click.option("--update", is_flag=True, help="Hold the articles that pass from now on: add them to the index.")
@gate_options
@metadata_option
@root_option
@rows_options
@settings_options()
@allow_skipped_option
@check_report_options
def check(
    paths: tuple[str, ...],
    update: bool,
    update_baseline: bool,
    prune_baseline: bool,
    metadata: str | None,
    named: Named,
    allow_skipped: bool,
    planned: tuple[Output, ...],
    look: Look,
    messages: Messages,
    **options: Any,
) -> int:
    """Compare new articles in PATH... with all that an index holds and with each other: do they pass the gate?

    PATH is what it is for 'dedup audit'. The command exits 1 where a finding fails the gate. An article whose id is
    held already is compared with all others, never with what is held under its id.
    """
    resolved = resolve(options)
    held = resolved.check.index
    if not held:
        raise UsageError("no index to check against: add --index FILE, or set index in dedup.toml")
    from dedup.pipeline import require_passages

    require_passages(resolved.settings)
    gating = gating_of(resolved.check, update=update_baseline, prune=prune_baseline)
    inputs = (*paths, metadata, resolved.settings.stock or None, held, gating.path)
    protect(planned, inputs, gating.path if gating.writes else None)
    announce(paths, messages)

    from dedup.checking import check as check_articles
    from dedup.cli.progress import StageProgress
    from dedup.cli.writing import write_checked
    from dedup.index import Index
    from dedup.ingest import read

    with Index(held, resolved.settings) as index:
        with watched(paths, messages):
            reading = read(paths, metadata=metadata, root=resolved.check.root or None, held=index, **named)
        planned = worth_writing(reading, planned, messages)
        gating.demand_all(reading.skipped)
        whole = is_whole(reading, allow_skipped)
        with StageProgress(messages) as progress:
            found = check_articles(
                reading.articles,
                index,
                resolved.settings,
                gating.gate,
                baseline=gating.baseline,
                skipped=reading.skipped,
                progress=progress,
            )
        checked = gating.settled(found, whole=whole)
        try:
            write_checked(checked, planned, look, messages)
        except BrokenPipeError:
            messages.detail("the reader of the report has gone")
        complain(reading, paths, planned, messages, allow_skipped)
        if not whole:
            if update:
                messages.note(f"nothing was added to {held}")
            return 2
        code = gating.close(checked, messages, held=index)
        _tell_renamed(checked, held, messages)
        if update:
            _add(checked, index, held, messages)
    return code


def _tell_renamed(checked: Checked, path: str, messages: Messages) -> None:
    """Say of a new article whose words are all those of a held one what to do if it is the same under another name."""
    words = {summary.id: summary.words for summary in checked.report.articles}
    renamed: list[tuple[str, str]] = []
    for found in checked.findings:
        new, other = found.passage.article, found.other.article
        all_of_both = found.match.scores.aligned_words >= max(words.get(new, 0), words.get(other, 0)) > 0
        if checked.status.get(new) == "new" and other not in checked.status and all_of_both:
            renamed.append((new, other))
    for new, other in renamed[:_LISTED]:
        messages.note(
            f"{new} has all words of {other}, which {path} holds: if it was renamed, let go of the old name with: "
            f"dedup index remove {shlex.join(['--', path, other] if other.startswith('-') else [path, other])}"
        )
    if len(renamed) > _LISTED:
        messages.note(f"{len(renamed) - _LISTED:,} more have all words of an article that is held")


def _add(checked: Checked, index: Index, path: str, messages: Messages) -> None:
    """Hold the articles that pass, and say how many these are and which others are not."""
    passing = [article for id, article in checked.articles.items() if id not in checked.failed]
    added = index.add(passing)
    parts = [f"added {added.new:,} to {path}"]
    parts += [f"{added.versions:,} in a new version"] if added.versions else []
    parts += [f"{added.updated:,} described anew"] if added.updated else []
    parts += [f"{added.unchanged:,} held already"] if added.unchanged else []
    messages.note(", ".join(parts))
    if checked.failed:
        messages.note(f"not added, since the gate fails for them: {_listed(sorted(checked.failed))}")


def _listed(ids: Sequence[str]) -> str:
    more = f" and {len(ids) - _LISTED:,} more" if len(ids) > _LISTED else ""
    return f"{', '.join(ids[:_LISTED])}{more}"
