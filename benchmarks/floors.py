"""Floors under the quality figures: what was reached once is not lost in passing.

`floor.json` holds for each data set the figures reached and the checksum of the data, and a seal over all
of it. `quality.py --update-floor` writes it; a floor edited by hand breaks the seal.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Figures are compared by their last part: `05-summary/granularity` is one of these.
LOWER_IS_BETTER = frozenset(
    {
        "granularity",
        "clean_flagged",
        "hard_negative_rate",
        "stock_reported",
        "self_matches",
        "false_directions",
        "pairs_outside",
        "astray",
        "copies",
        "earliest_is_origin",
        "picture_credits",
        "unsupported",
        "brier",
        "log_loss",
        "ece",
        "classwise_ece",
        "of_dates_only",
        "of_older_is_source",
    }
)
TOLERANCE = 1e-9  # the figures are deterministic; this is for sums in another order


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """Figures reached on one data set, and the SHA-256 of that data."""

    checksum: str
    figures: Mapping[str, float]


class BrokenFloor(Exception):
    """The floor file is malformed or was edited without ``--update-floor``."""


def lower_is_better(figure: str) -> bool:
    return figure.rsplit("/", 1)[-1] in LOWER_IS_BETTER


def worse(figure: str, value: float, than: float) -> bool:
    """Whether a value lies beyond the tolerance on the bad side of another."""
    return value > than + TOLERANCE if lower_is_better(figure) else value < than - TOLERANCE


def shortfalls(reached: Floor, floor: Floor | None) -> list[str]:
    """What stands against a run: figures below their floor, a floor without a figure, other data."""
    if floor is None:
        return ["no floor yet: run with --update-floor"]
    if reached.checksum != floor.checksum:
        return ["the data changed since the floor was set: look at the figures, then run with --update-floor"]
    found = []
    for figure, least in sorted(floor.figures.items()):
        if figure not in reached.figures:
            found.append(f"{figure}: in the floor, but no longer measured")
        elif worse(figure, reached.figures[figure], least):
            found.append(f"{figure}: {reached.figures[figure]:.4f} is worse than the floor {least:.4f}")
    return found + [f"{figure}: no floor yet" for figure in sorted(set(reached.figures) - set(floor.figures))]


def raised(reached: Floor, floor: Floor) -> list[str]:
    """The figures that are better than their floor."""
    return [
        f"{figure}: {least:.4f} → {reached.figures[figure]:.4f}"
        for figure, least in sorted(floor.figures.items())
        if figure in reached.figures and worse(figure, least, reached.figures[figure])
    ]


def read_floors(path: Path) -> dict[str, Floor]:
    """The floors by data set; none where there is no file. Raises `BrokenFloor`."""
    if not path.exists():
        return {}
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        floors = {
            name: Floor(checksum=str(entry["checksum"]), figures={k: float(v) for k, v in entry["figures"].items()})
            for name, entry in content["data"].items()
        }
        seal = content["seal"]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BrokenFloor(f"{path}: not a floor file: {error!r}") from error
    if seal != _seal(floors):
        raise BrokenFloor(f"{path}: edited by hand; floors change with --update-floor only")
    return floors


def write_floors(path: Path, floors: Mapping[str, Floor]) -> None:
    content = {"data": _plain(floors), "seal": _seal(floors)}
    path.write_text(json.dumps(content, indent=2, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def _plain(floors: Mapping[str, Floor]) -> dict[str, Any]:
    return {name: {"checksum": floor.checksum, "figures": dict(floor.figures)} for name, floor in floors.items()}


def _seal(floors: Mapping[str, Floor]) -> str:
    return hashlib.sha256(json.dumps(_plain(floors), sort_keys=True).encode()).hexdigest()
