"""The composition: paths → files → records → articles, with what was skipped on the way."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import BinaryIO, TypeAlias

from dedup.errors import DuplicateId
from dedup.ingest.articles import Built, build, preferred
from dedup.ingest.gather import gather
from dedup.ingest.limits import Limits
from dedup.ingest.metadata import Table, build_table, unmatched
from dedup.ingest.record import Record, quoted
from dedup.ingest.sources import file_records, stdin_records
from dedup.model import Article, Skipped

STDIN = "-"
_LISTED = 5
# A record, the metadata that speaks of it, and its id there.
_Source: TypeAlias = tuple[Table | None, str | None, Record | Skipped]


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
    paths: Sequence[str | os.PathLike[str]],
    *,
    metadata: str | os.PathLike[str] | None = None,
    limits: Limits | None = None,
    stdin: BinaryIO | None = None,
) -> Reading:
    """Read articles from folders, files and standard input (``-``).

    `metadata` is a CSV or JSONL file keyed by id; without it, a ``metadata.jsonl`` or ``metadata.csv``
    directly in a folder serves the articles of that folder. Whatever cannot be read is in `skipped` with its
    path, line and reason; where there is nothing at all to read the `Reading` is empty. `limits` default to
    those of `Limits`, `stdin` to the process's.

    Raises `InputError` for a path that does not exist, `DuplicateId` where one id stands for two texts, and
    `MissingExtra` where a given file's format needs a library that is not installed.
    """
    limits = limits or Limits()
    names = sorted({os.fsdecode(path) for path in paths})
    gathered = gather(
        [name for name in names if name != STDIN], None if metadata is None else os.fsdecode(metadata), limits
    )
    log = _Log(skipped=list(gathered.skipped))
    for_all = (
        None if gathered.table is None else build_table(gathered.table.shown, file_records(gathered.table, limits))
    )
    by_root = {
        root: build_table(file.shown, file_records(file, limits)) for root, file in gathered.folder_tables.items()
    }

    def sources() -> Iterator[_Source]:
        for file in gathered.files:
            table, inner = (for_all, None) if for_all is not None else (by_root.get(file.root or ""), file.inner)
            for record in file_records(file, limits):
                yield table, inner, record
        if STDIN in names:
            for record in stdin_records(sys.stdin.buffer if stdin is None else stdin, limits):
                yield for_all, None, record

    _read_records(sources(), limits, log)
    tables = [table for table in (for_all, *by_root.values()) if table is not None]
    for table in tables:
        log.skipped += table.skipped
    idle = [table for table in tables if log.articles and table.rows and table.name not in log.matched]
    useless = [unmatched(table, list(log.articles)) for table in idle]
    log.skipped += useless
    return Reading(
        articles=tuple(article for _, article in sorted(log.articles.items())),
        skipped=tuple(sorted(log.skipped, key=lambda item: (item.path, item.line or 0, item.reason))),
        notes=(*gathered.notes, *_notes(log, [table for table in tables if table not in idle])),
        unmatched=tuple(useless),
        inputs=gathered.inputs,
    )


def _read_records(records: Iterator[_Source], limits: Limits, log: _Log) -> None:
    count = 0
    for table, inner, record in records:
        if isinstance(record, Skipped):
            log.skipped.append(record)
            continue
        count += 1
        if count > limits.records:
            log.skipped.append(record.skipped(f"more than {limits.records:,} records; the rest was not read"))
            return
        built = build(record, table, limits, inner)
        if isinstance(built, Skipped):
            log.skipped.append(built)
            continue
        if record.replaced:
            log.replaced.append(record.place)
        if table is not None and built.row is not None:
            log.matched.setdefault(table.name, set()).add(built.row.key)
        _add(built, log)


def _add(built: Built, log: _Log) -> None:
    article = built.article
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


def _notes(log: _Log, tables: Sequence[Table]) -> Iterator[str]:
    if log.repeated:
        again = [f"{quoted(key)} ({count + 1} times)" for key, count in sorted(log.repeated.items())]
        yield f"{len(again)} ids came again with the same text and count once: {_listing(again)}"
    if log.bad_dates:
        yield f"{len(log.bad_dates)} dates cannot be read and count as unknown: {_listing(list(log.bad_dates))}"
    if log.replaced:
        yield (
            f"{len(log.replaced)} records hold lone surrogates, which are no characters; each became U+FFFD: "
            f"{_listing(log.replaced)}"
        )
    if log.conflicts:
        yield (
            f"metadata contradicts the own fields of {len(log.conflicts)} articles, which were kept: "
            f"{_listing(log.conflicts)}"
        )
    for table in tables:
        matched = log.matched.get(table.name, set())
        unmatched = [quoted(key) for key in sorted(table.rows) if key not in matched]
        if unmatched:
            yield f"{table.name}: {len(unmatched)} rows match no article: {_listing(unmatched)}"


def _listing(items: Sequence[str]) -> str:
    listed = ", ".join(items[:_LISTED])
    return listed if len(items) <= _LISTED else f"{listed} and {len(items) - _LISTED} more"
