"""Help that can be read: examples first, then the options under headings, those that most people need first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

Examples = Sequence[tuple[str, str]]  # what to type, and what it is good for
_WIDEST = 60  # columns of what to type, from which its words go below it

_REST = "Running"
# By the names that options have in the program.
SECTIONS = {
    "Input": ("metadata", "columns", "numbered", "root", "within", "held", "index", "allow_skipped"),
    "Output": ("formats", "outputs", "network", "pictures"),
    "Gate": ("fail_on", "max_reuse", "baseline", "update_baseline", "prune_baseline", "update"),
    "What counts": (
        "level",
        "preset",
        "min_confidence",
        "min_words",
        "same_outlet",
        "stock",
        "jaccard",
        "num_perm",
        "seed",
    ),
    "How it looks": ("brief", "limit", "full", "explain", "weights", "color", "links", "pager"),
    _REST: ("workers", "engine", "spark", "checkpoint", "tables", "quiet", "verbose", "debug"),
}


class FormatOption(click.Option):
    """An option for one of many formats: their names go into the help, where lines wrap, and not into its head."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        record = super().get_help_record(ctx)
        names = self.type.get_metavar(self, ctx)
        if record is None or names is None:
            return record
        return f"{', '.join(self.opts)} FORMAT", record[1].replace("{formats}", names.replace("|", ", "))


class ExampleCommand(click.Command):
    """A command whose help shows how it is called, right behind what it does."""

    def __init__(self, *arguments: Any, examples: Examples, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.examples = examples

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_help_text(ctx, formatter)
        with formatter.section("Examples"):
            formatter.write_dl(self.examples, col_max=_WIDEST)


class SectionedCommand(ExampleCommand):
    """A command whose help has its options under the headings of `SECTIONS`."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        heading_of = {name: heading for heading, names in SECTIONS.items() for name in names}
        grouped: dict[str, list[tuple[str, str]]] = {heading: [] for heading in SECTIONS}
        for param in self.get_params(ctx):
            record = param.get_help_record(ctx) if isinstance(param, click.Option) else None
            if record is not None:
                grouped[heading_of.get(param.name or "", _REST)].append(record)
        for heading, records in grouped.items():
            if records:
                with formatter.section(heading):
                    formatter.write_dl(records)
