"""Bytes to their places: a file whole or not at all, standard output without a fuss when nobody reads on."""

from __future__ import annotations

import codecs
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from dedup.cli.messages import Messages
from dedup.cli.options import Look, stdout_size
from dedup.cli.outputs import Output
from dedup.errors import OutputError
from dedup.model import Report
from dedup.replacing import replacing
from dedup.report import Stream, pieces

Render = Callable[[str, Stream], Iterable[str]]


def write_reports(report: Report, outputs: Sequence[Output], look: Look, messages: Messages) -> None:
    """`write_outputs` of a report."""
    write_outputs(partial(pieces, report), outputs, look, messages)


def write_outputs(render: Render, outputs: Sequence[Output], look: Look, messages: Messages) -> None:
    """Write every output, files before standard output. One that fails does not keep the others from it.

    `render` gives the pieces of a format for a stream. Raises `OutputError` naming all that failed, and
    `BrokenPipeError` where stdout's reader has gone.
    """
    failed: list[str] = []
    for output in sorted(outputs, key=lambda output: output.path is None):
        try:
            if output.path is None:
                _write_stdout(render, output.format, look)
            else:
                colored = look.colored(terminal=False)
                write_file(output.path, _encoded(render, output.format, look, None, colored, "utf-8"))
                messages.note(f"wrote {output.path}")
        except OutputError as error:
            failed.append(str(error))
    if failed:
        raise OutputError("; ".join(failed))


def write_file(path: str, content: Sequence[bytes]) -> None:
    """Replace the file `path` in one step, as `replacing` does. Raises `OutputError`."""
    with replacing(path) as stream:
        stream.writelines(content)


def _write_stdout(render: Render, format: str, look: Look) -> None:
    stream = sys.stdout
    if stream is None:
        raise OutputError("standard output is closed; use -o FILE")
    size = stdout_size()
    encoding = stream.encoding or "utf-8"
    content = _encoded(render, format, look, size, look.colored(terminal=size is not None), encoding)
    try:
        stream.flush()
        # Bytes as they are: text mode would put \r\n for \n on some systems.
        stream.buffer.writelines(content)
        stream.buffer.flush()
    except BrokenPipeError:
        raise
    except (OSError, ValueError) as error:
        raise OutputError(f"standard output: cannot be written: {_why(error)}") from error


def _encoded(
    render: Render, format: str, look: Look, size: os.terminal_size | None, color: bool, encoding: str
) -> list[bytes]:
    """The output in pieces, all made before the first is written: one that fails leaves nothing behind."""
    stream = Stream(
        width=size.columns if size else None,
        height=size.lines if size else None,
        color=color,
        encoding=encoding,
        limit=look.limit,
        full=look.full,
        network=look.network,
        weights=look.weights,
    )
    encode = codecs.getincrementalencoder(encoding)("backslashreplace").encode  # one byte-order mark, not one a piece
    return [encode(piece) for piece in render(format, stream)]


def _why(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
