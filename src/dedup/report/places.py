"""Where a passage stands in the file that its article was read from, as tools of continuous integration count.

Of a file that is plain text (compressed or not) the article's text is all the file holds but its byte-order mark, line
ends as they are, so that lines and columns follow from the text alone, and from the line on which it begins where there
is front matter before it. Of a record only its line is known; of a page or of a record in a list nothing but the file.
Lines end at LF, alone or behind a CR, as Git and the usual viewers have it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, replace

from dedup.model import Skipped
from dedup.report.escape import uri_path

STDIN = "stdin"
_STDIN_SOURCE = "<stdin>"
_NUMBERED = re.compile(r"(.+):([1-9][0-9]{0,17})", re.DOTALL)
_PACKED = frozenset((".gz", ".xz", ".zst"))
_TEXTS = frozenset((".txt", ".md", ".markdown"))
_BY_LINE = frozenset((".jsonl", ".ndjson", ".csv", ".tsv"))
_BY_RECORD = frozenset((".json", ".parquet", ".arrow"))
_PAGES = frozenset((".html", ".htm"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """Lines and columns from 1; `end_column` is the one behind the last character. Columns count UTF-16 code units."""

    start_line: int
    start_column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place in a file. `path` has slashes and is relative to the working folder, or absolute outside of it.

    `region` is ``None`` where only the `line` is known, which is 1 where not even that is; `record` is the number of
    the record, from 1, of a file that counts those instead of lines.
    """

    path: str
    line: int
    region: Region | None = None
    record: int | None = None

    @property
    def absolute(self) -> bool:
        return self.path.startswith("/")

    @property
    def uri(self) -> str:
        """A relative reference, or a ``file:`` URI for an absolute path."""
        return ("file://" if self.absolute else "") + uri_path(self.path)

    def at(self, line: int) -> Spot:
        return replace(self, line=max(line, 1))

    @property
    def shown(self) -> str:
        """``path:line``, or with the record where that is what is counted."""
        return f"{self.path}:{self.line}" if self.record is None else f"{self.path}, record {self.record:,}"


def spot_of(
    source: str | None, id: str, folder: str, text: str | None = None, start: int | None = None, end: int = 0
) -> Spot:
    """Where an article of that `source` and `id` stands, and within it the span of its `text` from `start` to `end`.

    `folder` is the working folder, absolute. Without `start` it is where the article begins. An article that was read
    from no file stands under its id, one from standard input under `STDIN`.
    """
    if not source:
        return _inside(_named(id), text, start, end)
    name, number = _numbered(source)
    path = STDIN if name == _STDIN_SOURCE else _relative(name, folder)
    if number is None:
        return Spot(path=path, line=1) if _ending(name) in _PAGES | _BY_RECORD else _inside(path, text, start, end)
    if _ending(name) in _BY_RECORD:
        return Spot(path=path, line=1, record=number)
    if _ending(name) in _TEXTS:
        return _inside(path, text, start, end, number)
    return Spot(path=path, line=number)


def unread_spot(skipped: Skipped, folder: str) -> Spot:
    """Where an input stands that was not read."""
    place = skipped.path if skipped.line is None else f"{skipped.path}:{skipped.line}"
    spot = spot_of(place, "", folder)
    # A line is told of any file, also of one that no articles were found in.
    return spot if skipped.line is None or spot.record else spot_of(skipped.path, "", folder).at(skipped.line)


def region_of(text: str, start: int, end: int) -> Region:
    """The span ``[start, end)`` of code points of `text` in lines and columns; empty where `end` is not behind it.

    >>> region_of("one\\r\\ntwo 👩 three", 9, 16)
    Region(start_line=2, start_column=5, end_line=2, end_column=13)
    """
    start_line, start_column = _position(text, start)
    if end <= start:
        return Region(start_line=start_line, start_column=start_column, end_line=start_line, end_column=start_column)
    # The end is behind the last character, so that a span which ends with a line break ends on that line.
    end_line, end_column = _position(text, end - 1)
    return Region(
        start_line=start_line,
        start_column=start_column,
        end_line=end_line,
        end_column=end_column + _units(text[end - 1 : end]),
    )


def working_folder() -> str:
    """The absolute working folder; the root where it is gone."""
    try:
        return os.getcwd()
    except OSError:
        return os.path.abspath(os.sep)


def _position(text: str, offset: int) -> tuple[int, int]:
    begin = text.rfind("\n", 0, offset) + 1
    return text.count("\n", 0, offset) + 1, _units(text[begin:offset]) + 1


def _units(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def _inside(path: str, text: str | None, start: int | None, end: int, first: int = 1) -> Spot:
    """A span of a text that begins on the line `first` of its file."""
    if text is None or start is None or end > len(text):
        return Spot(path=path, line=first)
    region = region_of(text, start, end)
    region = replace(region, start_line=region.start_line + first - 1, end_line=region.end_line + first - 1)
    return Spot(path=path, line=region.start_line, region=region)


def _numbered(source: str) -> tuple[str, int | None]:
    """The file of a source, and the line or record in it. A number behind a file of another kind is of its name."""
    found = _NUMBERED.fullmatch(source)
    if found is None or not (found[1] == _STDIN_SOURCE or _ending(found[1]) in _TEXTS | _BY_LINE | _BY_RECORD):
        return source, None
    return found[1], int(found[2])


def _ending(path: str) -> str:
    stem, ending = os.path.splitext(path.lower())
    return os.path.splitext(stem)[1] if ending in _PACKED else ending


def _relative(path: str, folder: str) -> str:
    """`path` from `folder`, with slashes; absolute where it leads out of it."""
    whole = os.path.normpath(os.path.join(folder, path))
    inside = os.path.relpath(whole, folder)
    if inside != os.pardir and not inside.startswith(os.pardir + os.sep):
        return inside.replace(os.sep, "/")
    shown = whole.replace(os.sep, "/")
    return shown if shown.startswith("/") else f"/{shown}"  # a drive letter begins no path of a URI


def _named(id: str) -> str:
    """A relative path for an article of no file."""
    return "/".join(part for part in re.split(r"[/\\]", id) if part not in ("", ".", "..")) or "article"
