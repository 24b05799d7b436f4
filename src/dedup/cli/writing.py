"""Bytes to their places: a file whole or not at all, standard output without a fuss when nobody reads on."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from dedup.cli.look import Look, stdout_size
from dedup.cli.messages import Messages
from dedup.cli.outputs import Output
from dedup.cli.paging import through_pager
from dedup.errors import MissingExtra, OutputError
from dedup.model import Report
from dedup.replacing import cannot_write, is_special, replacing
from dedup.report import FOLDER_FORMATS, Stream, checked_pieces, folder_files, pieces

if TYPE_CHECKING:
    from dedup.gate import Checked

# Spreadsheets take a CSV file for one of their own code page unless it begins with a byte-order mark; pandas, polars,
# Arrow and dedup itself pass over it. In a pipe there is none.
_OF_FILES = {"csv": "utf-8-sig", "csv-tables": "utf-8-sig"}

Render = Callable[[str, Stream], Iterable[str | bytes]]
Fill = Callable[[str, Stream], Iterable[tuple[str, bytes]]]


def write_reports(
    report: Report, outputs: Sequence[Output], look: Look, messages: Messages, texts: Mapping[str, str]
) -> None:
    """`write_outputs` of a report on articles with these `texts`, by id."""

    def render(format: str, stream: Stream) -> Iterable[str | bytes]:
        return pieces(report, format, replace(stream, texts=texts))

    write_outputs(render, outputs, look, messages, partial(folder_files, report))


def write_checked(
    checked: Checked,
    outputs: Sequence[Output],
    look: Look,
    messages: Messages,
    environ: Mapping[str, str] = os.environ,
) -> None:
    """`write_outputs` of a check, and with the format ``github`` the summary of the job, where a runner asks for it."""
    summary = environ.get("GITHUB_STEP_SUMMARY")
    failed: list[str] = []
    if summary and any(output.format == "github" for output in outputs):
        try:
            _add_job_summary(summary, checked, messages)
        except OutputError as error:
            failed.append(str(error))
    try:
        fill = partial(folder_files, checked.report)
        write_outputs(partial(checked_pieces, checked), outputs, look, messages, fill)
    except OutputError as error:
        failed.append(str(error))
    if failed:
        raise OutputError("; ".join(failed))


def _add_job_summary(path: str, checked: Checked, messages: Messages) -> None:
    """Add to what earlier commands of the step wrote, within the room that they left."""
    from dedup.report.job_summary import MOST_BYTES, job_summary

    try:
        with open(path, "ab") as stream:
            written = stream.tell()
            text, note = job_summary(checked, MOST_BYTES - written - 1)
            stream.write(b"\n" * (written > 0) + text.encode("utf-8", "backslashreplace"))
    except (OSError, ValueError) as error:
        raise OutputError(f"{path} (GITHUB_STEP_SUMMARY): cannot be written: {_why(error)}") from error
    if note is not None:
        messages.note(f"job summary: {note}")


def write_outputs(
    render: Render, outputs: Sequence[Output], look: Look, messages: Messages, fill: Fill | None = None
) -> None:
    """Write every output, files before standard output. One that fails does not keep the others from it.

    `render` gives the pieces of a format for a stream, `fill` the files of one that is a folder. Raises `OutputError`
    naming all that failed, and `BrokenPipeError` where stdout's reader has gone.
    """
    failed: list[str] = []
    for output in sorted(outputs, key=lambda output: output.path is None):
        try:
            if output.path is None:
                _write_stdout(render, output, look, messages)
                continue
            piped = output.format not in FOLDER_FORMATS and is_special(output.path)
            encoding = "utf-8" if piped else _OF_FILES.get(output.format, "utf-8")
            stream = _stream(output, look, None, look.colored(terminal=False), encoding, messages)
            if fill is not None and output.format in FOLDER_FORMATS:
                write_folder(output.path, list(fill(output.format, stream)))
            else:
                write_file(output.path, _encoded(render, output, stream))
            messages.note(f"wrote {output.path}")
        except (MissingExtra, OutputError) as error:
            failed.append(str(error))
    if failed:
        raise OutputError("; ".join(failed))


def write_folder(path: str, files: Sequence[tuple[str, bytes]]) -> None:
    """Put files into the folder `path`, made where there is none, each in one step as `replacing` does, and none before
    the bytes of all are on the disk's way. Raises `OutputError`."""
    try:
        os.makedirs(path, exist_ok=True)
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error
    with ExitStack() as opened:
        streams = [opened.enter_context(replacing(os.path.join(path, name))) for name, _ in files]
        for stream, (_, content) in zip(streams, files, strict=True):
            stream.write(content)
            stream.flush()


def write_file(path: str, content: Sequence[bytes]) -> None:
    """Replace the file `path` in one step, as `replacing` does. Raises `OutputError`."""
    with replacing(path) as stream:
        stream.writelines(content)


def _write_stdout(render: Render, output: Output, look: Look, messages: Messages) -> None:
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output is closed; use -o FILE")
    size = stdout_size()
    encoding = stream.encoding or "utf-8"
    color = look.colored(terminal=size is not None)
    content = _encoded(render, output, _stream(output, look, size, color, encoding, messages))
    if look.pager and size is not None and through_pager(content):
        return
    try:
        stream.flush()
        # Bytes as they are: text mode would put \r\n for \n on some systems.
        stream.buffer.writelines(content)
        stream.buffer.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(f"standard output: cannot be written: {_why(error)}") from error


def _stream(
    output: Output, look: Look, size: os.terminal_size | None, color: bool, encoding: str, messages: Messages
) -> Stream:
    return Stream(
        width=size.columns if size else None,
        height=size.lines if size and not look.pager else None,
        color=color,
        encoding=encoding,
        limit=look.limit,
        brief=look.briefly,
        full=look.full,
        network=look.network,
        picture=output.picture,
        weights=look.weights,
        explain=look.explain,
        links=look.linked(terminal=size is not None),
        steps=not messages.quiet,
        tell=messages.note,
    )


def _encoded(render: Render, output: Output, stream: Stream) -> list[bytes]:
    """The output in pieces, all made before the first is written: one that fails leaves nothing behind."""
    # One byte-order mark, not one a piece.
    encode = codecs.getincrementalencoder(stream.encoding)("backslashreplace").encode
    return [piece if isinstance(piece, bytes) else encode(piece) for piece in render(output.format, stream)]


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
