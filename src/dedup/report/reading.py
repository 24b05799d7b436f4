"""A JSON report from a file or from standard input."""

from __future__ import annotations

import sys
from itertools import chain

from dedup.errors import InputError
from dedup.model import Report
from dedup.report.json_reader import from_json

# Python needs some ten times as much to hold a document as the document has bytes.
LARGEST = 1 << 30


def read_report(path: str, *, largest: int = LARGEST) -> Report:
    """The report in the file `path` (``-``: standard input), as ``dedup audit --format json`` wrote it.

    Raises `InputError` for a file that cannot be read, has more than `largest` bytes, or holds anything else.
    """
    name = "standard input" if path == "-" else path
    try:
        if path == "-":
            if sys.stdin is None:
                raise InputError("standard input is closed; give a file")
            document = sys.stdin.buffer.read(largest + 1)
        else:
            with open(path, "rb") as stream:
                document = stream.read(largest + 1)
    except FileNotFoundError as error:
        raise InputError(f"{name}: no such file") from error
    except IsADirectoryError as error:
        raise InputError(f"{name}: a folder; give the JSON report that dedup audit wrote") from error
    except (OSError, ValueError) as error:
        why = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InputError(f"{name}: cannot be read: {why}") from error
    if len(document) > largest:
        raise InputError(f"{name}: more than {largest:,} bytes; audit fewer articles, or raise --min-words")
    report = from_json(document, name=name)
    unlisted = _unlisted(report)
    if unlisted is not None:
        raise InputError(f"{name}: it names the article {unlisted!a} without listing it; was it cut by hand?")
    return report


def _unlisted(report: Report) -> str | None:
    """An article that matches or paths name and the report does not list."""
    listed = {article.id for article in report.articles}
    sides = (side.article for match in report.matches for side in (match.left, match.right))
    ends = (
        end
        for cluster in report.clusters
        for edge in cluster.path
        for end in (edge.target, *([edge.source] if edge.source_kind == "article" else []))
    )
    return next((id for id in chain(sides, ends) if id not in listed), None)
