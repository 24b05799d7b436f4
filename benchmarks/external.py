"""Collections that are no part of the repository: where they lie, what is found in them, their floors.

Each is looked for at $DEDUP_DATA under its own name, or given by an option.
"""

from __future__ import annotations

import hashlib
import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter

from floors import Floor

import dedup
from dedup.config import Settings
from dedup.errors import InputError
from dedup.evaluation.markup import read_bytes
from dedup.evaluation.near_copies import names, read_files, read_near_copies, score_pairs
from dedup.evaluation.quality import Tally
from dedup.evaluation.scissors import (
    Family,
    FamilyScore,
    Item,
    linked_families,
    pairs_outside,
    read_items,
    score_family,
)

FAMILIES = Path(__file__).resolve().parent / "scissors.toml"
SIZES = (1000, 2500)  # documents of McCormick's sets that are audited
SCISSORS = ("scissors-and-paste.xml", "scissors-and-paste.xml.xz")
MCCORMICK = ("mccormick-minhash.tar.xz", "mccormick-minhash.tar")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScissorsQuality:
    """Scores of the families by name, the pairs of articles reported outside them, and the time of the audit."""

    items: int
    families: Mapping[str, FamilyScore]
    outside: tuple[tuple[str, str], ...]
    seconds: float
    checksum: str

    @property
    def floor(self) -> Floor:
        figures = {"pairs_outside": float(len(self.outside))}
        for name, score in self.families.items():
            figures[f"{name}/pairs"] = score.pairs.rate
            if score.source_pairs.of:
                figures[f"{name}/source_pairs"] = score.source_pairs.rate
            figures[f"{name}/text"] = score.text.rate
            figures[f"{name}/text_by_pair"] = score.text_by_pair
            figures[f"{name}/together"] = score.together.rate
            figures[f"{name}/astray"] = float(score.astray)
        return Floor(checksum=self.checksum, figures=figures)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopiesQuality:
    """Pairs found in one of McCormick's sets, and the time of the audit."""

    documents: int
    pairs: Tally
    seconds: float
    checksum: str

    @property
    def floor(self) -> Floor:
        figures = {"pairs/precision": self.pairs.precision, "pairs/recall": self.pairs.recall}
        return Floor(checksum=self.checksum, figures=figures)


def find_scissors(given: Path | None) -> Path | None:
    """The TEI file: as given, else where the environment leads; None where there is none."""
    return given or _first_file(SCISSORS)


def find_mccormick(given: Path | None) -> Path | None:
    """The folder or archive: as given, else where the environment leads; None where there is none."""
    if place := given or _first_file(MCCORMICK):
        return place
    unpacked = _first_file((names(SIZES[0])[0],))
    return unpacked and unpacked.parent


def find_pan(given: Path | None) -> Path | None:
    """The PAN folder: as given, else where the environment leads; None where there is none."""
    if given is not None:
        return given
    data = os.environ.get("DEDUP_DATA")
    places = [Path(data), Path(data) / "train", Path(data) / "pan13-train"] if data else []
    return next((place for place in places if (place / "susp").is_dir() and (place / "src").is_dir()), None)


def score_scissors(path: Path) -> ScissorsQuality:
    """Audit every item at passage level and score the families. Raises `InputError`."""
    items = read_items(path)
    families = (*read_families(FAMILIES, items), *linked_families(items))
    articles = [item.article for item in items]
    begin = perf_counter()
    report = dedup.audit(articles, Settings())
    seconds = perf_counter() - begin
    digest = hashlib.sha256(read_bytes(path))
    digest.update(FAMILIES.read_bytes())
    return ScissorsQuality(
        items=len(items),
        families={family.name: score_family(family, families, report, articles) for family in families},
        outside=pairs_outside(report, families),
        seconds=seconds,
        checksum=digest.hexdigest(),
    )


def read_families(path: Path, items: Iterable[Item]) -> tuple[Family, ...]:
    """The families listed by id in a file. Raises `InputError` for ids that no item has."""
    known = {item.article.id for item in items}
    families = []
    for name, entry in sorted(tomllib.loads(path.read_text("utf-8")).items()):
        family = Family(name=name, reprints=tuple(entry["reprints"]), sources=tuple(entry.get("sources", ())))
        if unknown := [id for id in family.members if id not in known]:
            raise InputError(f"{path}: {name}: no item has the id {unknown[0]}; is this scissors-and-paste?")
        families.append(family)
    return tuple(families)


def score_mccormick(place: Path, documents: int) -> CopiesQuality:
    """Audit one of the sets at article level and score the pairs. Raises `InputError`."""
    truth = read_near_copies(place, documents)
    begin = perf_counter()
    report = dedup.audit(truth.articles, replace(Settings(), level="article"))
    seconds = perf_counter() - begin
    digest = hashlib.sha256()
    for name, content in sorted(read_files(place, names(documents)).items()):
        digest.update(f"{name} {len(content)}\n".encode())
        digest.update(content)
    return CopiesQuality(
        documents=len(truth.articles),
        pairs=score_pairs(truth, report),
        seconds=seconds,
        checksum=digest.hexdigest(),
    )


def _first_file(candidates: Iterable[str]) -> Path | None:
    data = os.environ.get("DEDUP_DATA")
    places = [Path(data) / name for name in candidates] if data else []
    return next((place for place in places if place.exists()), None)
