"""A file whole or not at all: written beside its place, and put there in one step."""

from __future__ import annotations

import io
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from dedup.errors import OutputError

_BUFFER = 1 << 20


@contextmanager
def replacing(path: str) -> Iterator[io.BufferedWriter]:
    """A stream whose bytes become the file `path` when the block ends well: after a crash it holds the old bytes or
    the new ones.

    A link is followed, the permissions of an existing file are kept, and a device or a pipe is written to as
    it is, for as long as somebody reads it. Raises `OutputError`, also from writing.
    """
    if is_special(path):
        # By its own name: what /dev/stdout leads to ("pipe:[n]") is no path.
        with suppress(BrokenPipeError), _opened(path, path) as stream:
            yield stream
            _flushed(stream)
        return
    try:
        target = os.path.realpath(path)
    except (OSError, ValueError) as error:
        raise cannot_write(path, error) from error
    temporary = os.path.join(os.path.dirname(target), f".dedup-{secrets.token_hex(8)}.tmp")
    try:
        with _opened(temporary, path) as stream:
            yield stream
            _flushed(stream)
            try:
                os.fsync(stream.fileno())
            except OSError as error:
                raise cannot_write(path, error) from error
        try:
            with suppress(OSError):  # no file yet, or one of another owner
                os.chmod(temporary, os.stat(target).st_mode & 0o7777)
            os.replace(temporary, target)
        except OSError as error:
            raise cannot_write(path, error) from error
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def unwritable(path: str) -> str | None:
    """Why no file can be put at `path`, or into the folder that stands there, as far as that can be told before there
    is anything to write."""
    if is_special(path):
        return None
    place = os.path.realpath(path)
    folder = place if os.path.isdir(place) else os.path.dirname(place)
    if not os.path.isdir(folder):
        return f"there is no folder {folder}"
    ours = os.access in os.supports_effective_ids  # who this process acts as, where the system can tell
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=ours):
        return f"nothing can be written in the folder {folder}"
    return None


def is_special(path: str) -> bool:
    """Whether `path` is a device or a pipe, which is written to and never replaced."""
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def cannot_write(path: str, error: OSError | ValueError) -> OutputError:
    """The error of a file that cannot be written."""
    why = (error.strerror if isinstance(error, OSError) else None) or str(error) or type(error).__name__
    return OutputError(f"{path}: cannot be written: {why}")


class _Named(io.FileIO):
    """A file to write that says which one failed; the caller may hold several, and read others."""

    def __init__(self, descriptor: int, shown: str) -> None:
        super().__init__(descriptor, "wb")
        self._shown = shown

    def write(self, data: Any) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            raise
        except OSError as error:
            raise cannot_write(self._shown, error) from error


def _opened(path: str, shown: str) -> io.BufferedWriter:
    try:
        flags = os.O_WRONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
        # Opened with the mode of an ordinary new file, so that the umask applies; mkstemp would give 0600.
        descriptor = os.open(path, flags if path == shown else flags | os.O_CREAT | os.O_EXCL, 0o666)
    except (OSError, ValueError) as error:
        raise cannot_write(shown, error) from error
    return io.BufferedWriter(_Named(descriptor, shown), _BUFFER)


def _flushed(stream: io.BufferedWriter) -> None:
    if not stream.closed:
        stream.flush()
