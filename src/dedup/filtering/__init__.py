"""Near-duplicate articles taken out of files: rows in, the same rows out, in three passes, never all texts at once."""

from dedup.filtering.filter import Filtered, filter_files

__all__ = ["Filtered", "filter_files"]
