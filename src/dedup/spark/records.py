"""Reading on executors: each file by the code that reads it on one machine, and what came of it as rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias

from dedup.dates import Interval
from dedup.ingest.articles import Built
from dedup.ingest.formats import sniff
from dedup.ingest.limits import MEBIBYTE, Limits
from dedup.ingest.portions import Portion, counted, placed, portions
from dedup.ingest.reading import Plan, articles_of
from dedup.ingest.walk import Found
from dedup.model import Article, Skipped

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# task, place: the order of reading. text: null where there is no article. known: all else, as JSON.
READ = "task int, place long, id string, text string, known string"
# Rows go through one by one: how large a file is and how many they are is not bounded.
LIMITS = Limits(file_bytes=1 << 50, records=1 << 62)
PORTION = 64 * MEBIBYTE
_MOST_TASKS = 10_000
_ROWS = 200  # rows of a batch
_CHARACTERS = 16_000_000  # after which a batch ends at the latest
_DIGEST = 16  # bytes: of 10⁹ texts two meet by chance once in 10²⁰ times
_DATES = ("published", "first_seen")
_Task: TypeAlias = tuple[Found, Portion | None]


def rows_of(session: SparkSession, planned: Plan) -> DataFrame:
    """What is in the files, large ones in portions: `READ`."""
    # An executor may work in another folder.
    files = tuple(replace(file, path=os.path.abspath(file.path)) for file in planned.inputs.files)
    tasks = _tasks(session, files)
    return _spread(session, len(tasks)).mapInArrow(_reading(planned, tasks), READ)


def _tasks(session: SparkSession, files: Sequence[Found]) -> tuple[_Task, ...]:
    """What is to be read, in its order. Lines are counted first where a file has several portions."""
    cut = [(file, portions(file, PORTION)) for file in files]
    uncounted = tuple((file, each) for file, some in cut if sniff(file.path).format == "jsonl" for each in some[:-1])
    lines: Iterator[int] = iter(())
    if uncounted:
        counts = _spread(session, len(uncounted)).mapInArrow(_counting(uncounted), "task int, lines long")
        lines = iter([row.lines for row in counts.orderBy("task").collect()])
    found: list[_Task] = []
    for file, some in cut:
        if some and sniff(file.path).format == "jsonl":
            some = placed(some, [next(lines) for _ in some[:-1]])
        found += [(file, each) for each in some] or [(file, None)]
    return tuple(found)


def _spread(session: SparkSession, count: int) -> DataFrame:
    """The numbers of tasks, neighbours together where they are many."""
    numbers = session.createDataFrame([(number,) for number in range(count)], "task int")
    return numbers.repartitionByRange(max(1, min(count, _MOST_TASKS)), "task")


def built_of(rows: DataFrame) -> Iterator[Built | Skipped]:
    """The rows in the order of reading. For its text an article has a digest of it."""
    ordered = rows.select("task", "place", "known").orderBy("task", "place").select("known")
    return (_unpacked(row.known) for row in ordered.toLocalIterator())


def _counting(tasks: tuple[tuple[Found, Portion], ...]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def count(batches: Iterable[Any]) -> Iterator[Any]:
        import pyarrow  # type: ignore[import-untyped,unused-ignore]

        for batch in batches:
            numbers = batch.column("task")
            lines = pyarrow.array([_lines(*tasks[task]) for task in numbers.to_pylist()], pyarrow.int64())
            yield pyarrow.RecordBatch.from_arrays([numbers, lines], names=["task", "lines"])

    return count


def _lines(file: Found, portion: Portion) -> int:
    try:
        return counted(file, portion)
    except OSError:  # the reading says so, of every portion
        return 0


def _reading(planned: Plan, tasks: tuple[_Task, ...]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def read(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for task in batch.column("task").to_pylist():
                file, portion = tasks[task]
                yield from _batches(task, articles_of(file, planned, LIMITS, portion))

    return read


def _batches(task: int, found: Iterable[Built | Skipped]) -> Iterator[Any]:
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    schema = pyarrow.schema(
        [
            ("task", pyarrow.int32()),
            ("place", pyarrow.int64()),
            ("id", pyarrow.string()),
            ("text", pyarrow.string()),
            ("known", pyarrow.string()),
        ]
    )
    rows: list[dict[str, Any]] = []
    size = 0
    for place, each in enumerate(found):
        article = None if isinstance(each, Skipped) else each.article
        row = {"task": task, "place": place, "known": _packed(each)}
        rows.append({**row, "id": article and article.id, "text": article and article.text})
        size += len(article.text) if article else 0
        if len(rows) == _ROWS or size >= _CHARACTERS:
            yield pyarrow.RecordBatch.from_pylist(rows, schema)
            rows, size = [], 0
    if rows:
        yield pyarrow.RecordBatch.from_pylist(rows, schema)


def _packed(each: Built | Skipped) -> str:
    if isinstance(each, Skipped):
        return json.dumps({"skipped": [each.path, each.line, each.reason]})
    article = each.article
    known: dict[str, Any] = {
        name: getattr(article, name)
        for name in ("id", "outlet", "url", "title", "source", "extra", "outlet_origin", "published_origin")
    }
    for name in _DATES:
        when: Interval | None = getattr(article, name)
        known[name] = None if when is None else [when.earliest.isoformat(), when.latest.isoformat()]
    known["text"] = blake2b(article.text.encode("utf-8"), digest_size=_DIGEST).hexdigest()
    told = {
        "metadata": each.metadata,
        "replaced": each.replaced,
        "conflict": each.conflict,
        "bad_dates": each.bad_dates,
    }
    return json.dumps({"article": known, **told})


def _unpacked(packed: str) -> Built | Skipped:
    row = json.loads(packed)
    if "skipped" in row:
        path, line, reason = row["skipped"]
        return Skipped(path=path, line=line, reason=reason)
    known = row["article"]
    for name in _DATES:
        if known[name] is not None:
            known[name] = Interval(*map(datetime.fromisoformat, known[name]))
    return Built(
        article=Article(**known),
        metadata=None if row["metadata"] is None else tuple(row["metadata"]),
        replaced=row["replaced"],
        conflict=row["conflict"],
        bad_dates=tuple(row["bad_dates"]),
    )
