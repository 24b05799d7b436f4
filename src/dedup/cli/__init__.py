"""The command line: one small file a command. Reference: ``docs/reference/cli.md``."""

from dedup.cli.run import main

__all__ = ["main"]
