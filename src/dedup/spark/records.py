"""Reading on executors: each file by the code that reads it on one machine, and what came of it as rows."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from dedup.dates import Interval
from dedup.ingest.articles import Built
from dedup.ingest.limits import Limits
from dedup.ingest.reading import Plan, articles_of
from dedup.ingest.walk import Found
from dedup.model import Article, Skipped

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

# file, place: the order of reading. text: null where there is no article. known: all else, as JSON.
READ = "file int, place long, id string, text string, known string"
# Rows go through one by one: how many there are is not bounded.
LIMITS = Limits(records=1 << 62)
_ROWS = 200  # rows of a batch
_CHARACTERS = 16_000_000  # after which a batch ends at the latest
_DIGEST = 16  # bytes: of 10⁹ texts two meet by chance once in 10²⁰ times
_DATES = ("published", "first_seen")


def rows_of(session: SparkSession, planned: Plan) -> DataFrame:
    """What is in the files, one task a file: `READ`."""
    # An executor may work in another folder.
    files = tuple(replace(file, path=os.path.abspath(file.path)) for file in planned.inputs.files)
    tasks = session.createDataFrame([(number,) for number in range(len(files))], "file int")
    # By range, so that no two files share a task while another has none.
    return tasks.repartitionByRange(max(1, len(files)), "file").mapInArrow(_reading(planned, files), READ)


def built_of(rows: DataFrame) -> Iterator[Built | Skipped]:
    """The rows in the order of reading. For its text an article has a digest of it."""
    ordered = rows.select("file", "place", "known").orderBy("file", "place").select("known")
    return (_unpacked(row.known) for row in ordered.toLocalIterator())


def _reading(planned: Plan, files: tuple[Found, ...]) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def read(batches: Iterable[Any]) -> Iterator[Any]:
        for batch in batches:
            for file in batch.column("file").to_pylist():
                yield from _batches(file, articles_of(files[file], planned, LIMITS))

    return read


def _batches(file: int, found: Iterable[Built | Skipped]) -> Iterator[Any]:
    import pyarrow  # type: ignore[import-untyped,unused-ignore]

    schema = pyarrow.schema(
        [
            ("file", pyarrow.int32()),
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
        row = {"file": file, "place": place, "known": _packed(each)}
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
