"""The composition: paths → files → records → articles, with what was skipped on the way.

Three steps, so that the middle one can run on several machines: `plan` looks at every path, `articles_of` reads one
file, `gathered` puts together what came of all of them.
"""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from dedup.errors import DuplicateId
from dedup.ingest.articles import Built, build, preferred
from dedup.ingest.columns import Columns
from dedup.ingest.gather import Gathered, gather
from dedup.ingest.limits import Limits
from dedup.ingest.metadata import Table, build_table, lacking, unmatched
from dedup.ingest.notes import counted
from dedup.ingest.portions import Portion
from dedup.ingest.record import Record, quoted
from dedup.ingest.sources import STDIN_ID, file_records, stdin_records
from dedup.ingest.walk import Found
from dedup.model import Article, Skipped

STDIN = "-"
_LISTED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read: `articles` by id, `skipped` by path, line and reason, `notes` for a person to see.

    `unmatched` are those of `skipped` that are metadata with rows for none of the articles; `inputs` are the paths
    of all files that were opened, or would have been but for a limit, metadata too.
    """

    articles: tuple[Article, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    unmatched: tuple[Skipped, ...] = ()
    inputs: tuple[str, ...] = ()

    def __iter__(self) -> Iterator[Article]:
        """The articles: an audit takes a reading as it is, and reports what it skipped."""
        return iter(self.articles)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What there is to read. `table` is the metadata for everything; without it `folder_tables` has it by folder.

    `root_table` is that of the root, for files that no other speaks of.
    """

    inputs: Gathered
    table: Table | None
    folder_tables: Mapping[str, Table]
    root_table: Table | None

    @property
    def tables(self) -> tuple[Table, ...]:
        """All metadata that should speak of what is read; that of the root speaks of more."""
        return (*(() if self.table is None else (self.table,)), *self.folder_tables.values())


@dataclass(slots=True, kw_only=True)
class _Log:
    """What is gathered while reading and told once at the end."""

    articles: dict[str, Article] = field(default_factory=dict)
    skipped: list[Skipped] = field(default_factory=list)
    bad_dates: dict[str, None] = field(default_factory=dict)
    replaced: list[str] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    repeated: Counter[str] = field(default_factory=Counter)
    matched: dict[str, set[str]] = field(default_factory=dict)


def read(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    *,
    metadata: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    numbered: bool = False,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
    held: Container[str] = (),
) -> Reading:
    """Read articles from folders, files and standard input (``-``): one path, or several.

    `metadata` is a CSV or JSONL file keyed by id; without it, a ``metadata.jsonl`` or ``metadata.csv``
    directly in a folder serves the articles of that folder. `root` is the folder at which the ids of files begin,
    whichever way they are given; without it a folder's files have their paths in it, and a given file its name.
    Metadata directly in the root serves what has no other, and files outside of it that bring no ids are skipped.
    `columns` and `numbered` are those of `articles_from`, but that the number of a row is its line (in Parquet, Arrow
    and lists of JSON it is counted from 1) behind what the file would have for an id, and its ending:
    ``2024/export.csv:2``. `held` are the ids of articles that are kept elsewhere: rows of metadata on these are no
    strangers.

    Whatever cannot be read is in `skipped` with its path, line and reason; where there is nothing at all to read
    the `Reading` is empty. `limits` default to those of `Limits`, `stdin` to the process's.

    Raises `InputError` for a path that does not exist, and where `columns` or `numbered` are given and nothing is read
    for want of a column alone; `DuplicateId` where one id stands for two texts, and `MissingExtra` where a given file's
    format needs a library that is not installed.
    """
    limits = limits or Limits()
    names = [os.fsdecode(path) for path in ([paths] if isinstance(paths, (str, os.PathLike)) else paths)]
    chosen = Columns(dict(columns or {}), numbered)
    files = [name for name in names if name != STDIN]
    planned = plan(files, metadata=metadata, root=root, numbered=numbered, limits=limits)
    count = 0

    def counted(records: Iterator[Record | Skipped], table: str) -> Iterator[Record | Skipped]:
        nonlocal count
        for record in chosen.taken(records, table):
            count += isinstance(record, Record)
            if count <= limits.records:
                yield record
            elif isinstance(record, Record):
                yield record.skipped(f"more than {limits.records:,} records; the rest was not read")
                return

    def built() -> Iterator[Built | Skipped]:
        for file in planned.inputs.files:
            if count <= limits.records:
                records = counted(file_records(file, limits), file.table)
                yield from _built(records, *_metadata_of(file, planned), limits)
        if STDIN in names and count <= limits.records:
            records = counted(stdin_records(sys.stdin.buffer if stdin is None else stdin, limits), STDIN_ID)
            yield from _built(records, planned.table, None, limits)

    reading = gathered(planned, built(), held)
    found = bool(reading.articles)
    # Each record is skipped, and nothing else: what could not be read at all may have had the column.
    if (columns or numbered) and not found and len(reading.skipped) == count:
        chosen.check(found=False)
    return replace(reading, notes=(*reading.notes, *chosen.notes(found=found).values()))


def plan(
    paths: Iterable[str | os.PathLike[str]],
    *,
    metadata: str | os.PathLike[str] | None = None,
    root: str | os.PathLike[str] | None = None,
    numbered: bool = False,
    limits: Limits,
) -> Plan:
    """Look at every path, and read the metadata. Raises what `read` raises before it reads any article."""
    names = sorted({os.fsdecode(path) for path in paths})
    table, start = (None if path is None else os.fsdecode(path) for path in (metadata, root))
    inputs = gather(names, table, limits, start, numbered=numbered)

    def built(file: Found) -> Table:
        return build_table(file.shown, file_records(file, limits))

    return Plan(
        inputs=inputs,
        table=None if inputs.table is None else built(inputs.table),
        folder_tables={folder: built(file) for folder, file in inputs.folder_tables.items()},
        root_table=None if inputs.root_table is None else built(inputs.root_table),
    )


