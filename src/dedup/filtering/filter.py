"""The composition: files → sketches → what stays → files. Three passes over the input, memory for signatures only."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, replace
from typing import Any, BinaryIO, get_args

import numpy as np
from numpy.typing import NDArray

from dedup.config import Settings
from dedup.errors import DuplicateId, InputError, NoArticles, UsageError
from dedup.filtering import lines, tables
from dedup.filtering.choosing import Choice, Keep, choose
from dedup.filtering.inputs import READ, STDIN, Inputs, Meter, Progress, Source, gathered
from dedup.filtering.outputs import check, copies_of, writing
from dedup.filtering.rows import FIELDS, Row
from dedup.filtering.sketching import Sketched, sketched
from dedup.ingest.columns import Columns
from dedup.ingest.limits import Limits
from dedup.ingest.notes import counted
from dedup.ingest.record import quoted
from dedup.matching.selection import KEPT
from dedup.model import Skipped

_LISTED = 5
# Rows go through one by one: a file may be of any size. What one row may be, and how far it may expand, stays bounded.
LIMITS = Limits(file_bytes=1 << 50, records=1 << 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Filtered:
    """What was done: how many articles there are, and of these how many stay, went as `equal` in text to another, and
    went as `near` copies. What is in `skipped` is in no output; `notes` are for a person to see.

    `candidates` pairs were compared; in `buckets_crowded` buckets of LSH more articles stay than were looked at.
    """

    articles: int
    kept: int
    equal: int
    near: int
    candidates: int
    buckets_crowded: int
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]


def filter_files(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    kept: str | os.PathLike[str],
    *,
    removed: str | os.PathLike[str] | None = None,
    copies: str | os.PathLike[str] | None = None,
    keep: Keep = "earliest",
    columns: Mapping[str, str] | None = None,
    settings: Settings | None = None,
    limits: Limits = LIMITS,
    stdin: BinaryIO | None = None,
    stdout: BinaryIO | None = None,
    progress: Progress | None = None,
) -> Filtered:
    """Write the articles of JSON Lines or Parquet files without near-duplicates.

    An article goes only where its similarity (exact, Jaccard, of the sets of its word 5-grams) with one that stays
    reaches ``settings.jaccard``. Preferred is what was published `earliest` (undated last), the `longest` in words, or
    the `first` in the order of reading, which also decides ties: files in the given order, those of a folder by name.
    Articles without any word all stay.

    `kept` and `removed` get the rows as they were read: lines byte for byte, or Parquet of the same schema. `copies`, a
    .jsonl or .csv file, gets for every article that goes the one that stays in its place, and the similarity. The path
    ``-`` reads JSON Lines from `stdin` or writes `kept` to `stdout`, by default the process's. `columns` are those of
    `articles_from`, but only ``id``, ``text`` and ``published`` count. Of `settings` count `jaccard`, `num_perm`,
    `seed` and `workers`. `progress` is told the stage, how much of it is done and how much there is.

    Raises `InputError` where the inputs are not of one kind and schema, lack the text or the id, or change meanwhile;
    `NoArticles`; `DuplicateId` where one id stands for two texts of one file; `UsageError` for an output that cannot
    be, or a field that does not count; `OutputError`.
    """
    if keep not in get_args(Keep):
        raise UsageError(f"keep: {keep!r} is not allowed; give {' or '.join(get_args(Keep))}")
    settings = settings or Settings()
    chosen = Columns(dict(columns or {}), counting=FIELDS)
    given = {"kept": kept, "removed": removed, "copies": copies}
    outputs = {what: os.fsdecode(path) for what, path in given.items() if path is not None}
    given_paths = [paths] if isinstance(paths, (str, os.PathLike)) else paths
    names = [os.fsdecode(path) for path in given_paths]
    inputs = gathered(names, limits, (sys.stdin.buffer if stdin is None else stdin) if STDIN in names else None)
    try:
        check(outputs, inputs.kind, inputs.paths, stdout is not None or sys.stdout is not None)
        return _filtered(names, inputs, outputs, keep, chosen, settings, limits, stdout, progress)
    finally:
        for source in inputs.sources:
            if source.spool is not None:
                source.spool.close()


def _filtered(
    names: Sequence[str],
    inputs: Inputs,
    outputs: dict[str, str],
    keep: Keep,
    columns: Columns,
    settings: Settings,
    limits: Limits,
    stdout: BinaryIO | None,
    progress: Progress | None,
) -> Filtered:
    skipped, bad_dates = list(inputs.skipped), list[str]()
    schema: tuple[Any, str] | None = None
    if inputs.kind == "parquet":
        inputs, schema = _of_one_schema(inputs, columns, limits, skipped)
    reader = lines if inputs.kind == "jsonl" else tables
    meter = Meter(progress, "reading", inputs.sources)

    def rows() -> Iterator[tuple[int, Row | Skipped]]:
        for file, source in enumerate(inputs.sources):
            for row in reader.read(source, columns, limits, meter, dated=keep == "earliest"):
                yield file, row

    found = sketched(rows(), settings, skipped, bad_dates)
    absent = columns.check(found=bool(len(found.words)), needed=["text"])
    if not len(found.words):
        raise NoArticles(_nothing(names, skipped))
    notes = [*inputs.notes, *absent, *_about_dates(bad_dates), *_about_ids(found, inputs.sources)]

    def texts_of(articles: NDArray[np.int64]) -> Iterator[str]:
        meter = Meter(progress, "reading again", inputs.sources)
        for file, source in enumerate(inputs.sources):
            yield from reader.texts(source, _of_file(found, articles, file), columns, limits, meter)

    choice = choose(found, keep, settings, texts_of, progress)
    _write(inputs, outputs, found, choice, schema, limits, stdout, progress)
    stay = int((choice.kept == KEPT).sum())
    return Filtered(
        articles=len(choice.kept),
        kept=stay,
        equal=choice.equal,
        near=len(choice.kept) - stay - choice.equal,
        candidates=choice.candidates,
        buckets_crowded=choice.buckets_crowded,
        skipped=tuple(skipped),
        notes=tuple(notes),
    )


def _write(
    inputs: Inputs,
    outputs: dict[str, str],
    found: Sketched,
    choice: Choice,
    schema: tuple[Any, str] | None,
    limits: Limits,
    stdout: BinaryIO | None,
    progress: Progress | None,
) -> None:
    stays = choice.kept == KEPT
    every = np.arange(len(stays))
    meter = Meter(progress, "writing", inputs.sources)
    with ExitStack() as stack:
        # What was opened last is put in its place first: where the kept rows are, all is.
        streams: dict[str, BinaryIO] = {}
        for what, path in outputs.items():
            if path == STDIN:
                streams[what] = stack.enter_context(nullcontext(sys.stdout.buffer if stdout is None else stdout))
            else:
                streams[what] = stack.enter_context(writing(path))
        writers = {
            what: stack.enter_context(tables.writer(stream, *schema))
            for what, stream in streams.items()
            if schema is not None and what != "copies"
        }
        for file, source in enumerate(inputs.sources):
            of_file = _of_file(found, every, file, numbers=False)
            chosen = found.lines[of_file], stays[of_file]
            if schema is not None:
                tables.split(source, *chosen, limits, meter, writers["kept"], writers.get("removed"))
            else:
                removed = streams["removed"].write if "removed" in streams else None
                lines.split(source, *chosen, limits, meter, streams["kept"].write, removed)
        if "copies" in outputs:
            for piece in copies_of(outputs["copies"], _copies(inputs.sources, found, choice)):
                streams["copies"].write(piece)
        if outputs["kept"] == STDIN:
            streams["kept"].flush()


def _copies(sources: Sequence[Source], found: Sketched, choice: Choice) -> Iterator[tuple[Any, ...]]:
    for article in np.flatnonzero(choice.kept != KEPT).tolist():
        sides = [
            (found.names[each], sources[found.files[each]].shown, int(found.lines[each]))
            for each in (article, int(choice.kept[article]))
        ]
        yield *sides[0], *sides[1], float(choice.similarity[article])


def _of_file(found: Sketched, articles: NDArray[np.int64], file: int, *, numbers: bool = True) -> NDArray[np.int64]:
    """The lines of those of some articles, rising, that a file holds; or these articles."""
    first, end = np.searchsorted(found.files, [file, file + 1])
    begin, stop = np.searchsorted(articles, [first, end])
    inside = articles[begin:stop]
    return found.lines[inside] if numbers else inside


def _of_one_schema(
    inputs: Inputs, columns: Columns, limits: Limits, skipped: list[Skipped]
) -> tuple[Inputs, tuple[Any, str] | None]:
    """The Parquet files that can be read, and their schema and compression. Raises `InputError` where they differ."""
    good: list[Source] = []
    first: tuple[Any, str] | None = None
    for source in inputs.sources:
        schema = tables.schema_of(source, columns, limits)
        if isinstance(schema, Skipped):
            skipped.append(schema)
            continue
        if first is None:
            first = schema
        elif not first[0].equals(schema[0]):
            raise InputError(
                f"{source.shown}: other columns than in {good[0].shown}; {_difference(schema[0], first[0])}"
            )
        good.append(source)
    return replace(inputs, sources=tuple(good)), first


def _difference(one: Any, other: Any) -> str:
    for name in dict.fromkeys([*one.names, *other.names]):
        left, right = (
            str(schema.field(name).type) if schema.names.count(name) == 1 else "missing" for schema in (one, other)
        )
        if left != right:
            return f"{quoted(name)} is {left}, there {right}"
    return "their order differs"


def _about_ids(found: Sketched, sources: Sequence[Source]) -> Iterator[str]:
    """Notes on ids that came again. Raises `DuplicateId` where one stands for two texts of a file; in several files,
    each of which counts its rows anew, it may."""
    order = np.lexsort((np.arange(len(found.ids)), found.ids[:, 0], found.ids[:, 1]))
    same = (found.ids[order[1:]] == found.ids[order[:-1]]).all(axis=1)
    pairs = np.stack([order[:-1][same], order[1:][same]], axis=1)
    other = (found.texts[pairs[:, 0]] != found.texts[pairs[:, 1]]).any(axis=1)
    here = other & (found.files[pairs[:, 0]] == found.files[pairs[:, 1]])
    for one, two in pairs[here][:1].tolist():
        raise DuplicateId(f"{_two_texts(found, sources, one, two)}; give each article an id of its own")
    for one, two in pairs[other][:1].tolist():
        more = f"; and {other.sum() - 1:,} more come again in other files" if other.sum() > 1 else ""
        yield f"{_two_texts(found, sources, one, two)}{more}"
    if not other.all():
        names = sorted({found.names[article] for article in pairs[~other, 0].tolist()})
        what = counted(len(names), "id came again with the same text", "ids came again with the same text")
        yield f"{what}: {_listing([quoted(name) for name in names])}"


def _two_texts(found: Sketched, sources: Sequence[Source], one: int, two: int) -> str:
    places = [f"{sources[found.files[each]].shown}:{found.lines[each]}" for each in (one, two)]
    return f"the id {quoted(found.names[one])} stands for two different texts: {' and '.join(places)}"


def _about_dates(bad_dates: Sequence[str]) -> Iterator[str]:
    if bad_dates:
        what = counted(len(bad_dates), "date cannot be read and counts", "dates cannot be read and count")
        yield f"{what} as unknown: {_listing(bad_dates)}"


def _listing(items: Sequence[str]) -> str:
    listed = ", ".join(items[:_LISTED])
    return listed if len(items) <= _LISTED else f"{listed} and {len(items) - _LISTED} more"


def _nothing(names: Sequence[str], skipped: Sequence[Skipped]) -> str:
    looked = _listing(["standard input" if name == STDIN else name for name in names])
    reason = f" ({skipped[0].path}: {skipped[0].reason})" if skipped else ""
    return f"no articles in {looked}{reason}; nothing was written; read are {READ} files"
