"""Labelled sets in the format of ``corpus/``: articles, metadata, the truth and hard negatives.

The format: ``docs/reference/labelled-data.md``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from dedup.errors import DateError, InputError
from dedup.evaluation.rows import json_rows
from dedup.model import HYPOTHESES, Article, MatchKind, Place, Span

_KINDS = get_args(MatchKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthPassage:
    """Wording that two articles share, and where it came from. `left` is the smaller id.

    `set_aside` passages (repeats of one outlet, stock paragraphs) are not to be counted as reuse.
    `source_also` are other names of `source`, as right as that one.
    """

    id: str
    left: Place
    right: Place
    kind: MatchKind
    category: str
    words_left: int
    words_right: int
    set_aside: bool
    label: str
    source: str | None
    source_named: bool
    source_also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HardNegative:
    """Two stretches that look alike (names, titles, facts, stock phrases) and are no reuse."""

    id: str
    left: Place
    right: Place
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A collection with its truth."""

    articles: tuple[Article, ...]
    passages: tuple[TruthPassage, ...]
    hard_negatives: tuple[HardNegative, ...]


def span(place: Place) -> Span:
    return Span(place.start, place.end)


def read_labelled(folder: Path) -> Labelled:
    """Read a labelled set. Raises `InputError` where a line is malformed or a span is not exact."""
    articles: dict[str, Article] = {}
    for where, row in json_rows(folder / "metadata.jsonl"):
        try:
            id = row["id"]
            with (folder / "articles" / f"{id}.txt").open(encoding="utf-8", newline="") as file:
                text = file.read()
            articles[id] = Article(
                id=id,
                text=text,
                outlet=row.get("outlet"),
                published=row.get("published"),
                title=row.get("title"),
                url=row.get("url"),
            )
        except (KeyError, TypeError, OSError, UnicodeDecodeError, DateError) as error:
            raise InputError(f"{where}: {error}") from error
    passages = [_passage(where, row, articles) for where, row in json_rows(folder / "truth" / "passages.jsonl")]
    negatives = [
        HardNegative(
            id=str(row.get("id")),
            left=_side(where, row, "left", articles),
            right=_side(where, row, "right", articles),
            reason=str(row.get("reason")),
        )
        for where, row in json_rows(folder / "truth" / "hard_negatives.jsonl")
    ]
    return Labelled(
        articles=tuple(articles[id] for id in sorted(articles)),
        passages=tuple(passages),
        hard_negatives=tuple(negatives),
    )


def checksum(folder: Path) -> str:
    """SHA-256 over the names and bytes of a labelled set's files."""
    digest = hashlib.sha256()
    names = ["metadata.jsonl", "truth/passages.jsonl", "truth/hard_negatives.jsonl"]
    names += sorted(path.relative_to(folder).as_posix() for path in (folder / "articles").glob("*.txt"))
    for name in names:
        content = (folder / name).read_bytes()
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _passage(where: str, row: Mapping[str, Any], articles: Mapping[str, Article]) -> TruthPassage:
    try:
        about = row["provenance"]
        kind, label = row["kind"], about["label"]
        if kind not in _KINDS or label not in HYPOTHESES:
            raise InputError(f"{where}: unknown kind or label: {kind!r}, {label!r}")
        return TruthPassage(
            id=row["id"],
            left=_side(where, row, "left", articles),
            right=_side(where, row, "right", articles),
            kind=kind,
            category=row["category"],
            words_left=int(row["words_left"]),
            words_right=int(row["words_right"]),
            set_aside=bool(row["set_aside"]),
            label=label,
            source=about["source"],
            source_named=bool(about["source_named"]),
            source_also=_names(where, about.get("source_also", [])),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{where}: {type(error).__name__}: {error}") from error


def _names(where: str, names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or not all(isinstance(name, str) and name.strip() for name in names):
        raise InputError(f"{where}: source_also: a list of names is wanted: {names!r}")
    return tuple(names)


def _side(
    where: str, row: Mapping[str, Any], which: Literal["left", "right"], articles: Mapping[str, Article]
) -> Place:
    try:
        side = row[which]
        place = Place(article=side["article"], start=int(side["start"]), end=int(side["end"]))
        text = articles[place.article].text
        exact = 0 <= place.start < place.end <= len(text) and text[place.start : place.end] == side["text"]
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"{where}: {which}: {type(error).__name__}: {error}") from error
    if not exact:
        raise InputError(f"{where}: {which}: the span is not exact in {place.article}")
    return place
