"""Which report goes where: the pairs of ``--format`` and ``-o``."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import click

from dedup.errors import UsageError
from dedup.replacing import is_special

_USUAL = "table"
_BY_ENDING = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".graphml": "graphml",
    ".dot": "dot",
    ".gv": "dot",
    ".sarif": "sarif",
    ".xml": "junit",
}
_ORDER = "dedup.cli.outputs.order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One report to write; `path` ``None`` is standard output."""

    format: str
    path: str | None


class ReportCommand(click.Command):
    """A command that keeps the order of its ``--format`` and ``-o``: click gathers each option by itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[_ORDER] = tuple(param.name for param in order if param.name in ("formats", "outputs"))
        return super().parse_args(ctx, args)


def outputs_of(
    context: click.Context, formats: Sequence[str], files: Sequence[str], allowed: tuple[str, ...] = ()
) -> tuple[Output, ...]:
    """What the options of a `ReportCommand` ask for, in the `allowed` formats (default: a report's).

    Raises `UsageError`.
    """
    planned = plan(context.meta[_ORDER], formats, files, allowed)
    _check(planned)
    return planned


def plan(
    order: Iterable[str], formats: Sequence[str], files: Sequence[str], allowed: tuple[str, ...] = ()
) -> tuple[Output, ...]:
    """Pair formats with files. A format belongs to the file after it, or else to standard output.

    A file without a format of its own takes that of its ending, if it is `allowed` (default: any of a report's).
    One format and one file belong together in either order. Raises `UsageError` for an ending that says nothing.

    >>> plan(["formats", "formats", "outputs"], ["table", "json"], ["a.json"])
    (Output(format='table', path=None), Output(format='json', path='a.json'))
    """
    if not formats and not files:
        return (Output(format=_USUAL, path=None),)
    if len(formats) == len(files) == 1:
        return (_output(formats[0], files[0], allowed),)
    planned: list[Output] = []
    waiting: str | None = None
    next_format, next_file = iter(formats), iter(files)
    for name in order:
        if name == "formats":
            if waiting is not None:
                planned.append(Output(format=waiting, path=None))
            waiting = next(next_format)
        else:
            planned.append(_output(waiting, next(next_file), allowed))
            waiting = None
    if waiting is not None:
        planned.append(Output(format=waiting, path=None))
    return tuple(planned)


def _output(format: str | None, file: str, allowed: tuple[str, ...]) -> Output:
    path = None if file == "-" else file
    if format is None:
        if path is None:
            return Output(format=_USUAL, path=None)
        from dedup.report import FORMATS

        known = allowed or FORMATS
        format = _BY_ENDING.get(os.path.splitext(file)[1].lower())
        if format not in known:
            if os.path.isdir(file):
                raise UsageError(_folder(file))
            raise UsageError(f"-o {file}: the ending names no format; put --format before it ({', '.join(known)})")
    return Output(format=format, path=path)


def _check(planned: Sequence[Output]) -> None:
    """Refuse at once what could only fail after a long audit."""
    if sum(output.path is None for output in planned) > 1:
        raise UsageError("two reports for standard output; give each but one an -o FILE")
    seen: set[str] = set()
    for path in (output.path for output in planned if output.path is not None):
        real = os.path.realpath(path)
        if real in seen and not is_special(path):
            raise UsageError(f"-o {path}: given twice")
        seen.add(real)
        if not path or os.path.isdir(path):
            raise UsageError(_folder(path) if path else "-o needs the name of a file")
        parent = os.path.dirname(real)
        if not os.path.isdir(parent):
            raise UsageError(f"-o {path}: there is no folder {parent}")


def _folder(path: str) -> str:
    return f"-o {path}: a folder, not a file"


def protect(planned: Sequence[Output], inputs: Iterable[str | None]) -> None:
    """Raise `UsageError` where a report would replace a file that is read."""
    existing = {
        os.path.realpath(output.path): output.path
        for output in planned
        if output.path is not None and os.path.isfile(output.path)
    }
    if not existing:
        return
    for name in inputs:
        path = None if name is None else existing.get(os.path.realpath(name))
        if path is not None:
            raise UsageError(f"-o {path}: an input of this very run; choose another file")
