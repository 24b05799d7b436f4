"""From the arguments to an exit code: every error one line on stderr, never a traceback unless asked for.

Exit codes: 0 done; 1 a gate fails; 2 usage, settings, input or output, anything skipped, an internal error;
130 interrupted.
"""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
import traceback
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import click

from dedup.cli.app import PROGRAM, Session, root
from dedup.cli.messages import say
from dedup.errors import DedupError

DONE = 0
FAILED = 2
INTERRUPTED = 130
# Rings of objects are few, and looking for them took 3 of 85 seconds: an audit of 12,757 articles makes seven million
# objects that stay, of which 900 are in rings.
COLLECT_AFTER = (10_000_000, 20, 100)
_COMPLETION = "_DEDUP_COMPLETE"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (default: the process's) and return its exit code."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Help and settings are plain text; a narrow encoding must not stop them.
        sys.stdout.reconfigure(errors="backslashreplace")
    gc.set_threshold(*COLLECT_AFTER)
    session = Session()
    try:
        code = _run(list(sys.argv[1:] if arguments is None else arguments), session)
        if sys.stdout is not None:
            sys.stdout.flush()
        return code
    except BrokenPipeError:
        return DONE  # the reader has had enough: `dedup ... | head`
    except KeyboardInterrupt:
        say("interrupted")
        return INTERRUPTED
    except click.ClickException as error:
        said = error.format_message().rstrip(".")
        say(f"error: {said}{_hint(error, said)}")
    except DedupError as error:
        if session.debug:
            _show_traceback()
        say(f"error: {error}")
    except MemoryError:
        say("error: out of memory; try fewer articles at a time, or --level article")
    except Exception as error:  # noqa: BLE001 - the last resort: whatever it is, no traceback unasked
        if session.debug:
            _show_traceback()
        say(_unexpected(error, session))
    finally:
        _let_go(sys.stdout)
        _let_go(sys.stderr)
    return FAILED


def _unexpected(error: Exception, session: Session) -> str:
    """What to say of an error that no room knew: a full disk may be that of temporary files, which nobody named."""
    if isinstance(error, OSError) and error.errno == errno.ENOSPC:
        from tempfile import gettempdir

        return f"error: no space is left for {error.filename or f'an output, or for temporary files in {gettempdir()}'}"
    what = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"internal error: {what}" + ("" if session.debug else "; rerun with --debug for the traceback")


def _run(arguments: list[str], session: Session) -> int:
    instruction = os.environ.get(_COMPLETION)
    if instruction:
        from click.shell_completion import shell_complete

        return shell_complete(root, {"obj": session}, PROGRAM, _COMPLETION, instruction)
    try:
        with root.make_context(PROGRAM, arguments, obj=session) as context:
            code: Any = root.invoke(context)
    except click.exceptions.Exit as done:
        code = done.exit_code
    return code if isinstance(code, int) else DONE


def _hint(error: click.ClickException, said: str) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is None:
        return ""
    return f"{' Try' if said.endswith('?') else '; try'} '{context.command_path} --help'"


def _show_traceback() -> None:
    for line in traceback.format_exc().splitlines():
        say(line)


def _let_go(stream: Any) -> None:
    """Flush now, and where the other end is gone leave nothing for the interpreter to flush at exit."""
    if stream is None:
        return
    try:
        stream.flush()
    except (OSError, ValueError):
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, stream.fileno())
            os.close(nowhere)
