"""Which report goes where: the pairs of ``--format`` and ``-o``, and which picture it is."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import click

from dedup.cli.sections import SectionedCommand
from dedup.errors import UsageError
from dedup.replacing import is_special, unwritable

_USUAL = "table"
_BY_ENDING = {
    ".txt": "table",
    ".json": "json",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".graphml": "graphml",
    ".gexf": "gexf",
    ".png": "png",
    ".svg": "svg",
    ".dot": "dot",
    ".gv": "dot",
    ".sarif": "sarif",
    ".xml": "junit",
}
_ORDER = "dedup.cli.outputs.order"
PICTURES = "dedup.cli.outputs.pictures"
_PICTURE = "network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One report to write; `path` ``None`` is standard output, and for some formats a folder. `picture` is what it
    shows where it is one."""

    format: str
    path: str | None
    picture: str = _PICTURE

    @property
    def files(self) -> tuple[str, ...]:
        """The paths of the files that will be written."""
        if self.path is None:
            return ()
        from dedup.report import folder_names

        return tuple(os.path.join(self.path, name) for name in folder_names(self.format)) or (self.path,)


class ReportCommand(SectionedCommand):
    """A command that keeps the order of its ``--format`` and ``-o``: click gathers each option by itself."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if not ctx.resilient_parsing:
            _, _, order = self.make_parser(ctx).parse_args(args=list(args))
            ctx.meta[_ORDER] = tuple(param.name for param in order if param.name in ("formats", "outputs", "pictures"))
        return super().parse_args(ctx, args)


def outputs_of(
    context: click.Context, formats: Sequence[str], files: Sequence[str], allowed: tuple[str, ...] = ()
) -> tuple[Output, ...]:
    """What the options of a `ReportCommand` ask for, in the `allowed` formats (default: a report's).

    Raises `UsageError`, and `MissingExtra` where a format needs a library that is not installed.
    """
    planned = plan(context.meta[_ORDER], formats, files, allowed, context.meta.get(PICTURES, ()))
    _check(planned)
    return planned


def is_asked_for(context: click.Context) -> bool:
    """Whether a `ReportCommand` was told of a format or a file."""
    return any(name in ("formats", "outputs") for name in context.meta[_ORDER])


def plan(
    order: Iterable[str],
    formats: Sequence[str],
    files: Sequence[str],
    allowed: tuple[str, ...] = (),
    pictures: Sequence[str] = (),
) -> tuple[Output, ...]:
    """Pair formats with files. A format belongs to the file after it, or else to standard output.

    A file without a format of its own takes that of its ending, if it is `allowed` (default: any of a report's).
    One format and one file belong together in either order. So do one picture and one file; else a picture is that of
    the files after it. Raises `UsageError` for an ending that says nothing and for a picture without a file after it.

    >>> plan(["formats", "formats", "outputs"], ["table", "json"], ["a.json"])
    (Output(format='table', path=None, picture='network'), Output(format='json', path='a.json', picture='network'))
    """
    if not formats and not files:
        return (Output(format=_USUAL, path=None),)
    if len(formats) <= 1 and len(files) <= 1 and len(pictures) <= 1:
        alone = _output(next(iter(formats), None), next(iter(files), "-"), allowed)
        return (replace(alone, picture=next(iter(pictures), _PICTURE)),)
    picture, drawn = _PICTURE, True
    planned: list[Output] = []
    waiting: str | None = None
    next_format, next_file, next_picture = iter(formats), iter(files), iter(pictures)
    for name in order:
        if name == "pictures":
            picture, drawn = next(next_picture), False
        elif name == "formats":
            if waiting is not None:
                planned.append(Output(format=waiting, path=None, picture=picture))
            waiting = next(next_format)
        else:
            planned.append(replace(_output(waiting, next(next_file), allowed), picture=picture))
            waiting, drawn = None, True
    if not drawn and waiting is None:
        raise UsageError(f"--picture {picture}: no -o follows it")
    if waiting is not None:
        planned.append(Output(format=waiting, path=None, picture=picture))
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
    for output in planned:
        _require(output.format)
        if output.path is None:
            _check_stdout(output.format)
            continue
        path = output.path
        for file in output.files:
            real = os.path.realpath(file)
            if real in seen and not is_special(file):
                raise UsageError(f"-o {file}: given twice")
            seen.add(real)
        is_file = output.files == (path,)
        if not path or (is_file and os.path.isdir(path)):
            raise UsageError(_folder(path) if path else "-o needs the name of a file")
        if not is_file and os.path.lexists(path) and not os.path.isdir(path):
            raise UsageError(f"-o {path}: {output.format} is a folder of files, and this is a file")
        reason = unwritable(path)
        if reason is not None:
            raise UsageError(f"-o {path}: {reason}")


def _require(format: str) -> None:
    from dedup.report import require

    require(format)


def _check_stdout(format: str) -> None:
    from dedup.report import BYTES_FORMATS, FOLDER_FORMATS

    if format in FOLDER_FORMATS:
        raise UsageError(f"{format} is a folder of files; give it a name with -o FOLDER")
    if format in BYTES_FORMATS and sys.stdout is not None and sys.stdout.isatty():
        raise UsageError(f"{format} is no text for a terminal; give it a name with -o FILE")


def _folder(path: str) -> str:
    return f"-o {path}: a folder, not a file"


def protect(planned: Sequence[Output], inputs: Iterable[str | None], baseline: str | None = None) -> None:
    """Raise `UsageError` where a report would replace a file that is read, or where the next run would read it, or a
    `baseline` that will be written, as articles."""
    read = {os.path.realpath(name): name for name in inputs if name is not None}
    for output in planned:
        for file in output.files:
            if os.path.isfile(file) and (os.path.realpath(file) in read or _folder_of(file, read) is not None):
                raise UsageError(f"-o {file}: an input of this very run; choose another file")
            keep_apart(f"-o {output.path}", file, read)
    if baseline is not None:
        keep_apart(f"--baseline {baseline}", baseline, read)


def keep_apart(said: str, file: str, read: Mapping[str, str]) -> None:
    """Raise `UsageError` for a file, `said` so, in a folder where the next run would read it as articles.

    `read` has what is read, by its real path.
    """
    folder = _folder_of(file, read)
    if folder is not None:
        raise UsageError(
            f"{said}: in the folder {folder}, where the next run would read it as articles; choose a place outside "
            "of it"
        )


def _folder_of(file: str, read: Mapping[str, str]) -> str | None:
    """The folder among what is read from which a file of that name is read too; folders are read again and again."""
    from dedup.ingest.formats import sniff

    real = os.path.realpath(file)
    for folder, name in read.items():
        if not os.path.isdir(folder) or os.path.commonpath((folder, real)) != folder:
            continue
        hidden = any(part.startswith(".") for part in os.path.relpath(real, folder).split(os.sep))
        if not hidden and sniff(real).format is not None:
            return name
    return None
