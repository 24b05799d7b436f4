"""Every error that dedup raises on purpose.

::

    DedupError                 caught by the command line: message on stderr, exit 2
    ├── UsageError             options or arguments that do not go together
    ├── ConfigError            an unknown key or a bad value in a settings file or variable
    ├── InputError             an input that cannot be read at all or is too large (one bad record is a `Skipped`)
    │   ├── NoArticles         nothing to audit
    │   ├── DuplicateId        one id, two different texts
    │   └── UnknownId          an id that the index does not hold
    ├── DateError              a publication date that is no ISO date, date-time or interval
    ├── OutputError            a report or a temporary file that cannot be written
    ├── IndexFileError         an index that cannot be opened, read or written
    │   ├── IndexLocked        another program uses it for longer than one would wait; try again
    │   ├── IndexCorrupt       its bytes are not those that were written
    │   └── IndexMismatch      made in another format, or with other hashes or tokens
    ├── MissingExtra           a format or engine whose library is an optional extra, not installed
    └── EngineError            a cluster that does not start, or a job that failed on it

A message says what happened, where, and what to do about it.
"""

from __future__ import annotations


class DedupError(Exception):
    """Base of the errors a caller may want to catch."""


class UsageError(DedupError):
    """Options or arguments that do not go together."""


class ConfigError(DedupError):
    """An unknown key or a bad value in the settings."""


class InputError(DedupError):
    """An input that cannot be read at all, or is larger than what can be compared."""


class NoArticles(InputError):
    """There is nothing to audit."""


class DuplicateId(InputError):
    """Two different texts carry one id."""


class UnknownId(InputError):
    """The index holds no article with this id."""


class DateError(DedupError, ValueError):
    """A publication date that is no ISO date, date-time or interval."""


class OutputError(DedupError):
    """A report or a temporary file that cannot be written."""


class IndexFileError(DedupError):
    """An index that cannot be opened, read or written."""


class IndexLocked(IndexFileError):
    """Another program uses the index for longer than one would wait. What was asked for was not done."""


class IndexCorrupt(IndexFileError):
    """The bytes of an index are not those that were written."""


class IndexMismatch(IndexFileError):
    """An index in another format, or made with other hashes or tokens."""


class MissingExtra(DedupError):
    """A format or engine whose library is an optional extra that is not installed."""


class EngineError(DedupError):
    """A cluster that does not start, or a job that failed on it."""