def articles_of(
    file: Found, planned: Plan, limits: Limits, portion: Portion | None = None
) -> Iterator[Built | Skipped]:
    """The articles of one file, or of a portion of it, and what is none."""
    return _built(file_records(file, limits, portion), *_metadata_of(file, planned), limits)


def gathered(planned: Plan, built: Iterable[Built | Skipped], held: Container[str] = ()) -> Reading:
    """What was read of all files, in their order; `held` as for `read`.

    Raises `DuplicateId` where one id stands for two texts.
    """
    log = _Log(skipped=list(planned.inputs.skipped))
    for each in built:
        if isinstance(each, Skipped):
            log.skipped.append(each)
        else:
            _add(each, log)
    # By name: the root may be one of the folders too.
    tables = {table.name: table for table in (*planned.tables, planned.root_table) if table is not None}
    for table in tables.values():
        log.skipped += table.skipped
    idle = [
        table
        for table in planned.tables
        if log.articles
        and table.rows
        and table.name not in log.matched
        and not any(_is_held(key, held) for key in table.rows)
    ]
    useless = [unmatched(table, list(log.articles)) for table in idle]
    log.skipped += useless
    return Reading(
        articles=tuple(article for _, article in sorted(log.articles.items())),
        skipped=tuple(sorted(log.skipped, key=lambda item: (item.path, item.line or 0, item.reason))),
        notes=(*planned.inputs.notes, *_notes(log, [each for each in planned.tables if each not in idle], held)),
        unmatched=tuple(useless),
        inputs=planned.inputs.inputs,
    )


def put_together(built: Iterable[Built | Skipped]) -> Reading:
    """`gathered` of what came from no file."""
    nothing = Gathered(files=(), table=None, folder_tables={}, root_table=None, skipped=(), notes=(), inputs=())
    return gathered(Plan(inputs=nothing, table=None, folder_tables={}, root_table=None), built)


def _metadata_of(file: Found, planned: Plan) -> tuple[Table | None, str | None]:
    """The metadata that speaks of the articles of a file, and what it calls an article named by its path."""
    if planned.table is not None:
        return planned.table, None
    if file.rooted:
        return planned.root_table, None
    return planned.folder_tables.get(file.root or ""), file.inner


def _built(
    records: Iterable[Record | Skipped], table: Table | None, inner: str | None, limits: Limits
) -> Iterator[Built | Skipped]:
    for record in records:
        yield record if isinstance(record, Skipped) else build(record, table, limits, inner)


def _add(built: Built, log: _Log) -> None:
    article = built.article
    if built.replaced:
        log.replaced.append(article.source or "")
    if built.metadata is not None:
        table, row = built.metadata
        log.matched.setdefault(table, set()).add(row)
    if built.conflict:
        log.conflicts.append(quoted(article.id))
    log.bad_dates.update(dict.fromkeys(built.bad_dates))
    before = log.articles.setdefault(article.id, article)
    if before is article:
        return
    if before.text != article.text:
        raise DuplicateId(
            f"the id {quoted(article.id)} stands for two different texts: {before.source} and {article.source}; "
            "give each article an id of its own"
        )
    log.repeated[article.id] += 1
    log.articles[article.id] = preferred(before, article)


def _notes(log: _Log, tables: Sequence[Table], held: Container[str]) -> Iterator[str]:
    if log.repeated:
        again = [f"{quoted(key)} ({count + 1} times)" for key, count in sorted(log.repeated.items())]
        what = counted(
            len(again), "id came again with the same text and counts", "ids came again with the same text and count"
        )
        yield f"{what} once: {_listing(again)}"
    if log.bad_dates:
        what = counted(len(log.bad_dates), "date cannot be read and counts", "dates cannot be read and count")
        yield f"{what} as unknown: {_listing(list(log.bad_dates))}"
    if log.replaced:
        what = counted(len(log.replaced), "record holds", "records hold")
        yield f"{what} lone surrogates, which are no characters; each became U+FFFD: {_listing(log.replaced)}"
    if log.conflicts:
        what = counted(len(log.conflicts), "article, which were kept", "articles, which were kept")
        yield f"metadata contradicts the own fields of {what}: {_listing(log.conflicts)}"
    for table in tables:
        matched = log.matched.get(table.name, set())
        unmatched = [quoted(key) for key in sorted(table.rows) if key not in matched and not _is_held(key, held)]
        if unmatched:
            what = counted(len(unmatched), "row matches no article", "rows match no article")
            yield f"{table.name}: {what}: {_listing(unmatched)}"
        elif table.rows and not matched:
            yield f"{table.name}: its rows are about articles that are held, none about one that was read"
        if matched and (lacks := lacking(table, log.articles.values())) is not None:
            yield lacks


def _is_held(key: str, held: Container[str]) -> bool:
    """Whether a row is about an article that is kept elsewhere, by its id or by the file that it came from."""
    path = key.replace("\\", "/").removeprefix("./")
    return any(id in held for id in (key, path, os.path.splitext(path)[0]))


def _listing(items: Sequence[str]) -> str:
    listed = ", ".join(items[:_LISTED])
    return listed if len(items) <= _LISTED else f"{listed} and {len(items) - _LISTED} more"
