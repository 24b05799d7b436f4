"""Bytes to their places: a file whole or not at all, standard output without a fuss when nobody reads on."""

from __future__ import annotations

import codecs
import os
import secrets
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from functools import partial

from dedup.cli.messages import Messages
from dedup.cli.options import Look, stdout_size
from dedup.cli.outputs import Output, is_special
from dedup.errors import OutputError
from dedup.model import Report
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
    """Replace the file `path` in one step: after a crash it holds the old bytes or the new ones.

    A link is followed, the permissions of an existing file are kept, and a device or a pipe is written to as
    it is, for as long as somebody reads it. Raises `OutputError`.
    """
    try:
        if is_special(path):
            # By its own name: what /dev/stdout leads to ("pipe:[n]") is no path.
            with suppress(BrokenPipeError), open(path, "wb") as stream:
                stream.writelines(content)
            return
        target = os.path.realpath(path)
        temporary = os.path.join(os.path.dirname(target), f".dedup-{secrets.token_hex(8)}.tmp")
        # Opened with the mode of an ordinary new file, so that the umask applies; mkstemp would give 0600.
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
        try:
            with os.fdopen(descriptor, "wb") as stream:
                stream.writelines(content)
                stream.flush()
                os.fsync(stream.fileno())
            with suppress(OSError):  # no file yet, or one of another owner
                os.chmod(temporary, os.stat(target).st_mode & 0o7777)
            os.replace(temporary, target)
        except BaseException:
            with suppress(OSError):
                os.unlink(temporary)
            raise
    except (OSError, ValueError) as error:
        raise OutputError(f"{path}: cannot be written: {_why(error)}") from error


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
