"""The command line: one small file a command. Reference: ``docs/reference/cli.md``."""

from __future__ import annotations

import sys
from collections.abc import Sequence

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line with `arguments` (default: the process's) and return its exit code."""
    try:
        # Loading takes most of a short run: an interrupt in it must end as quietly as one later on.
        from dedup.cli.run import main as run

        return run(arguments)
    except KeyboardInterrupt:
        if sys.stderr is not None:
            sys.stderr.write("dedup: interrupted\n")
        return 130
