"""PAN text-alignment folders (2013 and alike).

::

    susp/  src/              the texts; offsets are code points with line ends as they stand
    pairs                    "suspicious source" a line
    01-no-plagiarism/ …      one folder a category: its own `pairs`, one XML a pair

A folder without category folders is read as one category, named after the folder.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from dedup.errors import InputError
from dedup.evaluation.markup import parse_xml, read_bytes
from dedup.evaluation.plagdet import Aligned
from dedup.model import Span


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PanPair:
    """Two documents to compare, by file name, and the category they stand in."""

    category: str
    suspicious: str
    source: str

    @property
    def key(self) -> tuple[str, str]:
        return self.suspicious, self.source


def read_pairs(folder: Path) -> tuple[PanPair, ...]:
    """Every pair of a folder, sorted by category and names. Raises `InputError` where there is none."""
    categories = sorted(path.parent for path in folder.glob("*/pairs"))
    found = {
        PanPair(category=category.name, suspicious=suspicious, source=source)
        for category in categories or [folder]
        for suspicious, source in _listed(category / "pairs")
    }
    if not found:
        raise InputError(f"{folder}: no pairs listed")
    return tuple(sorted(found))


def cut(pairs: Iterable[PanPair], per_category: int, seed: int = 1) -> tuple[PanPair, ...]:
    """At most `per_category` pairs of each category, drawn with a seed; sorted."""
    by_category: dict[str, list[PanPair]] = {}
    for pair in sorted(pairs):
        by_category.setdefault(pair.category, []).append(pair)
    drawn: list[PanPair] = []
    for category in sorted(by_category):
        members = by_category[category]
        chosen = random.Random(f"{seed}/{category}").sample(members, min(per_category, len(members)))
        drawn += chosen
    return tuple(sorted(drawn))


def read_texts(folder: Path, pair: PanPair) -> tuple[str, str]:
    """The suspicious text and the source text, line ends kept."""
    return _text(folder / "susp" / pair.suspicious), _text(folder / "src" / pair.source)


def read_cases(folder: Path, pair: PanPair) -> tuple[Aligned, ...]:
    """The annotated cases of a pair, left the suspicious side. An absent file means no case.

    Raises `InputError` for a file that is no such annotation or declares entities.
    """
    name = f"{Path(pair.suspicious).stem}-{Path(pair.source).stem}.xml"
    path = folder / pair.category / name
    if not path.is_file():
        path = folder / name
    if not path.is_file():
        return ()
    try:
        root = parse_xml(read_bytes(path), str(path))
        return tuple(
            sorted(
                Aligned(
                    left=_span(feature.attrib, "this"),
                    right=_span(feature.attrib, "source"),
                )
                for feature in root.iter("feature")
                if feature.get("name") in ("plagiarism", "detected-plagiarism") and "source_offset" in feature.attrib
            )
        )
    except (KeyError, ValueError) as error:
        raise InputError(f"{path}: not a PAN annotation: {error}") from error


def _span(attributes: Mapping[str, str], side: str) -> Span:
    start = int(attributes[f"{side}_offset"])
    return Span(start, start + int(attributes[f"{side}_length"]))


def _listed(path: Path) -> list[tuple[str, str]]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
    rows = [line.split() for line in lines if line.strip()]
    for number, row in enumerate(rows, 1):
        if len(row) != 2:
            raise InputError(f"{path}:{number}: two names are wanted, not {len(row)}")
    return [(row[0], row[1]) for row in rows]


def _text(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: {error}") from error
